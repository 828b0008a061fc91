"""What is done with client files: entered, changed, shown, joined, put away, listed as due."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import campaign_guest as guests
from cmcli.domain import client as rules
from cmcli.domain import prospect
from cmcli.domain.cadence import Standing, standing_of, state, waiting
from cmcli.domain.change import Change
from cmcli.domain.client import Client
from cmcli.domain.opening import clean_hours
from cmcli.domain.ref import ref_of
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Usage
from cmcli.messages import Code, joined, say
from cmcli.nouns import twins
from cmcli.queries import cadence as duties
from cmcli.queries import campaign as campaigns
from cmcli.queries import client_file as queries
from cmcli.queries import policies, wealth
from cmcli.queries import prospect as prospects
from cmcli.views import client as view
from cmcli.views.write import receipt

_CLEAN: dict[str, Callable[[str], str]] = {
    "name": rules.clean_name,
    "phone": rules.clean_phone,
    "email": rules.clean_email,
    "birthday": rules.clean_birthday,
    "hours": clean_hours,
}
_CODES = {"kind": "client_kind", "status": "status", "tier": "tier", "channel": "channel"}
_NEEDED = ("name", "kind", "status", "tier")


def given(**facts: str | None) -> dict[str, str | None]:
    """The facts by the names of their fields."""
    return facts


def checked(here: Desk, given: dict[str, str | None]) -> dict[str, Any]:
    """Facts as they are kept, from facts as they are typed; an empty text is None."""
    facts: dict[str, Any] = {}
    for field, text in given.items():
        if field not in rules.FIELDS:
            raise Usage(
                say("a client has no field {field}", field=field),
                say("fields: {fields}", fields=", ".join(rules.FIELDS)),
            )
        if not (text or "").strip():
            if field in _NEEDED and text is not None:
                raise Usage(say("{field} cannot be empty", field=field))
            facts[field] = None
        elif field in _CODES:
            facts[field] = here.code(_CODES[field], str(text))
        else:
            facts[field] = _CLEAN.get(field, rules.clean_text)(str(text))
    born = facts.get("birthday")
    if born and not born.startswith("lunar:") and born > here.now.date().isoformat():
        raise Usage(say("{at} is still to come", at=date.fromisoformat(born)))
    return facts


def new(facts: dict[str, Any], tags: str, now: datetime) -> Client:
    """A client from checked facts, with the keys it is found by."""
    keys = search_keys(facts["name"], facts["kind"])
    values: dict[str, Any] = {
        **dict.fromkeys(rules.FIELDS),
        **facts,
        **keys,
        "tags": tags,
        "created_at": now,
    }
    return Client(-1, **values)


def search_keys(name: str, kind: str) -> dict[str, str]:
    """`pinyin` and `initials` of a name."""
    from cmcli import pinyin

    sound, initials = pinyin.keys(name, person=kind == "person")
    return {"pinyin": sound, "initials": initials}


def add(here: Desk, given: dict[str, str | None], tags: list[str], *, yes: bool) -> None:
    """A new file from what was typed, unless it is one that the book has."""
    made = entered(here, checked(here, given), tags, prospect.added, yes=yes)
    if made is None:
        return
    client, others = made
    record = prospects.open_of(here.store, client.id)
    effects = [
        say("a prospect without a next step: cm prospect edit {ref} --next …", ref=f"c{client.id}")
        if record else None,
        twins.warning(others),
    ]  # fmt: skip
    words = [Code("tier", client.tier), Code("status", client.status), client.tags]
    here.show(
        lambda: view.document(client, here.zone),
        lambda: receipt(here.speak, joined([f"c{client.id} {client.name}", *words]), effects),
    )


def entered(
    here: Desk, facts: dict[str, Any], tags: list[str], decide: Callable[[Client], list[Change]],
    *, yes: bool, ask: Callable[[], None] = lambda: None,
) -> tuple[Client, list[Client]] | None:  # fmt: skip
    """Write a new client as `decide` says; returns it and those who look the same.

    Asks first where somebody does; None where that file was meant, which is then shown. Raises
    `Refused` off a terminal unless `yes`. `ask` is what else is to be asked.
    """
    kept, answer = rules.clean_tags(tags), twins.asked(here, facts, yes=yes)
    if answer.same:
        show(here, answer.same.id)
        return None
    ask()
    with here.store.transaction():
        others = twins.held(here, facts, answer)
        applied = here.apply(decide(new(facts, kept, here.now)), facts["name"])
    return here.store.get(Client, applied.ids[-1]), others


def among(here: Desk, where: list[str] | None, *, archived: bool) -> list[int] | None:
    """The numbers of the clients in the book that `--where` picks; None where nothing was asked."""
    if not where:
        return None
    if archived:
        raise Usage(say("--where picks clients in the book; the archived ones are not in it"))
    from cmcli.queries.where import matching

    found = matching(here.store, here.settings, here.wheres(where), here.now)
    return [client.id for client in found]


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """New facts of a client."""
    if not fields:
        raise Usage(say("what should change?"), say("for example: cm client edit c3 --tier key"))
    facts = checked(here, dict(fields))
    with here.store.transaction():
        client = here.store.get(Client, number)
        if "name" in facts or "kind" in facts:
            facts |= search_keys(facts.get("name", client.name), facts.get("kind", client.kind))
        record = prospects.open_of(here.store, number)
        here.apply(prospect.edited(client, record, here.now, **facts), f"c{number}")
    changed = here.store.get(Client, number)
    words = [Code("tier", changed.tier), Code("status", changed.status)]
    here.show(
        lambda: view.document(changed, here.zone),
        lambda: receipt(here.speak, joined([f"c{number} {changed.name}", *words])),
    )


def show(here: Desk, number: int, *, reveal: bool = False) -> None:
    """The client file."""
    client = here.store.get(Client, number)
    file = queries.file(here.store, client)
    owned = wealth.of(here.store, client.id, here.now.date())
    here.speak.reveal = reveal
    here.show(
        lambda: view.file_document(file, owned, here.now, reveal=reveal),
        lambda: view.file_page(file, owned, here.speak, _contact(here, client), reveal=reveal),
    )


def merged(
    here: Desk, keep: Client, other: Client, owned: list[tuple[str, str, int]]
) -> list[Change]:
    """What joins two files: prospect records; of a campaign whose guests both are, one row."""
    both = campaigns.shared(here.store, keep.id, other.id)
    gone = {("campaign_guest", "client_id", twin.id) for _, twin in both}
    moved = [row for row in owned if row not in gone]
    records = prospects.of_clients(here.store, keep.id, other.id)
    stages = prospects.stages(here.store, records)
    changes = [change for pair in both for change in guests.joined(*pair)]
    return [*changes, *prospect.merged(keep, other, moved, records, stages, here.now)]


def archived(here: Desk, client: Client) -> list[Change]:
    """What puts a file away; refused while something is promised."""
    record = prospects.open_of(here.store, client.id)
    return prospect.archived(client, record, promises(here, client), here.now)


def _contact(here: Desk, client: Client) -> tuple[str, str] | None:
    """The state of the contact that the standard or a plan asks for, and how often it does."""
    policy = policies.cadence_policy(here.settings)
    duty = duties.duty_of(here.store, here.settings, client.id)
    return (state(duty.last_met_at, here.now, policy, duty.every), duty.every) if duty else None


def promises(here: Desk, client: Client) -> list[str]:
    """References of what is still promised to a client."""
    file = queries.file(here.store, client, 0)
    return [
        *(request.ref for request in file.requests),
        *(ref_of("callback", callback.id) for callback in file.callbacks),
        *(ref_of("deal", deal.id) for deal in file.deals),
        *(ref_of("action", action.id) for action in file.actions),
        *(handoff.ref for handoff in file.handoffs),
    ]


def due(here: Desk, rows: list[Any], tier: str | None) -> list[Any]:
    """The rows of clients whose contact is due, in the order in which they are next.

    Key clients and those with a plan's cadence; with `tier`, all clients of that tier.
    """
    found = (
        duties.of_tier(here.store, here.settings, tier)
        if tier
        else duties.duties(here.store, here.settings)
    )
    policy = policies.cadence_policy(here.settings)
    by_id = {row.client.id: row for row in rows}
    next_ones = [key.client.id for key in waiting(found, here.now, policy)]
    return [by_id[number] for number in next_ones if number in by_id]


def coverage(here: Desk, year: int) -> None:
    """A year's key-client coverage by quarter, and where each tier stands now."""
    # Figures and periods are much to import for the verbs above.
    from cmcli import measures
    from cmcli.domain.period import parse_period
    from cmcli.views import coverage as view_of

    today = here.now.date()
    quarters = [parse_period(f"{year}Q{number}", today) for number in range(1, 5)]
    begun = [quarter for quarter in quarters if quarter.start <= today]
    figures = measures.over_periods(
        "cadence.key_coverage", begun, here.store, here.settings, here.now
    )
    result = list(zip(begun, figures, strict=True))
    tiers = {tier: _standing(here, tier) for tier in VOCABULARIES["tier"]}
    here.show(
        lambda: view_of.coverage_document(result, tiers),
        lambda: view_of.coverage(result, tiers, here.speak),
    )


def _standing(here: Desk, tier: str) -> Standing:
    found = duties.of_tier(here.store, here.settings, tier)
    every = here.settings.text(f"cadence.{tier}")
    return standing_of(found, here.now, policies.cadence_policy(here.settings), every)
