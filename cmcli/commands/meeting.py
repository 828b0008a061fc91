"""`cm meeting`: meetings of the team: agenda, minutes, decisions, actions."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import meeting as noun
from cmcli.params import From, Limit, Sort, To, whole_number
from cmcli.typed import note_from

Title = Annotated[str, typer.Argument(metavar="TITLE", help=N_("what it is called: 网点例会"))]
At = Annotated[
    str | None, typer.Option("--at", metavar="WHEN", help=N_("fri 15:00; now by default"))
]
Place = Annotated[str | None, typer.Option(metavar="P", help=N_("where it takes place"))]
People = Annotated[str | None, typer.Option(metavar="NAMES", help=N_("who comes: '李明, 王芳'"))]
Items = Annotated[
    list[str] | None, typer.Option("--item", metavar="TEXT", help=N_("an item; may be repeated"))
]
Bare = Annotated[
    bool, typer.Option("--no-proposals", help=N_("nothing on the agenda but what --item says"))
]
Ref = Annotated[str, typer.Argument(metavar="E", help=N_("the meeting: e3"))]
RefOpt = Annotated[
    str | None, typer.Argument(metavar="E", help=N_("for this meeting; else for the next one"))
]
Take = Annotated[bool, typer.Option("--take", help=N_("put them on its agenda"))]
Said = Annotated[
    str, typer.Argument(metavar="TEXT", help=N_("what was said; - reads it from standard input"))
]
Number = Annotated[
    int, typer.Argument(metavar="NO", parser=whole_number, help=N_("the number of the item"))
]
Decision = Annotated[str, typer.Argument(metavar="TEXT", help=N_("what was decided"))]
Act = Annotated[str, typer.Argument(metavar="TEXT", help=N_("what will be done"))]
Owner = Annotated[
    str | None, typer.Option(metavar="NAME", help=N_("who does it; you, where nobody is named"))
]
Due = Annotated[str | None, typer.Option("--due", metavar="WHEN", help=N_("周五, +3d"))]
Open = Annotated[bool, typer.Option("--open", help=N_("not held yet"))]
Held = Annotated[bool, typer.Option("--held", help=N_("held"))]
ItemText = Annotated[str | None, typer.Argument(metavar="TEXT", help=N_("what is to be spoken of"))]
About = Annotated[
    str | None, typer.Option("--ref", metavar="REF", help=N_("the record it is about: r7, d3"))
]
Drop = Annotated[
    int | None,
    typer.Option("--drop", metavar="NO", parser=whole_number, help=N_("take this item off again")),
]
Form = Annotated[str | None, typer.Option("--format", metavar="F", help=N_("md, html, docx"))]
Out = Annotated[str | None, typer.Option("-o", metavar="FILE", help=N_("write it to this file"))]


def add(
    title: Title, at: At = None, place: Place = None, people: People = None, item: Items = None,
    no_proposals: Bare = False,
) -> None:  # fmt: skip
    """A meeting; what is late, lost or worth sharing is proposed for its agenda."""
    here = desk.current()
    meeting = noun.new(here, title, at, place, people)
    noun.add(here, meeting, item or [], propose=not no_proposals)


def list_(
    since: From = None, until: To = None, open_: Open = False, held: Held = False,
    sort: Sort = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Meetings, the latest first."""
    here = desk.current()
    if open_ and held:
        raise Usage(say("--open or --held: not both"), say("without either it lists all meetings"))
    start, end = here.span(since, until)
    noun.listing(
        here, limit, held=None if open_ == held else held, since=start, until=end, sort=sort
    )


def show(ref: Ref) -> None:
    """Its agenda, minutes and actions."""
    noun.show(desk.current(), need_ref(ref, "meeting").id)


def propose(ref: RefOpt = None, take: Take = False) -> None:
    """What is late, lost or worth sharing since the last meeting."""
    if take and not ref:
        raise Usage(say("on whose agenda?"), say("cm meeting propose E --take"))
    number = need_ref(ref, "meeting").id if ref else None
    noun.propose(desk.current(), number, take=take)


def item(ref: Ref, text: ItemText = None, about: About = None, drop: Drop = None) -> None:
    """One more item on the agenda, or one off it."""
    here, number = desk.current(), need_ref(ref, "meeting").id
    if drop is None:
        noun.item(here, number, text or "", about)
    elif text or about:
        raise Usage(say("an item is added or dropped: not both"),
                    say("first: {command}",
                        command=f"cm meeting item {ref} --drop {drop}"))  # fmt: skip
    else:
        noun.drop(here, number, drop)


def note(ref: Ref, text: Said) -> None:
    """Take down what was said; the meeting was held."""
    here, number = desk.current(), need_ref(ref, "meeting").id
    noun.note(here, number, note_from(text) or "")


def decide(ref: Ref, number: Number, text: Decision) -> None:
    """What was decided on one item of the agenda."""
    noun.decide(desk.current(), need_ref(ref, "meeting").id, number, text)


def act(ref: Ref, text: Act, owner: Owner = None, due: Due = None) -> None:
    """Agree on something that will be done; your own stands on the agenda."""
    here = desk.current()
    number = need_ref(ref, "meeting").id
    noun.act(here, number, text, owner, here.when(due) if due else None)


def export(ref: Ref, out: Out = None, form: Form = None) -> None:
    """The agenda on paper; the minutes once it was held."""
    noun.export(desk.current(), need_ref(ref, "meeting").id, form, out)
