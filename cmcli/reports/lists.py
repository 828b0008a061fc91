"""The lists of a report: records in lines, each with its client, moment, text and detail."""

from collections.abc import Sequence
from typing import Any

from cmcli.domain.measure import Row
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Money, say
from cmcli.reports import words
from cmcli.reports.section import Drawing
from cmcli.views.record import client_tag, instant
from cmcli.views.sheet import Block, Column, Group, Span, Table, named
from cmcli.views.speech import Speaker, starred


def listed(
    title: str, rows: Sequence[Row], on: Drawing, *, note: str = "", style: str = "",
    detail: Column | None = None,
) -> list[Block]:  # fmt: skip
    """The rows under a title, at most the share of them; nothing where there are none."""
    if not rows:
        return []
    group = Group(title, [_item(row, on.speak, style) for row in rows], note or str(len(rows)))
    return [Table(_columns(detail, titled=not on.share), [_shared(group, on)])]


def amounts() -> Column:
    """The last column of a list of amounts."""
    return Column(gettext("amount"), "right", even=True)


def _columns(detail: Column | None, *, titled: bool) -> tuple[Column, ...]:
    columns = (
        Column(), named(gettext("client")), Column(gettext("when")),
        Column(gettext("what"), shrink=True, least=14),
        detail or Column(gettext("detail"), shrink=True, least=10),
    )  # fmt: skip
    return columns if titled else tuple(column._replace(title="") for column in columns)


def _shared(group: Group, on: Drawing) -> Group:
    left = len(group.rows) - on.share if on.share else 0
    if left <= 0:
        return group
    more = say("{n} more: cm report {period} --format md", n=left, period=on.period.name)
    return group._replace(rows=group.rows[: on.share], more=on.speak(more))


def _item(row: Row, speak: Speaker, style: str) -> tuple[Any, ...]:
    detail = row.value if isinstance(row.value, Money) else row.note
    return (
        Span(f" {ref_of(row.noun, row.id)}", "ref"),
        starred(row.client.name, row.client.tier, speak) if row.client else "",
        Span(words.when(row.at, speak), style),
        speak(row.text),
        speak(detail),
    )


def item_document(row: Row, speak: Speaker) -> dict[str, Any]:
    """A line of a list as JSON."""
    return {
        "ref": ref_of(row.noun, row.id),
        "kind": row.noun,
        "client": client_tag(row.client),
        "at": instant(row.at, speak.now.tzinfo) if row.at else None,
        "title": speak(row.text) if row.text else None,
    }


def detailed(rows: Sequence[Row], speak: Speaker) -> list[dict[str, Any]]:
    """A list as JSON, each line with its detail."""
    return [item_document(row, speak) | {"detail": speak(row.note)} for row in rows]
