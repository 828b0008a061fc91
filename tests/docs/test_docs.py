"""The documents say what the program does: commands, options, JSON, links."""

import json
import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cmcli import cli
from cmcli.table import COMMANDS, GROUPS
from tests.support import Cm
from tools import documents, reference

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def test_the_page_of_commands_is_the_programs_own() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "make reference"


def test_every_command_file_is_registered_and_every_entry_leads_to_a_function() -> None:
    files = {path.stem for path in (ROOT / "cmcli/commands").glob("*.py")} - {"__init__"}
    assert files == {entry.target.split(":")[0] for entry in COMMANDS}
    for entry in COMMANDS:
        module, function = entry.target.split(":")
        assert callable(getattr(import_module(f"cmcli.commands.{module}"), function))
    assert {entry.path.split()[0] for entry in COMMANDS if " " in entry.path} == set(GROUPS)


def _lines_of_code(page: Path) -> list[str]:
    blocks = re.findall(r"```(?:sh|console|text)?\n(.*?)```", page.read_text("utf-8"), re.S)
    text = "\n".join(blocks).replace("\\\n", " ")
    lines = [line.strip().removeprefix("$ ") for line in text.splitlines()]
    return [line for line in lines if line.startswith("cm ")]


def _examples() -> list[tuple[str, str]]:
    pages = [page for page in PAGES if page.name != "commands.md"]
    return [(page.name, line) for page in pages for line in _lines_of_code(page)]


@pytest.mark.parametrize(("page", "line"), _examples())
def test_commands_in_the_documents_exist_with_their_options(page: str, line: str) -> None:
    words = [word for word in shlex.split(line, comments=True)[1:] if word not in ("…", "...")]
    group: Any = cli.root()
    options = {name for param in group.params for name in param.opts}
    context = group.make_context("cm", [], resilient_parsing=True)
    while words and hasattr(group, "list_commands"):
        if words[0].startswith("-"):
            assert words[0] in options, f"{page}: {line}"
            words = words[2:]
            continue
        found = group.get_command(context, words.pop(0))
        assert found is not None, f"{page}: {line}"
        group = found
        options |= {name for param in group.params for name in param.opts} | {"--help"}
    for word in words:
        if re.fullmatch(r"--?[a-z][a-z-]*(=.*)?", word):
            assert word.partition("=")[0] in options, f"{page}: {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_documented_json_has_the_keys_of_the_real_one(cm: Cm) -> None:
    documented = list(documents.shown())
    assert len(documented) >= 10
    for command, shown in documented:
        result = cm(*shlex.split(command)[1:], now=documents.NOW)
        assert result.code == 0, f"{command}: {result.err}"
        where = documents.other(json.loads(shown), result.json())
        assert where is None, f"{command}: {where} is another now: make reference"


def test_a_document_of_another_shape_is_seen() -> None:
    assert documents.other({"a": {"b": 1}}, {"a": {"c": 1}}) == ".a"
    assert documents.other([{"a": 1}], [{"a": "1"}]) == "[0].a"
    assert documents.other({"a": []}, {"a": [1]}) is None
