"""From the bytes of a file to text: which encoding it is in, and where it breaks off."""

import codecs

from cmcli.errors import FileUnusable, Usage
from cmcli.messages import say

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def decode(data: bytes, name: str, given: str | None = None) -> str:
    """The text of a file called `name`; raises `FileUnusable` with the line that is no text.

    Without `given`: by its byte order mark, else UTF-8, else GB18030, which is what Chinese
    spreadsheets save.
    """
    text = _as(data, _known(given), name) if given else _guessed(data, name)
    if "\0" in text:
        raise FileUnusable(
            say("{path} is not a text file", path=name), say("save it as CSV or XLSX first")
        )
    return text


def _known(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding).name
        "".encode(found)
    except LookupError as error:
        raise Usage(
            say("no encoding is called {name}", name=encoding),
            say("for example utf-8, gb18030, utf-16 or cp1252"),
        ) from error
    return "utf-8-sig" if found == "utf-8" else found


def _guessed(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data, encoding, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _nearly_utf8(data):
            raise _broken(error, data, name, "utf-8") from error
    return _as(data, "gb18030", name)


def _nearly_utf8(data: bytes) -> bool:
    # GB18030 reads almost any bytes as some Chinese; a UTF-8 file with a few broken ones must
    # not come in as gibberish.
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    beyond_ascii = sum(1 for c in text if c > "\x7f") - broken
    return beyond_ascii > 10 * broken


def _as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(error, data, name, encoding) from error


def _broken(error: UnicodeDecodeError, data: bytes, name: str, encoding: str) -> FileUnusable:
    line = data[: error.start].count(b"\n") + 1
    return FileUnusable(
        say("{path} cannot be read as {encoding}: line {line}, byte {byte} of the file",
            path=name, encoding=encoding.removesuffix("-sig"), line=line, byte=error.start + 1),
        say("say how it was saved: --encoding gb18030, utf-8, utf-16, cp1252"),
    )  # fmt: skip
