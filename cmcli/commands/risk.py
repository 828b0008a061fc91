"""`cm risk`: the register of clients' risks, and what the rules propose for it."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.client import clean_text
from cmcli.domain.ref import need_ref
from cmcli.domain.risk import Found
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import risk as noun
from cmcli.params import ClientArg, ClientOpt, Limit, NoteArg, Sort, Tag, Tier
from cmcli.typed import note_from

Ref = Annotated[str, typer.Argument(metavar="K", help=N_("the risk: k3"))]
Title = Annotated[str, typer.Argument(metavar="TITLE", help=N_("what may go wrong"))]
Kind = Annotated[
    str | None,
    typer.Option(
        metavar="KIND",
        help=N_("ratio, concentration, assessment, level, loan, complaint, market, other"),
    ),
]
Severity = Annotated[str | None, typer.Option(metavar="LEVEL", help=N_("low, medium, high"))]
Measure = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("what is done about it"))]
Review = Annotated[
    str | None, typer.Option("--review", metavar="WHEN", help=N_("day of the first review"))
]
Next = Annotated[
    str | None, typer.Option("--next", metavar="WHEN", help=N_("day of the next review"))
]
TitleOpt = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help=N_("in other words than the rule's"))
]
Rule = Annotated[
    str, typer.Argument(metavar="RULE", help=N_("as cm risk list --proposed names it: level:h12"))
]
Reason = Annotated[
    str | None, typer.Argument(metavar="REASON", help=N_("why; - reads it from standard input"))
]
All = Annotated[bool, typer.Option("--all", help=N_("closed and dismissed ones too"))]
Due = Annotated[bool, typer.Option("--due", help=N_("those whose review is due"))]
Proposed = Annotated[bool, typer.Option("--proposed", help=N_("what the rules see"))]


def add(
    client: ClientArg, title: Title, kind: Kind = None, severity: Severity = None,
    measure: Measure = None, review: Review = None,
) -> None:  # fmt: skip
    """A risk that you saw."""
    here = desk.current()
    codes = {
        "kind": here.code("risk_kind", kind) if kind else "other",
        "severity": here.code("severity", severity) if severity else "medium",
    }
    noun.add(here, here.client(client), title, review, measure, **codes)


def list_(
    client: ClientOpt = None, tier: Tier = None, tag: Tag = None, kind: Kind = None,
    severity: Severity = None, everything: All = False, due: Due = False,
    proposed: Proposed = False, sort: Sort = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Open risks, the nearest review first; --proposed: what the rules see."""
    here = desk.current()
    owner = here.client(client).id if client else None
    codes = {
        "tier": here.code("tier", tier) if tier else None,
        "kind": here.code("risk_kind", kind) if kind else None,
        "severity": here.code("severity", severity) if severity else None,
    }
    if not proposed:
        noun.listing(here, due=due, limit=limit, client=owner, tag=tag, everything=everything,
                     sort=sort, **codes)  # fmt: skip
        return
    if everything or due or sort or tag:
        raise Usage(say("--proposed goes with --client, --tier, --kind, --severity and --limit"))
    from cmcli.nouns import proposal

    proposal.listing(here, owner, limit, **codes)


def accept(
    client: ClientArg, rule: Rule, severity: Severity = None, measure: Measure = None,
    review: Review = None, title: TitleOpt = None,
) -> None:  # fmt: skip
    """Take what a rule proposes into the register."""
    from cmcli.nouns import proposal

    here = desk.current()
    level = here.code("severity", severity) if severity else None
    proposal.accept(here, here.client(client), rule, review, severity=level, measure=measure,
                    title=title)  # fmt: skip


def dismiss(client: ClientArg, rule: Rule, reason: Reason = None) -> None:
    """What a rule proposes is no risk, and why."""
    from cmcli.nouns import proposal

    here = desk.current()
    proposal.dismiss(here, here.client(client), rule, note_from(reason))


def review(
    ref: Ref, note: NoteArg = None, severity: Severity = None, measure: Measure = None,
    following: Next = None,
) -> None:  # fmt: skip
    """Looked at again: what was found, and when next."""
    here = desk.current()
    number, text = need_ref(ref, "risk").id, note_from(note)
    level = here.code("severity", severity) if severity else None
    found = Found(clean_text(text or "") or None, level, noun.line(measure or "") or None)
    noun.review(here, number, found, following)


def close(ref: Ref, reason: Reason = None) -> None:
    """No longer a risk."""
    noun.close(desk.current(), need_ref(ref, "risk").id, note_from(reason))
