"""A prospect: how somebody came to us, how promising it is, and the way to becoming a client.

A client file of status prospect has one open record here. Whoever changes the status of a file
does it through `edited`: to active the record is closed as converted, to anything else as dropped,
and a file that becomes a prospect again begins a new one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from cmcli.domain import client as clients
from cmcli.domain.change import Change, Update, delete, insert, update
from cmcli.domain.client import Client, ClientTag
from cmcli.domain.days import day_of, limit
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, say
from cmcli.named import NamedTuple

OPEN_STAGES = ("new", "contacted", "interested", "opening")
CLOSED_STAGES = ("converted", "dropped")

# How a source is written in files and by hand; the first word that occurs decides.
_WORDS = {
    "referral": ("转介", "介绍", "推荐", "referr", "referral", "introduc", "friend", "朋友"),
    "campaign": ("活动", "沙龙", "展会", "campaign", "salon", "exhibition", "event"),
    "walk_in": ("到店", "到访", "网点", "walk"),
    "cold_call": ("陌生", "陌拜", "扫街", "扫楼", "电销", "cold"),
    "list": ("名单", "名录", "list"),
}


class Prospect(NamedTuple):
    """The file of a client on the way into the book. `source` says how they came, `referrer_id`
    is the client who sent them; `fit` and `interest` are low, medium or high.
    """  # noqa: D205

    id: int
    client_id: int
    source: str
    referrer_id: int | None
    campaign_id: int | None
    fit: str | None
    interest: str | None
    stage: str
    next: str | None
    next_due_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    reason: str | None


class ProspectStage(NamedTuple):
    """The stage a prospect entered at `at`."""

    id: int
    prospect_id: int
    stage: str
    at: datetime


class Pending(NamedTuple):
    """An open prospect; `touched_at` is the last contact or change of stage."""

    prospect: Prospect
    client: ClientTag
    touched_at: datetime


# How it begins


def source_named(text: str | None) -> str:
    """The source that words of a file speak of; other where they speak of none."""
    typed = (text or "").strip().casefold().replace("-", "_").replace(" ", "_")
    for source, words in _WORDS.items():
        if typed == source or any(word in typed for word in words):
            return source
    return "other"


def sourced(source: str | None, referrer_id: int | None, campaign_id: int | None) -> str:
    """The source that goes with who sent them and with the campaign; raises `Usage`."""
    implied = "campaign" if campaign_id else "referral" if referrer_id else "other"
    found = source or implied
    if campaign_id and found != "campaign":
        raise Usage(
            say("a campaign goes with the source campaign"), say("leave out --source or --campaign")
        )
    if referrer_id and found != "referral":
        raise Usage(
            say("who sent them goes with the source referral"), say("leave out --source or --by")
        )
    if found == "referral" and not referrer_id:
        raise Usage(say("a referral needs who sent them"), say("--by CLIENT"))
    return found


def begun(number: int, client_id: int, source: str, now: datetime) -> Prospect:
    """A record of which nothing is known yet but the source."""
    return Prospect(number, client_id, source, None, None, None, None, "new", None, None, now,
                    None, None)  # fmt: skip


def opened(prospect: Prospect) -> list[Change]:
    """A new record, and the stage it begins in."""
    if prospect.stage in CLOSED_STAGES:
        raise Usage(
            say("a new prospect cannot be {stage}", stage=Code("prospect_stage", prospect.stage)),
            say("add it, then: cm prospect convert C or cm prospect drop C"),
        )
    if prospect.referrer_id == prospect.client_id:
        raise Usage(say("nobody refers themselves"))
    first = ProspectStage(prospect.id - 1, prospect.id, prospect.stage, prospect.opened_at)
    return [insert(prospect), insert(first)]


def added(client: Client, prospect: Prospect | None = None) -> list[Change]:
    """A new client file; one of status prospect with its record, the given one or a bare one."""
    changes = clients.add(client)
    if client.status != "prospect":
        return changes
    usual = begun(client.id - 2, client.id, source_named(client.source), client.created_at)
    return [*changes, *opened(prospect or usual)]


# The way


def edited(
    client: Client, record: Prospect | None, now: datetime, *, first: int = -1,
    reason: str | None = None, **fields: object,
) -> list[Change]:  # fmt: skip
    """New facts of a client; another status opens or closes the prospect (`record`, if open).

    New rows are numbered from `first` down.
    """
    changes = clients.edit(client, now, first, **fields)
    changed = client._replace(**fields)  # type: ignore[arg-type]
    if changed.status == client.status:
        return changes
    if changed.status == "prospect":
        source = source_named(changed.source)
        again = [] if record else opened(begun(first - 1, client.id, source, now))
        return [*changes, *again]
    stage = "converted" if changed.status == "active" else "dropped"
    return [*changes, *(_closed(record, stage, reason, now, first - 1) if record else [])]


def _closed(
    record: Prospect, stage: str, reason: str | None, now: datetime, number: int
) -> list[Change]:
    changes = update(record, stage=stage, closed_at=now, reason=reason, next=None, next_due_at=None)
    return [*changes, insert(ProspectStage(number, record.id, stage, now))]


def still_open(client: Client, record: Prospect | None) -> Prospect:
    """The open record of a client; raises `Refused` where it has none."""
    if record is None:
        raise Refused(
            say("{ref} {name} is no prospect ({status})", ref=ref_of("client", client.id),
                name=client.name, status=Code("status", client.status)),
            say("make it one: cm client edit {ref} --status prospect",
                ref=ref_of("client", client.id)),
        )  # fmt: skip
    return record


def moved(record: Prospect, stage: str, now: datetime, **step: object) -> list[Change]:
    """Into another open stage; `step` may be a new next step."""
    ref = ref_of("client", record.client_id)
    if stage in CLOSED_STAGES:
        verb = "convert" if stage == "converted" else "drop"
        raise Usage(
            say("a prospect is closed with its own command"),
            say("cm prospect {verb} {ref}", verb=verb, ref=ref),
        )
    if stage == record.stage:
        raise Refused(
            say("{ref} is in {stage} already", ref=ref, stage=Code("prospect_stage", stage))
        )
    entered = ProspectStage(-1, record.id, stage, now)
    return [*update(record, stage=stage, **step), insert(entered)]


def contacted(record: Prospect, at: datetime, number: int) -> list[Change]:
    """Somebody was reached: a new prospect is new no longer."""
    if record.stage != "new":
        return []
    entered = ProspectStage(number, record.id, "contacted", max(at, record.opened_at))
    return [*update(record, stage="contacted"), insert(entered)]


def corrected(record: Prospect, **fields: object) -> list[Change]:
    """Other facts of an open record; raises `Usage` where they do not go together."""
    changed = record._replace(**fields)  # type: ignore[arg-type]
    if changed.referrer_id == changed.client_id:
        raise Usage(say("nobody refers themselves"))
    said = {"source", "referrer_id", "campaign_id"} & fields.keys()
    unnamed = changed.source == record.source == "referral" and not changed.campaign_id
    if said and not unnamed:
        sourced(changed.source, changed.referrer_id, changed.campaign_id)
    return update(record, **changed._asdict())


def step_moved(record: Prospect, due: datetime, now: datetime) -> list[Change]:
    """The next step at another time, which lies ahead."""
    if not record.next:
        ref = ref_of("client", record.client_id)
        raise Usage(
            say("{ref} has no next step to move", ref=ref),
            say("cm prospect edit {ref} --next … --next-due …", ref=ref),
        )
    return update(record, next_due_at=ahead(due, now))


def ahead(due: datetime, now: datetime) -> datetime:
    """A time for a next step; raises `Usage` where it is past."""
    if limit(due, now) < now:
        raise Usage(say("{due} is past; a next step lies ahead", due=due))
    return due


def idle_days(pending: Pending, now: datetime) -> int:
    """Days since the last contact or change of stage."""
    return (now.date() - day_of(pending.touched_at, now)).days


def lies(pending: Pending, now: datetime, most: int) -> bool:
    """Whether it lies there: no next step, or nobody touched it for `most` days."""
    return not pending.prospect.next or idle_days(pending, now) >= most


# When files are put away or joined


def archived(
    client: Client, record: Prospect | None, promises: list[str], now: datetime
) -> list[Change]:
    """Out of every list; a prospect that is put away is given up."""
    changes = clients.archive(client, promises, now)
    return [*changes, *(_closed(record, "dropped", None, now, -1) if record else [])]


def merged(
    keep: Client, other: Client, owned: list[tuple[str, str, int]], records: Iterable[Prospect],
    stages: Mapping[int, list[ProspectStage]], now: datetime,
) -> list[Change]:  # fmt: skip
    """As clients are merged; at most one open record is left, that of the file which is kept.

    `records` are those of both files, `stages` theirs. An open record of the other file goes: of
    one prospect entered twice what the kept one lacks is filled in, and a client has none.
    """
    found = list(records)
    mine = next((r for r in found if r.client_id == keep.id and not r.closed_at), None)
    gone = next((r for r in found if r.client_id == other.id and not r.closed_at), None)
    changes = [
        change for change in clients.merge(keep, other, owned, now)
        if not (gone and isinstance(change, Update)
                and (change.table, change.id) == ("prospect", gone.id))
    ]  # fmt: skip
    both = (keep.id, other.id)
    for record in found:
        # Whoever was sent by the very file that becomes theirs was sent by nobody else.
        if record != gone and record.referrer_id in both:
            changes += update(record, referrer_id=None)
    if gone is None:
        return changes
    if mine:
        changes += update(mine, **_lacking(mine, gone, both))
    parts = [delete(stage) for stage in stages.get(gone.id, [])]
    return [*changes, *parts, delete(gone)]


def _lacking(mine: Prospect, gone: Prospect, both: tuple[int, int]) -> dict[str, object]:
    """What the record that goes knows and the one that stays does not."""
    fields: dict[str, object] = {
        name: getattr(gone, name)
        for name in ("fit", "interest")
        if getattr(mine, name) is None and getattr(gone, name) is not None
    }
    if not mine.next and gone.next:
        fields |= {"next": gone.next, "next_due_at": gone.next_due_at}
    if mine.source == "other" and gone.referrer_id not in both:
        fields |= {"source": gone.source, "referrer_id": gone.referrer_id,
                   "campaign_id": gone.campaign_id}  # fmt: skip
    return fields
