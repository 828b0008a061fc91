"""Insights as pages, lists and documents, and the digest that is passed on."""

from datetime import date
from typing import TYPE_CHECKING, Any

from cmcli.domain import client as clients
from cmcli.domain.client import Client, ClientTag, mask_numbers
from cmcli.domain.days import day_of
from cmcli.domain.insight import InsightFile
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, joined, say
from cmcli.named import NamedTuple
from cmcli.views.feedback import theme_columns, theme_document, theme_row
from cmcli.views.record import as_json, value
from cmcli.views.sheet import (
    BLANK,
    Block,
    Column,
    Line,
    Sheet,
    Span,
    Text,
    named,
    simple_table,
)
from cmcli.views.speech import Speaker, Written, listed, moment, starred

if TYPE_CHECKING:
    from cmcli.domain.feedback import Theme
    from cmcli.domain.period import Period


def document(file: InsightFile, client: ClientTag | None, speak: Speaker) -> dict[str, Any]:
    """An insight as JSON with its tags and with whom it was shared."""
    zone = speak.now.tzinfo
    fields = as_json(file.insight, zone, client=client)
    return {
        "ref": fields.pop("ref"),
        "client": fields.pop("client", None),
        **fields,
        "tags": [speak(word) for word in file.words],
        "shared": [
            {"at": value(share.at, zone), "audience": speak(share.audience)}
            for share in file.shares
        ],
    }


def page(file: InsightFile, client: ClientTag | None, speak: Speaker) -> Sheet:
    """One insight, and who heard of it."""
    found = file.insight
    about = starred(client.name, client.tier, speak) if client else None
    deal = f"d{found.deal_id}" if found.deal_id else None
    source = say("source: {text}", text=found.source) if found.source else None
    words = joined([Code("insight_kind", found.kind), about, deal, _hashed(file.words), source])
    blocks: list[Block] = [
        Line(Span(f"{file.ref} {speak(found.title)}", "head"),
             speak.day(day_of(found.at, speak.now))),
        Text(Span(speak(words), "dim")),
    ]  # fmt: skip
    if found.text:
        blocks += [Text(speak(line), 1) for line in found.text.splitlines() if line.strip()]
    for share in file.shares:
        told = say("shared with {audience}", audience=share.audience)
        blocks.append(Line(f" {speak(told)}", moment(share.at, speak)))
    if not file.shares:
        blocks.append(Line(Span(f" {gettext('not shared yet')}", "dim")))
    hint = gettext("next: cm insight share {ref} --with AUDIENCE").format(ref=file.ref)
    return Sheet(tuple(blocks), hint)


def _hashed(words: tuple[str, ...]) -> str:
    return " ".join(f"#{mask_numbers(word)}" for word in words)


def facts(file: InsightFile) -> Any:
    """What a receipt says of one: kind, title, tags."""
    return joined([Code("insight_kind", file.insight.kind), file.insight.title,
                   _hashed(file.words)])  # fmt: skip


def listing(rows: list[tuple[InsightFile, ClientTag | None]], speak: Speaker) -> Sheet:
    """Insights, one a line."""
    if not rows:
        hint = gettext("next: cm insight add TITLE TEXT --kind success")
        return Sheet((Line(gettext("no insight fits")),), hint)
    columns = (
        Column(), Column(gettext("when")), Column(gettext("kind")),
        Column(gettext("what"), shrink=True, least=32), named(gettext("client")),
        Column(gettext("tags"), shrink=True, spare=True),
        Column(gettext("shared with"), shrink=True, least=10),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(*row, speak) for row in rows]),))


def _row(file: InsightFile, client: ClientTag | None, speak: Speaker) -> tuple[Any, ...]:
    told = listed(dict.fromkeys(speak(share.audience) for share in file.shares))
    return (
        Span(file.ref, "ref"),
        speak.day(day_of(file.insight.at, speak.now)),
        speak(Code("insight_kind", file.insight.kind)),
        speak(file.insight.title),
        starred(client.name, client.tier, speak) if client else "",
        _hashed(file.words),
        told or Span("–", "dim"),
    )


# The digest


class Entry(NamedTuple):
    """An insight as it is passed on: no name and no number in it; `about` says what kind of client
    stands behind `label`.
    """  # noqa: D205

    ref: str
    kind: str
    day: date
    title: str
    text: str
    source: str
    tags: tuple[str, ...]
    label: str | None
    about: Message | None


class Digest(NamedTuple):
    """What is passed on: insights, and what clients spoke of in the period and the one before;
    `audience` hears of it, `told` are those it was new to.
    """  # noqa: D205

    over: "Period | None"
    before: "Period | None"
    entries: list[Entry]
    themes: "list[Theme]"
    audience: str | None = None
    told: int = 0


def about(client: Client, today: date) -> Message:
    """A client as those may know them who must not know the name."""
    tier = Code("tier", client.tier)
    if client.kind == "company":
        return say("a {tier} client, a company", tier=tier)
    years = clients.age(client.birthday, client.id_number, today)
    if years is None:
        return say("a {tier} client", tier=tier)
    low = years // 10 * 10
    return say("a {tier} client, aged {low} to {high}", tier=tier, low=low, high=low + 9)


def sheet(digest: Digest, speak: Speaker) -> Sheet:
    """The digest as a page: by kind, then the themes."""
    speak = Written.like(speak)
    blocks: list[Block] = [Line(Span(gettext("Market and cases"), "head"))]
    if digest.over:
        blocks.append(Line(Span(_days(digest.over, speak), "dim")))
    if not digest.entries:
        blocks += [Text(gettext("nothing to share in this period"))]
    for kind, title in _titles().items():
        entries = [entry for entry in digest.entries if entry.kind == kind]
        if entries:
            blocks += [BLANK, Line(Span(title, "head"))]
        for entry in entries:
            blocks += _entry(entry, speak)
    if digest.themes and digest.over and digest.before:
        table = simple_table(theme_columns(digest.over, digest.before),
                             [theme_row(theme) for theme in digest.themes])  # fmt: skip
        blocks += [BLANK, Line(Span(gettext("What clients spoke of"), "head")), table]
    if digest.entries or digest.themes:
        hidden = gettext("Clients' names and numbers are hidden.")
        blocks += [BLANK, Text(Span(hidden, "dim"))]
    return Sheet(tuple(blocks), speak(_next(digest)))


def _titles() -> dict[str, str]:
    return {
        "market": gettext("The market"), "success": gettext("Success stories"),
        "failure": gettext("What went wrong"), "practice": gettext("Good practice"),
    }  # fmt: skip


def _days(over: "Period", speak: Speaker) -> str:
    return f"{speak.long_day(over.start)} – {speak.long_day(over.end)}"


def _entry(entry: Entry, speak: Speaker) -> list[Block]:
    client = say("{label}: {about}", label=entry.label, about=entry.about) if entry.label else None
    source = say("source: {text}", text=entry.source) if entry.source else None
    beside = speak(joined([speak.day(entry.day), client, _hashed(entry.tags), source]))
    lines = [line for line in entry.text.splitlines() if line.strip()]
    return [
        Text(f"· {speak(entry.title)}", hang=2),
        *(Text(speak(line), 2) for line in lines),
        Text(Span(beside, "dim"), 2),
    ]


def _next(digest: Digest) -> Message:
    if not digest.entries:
        return say("next: cm insight add TITLE TEXT --kind success")
    if digest.audience and not digest.told:
        return say("{audience} had heard of all of it", audience=digest.audience)
    if digest.audience:
        return say("noted as shared with {audience}: {n}", audience=digest.audience, n=digest.told)
    return say("next: note who heard of it: --with AUDIENCE · a file: -o digest.docx")


def digest_document(digest: Digest, speak: Speaker) -> dict[str, Any]:
    """The digest as JSON; `told` counts those that the audience had not heard of."""
    over = digest.over
    return {
        "period": {"name": over.name, "start": value(over.start, None),
                   "end": value(over.end, None)} if over else None,
        "insights": [
            {"ref": one.ref, "kind": one.kind, "day": one.day.isoformat(), "title": one.title,
             "text": one.text or None, "source": one.source or None, "tags": list(one.tags),
             "client": one.label, "about": speak(one.about) if one.about else None}
            for one in digest.entries
        ],
        "themes": [theme_document(theme) for theme in digest.themes],
        "audience": digest.audience,
        "told": digest.told,
    }  # fmt: skip
