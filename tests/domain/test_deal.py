"""Deals: through the stages, won or lost, and when the agenda calls for them."""

from datetime import UTC, date, timedelta

import pytest

from cmcli.domain import deal as rules
from cmcli.domain.change import Insert, Update
from cmcli.domain.deal import Deal, DealStage, Policy
from cmcli.domain.product import Product
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at, deal

POLICY = Policy(stalled_days=30, no_next_days=7)
YESTERDAY = at("2026-11-22 15:00")


def fields(changes: list[object]) -> dict[str, object]:
    return next(change.fields for change in changes if isinstance(change, Update))


def stages(changes: list[object]) -> list[DealStage]:
    inserts = [change.record for change in changes if isinstance(change, Insert)]
    return [record for record in inserts if isinstance(record, DealStage)]


def test_a_new_deal_enters_its_first_stage_when_it_is_opened() -> None:
    new = deal(id=-1, stage="proposal")
    assert rules.added(new) == [
        Insert(new),
        Insert(DealStage(-2, -1, "proposal", new.opened_at)),
    ]


@pytest.mark.parametrize("stage", ["won", "lost"])
def test_a_deal_is_neither_opened_nor_moved_into_a_closed_stage(stage: str) -> None:
    with pytest.raises(Usage):
        rules.added(deal(id=-1, stage=stage))
    with pytest.raises(Usage):
        rules.moved(deal(), stage, NOW)


def test_moving_keeps_the_stage_with_its_time_and_touches_the_deal() -> None:
    changes = [*rules.moved(deal(), "proposal", NOW)]
    assert fields([*changes]) == {"stage": "proposal", "touched_at": NOW}
    assert stages([*changes]) == [DealStage(-1, 1, "proposal", NOW)]


def test_moving_to_where_it_is_is_refused() -> None:
    with pytest.raises(Refused):
        rules.moved(deal(stage="lead"), "lead", NOW)


def test_winning_closes_the_deal_at_the_time_given_and_clears_the_next_step() -> None:
    open_ = deal(next="寄合同", next_due_at=NOW)
    changes = [*rules.won(open_, None, YESTERDAY, NOW)]
    assert fields([*changes]) == {
        "stage": "won", "closed_at": YESTERDAY, "touched_at": NOW, "next": None,
        "next_due_at": None,
    }  # fmt: skip
    assert stages([*changes]) == [DealStage(-1, 1, "won", YESTERDAY)]


def test_the_amount_won_may_differ_from_the_amount_expected() -> None:
    assert fields([*rules.won(deal(amount=100), 0, NOW, NOW)])["amount"] == 0
    assert fields([*rules.won(deal(amount=None), 700, NOW, NOW)])["amount"] == 700


def test_a_deal_is_not_won_without_any_amount() -> None:
    with pytest.raises(Usage):
        rules.won(deal(amount=None), None, NOW, NOW)


def test_losing_keeps_the_reason() -> None:
    changes = [*rules.lost(deal(), "利率", NOW, NOW)]
    assert fields([*changes])["lost_reason"] == "利率"
    assert stages([*changes])[0].stage == "lost"


def test_a_deal_may_close_on_the_day_it_was_opened_but_not_before() -> None:
    opened = at("2026-11-23 09:00")
    rules.won(deal(opened_at=opened), None, at("2026-11-23 00:00"), NOW)
    with pytest.raises(Usage):
        rules.won(deal(opened_at=opened), None, YESTERDAY, NOW)


def test_a_closed_deal_stays_as_it_is() -> None:
    closed = deal(stage="won", closed_at=NOW)
    with pytest.raises(Refused):
        rules.moved(closed, "lead", NOW)
    with pytest.raises(Refused):
        rules.lost(closed, None, NOW, NOW)
    with pytest.raises(Refused):
        rules.step_moved(closed, at("2026-11-25 09:00"), NOW)


def test_the_next_step_moves_ahead_only() -> None:
    later = at("2026-11-25 09:00")
    assert rules.step_moved(deal(), later, NOW) == [Update("deal", 1, {"next_due_at": later})]
    rules.step_moved(deal(), at("2026-11-23 00:00"), NOW)
    with pytest.raises(Usage):
        rules.step_moved(deal(), NOW - timedelta(seconds=1), NOW)


def test_the_cycle_is_counted_in_local_days() -> None:
    opened = at("2026-11-01 00:30").astimezone(UTC)
    closed = at("2026-11-23 23:30").astimezone(UTC)
    assert rules.cycle_days(deal(opened_at=opened, closed_at=closed), NOW) == 22
    with pytest.raises(ValueError, match="no cycle"):
        rules.cycle_days(deal(), NOW)


def lines(*deals: Deal) -> list[tuple[str, str, str]]:
    found = [*rules.agenda([(each, TAG) for each in deals], NOW, POLICY)]
    assert all((item.kind, item.section, item.weight) == ("deal", "pipeline", 4) for item in found)
    return [(item.state, str(item.title), str(item.when)) for item in found]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-11-23 09:59:59", ["overdue"]),
        ("2026-11-23 10:00", ["open"]),
        ("2026-11-23 00:00", ["open"]),
        ("2026-11-22 00:00", ["overdue"]),
        ("2026-11-24 00:00", []),
    ],
)
def test_a_next_step_is_shown_on_its_day_and_stays(due: str, expected: list[str]) -> None:
    found = lines(deal(next="寄合同", next_due_at=at(due)))
    assert [state for state, *_ in found] == expected


def test_a_step_says_when_it_is_or_was_due() -> None:
    late, today, timed = lines(
        deal(next="寄合同", next_due_at=at("2026-11-20 00:00")),
        deal(next="寄合同", next_due_at=at("2026-11-23 00:00"), amount=None),
        deal(next=None, next_due_at=at("2026-11-23 16:00")),
    )
    assert late[2].startswith("was due")
    assert today[2] == "today · lead"
    assert timed[1] == "next step"
    assert "16:00" in timed[2]


@pytest.mark.parametrize(
    ("days", "next_step", "expected"),
    [
        (6, None, []),
        (7, None, ["no next step"]),
        (29, None, ["no next step"]),
        (30, None, ["stalled"]),
        (29, "寄合同", []),
        (30, "寄合同", ["寄合同"]),
    ],
)
def test_a_deal_without_a_next_step_or_untouched_for_long_is_called_for(
    days: int, next_step: str | None, expected: list[str]
) -> None:
    touched = NOW - timedelta(days=days)
    found = lines(deal(next=next_step, touched_at=touched))
    assert [title.removeprefix("三年期存款, ") for _, title, _ in found] == expected


def sold(number: int, until: date | None, start: date | None = None) -> Product:
    empty = Product(number, f"P{number}", f"产品{number}", "card", None, None, None, None, NOW)
    return empty._replace(from_on=start, until_on=until)


def test_a_deal_of_a_product_no_longer_on_sale_asks_for_something_else() -> None:
    rows = [
        (deal(id=1, product_id=1), TAG, sold(1, date(2026, 11, 22))),
        (deal(id=2, product_id=2, next="寄合同", next_due_at=NOW), TAG, sold(2, date(2026, 11, 3))),
    ]
    found = [*rules.off_sale(rows, NOW)]
    assert [(item.ref, str(item.when)) for item in found] == [
        ("d2", "for 20 days · 5000000 CNY · lead"), ("d1", "for 1 day · 5000000 CNY · lead"),
    ]  # fmt: skip
    line = found[1]
    assert (line.kind, line.section, line.state, line.due) == ("offer", "pipeline", "open", None)
    assert str(line.title) == "三年期存款, off sale"
    assert all(
        words in str(line.why)
        for words in ("产品1 (P1)", "cm advise", "cm edit d1 product=…", "cm deal lost d1")
    )


@pytest.mark.parametrize(
    ("until", "start"),
    [
        (None, None),
        (date(2026, 11, 23), None),
        (None, date(2026, 11, 24)),
        (date(2026, 12, 31), date(2026, 11, 24)),
    ],
)
def test_what_is_sold_today_or_not_yet_asks_for_nothing(
    until: date | None, start: date | None
) -> None:
    assert not [*rules.off_sale([(deal(product_id=1), TAG, sold(1, until, start))], NOW)]


def test_the_day_the_sale_ends_is_one_of_the_managers_zone() -> None:
    rows = [(deal(product_id=1), TAG, sold(1, date(2026, 11, 23)))]
    # Midnight in Shanghai is still the day before in UTC.
    midnight = at("2026-11-24 00:00")
    assert [*rules.off_sale(rows, midnight)]
    assert not [*rules.off_sale(rows, midnight.astimezone(UTC))]
