"""The table of commands, and the lazy group that imports a command's module when it is called."""

import os
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer._completion_classes import completion_init
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo

from cmcli import __version__, desk, i18n
from cmcli.errors import Usage
from cmcli.i18n import N_, gettext
from cmcli.messages import say


class Entry(NamedTuple):
    """A command: its words, its panel in the help, `module:function`, and one line about it."""

    path: str
    panel: str
    target: str
    summary: str
    examples: tuple[str, ...] = ()


DAILY, CLIENTS, SERVICE, BUSINESS = N_("Daily"), N_("Clients"), N_("Service"), N_("Business")
ADVICE, DATA = N_("Advice and risk"), N_("Data")

GROUPS = {
    "client": (CLIENTS, N_("Client files: add, find, edit, merge")),
    "callback": (SERVICE, N_("Promises to call or meet")),
    "request": (SERVICE, N_("What clients asked, and its clocks")),
    "feedback": (SERVICE, N_("What clients think, and what is done about it")),
    "gift": (CLIENTS, N_("Gifts to and from clients; the limit of the year")),
    "plan": (CLIENTS, N_("Service plans: needs, wishes, measures")),
    "deal": (BUSINESS, N_("Deals, from lead to won or lost")),
    "profile": (CLIENTS, N_("What clients own, owe, earn and spend")),
    "product": (ADVICE, N_("The product catalogue")),
    "holding": (ADVICE, N_("What clients hold with us; loans too")),
    "risk": (ADVICE, N_("Risks of clients, their measures; market risk")),
    "clock": (DATA, N_("The arithmetic of the service clocks")),
    "config": (DATA, N_("Settings")),
}

# fmt: off
COMMANDS = (
    Entry("today", DAILY, "today:today", N_("The agenda: what to do first, and why")),
    Entry("log", DAILY, "log:log", N_("Record a contact; ten seconds, one line"), (
        "cm log 王建国 '解锁, 已可缴费' --callback 下周一 --purpose 确认到账",
        N_("cm log wjg 'wants a card for his son' --channel wechat --ask --urgent"),
        "cm log 王建国 --outcome no_answer --callback +1d",
    )),
    Entry("call", DAILY, "call:call", N_("Show the number to dial, then offer to log")),
    Entry("report", DAILY, "report:report", N_("The week handed in: figures, lists, plan")),
    Entry("done", DAILY, "ref:done", N_("Mark what a reference names as done")),
    Entry("snooze", DAILY, "ref:snooze", N_("Move a promise to another time")),
    Entry("show", DAILY, "ref:show", N_("Everything about what a reference names")),
    Entry("why", DAILY, "ref:why", N_("The rule that put a line on the agenda")),
    Entry("find", DAILY, "find:find", N_("Search names, notes and summaries")),
    Entry("edit", DAILY, "ref:edit", N_("Correct fields: cm edit b3 purpose=…")),
    Entry("rm", DAILY, "ref:rm", N_("Remove a record entered by mistake")),
    Entry("client add", CLIENTS, "client:add", N_("A new client file")),
    Entry("client list", CLIENTS, "client:list_", N_("Clients, filtered and sorted")),
    Entry("client show", CLIENTS, "client:show", N_("The client file")),
    Entry("client edit", CLIENTS, "client:edit", N_("Change facts, tier or status")),
    Entry("client coverage", CLIENTS, "client:coverage", N_("Who was met, by quarter and tier")),
    Entry("client tag", CLIENTS, "client:tag", N_("Add or remove tags")),
    Entry("client merge", CLIENTS, "client:merge", N_("Join two files of one client")),
    Entry("client archive", CLIENTS, "client:archive", N_("Out of every list, kept in the file")),
    Entry("plan set", CLIENTS, "plan:set_", N_("Make or revise a service plan")),
    Entry("plan show", CLIENTS, "plan:show", N_("The plan of a client")),
    Entry("plan list", CLIENTS, "plan:list_", N_("Plans; clients without one")),
    Entry("profile set", CLIENTS, "profile:set_", N_("Income, spending, assets and debts of a client")),
    Entry("profile show", CLIENTS, "profile:show", N_("The balance, its ratios, what is out of range")),
    Entry("gift add", CLIENTS, "gift:add", N_("A gift, within the limit of the year")),
    Entry("gift list", CLIENTS, "gift:list_", N_("Gifts given and received")),
    Entry("callback add", SERVICE, "callback:add", N_("Promise to contact a client")),
    Entry("callback list", SERVICE, "callback:list_", N_("Callbacks, filtered")),
    Entry("callback cancel", SERVICE, "callback:cancel", N_("No longer promised")),
    Entry("request open", SERVICE, "request:open_", N_("The client asked for something")),
    Entry("request list", SERVICE, "request:list_", N_("Requests, filtered")),
    Entry("request respond", SERVICE, "request:respond", N_("The first reply; stops its clock")),
    Entry("request wait", SERVICE, "request:wait", N_("Waiting for the client")),
    Entry("request resume", SERVICE, "request:resume", N_("The wait is over")),
    Entry("request resolve", SERVICE, "request:resolve", N_("Dealt with")),
    Entry("request reopen", SERVICE, "request:reopen", N_("Not dealt with after all")),
    Entry("request limit", SERVICE, "request:limit", N_("A complaint's longer limit, with its reason")),
    Entry("request mediate", SERVICE, "request:mediate", N_("A mediation stops the resolution clock")),
    Entry("request facts", SERVICE, "request:facts", N_("New facts restart the resolution clock")),
    Entry("request withdraw", SERVICE, "request:withdraw", N_("The client takes it back")),
    Entry("request escalate", SERVICE, "request:escalate", N_("Tell somebody above")),
    Entry("request handover", SERVICE, "request:handover", N_("Another department works on it")),
    Entry("request review", SERVICE, "request:review", N_("The end of the day: all open requests")),
    Entry("request urgent", SERVICE, "request:urgent", N_("Shorten the time to reply")),
    Entry("feedback add", SERVICE, "feedback:add", N_("A score or an opinion")),
    Entry("feedback list", SERVICE, "feedback:list_", N_("Feedback, filtered")),
    Entry("feedback act", SERVICE, "feedback:act", N_("What will be done about it")),
    Entry("feedback told", SERVICE, "feedback:told", N_("The client knows what was done")),
    Entry("feedback themes", SERVICE, "feedback:themes", N_("What clients speak of, by theme")),
    Entry("deal add", BUSINESS, "deal:add", N_("A new possible sale")),
    Entry("deal list", BUSINESS, "deal:list_", N_("Deals, filtered")),
    Entry("deal move", BUSINESS, "deal:move", N_("Into another stage")),
    Entry("deal won", BUSINESS, "deal:won", N_("Sold")),
    Entry("deal lost", BUSINESS, "deal:lost", N_("Not sold, and why")),
    Entry("deal board", BUSINESS, "deal:board", N_("Open deals by stage")),
    Entry("product add", ADVICE, "product:add", N_("A new product")),
    Entry("product list", ADVICE, "product:list_", N_("The catalogue")),
    Entry("product edit", ADVICE, "product:edit", N_("Change a catalogue entry")),
    Entry("product compare", ADVICE, "product:compare", N_("Products side by side")),
    Entry("product show", ADVICE, "product:show", N_("One product")),
    Entry("holding add", ADVICE, "holding:add", N_("Bought, or borrowed")),
    Entry("holding redeem", ADVICE, "holding:redeem", N_("Redeemed or repaid, in part or whole")),
    Entry("holding list", ADVICE, "holding:list_", N_("Holdings, filtered, with their value")),
    Entry("holding ladder", ADVICE, "holding:ladder", N_("What matures, month by month")),
    Entry("assess", ADVICE, "assess:assess", N_("A client's risk tolerance")),
    Entry("advise", ADVICE, "advise:advise", N_("What suits a client, what does not, and why")),
    Entry("disclose", ADVICE, "disclose:disclose", N_("Structure, fees and risks were explained")),
    Entry("risk add", ADVICE, "risk:add", N_("A risk somebody saw")),
    Entry("risk list", ADVICE, "risk:list_", N_("The register; --proposed: what the rules see")),
    Entry("risk accept", ADVICE, "risk:accept", N_("Take a proposed risk into the register")),
    Entry("risk dismiss", ADVICE, "risk:dismiss", N_("A proposed risk is none, and why")),
    Entry("risk review", ADVICE, "risk:review", N_("Looked at again")),
    Entry("risk close", ADVICE, "risk:close", N_("No longer a risk, and why")),
    Entry("risk market", ADVICE, "market:market", N_("Volatility, value at risk, drawdown")),
    Entry("risk stress", ADVICE, "market:stress", N_("What a shock would cost, and whom")),
    Entry("init", DATA, "init:init", N_("A first start: four questions")),
    Entry("demo", DATA, "demo:demo", N_("A book of invented clients to try")),
    Entry("import", DATA, "import_:import_", N_("Clients, products, deals, contacts from a file"), (
        "cm import products products.csv --map code=product --map name=product --map price=sales_price --set kind=other --set currency=USD",
        "cm import clients accounts.csv --map name=account --map employer=subsidiary_of --map address=office_location --value sector:technolgy=technology --set kind=company",
        "cm import deals sales_pipeline.csv --map client=account --map product=product --map title=product --map stage=deal_stage --map opened=engage_date --map closed=close_date --map amount=close_value --value stage:Prospecting=lead --value stage:Engaging=contacted --value 'product:GTXPro=GTX Pro' --set currency=USD --key opportunity_id --date-format %m/%d/%Y",
    )),
    Entry("export", DATA, "export:export", N_("Everything, or one client, as JSON")),
    Entry("backup", DATA, "backup:backup", N_("A consistent copy of the file")),
    Entry("undo", DATA, "history:undo", N_("Take the last change back")),
    Entry("history", DATA, "history:history", N_("What was changed, and when")),
    Entry("config list", DATA, "config:list_", N_("Every setting with its source")),
    Entry("config get", DATA, "config:get", N_("One setting")),
    Entry("config set", DATA, "config:set_", N_("Change a setting")),
    Entry("when", DATA, "when:when", N_("What a date phrase means")),
    Entry("clock due", DATA, "clock:due", N_("When a target is used up")),
    Entry("clock elapsed", DATA, "clock:elapsed", N_("How much time counts between two instants")),
    Entry("clock days", DATA, "clock:days", N_("How many working days a period has")),
    Entry("path", DATA, "path:path", N_("Where the file is")),
)
# fmt: on


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
