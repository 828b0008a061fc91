from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain import profile as rules
from cmcli.domain.change import Delete, Insert, Update
from cmcli.domain.profile import (
    ASSETS,
    DEBTS,
    ITEMS,
    Corrections,
    Given,
    Profile,
    ProfileFile,
    ProfileItem,
)
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Refused, Usage
from tests.builders import NOW

TODAY = date(2026, 11, 23)
SPRING = date(2026, 3, 1)


def balance(
    day: date = SPRING, number: int = 1, currency: str = "CNY", **items: Any
) -> ProfileFile:
    return ProfileFile(Profile(number, 1, day, currency, None, NOW), items)


def rows(file: ProfileFile) -> list[ProfileItem]:
    return [
        ProfileItem(place, file.profile.id, name, amount)
        for place, (name, amount) in enumerate(file.items.items(), 11)
    ]


def decided(
    before: ProfileFile | None = None,
    day: date = TODAY,
    currency: str = "CNY",
    kind: str = "person",
    note: str | None = None,
    **items: Any,
) -> rules.Decision:
    return rules.balance(1, kind, before, Given(day, currency, dict(items), note), NOW)


# What is on a balance


def test_every_item_of_the_vocabulary_belongs_to_one_kind() -> None:
    assert sorted(ITEMS["person"] + ITEMS["company"]) == sorted(VOCABULARIES["profile_item"])


def test_assets_and_debts_that_are_not_on_a_balance_count_as_nothing() -> None:
    assert (balance(cash=100).assets, balance(cash=100).debts) == (100, 0)
    assert (balance(mortgage=70).assets, balance(mortgage=70).net_worth) == (0, -70)
    assert balance(cash=100).held("wealth", "funds") == 0
    bare = balance(income=100)
    assert (bare.assets, bare.debts, bare.net_worth, bare.held("cash")) == (None,) * 4


def test_financial_assets_leave_property_and_business_out() -> None:
    held = balance(cash=1, deposits=2, wealth=4, funds=8, securities=16, insurance=32,
                   property=64, business=128, other_assets=256)  # fmt: skip
    assert (held.financial, held.assets) == (63, 511)
    assert balance(property=64).financial is None


amounts = st.integers(min_value=0, max_value=10**15)


@given(st.dictionaries(st.sampled_from(ITEMS["person"]), amounts))
def test_net_worth_is_assets_less_debts(items: dict[str, Any]) -> None:
    file = balance(**items)
    owned = sum(items.get(name, 0) for name in ASSETS)
    owed = sum(items.get(name, 0) for name in DEBTS)
    if any(name in items for name in (*ASSETS, *DEBTS)):
        assert (file.assets, file.debts, file.net_worth) == (owned, owed, owned - owed)
    else:
        assert file.net_worth is None


@pytest.mark.parametrize(
    ("items", "assets", "debts", "net"),
    [
        ({"assets": 900, "debt": 650}, 900, 650, 250),
        ({"assets": 900, "equity": 250}, 900, 650, 250),
        ({"debt": 650, "equity": 250}, 900, 650, 250),
        ({"debt": 650, "equity": -50}, 600, 650, -50),
        ({"equity": 250}, None, None, 250),
        ({"assets": 900}, 900, None, None),
        ({"revenue": 900}, None, None, None),
    ],
)
def test_of_assets_debt_and_equity_two_tell_the_third(
    items: dict[str, Any], assets: int | None, debts: int | None, net: int | None
) -> None:
    file = balance(**items)
    assert (file.assets, file.debts, file.net_worth) == (assets, debts, net)


# What is typed


def test_an_item_is_named_with_a_hyphen_too() -> None:
    assert rules.item_of("person", "debt-service") == "debt_service"
    with pytest.raises(Usage, match="no item house"):
        rules.item_of("person", "house")


def test_an_item_of_the_other_kind_is_refused_by_the_name_of_the_kind() -> None:
    with pytest.raises(Usage, match="balance of a company; this client is a person"):
        rules.item_of("person", "revenue")
    with pytest.raises(Usage, match="balance of a person; this client is a company"):
        rules.item_of("company", "cash")


def test_only_a_loss_and_a_negative_equity_are_below_zero() -> None:
    assert rules.parse_item("profit", "-20万", "CNY") == -20_000_000
    assert rules.parse_item("equity", "-1", "JPY") == -1
    assert rules.parse_item("cash", "5万", "CNY") == 5_000_000
    assert rules.parse_item("cash", " ", "CNY") is None
    with pytest.raises(Usage):
        rules.parse_item("cash", "-5", "CNY")
    with pytest.raises(Usage):
        rules.parse_item("profit", "--5", "CNY")


# A new balance


def test_what_is_not_given_is_taken_over() -> None:
    before = balance(income=30, spending=20, cash=100)
    found = decided(before, cash=150, funds=7)
    assert found.file.items == {"income": 30, "spending": 20, "cash": 150, "funds": 7}
    assert found.taken_over == ("income", "spending")
    assert found.revises is None
    assert found.file.profile == Profile(-1, 1, TODAY, "CNY", None, NOW)
    assert decided(before).taken_over == ("income", "spending", "cash")


def test_an_empty_text_clears_an_item() -> None:
    found = decided(balance(income=30, cash=100), cash=None)
    assert (found.file.items, found.taken_over) == ({"income": 30}, ("income",))
    with pytest.raises(Usage, match="at least one item"):
        decided(balance(cash=100), cash=None)
    with pytest.raises(Usage, match="at least one item"):
        decided(None)


def test_a_new_balance_is_written_with_its_items() -> None:
    found = decided(None, cash=100, income=30)
    assert rules.written(found) == [
        Insert(found.file.profile),
        Insert(ProfileItem(-2, -1, "income", 30)),
        Insert(ProfileItem(-3, -1, "cash", 100)),
    ]


def test_the_same_day_again_revises_that_days() -> None:
    before = balance(TODAY, income=30, cash=100, funds=7)
    found = decided(before, cash=150, funds=None, wealth=9, note="问过")
    assert found.taken_over == ()
    assert found.file.profile == before.profile._replace(note="问过")
    assert rules.written(found, rows(before)) == [
        Update("profile", 1, {"note": "问过"}),
        Update("profile_item", 12, {"amount": 150}),
        Delete("profile_item", 13),
        Insert(ProfileItem(-2, 1, "wealth", 9)),
    ]
    assert rules.written(decided(before), rows(before)) == []


def test_a_note_stays_with_its_day() -> None:
    noted = balance(TODAY, cash=1)
    noted = noted._replace(profile=noted.profile._replace(note="问过"))
    assert decided(noted, cash=2).file.profile.note == "问过"
    assert decided(noted, note="").file.profile.note is None
    earlier = noted._replace(profile=noted.profile._replace(as_of_on=SPRING))
    assert decided(earlier, cash=2).file.profile.note is None


def test_another_currency_takes_nothing_over() -> None:
    before = balance(income=30, cash=100)
    found = decided(before, currency="USD", cash=5)
    assert (found.file.items, found.taken_over) == ({"cash": 5}, ())
    same = balance(TODAY, income=30, cash=100)
    revised = decided(same, currency="USD", cash=5)
    assert rules.written(revised, rows(same)) == [
        Update("profile", 1, {"currency": "USD"}),
        Delete("profile_item", 11),
        Update("profile_item", 12, {"amount": 5}),
    ]
    with pytest.raises(Usage):
        decided(before, currency="USD")


def test_items_of_the_other_kind_are_not_taken_over() -> None:
    assert decided(balance(cash=100), kind="company", assets=9).file.items == {"assets": 9}


def test_a_new_revenue_does_not_take_over_the_year_before() -> None:
    before = balance(revenue=100, revenue_before=80)
    assert decided(before, kind="company", revenue=120).file.items == {"revenue": 120}
    assert decided(before, kind="company", profit=5).file.items["revenue_before"] == 80
    corrected = decided(before, SPRING, kind="company", revenue=101)
    assert corrected.file.items == {"revenue": 101, "revenue_before": 80}


def test_a_balance_is_never_of_a_day_to_come() -> None:
    assert decided(None, TODAY, cash=1).file.profile.as_of_on == TODAY
    with pytest.raises(Usage, match="still to come"):
        decided(None, date(2026, 11, 24), cash=1)


@pytest.mark.parametrize(
    ("part", "whole"),
    [("inventory", "current_assets"), ("current_assets", "assets"), ("current_debt", "debt")],
)
def test_a_part_is_not_more_than_the_whole(part: str, whole: str) -> None:
    equal: dict[str, Any] = {part: 5, whole: 5}
    more: dict[str, Any] = {part: 6}
    stood: dict[str, Any] = {whole: 5}
    assert decided(None, kind="company", **equal).file.items == equal
    with pytest.raises(Usage, match="cannot be more"):
        decided(None, kind="company", **more, **stood)
    with pytest.raises(Usage, match="cannot be more"):
        decided(balance(**stood), kind="company", **more)


# Corrections


def corrected(file: ProfileFile, taken: list[ProfileFile] | None = None, **given: Any) -> Any:
    wrong = Corrections(given.pop("items", {}), **given)
    decision = rules.corrected(file, wrong, taken or [], NOW)
    return rules.written(decision, rows(file))


def test_a_correction_changes_what_is_named_alone() -> None:
    file = balance(cash=100, funds=7)
    assert corrected(file, items={"cash": 90}) == [Update("profile_item", 11, {"amount": 90})]
    assert corrected(file, items={"funds": None}) == [Delete("profile_item", 12)]
    assert corrected(file, note="x") == [Update("profile", 1, {"note": "x"})]
    assert corrected(file, note="") == []
    with pytest.raises(Usage):
        corrected(file, items={"cash": None, "funds": None})


def test_the_day_of_a_balance_is_corrected_to_a_free_one() -> None:
    file, other = balance(cash=1), balance(date(2026, 6, 1), 2, cash=2)
    day = date(2026, 6, 2)
    assert corrected(file, [other], day=day) == [Update("profile", 1, {"as_of_on": day})]
    with pytest.raises(Refused, match="q2"):
        corrected(file, [other], day=date(2026, 6, 1))
    with pytest.raises(Usage):
        corrected(file, day=date(2026, 11, 24))


def test_a_balance_is_removed_with_its_items() -> None:
    file = balance(cash=1, funds=2)
    gone = [Delete("profile_item", 11), Delete("profile_item", 12), Delete("profile", 1)]
    assert rules.removed(file, rows(file)) == gone


# Age


@pytest.mark.parametrize(
    ("since", "months", "old"),
    [
        (date(2026, 11, 23), 0, False),
        (date(2026, 10, 24), 0, False),
        (date(2026, 10, 23), 1, False),
        (date(2025, 11, 24), 11, False),
        (date(2025, 11, 23), 12, False),
        (date(2025, 11, 22), 12, True),
        (date(2025, 5, 20), 18, True),
    ],
)
def test_a_balance_is_old_after_12_months(since: date, months: int, old: bool) -> None:
    file = balance(since, cash=1)
    assert (rules.months_old(file, TODAY), rules.is_old(file, TODAY)) == (months, old)


def test_a_balance_of_a_leap_day_is_old_on_the_first_of_march() -> None:
    file = balance(date(2024, 2, 29), cash=1)
    assert not rules.is_old(file, date(2025, 2, 28))
    assert rules.is_old(file, date(2025, 3, 1))
