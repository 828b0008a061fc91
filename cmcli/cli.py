"""The command line: a lazy group over the table; a command is imported when it is called."""

import os
from importlib import import_module
from typing import Any

import typer
from typer._completion_classes import completion_init
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo

from cmcli import __version__, desk, i18n
from cmcli.errors import Usage
from cmcli.i18n import N_, gettext
from cmcli.messages import say
from cmcli.table import COMMANDS, GROUPS, Entry


class Command(TyperCommand):
    """A command whose help is translated and laid out by our own view."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        from cmcli.views import help as help_view

        formatter.write(help_view.command_page(self, ctx))


class LazyGroup(TyperGroup):
    """Knows its commands by the table alone; imports the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names below this group, in the order of the table."""
        depth = len(self._path())
        names: dict[str, None] = {}
        for entry in self._entries():
            names[entry.path.split()[depth]] = None
        return list(names)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command or group of that name, built now; None where there is none."""
        if cmd_name not in self.commands:
            path = " ".join([*self._path(), cmd_name])
            if path in GROUPS:
                self.commands[cmd_name] = group(path)
            else:
                found = next((entry for entry in COMMANDS if entry.path == path), None)
                if not found:
                    return None
                self.commands[cmd_name] = command(found)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As click does, with a suggestion in the user's language."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), 3)
            hint = say("did you mean {names}?", names=", ".join(near))
            raise Usage(
                say("there is no command {name}", name=" ".join([*self._path(), name])),
                hint if near else say("all of them: cm --help"),
            )
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page from the table alone."""
        from cmcli.views import help as help_view

        rows = [
            (entry.panel, entry.path.split()[len(self._path())], self._summary(entry))
            for entry in self._entries()
        ]
        formatter.write(help_view.group_page(self, ctx, list(dict.fromkeys(rows))))

    def _summary(self, entry: Entry) -> str:
        head = " ".join(entry.path.split()[: len(self._path()) + 1])
        return GROUPS[head][1] if head in GROUPS else entry.summary

    def _path(self) -> list[str]:
        return self.name.split() if self.name and self.name != "cm" else []

    def _entries(self) -> list[Entry]:
        prefix = [*self._path()]
        return [entry for entry in COMMANDS if entry.path.split()[: len(prefix)] == prefix]

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Names with their summaries from the table: completion imports no command."""
        from typer._click.shell_completion import CompletionItem

        depth = len(self._path())
        found = {
            entry.path.split()[depth]: self._summary(entry)
            for entry in self._entries()
            if entry.path.split()[depth].startswith(incomplete)
        }
        options = super(TyperGroup, self).shell_complete(ctx, incomplete)
        return [CompletionItem(name, help=gettext(text)) for name, text in found.items()] + options


class Root(LazyGroup):
    """`cm` itself."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run; when a shell asks for completions, typer's own scripts are made known first."""
        if "_CM_COMPLETE" in os.environ:
            completion_init()
        return super().main(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Alone, it is `cm today`."""
        if not ctx._protected_args:
            ctx._protected_args = ["today"]
        return super().invoke(ctx)


def _take_json(ctx: Any, param: Any, value: bool) -> None:  # noqa: FBT001 click's signature
    if value:
        desk.current().json = True


def _take_db(ctx: Any, param: Any, value: str | None) -> None:
    if value:
        desk.current().db = value


def _take_lang(ctx: Any, param: Any, value: str | None) -> None:
    if value:
        language = i18n.language_named(value)
        if language is None:
            raise Usage(say("{text} is not a language of cm", text=value), say("en or zh"))
        i18n.choose(language)


def _version(ctx: Any, param: Any, value: bool) -> None:  # noqa: FBT001 click's signature
    if value:
        typer.echo(f"cm {__version__}")
        raise typer.Exit


def _completion(ctx: Any, param: Any, shell: str | None) -> None:
    if shell:
        completion_init()
        from typer._completion_shared import get_completion_script

        if shell not in ("bash", "zsh", "fish", "powershell", "pwsh"):
            raise Usage(
                say("there is no completion for {shell}", shell=shell),
                say("bash, zsh, fish or powershell"),
            )
        script = get_completion_script(prog_name="cm", complete_var="_CM_COMPLETE", shell=shell)
        typer.echo(script)
        raise typer.Exit


def shared_options() -> list[TyperOption]:
    """The options that every command takes."""
    return [
        TyperOption(
            param_decls=["--json"], is_flag=True, expose_value=False, is_eager=True,
            callback=_take_json, help=N_("one JSON document instead of text"),
        ),
        TyperOption(
            param_decls=["--db"], expose_value=False, is_eager=True, metavar="PATH",
            callback=_take_db, help=N_("the file to use (also CM_DB)"),
        ),
        TyperOption(
            param_decls=["--lang"], expose_value=False, is_eager=True, metavar="en|zh",
            callback=_take_lang, help=N_("the language (also CM_LANG)"),
        ),
    ]  # fmt: skip


def command(entry: Entry) -> TyperCommand:
    """The command of an entry, its module imported now."""
    module, function = entry.target.split(":")
    callback = getattr(import_module(f"cmcli.commands.{module}"), function)
    desk.current().reason = entry.path
    info = CommandInfo(
        name=entry.path.split()[-1], cls=Command, callback=callback, help=entry.summary
    )
    built = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
    built.params += shared_options()
    built.epilog = "\n".join(entry.examples)
    return built  # type: ignore[return-value]


def group(path: str) -> LazyGroup:
    """The group of commands that begin with `path`."""
    return LazyGroup(
        name=path, help=GROUPS[path][1], rich_markup_mode=None, no_args_is_help=True,
        params=shared_options(),
    )  # fmt: skip


def root() -> LazyGroup:
    """`cm` itself; alone it is `cm today`."""
    version = TyperOption(
        param_decls=["--version"], is_flag=True, expose_value=False, is_eager=True,
        callback=_version, help=N_("print the version"),
    )  # fmt: skip
    completion = TyperOption(
        param_decls=["--completion"], expose_value=False, is_eager=True, metavar="SHELL",
        callback=_completion, help=N_("print the completion script of a shell"),
    )  # fmt: skip
    return Root(
        name="cm", rich_markup_mode=None, invoke_without_command=True,
        params=[*shared_options(), version, completion],
        help=N_("A relationship manager's workbench: every promise made to a client, kept."),
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
