"""The limit of a calendar year, what an approval covers, and the line before a birthday."""

from datetime import UTC
from typing import Any

import pytest

from cmcli.domain import gift as rules
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Insert, Update
from cmcli.domain.gift import Gift
from cmcli.errors import Refused
from cmcli.messages import Money, joined, say
from tests.builders import NOW, TAG, at

LIMIT = Money(50_000, "CNY")


def gift(number: int = 1, amount: int = 10_000, **given: Any) -> Gift:
    usual: dict[str, Any] = {
        "id": number, "client_id": 1, "kind": "given", "at": NOW, "text": "茶叶", "amount": amount,
        "currency": "CNY", "occasion": None, "approved_by": None, "created_at": NOW,
    }  # fmt: skip
    return Gift(**{**usual, **given})


def refused(one: Gift, *others: Gift) -> bool:
    try:
        rules.recorded(one, others, LIMIT, NOW)
    except Refused:
        return True
    return False


def test_a_gift_up_to_the_limit_is_recorded() -> None:
    new = gift(-1, 20_000)
    assert rules.recorded(new, [gift(1, 30_000)], LIMIT, NOW) == [Insert(new)]


def test_a_cent_beyond_the_limit_is_refused_with_the_sum_and_what_to_do() -> None:
    with pytest.raises(Refused) as error:
        rules.recorded(gift(-1, 20_001), [gift(1, 30_000)], LIMIT, NOW)
    assert error.value.exit_code == 4
    assert dict(error.value.message.params)["total"] == Money(50_001, "CNY")
    assert "--approved" in error.value.hint.template  # type: ignore[union-attr]


def test_somebody_may_allow_it_and_it_counts_from_then_on() -> None:
    allowed = gift(-1, 90_000, approved_by="李行长")
    assert not refused(allowed)
    assert refused(gift(-1, 1), allowed._replace(id=1))


@pytest.mark.parametrize(
    "other",
    [
        gift(1, 50_000, kind="received"),
        gift(1, 50_000, at=at("2025-12-31 23:59")),
        gift(1, 50_000, at=at("2027-01-01 00:00")),
        gift(1, 50_000, currency="USD"),
    ],
)
def test_only_gifts_given_in_the_year_and_currency_count(other: Gift) -> None:
    assert not refused(gift(-1, 50_000), other)


def test_the_year_is_that_of_the_local_day() -> None:
    still_2025_in_utc = at("2026-01-01 00:30").astimezone(UTC)
    assert refused(gift(-1, 50_000), gift(1, 1, at=still_2025_in_utc))
    assert not refused(gift(-1, 50_000, at=at("2025-12-31 23:30")), gift(1, 1))


def test_what_a_client_gives_has_no_limit() -> None:
    assert not refused(gift(-1, 900_000, kind="received"), gift(1, 50_000))


def corrected(one: Gift, *others: Gift, **fields: Any) -> Any:
    return rules.corrected(one, [one, *others], LIMIT, NOW, **fields)


def test_a_correction_counts_the_gift_once() -> None:
    assert corrected(gift(1, 30_000), gift(2, 20_000), amount=25_000 + 5_000) == []
    changed = corrected(gift(1, 20_000), gift(2, 20_000), amount=30_000)
    assert changed == [Update("gift", 1, {"amount": 30_000})]


@pytest.mark.parametrize(
    "fields", [{"amount": 40_001}, {"at": at("2025-06-01 10:00")}, {"approved_by": None}]
)
def test_a_correction_goes_no_further_than_a_new_gift(fields: dict[str, Any]) -> None:
    approved = gift(1, 40_000, approved_by="李行长")
    last_year = gift(3, 20_000, at=at("2025-05-01 10:00"))
    with pytest.raises(Refused):
        corrected(approved, gift(2, 20_000), last_year, **fields)


def test_an_approval_is_given_anew_for_more_and_dropped_with_less_needed() -> None:
    approved = gift(1, 60_000, approved_by="李行长")
    again = corrected(approved, amount=70_000, approved_by="王行长")
    assert again == [Update("gift", 1, {"amount": 70_000, "approved_by": "王行长"})]
    assert corrected(approved, text="酒") == [Update("gift", 1, {"text": "酒"})]
    assert corrected(approved, amount=55_000) == [Update("gift", 1, {"amount": 55_000})]


def test_words_are_corrected_though_the_limit_fell_since() -> None:
    assert corrected(gift(1, 60_000), text="酒") == [Update("gift", 1, {"text": "酒"})]


def birthday(client: Any = TAG) -> AgendaItem:
    said = say("birthday")
    return AgendaItem("c1", "birthday", "dates", client, said, NOW, "open", joined([said]), said)


def lines(*gifts: Gift, limit: Money = LIMIT) -> list[AgendaItem]:
    return list(rules.agenda([birthday()], {1: list(gifts)}, limit, NOW))


def test_a_birthday_near_the_limit_shows_the_last_gift() -> None:
    (line,) = lines(gift(1, 30_000), gift(3, 10_000), gift(4, 500, kind="received"))
    assert (line.ref, line.section, line.client, line.due) == ("j3", "dates", TAG, NOW)


@pytest.mark.parametrize(
    "gifts",
    [
        (),
        (gift(1, 39_999),),
        (gift(1, 50_000, kind="received"),),
        (gift(1, 50_000, at=at("2025-11-23 10:00")),),
    ],
)
def test_below_four_fifths_there_is_nothing_to_say(gifts: tuple[Gift, ...]) -> None:
    assert lines(*gifts) == []


def test_where_nothing_may_be_given_only_a_gift_is_worth_a_line() -> None:
    assert lines(limit=Money(0, "CNY")) == []
    assert len(lines(gift(1, 1), limit=Money(0, "CNY"))) == 1
