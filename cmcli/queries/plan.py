"""Service plans: the revision in force of each client, and what makes one doubtful."""

from collections.abc import Iterable

from cmcli.config import Settings
from cmcli.domain.client import ClientTag
from cmcli.domain.plan import LOW, Plan, Signal, Terms
from cmcli.queries.conditions import IN_BOOK
from cmcli.queries.joined import with_client
from cmcli.storage.rows import to_instant
from cmcli.store import Store

# Of two files joined into one the later plan holds.
_PRESENT = """plan.id = (SELECT id FROM plan AS p WHERE p.client_id = client.id
    AND p.replaced_at IS NULL ORDER BY p.created_at DESC, p.id DESC LIMIT 1)"""


def terms(settings: Settings, tier: str) -> Terms:
    """What the standard asks of the plan of a client of that tier."""
    return Terms(tier, settings.text(f"cadence.{tier}"), settings["plan.review_months"])


def revisions(store: Store, client_id: int) -> list[Plan]:
    """Every revision of a client's plan, the latest first."""
    rest = "WHERE client_id = ? ORDER BY created_at DESC, id DESC"
    return store.select(Plan, rest, client_id)


def current(store: Store, *, tier: str | None = None) -> list[tuple[Plan, ClientTag]]:
    """The plans in force, or those of a tier; the nearest review first."""
    rest = f"""WHERE {_PRESENT} AND {IN_BOOK} AND client.tier = coalesce(?, client.tier)
        ORDER BY review_on IS NULL, review_on, plan.id"""
    return with_client(store, Plan, rest, tier)


def missing(store: Store, tier: str) -> list[ClientTag]:
    """Clients of a tier without a plan."""
    rows = store.rows(
        f"""SELECT id, name, tier FROM client WHERE tier = ? AND {IN_BOOK} AND NOT EXISTS (
            SELECT 1 FROM plan WHERE plan.client_id = client.id AND replaced_at IS NULL)
            ORDER BY id""",
        tier,
    )
    return [ClientTag(*row) for row in rows]


def cadences(plans: Iterable[tuple[Plan, ClientTag]]) -> dict[int, str]:
    """The cadence of each client whose plan sets one: month, quarter, half-year or year."""
    return {plan.client_id: plan.cadence for plan, _ in plans if plan.cadence}


def signals(store: Store) -> list[Signal]:
    """The latest poor score and the latest complaint of each client with a plan or of tier key."""
    # From whom is watched to the index of each: what others ever said is not read.
    watched = f"""FROM (SELECT id FROM client WHERE tier = 'key' AND archived_at IS NULL
              UNION SELECT client_id FROM plan WHERE replaced_at IS NULL) AS watched
        JOIN client ON client.id = watched.id AND {IN_BOOK}"""
    poor = f"""SELECT client.id, client.name, client.tier, said.at, said.satisfaction {watched}
        JOIN feedback AS said ON said.id = (SELECT id FROM feedback
        WHERE client_id = client.id AND satisfaction <= ? ORDER BY at DESC, id DESC LIMIT 1)"""
    complained = f"""SELECT client.id, client.name, client.tier, (SELECT max(asked_at) FROM request
        WHERE client_id = client.id AND kind = 'complaint'), NULL {watched}"""
    rows = [*store.rows(poor, LOW), *store.rows(complained)]
    return [Signal(ClientTag(*row[:3]), to_instant(row[3]), row[4]) for row in rows if row[3]]
