"""What a part of a report is: the facts it rests on, its page, its document."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cmcli.domain.period import Period
from cmcli.domain.report import Report
from cmcli.named import NamedTuple
from cmcli.views.sheet import Block
from cmcli.views.speech import Speaker

if TYPE_CHECKING:
    from cmcli.domain.measure import Span
    from cmcli.queries.figures import Source


class Reading(NamedTuple):
    """What a section reads from: the facts of the window, the period and the one before it as
    instants, and the stored report of the period, if there is one.
    """  # noqa: D205

    source: "Source"
    over: "Span"
    before: "Span"
    stored: Report | None


class Drawing(NamedTuple):
    """What a section is drawn with; a list shows at most `share` of its lines, None is all."""

    period: Period
    previous: Period
    speak: Speaker
    currency: str
    share: int | None


class Section(NamedTuple):
    """`id` is its name in the setting `report.sections` and in the document. `find` gathers the
    facts, `blocks` draws them (none where there is nothing to say; the first block of a section
    that has a heading is the line of that), `document` is what `cm report --json` has.
    """  # noqa: D205

    id: str
    find: Callable[[Reading], Any]
    blocks: Callable[[Any, Drawing], Sequence[Block]]
    document: Callable[[Any, Speaker], Any]
