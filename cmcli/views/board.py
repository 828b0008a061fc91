"""The board: open deals by stage, in groups, or side by side where there is room."""

from datetime import tzinfo
from fractions import Fraction
from typing import Any

from cmcli.domain import deal as rules
from cmcli.domain.deal import OPEN_STAGES, Deal
from cmcli.domain.figures.business import Sale, sums
from cmcli.domain.forecast import weighted
from cmcli.domain.pipeline import SIGNS, Chance, Habits, Judge
from cmcli.domain.ref import ref_of
from cmcli.domain.rounding import percent as in_percent
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.deal import amount_of, briefly, card_document, document, marked
from cmcli.views.record import value
from cmcli.views.sheet import Cell, Column, Group, Line, Sheet, Span, Table, simple_table
from cmcli.views.speech import Speaker, starred

# Cards a stage: in a column, and in a group of lines.
_DEEP, _LONG = 6, 12


class Lane(NamedTuple):
    """A stage of the board."""

    stage: str
    chance: float
    history: Chance
    deals: list[Sale]


class Board(NamedTuple):
    """The stages, and what is known of each deal."""

    lanes: list[Lane]
    judge: Judge

    @property
    def deals(self) -> list[Sale]:
        """Every open deal."""
        return [pair for lane in self.lanes for pair in lane.deals]


def board(deals: list[Sale], chances: dict[str, float], taught: Habits, judge: Judge) -> Board:
    """Deals by stage; in each those that want a look come first."""
    lanes = []
    for stage in OPEN_STAGES:
        found = [pair for pair in deals if pair[0].stage == stage]
        found.sort(key=lambda pair: _rank(judge, pair[0]))
        lanes.append(Lane(stage, chances[stage], taught.chances[stage], found))
    return Board(lanes, judge)


def _rank(judge: Judge, deal: Deal) -> int:
    """The gravest sign first: a close that has passed, one put off, an old one, a stalled one."""
    card = judge(deal)
    return SIGNS.index(card.signs[0].code) if card and card.signs else len(SIGNS)


def _signs(judge: Judge, deal: Deal) -> bool:
    card = judge(deal)
    return bool(card and card.signs)


def _weighted(deals: list[Sale], lanes: list[Lane]) -> tuple[Any, ...]:
    return weighted(deals, {lane.stage: Fraction(str(lane.chance)) for lane in lanes})


def share_of(history: Chance) -> float | None:
    """The share of past deals as a number."""
    return None if history.share is None else float(history.share)


def chance_document(history: Chance) -> dict[str, Any]:
    """What past deals say of a stage, as JSON."""
    return {"chance": share_of(history), "won": history.won, "closed": history.closed}


def percent(share: float | Fraction | None) -> str:
    """A share in per cent, – where there is none."""
    return "–" if share is None else in_percent(float(share))


def board_document(found: Board, zone: tzinfo | None) -> list[dict[str, Any]]:
    """Open deals by stage with their sums by currency as JSON."""
    return [
        {
            "stage": lane.stage,
            "chance": lane.chance,
            "history": chance_document(lane.history),
            "count": len(lane.deals),
            "amount": [value(total, zone) for total in sums(lane.deals)],
            "weighted": [value(total, zone) for total in _weighted(lane.deals, found.lanes)],
            "deals": [
                document(deal, client, zone) | card_document(found.judge(deal))
                for deal, client in lane.deals
            ],
        }
        for lane in found.lanes
    ]


def page(found: Board, speak: Speaker) -> Sheet:
    """What each deal is, what is the matter with it, its next step."""
    if not found.deals:
        return Sheet((Line(gettext("no open deal")),), gettext("next: cm deal add CLIENT TITLE"))
    head = Line(Span(speak(_head(found)), "head"))
    columns = (
        Column(gap=1), Column(gap=1), Column(shrink=True, least=8), Column(shrink=True, least=12),
        Column("", "right"), Column(shrink=True, least=12, parts=True),
    )  # fmt: skip
    groups = [_group(lane, found, speak) for lane in found.lanes]
    wide = (head, Line(""), _side_by_side(found, speak))
    return Sheet((head, Table(columns, groups)), wide=wide)


def _head(found: Board) -> Joined:
    total = say_n("{count} open deal", "{count} open deals", len(found.deals))
    by_chance = joined(_weighted(found.deals, found.lanes), " + ")
    wanting = sum(_signs(found.judge, deal) for deal, _ in found.deals)
    look = say_n("! {count} wants a look", "! {count} want a look", wanting) if wanting else None
    return joined([total, *sums(found.deals), say("weighted {amount}", amount=by_chance), look])


def _odds(lane: Lane) -> Message:
    return say("{set} set, {past} past", set=percent(lane.chance),
               past=percent(share_of(lane.history)))  # fmt: skip


def _more(lane: Lane, shown: int) -> Message | None:
    rest = len(lane.deals) - shown
    if rest <= 0:
        return None
    return say("{n} more: cm deal list --stage {stage}", n=rest, stage=lane.stage)


def _group(lane: Lane, found: Board, speak: Speaker) -> Group:
    odds = _odds(lane) if lane.deals else None
    note = joined([str(len(lane.deals)), *sums(lane.deals), odds])
    rows = [_line(*pair, found, speak) for pair in lane.deals[:_LONG]]
    more = speak(_more(lane, _LONG))
    return Group(speak(Code("stage", lane.stage)), rows, speak(note), more)


def _line(deal: Deal, client: Any, found: Board, speak: Speaker) -> tuple[Cell, ...]:
    card = found.judge(deal)
    return (
        Span(f" {ref_of('deal', deal.id)}", "ref"),
        marked(card),
        starred(client.name, client.tier, speak),
        speak(deal.title),
        speak(amount_of(deal)) or "–",
        speak(joined([*briefly(card).parts, *_step(deal, speak).parts])),
    )


def _step(deal: Deal, speak: Speaker) -> Joined:
    if deal.next:
        return joined([deal.next_due_at, deal.next])
    idle = rules.idle_days(deal, speak.now)
    lies = say_n("{count} day", "{count} days", idle) if idle >= 7 else None
    return joined([say("no next step"), lies])


def _side_by_side(found: Board, speak: Speaker) -> Table:
    """A lane a stage, each with its references before its texts; three lines a card."""
    lanes = [_lane(lane, found, speak) for lane in found.lanes]
    nothing: tuple[Cell, Cell] = ("", "")
    rows = [
        tuple(cell for lane in lanes for cell in (lane[n] if n < len(lane) else nothing))
        for n in range(max(map(len, lanes)))
    ]
    pair = (Column(gap=1), Column(shrink=True, least=16, gap=3))
    return simple_table(pair * len(lanes), rows)


def _lane(lane: Lane, found: Board, speak: Speaker) -> list[tuple[Cell, Cell]]:
    count = joined([str(len(lane.deals)), *sums(lane.deals)])
    cells: list[tuple[Cell, Cell]] = [
        ("", Span(speak(Code("stage", lane.stage)), "head")),
        ("", speak(count)),
        ("", Span(speak(_odds(lane)), "dim")),
    ]
    for deal, client in lane.deals[:_DEEP]:
        name = starred(client.name, client.tier, speak)
        cells += [("", ""), *_card(deal, name, found, speak)]
    rest = len(lane.deals) - _DEEP
    if rest > 0:
        cells += [("", ""), ("", Span(speak(say("{n} more", n=rest)), "dim"))]
    return cells


def _card(deal: Deal, name: str, found: Board, speak: Speaker) -> list[tuple[Cell, Cell]]:
    card = found.judge(deal)
    # The amount first: where there is little room, it is the name that is cut.
    head = joined([amount_of(deal), name])
    last: Cell = Span(speak(_step(deal, speak)), "dim")
    if card and card.signs:
        last = Span(speak(card.signs[0].brief), "risk")
    ref = Span(ref_of("deal", deal.id), "ref")
    return [(ref, speak(head)), ("", speak(deal.title)), (marked(card), last)]
