"""Figures of what was shared with the team."""

from cmcli.domain.client import ClientTag
from cmcli.domain.insight import InsightFile
from cmcli.domain.measure import Evidence, Row, Span
from cmcli.messages import joined

Pair = tuple[InsightFile, ClientTag | None]


def shared(facts: list[Pair], over: Span) -> Evidence:
    """Insights shared in the period, each once, with how many audiences so ever."""
    rows = []
    for file, client in facts:
        told = [share for share in file.shares if over.holds(share.at)]
        if told:
            rows.append(
                Row("insight", file.insight.id, client, told[0].at, file.insight.title, 1,
                    joined([share.audience for share in told], ", "))
            )  # fmt: skip
    return Evidence(sorted(rows, key=lambda row: (row.at or over.start, row.id)))
