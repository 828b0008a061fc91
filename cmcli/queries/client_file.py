"""Everything a client's page shows, read at once."""

from cmcli.domain.action import Action
from cmcli.domain.callback import Callback
from cmcli.domain.client import Client
from cmcli.domain.deal import Deal
from cmcli.domain.feedback import Feedback
from cmcli.domain.handoff import Handoff
from cmcli.domain.interaction import Interaction
from cmcli.domain.plan import Plan, present
from cmcli.domain.request import RequestFile
from cmcli.domain.research import Notes
from cmcli.named import NamedTuple
from cmcli.queries import feedback as opinions
from cmcli.queries import handoff, promises, research
from cmcli.queries import plan as plans
from cmcli.queries import prospect as prospects
from cmcli.queries.prospect import Origin
from cmcli.queries.request import open_of
from cmcli.store import Store


class ClientFile(NamedTuple):
    """Everything a client's page shows: open promises, the last contacts, the plan in force, the
    last feedback with a satisfaction, what is known of the client's surroundings, and how they
    came to us, where they were a prospect.
    """  # noqa: D205

    client: Client
    requests: list[RequestFile]
    callbacks: list[Callback]
    deals: list[Deal]
    timeline: list[Interaction]
    actions: list[Action]
    plan: Plan | None
    scored: Feedback | None
    research: Notes
    origin: Origin | None = None
    handoffs: tuple[Handoff, ...] = ()


def file(store: Store, client: Client, contacts: int = 10) -> ClientFile:
    """The client file, with the last `contacts` of the timeline."""
    recent = "WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT ?"
    return ClientFile(
        client,
        open_of(store, client.id),
        promises.callbacks_of(store, client.id),
        promises.deals_of(store, client.id),
        store.select(Interaction, recent, client.id, contacts),
        opinions.actions_of(store, client.id),
        present(plans.revisions(store, client.id)),
        opinions.last_scored(store, client.id),
        research.about(store, client),
        prospects.last_of(store, client.id),
        tuple(handoff.out_of(store, "client_id", client.id)),
    )
