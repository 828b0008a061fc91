"""What a part of a report is: the facts it rests on, its page, its document."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cmcli.domain.period import Period
from cmcli.domain.report import Report
from cmcli.named import NamedTuple
from cmcli.reports.outcome import Outcome
from cmcli.views.sheet import Block
from cmcli.views.speech import Speaker

if TYPE_CHECKING:
    from cmcli.domain.measure import Span
    from cmcli.queries.figures import Source


class Reading(NamedTuple):
    """What a section reads from: the facts of the window, the period and the one before it as
    instants, the stored report of the period, if there is one, and what came of each measure.
    """  # noqa: D205

    source: "Source"
    over: "Span"
    before: "Span"
    stored: Report | None
    outcomes: Sequence[Outcome] = ()


class Drawing(NamedTuple):
    """What a section is drawn with; a list shows at most `share` of its lines, None is all."""

    period: Period
    previous: Period
    speak: Speaker
    currency: str
    share: int | None


class Section(NamedTuple):
    """`id` is its name in the setting `report.sections` and in the document. `find` gathers the
    facts, `blocks` draws them (none where there is nothing to say; what comes before is kept away
    by a first block that is blank, or by the heading of a table's group). `document` is what `cm
    report --json` has under the id, unless it stands `elsewhere`; `beside` gives further keys.
    """  # noqa: D205

    id: str
    find: Callable[[Reading], Any]
    blocks: Callable[[Any, Drawing], Sequence[Block]]
    document: Callable[[Any, Speaker], Any]
    beside: Callable[[Any, Speaker], dict[str, Any]] | None = None


def elsewhere(facts: Any, speak: Speaker) -> None:
    """The document of a section whose facts stand at another place of it."""
