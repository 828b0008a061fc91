"""The flow in the report: what the time and the waits of the period suggest."""

from typing import Any

from cmcli.domain.flow import flow
from cmcli.domain.flow_suggestion import Followed, Policy, Suggestion, followed, suggestions
from cmcli.i18n import gettext
from cmcli.named import NamedTuple
from cmcli.queries.flow import facts
from cmcli.queries.policies import sla_policy
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.flow import followed_document, helped, suggested, suggestion_document
from cmcli.views.sheet import BLANK, Block, Line, Span, Text
from cmcli.views.speech import Speaker


class Found(NamedTuple):
    """What the period suggests, and what became of the suggestions of the one before."""

    suggestions: list[Suggestion]
    followed: list[Followed]


def find(reading: Reading) -> Found:
    """The suggestions of both periods by the same rules."""
    store, settings = reading.source.store, reading.source.settings
    policy = Policy(sla_policy(settings).normal)
    now, before = (
        flow(facts(store, settings, over), over) for over in (reading.over, reading.before)
    )
    return Found(suggestions(now, policy), followed(suggestions(before, policy), now))


def blocks(found: Found, drawing: Drawing) -> list[Block]:
    """The suggestions, and below them whether the last ones helped."""
    if not (found.suggestions or found.followed):
        return []
    speak = drawing.speak
    return [
        BLANK, Line(Span(gettext("WORKING BETTER"), "head"), gettext("see cm flow")),
        *suggested(found.suggestions, speak),
        *[Text(Span(speak(line), "dim"), 1) for line in helped(found.followed, speak)],
    ]  # fmt: skip


def document(found: Found, speak: Speaker) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "suggestions": [suggestion_document(each, speak) for each in found.suggestions],
        "before": [followed_document(each, speak) for each in found.followed],
    }


SECTION = Section("flow", find, blocks, document)
