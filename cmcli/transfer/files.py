"""Files about clients: written whole or not at all, readable by their owner alone."""

from datetime import datetime
from pathlib import Path

from cmcli.errors import FileUnusable, Usage
from cmcli.files import replace
from cmcli.messages import say


def write_private(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Write `text` with mode 0600; an earlier file stays whole until the new one is complete."""
    if path.exists() and not path.is_file():
        raise FileUnusable(say("{path} is not a file that can be replaced", path=str(path)))
    replace(path, text.encode(encoding))


def keep_apart(target: Path, *others: Path) -> Path:
    """`target`, which is none of `others`; raises `Usage` where it is."""
    for other in others:
        if target.exists() and other.exists() and target.samefile(other):
            raise Usage(say("{path} would be overwritten", path=str(target)), say("name another"))
    return target


def existing(book: Path) -> Path:
    """The book, which is there; raises `FileUnusable`. To be asked before it is opened."""
    if not book.exists():
        raise FileUnusable(say("there is no book at {path} yet", path=str(book)), say("cm init"))
    return book


def copy_of(book: Path, target: Path | None, now: datetime) -> Path:
    """Where a copy of the book goes: a new file, by default named after the present beside it.

    Raises `FileUnusable` where there is already a file of that name.
    """
    name = f"{book.stem}-{now:%Y%m%d-%H%M%S}{book.suffix}"
    if target is None:
        target = book.with_name(name)
    elif target.is_dir():
        target /= name
    if target.exists() or target.is_symlink():
        raise FileUnusable(
            say("{path} exists already", path=str(target)), say("name a file that does not")
        )
    return target
