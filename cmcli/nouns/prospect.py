"""The verbs of a prospect. It has no letter of its own: it goes by the client's reference."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cmcli.desk import Desk
from cmcli.domain import prospect as rules
from cmcli.domain.campaign import Campaign
from cmcli.domain.change import Change
from cmcli.domain.client import Client, clean_text
from cmcli.domain.prospect import Prospect
from cmcli.domain.ref import need_ref, ref_of
from cmcli.errors import CmError, Usage
from cmcli.i18n import gettext
from cmcli.messages import Code, joined, say
from cmcli.named import NamedTuple
from cmcli.nouns import client_file as clients
from cmcli.nouns import twins
from cmcli.queries import prospect as queries
from cmcli.views import prospect as view
from cmcli.views.write import receipt

if TYPE_CHECKING:
    from cmcli.domain.period import Period


class Said(NamedTuple):
    """What was typed of a prospect; None where an option is missing, empty to clear one."""

    source: str | None = None
    by: str | None = None
    campaign: str | None = None
    fit: str | None = None
    interest: str | None = None
    next: str | None = None
    next_due: str | None = None


def add(
    here: Desk, given: dict[str, str | None], tags: list[str], said: Said, stage: str, *, yes: bool
) -> None:
    """A client file of status prospect with its record, unless it is one that the book has."""
    facts = clients.checked(here, {**given, "status": "prospect"})
    found, entered = _facts(here, said), here.code("prospect_stage", stage)
    _dated(None, found)
    source = rules.sourced(found.get("source"), found.get("referrer_id"), found.get("campaign_id"))
    usual = dict.fromkeys(("referrer_id", "campaign_id", "fit", "interest", "next", "next_due_at"))

    def decide(client: Client) -> list[Change]:
        record = Prospect(
            id=client.id - 2, client_id=client.id, stage=entered, opened_at=here.now,
            closed_at=None, reason=None, **{**usual, **found, **step, "source": source},
        )  # fmt: skip
        return rules.added(client, record)

    # Whoever is in the book already is asked for before the next step is.
    step: dict[str, Any] = {}
    made = clients.entered(
        here, facts, tags, decide, yes=yes,
        ask=lambda: step.update({} if said.next else _asked(here)),
    )  # fmt: skip
    if made:
        answer(here, made[0].id, Code("status", "prospect"), twins.warning(made[1]))


def _asked(here: Desk) -> dict[str, Any]:
    """The next step and its time, asked for on a terminal."""
    if not here.interactive:
        return {}
    from cmcli import prompts

    def wrong(text: str) -> str | None:
        try:
            _when(here, text)
        except CmError as error:
            return here.speak(error.message)
        return None

    step = clean_text(prompts.text(gettext("Next step (empty: none)")))
    if not step:
        return {}
    due = prompts.text(gettext("By when (明天下午3点, fri, +3d; empty: no date)"), check=wrong)
    return {"next": step, "next_due_at": _when(here, due)}


def _when(here: Desk, text: str) -> datetime | None:
    return rules.ahead(here.when(text), here.now) if text.strip() else None


def _facts(here: Desk, said: Said) -> dict[str, Any]:
    """Columns from what was typed; only those that were."""
    read: dict[str, tuple[str, Callable[[str], Any]]] = {
        "source": ("source", lambda text: here.code("prospect_source", text)),
        "by": ("referrer_id", lambda text: here.client(text).id),
        "campaign": ("campaign_id", lambda text: _campaign(here, text)),
        "fit": ("fit", lambda text: here.code("fit", text)),
        "interest": ("interest", lambda text: here.code("interest", text)),
        "next": ("next", lambda text: clean_text(text) or None),
        "next_due": ("next_due_at", lambda text: _when(here, text)),
    }
    found: dict[str, Any] = {}
    for name, text in said._asdict().items():
        if text is not None:
            column, value = read[name]
            found[column] = value(text) if text.strip() else None
    if "next" in found and found["next"] is None:
        found.setdefault("next_due_at", None)
    return found


def _campaign(here: Desk, text: str) -> int:
    return here.store.get(Campaign, need_ref(text, "campaign").id).id


def answer(here: Desk, number: int, what: Any, *effects: Any) -> None:
    """The prospect as it is now, and what happened to it."""
    client = here.store.get(Client, number)
    found = queries.last_of(here.store, number)
    if found is None:
        raise ValueError("a prospect that was written has a record")
    head = joined([f"{ref_of('client', number)} {client.name}", what, *view.state(found.prospect)])
    here.show(
        lambda: view.document(found, here.tag(number), here.zone),
        lambda: receipt(here.speak, head, [*view.step(found.prospect), *effects]),
    )


def change(here: Desk, number: int, decide: Callable[[Client, Prospect], list[Change]]) -> None:
    """Load a client and the open record, decide, write."""
    with here.store.transaction():
        client = here.store.get(Client, number)
        record = rules.still_open(client, queries.open_of(here.store, number))
        here.apply(decide(client, record), ref_of("client", number))


def move(here: Desk, client: Client, stage: str, said: Said) -> None:
    """Into another open stage; on a terminal a missing next step is asked for."""
    to, found = here.code("prospect_stage", stage), _facts(here, said)
    record = rules.still_open(client, queries.open_of(here.store, client.id))
    # What is refused is refused before anything is asked.
    rules.moved(record, to, here.now)
    if not record.next and "next" not in found:
        found |= _asked(here)
    _dated(record.next, found)
    change(here, client.id, lambda _, now: rules.moved(now, to, here.now, **found))
    answer(here, client.id, None)


def edit(here: Desk, client: Client, said: Said) -> None:
    """Other facts, another next step."""
    found = _facts(here, said)
    if not found:
        raise Usage(say("what should change?"), say("for example: --next 约到网点 --next-due 周五"))

    def decide(_: Client, record: Prospect) -> list[Change]:
        _dated(record.next, found)
        return rules.corrected(record, **_going_along(record, found))

    change(here, client.id, decide)
    answer(here, client.id, say("changed"))


def _dated(step: str | None, found: dict[str, Any]) -> None:
    """Another step has another date; a date needs a step."""
    if found.get("next") and "next_due_at" not in found:
        found["next_due_at"] = None
    if found.get("next_due_at") and not found.get("next", step):
        raise Usage(say("--next-due goes with --next"), say("--next '…' --next-due 周五"))


def _going_along(record: Prospect, found: dict[str, Any]) -> dict[str, Any]:
    """Another source drops who sent them and the campaign; either of these implies the source."""
    fields = dict(found)
    if "source" not in fields and (fields.get("referrer_id") or fields.get("campaign_id")):
        fields["source"] = rules.sourced(None, fields.get("referrer_id"), fields.get("campaign_id"))
    if fields.get("source", record.source) != record.source:
        fields = {"referrer_id": None, "campaign_id": None, **fields}
    return fields


def convert(here: Desk, client: Client) -> None:
    """A client from now on; the tier stays."""
    change(
        here, client.id,
        lambda file, record: rules.edited(file, record, here.now, status="active"),
    )  # fmt: skip
    answer(here, client.id, Code("status", "active"))


def drop(here: Desk, client: Client, reason: str | None) -> None:
    """Given up, and why; the file stays in the book, dormant."""
    why = clean_text(reason or "")
    if not why:
        raise Usage(say("why is it given up?"), say("cm prospect drop C --reason TEXT"))
    change(
        here, client.id,
        lambda file, record: rules.edited(file, record, here.now, reason=why, status="dormant"),
    )  # fmt: skip
    answer(here, client.id, Code("status", "dormant"))


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Another time for the next step."""
    change(here, number, lambda _, record: rules.step_moved(record, due, here.now))
    answer(here, number, say("next step due {due}", due=due))


def listing(here: Desk, *, stale: bool, limit: int | None, **wanted: Any) -> None:
    """Prospects by the filters, one a line."""
    found = queries.listed(here.store, **wanted)
    if stale:
        most = here.settings["prospect.idle_days"]
        found = [one for one in found if rules.lies(one, here.now, most)]
    found = here.cut(found, limit)
    here.show(
        lambda: [view.row_document(one, here.now) for one in found],
        lambda: view.listing(found, here.speak),
    )


def sources(here: Desk, period: "Period") -> None:
    """What came of each source, and of those who sent somebody."""
    from cmcli.domain.figures import prospects
    from cmcli.domain.measure import span
    from cmcli.queries.prospect_sources import ways
    from cmcli.views import prospect_sources as view_of

    over = span(period, here.now)
    found = prospects.sources(ways(here.store, over.end), over)
    here.show(
        lambda: view_of.document(found, period),
        lambda: view_of.page(found, period, here.speak),
    )
