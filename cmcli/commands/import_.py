"""`cm import`: records from a CSV or XLSX file."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from cmcli import desk
from cmcli.errors import Usage
from cmcli.i18n import N_, gettext
from cmcli.messages import say
from cmcli.transfer.intake import given_back, opened
from cmcli.transfer.mapping import wishes
from cmcli.transfer.plan import Plan, Watch
from cmcli.transfer.values import Reader
from cmcli.views import transfer as view

KindArg = Annotated[
    str,
    typer.Argument(
        metavar="KIND",
        help=N_("clients, interactions, deals, products, holdings, prices, assessments, goals"),
    ),
]
FileArg = Annotated[str, typer.Argument(metavar="FILE", help=N_("a .csv or .xlsx file"))]
Maps = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help=N_("the column that gives a field")),
]
Values = Annotated[
    list[str] | None,
    typer.Option("--value", metavar="FIELD:FROM=TO", help=N_("read FROM in this field as TO")),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help=N_("fills an unmapped or blank field")),
]
Key = Annotated[
    str | None,
    typer.Option("--key", metavar="COLUMN", help=N_("the column that tells one line from another")),
]
DateFormat = Annotated[
    str | None,
    typer.Option("--date-format", metavar="F", help=N_("how days are written: %m/%d/%Y")),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="E", help=N_("gb18030, utf-8, utf-16 …"))
]
Create = Annotated[bool, typer.Option("--create-clients", help=N_("add clients that are missing"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("say what would happen; write nothing"))]
Strict = Annotated[bool, typer.Option("--strict", help=N_("write nothing if a line is rejected"))]
Twins = Annotated[
    str,
    typer.Option(
        "--twins", metavar="add|skip",
        help=N_("clients who look like one in the book or file: skip (reject them), or add"),
    ),
]  # fmt: skip
RejectsOpt = Annotated[
    str | None, typer.Option("--rejects", metavar="FILE", help=N_("where rejected lines go"))
]


def import_(
    kind: KindArg, file: FileArg, map_: Maps = None, value: Values = None, set_: Sets = None,
    key: Key = None, date_format: DateFormat = None, encoding: Encoding = None,
    create_clients: Create = False, twins: Twins = "skip", dry_run: DryRun = False,
    strict: Strict = False, rejects: RejectsOpt = None,
) -> None:  # fmt: skip
    """Read a file line by line: good lines come in, the others are given back with a reason."""
    here = desk.current()
    path, add = Path(file).expanduser(), _adds(twins)
    asked = wishes(map_ or [], value or [], set_ or [], key)
    source = opened(kind, path, encoding, asked)
    reader = Reader(here.code, here.now, here.settings["currency"], date_format)
    with here.store.transaction():
        plan = source.plan(
            here.store, reader, create_clients=create_clients, add_twins=add, watch=_bar(here)
        )
        kept = None
        if plan.rejected and (rejects or not dry_run):
            kept = given_back(source, plan, here.speak, rejects, here.path)
        written = not dry_run and not (strict and plan.rejected)
        if written:
            here.apply(plan.changes, kind, path.name)
    _show(here, path, plan, kept, written=written)
    if strict and plan.rejected:
        raise plan.too_strict()


def _adds(text: str) -> bool:
    if text not in ("add", "skip"):
        raise Usage(say("--twins is add or skip, not {text}", text=text))
    return text == "add"


def _bar(here: desk.Desk) -> Watch:
    return lambda lines: view.watched(lines, gettext("reading"), quiet=here.json)


def _show(here: desk.Desk, path: Path, plan: Plan, kept: Path | None, *, written: bool) -> None:
    reasons = Counter(here.speak(one.why) for one in plan.rejected)
    summary = view.Summary(
        path, plan.read, plan.counts["created"], plan.counts["updated"], plan.counts["unchanged"],
        len(plan.rejected), dict(reasons.most_common()), kept, written,
        [(one.line.number, here.speak(one.why)) for one in plan.rejected if one.twin],
    )  # fmt: skip
    here.show(lambda: view.document(summary), lambda: view.page(summary, here.speak))
