"""Reading files whole, and writing them whole or not at all, readable by their owner alone."""

import contextlib
import errno
import os
from pathlib import Path

from cmcli.errors import FileUnusable, Usage, disk_full
from cmcli.messages import Message, say

_CHECK = say("check the path and its folder")
# What the system says in English, whatever the language here.
_WHY = {
    errno.ENOENT: say("there is no such file or folder"),
    errno.EACCES: say("no right to it, or another program holds it"),
    errno.EPERM: say("no right to it, or another program holds it"),
    errno.EISDIR: say("it is a folder"),
    errno.ENOTDIR: say("a part of the path is no folder"),
    errno.EROFS: say("the disk takes no writes"),
    errno.EBUSY: say("another program holds it"),
    errno.ETXTBSY: say("another program holds it"),
    errno.ENAMETOOLONG: say("the name is too long"),
    errno.ELOOP: say("its links lead in a circle"),
}


def why(error: OSError) -> Message | str:
    """Why the system could not, in words of ours where it is one of the usual reasons."""
    return _WHY.get(error.errno or 0) or error.strerror or str(error)


def unreadable(path: Path, error: OSError) -> FileUnusable:
    """What is said of a file that cannot be read."""
    return FileUnusable(say("{path} cannot be read: {why}", path=str(path), why=why(error)), _CHECK)


def unwritable(path: Path, error: OSError) -> FileUnusable:
    """What is said of a file that cannot be written."""
    reason = why(error)
    if error.errno == errno.ENOENT and not path.parent.exists():
        reason = say("there is no folder {folder}", folder=str(path.parent))
    return FileUnusable(say("{path} cannot be written: {why}", path=str(path), why=reason), _CHECK)


def contents(path: Path) -> bytes:
    """The bytes of a file; raises `FileUnusable`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def text(path: Path, largest: int) -> str:
    """The text of a file in UTF-8 of at most so many bytes; raises `FileUnusable`, `Usage`."""
    data = contents(path)
    if len(data) > largest:
        raise Usage(say("{path} is too large for what it should hold", path=str(path)))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Usage(say("{path} is not UTF-8", path=str(path))) from error


def replace(path: Path, data: bytes) -> None:
    """Write a file with mode 0600; an earlier one stays whole until the new one is complete.

    Raises `FileUnusable`.
    """
    # Imported here: most commands write no file but the book.
    import tempfile

    try:
        # In the same folder, so that the rename is one step.
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise disk_full(str(path)) from error
        raise unwritable(path, error) from error
