"""The forms a report can take."""

from pathlib import Path

from cmcli.errors import Usage
from cmcli.messages import say

FORMATS = ("term", "md", "json")
_BY_SUFFIX = {".md": "md", ".markdown": "md", ".json": "json", ".txt": "term"}


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
