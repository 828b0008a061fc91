"""What the rules of the risk register look at, of every client in the book."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from cmcli.config import Settings
from cmcli.domain.client import ClientTag
from cmcli.domain.finance import Thresholds, findings
from cmcli.domain.risk_rules import Facts, Policy
from cmcli.queries import policies
from cmcli.queries.assessment import current_all
from cmcli.queries.holding import held_all
from cmcli.queries.profile import Balances, all_balances
from cmcli.queries.request import open_files
from cmcli.store import Store

T = TypeVar("T")


def policy(settings: Settings) -> Policy:
    """The settings of the rules."""
    return Policy(
        settings["risk.concentration"],
        settings["risk.dismissed_days"],
        policies.sla_policy(settings),
    )


def facts(store: Store, settings: Settings, now: datetime) -> list[Facts]:
    """The facts of each client in the book of whom any are known, by the client's number."""
    by_client: dict[ClientTag, Facts] = {}

    def add(client: ClientTag, **found: Any) -> None:
        by_client[client] = by_client.get(client, Facts(client))._replace(**found)

    day = now.date()
    for client, held in _grouped((one.client, one) for one in held_all(store, day)).items():
        add(client, held=tuple(held))
    for assessment, client in current_all(store):
        add(client, assessment=assessment)
    thresholds = policies.finance_thresholds(settings)
    for balances in all_balances(store):
        add(balances.client, **_balance(balances, thresholds))
    complaints = ((client, file) for file, client in open_files(store))
    for client, files in _grouped(complaints).items():
        add(client, complaints=tuple(files))
    return sorted(by_client.values(), key=lambda one: one.client.id)


def _grouped(pairs: Iterable[tuple[ClientTag, T]]) -> dict[ClientTag, list[T]]:
    found: dict[ClientTag, list[T]] = {}
    for client, one in pairs:
        found.setdefault(client, []).append(one)
    return found


def _balance(balances: Balances, thresholds: Thresholds) -> dict[str, Any]:
    latest = balances.files[0]
    found = findings(latest, balances.files, balances.kind, thresholds)
    return {"balance": latest, "findings": tuple(one for one in found if one.ratio.is_out)}
