"""The language of the interface: which one, and its gettext catalogue."""

import gettext as _gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh_CN")
_LOCALE = Path(__file__).parent / "locale"
_chosen = ["en"]


def language_named(text: str | None) -> str | None:
    """`en` or `zh_CN` for anything that names one of them (`zh`, `zh-Hans`, `en_GB.UTF-8`)."""
    code = (text or "").strip().lower().replace("-", "_")
    if code.startswith("zh"):
        return "zh_CN"
    return "en" if code.startswith("en") else None


def language_of(environ: "os._Environ[str] | dict[str, str]") -> str:
    """`CM_LANG`, else the locale, else English."""
    for name in ("CM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        language = language_named(environ.get(name))
        if language:
            return language
    return "en"


def choose(language: str) -> None:
    """Use `language` (one of LANGUAGES) from now on."""
    _chosen[0] = language


def language() -> str:
    """The language in use."""
    return _chosen[0]


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    # Not gettext.translation(): it imports what knows every locale to find this one file.
    try:
        with (_LOCALE / language / "LC_MESSAGES" / "cm.mo").open("rb") as file:
            return _gettext.GNUTranslations(file)
    except FileNotFoundError:
        return _gettext.NullTranslations()


def N_(text: str) -> str:  # noqa: N802 the conventional name of gettext's marker
    """Mark `text` for the catalogues; it is translated where it is shown."""
    return text


def gettext(text: str) -> str:
    """`text` in the language in use."""
    return _catalogue(_chosen[0]).gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that fits `count`."""
    return _catalogue(_chosen[0]).ngettext(one, many, count)


def word(vocabulary: str, value: str) -> str:
    """The word for a code of a vocabulary: `word("tier", "key")`."""
    return word_in(_chosen[0], vocabulary, value)


def word_in(language: str, vocabulary: str, value: str) -> str:
    """`word` in a given language."""
    found = _catalogue(language).pgettext(vocabulary, value)
    return found if found != value else value.replace("_", " ")
