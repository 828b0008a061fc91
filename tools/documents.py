"""The documents of docs/json.md, held to the program: filled in where they are another shape now."""

import contextlib
import io
import json
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cmcli import i18n
from cmcli.__main__ import main

PAGE = Path(__file__).parents[1] / "docs" / "json.md"
NOW = "2026-11-23T10:00:00+08:00"
_SHOWN = re.compile(
    r"(?P<head>```\n\$ (?P<command>cm [^\n]+)\n```\n+```json\n)(?P<body>.*?)```", re.S
)


def shown() -> Iterator[tuple[str, str]]:
    """Each command of the page with the document below it."""
    for match in _SHOWN.finditer(PAGE.read_text(encoding="utf-8")):
        yield match["command"], match["body"]


def other(document: Any, real: Any, path: str = "") -> str | None:
    """Where the shapes differ first, or None. What is absent or empty in one says nothing."""
    if document is None or real is None or document == [] or real == []:
        return None
    numbers = {type(document), type(real)} <= {int, float}
    if type(document) is not type(real) and not numbers:
        return path or "the document"
    if isinstance(document, dict) and "…" not in document:
        if list(document) != list(real):
            return path or "the document"
        found = (other(document[key], real[key], f"{path}.{key}") for key in document)
        return next(filter(None, found), None)
    return other(document[0], real[0], f"{path}[0]") if isinstance(document, list) else None


def run(command: str) -> Any:
    """The real document of a command, on the book that `CM_DB` names."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = main(shlex.split(command)[1:])
    if status:
        raise SystemExit(f"{command}: exit code {status}")
    return json.loads(out.getvalue())


def fill() -> None:
    """Run all commands of the page in a fresh book; replace the documents that do not fit."""

    def replaced(match: re.Match[str]) -> str:
        real = run(match["command"])
        body = match["body"].strip()
        with contextlib.suppress(ValueError):
            if other(json.loads(body), real) is None:
                return match[0]
        brief = real[:1] if isinstance(real, list) else real
        return f"{match['head']}{json.dumps(brief, ensure_ascii=False, indent=2)}\n```"

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CM_DB": f"{folder}/book.db", "CM_NOW": NOW, "TZ": "Asia/Shanghai"}
        os.environ["CM_LANG"] = "en"
        i18n.choose("en")
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_SHOWN.sub(replaced, text), encoding="utf-8")


if __name__ == "__main__":
    fill()
