"""The forms a report can take."""

from pathlib import Path

from cmcli.errors import Usage
from cmcli.messages import joined, say

# What no terminal shows: pages and files of other programs.
PAPERS = ("html", "docx", "xlsx")
FORMATS = ("term", "md", *PAPERS, "json")
_BY_SUFFIX = {".md": "md", ".markdown": "md", ".json": "json", ".txt": "term", ".htm": "html"}


def format_of(
    given: str | None, target: Path | None, *, as_json: bool, template: Path | None = None
) -> str:
    """The form asked for: by name, by `--json`, by the file's ending; raises `Usage`."""
    suffix = target.suffix.lower() if target else ""
    name = given or ("json" if as_json else _BY_SUFFIX.get(suffix, suffix.lstrip(".") or "term"))
    if name not in FORMATS:
        raise Usage(
            say("a report cannot be written as {name}", name=name),
            say("--format takes: {names}", names=joined(FORMATS, ", ")),
        )
    if template and name != "docx":
        raise Usage(
            say("a template is filled as a Word file"),
            say("cm report --template {path} -o report.docx", path=str(template)),
        )
    return name
