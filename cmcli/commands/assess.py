"""`cm assess`: a client's risk tolerance, and the questions it is asked with."""

from pathlib import Path
from typing import Annotated

import typer

from cmcli import desk
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import assessment as noun
from cmcli.params import At

ClientOrNone = Annotated[
    str | None,
    typer.Argument(metavar="CLIENT", help=N_("reference, name, pinyin or telephone")),
]
Level = Annotated[
    str | None, typer.Option(metavar="C1..C5", help=N_("the result, where it was made elsewhere"))
]
Answers = Annotated[
    str | None, typer.Option(metavar="a,b,c…", help=N_("a letter for each question, in order"))
]
Confirm = Annotated[
    bool, typer.Option("--confirm", help=N_("the client confirmed the change of level"))
]
NoteOpt = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("a remark"))]
Show = Annotated[
    bool, typer.Option("--show", help=N_("what is recorded: of the client, else of everybody"))
]
Questions = Annotated[
    bool, typer.Option("--questions", help=N_("the questions, to be read out or printed"))
]
Use = Annotated[
    str | None,
    typer.Option("--use", metavar="FILE", help=N_("take the questions from a TOML file")),
]


def assess(
    client: ClientOrNone = None, level: Level = None, answers: Answers = None, at: At = None,
    confirm: Confirm = False, note: NoteOpt = None, show: Show = False,
    questions: Questions = False, use: Use = None,
) -> None:  # fmt: skip
    """Record a result, or ask the questions one by one."""
    here = desk.current()
    _only_one(
        {"--level": level, "--answers": answers, "--show": show, "--questions": questions,
         "--use": use}
    )  # fmt: skip
    if use:
        noun.use(here, Path(use).expanduser())
    elif questions:
        noun.questions(here)
    elif show:
        noun.listing(here, here.client(client) if client else None)
    elif client is None:
        raise Usage(say("whose tolerance?"), say("cm assess CLIENT --level C1..C5"))
    else:
        wish = noun.Wish(level, answers, at, note, confirmed=confirm)
        noun.record(here, here.client(client), wish)


def _only_one(options: dict[str, object]) -> None:
    given = [name for name, value in options.items() if value not in (None, False)]
    if len(given) > 1:
        raise Usage(say("{first} and {second} exclude each other", first=given[0], second=given[1]))
