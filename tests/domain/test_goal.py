"""Goals: what is typed, how a target changes, the line over working days, the states."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from cmcli import measures
from cmcli.calendars import office_calendar
from cmcli.domain import goal as rules
from cmcli.domain.change import Delete, Insert, Update
from cmcli.domain.figures import goals
from cmcli.domain.figures.goals import Aimed, Office, Standing
from cmcli.domain.goal import Aim, Goal, GoalFile, GoalTarget
from cmcli.domain.goal_agenda import agenda
from cmcli.domain.measure import Evidence, Measure, Row, Span, span
from cmcli.domain.pace import Days, Pace, along, attainment, drawn
from cmcli.domain.period import Period, parse_period
from cmcli.messages import Money
from tests.builders import NOW, at, refused

OFFICE = Office(
    office_calendar(official=True, holidays=frozenset(), extra_days=frozenset()), 18 * 60
)
Q4 = (date(2026, 10, 1), date(2026, 12, 31))
# Of the 62 working days of the quarter (18, 21, 23) 33 are gone on the morning of 23 November.
GONE, TOTAL = 33, 62


def target(value: float, since: date = Q4[0], currency: str | None = None, **given: Any) -> Any:
    amount = int(value) if currency else None
    number = None if currency else value
    usual = {"id": 1, "goal_id": 1, "reason": None, "created_at": at("2026-09-30 10:00")}
    fields = {**usual, "since_on": since, "amount": amount, "currency": currency, "number": number}
    return GoalTarget(**{**fields, **given})


def file(
    *targets: GoalTarget, days: tuple[date, date] = Q4, measure: str = "deals.won"
) -> GoalFile:
    goal = Goal(1, measure, "2026Q4", *days, None, at("2026-09-30 10:00"))
    return GoalFile(goal, targets or (target(20),))


Facts = list[tuple[str, float | Money]]


def _within(facts: Facts, over: Span) -> Evidence:
    rows = [Row("deal", n, None, at(day), None, value) for n, (day, value) in enumerate(facts)]
    return Evidence([row for row in rows if over.holds(row.at)])


def _latest(facts: Facts, over: Span) -> Evidence:
    """What stood at the end: the last value known by then."""
    held = [value for day, value in facts if at(day) <= over.at]
    return Evidence([Row("deal", 1, None, None, None, held[-1])] if held else [])


def measure(
    nature: str = "flow", better: str = "more", unit: str = "count", fold: str = "sum",
    compute: Callable[[Any, Span], Evidence] | None = None,
) -> Measure:  # fmt: skip
    found = compute or (_latest if nature == "level" else _within)
    return Measure("deals.won", unit, fold, lambda source: source, found, "", nature, better)


def standing(
    facts: Facts, found: GoalFile | None = None, of: Measure | None = None, moment: datetime = NOW
) -> Standing:
    aimed = Aimed(found or file(), of or measure(), facts)
    return goals.standing(aimed, moment, max(moment, NOW), OFFICE)


# What is typed


@pytest.mark.parametrize(
    ("name", "text", "aimed"),
    [
        ("deals.won", "20", Aim(None, None, 20)),
        ("deals.won", "1,200", Aim(None, None, 1200)),
        ("deals.won_amount", "500万", Aim(500_000_000, "CNY", None)),
        ("deals.won_amount", "20万 usd", Aim(20_000_000, "USD", None)),
        ("sla.response", "98%", Aim(None, None, 0.98)),
        ("sla.response", "98 ％", Aim(None, None, 0.98)),
        ("sla.response", "0.98", Aim(None, None, 0.98)),
        ("sla.response", "1", Aim(None, None, 1)),
        ("sla.response_median", "90m", Aim(None, None, 90)),
        ("sla.response_median", "1.5h", Aim(None, None, 90)),
        ("sla.response_median", "1小时", Aim(None, None, 60)),
        ("deals.cycle_days", "30天", Aim(None, None, 30)),
        ("satisfaction.mean", "4.5", Aim(None, None, 4.5)),
        ("satisfaction.nps", "-10", Aim(None, None, -10)),
        # So many products a client each: no share of a hundred.
        ("clients.cross_sell", "1.8", Aim(None, None, 1.8)),
        ("requests.open_overdue", "0", Aim(None, None, 0)),
    ],
)
def test_a_target_is_read_in_the_unit_of_its_measure(name: str, text: str, aimed: Aim) -> None:
    assert rules.aim(text, measures.named(name), "CNY") == aimed


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("deals.won", "5%", "5% is not a whole number – for example 20"),
        ("deals.won", "2.5", "2.5 is not a whole number – for example 20"),
        ("deals.won", "-3", "-3 is not a whole number – for example 20"),
        ("deals.won", "many", "many is not a whole number – for example 20"),
        ("deals.won", "９", "９ is not a whole number – for example 20"),
        ("sla.response", "98", "98 is no share between 0 and 100 % – for example 98%, 0.98"),
        ("sla.response", "101%", "101% is no share between 0 and 100 % – for example 98%, 0.98"),
        ("sla.response", "60m", "60m is no share between 0 and 100 % – for example 98%, 0.98"),
        ("sla.response_median", "3d", "3d is not a number of minutes – for example 60m, 1h"),
        ("deals.cycle_days", "8h", "8h is not a number of days – for example 30d"),
        ("satisfaction.mean", "good", "good is not a number – for example 4.5"),
        ("satisfaction.mean", "-1", "-1 is not a number – for example 4.5"),
    ],
)
def test_a_target_in_another_unit_is_refused(name: str, text: str, why: str) -> None:
    assert refused(lambda: rules.aim(text, measures.named(name), "CNY")) == why


# Changing


def test_a_new_goal_has_its_target_from_its_first_day() -> None:
    goal = file().goal
    _, made = rules.fresh(goal, Aim(None, None, 20), None)
    assert isinstance(made, Insert)
    assert (
        made.record._asdict() | {"id": 0} == target(20, id=0, created_at=goal.created_at)._asdict()
    )


def test_set_again_it_changes_from_today_and_keeps_what_it_was() -> None:
    (change,) = rules.changed(file(), Aim(None, None, 30), None, "branch", NOW)
    assert isinstance(change, Insert)
    made: Any = change.record
    assert (made.since_on, made.number, made.reason) == (date(2026, 11, 23), 30, "branch")


def test_before_its_period_it_is_replaced_with_all_later_changes() -> None:
    found = file(target(20), target(25, date(2026, 11, 1), id=2))
    first, gone = rules.changed(found, Aim(None, None, 30), None, None, at("2026-09-30 12:00"))
    assert isinstance(first, Update)
    assert (first.id, first.fields) == (1, {"number": 30})
    assert gone == Delete("goal_target", 2)


def test_a_second_change_on_one_day_takes_the_place_of_the_first() -> None:
    found = file(target(20), target(25, NOW.date(), id=2))
    (change,) = rules.changed(found, Aim(None, None, 30), None, None, NOW)
    assert isinstance(change, Update)
    assert (change.id, change.fields) == (2, {"number": 30})


def test_the_target_that_stands_is_no_change() -> None:
    assert rules.changed(file(), Aim(None, None, 20), None, "again", NOW) == []


def test_a_change_lies_in_the_period_and_after_the_last_one() -> None:
    found, aimed = file(target(20), target(25, date(2026, 11, 10))), Aim(None, None, 30)

    def change(since: date | None, now: datetime = NOW) -> Callable[[], object]:
        return lambda: rules.changed(found, aimed, since, None, now)

    assert "2027-01-01 is outside 2026Q4" in refused(change(date(2027, 1, 1)))
    assert "2026-09-30 is outside 2026Q4" in refused(change(date(2026, 9, 30)))
    assert refused(change(date(2026, 11, 9))) == (
        "the target of g1 was changed from 2026-11-10 on already – "
        "from that day or later: --from 2026-11-10"
    )
    assert "2026Q4 is over" in refused(change(None, at("2027-01-01 00:00")))
    assert rules.changed(found, aimed, date(2026, 12, 31), None, at("2026-12-31 23:59"))


# The line


def test_the_line_bends_where_the_target_changes() -> None:
    """20 until 2 November, when 18 of 62 days are gone: 20 × 18/62 by then; then on to 31."""
    line = drawn(0, [(0, 20), (18, 31)], TOTAL)
    bend = 20 * 18 / 62
    assert [gone for gone, _ in line] == [0, 18, 62]
    assert along(line, 9) == pytest.approx(20 * 9 / 62)
    assert along(line, 18) == pytest.approx(bend)
    # Half of the 44 days left: half of what is left.
    assert along(line, 40) == pytest.approx(bend + (31 - bend) / 2)
    assert along(line, 62) == 31


def test_two_bends_and_a_change_on_the_first_and_on_the_last_day() -> None:
    assert along(drawn(0, [(0, 20), (0, 31)], 62), 31) == 15.5
    assert along(drawn(0, [(0, 20), (62, 31)], 62), 61) == pytest.approx(20 * 61 / 62)
    assert along(drawn(0, [(0, 20), (62, 31)], 62), 62) == 31
    # 10 after 31 of 62; from there to 5 at the end: 7.5 half-way, then up to 12.
    line = drawn(0, [(0, 20), (31, 5)], 93)
    assert along(line, 31) == pytest.approx(20 / 3)
    assert along(drawn(0, [(0, 30), (31, 10), (62, 40)], 93), 62) == pytest.approx(10)
    assert along(drawn(0, [(0, 20)], 0), 0) == 20


def test_a_flow_behind_its_line() -> None:
    one = standing([("2026-10-12 10:00", 3), ("2026-11-20 10:00", 4), ("2026-09-30 23:59", 9)])
    assert (one.actual, one.days, one.state) == (7, Days(GONE, TOTAL), "behind")
    assert one.expected == pytest.approx(20 * 33 / 62)  # 10.6
    assert one.short == pytest.approx(20 * 33 / 62 - 7)
    assert one.needed == pytest.approx(13 / 29)
    assert one.projection == pytest.approx(7 * 62 / 33)
    assert one.attainment == 0.35


def test_a_change_on_the_way_moves_the_line_not_what_was_expected_before() -> None:
    found = file(target(20), target(31, date(2026, 11, 2), id=2))
    bend = 20 * 18 / 62
    one = standing([("2026-10-12 10:00", 9)], found)
    assert one.expected == pytest.approx(bend + (31 - bend) * 15 / 44)  # 14.4
    assert one.target.number == 31
    # On 31 October the old target held: 18 days gone, 5.8 expected, 9 done.
    then = standing([("2026-10-12 10:00", 9)], found, moment=at("2026-10-31 12:00"))
    assert (then.target.number, then.state) == (20, "on_track")
    assert then.expected == pytest.approx(bend)


def test_a_change_agreed_for_later_counts_from_its_day() -> None:
    found = file(target(20), target(62, date(2026, 12, 1), id=2))
    assert standing([], found).expected == pytest.approx(20 * 33 / 62)
    later = standing([], found, moment=at("2026-12-01 09:00"))
    assert later.expected == pytest.approx(20 * 39 / 62)


def test_only_the_currency_of_the_goal_counts() -> None:
    found = file(target(62_000, currency="CNY"), measure="deals.won_amount")
    facts: Facts = [
        ("2026-10-12 10:00", Money(40_000, "CNY")),
        ("2026-10-13 10:00", Money(7, "USD")),
    ]
    one = standing(facts, found, measure(unit="money"))
    assert (one.actual, one.state, one.others) == (40_000, "on_track", (Money(7, "USD"),))
    assert one.expected == 33_000
    dollars = standing(facts, file(target(62, currency="USD")), measure(unit="money"))
    assert (dollars.actual, dollars.state) == (7, "behind")


def test_more_out_than_in_is_behind_by_more_than_the_line() -> None:
    found = file(target(62_000, currency="CNY"))
    one = standing([("2026-10-12 10:00", Money(-1_000, "CNY"))], found, measure(unit="money"))
    assert (one.actual, one.expected, one.short) == (-1_000, 33_000, 34_000)
    assert one.needed == pytest.approx(63_000 / 29)
    assert one.projection == pytest.approx(-1_000 * 62 / 33)
    assert one.attainment == pytest.approx(-1 / 62)


def test_a_level_goes_from_where_it_stood_to_the_target() -> None:
    """31 on the eve, 93 wanted: one more each working day."""
    facts: Facts = [("2026-09-30 10:00", 31), ("2026-11-20 10:00", 60)]
    one = standing(facts, file(target(93)), measure("level"))
    assert (one.actual, one.expected, one.short, one.state) == (60, 64, 4, "behind")
    assert one.needed == pytest.approx(33 / 29)
    assert one.projection == pytest.approx(31 + 29 * 62 / 33)


def test_a_level_to_come_down_to() -> None:
    """62 late on the eve, none wanted: 29 may be left, and 20 are."""
    late: Facts = [("2026-09-30 10:00", 62), ("2026-11-20 10:00", 20)]
    one = standing(late, file(target(0)), measure("level", "less"))
    assert (one.expected, one.short, one.state) == (29, 0, "on_track")
    assert one.attainment == 0
    more = standing([late[0], ("2026-11-20 10:00", 30)], file(target(0)), measure("level", "less"))
    assert (more.short, more.state, more.needed) == (1, "behind", 30 / 29)
    none = standing([late[0], ("2026-11-20 10:00", 0)], file(target(0)), measure("level", "less"))
    assert (none.state, none.short, none.needed, none.attainment) == ("attained", 0, None, 1)
    # What stands at a moment never comes to less than nothing.
    assert none.projection == 0


def test_a_rate_has_no_line() -> None:
    rate = measure("rate", unit="ratio", fold="share")
    found = file(target(0.9))
    nine = [("2026-10-12 10:00", 1.0)] * 9
    kept = standing([*nine, ("2026-10-13 10:00", 0)], found, rate)
    assert (kept.actual, kept.state, kept.expected, kept.needed) == (0.9, "attained", None, None)
    short = standing([*nine[:7], ("2026-10-13 10:00", 0)], found, rate)
    assert (short.actual, short.state) == (0.875, "behind")
    assert short.short == pytest.approx(0.025)
    assert standing([], found, rate).state == "unmeasured"
    over = standing([*nine[:7], ("2026-10-13 10:00", 0)], found, rate, at("2027-01-04 09:00"))
    assert over.state == "missed"


def test_a_time_to_stay_under_is_attained_at_it() -> None:
    rate, found = measure("rate", "less", "minutes", "median"), file(target(60))
    assert standing([("2026-10-12 10:00", 60)], found, rate).state == "attained"
    slow = standing([("2026-10-12 10:00", 75)], found, rate)
    assert (slow.state, slow.short, slow.attainment) == ("behind", 15, 0.8)


@pytest.mark.parametrize(
    ("count", "moment", "state", "short"),
    [
        (0, "2026-11-23 10:00", "on_track", 0),
        # 62 in a quarter: 33 by now.
        (33, "2026-11-23 10:00", "on_track", 0),
        (34, "2026-11-23 10:00", "behind", 1),
        (62, "2026-11-23 10:00", "behind", 29),
        (63, "2026-11-23 10:00", "missed", 1),
        (62, "2027-01-01 10:00", "attained", 0),
        (63, "2027-01-01 10:00", "missed", 1),
    ],
)
def test_a_ceiling_is_settled_at_the_end(count: int, moment: str, state: str, short: float) -> None:
    facts: Facts = [("2026-10-12 10:00", 1)] * count
    one = standing(facts, file(target(62)), measure(better="less"), at(moment))
    assert (one.state, one.short, one.needed) == (state, short, None)


def test_no_sale_after_a_warning_is_on_track_until_there_is_one() -> None:
    none = measure(better="less")
    assert standing([], file(target(0)), none).state == "on_track"
    assert standing([("2026-10-12 10:00", 1)], file(target(0)), none).state == "missed"
    assert standing([], file(target(0)), none, at("2027-01-01 00:00")).state == "attained"


def test_what_has_not_begun_has_no_figure() -> None:
    one = standing([("2026-10-12 10:00", 1)], moment=at("2026-09-30 23:59"))
    assert (one.state, one.actual, one.expected, one.attainment) == ("coming", None, None, None)
    assert one.days == Days(0, TOTAL)


def test_the_last_second_of_the_period_is_its_end() -> None:
    facts: Facts = [("2026-12-31 23:00", 19)]
    assert standing(facts, moment=at("2026-12-31 23:59:58")).state == "behind"
    last = standing(facts, moment=at("2026-12-31 23:59:59"))
    assert (last.state, last.short, last.needed, last.projection) == ("missed", 1, None, None)


def test_a_period_without_a_working_day_expects_all_of_it() -> None:
    weekend = file(target(3), days=(date(2026, 11, 21), date(2026, 11, 22)))
    one = standing([("2026-11-21 10:00", 1)], weekend, moment=at("2026-11-21 12:00"))
    assert (one.days, one.expected, one.short, one.needed) == (Days(0, 0), 3, 2, None)


@pytest.mark.parametrize(
    ("actual", "wanted", "less", "part"),
    [
        (10, 20, False, 0.5),
        (30, 20, False, 1.5),
        (0, 0, False, 1),
        (-1, 0, False, None),
        (3, 0, True, 0),
        (0, 0, True, 1),
        (5, 20, True, 1),
        (40, 20, True, 0.5),
    ],
)
def test_attainment(actual: float, wanted: float, less: bool, part: float | None) -> None:
    assert attainment(actual, wanted, less=less) == part


def test_a_pace_down_needs_what_is_too_much() -> None:
    pace = Pace(30, 10, 31, 62, ((0, 40), (62, 10)), less=True)
    assert (pace.expected, pace.behind, pace.missing, pace.planned) == (25, 5, 20, 30 / 62)
    assert pace.needed == pytest.approx(20 / 31)
    assert pace.projection == 20


# What a goal asks of a shorter period


def test_a_week_owes_its_working_days_share_of_a_flow() -> None:
    def gone(day: date) -> int:
        return goals.gone_of(file(), OFFICE)(day)  # type: ignore[no-any-return]

    days, week = Days(0, TOTAL), parse_period("2026-W47", NOW.date())
    assert rules.share(file(target(62)), "flow", week, gone, days) == pytest.approx(5)
    assert rules.share(file(target(62)), "rate", week, gone, days) == 62
    assert rules.share(file(target(62)), "level", week, gone, days) == 62
    # The week of the holiday: Thursday 1 to Sunday 4 October have no working day.
    holiday = Period("", date(2026, 10, 1), date(2026, 10, 4))
    assert rules.share(file(target(62)), "flow", holiday, gone, days) == 0
    # Raised on 2 November: that week is the first of 44 days with 31 − 5.8 before them.
    raised = file(target(20), target(31, date(2026, 11, 2)))
    bend = 20 * 18 / 62
    first = parse_period("2026-W45", NOW.date())
    assert rules.share(raised, "flow", first, gone, days) == pytest.approx((31 - bend) * 5 / 44)
    before = parse_period("2026-W44", NOW.date())
    assert rules.share(raised, "flow", before, gone, days) == pytest.approx(20 * 5 / 62)
    whole = Period("2026Q4", *Q4)
    assert rules.share(raised, "flow", whole, gone, days) == 31


# The measure and the line of the agenda


def test_the_share_of_goals_attained_by_the_end_of_a_week() -> None:
    def over(text: str) -> Span:
        return span(parse_period(text, NOW.date()), NOW)

    facts: Facts = [("2026-10-12 10:00", 5), ("2026-11-17 10:00", 15)]
    year = file(target(20), days=(date(2026, 1, 1), date(2026, 12, 31)))
    october = file(target(6), days=(date(2026, 10, 1), date(2026, 10, 31)))
    coming = file(target(0), days=(date(2027, 1, 1), date(2027, 3, 31)))
    rate = measure("rate", unit="ratio", fold="share")
    aimed = [
        Aimed(year, measure(), facts), Aimed(october, measure(), facts),
        Aimed(coming, measure(), facts), Aimed(file(target(30)), measure(better="less"), facts),
        Aimed(file(target(0.5)), rate, []),
    ]  # fmt: skip

    def values(text: str) -> list[Any]:
        return [row.value for row in goals.attainment(aimed, over(text)).rows or []]

    # The year's 20 are there by the week of the 17th, not the week before; the ceiling waits.
    assert values("2026-W46") == [0, 0]
    assert values("2026-W47") == [1, 0]
    # October ended within the quarter: 5 of 6.
    assert values("2026Q4") == [1, 0, 0]
    ((_, left),) = goals.attainment(aimed, over("2026Q4")).parts
    assert left == 1


def test_one_line_for_all_that_are_behind() -> None:
    little = standing([("2026-10-12 10:00", 10)])
    much = standing([("2026-10-12 10:00", 1)], file(target(20))._replace())
    fine = standing([("2026-10-12 10:00", 20)])
    (item,) = agenda([little, fine, much], 0, NOW)
    assert str(item.title) == "goals: 2 of 3 behind"
    assert "9.6 short of pace" in str(item.when)
    assert (item.section, item.due, item.state) == ("schedule", None, "open")
    assert "33 of 62 gone" in str(item.why)
    assert list(agenda([fine], 3, NOW)) == []
    (left,) = agenda([little], 3, NOW)
    assert "not looked at, too many contacts: 3" in str(left.when)
