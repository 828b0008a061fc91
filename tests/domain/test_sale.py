"""The gate before a deal is won: each refusal, the command that mends it, the proof that is kept."""

from datetime import date
from typing import Any

import pytest

from cmcli.domain.change import Insert
from cmcli.domain.disclosure import Disclosure, Told, clean_items, removable, told, untold
from cmcli.domain.product import Product
from cmcli.domain.sale import Consent, Sale, passed
from cmcli.domain.sale_check import SaleCheck
from cmcli.domain.suitability import Policy, judge
from cmcli.errors import Refused, Usage
from tests.builders import NOW, at, deal
from tests.domain.test_suitability import DAY, buyer, product


def sale(
    risk: int = 2, level: int | None = 2, regime: str = "nfra", *, rest: tuple[str, ...] = (),
    **given: Any,
) -> Sale:  # fmt: skip
    sold, who = product(risk, regime), buyer(level, **given)
    return Sale(deal(id=7, product_id=3), sold, who, judge(sold, who, None, DAY, Policy()), rest)


def check(one: Sale, *given: Any, **more: Any) -> SaleCheck:
    change = passed(one, Consent(*given, **more), NOW)[0]
    assert isinstance(change, Insert)
    assert isinstance(change.record, SaleCheck)
    return change.record


def refusal(one: Sale, *given: Any, **more: Any) -> str:
    with pytest.raises(Refused) as error:
        passed(one, Consent(*given, **more), NOW)
    return f"{error.value} – {error.value.hint}"


def test_what_suits_and_was_disclosed_passes_and_leaves_its_proof() -> None:
    found = check(sale())
    assert (found.outcome, found.product_level, found.client_level) == ("suitable", "R2", "C2")
    assert (found.deal_id, found.findings, found.who, found.reason) == (7, "", None, None)


def test_the_order_is_not_overridden_by_a_warning() -> None:
    text = refusal(sale(3, 2))
    assert (
        "d7 not closed: 王建国 is C2 and 稳进理财1号 is R3 (NFRA order 2025 no. 7, art. 12)" in text
    )
    assert "cm advise 王建国" in text
    assert "no warning overrides this" in refusal(sale(3, 2), "he insists")


def test_a_fund_above_the_level_is_sold_after_a_warning_that_is_kept() -> None:
    text = refusal(sale(3, 2, "csrc"))
    assert "cm deal won d7 --warned" in text
    found = check(sale(3, 2, "csrc"), "read the warning, wants it", who="李明")
    assert (found.outcome, found.findings) == ("warned", "level")
    assert (found.who, found.reason) == ("李明", "read the warning, wants it")


def test_the_most_careful_clients_may_not_insist_on_a_fund() -> None:
    assert "cm advise" in refusal(sale(2, 1, "csrc"), "he insists")


def test_insurance_needs_the_written_confirmation() -> None:
    assert "written confirmation" in refusal(sale(3, 2, "insurance"))
    assert check(sale(3, 2, "insurance"), "signed").outcome == "warned"


@pytest.mark.parametrize("regime", ["nfra", "csrc"])
def test_without_an_assessment_the_assessment_comes_first(regime: str) -> None:
    assert "first: cm assess 王建国" in refusal(sale(1, None, regime), "he insists")


def test_a_warning_without_a_reason_is_none() -> None:
    with pytest.raises(Usage):
        passed(sale(3, 2, "csrc"), Consent(" "), NOW)


def test_a_reason_that_was_not_needed_is_not_kept() -> None:
    found = check(sale(), "to be sure", who="李明")
    assert (found.outcome, found.reason, found.who) == ("suitable", None, None)


def test_what_was_not_disclosed_is_named_with_the_command() -> None:
    text = refusal(sale(rest=("fees", "risks")))
    assert "fees, risks" in text
    assert text.endswith("cm disclose 王建国 W1")
    assert "cm disclose" in refusal(sale(3, 2, "csrc", rest=("fees",)), "insists")


def test_nothing_is_sold_undisclosed_whatever_the_regime() -> None:
    assert "cm disclose" in refusal(sale(1, None, "none", rest=("structure",)))


def test_old_age_asks_for_a_confirmation_above_r2() -> None:
    text = refusal(sale(3, 5, age=65))
    assert "is 65" in text
    assert text.endswith("cm deal won d7 --confirm")
    assert "--warned '…' --confirm" in refusal(sale(3, 2, "csrc", age=70), "insists")
    assert check(sale(3, 5, age=65), confirmed=True).confirmed_at == NOW
    assert check(sale(3, 5, age=64)).confirmed_at is None


# Disclosure -----------------------------------------------------------------------------------------


def worded(risk: int = 3, **given: Any) -> Product:
    texts = {"structure": "bonds", "fees": "0.3 %", "risks": "may fall"}
    return product(risk, **{**texts, **given})


def disclosure(*items: str, when: str = "2026-11-20 10:00", **given: Any) -> Disclosure:
    change = told(worded(), Told(1, items or ("structure", "fees", "risks"), at(when),
                                             "branch"), NOW)[0]  # fmt: skip
    assert isinstance(change, Insert)
    assert isinstance(change.record, Disclosure)
    return change.record._replace(**given)


def test_the_words_of_the_catalogue_are_kept() -> None:
    one = disclosure("fees", "risks")
    assert (one.items, one.structure, one.fees, one.risks) == (
        "fees risks", None, "0.3 %", "may fall",
    )  # fmt: skip
    assert one.level == "R3"
    assert disclosure("fees").level is None


def test_items_add_up_over_several_conversations() -> None:
    parts = [disclosure("structure"), disclosure("fees"), disclosure("risks")]
    assert untold(worded(), parts[:2], DAY, NOW) == ("risks",)
    assert untold(worded(), parts, DAY, NOW) == ()
    assert untold(worded(), [], DAY, NOW) == ("structure", "fees", "risks")


def test_what_changed_since_has_to_be_told_again() -> None:
    one = [disclosure()]
    assert untold(worded(fees="0.5 %"), one, DAY, NOW) == ("fees",)
    assert untold(worded(4), one, DAY, NOW) == ("risks",)
    assert untold(worded(seller_risk="R5"), one, DAY, NOW) == ("risks",)


def test_what_was_told_after_the_sale_is_too_late() -> None:
    late = [disclosure(when="2026-11-24 09:00")]
    assert untold(worded(), late, DAY, NOW) == ("structure", "fees", "risks")
    same_day = [disclosure(when="2026-11-23 23:00")]
    assert untold(worded(), same_day, date(2026, 11, 23), NOW) == ()


@pytest.mark.parametrize(
    ("text", "items"),
    [("fees", ("fees",)), ("risks, structure", ("structure", "risks")),
     ("FEES，risks", ("fees", "risks"))],
)  # fmt: skip
def test_items_as_typed(text: str, items: tuple[str, ...]) -> None:
    assert clean_items(text) == items


@pytest.mark.parametrize("text", ["", ",", "price", "fees,price"])
def test_items_that_are_none(text: str) -> None:
    with pytest.raises(Usage):
        clean_items(text)


def test_a_disclosure_that_a_sale_rests_on_stays() -> None:
    sold = SaleCheck(1, 7, 1, 3, NOW, "nfra", "suitable", "R2", "C2", "", None, None, None)
    with pytest.raises(Refused):
        removable(disclosure(), [sold], NOW)
    # A sale of the same day counts what was told later on it.
    with pytest.raises(Refused):
        removable(disclosure(), [sold._replace(at=at("2026-11-20 00:00"))], NOW)
    assert removable(disclosure(), [sold._replace(at=at("2026-11-19 10:00"))], NOW)
