# Everything runs in a private environment below .venv; nothing else is installed or changed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := $(VENV)/demo.db
# A program that is compiled anew at every start, and tests too, take much longer.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check lint docs golden locale reference house bench screens coverage mutants clean

demo: $(STAMP)  ## a demo book in a scratch file, and its agenda
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@$(BIN)/cm --db $(DEMO) demo

test: $(STAMP)  ## all tests
	$(BIN)/pytest -n auto --dist worksteal

check: lint test  ## what CI runs

lint: $(STAMP)  ## format, lint, types, layers, catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tools.catalogue check

docs: $(STAMP)  ## the tests that hold the docs to the program
	$(BIN)/pytest tests/docs

golden: $(STAMP)  ## take the screens anew; look at the difference before committing it
	$(BIN)/pytest tests/golden --update-golden

locale: $(STAMP)  ## collect the texts, and compile the catalogues
	$(BIN)/python -m tools.catalogue update

coverage: $(STAMP)  ## lines and branches that no test reaches
	$(BIN)/pytest -n auto --cov --cov-report=term-missing:skip-covered

mutants: $(STAMP)  ## changes to the central rules that no test of theirs notices; ten minutes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mutants]'
	$(BIN)/mutmut run
	$(BIN)/mutmut results

reference: $(STAMP)  ## docs/commands.md from the table of commands; the documents of docs/json.md
	$(BIN)/python -m tools.reference
	$(BIN)/python -m tools.documents

house: $(STAMP)  ## the measures of the house
	$(BIN)/python -m tools.house

bench: $(STAMP)  ## start-up and growth; a quiet machine, please
	$(BIN)/python -m bench.startup
	$(BIN)/python -m bench.growth

screens: $(STAMP)  ## the pictures of the README
	$(BIN)/python -m tools.screens

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "cm needs Python 3.11 or later; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:  ## the environment and what tools left behind
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage mutants
