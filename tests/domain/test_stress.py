"""What a shock costs, by hand; who accepts it; and scenario files that are wrong somewhere."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cmcli.domain
from cmcli.domain import stress as rules
from cmcli.domain.assessment import Assessment
from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held, Holding
from cmcli.domain.product import Product
from cmcli.domain.questionnaire import Words
from cmcli.domain.stress import Exposure, Scenario, Tolerance
from cmcli.errors import Usage
from tests.builders import NOW, TAG

BUILT_IN = (Path(cmcli.domain.__file__).parent / "stress_default.toml").read_text(encoding="utf-8")
BOOK = rules.read(BUILT_IN, BUILT_IN)
DAY = date(2026, 11, 23)
PERCENTS = (2.0, 5.0, 10.0, 20.0, 100.0)
OTHER = ClientTag(2, "周立", "standard")


def product(number: int = 1, **given_: Any) -> Product:
    usual: dict[str, Any] = {
        "id": number, "code": f"P{number}", "name": f"product {number}", "kind": "fund",
        "risk": "R3", "price": None, "currency": None, "note": None, "created_at": NOW,
    }  # fmt: skip
    return Product(**{**usual, **given_})


def held(
    amount: int, of: Product, *, currency: str = "CNY", client: ClientTag = TAG
) -> Held:  # fmt: skip
    blank: dict[str, Any] = dict.fromkeys(Holding._fields)
    facts: dict[str, Any] = {
        "id": 1, "client_id": client.id, "product_id": of.id, "amount": amount,
        "currency": currency, "start_on": DAY, "created_at": NOW,
    }  # fmt: skip
    return Held(Holding(**{**blank, **facts}), of, client)


def scenario(equity: float = 0, rates: float = 0, currency: float = 0) -> Scenario:
    return Scenario("x", Words("x", None), equity, rates, currency)


def exposed(equity: float, duration: float = 0.0, number: int = 1) -> Exposure:
    return Exposure(product(number), equity, duration, assumed=False)


def loss(moves: Exposure, shock: Scenario, currency: str = "CNY") -> int:
    return rules.loss_of(10_000_000, currency, "CNY", moves, shock)


# The arithmetic: 100,000 yuan ------------------------------------------------------------------


def test_shares_fall() -> None:
    # 60 % of it falls by 20 %: 12 %.
    assert loss(exposed(60), scenario(equity=-20)) == 1_200_000


def test_rates_rise() -> None:
    # 2.5 years and 100 basis points: 2.5 %; a fall of rates is a gain.
    assert loss(exposed(0, 2.5), scenario(rates=100)) == 250_000
    assert loss(exposed(0, 2.5), scenario(rates=-50)) == -125_000


def test_other_currencies_fall_and_the_own_does_not() -> None:
    assert loss(exposed(0), scenario(currency=-10), "USD") == 1_000_000
    assert loss(exposed(0), scenario(currency=-10)) == 0


def test_shocks_add_up() -> None:
    assert loss(exposed(60, 2.5), scenario(-20, 100, -10), "USD") == 1_200_000 + 250_000 + 1_000_000


def test_no_more_is_lost_than_there_is() -> None:
    assert loss(exposed(100, 30), scenario(-90, 1000)) == 10_000_000


def test_half_a_cent_is_rounded_once() -> None:
    assert rules.loss_of(333, "CNY", "CNY", exposed(50), scenario(equity=-10)) == 17


# What moves a product --------------------------------------------------------------------------


def test_the_catalogue_comes_first() -> None:
    found = rules.exposure(product(equity=60.0, duration=0.0), BOOK.assumptions)
    assert (found.equity, found.duration, found.assumed) == (60, 0, False)


def test_what_the_catalogue_leaves_open_is_assumed_and_said() -> None:
    found = rules.exposure(product(equity=35.0), BOOK.assumptions)
    assert (found.equity, found.duration, found.assumed) == (35, 1.5, True)
    found = rules.exposure(product(risk="R2", duration=4.0), BOOK.assumptions)
    assert (found.equity, found.duration, found.assumed) == (10, 4, True)


@pytest.mark.parametrize(
    ("facts", "equity", "duration"),
    [
        ({"kind": "wealth", "risk": "R2"}, 0, 1.5),
        ({"kind": "wealth", "risk": "R2", "seller_risk": "R3"}, 20, 2),
        ({"kind": "wealth", "risk": None}, 50, 2),
        ({"kind": "fund", "risk": "R5"}, 100, 0),
        ({"kind": "insurance", "risk": "R3"}, 20, 0),
        ({"kind": "other", "risk": None}, 100, 0),
    ],
)
def test_assumptions_go_by_kind_and_level_then_by_kind(
    facts: dict[str, Any], equity: float, duration: float
) -> None:
    found = rules.exposure(product(**facts), BOOK.assumptions)
    assert (found.equity, found.duration, found.assumed) == (equity, duration, True)


def test_without_any_assumption_all_of_it_moves() -> None:
    found = rules.assumed(product(kind="fund"), ())
    assert (found.equity, found.duration) == (100, 0)


def test_a_deposit_neither_moves_nor_is_assumed() -> None:
    found = rules.exposure(product(kind="deposit", risk="R1"), BOOK.assumptions)
    assert (found.equity, found.duration, found.assumed) == (0, 0, False)
    assert rules.exposure(product(kind="deposit", equity=30.0), BOOK.assumptions).equity == 30


def test_debts_and_what_is_worth_nothing_are_not_owned() -> None:
    rows = [held(100, product(1)), held(100, product(2, kind="loan")), held(0, product(3))]
    assert rules.owned(rows) == rows[:1]


# Clients against what they accept --------------------------------------------------------------


def run(
    rows: list[Held], shock: Scenario, levels: dict[int, str], own: str = "CNY"
) -> rules.Outcome:  # fmt: skip
    exposures = {1: exposed(50), 2: exposed(0, number=2), 3: exposed(100, number=3)}
    return rules.outcome(rows, exposures, shock, own, Tolerance(PERCENTS, levels))


def test_a_loss_is_measured_against_all_that_is_owned() -> None:
    # 50 % of 40,000 falls by 20 %: 4,000, of 100,000 with the deposit 4 %.
    rows = [held(4_000_000, product(1)), held(6_000_000, product(2))]
    found = run(rows, scenario(equity=-20), {1: "C1"})
    (hit,) = found.hits
    assert (hit.total.value, hit.total.loss, hit.total.share) == (10_000_000, 400_000, 0.04)
    assert (hit.level, hit.accepted, hit.verdict) == ("C1", 2, "beyond")
    assert run(rows, scenario(equity=-20), {1: "C2"}).hits[0].verdict == "within"


@pytest.mark.parametrize(
    ("level", "fall", "verdict"),
    [
        ("C1", -2, "within"), ("C1", -2.01, "beyond"), ("C3", -10, "within"),
        ("C3", -10.5, "beyond"), ("C4", -20, "within"), ("C4", -21, "beyond"),
        ("C5", -100, "within"),
    ],
)  # fmt: skip
def test_exactly_what_is_accepted_is_accepted(level: str, fall: float, verdict: str) -> None:
    found = run([held(10_000_000, product(3))], scenario(equity=fall), {1: level})
    assert found.hits[0].verdict == verdict


def test_currencies_are_kept_apart() -> None:
    rows = [
        held(100_000, product(3)), held(300_000, product(3), currency="USD"),
        held(700_000, product(2), client=OTHER),
    ]  # fmt: skip
    found = run(rows, scenario(equity=-20, currency=-10), {1: "C3"})
    assert found.totals == (("CNY", 800_000, 20_000), ("USD", 300_000, 90_000))
    mine = [hit.total for hit in found.hits if hit.client == TAG]
    assert sorted(mine) == [("CNY", 100_000, 20_000), ("USD", 300_000, 90_000)]
    assert run(rows, scenario(currency=-10), {}, own="USD").totals[0].loss == 80_000


def test_without_a_valid_assessment_it_is_unknown_unless_nothing_is_lost() -> None:
    rows = [held(100, product(3)), held(100, product(2), client=OTHER)]
    found = run(rows, scenario(equity=-20), {})
    assert [(hit.client.id, hit.verdict, hit.level) for hit in found.hits] == [
        (1, "unknown", None), (2, "within", None),
    ]  # fmt: skip


def test_the_gravest_come_first() -> None:
    tags = [ClientTag(number, f"c{number}", "standard") for number in range(1, 6)]
    amounts = {1: 10, 2: 90, 3: 50, 4: 100, 5: 100}
    rows = [
        row
        for tag in tags
        for row in (
            held(amounts[tag.id], product(3), client=tag),
            held(101 - amounts[tag.id], product(2), client=tag),
        )
    ]
    found = run(rows, scenario(equity=-50), {1: "C1", 2: "C2", 3: "C2", 4: "C5"})
    assert [(hit.client.id, hit.verdict) for hit in found.hits] == [
        (2, "beyond"), (3, "beyond"), (1, "beyond"), (5, "unknown"), (4, "within"),
    ]  # fmt: skip


def test_a_lapsed_assessment_says_nothing() -> None:
    blank: dict[str, Any] = dict.fromkeys(Assessment._fields)
    facts: dict[str, Any] = {"level": "C3", "at": NOW, "created_at": NOW}
    latest = [
        Assessment(**{**blank, **facts, "id": 1, "client_id": 1, "expires_on": DAY}),
        Assessment(**{**blank, **facts, "id": 2, "client_id": 2, "expires_on": date(2026, 11, 22)}),
    ]
    assert rules.tolerance(PERCENTS, latest, DAY).levels == {1: "C3"}


@given(
    st.integers(1, 10**12), st.floats(0, 100), st.floats(0, 20), st.floats(-100, 0),
    st.floats(0, 1000),
)  # fmt: skip
def test_a_bad_scenario_costs_something_between_nothing_and_all(
    value: int, equity: float, duration: float, fall: float, rates: float
) -> None:
    found = rules.loss_of(
        value, "CNY", "CNY", exposed(equity, duration), scenario(fall, rates)
    )  # fmt: skip
    assert 0 <= found <= value


@given(st.integers(1, 10**9), st.floats(0, 100), st.floats(-49, 0))
def test_twice_the_shock_is_twice_the_loss(value: int, equity: float, fall: float) -> None:
    one = rules.loss_of(value, "CNY", "CNY", exposed(equity), scenario(fall))
    two = rules.loss_of(value, "CNY", "CNY", exposed(equity), scenario(2 * fall))
    assert abs(two - 2 * one) <= 1


# Scenario files --------------------------------------------------------------------------------


def test_the_built_in_scenarios() -> None:
    shocks = {one.name: (one.equity, one.rates, one.currency) for one in BOOK.scenarios}
    assert shocks == {
        "equity": (-20, 0, 0), "rates": (0, 100, 0), "fx": (0, 0, -10),
        "combined": (-20, 100, -10),
    }  # fmt: skip
    assert all(one.title.en and one.title.zh for one in BOOK.scenarios)
    assert {one.kind for one in BOOK.assumptions} == {"wealth", "fund", "insurance", "other"}


def test_the_page_has_the_assumptions_in_force() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/market.md").read_text(encoding="utf-8")
    for kind in ("wealth", "fund", "insurance", "other"):
        cells = []
        for risk in ("R1", "R2", "R3", "R4", "R5", None):
            found = rules.exposure(product(kind=kind, risk=risk), BOOK.assumptions)
            cells.append(f"{found.equity:g} %, {found.duration:g}")
        assert f"| {kind} | {' | '.join(cells)} |" in page


def test_a_file_needs_no_title_and_no_assumptions() -> None:
    found = rules.read('[[scenarios]]\nname = "crash"\nequity = -40\n', BUILT_IN)
    assert found.scenarios == (Scenario("crash", Words("crash", "crash"), -40, 0, 0),)
    assert found.assumptions == BOOK.assumptions


def test_assumptions_of_a_file_replace_the_built_in_ones() -> None:
    text = '[[scenarios]]\nname="a"\nrates=50\n[[assumptions]]\nkind="fund"\nequity=80\nduration=1'
    assert rules.read(text, BUILT_IN).assumptions == (("fund", None, 80, 1),)


def test_a_scenario_answers_to_its_name_and_titles() -> None:
    for text in ("equity", " EQUITY ", "shares fall by 20 %", "股市下跌 20%"):
        assert rules.named(BOOK, text).name == "equity"
    with pytest.raises(Usage, match="no scenario is called war") as caught:
        rules.named(BOOK, "war")
    assert "equity, rates, fx, combined" in str(caught.value.hint)


ONE = '[[scenarios]]\nname = "a"\nequity = -20\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "scenarios: there is none"),
        ("scenarios = []", "scenarios: there is none"),
        ("scenarios = 3", "scenarios is no list of tables"),
        ("scenarios = [1]", "scenarios is no list of tables"),
        ("[[scenarios]", "this is not TOML"),
        (ONE + "equity = -30", "this is not TOML"),
        ("a = 1\n" + ONE, "the key a is unknown"),
        (ONE + "shares = -20", "scenario 1: the key shares is unknown"),
        (ONE + ONE, "a is there twice"),
        ('[[scenarios]]\nname = "a"', "nothing happens in it"),
        ('[[scenarios]]\nname = "a"\nequity = 0', "nothing happens in it"),
        ("[[scenarios]]\nequity = -20", "a name or title"),
        ('[[scenarios]]\nname = " "\nequity = -20', "a name or title"),
        ('[[scenarios]]\nname = "a\\u001b"\nequity = -20', "a name or title"),
        (f'[[scenarios]]\nname = "{"a" * 81}"\nequity = -20', "a name or title"),
        ('[[scenarios]]\nname = "a"\nequity = -101', "equity is a number from -100 to 100"),
        ('[[scenarios]]\nname = "a"\nequity = nan', "equity is a number"),
        ('[[scenarios]]\nname = "a"\nequity = "-20"', "equity is a number"),
        ('[[scenarios]]\nname = "a"\nequity = true', "equity is a number"),
        ('[[scenarios]]\nname = "a"\nrates = 1001', "rates is a number from -1000 to 1000"),
        ('[[scenarios]]\nname = "a"\ncurrency = -inf', "currency is a number"),
        (ONE + "title = {}", "a title has en, zh"),
        (ONE + 'title = {de="x"}', "the key de is unknown"),
        (ONE + "title = 3", "a name or title"),
        (ONE + '[[assumptions]]\nkind = "share"\nequity=1\nduration=1', "kind is none of"),
        (ONE + '[[assumptions]]\nkind = ["fund"]\nequity=1\nduration=1', "kind is none of"),
        (ONE + '[[assumptions]]\nkind = "fund"\nlevel=""\nequity=1\nduration=1', "level is none"),
        (ONE + '[[assumptions]]\nkind = "fund"\nduration=1', "equity is a number from 0 to 100"),
        (ONE + '[[assumptions]]\nkind = "fund"\nequity=1\nduration=-1', "assumption 1: duration"),
        (
            ONE + '[[assumptions]]\nkind="fund"\nequity=1\nduration=1\n' * 2,
            "assumption 2: fund is there twice",
        ),
        ("\n".join(f'[[scenarios]]\nname = "{n}"\nrates=1' for n in range(51)), "more than 50"),
    ],
)
def test_a_file_that_is_wrong_says_where(text: str, problem: str) -> None:
    with pytest.raises(Usage) as caught:
        rules.read(text, BUILT_IN)
    assert problem in str(caught.value)
