"""Balances as pages and documents."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from cmcli.domain import finance
from cmcli.domain import profile as rules
from cmcli.domain.client import ClientTag
from cmcli.domain.finance import Finding, Ratio
from cmcli.domain.profile import ProfileFile
from cmcli.domain.ref import ref_of
from cmcli.i18n import N_, gettext
from cmcli.messages import Code, Message, Money, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.record import as_json
from cmcli.views.sheet import BLANK, Column, Group, Line, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker, listed, starred


class Seen(NamedTuple):
    """A balance looked at on `day`; `from_holdings` where the share held with us was not typed,
    `sources` of the thresholds by setting, `newer` the balance that has replaced this one.
    """  # noqa: D205

    file: ProfileFile
    client: ClientTag
    findings: tuple[Finding, ...]
    from_holdings: bool
    sources: dict[str, str]
    day: date
    newer: ProfileFile | None

    @property
    def ref(self) -> str:
        """`q3`."""
        return ref_of("profile", self.file.profile.id)

    @property
    def out(self) -> list[Finding]:
        """The ratios that are out of range."""
        return [finding for finding in self.findings if finding.ratio.is_out]

    def money(self, amount: int | None) -> Money | None:
        """An amount in the balance's currency."""
        return None if amount is None else Money(amount, self.file.profile.currency)


class Origin(NamedTuple):
    """Items that came from the balance before; or that one, where its currency forbids it."""

    taken_over: tuple[str, ...] = ()
    left: ProfileFile | None = None


# Documents


def document(seen: Seen, speak: Speaker) -> dict[str, Any]:
    """A balance as JSON: items and totals with their currency, ratios with range and state."""
    file = seen.file
    totals = {
        "assets": file.assets, "debts": file.debts, "net_worth": file.net_worth,
        "financial": file.financial,
    }  # fmt: skip
    return as_json(file.profile, speak.now.tzinfo, client=seen.client) | {
        "items": {
            name: _amount(seen, file.items[name])
            for name in rules.ITEMS[file.kind]
            if name in file.items
        },
        "totals": {name: _amount(seen, amount) for name, amount in totals.items()},
        "ratios": [_ratio_document(finding, seen, speak) for finding in seen.findings],
        "months_old": rules.months_old(file, seen.day),
        "old": rules.is_old(file, seen.day),
    }


def _amount(seen: Seen, amount: int | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    return {"amount": amount, "currency": seen.file.profile.currency}


def _ratio_document(finding: Finding, seen: Seen, speak: Speaker) -> dict[str, Any]:
    ratio, since = finding
    measure = finance.measure(ratio, seen.file.profile.currency)
    return {
        "name": ratio.name, "value": ratio.value, "unit": ratio.unit,
        "low": ratio.low, "high": ratio.high, "state": ratio.state,
        "since": since.isoformat() if since else None,
        "measure": speak(measure) if measure else None,
        "source": gettext(seen.sources[ratio.setting]) if ratio.setting else None,
    }  # fmt: skip


# Pages


_GROUPS: dict[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "person": (
        (N_("A MONTH"), rules.FLOWS, ""),
        (N_("ASSETS"), rules.ASSETS, "assets"),
        (N_("DEBTS"), rules.DEBTS, "debts"),
        (N_("WITH US"), ("with_us",), ""),
    ),
    "company": (
        (N_("A YEAR"), rules.YEARLY, ""),
        (N_("BALANCE SHEET"), rules.STATED, ""),
    ),
}


def page(seen: Seen, speak: Speaker, history: Sequence[Seen] = ()) -> Sheet:
    """The balance by class, its net worth, its ratios, what to do; all balances where given."""
    blocks: list[Any] = [
        Line(Span(f"{seen.ref} {starred(seen.client.name, seen.client.tier, speak)}", "head"),
             Span(speak(_age(seen)), "dim")),
    ]  # fmt: skip
    if seen.newer:
        blocks.append(Line(speak(_newer(seen.newer))))
    if seen.file.profile.note:
        blocks.append(Text(speak(seen.file.profile.note)))
    blocks += [_balance(seen, speak), BLANK, _worth(seen, speak), _ratios(seen, speak)]
    blocks += _measures(seen, speak)
    if history:
        blocks.append(_history(history, speak))
    return Sheet(tuple(blocks), _hint(seen))


def _age(seen: Seen) -> Any:
    made = say("balance of {day}", day=seen.file.profile.as_of_on)
    if not rules.is_old(seen.file, seen.day):
        return made
    months = rules.months_old(seen.file, seen.day)
    return joined([made, say_n("{count} month old", "{count} months old", months)])


def _newer(newer: ProfileFile) -> Message:
    return say("replaced by {ref}, the balance of {day}", ref=ref_of("profile", newer.profile.id),
               day=newer.profile.as_of_on)  # fmt: skip


def _hint(seen: Seen) -> str:
    if seen.newer:
        return gettext("next: cm show {ref}").format(ref=ref_of("profile", seen.newer.profile.id))
    hint = gettext("next: cm profile set {name} … · cm edit {ref} ITEM=AMOUNT")
    return hint.format(name=seen.client.name, ref=seen.ref)


def _balance(seen: Seen, speak: Speaker) -> Table:
    groups = []
    for heading, names, total in _GROUPS[seen.file.kind]:
        rows = [
            (f" {speak(Code('profile_item', name))}", speak(seen.money(seen.file.items[name])))
            for name in names
            if name in seen.file.items
        ]
        if rows:
            note = speak(seen.money(getattr(seen.file, total))) if total else ""
            groups.append(Group(gettext(heading), [*rows], note))
    return Table((Column(), Column(align="right", even=True)), groups)


def _worth(seen: Seen, speak: Speaker) -> Line:
    amount = seen.money(seen.file.net_worth)
    net = say("net worth {amount}", amount=amount) if amount else say("net worth unknown")
    financial = seen.money(seen.file.financial)
    parts = [net, say("financial assets {amount}", amount=financial) if financial else None]
    return Line(Span(speak(joined(parts)), "head"))


_STATES = {"ok": N_("in range"), "low": N_("too low"), "high": N_("too high"), "unknown": "–"}


def _ratios(seen: Seen, speak: Speaker) -> Table:
    rows = [_ratio_row(finding, seen, speak) for finding in seen.findings]
    sources = listed(dict.fromkeys(gettext(source) for source in seen.sources.values()))
    columns = (Column(), Column(align="right"), Column(), Column(), Column(spare=True))
    return Table(columns, [Group(gettext("RATIOS"), rows, sources)])


def _ratio_row(finding: Finding, seen: Seen, speak: Speaker) -> tuple[Any, ...]:
    ratio, since = finding
    state = gettext(_STATES[ratio.state]) if ratio.setting or ratio.value is None else ""
    tail = speak(say("out since {day}", day=since)) if since else ""
    if ratio.name == "share_of_wallet" and seen.from_holdings and ratio.value is not None:
        tail = gettext("by the holdings")
    return (
        f" {speak(Code('ratio', ratio.name))}",
        speak(finance.in_words(ratio.value, ratio.unit)),
        Span(speak(span(ratio)), "dim"),
        Span(state, "risk" if ratio.is_out else ""),
        Span(tail, "dim"),
    )


def span(ratio: Ratio) -> Message | str:
    """The range of a ratio: `3 to 6 months`, `up to 50 %`, `30 % and more`."""
    low, high = (finance.in_words(limit, ratio.unit) for limit in (ratio.low, ratio.high))
    if ratio.low is not None and ratio.high is not None:
        return say("{low} to {high}", low=finance.number(ratio.low, ratio.unit), high=high)
    if ratio.low is not None:
        return say("{low} and more", low=low)
    if ratio.high is None:
        return ""
    below = ratio.name in finance.BELOW
    return say("below {high}", high=high) if below else say("up to {high}", high=high)


def _measures(seen: Seen, speak: Speaker) -> list[Text | Line]:
    if not seen.out:
        return []
    lines: list[Text | Line] = [BLANK, Line(Span(gettext("WHAT TO DO"), "head"))]
    for ratio, _ in seen.out:
        text = finance.measure(ratio, seen.file.profile.currency)
        label = Code("ratio", ratio.name)
        lines.append(Text(speak(say("{label}: {value}", label=label, value=text)), 1))
    return lines


def _history(history: Iterable[Seen], speak: Speaker) -> Table:
    amount = Column(align="right", even=True)
    columns = (Column(), Column(), amount, Column(shrink=True, parts=True))
    rows = [
        (
            Span(f" {seen.ref}", "ref"),
            speak.day(seen.file.profile.as_of_on),
            speak(seen.money(seen.file.net_worth)) or "–",
            speak(joined(_out(ratio) for ratio, _ in seen.out)),
        )
        for seen in history
    ]
    note = gettext("net worth, and what was out of range")
    return Table(columns, [Group(gettext("BALANCES"), [*rows], note)])


def _out(ratio: Ratio) -> Message:
    value = finance.in_words(ratio.value, ratio.unit)
    return say("{label} {value}", label=Code("ratio", ratio.name), value=value)


def written(seen: Seen, what: Message | None, origin: Origin, speak: Speaker) -> Sheet:
    """What was recorded, what came from the balance before, what is out of range, how to undo."""
    amount = seen.money(seen.file.net_worth)
    head = joined([
        f"{seen.ref} {speak(seen.client.name)}", what, _age(seen),
        say("net worth {amount}", amount=amount) if amount else None,
    ])  # fmt: skip
    lines: list[Any] = [Line(speak(head))]
    if origin.taken_over:
        names = listed(speak(Code("profile_item", name)) for name in origin.taken_over)
        lines.append(Text(speak(say("taken over: {names}", names=names)), 5))
    if origin.left:
        lines.append(Text(speak(_left(origin.left)), 5))
    if seen.out:
        names = listed(speak(_out(ratio)) for ratio, _ in seen.out)
        lines.append(Text(speak(say("out of range: {names}", names=names)), 5))
    hint = gettext("undo: cm undo · cm profile show {name}").format(name=seen.client.name)
    return Sheet((*lines, Line(Span(f"     {hint}", "dim"))))


def _left(before: ProfileFile) -> Message:
    return say("nothing taken over: the balance of {day} was in {currency}",
               day=before.profile.as_of_on, currency=before.profile.currency)  # fmt: skip
