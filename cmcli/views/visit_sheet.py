"""The page to take along to a client: who, what is open, what to offer, what to leave alone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cmcli.domain.advise import Offer
from cmcli.domain.assessment import above
from cmcli.domain.callback import visit_purpose
from cmcli.domain.client import age, mask_address, tag_of
from cmcli.domain.days import day_of, is_whole_day
from cmcli.domain.holding import Held
from cmcli.domain.opening import district, written
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, joined, say
from cmcli.queries.visit_file import VisitFile
from cmcli.queries.wealth import Wealth
from cmcli.views import advice as offers
from cmcli.views import client as clients
from cmcli.views import product as catalogue
from cmcli.views import wealth as money
from cmcli.views.care import in_a_row
from cmcli.views.record import as_json, client_tag, instant, masked
from cmcli.views.sheet import BLANK, Break, Column, Group, Line, Ruled, Sheet, Span, Table, Text
from cmcli.views.speech import Speaker, starred

# What a page has room for.
_PROMISES, _HELD, _RISKS, _TOPICS, _LINES = 6, 5, 3, 5, 6

Names = tuple[str, str]
_PAIR = (Column(), Column(shrink=True, least=20, wrap=True))


# The page


def sheet(files: Sequence[VisitFile], names: Names, speak: Speaker, *, paper: bool) -> Sheet:
    """A page for each client, on `paper` with room to write; manager and branch are `names`."""
    blocks: list[Any] = []
    for number, one in enumerate(files):
        title = Span(_title(one, speak), "head")
        blocks.append(Break(title) if number else Line(title))
        blocks += [
            Line(Span(speak(joined([*names, say("{day}", day=speak.long_day(_day(one, speak)))])),
                      "dim")),
            Table(_PAIR, [Group("", _who(one, speak))]),
            *_open(one, speak), *_owned(one, speak), *_offers(one, speak), *_topics(one, speak),
        ]  # fmt: skip
        if paper:
            blocks += [Line(Span(gettext("NOTES"), "head")), Ruled(_LINES)]
    hint = gettext("next: the page: -o {ref}.docx · afterwards: cm log {name} … --channel visit")
    first = files[0].file.client
    hint = hint.format(ref=ref_of("client", first.id), name=first.name)
    return Sheet(tuple(blocks), hint, dense=True)


def _title(one: VisitFile, speak: Speaker) -> str:
    client = one.file.client
    name = starred(client.name, client.tier, speak)
    if one.visit and not is_whole_day(one.visit.due_at, speak.now):
        at = f"{one.visit.due_at.astimezone(speak.now.tzinfo):%H:%M}"
        return speak(say("Visit to {name}, {time}", name=name, time=at))
    return speak(say("Visit to {name}", name=name))


def _day(one: VisitFile, speak: Speaker) -> date:
    return day_of(one.visit.due_at, speak.now) if one.visit else speak.now.date()


def _who(one: VisitFile, speak: Speaker) -> list[tuple[Any, ...]]:
    client = one.file.client if speak.reveal else masked(one.file.client)
    place = joined([district(one.file.client), client.address])
    rows = [
        (say("client"), joined([ref_of("client", client.id), *_facts(one, speak)])),
        (say("reach by"), joined([client.phone, _preferred(one), client.email])),
        (say("address"), joined([place, _hours(one)])),
        (say("contact so far"), _contact(one, speak)),
        (say("visit for"), visit_purpose(one.visit) if one.visit else None),
        (say("need"), _needs(one)),
        (say("risk tolerance"), joined([
            offers.tolerance(one.situation.buyer, speak),
            say("financial assets {means}", means=one.situation.buyer.means)
            if one.situation.buyer.means else None])),
        (say("last said"), _said(one, speak)),
        (say("birthday"), _birthday(one)),
        (say("note"), client.note),
    ]  # fmt: skip
    return [(Span(speak(label), "dim"), speak(value)) for label, value in rows if speak(value)]


def _facts(one: VisitFile, speak: Speaker) -> list[Any]:
    client = one.file.client
    years = age(client.birthday, client.id_number, speak.now.date())
    known = years is not None and client.kind == "person"
    return [
        Code("tier", client.tier), Code("status", client.status),
        say("{n} years", n=years) if known else None, client.employer, client.sector,
        say("since {day}", day=day_of(client.created_at, speak.now)),
    ]  # fmt: skip


def _preferred(one: VisitFile) -> Any:
    plan, client = one.file.plan, one.file.client
    channel = (plan.channel if plan else None) or client.channel
    return say("prefers {channel}", channel=Code("channel", channel)) if channel else None


def _hours(one: VisitFile) -> Any:
    return say("hours {hours}", hours=one.opening.text) if one.opening else None


def _contact(one: VisitFile, speak: Speaker) -> Any:
    last = next(iter(one.file.timeline), None)
    parts: list[Any] = []
    if one.duty:
        duty, state = one.duty
        parts.append(say("contact every {every}: {state}", every=Code("cadence", duty.every),
                         state=Code("state", state)))  # fmt: skip
        if duty.last_met_at:
            parts.append(say("last met {day}", day=day_of(duty.last_met_at, speak.now)))
    if last:
        parts.append(joined([Code("channel", last.channel), speak.day(day_of(last.at, speak.now)),
                             last.note], " "))  # fmt: skip
    return joined(parts)


def _said(one: VisitFile, speak: Speaker) -> Any:
    scored, said = one.file.scored, one.said
    score = say("satisfaction {score} of 5 on {day}", score=scored.satisfaction,
                day=day_of(scored.at, speak.now)) if scored else None  # fmt: skip
    words = joined([said.text, speak.day(day_of(said.at, speak.now))], ", ") if said else None
    return joined([score, words])


def _birthday(one: VisitFile) -> Any:
    if one.birthday:
        return joined([one.birthday.when, one.birthday.title])
    return clients.birthday(one.file.client)


def _open(one: VisitFile, speak: Speaker) -> list[Table]:
    rows = clients.promises(one.file, speak)
    return [_table(clients.PROMISE, gettext("PROMISES AND DEALS"), rows, _PROMISES, speak)]


def _owned(one: VisitFile, speak: Speaker) -> list[Table]:
    """Holdings and loans, what is above the level and what matures first before the rest."""
    over = _over(one.wealth)

    def urgent(held: Held) -> tuple[Any, ...]:
        ends = held.holding.maturity_on
        return held.holding.id not in over, ends is None, ends or date.max, held.holding.id

    found = one.wealth._replace(held=sorted(one.wealth.held, key=urgent))
    tables = money.tables(found, speak)
    return [_shortened(table, speak) for table in tables]


def _over(wealth: Wealth) -> set[int]:
    if wealth.assessment is None:
        return set()
    return {held.holding.id for held in above(wealth.held, wealth.assessment.level)}


def _shortened(table: Table, speak: Speaker) -> Table:
    return table._replace(groups=[
        _cut(group, _RISKS if group.heading == gettext("RISKS") else _HELD, speak)
        for group in table.groups
    ])  # fmt: skip


def _table(columns: tuple[Column, ...], heading: str, rows: list[Any], most: int,
           speak: Speaker) -> Table:  # fmt: skip
    none = gettext("nothing open")
    return Table(columns, [_cut(Group(heading, rows, "" if rows else none), most, speak)])


def _cut(group: Group, most: int, speak: Speaker) -> Group:
    left = len(group.rows) - most
    more = speak(say("{n} more", n=left)) if left > 0 else ""
    return group._replace(rows=group.rows[:most], more=more)


def _offers(one: VisitFile, speak: Speaker) -> list[Any]:
    held, name = one.situation.buyer.assessment, one.file.client.name
    blocks: list[Any] = [BLANK, Line(Span(gettext("TO OFFER, AND WHY"), "head"))]
    if held is None or not held.is_valid(speak.now.date()):
        text = say("The assessment comes first (cm assess {name}); before it nothing but deposits.",
                   name=name)  # fmt: skip
        return [*blocks, Text(Span(speak(text), "risk"), 1)]
    if not one.offers:
        return [*blocks, Text(gettext("Nothing in the catalogue suits."), 1)]
    for place, offer in enumerate(one.offers, start=1):
        blocks += _offer(place, offer, speak)
    return blocks


def _offer(place: int, offer: Offer, speak: Speaker) -> list[Text]:
    product = offer.product
    level = f"R{product.level}" if product.level else None
    head = joined([f"{place}. {product.name}", level, *catalogue.short_terms(product)])
    why = say("why: {reasons}", reasons=joined(_reasons(offer), "; "))
    return [
        Text(Span(speak(head), "head"), 1),
        Text(speak(joined([why, offers.beside(product)])), 4),
    ]


def _reasons(offer: Offer) -> list[Any]:
    """The reasons for it, and what speaks against it, which is not kept from anybody."""
    return [part.reason for part in offer.parts]


def _topics(one: VisitFile, speak: Speaker) -> list[Table]:
    rows: list[Any] = [
        (Span(f" {speak(Code('topic', topic.kind))}", "risk"), speak(topic.text))
        for topic in one.topics
    ]
    note = "" if rows else gettext("nothing known")
    group = _cut(Group(gettext("BETTER NOT RAISED"), rows, note), _TOPICS, speak)
    return [Table(_PAIR, [group])]


# The document


def document(one: VisitFile, speak: Speaker) -> dict[str, Any]:
    """A sheet as JSON."""
    file, zone = one.file, speak.now.tzinfo
    client = tag_of(file.client)
    years = age(file.client.birthday, file.client.id_number, speak.now.date())
    shown = file.client if speak.reveal else masked(file.client)
    duty, state = one.duty or (None, None)
    return {
        "client": client_tag(client),
        "age": years,
        "visit": as_json(one.visit, zone, client=client) if one.visit else None,
        "phone": shown.phone,
        "address": file.client.address if speak.reveal else mask_address(file.client.address),
        "district": district(file.client),
        "hours": written(one.opening.windows) if one.opening else None,
        "contact": {
            "every": duty.every, "state": state,
            "last_met": instant(duty.last_met_at, zone) if duty.last_met_at else None,
        } if duty else None,
        "need": speak(_needs(one)) or None,
        "requests": [as_json(f.request, zone, client=client) for f in file.requests],
        "callbacks": [as_json(c, zone, client=client) for c in file.callbacks],
        "actions": [as_json(a, zone, client=client) for a in file.actions],
        "deals": [as_json(d, zone, client=client) for d in file.deals],
        **_wealth(one, speak),
        "offered": [offers.offer_document(offer, speak) for offer in one.offers],
        "birthday": file.client.birthday,
        "satisfaction": as_json(file.scored, zone, client=client) if file.scored else None,
        "said": as_json(one.said, zone, client=client) if one.said else None,
        "not_to_raise": [{"kind": t.kind, "text": speak(t.text)} for t in one.topics],
    }  # fmt: skip


def _wealth(one: VisitFile, speak: Speaker) -> dict[str, Any]:
    """What the client file says of money, as far as a visit goes."""
    found = money.document(one.wealth, tag_of(one.file.client), speak.now)
    return {key: found[key] for key in ("assessment", "holdings", "risks")}


def _needs(one: VisitFile) -> Joined:
    plan = one.file.plan
    return joined([one.file.client.need, in_a_row(plan.needs) if plan else None], "; ")
