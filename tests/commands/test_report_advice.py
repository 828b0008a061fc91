"""The report on advice and risk: figures, sales after a warning, what matures next week."""

import pytest

from cmcli.measures import AREAS, MEASURES, area_of
from cmcli.reports.parts.figures import titles
from tests.commands.test_report import FRIDAY, MONDAY, added_up, ran, report, values
from tests.support import Cm


@pytest.fixture
def advised(cm: Cm) -> Cm:
    """A C2 client who insisted on an R3 fund, holds it beside a deposit and a loan, and a risk."""
    ran(cm, "config", "set", "manager.name", "李明")
    ran(cm, "client", "add", "王建国")
    ran(cm, "assess", "王建国", "--level", "C2")
    for code, name, *options in (
        ("FD", "灵活配置", "--kind", "fund", "--risk", "R3", "--fees", "1%", "--structure", "股债混合",
         "--risks", "可能亏损"),
        ("TD", "定期", "--kind", "deposit"), ("LN", "房贷", "--kind", "loan"),
    ):  # fmt: skip
        ran(cm, "product", "add", code, name, *options)
    ran(cm, "disclose", "王建国", "FD")
    ran(cm, "deal", "add", "王建国", "定投", "--product", "FD", "--amount", "6万")
    ran(cm, "deal", "won", "d1", "--warned", "打算持有十年")
    ran(cm, "holding", "add", "王建国", "FD", "--amount", "6万", "--deal", "d1")
    ran(cm, "holding", "add", "王建国", "TD", "--amount", "50万", "--start", "2025-11-25",
        "--maturity", "2026-11-25")  # fmt: skip
    ran(cm, "holding", "add", "王建国", "LN", "--amount", "80万")
    ran(cm, "holding", "add", "王建国", "TD", "--amount", "1万", "--start", "2026-01-05")
    ran(cm, "holding", "redeem", "h4", "--all", "--at", "2026-11-16")
    ran(cm, "disclose", "王建国", "TD")
    ran(cm, "deal", "add", "王建国", "续存", "--product", "TD", "--amount", "2万")
    ran(cm, "deal", "won", "d2")
    ran(cm, "risk", "add", "王建国", "一跌就想卖", "--review", "2026-11-20")
    return cm


def test_the_figures_of_advice_are_what_happened(advised: Cm) -> None:
    found = values(report(advised))
    expected = {
        "aum.total": {"amount": 56_000_000, "currency": "CNY"},
        "aum.net_inflow": {"amount": 5_000_000, "currency": "CNY"},
        "clients.cross_sell": 3.0, "disclosure.complete": 1.0, "suitability.warned": 1,
        "assessment.valid": 1.0, "risk.open": 1, "risk.on_time": None,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    for name, value in expected.items():
        assert added_up(report(advised, "--explain", name)) == value, name
    held = values(report(advised, now=MONDAY))
    assert (held["risk.on_time"], held["aum.net_inflow"]["amount"]) == (None, 0)
    assert values(report(advised, "--last", now=MONDAY))["risk.on_time"] == 0.0
    # The deposit is a year old, but its owner came to the book this week.
    assert values(report(advised, "--last"))["aum.total"]["amount"] == 0


def test_a_sale_after_a_warning_stands_in_every_form(advised: Cm) -> None:
    (sale,) = report(advised)["sections"]["warned"]
    assert sale == {
        "ref": "d1", "kind": "deal", "client": {"ref": "c1", "name": "王建国", "tier": "standard"},
        "at": FRIDAY, "title": "定投", "product": {"ref": "p1", "code": "FD", "name": "灵活配置"},
        "regime": "csrc", "product_level": "R3", "client_level": "C2", "findings": ["level"],
        "reason": "打算持有十年", "who": "李明",
    }  # fmt: skip
    assert report(advised, "--last")["sections"]["warned"] == []
    for form in ("term", "md"):
        page = ran(advised, "report", "--format", form)
        assert "SOLD AFTER A WARNING" in page
        for word in ("d1", "王建国", "定投", "灵活配置", "R3 / C2", "打算持有十年", "李明"):
            assert word in page.partition("SOLD AFTER A WARNING")[2], (form, word)
    assert "SOLD AFTER" not in ran(advised, "report", "--last")


def test_what_matures_next_week_is_announced(advised: Cm) -> None:
    coming = report(advised)["sections"]["next_week"]
    assert [(item["ref"], item["at"][:10], item["title"], item["detail"]) for item in coming] == [
        ("h2", "2026-11-25", "定期", "500,000 matures")
    ]


def test_products_per_client_are_a_number_and_no_share_of_a_hundred(advised: Cm) -> None:
    measures = {measure["id"]: measure["name"] for measure in report(advised)["measures"]}
    name = measures["clients.cross_sell"]
    line = next(li for li in ran(advised, "report").splitlines() if name in li)
    assert "%" not in line
    assert " 3.0 " in line
    explained = ran(advised, "report", "--explain", "clients.cross_sell")
    assert "Mean of 1 rows: 3.0" in explained


def test_every_measure_stands_in_an_area_of_the_table() -> None:
    ids = [measure.id for measure in MEASURES]
    assert [m for m in ids if m not in AREAS and m.partition(".")[0] not in AREAS] == [], "AREAS"
    assert {area_of(measure) for measure in ids} == set(titles())
    with pytest.raises(KeyError):
        area_of("weather.sunny")
