"""`cm init`: whose book it is, in four questions."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from cmcli import clock, desk
from cmcli.config import read_setting
from cmcli.domain.setting import Setting, given
from cmcli.errors import CmError
from cmcli.i18n import N_, gettext
from cmcli.messages import say
from cmcli.views.sheet import Column, Line, Sheet, Span, simple_table

Name = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("your name"))]
Branch = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("your branch"))]
Currency = Annotated[str | None, typer.Option(metavar="CODE", help=N_("CNY, USD, EUR"))]
Timezone = Annotated[str | None, typer.Option(metavar="ZONE", help=N_("Asia/Shanghai"))]

# The settings in the order of the questions, each with its label.
QUESTIONS = {
    "manager.name": N_("Your name"),
    "manager.branch": N_("Branch"),
    "currency": N_("Currency"),
    "timezone": N_("Time zone"),
}


def init(
    name: Name = None, branch: Branch = None, currency: Currency = None, timezone: Timezone = None
) -> None:
    """Set up the book; a second time, show what is set and change what is given."""
    here = desk.current()
    values = dict(zip(QUESTIONS, (name, branch, currency, timezone), strict=True))
    wanted = {key: _checked(key, text) for key, text in values.items() if text is not None}
    if here.interactive and not any(here.settings.is_set(key) for key in QUESTIONS):
        wanted = {key: wanted[key] if key in wanted else _ask(here, key) for key in QUESTIONS}
    changed = _keep(here, wanted)
    here.show(lambda: _document(here, changed), lambda: _page(here))


def _checked(key: str, text: str) -> str:
    return str(read_setting(key, text.strip()))


def _ask(here: desk.Desk, key: str) -> str:
    from cmcli import prompts

    zone = getattr(clock.system_zone(), "key", "")
    default = zone if key == "timezone" else here.settings.text(key)
    answer = prompts.text(gettext(QUESTIONS[key]), default=default, check=_check(here, key))
    return _checked(key, answer)


def _check(here: desk.Desk, key: str) -> Callable[[str], str | None]:
    """What is wrong with an answer, in words."""

    def wrong(text: str) -> str | None:
        try:
            _checked(key, text)
        except CmError as error:
            return f"{here.speak(error.message)} · {here.speak(error.hint)}"
        return None

    return wrong


def _keep(here: desk.Desk, wanted: dict[str, str]) -> list[str]:
    """Write the settings that differ from those in force; which they were."""
    changed = [key for key, value in wanted.items() if here.settings.text(key) != value]
    with here.store.transaction():
        stored = {setting.name: setting for setting in here.store.select(Setting)}
        changes = [
            change
            for number, key in enumerate(changed, 1)
            for change in given(stored.get(key), key, wanted[key], -number)
        ]
        here.apply(changes, *changed)
    here.reread()
    return changed


def _document(here: desk.Desk, changed: list[str]) -> dict[str, Any]:
    values = {key: here.settings.text(key) for key in QUESTIONS}
    return {"db": str(here.path.resolve()), "settings": values, "changed": changed}


def _page(here: desk.Desk) -> Sheet:
    rows = [
        (f" {gettext(label)}", here.speak(here.settings.text(key)) or _nothing(key))
        for key, label in QUESTIONS.items()
    ]
    where = here.speak(say("your book: {path}", path=str(here.path.resolve())))
    hint = gettext("next: cm client add NAME · cm import clients FILE · cm demo")
    columns = (Column(), Column(shrink=True, least=20))
    return Sheet((Line(Span(where, "head")), simple_table(columns, [*rows])), hint)


def _nothing(key: str) -> Span:
    """What an empty value means."""
    if key == "timezone":
        text = gettext("the system's, {zone}").format(zone=clock.system_zone())
        return Span(text, "dim")
    return Span(f"– cm init --{key.split('.')[-1]} …", "dim")
