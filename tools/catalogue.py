"""The texts of the program and their catalogues: `update` collects and compiles, `check` compares.

A text is what `gettext`, `N_`, `say` (its first argument), `say_n` and `ngettext` (their first two)
are called with, and every code of a vocabulary with the vocabulary's name as its context. zh_CN
holds all of them; en holds the words and plurals that differ from their codes and singulars.
"""

import ast
import io
import re
import string
import struct
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from cmcli import measures
from cmcli.domain.vocabulary import VOCABULARIES

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "cmcli"
LOCALE = SOURCES / "locale"
KEYWORDS = {"gettext": (1,), "N_": (1,), "say": (1,), "say_n": (1, 2), "ngettext": (1, 2)}
HEADERS = {
    "en": ("English", "nplurals=2; plural=(n != 1);"),
    "zh_CN": ("Simplified Chinese", "nplurals=1; plural=0;"),
}
CLOCKS = ("first reply", "resolution")

Key = tuple[str, str | tuple[str, ...]]
"""The context, empty for all but the words, and the text; a plural has both its forms."""
Texts = dict[Key, tuple[str, ...]]
"""What each text is in a language: one form, or as many as the language has plurals."""


def literals(
    file: Any, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """The calls in a Python source whose arguments are plain texts, as Babel wants them."""
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        name: str = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        texts = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        wanted = texts[: len(KEYWORDS.get(name, ()))]
        if wanted and all(isinstance(text, str) for text in wanted):
            found: Any = tuple(wanted) if len(wanted) > 1 else wanted[0]
            yield node.lineno, name, found, []


def words() -> Iterator[Key]:
    """The codes of all vocabularies."""
    for vocabulary, codes in VOCABULARIES.items():
        yield from ((vocabulary, code) for code in codes)
    yield from (("clock", name) for name in CLOCKS)
    for measure in getattr(measures, "MEASURES", ()):
        yield "measure", measure if isinstance(measure, str) else measure.id


@cache
def texts() -> list[Key]:
    """Everything that can be said, in the order of the catalogues."""
    found: set[Key] = set(words())
    methods: Any = [("**.py", literals)]
    calls = extract_from_dir(SOURCES, methods, keywords=KEYWORDS)
    for _, _, text, *_ in calls:
        found.add(("", tuple(text) if isinstance(text, tuple | list) else text))
    singles = {key for key in found if isinstance(key[1], str)}
    # A text said both alone and with a number is one entry: gettext finds it under its singular.
    for context, text in [key for key in found if not isinstance(key[1], str)]:
        singles.discard((context, text[0]))
    plurals = {key for key in found if not isinstance(key[1], str)}
    return sorted(singles | plurals, key=lambda key: (key[0], _forms(key[1])))


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def read(language: str) -> tuple[Texts, list[Key]]:
    """The translations of a catalogue that say something, and which of them are only guesses."""
    path = po_path(language)
    if not path.exists():
        return {}, []
    with path.open("rb") as file:
        catalog = read_po(file, locale=language, ignore_obsolete=True)
    found: Texts = {}
    fuzzy: list[Key] = []
    for message in catalog:
        if not message.id:
            continue
        text: Any = message.id if isinstance(message.id, str) else tuple(message.id)
        string_: Any = message.string
        key: Key = (message.context or "", text)
        if message.fuzzy:
            fuzzy.append(key)
        elif all(_forms(string_)):
            found[key] = tuple(_forms(string_))
    return found, fuzzy


def wanted(language: str, known: Texts) -> Texts:
    """What the catalogue should hold: of English, only what the text itself does not say. The id
    of a measure is no name for it.
    """  # noqa: D205
    if language != "en":
        return {key: known.get(key, ()) for key in texts()}
    own = {key: () if key[0] == "measure" else _forms(key[1]) for key in texts()}
    own |= {key: form for key, form in known.items() if key in own and key[0]}
    return {key: form for key, form in own.items() if len(form) > 1 or form != (key[1],)}


def po_path(language: str) -> Path:
    """Where the translations of a language are written."""
    return LOCALE / language / "LC_MESSAGES" / "cm.po"


def mo_path(language: str) -> Path:
    """Where the program reads them."""
    return po_path(language).with_suffix(".mo")


def _header(language: str) -> str:
    return (
        f"Language: {language}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        f"Plural-Forms: {HEADERS[language][1]}\n"
    )


def written(language: str, held: Texts) -> bytes:
    """The .po file: sorted, without places and dates, so that it changes only where texts do."""
    catalog = Catalog(locale=language)
    for (context, text), forms in held.items():
        string_: Any = forms if isinstance(text, tuple) else "".join(forms)
        message = catalog.add(text, string_, context=context or None)
        # Babel's guesses at the kind of format differ from version to version.
        message.flags.clear()
    out = io.BytesIO()
    write_po(out, catalog, width=0, no_location=True, omit_header=True)
    lines = "".join(f'"{line}\\n"\n' for line in _header(language).splitlines())
    head = f'# cm in {HEADERS[language][0]}; see docs/translating.md.\nmsgid ""\nmsgstr ""\n{lines}'
    return head.encode() + b"\n" + out.getvalue().strip() + b"\n"


def compiled(language: str, held: Texts) -> bytes:
    """The .mo file: the header and every text that has a translation, sorted."""
    entries = {b"": _header(language).encode()}
    for (context, text), forms in held.items():
        if forms:
            name = (f"{context}\4" if context else "") + "\0".join(_forms(text))
            entries[name.encode()] = "\0".join(forms).encode()
    pairs = sorted(entries.items())
    table = 7 * 4
    start = table + 16 * len(pairs)
    ids = b"".join(name + b"\0" for name, _ in pairs)
    found: list[int] = []
    for column, offset in ((0, start), (1, start + len(ids))):
        for pair in pairs:
            found += [len(pair[column]), offset]
            offset += len(pair[column]) + 1
    head = [0x950412DE, 0, len(pairs), table, table + 8 * len(pairs), 0, 0]
    strings = b"".join(form + b"\0" for _, form in pairs)
    return struct.pack(f"<{len(head) + len(found)}I", *head, *found) + ids + strings


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def places(text: str) -> set[str]:
    """What stands for something of the user's own in a command, as its help names it: CLIENT."""
    commands = re.findall(r"(?:\bcm |--)[^·;,()]*", text)
    return {place for command in commands for place in re.findall(r"\b[A-Z]{3,}\b", command)}


def problems(language: str) -> list[str]:
    """What is missing, guessed, no longer said, says other values, or was not compiled."""
    known, fuzzy = read(language)
    held = wanted(language, known)
    found = [f"no translation: {_named(key)}" for key, forms in held.items() if not forms]
    found += [f"fuzzy: {_named(key)}" for key in fuzzy]
    said = set(texts())
    found += [f"no longer in the program: {_named(key)}" for key in known if key not in said]
    for key, forms in held.items():
        if any(placeholders(form) not in _fitting(key, forms) for form in forms):
            found.append(f"other placeholders: {_named(key)}")
        if forms and not places(_forms(key[1])[-1]) <= places(forms[-1]):
            found.append(f"other words to type over: {_named(key)}")
    if _bytes(po_path(language)) != written(language, held):
        found.append("not as `update` writes it: cm.po")
    if _bytes(mo_path(language)) != compiled(language, held):
        found.append("not what the .po compiles to: cm.mo")
    return [f"{language}: {problem}" for problem in found]


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _fitting(key: Key, forms: tuple[str, ...]) -> list[set[str]]:
    # One form for every number has to name the number; of several, each is a form of the source.
    texts_ = _forms(key[1])
    return [placeholders(text) for text in (texts_[-1:] if len(forms) == 1 else texts_)]


def _named(key: Key) -> str:
    return " ".join(filter(None, (key[0] and f"[{key[0]}]", repr(_forms(key[1])[0]))))


def update(language: str) -> None:
    """Write both files of a language anew."""
    known, _ = read(language)
    held = wanted(language, known)
    po_path(language).parent.mkdir(parents=True, exist_ok=True)
    po_path(language).write_bytes(written(language, held))
    mo_path(language).write_bytes(compiled(language, held))


def main(arguments: list[str]) -> int:
    """`update` or `check`; the exit code is 1 where something is left to do."""
    if arguments not in (["update"], ["check"]):
        print("usage: python -m tools.catalogue update|check")
        return 2
    if arguments == ["update"]:
        for language in HEADERS:
            update(language)
    found = [problem for language in HEADERS for problem in problems(language)]
    print("\n".join(found) or "all texts are translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
