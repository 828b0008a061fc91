"""`cm training`: courses and certificates, what is still to be learned, the product quiz."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import quiz as drill
from cmcli.nouns import training as noun
from cmcli.nouns.product import find
from cmcli.params import At, From, Limit, NoteArg, Sort, To, whole_number
from cmcli.typed import note_from

Title = Annotated[str, typer.Argument(metavar="TITLE", help=N_("what it is called: 基金从业资格"))]
Kind = Annotated[str, typer.Option("--kind", metavar="KIND", help=N_("course, certificate"))]
KindOpt = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help=N_("course, certificate"))
]
Provider = Annotated[str | None, typer.Option(metavar="NAME", help=N_("who gave it: 总行, AMAC"))]
Hours = Annotated[
    str | None, typer.Option("--hours", metavar="H", help=N_("how long it took: 2.5, 90m"))
]
Score = Annotated[str | None, typer.Option("--score", metavar="N", help=N_("0 to 100"))]
Due = Annotated[
    str | None, typer.Option("--due", metavar="DATE", help=N_("planned for that day: +14d"))
]
Expires = Annotated[
    str | None, typer.Option("--expires", metavar="DATE", help=N_("the last day it is valid"))
]
ProductsOpt = Annotated[
    list[str] | None,
    typer.Option("--product", metavar="CODE", help=N_("what it was about; may be repeated")),
]
About = Annotated[
    list[str] | None,
    typer.Option("--about", metavar="KIND", help=N_("all products of a kind: fund, insurance")),
]
NoteOpt = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Planned = Annotated[bool, typer.Option("--planned", help=N_("not attended yet"))]
Done = Annotated[bool, typer.Option("--done", help=N_("attended"))]
Expiring = Annotated[bool, typer.Option("--expiring", help=N_("expires soon, or lapsed"))]
Ref = Annotated[str, typer.Argument(metavar="T", help=N_("the training: t3"))]
ProductOpt = Annotated[
    str | None, typer.Option("--product", metavar="CODE", help=N_("only about this product"))
]
Count = Annotated[
    int | None,
    typer.Option("--count", metavar="N", parser=whole_number, help=N_("how many questions; 5")),
]
Answers = Annotated[
    str | None,
    typer.Option("--answers", metavar="a,c,…", help=N_("a letter for each question; - not known")),
]
Results = Annotated[bool, typer.Option("--results", help=N_("the score by product and topic"))]

_STATES = {
    "planned": ("planned", "overdue"),
    "done": ("done", "valid", "expiring", "lapsed", "renewed"),
    "expiring": ("expiring", "lapsed"),
}


def add(
    title: Title, kind: Kind = "course", provider: Provider = None, hours: Hours = None,
    score: Score = None, at: At = None, due: Due = None, expires: Expires = None,
    product: ProductsOpt = None, about: About = None, note: NoteOpt = None,
) -> None:  # fmt: skip
    """A course or certificate that was attended, or with --due is planned."""
    here = desk.current()
    training = noun.new(
        here, title, kind, at, due, provider=provider, hours=hours, score=score, expires=expires,
        note=note,
    )  # fmt: skip
    noun.add(here, training, noun.topics(here, training.id, product or [], about or []))


def list_(
    planned: Planned = False, done: Done = False, expiring: Expiring = False,
    kind: KindOpt = None, since: From = None, until: To = None, sort: Sort = None,
    limit: Limit = None,
) -> None:  # fmt: skip
    """What is planned, then what was attended, the latest first."""
    here = desk.current()
    wanted = {"planned": planned, "done": done, "expiring": expiring}
    states = frozenset(state for name, on in wanted.items() if on for state in _STATES[name])
    wanted_kind = here.code("training_kind", kind) if kind else None
    noun.listing(here, states, here.span(since, until), limit, kind=wanted_kind, sort=sort)


def done(
    ref: Ref, note: NoteArg = None, hours: Hours = None, score: Score = None, at: At = None,
    expires: Expires = None,
) -> None:  # fmt: skip
    """A planned one was attended."""
    here = desk.current()
    number, text = need_ref(ref, "training").id, note_from(note)
    noun.attended(here, number, at, note=text, hours=hours, score=score, expires=expires)


def plan() -> None:
    """What is sold and was not learned, certificates that lapsed, weak answers, missing hours."""
    drill.plan(desk.current())


def quiz(
    product: ProductOpt = None, count: Count = None, answers: Answers = None,
    results: Results = False,
) -> None:  # fmt: skip
    """Questions on the catalogue. Off a terminal they are printed, and --answers answers them."""
    here = desk.current()
    if results and answers is not None:
        raise Usage(
            say("{first} and {second} exclude each other", first="--results", second="--answers"),
            say("first the one, then the other"),
        )
    only = find(here, product) if product else None
    if results:
        drill.results(here, only)
    else:
        drill.quiz(here, only, count or 5, answers)
