"""`cm config`: settings with checked values."""

from typing import Annotated, Any

import typer

from cmcli import desk
from cmcli.config import SETTINGS, Spec, read_setting, setting_named
from cmcli.domain.setting import Setting, given
from cmcli.errors import Usage
from cmcli.i18n import N_, gettext
from cmcli.messages import say
from cmcli.views.sheet import Column, Line, Sheet, Span, simple_table

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("the setting: sla.urgent"))]
Value = Annotated[str, typer.Argument(metavar="VALUE", help=N_("its new value"))]


def list_() -> None:
    """Show every setting, its value and where the default comes from."""
    here = desk.current()
    columns = (
        Column(gettext("setting")),
        Column(gettext("value"), shrink=True, least=10, wrap=True),
        Column(gettext("meaning"), shrink=True, least=36, wrap=True),
        Column(gettext("default from"), shrink=True, least=20, wrap=True, spare=True),
    )
    rows = [_row(here, setting) for setting in SETTINGS.values()]
    here.show(
        lambda: [_document(here, setting) for setting in SETTINGS.values()],
        lambda: Sheet((simple_table(columns, rows),), gettext("next: cm config set NAME VALUE")),
    )


def _row(here: desk.Desk, setting: Spec) -> tuple[Any, ...]:
    value = _shown(here, setting)
    shown = Span(value, "head") if here.settings.is_set(setting.name) else value
    return (
        Span(setting.name, "ref"),
        shown,
        gettext(setting.help),
        Span(gettext(setting.source), "dim"),
    )


def _shown(here: desk.Desk, setting: Spec) -> str:
    if setting.file:
        return gettext("from a file") if here.settings.is_set(setting.name) else "–"
    if setting.page and here.settings.is_set(setting.name):
        return setting.page
    return here.settings.text(setting.name) or "–"


def _document(here: desk.Desk, setting: Spec) -> dict[str, Any]:
    return {
        "name": setting.name,
        "value": here.settings.text(setting.name),
        "default": setting.default,
        "set": here.settings.is_set(setting.name),
        "meaning": gettext(setting.help),
        "source": gettext(setting.source),
    }


def get(name: Name) -> None:
    """Print one value."""
    here = desk.current()
    setting = setting_named(name)
    here.show(
        lambda: _document(here, setting),
        lambda: Sheet((Line(here.settings.text(name)),)),
    )


def set_(name: Name, value: Value) -> None:
    """Check a value and keep it in the file."""
    here = desk.current()
    text = value.strip()
    setting = setting_named(name)
    if setting.file and text:
        raise Usage(
            say("{name} is read from a file", name=name), say("{command}", command=setting.file)
        )
    read_setting(name, text)
    if name == "incentive.rules":
        from cmcli.nouns import incentive

        text = incentive.checked(here, text)
    with here.store.transaction():
        found = here.store.select(Setting, "WHERE name = ?", name)
        here.apply(given(found[0] if found else None, name, text), name)
    here.reread()
    here.show(
        lambda: _document(here, setting_named(name)),
        lambda: Sheet((Line(f"{name} = {text}"),), gettext("undo: cm undo")),
    )
