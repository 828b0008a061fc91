from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain import assessment as rules
from cmcli.domain.assessment import Assessment, Limits, Policy, Watch
from cmcli.domain.change import Delete, Insert
from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held, Holding
from cmcli.domain.product import Product
from cmcli.domain.sale_check import SaleCheck
from cmcli.errors import Refused
from tests.builders import NOW, TAG, at

LIMITS = Limits()
TODAY = NOW.date()


def made(when: str = "2026-11-23 09:00", **given: Any) -> Assessment:
    moment = at(when)
    usual: dict[str, Any] = {
        "id": 1, "client_id": 1, "at": moment, "level": "C3", "score": None, "answers": None,
        "questionnaire": None, "expires_on": rules.expiry(moment.date(), 12),
        "confirmed_at": None, "note": None, "created_at": moment,
    }  # fmt: skip
    return Assessment(**{**usual, **given})


def assessed(
    new: Assessment, *others: Assessment, limits: Limits = LIMITS, confirmed: bool = False
) -> Assessment:
    [change] = rules.assessed(
        new, others, limits, NOW, confirmed=confirmed, command="cm assess c1 --level C3"
    )
    assert isinstance(change, Insert)
    assert isinstance(change.record, Assessment)
    return change.record


# How long it holds


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_an_assessment_is_valid_for_calendar_months(day: date, months: int, last: date) -> None:
    assert rules.expiry(day, months) == last


def test_twelve_months_plus_a_day_is_lapsed() -> None:
    one = assessed(made(expires_on=TODAY))
    assert one.expires_on == date(2027, 11, 23)
    assert one.is_valid(date(2027, 11, 23))
    assert not one.is_valid(date(2027, 11, 24))


def test_the_day_is_that_of_the_managers_zone() -> None:
    late = made("2026-11-23 00:30")
    assert assessed(late).expires_on == date(2027, 11, 23)


# How many


def days(*given: str) -> list[date]:
    return [date.fromisoformat(day) for day in given]


def test_two_a_day_and_not_three() -> None:
    rules.within(TODAY, [TODAY], LIMITS)
    with pytest.raises(Refused) as caught:
        rules.within(TODAY, [TODAY, TODAY], LIMITS)
    assert "art. 29" in str(caught.value)
    assert "2026-11-24" in str(caught.value.hint)
    rules.within(TODAY + timedelta(days=1), [TODAY, TODAY], LIMITS)


def test_eight_in_twelve_months_and_not_nine() -> None:
    taken = days("2026-01-10", *(f"2026-{month:02}-10" for month in range(2, 8)))
    rules.within(TODAY, taken, LIMITS)
    taken = [*taken, date(2026, 9, 10)]
    with pytest.raises(Refused) as caught:
        rules.within(TODAY, taken, LIMITS)
    assert "2027-01-10" in str(caught.value.hint)
    with pytest.raises(Refused):
        rules.within(date(2027, 1, 9), taken, LIMITS)
    rules.within(date(2027, 1, 10), taken, LIMITS)


def test_one_entered_late_counts_in_every_twelve_months_around_it() -> None:
    # Four before and four after the day: 12 months that begin before it and end after it.
    around = days("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10",
                  "2026-08-10", "2026-09-10", "2026-10-10", "2026-11-10")  # fmt: skip
    with pytest.raises(Refused):
        rules.within(date(2026, 6, 1), around, LIMITS)
    apart = [*around[:4], *days("2027-01-10", "2027-02-10", "2027-03-10", "2027-04-10")]
    rules.within(date(2026, 6, 1), apart, LIMITS)
    with pytest.raises(Refused):
        rules.within(date(2026, 6, 1), days("2026-06-01", "2026-06-01"), LIMITS)


def test_what_was_too_many_elsewhere_is_no_hindrance_now() -> None:
    crowded = [date(2020, 1, 1) + timedelta(days=number) for number in range(12)]
    rules.within(TODAY, crowded, LIMITS)


def test_a_stricter_setting_holds() -> None:
    with pytest.raises(Refused):
        rules.within(TODAY, [TODAY], Limits(per_day=1))
    with pytest.raises(Refused):
        rules.within(TODAY, days("2026-01-10"), Limits(per_year=1))


@given(st.lists(st.integers(0, 800), max_size=24), st.integers(0, 800))
def test_the_day_that_is_named_is_the_first_on_which_one_more_fits(
    offsets: list[int], wanted: int
) -> None:
    start = date(2026, 1, 1)
    taken: list[date] = []
    for offset in sorted(offsets):
        try:
            rules.within(start + timedelta(days=offset), taken, LIMITS)
        except Refused:
            continue
        taken.append(start + timedelta(days=offset))
    assert all(taken.count(day) <= 2 for day in taken)
    for first in taken:
        last = rules.expiry(first, 12)
        assert sum(first <= day < last for day in taken) <= 8
    day = start + timedelta(days=wanted)
    try:
        rules.within(day, taken, LIMITS)
    except Refused as error:
        named = dict(error.hint.params if error.hint else ())["day"]
        rules.within(named, taken, LIMITS)
        while (day := day + timedelta(days=1)) < named:
            with pytest.raises(Refused):
                rules.within(day, taken, LIMITS)


# Another level


def test_another_level_needs_the_clients_confirmation() -> None:
    before = made("2026-01-10 09:00", id=5, level="C2")
    with pytest.raises(Refused) as caught:
        assessed(made(), before)
    assert "cm assess c1 --level C3 --confirm" in str(caught.value.hint)
    assert assessed(made(), before, confirmed=True).confirmed_at == made().at


def test_the_first_and_the_same_level_need_none() -> None:
    assert assessed(made()).confirmed_at is None
    same = made("2026-01-10 09:00", id=5)
    assert assessed(made(), same, confirmed=True).confirmed_at is None


def test_the_level_before_is_the_one_made_before() -> None:
    earlier = made("2026-01-10 09:00", id=7, level="C3")
    later = made("2026-11-20 09:00", id=5, level="C1")
    assert assessed(made("2026-06-01 09:00"), earlier, later).level == "C3"
    twin = made("2026-01-10 09:00", id=8, level="C2")
    assert rules.preceding(at("2026-01-10 09:00"), [earlier, twin]) == twin


# What follows


def held(
    risk: str | None, regime: str = "nfra", kind: str = "wealth", seller: str | None = None
) -> Held:
    product = Product(1, "W", "稳进", kind, risk, None, "CNY", None, NOW, regime, seller)
    holding = Holding(1, 1, 1, 100, "CNY", None, TODAY, None, None, None, None, None, None, None,
                      NOW)  # fmt: skip
    return Held(holding, product, TAG)


def test_what_is_held_above_the_level() -> None:
    fits, too_high, rated_higher = held("R2"), held("R3"), held("R1", seller="R3")
    others = [held(None), held("R5", regime="none"), held("R5", kind="loan")]
    assert rules.above([fits, too_high, rated_higher, *others], "C2") == [too_high, rated_higher]
    assert rules.above([too_high], "C3") == []


def sold(when: str, regime: str = "nfra") -> SaleCheck:
    return SaleCheck(1, 7, 1, 1, at(when), regime, "suitable", "R2", "C3", "", None, None, None)


def test_one_that_a_sale_was_judged_by_stays() -> None:
    one = made("2026-06-01 15:00")
    later = made("2026-10-01 09:00", id=2)
    with pytest.raises(Refused) as caught:
        rules.removable(one, [(sold("2026-07-01 09:00"), [later, one])], NOW)
    assert "d7" in str(caught.value)
    # A sale goes by the assessment of its day, made before or after it.
    with pytest.raises(Refused):
        rules.removable(one, [(sold("2026-06-01 09:00"), [later, one])], NOW)
    for check in (sold("2026-05-31 09:00"), sold("2026-10-01 09:00"),
                  sold("2026-07-01 09:00", "none")):  # fmt: skip
        assert rules.removable(one, [(check, [later, one])], NOW) == Delete("assessment", 1)


# The agenda


def items(*rows: Watch, policy: Policy = Policy()) -> list[Any]:  # noqa: B008 a value
    return list(rules.agenda(rows, NOW, policy))


def until(day: date, level: str = "C3") -> Assessment:
    return made("2026-01-10 09:00", id=9, expires_on=day, level=level)


@pytest.mark.parametrize(
    ("ahead", "levels", "states"),
    [
        (31, (2,), []),
        (30, (2,), ["open"]),
        (8, (2,), ["open"]),
        (7, (2,), ["at_risk"]),
        (0, (2,), ["at_risk"]),
        (-1, (2,), ["overdue"]),
        (-400, (2,), ["overdue"]),
        (31, (), []),
        (30, (), ["open"]),
        (0, (), ["open"]),
        (-1, (), []),
    ],
)
def test_an_end_is_shown_and_a_lapse_where_something_above_r1_is_held(
    ahead: int, levels: tuple[int, ...], states: list[str]
) -> None:
    found = items(Watch(TAG, until(TODAY + timedelta(days=ahead)), levels))
    assert [item.state for item in found] == states
    for item in found:
        assert (item.ref, item.kind, item.section) == ("x9", "assessment", "assessments")
        assert item.due == at((TODAY + timedelta(days=ahead)).isoformat())
        assert "cm assess 王建国" in str(item.why)


def test_the_notice_is_a_setting() -> None:
    row = Watch(TAG, until(TODAY + timedelta(days=5)), (2,))
    assert items(row, policy=Policy(notice_days=5))
    assert not items(row, policy=Policy(notice_days=4))


def test_holdings_above_the_level_ask_for_an_adjustment() -> None:
    [item] = items(Watch(TAG, until(date(2027, 11, 1), "C2"), (2, 3, 4)))
    assert (item.ref, item.due, item.state) == ("x9", None, "open")
    assert "2 holdings above C2" in str(item.title)
    assert "R4" in str(item.when)
    assert not items(Watch(TAG, until(date(2027, 11, 1), "C4"), (2, 3, 4)))


def test_holdings_without_any_assessment() -> None:
    [item] = items(Watch(TAG, None, (2,)))
    assert (item.ref, item.due, item.state) == ("c1", None, "open")
    assert "no risk assessment" in str(item.title)


def test_one_line_a_client_the_most_pressing() -> None:
    [item] = items(Watch(TAG, until(TODAY - timedelta(days=3), "C1"), (3,)))
    assert item.state == "overdue"
    assert "1 holding is above C1" in str(item.why)


def test_what_can_wait_is_shared_out_key_clients_first() -> None:
    def client(number: int, tier: str = "standard") -> ClientTag:
        return ClientTag(number, f"客户{number}", tier)

    rows = [Watch(client(number), None, (number % 3 + 2,)) for number in range(1, 9)]
    rows.append(Watch(client(20, "key"), None, (2,)))
    found = items(*rows, policy=Policy(share=3))
    assert [item.ref for item in found] == ["c20", "c2", "c5"]
    ending = [
        Watch(client(number), until(TODAY + timedelta(days=20 - number))) for number in range(8)
    ]
    found = items(*ending, policy=Policy(share=2))
    assert [item.client.id for item in found] == [7, 6]
    needed = [row._replace(levels=(2,)) for row in ending]
    assert len(items(*needed, policy=Policy(share=2))) == 8
