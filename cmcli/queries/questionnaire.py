"""Questionnaires: the one in force, and those that earlier assessments were made with."""

from importlib.resources import files

from cmcli.config import Settings
from cmcli.domain.change import Change
from cmcli.domain.questionnaire import Questionnaire, read
from cmcli.domain.setting import Setting, given
from cmcli.store import Store

_SETTING = "assessment.questionnaire"


def built_in() -> str:
    """The text of the questionnaire that comes with the program."""
    return files("cmcli.domain").joinpath("questionnaire.toml").read_text(encoding="utf-8")


def in_force(settings: Settings) -> Questionnaire:
    """The questionnaire that is asked now."""
    return read(settings.text(_SETTING) or built_in())


def asked(store: Store, settings: Settings, identity: str | None) -> Questionnaire | None:
    """The questionnaire of that identity; None where its text is no longer known."""
    if identity is None:
        return None
    edition = identity.rpartition("#")[2]
    kept = store.value("SELECT value FROM setting WHERE name = ?", f"{_SETTING}.{edition}")
    texts = (kept, settings.text(_SETTING), built_in())
    sheets = (read(text) for text in texts if text)
    return next((sheet for sheet in sheets if sheet.identity == identity), None)


def taken(store: Store, sheet: Questionnaire, text: str) -> list[Change]:
    """The questionnaire in force from now on; it is kept for the answers that will be given to it,
    also when another one takes its place.
    """  # noqa: D205
    changes: list[Change] = []
    for number, name in ((-1, _SETTING), (-2, f"{_SETTING}.{sheet.edition}")):
        found = store.select(Setting, "WHERE name = ?", name)
        changes += given(found[0] if found else None, name, text, number)
    return changes
