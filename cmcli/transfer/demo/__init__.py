"""A believable book of invented clients, the same for the same moment, in either language."""

from cmcli.domain.change import Change
from cmcli.domain.setting import Setting
from cmcli.transfer.demo.book import Book, Setup
from cmcli.transfer.demo.campaigns import add_campaigns
from cmcli.transfer.demo.care import add_actions, add_plans
from cmcli.transfer.demo.contacts import add_contacts, choose_met
from cmcli.transfer.demo.development import add_development, add_research
from cmcli.transfer.demo.errands import add_requests
from cmcli.transfer.demo.finances import add_profiles
from cmcli.transfer.demo.gifts import add_gifts
from cmcli.transfer.demo.goals import add_appraisal, add_goals
from cmcli.transfer.demo.handoffs import add_handoffs
from cmcli.transfer.demo.holdings import add_holdings
from cmcli.transfer.demo.incentives import add_incentives
from cmcli.transfer.demo.insights import add_insights
from cmcli.transfer.demo.learning import add_training
from cmcli.transfer.demo.meetings import add_meetings
from cmcli.transfer.demo.morning import add_morning
from cmcli.transfer.demo.names import BRANCH, MANAGER
from cmcli.transfer.demo.opinions import add_feedback
from cmcli.transfer.demo.people import add_clients
from cmcli.transfer.demo.places import add_places
from cmcli.transfer.demo.prices import add_prices
from cmcli.transfer.demo.promises import add_callbacks
from cmcli.transfer.demo.proofs import add_proofs
from cmcli.transfer.demo.prospects import add_prospects
from cmcli.transfer.demo.register import add_advice, add_risks
from cmcli.transfer.demo.sales import add_deals, add_products
from cmcli.transfer.demo.tolerance import add_assessments
from cmcli.transfer.demo.waits import add_waits

__all__ = ["Setup", "changes"]


def changes(setup: Setup, *, named: bool = False) -> list[Change]:
    """Every record of the book; `named` where the file knows its manager already."""
    book = Book(setup)
    if not named:
        manager = {"manager.name": MANAGER, "manager.branch": BRANCH}
        book.settings = [Setting(book.id(), k, book.text(v)) for k, v in manager.items()]
    add_products(book)
    add_prices(book)
    add_clients(book)
    choose_met(book)
    add_contacts(book)
    add_requests(book)
    add_callbacks(book)
    add_deals(book)
    add_feedback(book)
    add_actions(book)
    add_plans(book)
    add_morning(book)
    add_assessments(book)
    add_holdings(book)
    add_proofs(book)
    add_profiles(book)
    add_risks(book)
    add_advice(book)
    add_gifts(book)
    add_prospects(book)
    add_places(book)
    add_development(book)
    add_research(book)
    add_campaigns(book)
    add_training(book)
    add_meetings(book)
    add_insights(book)
    add_handoffs(book)
    add_goals(book)
    add_appraisal(book)
    add_incentives(book)
    add_waits(book)
    return book.changes()
