"""What was found out about the market and what is worth telling, and who heard of it."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.insight import InsightFile
from cmcli.i18n import gettext
from cmcli.messages import Code, say
from cmcli.queries.insight import of_window
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.insight import document as of_one
from cmcli.views.sheet import Block, Column, Group, Span, Table, named
from cmcli.views.speech import Speaker, listed, starred

Pair = tuple[InsightFile, ClientTag | None]


def find(reading: Reading) -> list[Pair]:
    """The insights of the period, and those shared in it."""
    over = reading.over
    return [
        (file, client)
        for file, client in reading.source.once(of_window)
        if over.holds(file.insight.at) or any(over.holds(share.at) for share in file.shares)
    ]


def blocks(found: list[Pair], drawing: Drawing) -> Sequence[Block]:
    """One line each; nothing where there was nothing."""
    if not found:
        return ()
    speak = drawing.speak
    shown = found[: drawing.share]
    left = len(found) - len(shown)
    more = speak(say("{n} more: cm insight list", n=left)) if left else ""
    columns: tuple[Column, ...] = (
        Column(), Column(gettext("kind")), Column(gettext("what"), shrink=True, least=14),
        named(gettext("client")), Column(gettext("shared with"), shrink=True, least=10),
    )  # fmt: skip
    if drawing.share:
        columns = tuple(column._replace(title="") for column in columns)
    rows = [_row(*pair, speak) for pair in shown]
    return (Table(columns, [Group(gettext("MARKET AND CASES"), rows, str(len(found)), more)]),)


def _row(file: InsightFile, client: ClientTag | None, speak: Speaker) -> tuple[Any, ...]:
    told = listed(dict.fromkeys(speak(share.audience) for share in file.shares))
    return (
        Span(f" {file.ref}", "ref"),
        speak(Code("insight_kind", file.insight.kind)),
        speak(file.insight.title),
        starred(client.name, client.tier, speak) if client else "",
        told or gettext("not shared yet"),
    )


def document(found: list[Pair], speak: Speaker) -> list[dict[str, Any]]:
    """Each with its tags and with whom it was shared."""
    return [of_one(file, client, speak) for file, client in found]


SECTION = Section("market", find, blocks, document)
