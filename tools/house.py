"""The measures of the house: how long files and functions are, what is copied, what nothing uses.

    python -m tools.house [--json]

A test holds what is a promise (tests/test_house.py); the table is for people.
"""

import ast
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "cmcli"
# What a file and a function may be long, and a run of lines before it counts as copied.
FILE, FUNCTION, RUN = 400, 40, 6


class Function(NamedTuple):
    """A function or method: where it stands and how many lines it has, its docstring included."""

    place: str
    lines: int


class Copy(NamedTuple):
    """The same lines at two places: `lines` is how many."""

    first: str
    second: str
    lines: int


def modules() -> dict[str, str]:
    """Every module of the program by its path in it, with its text."""
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in sorted(SOURCES.rglob("*.py"))
    }


@cache
def tree(text: str) -> ast.Module:
    """A module as Python reads it; several measures look at it."""
    return ast.parse(text)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements below a node: they stand in one another, never in an expression."""
    for field in ("body", "orelse", "handlers", "finalbody", "cases"):
        for inner in getattr(node, field, ()):
            yield inner
            yield from _statements(inner)


def functions(sources: dict[str, str]) -> list[Function]:
    """All functions and methods."""
    found = []
    for name, text in sources.items():
        for node in _statements(tree(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append(Function(f"{name}:{node.lineno} {node.name}", lines))
    return found


def _telling(text: str) -> Iterator[tuple[int, str]]:
    """Lines that say something: no blank ones, imports, comments or lone brackets."""
    imports = {
        line
        for node in _statements(tree(text)) if isinstance(node, ast.Import | ast.ImportFrom)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }  # fmt: skip
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.split("  # ")[0].strip()
        if number not in imports and bare.strip("()[]{},:") and not bare.startswith("#"):
            yield number, bare


def copies(sources: dict[str, str]) -> list[Copy]:
    """Runs of the same lines at two places, each as long as it goes."""
    lines = {name: list(_telling(text)) for name, text in sources.items()}
    places: defaultdict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for name, told in lines.items():
        for start in range(len(told) - RUN + 1):
            places[tuple(text for _, text in told[start : start + RUN])].append((name, start))
    found, seen = [], set[tuple[str, int, str, int]]()
    for spots in places.values():
        for i, first in enumerate(spots):
            for second in spots[i + 1 :]:
                if (*first, *second) in seen:
                    continue
                length = _length(lines, first, second)
                seen |= {(first[0], first[1] + k, second[0], second[1] + k) for k in range(length)}
                found.append(Copy(_at(lines, first), _at(lines, second), length))
    return sorted(found, key=lambda copy: -copy.lines)


Lines = dict[str, list[tuple[int, str]]]


def _length(lines: Lines, first: tuple[str, int], second: tuple[str, int]) -> int:
    one, other = lines[first[0]][first[1] :], lines[second[0]][second[1] :]
    same = 0
    for (_, a), (_, b) in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


def _at(lines: Lines, spot: tuple[str, int]) -> str:
    return f"{spot[0]}:{lines[spot[0]][spot[1]][0]}"


def cycles(sources: dict[str, str]) -> list[list[str]]:
    """Rings of modules that import each other while they are imported."""
    names = {_module(path): _imports(text) for path, text in sources.items()}
    edges = {
        name: sorted(other for other in found if other in names) for name, found in names.items()
    }
    rings, done, path = [], set[str](), list[str]()

    def walk(name: str) -> None:
        if name in path:
            rings.append([*path[path.index(name) :], name])
        elif name not in done:
            path.append(name)
            for other in edges[name]:
                walk(other)
            path.pop()
            done.add(name)

    for name in edges:
        walk(name)
    return rings


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(text: str) -> set[str]:
    """What a module imports at its head, the modules of `from package import module` too."""
    found: set[str] = set()
    for node in tree(text).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            if not any((SOURCES.parent / node.module.replace(".", "/") / f"{a.name}.py").exists()
                       for a in node.names):  # fmt: skip
                found.add(node.module)
    return found


# Called by name: the verbs of the references, steps of the schema, hooks of libraries.
_BY_NAME = {"show", "done", "snooze", "edit", "remove", "format_help", "get_completions"}


def unused() -> list[str]:
    """Functions, classes and constants that the program itself never names."""
    from vulture import Vulture

    from cmcli.table import COMMANDS

    commands = {entry.target.split(":")[1] for entry in COMMANDS}
    search = Vulture()
    search.scavenge([str(SOURCES), str(ROOT / "tools"), str(ROOT / "bench")])
    return [
        f"{found.filename.relative_to(ROOT)}:{found.first_lineno} {found.name}"
        for found in search.get_unused_code(min_confidence=60)
        if found.filename.is_relative_to(SOURCES)
        and found.typ in ("function", "class", "method", "property", "variable")
        and found.name not in commands | _BY_NAME
        and found.filename.parent.name != "migrations"
        and not found.name.endswith("_id")  # a column
    ]


def unused_options(sources: dict[str, str]) -> list[str]:
    """Options and arguments of commands that their function never reads."""
    found = []
    for name, text in sources.items():
        if not name.startswith("cmcli/commands/"):
            continue
        for node in tree(text).body:
            if isinstance(node, ast.FunctionDef):
                read = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
                found += [
                    f"{name}:{node.lineno} {node.name} {argument.arg}"
                    for argument in node.args.args if argument.arg not in read
                ]  # fmt: skip
    return found


def blanket_ignores(sources: dict[str, str]) -> list[str]:
    """Exemptions from the type checker that do not say from what."""
    return [
        f"{name}:{number}"
        for name, text in sources.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if "# type: ignore" in line and "# type: ignore[" not in line
    ]


def table() -> dict[str, object]:
    """The measures by name."""
    sources = modules()
    sizes = {name: text.count("\n") for name, text in sources.items()}
    all_functions = functions(sources)
    lengths = [function.lines for function in all_functions]
    return {
        "modules": len(sources),
        "lines": sum(sizes.values()),
        f"modules over {FILE} lines": [n for n, size in sizes.items() if size > FILE],
        "longest module": max(sizes.items(), key=lambda pair: pair[1]),
        "functions": len(all_functions),
        "median function": median(lengths),
        f"functions over {FUNCTION} lines": [f.place for f in all_functions if f.lines > FUNCTION],
        "import cycles": cycles(sources),
        "unused": unused(),
        "unused options": unused_options(sources),
        "blanket ignores": blanket_ignores(sources),
        f"copies of {RUN} lines and more": [tuple(copy) for copy in copies(sources)],
    }


def main() -> None:
    """Print the table."""
    found = table()
    if "--json" in sys.argv:
        print(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        if isinstance(value, list):
            print(f"{name}: {len(value)}")
            for item in value:
                print("  ", *(item if isinstance(item, tuple) else (item,)))
        else:
            print(f"{name}: {value}")


if __name__ == "__main__":
    main()
