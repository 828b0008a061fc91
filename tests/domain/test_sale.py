"""The gate before a deal is won: each refusal, the command that mends it, the proof that is kept."""

from datetime import date
from typing import Any

import pytest

from cmcli.domain.change import Insert
from cmcli.domain.disclosure import Disclosure, Told, clean_items, level_of, removable, told, untold
from cmcli.domain.product import Product
from cmcli.domain.sale import CHECK, Consent, Renewal, Sale, corrected, may_renew, passed
from cmcli.domain.sale_check import SaleCheck
from cmcli.domain.suitability import Policy, judge
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Joined, Money
from tests.builders import NOW, at, deal, refused
from tests.domain.test_suitability import DAY, assessed, buyer, product


def sale(
    risk: int | None = 2, level: int | None = 2, regime: str = "nfra", *, rest: tuple[str, ...] = (),
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
    return refused(lambda: passed(one, Consent(*given, **more), NOW))


def test_what_suits_and_was_disclosed_passes_and_leaves_its_proof() -> None:
    assert check(sale()) == SaleCheck(
        CHECK, 7, 1, 3, NOW, "nfra", "suitable", "R2", "C2", "", None, None, None
    )


def test_what_no_regime_judges_is_proved_without_an_assessment() -> None:
    found = check(sale(None, None, "none"))
    assert (found.outcome, found.product_level, found.client_level) == ("suitable", None, None)


def test_the_order_is_not_overridden_by_a_warning() -> None:
    why = "d7 not closed: 王建国 is C2 and 稳进理财1号 is R3 (NFRA order 2025 no. 7, art. 12)"
    suits = "what suits: cm advise 王建国 · new assessment: cm assess 王建国"
    assert refusal(sale(3, 2)) == f"{why} – {suits}"
    assert refusal(sale(3, 2), "insists") == f"{why} – no warning overrides this; {suits}"


def test_a_fund_above_the_level_is_sold_after_a_warning_that_is_kept() -> None:
    assert refusal(sale(3, 2, "csrc")) == (
        "d7 not closed: 王建国 is C2 and 稳进理财1号 is R3 (CSRC order 130, art. 19) – "
        "if the client insists after a special written warning: cm deal won d7 --warned '…' "
        "· what suits: cm advise 王建国"
    )
    found = check(sale(3, 2, "csrc"), "read the warning, wants it", who="李明")
    assert (found.outcome, found.findings) == ("warned", "level")
    assert (found.who, found.reason) == ("李明", "read the warning, wants it")


def test_the_most_careful_clients_may_not_insist_on_a_fund() -> None:
    assert "cm advise" in refusal(sale(2, 1, "csrc"), "he insists")


def test_insurance_needs_the_written_confirmation() -> None:
    assert refusal(sale(3, 2, "insurance")) == (
        "d7 not closed: 王建国 is C2 and 稳进理财1号 is R3 (NFRA order 2025 no. 7, art. 38) – "
        "advise against it; with the client's written confirmation: cm deal won d7 --warned '…' "
        "· what suits: cm advise 王建国"
    )
    assert check(sale(3, 2, "insurance"), "signed").outcome == "warned"


@pytest.mark.parametrize("regime", ["nfra", "csrc"])
def test_without_an_assessment_the_assessment_comes_first(regime: str) -> None:
    assert "first: cm assess 王建国" in refusal(sale(1, None, regime), "he insists")


def test_a_warning_without_a_reason_is_none() -> None:
    one = sale(3, 2, "csrc")
    assert refusal(one, " ") == "why did the client go on after the warning? – --warned '…'"
    with pytest.raises(Usage):
        passed(one, Consent(" "), NOW)


def test_a_reason_that_was_not_needed_is_not_kept() -> None:
    found = check(sale(), "to be sure", who="李明")
    assert (found.outcome, found.reason, found.who) == ("suitable", None, None)


def test_what_was_not_disclosed_is_named_with_the_command() -> None:
    assert refusal(sale(rest=("fees", "risks"))) == (
        "d7 not closed: 王建国 was not told of 稳进理财1号: fees, risks – cm disclose 王建国 W1"
    )
    with pytest.raises(Refused) as error:
        passed(sale(rest=("fees",)), Consent(), NOW)
    items = dict(error.value.message.params)["items"]
    assert items == Joined((Code("disclosed", "fees"),), ", ")
    assert "cm disclose" in refusal(sale(3, 2, "csrc", rest=("fees",)), "insists")


def test_nothing_is_sold_undisclosed_whatever_the_regime() -> None:
    assert "cm disclose" in refusal(sale(1, None, "none", rest=("structure",)))


def test_old_age_asks_for_a_confirmation_above_r2() -> None:
    why = ("d7 not closed: 王建国 is {age}, and 稳进理财1号 is R3: a stronger warning and an explicit "
           "confirmation are needed (NFRA order 2025 no. 7, art. 46) – "
           "once the client has confirmed: cm deal won d7 ")  # fmt: skip
    assert refusal(sale(3, 5, age=65)) == why.format(age=65) + "--confirm"
    both = refusal(sale(3, 2, "csrc", age=70), "insists")
    assert both == why.format(age=70) + "--warned '…' --confirm"
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
    assert (level_of(worded()), level_of(product(None))) == ("R3", None)


def test_the_proof_says_who_told_it_how_and_to_whom() -> None:
    how = Told(1, ("fees",), at("2026-11-20 10:00"), "branch", "the daughter", "in the lobby")
    assert told(worded(), how, NOW) == [
        Insert(
            Disclosure(
                -1, 1, 3, at("2026-11-20 10:00"), "fees", None, "0.3 %", None, None, "branch",
                "the daughter", "in the lobby", NOW,
            )
        )
    ]  # fmt: skip


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


@pytest.mark.parametrize("text", ["", ",", "price", "fees,price", "fees,rates,price"])
def test_items_that_are_none(text: str) -> None:
    with pytest.raises(Usage) as error:
        clean_items(text)
    wrong = {"fees,price": "price", "fees,rates,price": "rates, price"}.get(text, text)
    assert str(error.value) == f"{wrong} is nothing that is disclosed"
    assert str(error.value.hint) == "--items takes structure,fees,risks"


def test_a_disclosure_that_a_sale_rests_on_stays() -> None:
    sold = SaleCheck(1, 7, 1, 3, NOW, "nfra", "suitable", "R2", "C2", "", None, None, None)
    later = sold._replace(id=2, deal_id=8)
    says = refused(lambda: removable(disclosure(id=5), [sold, later], NOW))
    assert says == "y5 stays: the sale d7 rests on it"
    # A sale of the same day counts what was told later on it.
    with pytest.raises(Refused):
        removable(disclosure(), [sold._replace(at=at("2026-11-20 00:00"))], NOW)
    assert removable(disclosure(), [sold._replace(at=at("2026-11-19 10:00"))], NOW)


# A deal that was won and is corrected ---------------------------------------------------------------


def amended(one: Sale, before: SaleCheck | None) -> SaleCheck:
    change = corrected(one, before, NOW)[0]
    assert isinstance(change, Insert)
    assert isinstance(change.record, SaleCheck)
    return change.record


def unamended(one: Sale, before: SaleCheck | None) -> str:
    return refused(lambda: corrected(one, before, NOW))


def test_what_the_client_accepted_before_holds_on() -> None:
    before = check(sale(3, 2, "csrc", age=70), "insists", confirmed=True, who="李明")
    found = amended(sale(3, 2, "csrc", age=70), before)
    assert (found.reason, found.who, found.confirmed_at) == ("insists", "李明", NOW)


def test_what_nobody_warned_of_is_sold_anew() -> None:
    text = unamended(sale(3, 2, "csrc"), check(sale(2, 2, "csrc")))
    assert text.startswith("d7 not changed: 王建国 is C2 and 稳进理财1号 is R3 (CSRC")
    assert "cm history d7, cm undo N" in text
    assert "cm deal won d7 --warned" in text
    # Another product: what was accepted was of the one before.
    assert "not changed" in unamended(sale(3, 2, "csrc"), None)


def test_a_second_finding_is_named_where_the_first_was_accepted() -> None:
    one = sale(3, 2, "csrc", means=Money(100, "CNY"))
    beyond = one._replace(
        verdict=judge(one.product, one.buyer, Money(101, "CNY"), DAY, Policy())
    )  # fmt: skip
    before = check(sale(3, 2, "csrc"), "insists")
    assert "beyond the means" in unamended(beyond, before)


def test_a_refusal_is_one_also_of_a_deal_that_was_won() -> None:
    assert "cm advise" in unamended(sale(3, 2), check(sale(2, 2)))
    assert "cm disclose" in unamended(sale(2, 2, rest=("fees",)), check(sale(2, 2)))


def test_old_age_confirms_what_is_changed_unless_it_did() -> None:
    elder = sale(3, 5, age=65)
    text = unamended(elder, None)
    assert text.startswith("d7 not closed: 王建国 is 65, and 稳进理财1号 is R3")
    assert text.endswith("cm deal won d7 --warned '…' or --confirm")
    assert "take the sale back" in unamended(elder, check(sale(3, 5, age=64)))
    assert "cm disclose" in unamended(sale(3, 5, age=65, rest=("fees",)), None)
    assert amended(elder, check(elder, confirmed=True)).confirmed_at == NOW


# A renewal ------------------------------------------------------------------------------------------


def renewal(risk: int | None = 2, level: int | None = 2, regime: str = "nfra", *,
            rest: tuple[str, ...] = (), **given: Any) -> Renewal:  # fmt: skip
    one = sale(risk, level, regime, rest=rest, **given)
    return Renewal(4, one.product, one.buyer, one.verdict, rest)


def test_what_suits_and_was_disclosed_may_be_renewed() -> None:
    may_renew(renewal())


@pytest.mark.parametrize(
    ("one", "why", "mend"),
    [
        (renewal(3, 2), "王建国 is C2 and 稳进理财1号 is R3 (NFRA order 2025 no. 7, art. 12)",
         "what suits: cm advise 王建国"),
        (renewal(2, None),
         "the risk tolerance of 王建国 was never assessed (NFRA order 2025 no. 7, art. 12)",
         "first: cm assess 王建国"),
        (renewal(2, None, "insurance"),
         "the risk tolerance of 王建国 was never assessed (NFRA order 2025 no. 7, art. 12)",
         "first: cm assess 王建国"),
        (renewal(2, assessment=assessed(2, date(2026, 11, 22))),
         "the assessment of 王建国 (C2) lapsed after 2026-11-22 (NFRA order 2025 no. 7, art. 29)",
         "first: cm assess 王建国"),
        (renewal(3, 2, "csrc"), "王建国 is C2 and 稳进理财1号 is R3 (CSRC order 130, art. 19)",
         "sell it as a deal, which keeps that: cm deal add 王建国 … --product W1"),
        (renewal(rest=("fees", "risks")), "王建国 was not told of 稳进理财1号: fees, risks",
         "cm disclose 王建国 W1"),
        (renewal(3, 5, age=65),
         "王建国 is 65, and an explicit confirmation is needed (NFRA order 2025 no. 7, art. 46)",
         "sell it as a deal, which keeps that: cm deal add 王建国 … --product W1"),
    ],
)  # fmt: skip
def test_a_renewal_is_as_much_a_sale_as_a_deal(one: Renewal, why: str, mend: str) -> None:
    assert refused(lambda: may_renew(one)) == f"h4 not renewed: {why} – {mend}"


# What mends a refusal -------------------------------------------------------------------------------


def test_each_refusal_names_what_mends_it() -> None:
    assert refusal(sale(None, 5)).endswith("cm product edit W1 --risk R1 … R5")
    lapsed = sale(2, assessment=assessed(2, date(2026, 11, 22)))
    assert refusal(lapsed).endswith("first: cm assess 王建国")
    one = sale(2, 2, means=Money(100, "CNY"))
    poor = one._replace(verdict=judge(one.product, one.buyer, Money(101, "CNY"), DAY, Policy()))
    assert refusal(poor).endswith(
        "a smaller amount, or the balance as it is now: cm profile set 王建国 …"
    )
