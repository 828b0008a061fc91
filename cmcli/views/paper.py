"""Documents in files: the forms one can take, what it looks like in each, and saving it."""

from pathlib import Path

from cmcli.errors import FileUnusable, Usage
from cmcli.files import replace, unwritable
from cmcli.messages import say
from cmcli.views.sheet import Sheet

FORMATS = ("md", "html", "docx")
_BY_SUFFIX = {"markdown": "md", "htm": "html"}
_SQLITE = b"SQLite format 3\0"


def format_of(given: str | None, target: Path | None) -> str:
    """The form asked for: by name, else by the file's ending; raises `Usage`."""
    ending = target.suffix.lower().lstrip(".") if target else ""
    name = given or _BY_SUFFIX.get(ending, ending)
    if name in FORMATS:
        return name
    names = ", ".join(FORMATS)
    if name:
        raise Usage(
            say("a document cannot be written as {name}", name=name),
            say("--format takes: {names}", names=names),
        )
    raise Usage(say("in which form?"), say("--format takes: {names}", names=names))


def rendered(sheet: Sheet, form: str, *, title: str, language: str) -> bytes:
    """The sheet as a file of that form; the same sheet gives the same bytes."""
    if form == "docx":
        from cmcli.views.word import write

        return write(sheet, title=title, language=language)
    if form == "html":
        from cmcli.views.html import render

        text = render(sheet, title=title, language=language)
    else:
        from cmcli.views import markdown

        text = markdown.render(sheet)
    # A byte of the command line that was no UTF-8 is a lone surrogate, which no file can hold.
    return text.encode("utf-8", "replace")


def save(target: Path, data: bytes | str) -> None:
    """Write the file whole or not at all, for its owner's eyes; raises `FileUnusable`.

    A document written before is replaced; a book, a folder or a device is not.
    """
    try:
        if target.exists() and (not target.is_file() or _is_book(target)):
            raise FileUnusable(
                say("{path} is no place for a document", path=str(target)),
                say("name a file: -o page.md"),
            )
        replace(target, data.encode("utf-8", "replace") if isinstance(data, str) else data)
    except OSError as error:
        raise unwritable(target, error) from error


def _is_book(target: Path) -> bool:
    with target.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
