"""`cm insight`: market information and cases, and passing them on without names."""

from typing import TYPE_CHECKING, Annotated

import typer

from cmcli import desk
from cmcli.domain.deal import Deal
from cmcli.domain.ref import need_ref, parse_ref
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import insight as noun
from cmcli.params import At, From, Limit, Sort, To
from cmcli.params import Tag as TagOpt
from cmcli.typed import note_from

if TYPE_CHECKING:
    from cmcli.domain.period import Period

Title = Annotated[str, typer.Argument(metavar="TITLE", help=N_("what it is about, in one line"))]
Words = Annotated[
    str | None, typer.Argument(metavar="TEXT", help=N_("the story; - reads it from standard input"))
]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help=N_("market, success, failure, practice")),
]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="T", help=N_("a word; may be repeated"))
]
Source = Annotated[str | None, typer.Option(metavar="S", help=N_("where it comes from"))]
ClientOpt = Annotated[
    str | None, typer.Option("--client", metavar="CLIENT", help=N_("whom it is about"))
]
DealOpt = Annotated[
    str | None, typer.Option("--deal", metavar="D", help=N_("the deal whose story it is: d12"))
]
Unshared = Annotated[bool, typer.Option("--unshared", help=N_("nobody heard of it yet"))]
What = Annotated[
    list[str] | None,
    typer.Argument(metavar="N|PERIOD", help=N_("n3 n5, or thisweek, lastmonth, 上季度")),
]
With = Annotated[
    str | None,
    typer.Option("--with", metavar="AUDIENCE", help=N_("note who heard of it: 网点例会")),
]
NoThemes = Annotated[
    bool, typer.Option("--no-themes", help=N_("without what clients spoke of in the period"))
]
Form = Annotated[str | None, typer.Option("--format", metavar="F", help=N_("md, html, docx"))]
Out = Annotated[str | None, typer.Option("-o", metavar="FILE", help=N_("write it to this file"))]


def add(
    title: Title, text: Words = None, kind: Kind = None, tag: Tags = None, source: Source = None,
    client: ClientOpt = None, deal: DealOpt = None, at: At = None,
) -> None:  # fmt: skip
    """Write down what is worth sharing; --deal brings how the deal went."""
    here = desk.current()
    number = need_ref(deal, "deal").id if deal else None
    noun.add(here, noun.new(
        here, title, note_from(text), here.happened(at),
        kind=here.code("insight_kind", kind) if kind else None,
        client=here.client(client) if client else None,
        deal=here.store.get(Deal, number) if number else None, source=source,
    ), tag or [])  # fmt: skip


def list_(
    kind: Kind = None, tag: TagOpt = None, since: From = None, until: To = None,
    unshared: Unshared = False, sort: Sort = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Insights, the latest first."""
    here = desk.current()
    start, end = here.span(since, until)
    noun.listing(
        here, limit, kind=here.code("insight_kind", kind) if kind else None, tag=tag,
        since=start, until=end, unshared=unshared, sort=sort,
    )  # fmt: skip


def share(
    what: What = None, kind: Kind = None, tag: TagOpt = None, audience: With = None, at: At = None,
    no_themes: NoThemes = False, format_: Form = None, out: Out = None,
) -> None:  # fmt: skip
    """A digest without names and numbers; --with notes who heard of it."""
    from cmcli.nouns import insight_digest as digest
    from cmcli.nouns import papers

    here = desk.current()
    wish, words = papers.wish(format_, out), what or []
    numbers = [need_ref(word, "insight").id for word in words] if _refs(words) else []
    if numbers and (kind or tag):
        raise Usage(say("--kind and --tag go with a period"),
                    say("for example {example}",
                        example="cm insight share thismonth --tag 理财"))  # fmt: skip
    asked = digest.Asked(
        numbers, None if numbers else _period(" ".join(words) if words else None),
        here.code("insight_kind", kind) if kind else None, tag, not no_themes,
        noun.line(audience) if audience is not None else None, here.happened(at),
    )  # fmt: skip
    digest.share(here, asked, wish)


def _refs(words: list[str]) -> bool:
    return bool(words) and parse_ref(words[0]) is not None


def _period(text: str | None) -> "Period":
    from cmcli.domain.period import parse_period

    today = desk.current().now.date()
    return parse_period("thisweek" if text is None else text, today).begun(today)
