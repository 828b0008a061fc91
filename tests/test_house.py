"""What the house promises of itself; `python -m tools.house` prints all its measures."""

import ast
from collections.abc import Iterator

import pytest

from tools import house

# A list reads best in one piece.
LONG = {
    "m001_book": "a step of the schema: one script",
    "m009_growth": "a step of the schema: one script",
    "m012_team": "a step of the schema: one script",
    "m005_advice": "a step of the schema: one script",
    "__init__": "the demo book: a list for each noun",
}


@pytest.fixture(scope="module")
def sources() -> Iterator[dict[str, str]]:
    yield house.modules()
    house.tree.cache_clear()


def test_no_module_hides_a_concept(sources: dict[str, str]) -> None:
    long = {name: text.count("\n") for name, text in sources.items()}
    assert [name for name, lines in long.items() if lines > house.FILE] == []


def test_no_function_hides_a_concept(sources: dict[str, str]) -> None:
    found = [f for f in house.functions(sources) if f.lines > house.FUNCTION]
    assert {f.place.split()[1] for f in found} == set(LONG), found


def test_nothing_is_copied(sources: dict[str, str]) -> None:
    assert house.copies(sources) == []


def test_no_modules_import_each_other(sources: dict[str, str]) -> None:
    assert house.cycles(sources) == []


def test_nothing_is_unused() -> None:
    assert house.unused() == []


def test_every_option_is_read(sources: dict[str, str]) -> None:
    assert house.unused_options(sources) == []


def test_the_type_checker_is_told_what_to_overlook(sources: dict[str, str]) -> None:
    assert house.blanket_ignores(sources) == []


@pytest.mark.parametrize(
    ("name", "most"), [("agenda", 260), ("measures", 320), ("cli", 250), ("store", 230)]
)
def test_lists_and_facades_stay_small(sources: dict[str, str], name: str, most: int) -> None:
    assert sources[f"cmcli/{name}.py"].count("\n") <= most


def test_the_measures_see_what_they_are_for() -> None:
    copied = "\n".join(f"x{n} = {n} + y" for n in range(house.RUN))
    assert house.copies({"a.py": copied, "b.py": copied})[0].lines == house.RUN
    ring = {"a.py": "import b", "b.py": "import a"}
    assert house.cycles(ring) == [["a", "b", "a"]]
    assert house.functions({"a.py": "def f():\n    return 1\n"})[0].lines == 2


_WITH_A_NEXT_STEP = (
    "action", "appraisal", "goal", "handoff", "incentive", "insight", "meeting", "quiz", "training",
)  # fmt: skip


def test_errors_of_team_and_performance_say_what_to_do(sources: dict[str, str]) -> None:
    mine = {name: text for name, text in sources.items()
            if name.startswith(("cmcli/commands", "cmcli/domain/", "cmcli/nouns"))
            and name.rpartition("/")[2].removesuffix(".py") in _WITH_A_NEXT_STEP}  # fmt: skip
    assert len(mine) > 20
    bare = [
        f"{name}:{node.lineno}"
        for name, text in mine.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        and node.func.id in ("Usage", "Refused", "NotFound") and len(node.args) < 2
    ]  # fmt: skip
    assert bare == []
