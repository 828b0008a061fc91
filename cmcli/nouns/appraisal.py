"""The verbs of an appraisal: set its items and scores, show it with its evidence, write it."""

import re
from collections.abc import Sequence
from typing import Any

from cmcli import measures
from cmcli.desk import Desk
from cmcli.domain import appraisal as rules
from cmcli.domain.appraisal import Appraisal, AppraisalFile, Given, Judged, Key
from cmcli.domain.change import update
from cmcli.domain.client import clean_text
from cmcli.domain.measure import figure, span
from cmcli.domain.period import Period, parse_period
from cmcli.domain.ref import parse_ref, ref_of
from cmcli.errors import NotFound, Usage
from cmcli.i18n import gettext
from cmcli.messages import Message, say
from cmcli.nouns import papers
from cmcli.queries import appraisal as queries
from cmcli.queries.figures import Source, window
from cmcli.reports.targets import targets_of
from cmcli.views import appraisal as view
from cmcli.views import contact as contacts

_ID = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)


def given(
    items: Sequence[str] | None, scores: Sequence[str] | None, comments: Sequence[str] | None
) -> Given:
    """The options of `cm appraisal set`: `NAME=VALUE`, blank to take back."""
    weights = {key: rules.weight(text) if text else None for key, text in _pairs(items)}
    marks = {key: rules.score(text) if text else None for key, text in _pairs(scores)}
    said = {key: clean_text(text) or None for key, text in _pairs(comments)}
    return Given(weights, marks, said)


def _pairs(texts: Sequence[str] | None) -> list[tuple[Key, str]]:
    found = []
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise Usage(
                say("{text} is not NAME=VALUE", text=text),
                say("for example {example}", example="--item sla.response=40"),
            )
        found.append((_key(name.strip()), value.strip()))
    return found


def _key(name: str) -> Key:
    """The measure that is meant; what looks like none is an item in words."""
    try:
        return measures.meant(name).id, None
    except Usage:
        if _ID.fullmatch(name.lower()):
            raise
        return None, clean_text(name)


def set_(here: Desk, period: str, typed: Given, note: str | None) -> None:
    """A new appraisal of the period, or other items, scores and comments of the one there is."""
    text = clean_text(note) or None if note is not None else None
    with here.store.transaction():
        found = _meant(here, period)
        if found is None:
            over = parse_period(period, here.now.date())
            blank = Appraisal(-1, over.name, over.start, over.end, text, here.now)
            number = here.apply(rules.begun(blank, typed), over.name).ids[blank.id]
            what = say("a new appraisal")
        else:
            changes = rules.revised(found, typed)
            changes += update(found.appraisal, note=text) if note is not None else []
            if changes:
                here.apply(changes, found.appraisal.period)
            number, what = found.appraisal.id, say("changed") if changes else say("as it was")
    answer(here, number, what)


def _meant(here: Desk, text: str) -> AppraisalFile | None:
    """The appraisal of that reference or period."""
    ref = parse_ref(text)
    if ref and ref.noun == "appraisal":
        return queries.file(here.store, ref.id)
    over = parse_period(text, here.now.date())
    return queries.of_days(here.store, over.start, over.end)


def find(here: Desk, text: str | None) -> AppraisalFile:
    """The appraisal that is meant; the latest by default. Raises `NotFound`."""
    if text is None:
        found = next(iter(queries.files(here.store, queries.LATEST + " LIMIT 1")), None)
    else:
        found = _meant(here, text)
    if found is None:
        raise NotFound(
            say("there is no appraisal of {period}", period=text) if text
            else say("there is no appraisal yet"),
            say("a new one: cm appraisal set 2026Q4 --item deals.won_amount=40"),
        )  # fmt: skip
    return found


def answer(here: Desk, number: int, what: Message) -> None:
    """The appraisal as it is now."""
    file = queries.file(here.store, number)
    here.show(
        lambda: view.document(file, judged(here, file), here.zone, here.speak),
        lambda: view.written(file, what, here.speak),
    )


def judged(here: Desk, file: AppraisalFile) -> list[Judged]:
    """The items with their evidence; a period that has not begun has none."""
    appraisal = file.appraisal
    if appraisal.start_on > here.now.date():
        return [Judged(item, _measure(item.measure)) for item in file.items]
    period = Period(appraisal.period, appraisal.start_on, appraisal.end_on)
    spans = [span(period, here.now), span(period.previous(), here.now)]
    source, currency = Source(here.store, here.settings, window(spans)), here.settings["currency"]
    targets = targets_of(here.store, here.settings, period, here.now)
    rows = []
    for item in file.items:
        measure = _measure(item.measure)
        if measure is None:
            rows.append(Judged(item))
            continue
        facts = source.once(measure.load)
        now, before = (figure(measure, facts, over, currency) for over in spans)
        target = targets.get(measure.id)
        rows.append(Judged(item, measure, now.value, before.value, target, len(now.rows)))
    return rows


def _measure(name: str | None) -> Any:
    return measures.named(name) if name else None


def show(here: Desk, number: int) -> None:
    """One appraisal with its evidence."""
    page(here, queries.file(here.store, number))


def page(here: Desk, file: AppraisalFile) -> None:
    """An appraisal with its evidence, its total and what is missing to one."""
    found = judged(here, file)
    here.show(
        lambda: view.document(file, found, here.zone, here.speak),
        lambda: view.page(file, found, here.speak),
    )


def export(here: Desk, text: str | None, form: str | None, out: str | None) -> None:
    """The paper to sign, as a file or on standard output."""
    asked = papers.wish(form or (None if out else "md"), out)
    file = find(here, text)
    rules.to_export(file)
    names = here.manager, here.settings.text("manager.branch")
    sheet = view.paper(file, judged(here, file), names, here.now, here.speak)
    papers.put(here, asked, sheet, gettext("Self-appraisal"))
    papers.said(here, asked)


def listing(here: Desk, limit: int | None) -> None:
    """The appraisals, the latest first."""
    found = here.cut(queries.files(here.store, queries.LATEST), limit)
    here.show(
        lambda: [view.row_document(file) for file in found],
        lambda: view.listing(found, here.speak),
    )


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Another note; items, scores and comments: `cm appraisal set`."""
    ref = ref_of("appraisal", number)
    for name in fields:
        if name != "note":
            raise Usage(
                say("an appraisal has no field {field} to edit", field=name),
                say("fields: note; items, scores, comments: cm appraisal set {ref}", ref=ref),
            )
    with here.store.transaction():
        appraisal = queries.file(here.store, number).appraisal
        here.apply(update(appraisal, note=clean_text(fields["note"]) or None), ref)
    answer(here, number, say("changed"))


def remove(here: Desk, number: int) -> None:
    """Begun by mistake."""
    ref = ref_of("appraisal", number)
    with here.store.transaction():
        here.apply(rules.removed(queries.file(here.store, number)), ref)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
