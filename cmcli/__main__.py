"""The only place where an error becomes a message and an exit code."""

import contextlib
import errno
import gc
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from typer.exceptions import Exit, TyperException

from cmcli import cli, clock, desk, i18n
from cmcli.errors import CmError, FileUnusable, Interrupted, Usage
from cmcli.messages import Message, say
from cmcli.views.cells import width, wrap
from cmcli.views.speech import Speaker, in_one


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns its exit code (`cmcli/errors.py`)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    i18n.choose(language_of(arguments))
    current = desk.renew()
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader has seen enough (`| head`); nothing was lost that anybody waits for.
        _silence(sys.stdout)
        return 0
    except (KeyboardInterrupt, EOFError):
        return _fail(Interrupted())
    except CmError as error:
        return _fail(error)
    except TyperException as error:
        return _usage(error)
    except OverflowError:
        # The calendar ends with the year 9999, also for what is counted from a day.
        return _fail(
            Usage(say("a day is too far away"), say("the calendar ends with the year 9999"))
        )
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            return _unsaid()
        return _unexpected(error)
    finally:
        current.close()


def _run(arguments: list[str]) -> int:
    root = cli.root()
    if "_CM_COMPLETE" in os.environ:
        return int(root.main(arguments, prog_name="cm", standalone_mode=False) or 0)
    try:
        # Not root.main(): it would end the process where a pipe is closed.
        with root.make_context("cm", arguments) as context:
            root.invoke(context)
    except Exit as end:
        return end.exit_code
    return 0


def language_of(arguments: Sequence[str]) -> str:
    """`--lang` wherever it stands, else the environment's; known before any command is read."""
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        name, _, given = argument.partition("=")
        if name == "--lang":
            value = given or next(iter(arguments[position + 1 : position + 2]), "")
            return i18n.language_named(value) or i18n.language_of(os.environ)
    return i18n.language_of(os.environ)


def _print(message: Message, hint: Message | None) -> None:
    speak = _speaker()
    text, mend = speak(_quoted(message)), speak(hint)
    line = in_one(text, mend)
    lines = _on_terminal(line, text, mend) if sys.stderr.isatty() else [line]
    sys.stderr.write("\n".join(lines) + "\n")


def _quoted(message: Message) -> Message:
    """What was typed and is empty stands there as such, or the sentence has a hole."""
    template = i18n.gettext(message.template)

    def said(name: str, value: Any) -> Any:
        hole = isinstance(value, str) and not value.strip()
        marked = any(f"{mark}{{{name}}}" in template for mark in ("'", "“"))
        return "''" if hole and not marked else value

    return message._replace(params=tuple((n, said(n, value)) for n, value in message.params))


def _on_terminal(line: str, text: str, mend: str) -> list[str]:
    """One line where it fits; else what is wrong and below it what mends it, broken at words."""
    import shutil

    columns = shutil.get_terminal_size().columns
    if width(line) <= columns:
        return [line]
    return [part for said in (text, mend) if said for part in wrap(said, columns)]


def _speaker() -> Speaker:
    """The desk's, if the book is open: a message must not be what creates a file."""
    current = desk.current()
    try:
        return current.speak if current.is_open else Speaker(clock.now(clock.system_zone()))
    except CmError:
        # The clock or the file that the words need is what is wrong; any clock will do.
        return Speaker(datetime(2000, 1, 1, tzinfo=UTC))


def _fail(error: CmError) -> int:
    if os.environ.get("CM_DEBUG") == "1":
        _traceback()
    if isinstance(error, Interrupted) and _has_written():
        _print(say("stopped; what was recorded before is kept: cm history"), None)
    else:
        _print(error.message, error.hint)
    return error.exit_code


def _usage(error: Any) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stdout.write(error.message.rstrip() + "\n")
        return 0
    path = context.command_path if context else "cm"
    _print(_usage_message(error), say("see: {path} --help", path=path))
    return 2


def _usage_message(error: Any) -> Message:
    kind = type(error).__name__
    if kind == "NoSuchOption" and error.option_name[1:2].isdigit():
        return say("{name} is read as an option: what is below 0 goes after --",
                   name=error.option_name)  # fmt: skip
    if kind == "NoSuchOption":
        near = ", ".join(error.possibilities or ())
        text = say(
            "there is no option {name}; did you mean {near}?", name=error.option_name, near=near
        )
        return text if near else say("there is no option {name}", name=error.option_name)
    if kind == "MissingParameter" and error.param is not None:
        return say("{name} is missing", name=error.param.make_metavar(error.ctx))
    if kind == "BadOptionUsage":
        return say("{name} needs a value", name=error.option_name)
    if kind == "BadParameter" and error.param is not None:
        return say(
            "{name} cannot be that: {detail}", name=error.param.opts[0], detail=error.message
        )
    detail = str(error.message)
    if detail.startswith("Got unexpected extra argument"):
        return say("this is more than the command takes: {words}",
                   words=detail.partition(" (")[2].removesuffix(")"))  # fmt: skip
    return say("this was not understood: {detail}", detail=detail)


def _unexpected(error: Exception) -> int:
    if os.environ.get("CM_DEBUG") == "1":
        _traceback()
    what = say("something went wrong: {what}", what=f"{type(error).__name__}: {error}")
    if _has_written():
        _print(what, say("what it recorded is kept: cm history; CM_DEBUG=1 shows where"))
    else:
        _print(what, say("nothing was written by this command; CM_DEBUG=1 shows where"))
    return 1


def _unsaid() -> int:
    """The book is safe; where the answer should go there is no room."""
    _silence(sys.stdout)
    what = say("the answer was not written: the disk it should go to is full")
    if _has_written():
        _print(what, say("what was recorded is kept: cm history"))
    else:
        _print(what, say("free some space and run it again"))
    return FileUnusable.exit_code


def _has_written() -> bool:
    current = desk.current()
    return current.is_open and current.store.written


def _traceback() -> None:
    import traceback

    traceback.print_exc()


def _silence(stream: Any) -> None:
    # Python would complain once more when it flushes at exit; a stream of a test has no file.
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def run() -> None:
    """The entry point of `cm`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    status = main()
    # The process ends here: a last search for garbage would only make the prompt come later.
    gc.disable()
    sys.exit(status)


if __name__ == "__main__":
    run()
