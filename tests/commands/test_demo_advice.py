"""The demo book's holdings, assessments, proofs and risks are such as the commands make."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cmcli.config import Settings
from cmcli.domain.assessment import Assessment
from cmcli.domain.change import Insert
from cmcli.domain.deal import Deal
from cmcli.domain.disclosure import Disclosure
from cmcli.domain.holding import Holding, HoldingMove
from cmcli.domain.product import Product
from cmcli.domain.risk import Risk, RiskReview
from cmcli.domain.sale import Consent, passed
from cmcli.domain.sale_check import SaleCheck
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.messages import Money
from cmcli.queries import suitability
from cmcli.queries.policies import working_day
from cmcli.store import Store
from tests.support import ZONE, Cm, Demo


def test_every_sale_that_was_checked_stands_up_to_the_gate(made: Store, moment: str) -> None:
    now = datetime.fromisoformat(moment).astimezone(ZoneInfo(ZONE))
    checks = made.select(SaleCheck)
    assert len(checks) > 15
    assert [check for check in checks if check.outcome == "warned"]
    for check in checks:
        deal, product = made.get(Deal, check.deal_id), made.get(Product, check.product_id)
        amount = Money(deal.amount or 0, deal.currency)
        sale = suitability.sale(made, Settings({}), deal, product, amount, check.at, now)
        consent = Consent(check.reason, check.confirmed_at is not None, check.who)
        (proof,) = passed(sale, consent, check.at)
        assert isinstance(proof, Insert)
        assert isinstance(proof.record, SaleCheck)
        assert proof.record._replace(id=check.id) == check


def test_every_holding_is_what_its_movements_made_of_it(made: Store, moment: str) -> None:
    today = datetime.fromisoformat(moment).astimezone(ZoneInfo(ZONE)).date()
    holdings = made.select(Holding)
    moves = made.select(HoldingMove)
    for holding in holdings:
        mine = [move for move in moves if move.holding_id == holding.id]
        signs = {"bought": 1, "borrowed": 1}
        assert sum(signs.get(m.kind, -1) * m.principal for m in mine) == holding.amount
        if holding.units is not None:
            units = sum(signs.get(m.kind, -1) * (m.units or 0) for m in mine)
            assert units == pytest.approx(holding.units)
        assert [m for m in mine if not holding.start_on <= m.moved_on <= today] == []
        assert (holding.closed_on is None) == (holding.amount > 0)
    assert {move.kind for move in moves} == set(VOCABULARIES["holding_move"])
    sold = made.rows("""SELECT deal.id FROM deal JOIN product ON product.id = product_id
        WHERE stage = 'won' AND product.kind NOT IN ('card', 'other')""")
    assert {deal for (deal,) in sold} == {h.deal_id for h in holdings if h.deal_id}


def test_deposits_mature_around_the_days_on_which_they_are_spoken_of(
    cm: Cm, demo_book: Demo
) -> None:
    store = Store.open(Path(shutil.copy(demo_book(), cm.db)))
    found = store.rows("""SELECT client.name, maturity_on, amount FROM holding
        JOIN client ON client.id = client_id WHERE closed_on IS NULL AND holding.rate IS NOT NULL
        AND maturity_on < '2027-01-10' ORDER BY maturity_on""")
    store.close()
    assert len(found) >= 7
    assert found[0][1] < "2026-11-23"
    assert ("孙淑华", "2026-12-01", 50_000_000) in found


def test_clients_are_told_of_products_while_the_bank_is_open(made: Store, moment: str) -> None:
    told = [at.astimezone(ZoneInfo(ZONE)) for at in
            (one.at for one in made.select(Disclosure))]  # fmt: skip
    is_working = working_day(Settings({}))
    assert len(told) > 20
    # The last talk may be that of a deal which was opened and closed on one day.
    odd = [at for at in told if not (9 <= at.hour < 18 and is_working(at.date()))]
    assert len(odd) <= len(told) // 20


def test_some_assessments_lapse_soon_and_a_few_have(made: Store, moment: str) -> None:
    today = datetime.fromisoformat(moment).astimezone(ZoneInfo(ZONE)).date()
    latest = {one.client_id: one for one in made.select(Assessment, "ORDER BY at, id")}
    days = [(one.expires_on - today).days for one in latest.values()]
    assert len([left for left in days if 0 <= left <= 30]) >= 5
    assert len([left for left in days if left < 0]) >= 3
    assert len(latest) > 150
    assert {one.level for one in latest.values()} == set(VOCABULARIES["tolerance"])


def test_the_register_has_a_review_this_week_and_closed_risks_with_reviews(made: Store) -> None:
    risks, reviews = made.select(Risk), made.select(RiskReview)
    assert {risk.outcome for risk in risks} == {None, "closed"}
    assert {review.risk_id for review in reviews} <= {risk.id for risk in risks}
    assert reviews
