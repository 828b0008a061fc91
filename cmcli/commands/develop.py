"""`cm develop`: client-development plans, how they go, and what was found out about the market."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.params import At, From, Limit, Sort, Tag, Tier, To, Where
from cmcli.typed import note_from

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("a name, or v1 to change a plan"))]
Which = Annotated[
    str | None, typer.Argument(metavar="PLAN", help=N_("v1 or a name; the one in force by default"))
]
PeriodOpt = Annotated[
    str | None, typer.Option("--period", metavar="PERIOD", help=N_("2026Q4, 2026-11, 本季度"))
]
FirstDay = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help=N_("first day, instead of --period"))
]
LastDay = Annotated[str | None, typer.Option("--to", metavar="DATE", help=N_("last day"))]
Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target", metavar="MEASURE=VALUE",
        help=N_("clients.new=20, aum.net_inflow=300万, product:WM-90=10; may be repeated"),
    ),
]  # fmt: skip
Groups = Annotated[
    list[str] | None,
    typer.Option(
        "--group", metavar="CONDS",
        help=N_("a further group: 'tier=focus; sector=医疗'; may be repeated"),
    ),
]  # fmt: skip
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--measure", metavar="TEXT@WHEN",
        help=N_("'visit ten clinics @ 12月10日': what will be done; may be repeated"),
    ),
]  # fmt: skip
NoteOpt = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Review = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help=N_("keep this evaluation; - reads standard input")),
]  # fmt: skip
Record = Annotated[bool, typer.Option("--record", help=N_("keep the figures of today alone"))]
Words = Annotated[
    str, typer.Argument(metavar="TEXT", help=N_("what was found out; - reads standard input"))
]  # fmt: skip
Segment = Annotated[
    str | None,
    typer.Option(
        "--segment", metavar="KIND=VALUE",
        help=N_("employer=华东机械, sector=, street=, tag=, tier="),
    ),
]  # fmt: skip
Source = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("who said so, or where"))]


def set_(
    name: Name, period: PeriodOpt = None, since: FirstDay = None, until: LastDay = None,
    target: Targets = None, where: Where = None, group: Groups = None, measure: Measures = None,
    note: NoteOpt = None,
) -> None:  # fmt: skip
    """Make a plan, or change one; what is not given stays. --where together pick one group."""
    from cmcli.nouns import development as noun

    here = desk.current()
    days = (period, since, until)
    noun.set_(here, name, noun.typed(here, days, target, where, group, measure, note))


def show(plan: Which = None) -> None:
    """A plan and how it goes."""
    from cmcli.nouns import development as noun

    here = desk.current()
    noun.show(here, noun.find(here, plan))


def evaluate(plan: Which = None, note: Review = None, record: Record = False) -> None:
    """Actual against target and the straight line; --note keeps it with the figures of the day."""
    from cmcli.nouns import development as noun

    here = desk.current()
    noun.evaluate(here, noun.find(here, plan), note_from(note), record=record)


def list_(limit: Limit = None) -> None:
    """Development plans, the latest first."""
    from cmcli.nouns import development as noun

    noun.listing(desk.current(), limit)


def note(
    text: Words, segment: Segment = None, tag: Tag = None, tier: Tier = None,
    source: Source = None, at: At = None,
) -> None:  # fmt: skip
    """What was found out about an employer, a sector, a street, a tag or a tier."""
    from cmcli.nouns import research as noun

    here = desk.current()
    group = noun.segment_of(here, segment, tag, tier)
    noun.add(here, note_from(text) or "", group, source, here.happened(at))


def notes(
    segment: Segment = None, tag: Tag = None, tier: Tier = None, since: From = None,
    until: To = None, sort: Sort = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Market research notes, the latest first."""
    from cmcli.nouns import research as noun

    here = desk.current()
    start, end = here.span(since, until)
    group = noun.segment_of(here, segment, tag, tier)
    noun.listing(here, group, limit, since=start, until=end, sort=sort)
