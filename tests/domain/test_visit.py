"""A round worked by hand: hours of the day, ways, lunch, opening hours, who does not fit."""

from datetime import UTC, date
from typing import Any

import pytest

from cmcli.domain import visit as rules
from cmcli.domain import visit_why
from cmcli.domain.cadence import KeyClient
from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held, Holding
from cmcli.domain.maturity import Policy
from cmcli.domain.opening import Opening, clock, windows_in
from cmcli.domain.product import Product
from cmcli.domain.visit import Booked, Candidate, Reason, Terms
from cmcli.errors import Usage
from cmcli.messages import say
from tests.builders import NOW, TAG, at, callback, deal

# 09:00 to 12:00 and 13:30 to 18:00; an hour a visit, 20 minutes near, 40 far.
TERMS = Terms(((540, 720), (810, 1080)), 540)


def one(
    number: int, hours: str | None = None, district: str | None = "A", kind: str = "contact",
    *, late: bool = False,
) -> Candidate:  # fmt: skip
    windows = windows_in(hours) if hours else None
    opening = Opening(windows, hours) if hours and windows else None
    tag = ClientTag(number, f"client {number}", "key")
    return Candidate(tag, district, None, opening, (Reason(kind, say("why"), late=late),))


def round_of(*candidates: Candidate, terms: Terms = TERMS, booked: Any = ()) -> Any:
    found = rules.planned(candidates, terms, booked)
    stops = [(stop.candidate.client.id, clock(stop.start), clock(stop.end)) for stop in found.stops]
    return stops, [(missed.candidate.client.id, missed.code) for missed in found.missed]


def test_visits_follow_each_other_with_the_way_between() -> None:
    stops, missed = round_of(one(1), one(2))
    assert stops == [(1, "09:00", "10:00"), (2, "10:20", "11:20")]
    assert missed == []


def test_no_visit_lies_in_the_lunch_break() -> None:
    # After 11:20 and 20 minutes of way it is 11:40: an hour ends at 12:40, so the third waits.
    stops, _ = round_of(one(1), one(2), one(3))
    assert stops[2] == (3, "13:30", "14:30")


def test_who_closes_first_is_visited_first() -> None:
    stops, _ = round_of(one(1), one(2, "08:00-10:00"), one(3, "09:00-11:30"))
    assert stops == [(2, "09:00", "10:00"), (3, "10:20", "11:20"), (1, "13:30", "14:30")]


def test_somebody_without_hours_fills_a_gap_that_delays_nobody() -> None:
    # 2 opens at 10:30 and closes first; 1 is seen before, from 09:00 to 10:00, with 20 minutes.
    stops, _ = round_of(one(1), one(2, "10:30-11:30"))
    assert stops == [(1, "09:00", "10:00"), (2, "10:30", "11:30")]
    # At 10:10 the gap is too short: 1 comes after lunch.
    stops, _ = round_of(one(1), one(2, "10:10-11:30"))
    assert stops == [(2, "10:10", "11:10"), (1, "13:30", "14:30")]


def test_districts_stand_together_with_the_longer_way_between() -> None:
    stops, _ = round_of(one(1), one(2, district="B"), one(3), one(4, district="B"))
    assert stops == [
        (1, "09:00", "10:00"), (3, "10:20", "11:20"), (2, "13:30", "14:30"), (4, "14:50", "15:50"),
    ]  # fmt: skip
    far, _ = round_of(one(1), one(2, district="B"))
    assert far[1] == (2, "10:40", "11:40")


def test_the_district_of_the_most_pressing_visit_comes_first_and_an_unknown_one_last() -> None:
    candidates = one(1), one(2, district="B", kind="promise"), one(3, district=None, late=True)
    stops, _ = round_of(*candidates)
    assert [number for number, *_ in stops] == [2, 1, 3]
    # Two of whom nobody knows where they live are far from each other.
    stops, _ = round_of(one(1, district=None), one(2, district=None))
    assert stops[1] == (2, "10:40", "11:40")


def test_the_other_district_comes_first_where_somebody_closes_too_early_there() -> None:
    # After 1 in A it is 10:00, with the way 10:40: too late for 2, who closes at 11:30.
    stops, missed = round_of(one(1, kind="promise"), one(2, "09:00-11:30", district="B"))
    assert (stops, missed) == ([(2, "09:00", "10:00"), (1, "10:40", "11:40")], [])
    # Who closes at noon can wait.
    stops, _ = round_of(one(1, kind="promise"), one(2, "09:00-12:00", district="B"))
    assert [number for number, *_ in stops] == [1, 2]


def test_too_many_clients_leave_out_the_least_needed() -> None:
    # 09:00, 10:20, 13:30, 14:50, 16:10; a sixth would end at 18:30.
    stops, missed = round_of(one(9, kind="promise"), *[one(number) for number in range(1, 6)])
    assert [start for _, start, _ in stops] == ["09:00", "10:20", "13:30", "14:50", "16:10"]
    assert [number for number, *_ in stops] == [9, 1, 2, 3, 4]
    assert missed == [(5, "full")]


def test_a_pressing_visit_does_not_give_way_to_one_that_closes_early() -> None:
    short = TERMS._replace(windows=((540, 600),))
    stops, missed = round_of(one(1, kind="promise"), one(2, "09:00-10:00"), terms=short)
    assert (stops, missed) == ([(1, "09:00", "10:00")], [(2, "full")])


def test_who_is_closed_all_day_does_not_fit_and_is_told_from_who_is_closed_then() -> None:
    evening = one(1, "19:00-21:00", kind="promise")
    lunch, short = one(2, "12:00-13:30"), one(3, "09:00-09:45")
    assert round_of(evening, lunch, short)[1] == [(1, "closed"), (2, "closed"), (3, "closed")]
    both = one(4, "09:00-10:00", kind="promise"), one(5, "09:00-10:10")
    assert round_of(*both) == ([(4, "09:00", "10:00")], [(5, "shut")])


def test_nobody_is_visited_before_the_start_that_was_given() -> None:
    stops, missed = round_of(one(1), one(2, "09:00-10:30"), terms=TERMS._replace(start=600))
    assert stops == [(1, "10:00", "11:00")]
    assert missed == [(2, "closed")]


def booked(start: int, district: str = "A") -> Booked:
    return Booked(TAG, callback(NOW), district, start, start + 60)


def test_what_is_booked_before_stays_with_the_way_to_it_and_from_it() -> None:
    # Booked 10:00 to 11:00 nearby: free until 09:40 and from 11:20, which is too short: 13:30.
    assert round_of(one(1), booked=[booked(600)])[0] == [(1, "13:30", "14:30")]
    # Booked 10:20: 09:00 to 10:00 is free; from another district the way is 40 minutes.
    assert round_of(one(1), booked=[booked(620)])[0] == [(1, "09:00", "10:00")]
    assert round_of(one(1), booked=[booked(620, "B")])[0] == [(1, "13:30", "14:30")]


def test_nobody_to_visit_is_an_empty_round() -> None:
    assert round_of() == ([], [])


def test_a_limit_takes_the_most_needed() -> None:
    found = rules.limited([one(1), one(2, kind="deal"), one(3, late=True)], 2)
    assert [candidate.client.id for candidate in found] == [3, 2]


# What is typed


@pytest.mark.parametrize(("typed", "minutes"), [("9", 540), ("09:30", 570), ("14：05", 845)])
def test_a_start_is_a_time_of_day(typed: str, minutes: int) -> None:
    assert rules.starts_at(typed) == minutes


@pytest.mark.parametrize("typed", ["", "25:00", "9:60", "soon", "-1", "9:5:5"])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(Usage, match="no time of day"):
        rules.starts_at(typed)


@pytest.mark.parametrize("typed", ["", "far", "-5", "241", "1.5", "２０"])
def test_a_way_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Usage) as error:
        rules.way_minutes(typed)
    assert "--travel 20" in str(error.value.hint)


def test_a_way_may_take_no_time() -> None:
    assert (rules.way_minutes("0"), rules.way_minutes("240")) == (0, 240)


def test_a_day_that_is_past_is_refused_and_today_begins_now() -> None:
    with pytest.raises(Usage, match="past"):
        rules.not_past(at("2026-11-22 10:00").date(), NOW)
    rules.not_past(NOW.date(), NOW)
    # 10:01 on the next five minutes; tomorrow from the beginning.
    late = at("2026-11-23 10:01")
    assert rules.terms_of(TERMS, NOW.date(), late).start == 605
    assert rules.terms_of(TERMS, at("2026-11-24 10:00").date(), late).start == 540


def test_a_day_without_room_for_a_single_visit_says_so() -> None:
    with pytest.raises(Usage, match="between 17:05 and 18:00"):
        rules.terms_of(TERMS, NOW.date(), at("2026-11-23 17:01"))


# Why somebody is visited


def found(source: Any) -> list[tuple[str, bool, str]]:
    return [(reason.kind, reason.late, str(reason.text)) for _, reason in source]


def test_a_promise_is_a_reason_and_a_booked_visit_is_none() -> None:
    late = callback(at("2026-11-20 10:00"), purpose="term sheet")
    visit = callback(NOW, purpose="拜访：滨江区 · 谈续存")
    assert found(visit_why.promises([(late, TAG), (visit, TAG)], NOW)) == [
        ("promise", True, "term sheet (b1)")
    ]


def test_a_deal_is_a_reason_in_negotiation_or_when_its_step_is_due() -> None:
    until = at("2026-11-25 00:00")
    cases: tuple[Any, ...] = (
        (deal(), []),
        (deal(stage="negotiation"), [("deal", False)]),
        (deal(next_due_at=at("2026-11-24 15:00")), [("deal", False)]),
        (deal(next_due_at=at("2026-11-20 15:00")), [("deal", True)]),
        (deal(next_due_at=until), []),
    )
    for one_, expected in cases:
        said = [(kind, late) for kind, late, _ in found(visit_why.deals([(one_, TAG)], until, NOW))]
        assert said == expected


def test_a_contact_is_due_with_the_last_one_said() -> None:
    keys = [KeyClient(TAG, NOW, at("2026-09-01 10:00")), KeyClient(TAG, NOW, None)]
    texts = [text for *_, text in found(visit_why.contacts(keys, NOW))]
    assert texts == [
        "contact of the quarter due, last met 2026-09-01", "contact of the quarter due, never met",
    ]  # fmt: skip


def held(maturity: date) -> Held:
    blank: dict[str, Any] = dict.fromkeys(Holding._fields)
    usual = {"id": 1, "client_id": 1, "product_id": 1, "amount": 100_000, "currency": "CNY"}
    holding = Holding(**{**blank, **usual, "start_on": date(2026, 1, 5), "maturity_on": maturity})
    product = Product(1, "TD-12", "一年期", "deposit", "R1", None, "CNY", None, NOW)
    return Held(holding, product, TAG, None)


def test_what_matures_is_a_reason_from_its_first_notice_on() -> None:
    policy = Policy((2,), lambda day: day.weekday() < 5)
    thursday = at("2026-11-26 00:00").date()
    soon = held(thursday)
    monday, tuesday = NOW.date(), at("2026-11-24 00:00").date()
    assert found(visit_why.maturities([soon], monday, policy)) == []
    assert [kind for kind, *_ in found(visit_why.maturities([soon], tuesday, policy))] == [
        "maturity"
    ]


def test_reasons_stand_by_how_pressing_they_are() -> None:
    late = Reason("contact", say("late"), late=True)
    promise, contact = Reason("promise", say("a")), Reason("contact", say("b"))
    sources = iter([(TAG, contact)]), iter([(TAG, promise), (TAG, late)])
    assert visit_why.by_client(*sources) == {1: (late, promise, contact)}


# What is booked


def test_each_stop_is_promised_at_its_time_in_utc() -> None:
    planned = rules.planned([one(1), one(2)], TERMS)
    made = rules.bookings(planned, ["visit: a", "visit: b"], at("2026-11-24 00:00").date(), NOW)
    assert [callback.due_at for callback in made] == [
        at("2026-11-24 09:00"),
        at("2026-11-24 10:20"),
    ]
    assert {callback.due_at.tzinfo for callback in made} == {UTC}
    assert [(callback.id, callback.client_id, callback.purpose) for callback in made] == [
        (-1, 1, "visit: a"), (-2, 2, "visit: b"),
    ]  # fmt: skip


def test_the_purpose_says_the_place_and_the_first_reason() -> None:
    assert str(rules.purpose(one(1))) == "A · why"
    assert str(rules.purpose(one(1, district=None))) == "why"
