"""The verbs of a balance: what a client owns, owes, earns and spends, as of a day."""

from collections.abc import Callable
from datetime import date

from cmcli.config import SETTINGS, read_setting
from cmcli.desk import Desk
from cmcli.domain import finance
from cmcli.domain import profile as rules
from cmcli.domain.client import Client, clean_text, tag_of
from cmcli.domain.days import day_of
from cmcli.domain.profile import ITEMS, Given, ProfileFile
from cmcli.domain.ref import ref_of
from cmcli.errors import CmError, NotFound, Usage
from cmcli.i18n import N_
from cmcli.messages import Code, Message, joined, say
from cmcli.queries import profile as queries
from cmcli.queries.policies import finance_thresholds
from cmcli.views import contact as contacts
from cmcli.views import profile as view


def set_(
    here: Desk, client: Client, texts: dict[str, str | None], as_of: str | None,
    note: str | None, currency: str | None,
) -> None:  # fmt: skip
    """A new balance, or a revision of that day's; what is not given comes from the one before."""
    typed = {
        rules.item_of(client.kind, name): text for name, text in texts.items() if text is not None
    }
    day = _day(here, as_of)
    before = queries.latest(here.store, client.id, day)
    unit = _currency(here, before, currency)
    if not typed and note is None:
        if here.interactive:
            typed = _asked(here, client.kind, before, unit)
        elif before is None or as_of is None:
            raise _nothing_given(client)
    items = {name: rules.parse_item(name, text, unit) for name, text in typed.items()}
    given = Given(day, unit, items, _note(note))
    with here.store.transaction():
        before = queries.latest(here.store, client.id, day)
        decision = rules.balance(client.id, client.kind, before, given, here.now)
        rows = queries.rows_of(here.store, decision.file.profile.id)
        applied = here.apply(rules.written(decision, rows), ref_of("client", client.id))
    number = decision.file.profile.id
    other = before if before and before.profile.currency != unit else None
    _answer(
        here, applied.ids.get(number, number), say("revised") if decision.revises else None,
        view.Origin(decision.taken_over, other),
    )  # fmt: skip


def _day(here: Desk, text: str | None) -> date:
    day = day_of(here.when(text, past=True), here.now) if text else here.now.date()
    return rules.dated(day, here.now)


def _currency(here: Desk, before: ProfileFile | None, typed: str | None) -> str:
    """As typed, else that of the client's balance, else the manager's."""
    if typed is not None:
        return str(read_setting("currency", typed.strip()))
    return before.profile.currency if before else here.settings["currency"]


def _note(text: str | None) -> str | None:
    return None if text is None else clean_text(text)


def _nothing_given(client: Client) -> Usage:
    example = "--revenue 2000万" if client.kind == "company" else "--income 2万 --deposits 50万"
    return Usage(
        say("what does {name} own, owe, earn and spend?", name=client.name),
        say("cm profile set {name} {options}", name=client.name, options=example),
    )


def _asked(here: Desk, kind: str, before: ProfileFile | None, currency: str) -> dict[str, str]:
    """One item after the other; what stood is offered."""
    from cmcli import prompts
    from cmcli.domain.money import format_amount
    from cmcli.messages import Money

    same = before if before and before.profile.currency == currency else None
    found = {}
    for name in ITEMS[kind]:
        amount = same.items.get(name) if same else None
        shown = "" if amount is None else format_amount(Money(amount, currency))
        label = here.speak(Code("profile_item", name))
        found[name] = prompts.text(label, default=shown, check=_check(here, name, currency))
    return {
        name: text for name, text in found.items() if text.strip() or (same and name in same.items)
    }


def _check(here: Desk, name: str, currency: str) -> Callable[[str], str | None]:
    """What is wrong with an answer, in words."""

    def wrong(text: str) -> str | None:
        try:
            rules.parse_item(name, text, currency)
        except CmError as error:
            return here.speak(joined([error.message, error.hint]))
        return None

    return wrong


def _answer(
    here: Desk, number: int, what: Message | None, origin: view.Origin | None = None
) -> None:
    seen = _seen(here, queries.get(here.store, number), here.now.date())
    came = origin or view.Origin()
    here.show(
        lambda: view.document(seen, here.speak) | {"taken_over": list(came.taken_over)},
        lambda: view.written(seen, what, came, here.speak),
    )


def _seen(here: Desk, file: ProfileFile, day: date) -> view.Seen:
    """A balance with its ratios, looked at on a day."""
    client = here.store.get(Client, file.profile.client_id)
    history = queries.history(here.store, client.id)
    with_us = file.items.get("with_us")
    known, from_holdings = file, False
    if with_us is None and file.kind == "person":
        with_us = queries.held_with_us(here.store, file.profile)
        from_holdings = with_us is not None
    if with_us is not None:
        known = file._replace(items={**file.items, "with_us": with_us})
    found = finance.findings(known, history, file.kind, finance_thresholds(here.settings))
    newest = next((one for one in history if one.profile.as_of_on <= day), file)
    return view.Seen(
        file, tag_of(client), tuple(found), from_holdings, _sources(here, found),
        day, newest if newest.profile.id != file.profile.id else None,
    )  # fmt: skip


def _sources(here: Desk, found: list[finance.Finding]) -> dict[str, str]:
    """Where each threshold comes from, by the name of its setting."""
    names = [ratio.setting for ratio, _ in found if ratio.setting]
    return {
        name: N_("your setting") if here.settings.is_set(name) else SETTINGS[name].source
        for name in names
    }


def show(here: Desk, number: int) -> None:
    """One balance with its ratios."""
    _show(here, _seen(here, queries.get(here.store, number), here.now.date()))


def show_of(here: Desk, client: Client, at: str | None, *, everything: bool) -> None:
    """The balance of a client, or as it was known on a day; all of them where asked."""
    day = _day(here, at)
    file = queries.latest(here.store, client.id, day)
    if file is None:
        raise NotFound(_none_yet(client, day if at else None), _nothing_given(client).hint)
    before = queries.history(here.store, client.id) if everything else []
    seen = [_seen(here, one, day) for one in before if one.profile.as_of_on <= day]
    _show(here, _seen(here, file, day), seen)


def _none_yet(client: Client, day: date | None) -> Message:
    if day:
        return say("there is no balance of {name} up to {day}", name=client.name, day=day)
    return say("there is no balance of {name} yet", name=client.name)


def _show(here: Desk, seen: view.Seen, history: list[view.Seen] | None = None) -> None:
    here.show(
        lambda: (
            view.document(seen, here.speak)
            | ({"history": [view.document(one, here.speak) for one in history]} if history else {})
        ),
        lambda: view.page(seen, here.speak, history or ()),
    )


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other amounts, note or day."""
    with here.store.transaction():
        file = queries.get(here.store, number)
        history = queries.history(here.store, file.profile.client_id)
        others = [one for one in history if one != file]
        decision = rules.corrected(file, _wrong(here, file, fields), others, here.now)
        rows = queries.rows_of(here.store, number)
        here.apply(rules.written(decision, rows), ref_of("profile", number))
    _answer(here, number, say("changed"))


def _wrong(here: Desk, file: ProfileFile, fields: dict[str, str]) -> rules.Corrections:
    found = rules.Corrections({})
    for name, text in fields.items():
        if name == "note":
            found = found._replace(note=clean_text(text))
        elif name in ("as_of", "as-of"):
            found = found._replace(day=_day(here, text))
        elif name == "currency":
            raise Usage(
                say("the amounts of a balance belong to its currency"),
                say("remove it (cm rm {ref}) and set it again with --currency",
                    ref=ref_of("profile", file.profile.id)),
            )  # fmt: skip
        else:
            item = rules.item_of(file.kind, here.coded("profile_item", name) or name)
            found.items[item] = rules.parse_item(item, text, file.profile.currency)
    return found


def remove(here: Desk, number: int) -> None:
    """Take back a balance that was entered by mistake."""
    ref = ref_of("profile", number)
    with here.store.transaction():
        file = queries.get(here.store, number)
        here.apply(rules.removed(file, queries.rows_of(here.store, number)), ref)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
