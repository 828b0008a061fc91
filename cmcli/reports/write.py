"""The forms a report can take, and putting one into a file."""

import contextlib
import os
import tempfile
from pathlib import Path

from cmcli.errors import FileUnusable, Usage
from cmcli.messages import say

FORMATS = ("term", "md", "json")
_BY_SUFFIX = {".md": "md", ".markdown": "md", ".json": "json", ".txt": "term"}
_SQLITE = b"SQLite format 3\0"


def format_of(given: str | None, target: Path | None, *, as_json: bool) -> str:
    """The form asked for: by name, by `--json`, by the file's ending; raises `Usage`."""
    suffix = target.suffix.lower() if target else ""
    name = given or ("json" if as_json else _BY_SUFFIX.get(suffix, suffix.lstrip(".") or "term"))
    if name not in FORMATS:
        raise Usage(
            say("a report cannot be written as {name} yet", name=name),
            say("--format takes: {names}", names=", ".join(FORMATS)),
        )
    return name


def save(target: Path, text: str) -> None:
    """Write the file whole or not at all, for its owner's eyes; raises `FileUnusable`.

    A report written before is replaced; a book is not.
    """
    try:
        if target.is_dir() or _is_book(target):
            raise FileUnusable(
                say("{path} is no place for a report", path=str(target)),
                say("name a file: cm report -o week.md"),
            )
        _replace(target, text)
    except OSError as error:
        raise FileUnusable(
            say(
                "{path} cannot be written: {why}",
                path=str(target),
                why=error.strerror or str(error),
            )
        ) from error


def _is_book(target: Path) -> bool:
    if not target.is_file():
        return False
    with target.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _replace(target: Path, text: str) -> None:
    # mkstemp makes it 0600, in the same folder so that the rename is one step.
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
