import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from cmcli.calendars import office_calendar
from cmcli.domain import development as rules
from cmcli.domain import evaluation
from cmcli.domain.action import Action
from cmcli.domain.change import Delete, Insert, Update
from cmcli.domain.development import (
    Aim,
    Development,
    DevelopmentFile,
    DevelopmentReview,
    DevelopmentTarget,
    Owed,
    Policy,
)
from cmcli.domain.evaluation import Covered, Evaluation, Progress
from cmcli.domain.pace import Days, Pace
from cmcli.errors import Usage
from cmcli.measures import named
from cmcli.messages import Money
from tests.builders import NOW, at

OFFICE = office_calendar(official=True, holidays=frozenset(), extra_days=frozenset())
MONTHLY, QUARTERLY, END = (Policy(every, OFFICE) for every in ("monthly", "quarterly", "end"))
NEW, INFLOW = Aim("clients.new", None, 20, None), Aim("aum.net_inflow", None, 300, "CNY")


def plan(**given: Any) -> Development:
    usual: dict[str, Any] = {
        "id": 1, "name": "医疗行业", "start_on": date(2026, 10, 1), "end_on": date(2026, 12, 31),
        "segments": None, "note": None, "created_at": at("2026-09-28 09:00"),
    }  # fmt: skip
    return Development(**{**usual, **given})


def target(number: int = 1, measure: str = "clients.new", amount: int = 20, currency: str | None = None,
           product: int | None = None) -> DevelopmentTarget:  # fmt: skip
    return DevelopmentTarget(number, 1, measure, product, amount, currency)


def test_what_a_plan_can_aim_at_grows_through_its_period() -> None:
    for name in rules.AIMS:
        measure = named(name)
        assert (measure.fold, measure.unit in ("count", "money", "minutes")) == ("sum", True)
    assert rules.SOLD in rules.AIMS


def test_the_page_of_the_manual_lists_what_a_plan_may_aim_at() -> None:
    page = (Path(__file__).parents[2] / "docs" / "development.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"- \*\*Targets\.\*\* (.*?)(?:\n- |\n\n)", page, re.S)
    named = re.findall(r"`([a-z]+\.[a-z_]+)`", listed)
    assert [name for name in rules.AIMS if name not in named] == []


def test_a_plan_begins_with_its_targets_each_thing_once() -> None:
    again = NEW._replace(amount=25)
    changes = rules.begun(plan(id=-1), [NEW, INFLOW, again], [])
    made = [change.record for change in changes if isinstance(change, Insert)]
    assert [type(record) for record in made] == [Development, DevelopmentTarget, DevelopmentTarget]
    assert [(t.measure, t.amount, t.development_id) for t in made[1:]] == [  # type: ignore[attr-defined]
        ("clients.new", 25, -1), ("aum.net_inflow", 300, -1),
    ]  # fmt: skip


def test_a_plan_without_a_target_or_with_its_ends_crossed_is_none() -> None:
    with pytest.raises(Usage, match="aim"):
        rules.begun(plan(), [], [])
    with pytest.raises(Usage, match="before it begins"):
        rules.begun(plan(end_on=date(2026, 9, 30)), [NEW], [])
    rules.begun(plan(end_on=date(2026, 10, 1)), [NEW], [])


def test_a_changed_target_is_the_same_row_a_further_one_is_new() -> None:
    file = DevelopmentFile(plan(), (target(7),))
    changes = rules.revised(file, {"note": "x"}, [NEW._replace(amount=30), INFLOW], [])
    assert changes[:2] == [
        Update("development", 1, {"note": "x"}), Update("development_target", 7, {"amount": 30}),
    ]  # fmt: skip
    assert isinstance(changes[2], Insert)


def test_a_target_is_taken_back_but_not_the_last() -> None:
    both = DevelopmentFile(plan(), (target(7), target(8, "aum.net_inflow", 300, "CNY")))
    gone = NEW._replace(amount=None)
    assert rules.revised(both, {}, [gone], []) == [Delete("development_target", 7)]
    alone = DevelopmentFile(plan(), (target(7),))
    with pytest.raises(Usage, match="at least"):
        rules.revised(alone, {}, [gone], [])
    with pytest.raises(Usage, match=r"no target for aum\.net_inflow"):
        rules.revised(alone, {}, [INFLOW._replace(amount=None)], [])
    swapped = rules.revised(alone, {}, [gone, INFLOW], [])
    assert [type(change) for change in swapped] == [Delete, Insert]


def test_a_measure_lies_within_its_plan_and_ahead() -> None:
    found = rules.measure(-1, plan(), "走访", at("2026-12-31 00:00"), NOW)
    assert (found.development_id, found.client_id, found.due_at) == (
        1,
        None,
        at("2026-12-31 00:00"),
    )
    for day in ("2027-01-01 00:00", "2026-09-30 23:00"):
        with pytest.raises(Usage, match="outside the plan"):
            rules.measure(-1, plan(), "走访", at(day), NOW)
    with pytest.raises(Usage, match="past"):
        rules.measure(-1, plan(), "走访", at("2026-11-20 00:00"), NOW)


# Evaluations on the agenda


@pytest.mark.parametrize(
    ("now", "last", "owed"),
    [
        ("2026-10-20 09:00", None, None),
        # October is over from the 1st of November, a Sunday: due on Monday the 2nd.
        ("2026-10-31 12:00", None, None),
        ("2026-11-01 09:00", None, Owed(date(2026, 10, 31), date(2026, 11, 2), is_final=False)),
        ("2026-11-23 10:00", None, Owed(date(2026, 10, 31), date(2026, 11, 2), is_final=False)),
        ("2026-11-23 10:00", "2026-10-29 18:00", Owed(date(2026, 10, 31), date(2026, 11, 2), is_final=False)),
        # On the last working day of October it counts for October.
        ("2026-11-23 10:00", "2026-10-30 17:00", None),
        ("2026-11-23 10:00", "2026-11-02 17:00", None),
        ("2026-12-01 08:00", "2026-11-02 17:00", Owed(date(2026, 11, 30), date(2026, 12, 1), is_final=False)),
        # On the last day the final one is still to come.
        ("2026-12-31 20:00", "2026-12-01 09:00", None),
        ("2027-01-04 09:00", "2026-12-31 20:00", Owed(date(2026, 12, 31), date(2027, 1, 1), is_final=True)),
        ("2027-01-04 09:00", "2027-01-02 20:00", None),
    ],
)  # fmt: skip
def test_each_month_and_the_end_owe_an_evaluation(
    now: str, last: str | None, owed: Owed | None
) -> None:
    assert rules.owed(plan(), at(last) if last else None, at(now), MONTHLY) == owed


def test_where_no_day_is_worked_the_first_day_after_is_the_day() -> None:
    never = MONTHLY._replace(is_working=lambda _: False)
    owed = rules.owed(plan(), None, NOW, never)
    assert owed is not None
    assert owed.due == date(2026, 11, 1)


def test_what_was_over_before_the_plan_was_made_is_not_asked_for() -> None:
    assert rules.owed(plan(created_at=at("2026-11-10 09:00")), None, NOW, MONTHLY) is None
    assert rules.owed(plan(created_at=at("2026-10-31 09:00")), None, NOW, MONTHLY) is not None


def test_quarterly_and_at_the_end_alone() -> None:
    year = plan(
        start_on=date(2026, 7, 1), end_on=date(2027, 6, 30), created_at=at("2026-07-01 09:00")
    )
    found = rules.owed(year, None, NOW, QUARTERLY)
    # The holiday and its days in lieu: the first working day after September is the 8th.
    assert found == Owed(date(2026, 9, 30), date(2026, 10, 8), is_final=False)
    assert rules.owed(year, None, NOW, END) is None
    ended = rules.owed(plan(), None, at("2027-01-04 09:00"), END)
    assert ended is not None
    assert ended.is_final


def test_the_agenda_names_the_plan_and_the_last_evaluation() -> None:
    rows: list[tuple[Development, datetime | None]] = [(plan(), None)]
    (item,) = rules.agenda(rows, NOW, MONTHLY)
    assert (item.ref, item.section, item.state) == ("v1", "growth", "overdue")
    assert str(item.when) == "not evaluated yet"
    (first,) = rules.agenda(rows, at("2026-11-02 09:00"), MONTHLY)
    assert first.state == "open"
    assert list(rules.agenda([(plan(), at("2026-11-02 17:00"))], NOW, MONTHLY)) == []


# How it goes


def evaluated(*rows: Progress, now: datetime = NOW, **given: Any) -> Evaluation:
    actions: tuple[Action, ...] = given.pop("actions", ())
    return Evaluation(plan(**given), Days(33, 62), list(rows), actions, [], now)


def test_how_far_behind_and_what_it_takes() -> None:
    # 20 of 62 days' work: 33 days owe 10.6, of which 7 came; 13 are left for 29 days.
    found = evaluated(Progress(target(), Pace(7, 20, 33, 62)))
    assert str(evaluation.shortfall(found, found.rows[0])) == (
        "behind by 3.6; 0.4 a working day needed, 0.3 planned"
    )
    money = target(2, "aum.net_inflow", 300_000_00, "CNY")
    row = Progress(money, Pace(-10_000_00, 300_000_00, 33, 62))
    text = evaluation.shortfall(found, row)
    assert text is not None
    # 300,000 x 33 / 62 = 159,677; 310,000 / 29 = 10,690; 300,000 / 62 = 4,839.
    assert dict(text.params) == {
        "behind": Money(169_677_00, "CNY"), "needed": Money(10_690_00, "CNY"),
        "planned": Money(4_839_00, "CNY"),
    }  # fmt: skip


def test_what_is_on_the_line_attained_or_over_says_so() -> None:
    found = evaluated()
    assert evaluation.shortfall(found, Progress(target(), Pace(11, 20, 33, 62))) is None
    assert evaluation.shortfall(found, Progress(target(), Pace(20, 20, 33, 62))) is None
    nothing_left = Progress(target(), Pace(7, 20, 62, 62))
    assert str(evaluation.shortfall(found, nothing_left)) == "behind by 13; no working day is left"
    over = evaluated(nothing_left, now=at("2027-01-04 09:00"))
    assert str(evaluation.shortfall(over, nothing_left)) == "missed by 13"
    assert evaluation.standing(over, nothing_left) == "missed"
    assert evaluation.standing(over, Progress(target(), Pace(20, 20, 62, 62))) == "attained"


def test_figures_of_a_day_stay_what_they_were_when_the_target_changes() -> None:
    first = evaluated(Progress(target(), Pace(7, 20, 33, 62)))._replace(
        groups=[Covered("tier=key", 60, 41)]
    )
    kept = evaluation.figures(first)
    (row,) = evaluation.compared([Progress(target(amount=30), Pace(9, 30, 38, 62))], kept)
    assert row.before == (7, 20)
    assert str(evaluation.since_last(row)) == "+2"
    stored = json.loads(kept)
    assert stored["targets"][0]["target"] == 20
    assert (stored["elapsed"], stored["total"]) == (33, 62)
    assert stored["groups"] == [{"where": "tier=key", "clients": 60, "reached": 41}]


def test_a_target_of_its_own_currency_or_product_is_another_one() -> None:
    dollars = target(2, "aum.net_inflow", 100, "USD")
    kept = evaluation.figures(evaluated(Progress(dollars, Pace(7, 100, 33, 62))))
    rows = [
        Progress(target(3, "aum.net_inflow", 100, "CNY"), Pace(9, 100, 33, 62)),
        Progress(target(4, "aum.net_inflow", 100, "USD"), Pace(4, 100, 33, 62)),
    ]
    first, second = evaluation.compared(rows, kept)
    assert first.before is None
    assert evaluation.since_last(first) is None
    assert second.before == (7, 100)


def test_everything_of_a_plan_goes_with_it() -> None:
    review = DevelopmentReview(5, 1, NOW, "x", "{}")
    action = rules.measure(3, plan(), "走访", at("2026-12-01 00:00"), NOW)
    file = DevelopmentFile(plan(), (target(7),), (action,), (review,))
    assert rules.removed(file) == [
        Delete("development_target", 7), Delete("action", 3), Delete("development_review", 5),
        Delete("development", 1),
    ]  # fmt: skip
