"""The desk a command works at: the file, the clock, the language, the output. Made on first use."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cmcli import clock
from cmcli.config import Settings
from cmcli.domain.change import Change
from cmcli.domain.client import Client, ClientTag
from cmcli.domain.days import limit, midnight
from cmcli.domain.ref import ref_of
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Ambiguous, FileUnusable, Usage
from cmcli.i18n import LANGUAGES, language, word_in
from cmcli.messages import Message, say
from cmcli.storage.history import Applied
from cmcli.store import Store
from cmcli.views.sheet import Sheet
from cmcli.views.speech import Speaker

if TYPE_CHECKING:
    from cmcli.domain.where import Where

T = TypeVar("T")

# What a book may begin with. All else needs what is in one: a missing folder is a path mistyped.
_BEGINNINGS = ("init", "demo", "import", "client add", "product add", "prospect add",
               "config set")  # fmt: skip


class Desk:
    """One per run; `json` asks for machine-readable output."""

    def __init__(self) -> None:
        self.db: str | None = None
        self.json = False
        self.reason = "cm"
        self._rest = (0, 0)

    # What is there

    @cached_property
    def path(self) -> Path:
        """The file: `--db`, `CM_DB`, else the platform's user-data folder."""
        given = self.db or os.environ.get("CM_DB")
        return Path(given).expanduser() if given else default_path()

    @cached_property
    def store(self) -> Store:
        """The open file; the user's data folder is made where there is none."""
        named = self.db or os.environ.get("CM_DB")
        if named and self.reason not in _BEGINNINGS and not self.path.parent.exists():
            raise FileUnusable(
                say("there is no folder {folder}", folder=str(self.path.parent)),
                say("check the path; a new book there: cm init --db {path}", path=str(self.path)),
            )
        return Store.open(self.path)

    @cached_property
    def settings(self) -> Settings:
        """The settings in force."""
        return Settings(dict(self.store.rows("SELECT name, value FROM setting")))

    def reread(self) -> None:
        """Settings were written: they are read again when next asked for."""
        self.__dict__.pop("settings", None)

    @cached_property
    def zone(self) -> tzinfo:
        """The manager's zone."""
        from cmcli.queries.policies import zone

        return zone(self.settings)

    @cached_property
    def manager(self) -> str:
        """Who works here: the name in the settings, else that of the account."""
        import getpass

        return self.settings.text("manager.name") or getpass.getuser()

    @cached_property
    def now(self) -> datetime:
        """The present, in the manager's zone; one instant for the whole run."""
        return clock.now(self.zone)

    @cached_property
    def speak(self) -> Speaker:
        """Says values in the language in use."""
        return Speaker(self.now, self.settings["currency"])

    @property
    def interactive(self) -> bool:
        """Whether questions may be asked."""
        return sys.stdin.isatty() and sys.stdout.isatty() and not self.json

    @property
    def shortens(self) -> bool:
        """Whether long lists are shortened: a terminal is looked at, a pipe gets all of them."""
        return sys.stdout.isatty()

    @property
    def height(self) -> int | None:
        """The lines of the terminal that is written to; None where it is none."""
        size = self._terminal()
        return size.lines or None if size else None

    @property
    def width(self) -> int | None:
        """The columns of the terminal that is written to; None where it is none."""
        size = self._terminal()
        return size.columns or None if size else None

    @staticmethod
    def _terminal() -> os.terminal_size | None:
        if not sys.stdout.isatty():
            return None
        try:
            return os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            return None

    @contextmanager
    def back_at(self, instant: datetime) -> "Iterator[Desk]":
        """The desk as it stood at `instant`: the file, the settings and the clock of then."""
        with self.store.as_of(instant):
            past = Desk()
            past.json, past.store, past.zone = self.json, self.store, self.zone
            past.now = instant.astimezone(self.zone)
            yield past

    # What is typed

    def when(self, phrase: str, *, past: bool = False) -> datetime:
        """The instant of a phrase, in UTC; a date is its midnight."""
        from cmcli.domain.when import parse
        from cmcli.queries.policies import working_day

        found = parse(phrase, self.now, past=past, working_day=working_day(self.settings))
        return found.start(self.zone).astimezone(UTC)

    def day(self, phrase: str) -> date:
        """The local day of a phrase."""
        return self.when(phrase).astimezone(self.zone).date()

    def end_of_day(self, phrase: str) -> datetime:
        """The last instant of a past day, or the instant itself where a time was given."""
        return limit(self.when(phrase, past=True), self.now)

    def happened(self, phrase: str | None) -> datetime:
        """`--at`: when something happened, now by default; raises `Usage` for the future."""
        if phrase is None:
            return self.now
        from cmcli.domain.request import not_ahead

        return not_ahead(self.when(phrase, past=True), self.now)

    def span(self, since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
        """`--from` and `--to` as instants; the day of `--to` is included."""
        start = self.when(since, past=True) if since else None
        last = self.when(until, past=True).astimezone(self.zone).date() if until else None
        end = midnight(last + timedelta(days=1), self.zone) if last else None
        return start, end

    def wheres(self, texts: Sequence[str] | None) -> "list[Where]":
        """`--where`: conditions that pick clients."""
        from cmcli.domain.where import parse

        currency = self.settings["currency"]
        return [parse(text, self.now, currency=currency, code=self.code) for text in texts or ()]

    def coded(self, vocabulary: str, text: str) -> str | None:
        """The code that `text` is, or whose word it is in either language."""
        codes = VOCABULARIES[vocabulary]
        # The usual case, without the catalogues of all languages.
        if text in codes:
            return text
        words = {word_in(lang, vocabulary, code): code for lang in LANGUAGES for code in codes}
        return words.get(text.strip())

    def code(self, vocabulary: str, text: str) -> str:
        """The code that `text` names: itself, its start, or its word in either language."""
        codes = VOCABULARIES[vocabulary]

        def spelled(code: str) -> str:
            word = word_in(language(), vocabulary, code)
            return code if word.isascii() else f"{code} {word}"

        if found := self.coded(vocabulary, text):
            return found
        typed = text.strip().lower().replace("-", "_").replace(" ", "_")
        exact = [code for code in codes if code.lower() == typed]
        near = exact or [code for code in codes if typed and code.lower().startswith(typed)]
        if len(near) == 1:
            return near[0]
        raise Usage(
            say("{text} is none of the values allowed here", text=text),
            say("allowed: {allowed}", allowed=", ".join(map(spelled, codes))),
        )

    def client(self, text: str) -> Client:
        """The client that `text` names; several are offered on a terminal."""
        from cmcli.queries.client import resolve

        try:
            return resolve(self.store, text)
        except Ambiguous as error:
            if not self.interactive:
                raise
            labels = [
                (f"{ref_of('client', c.id)} {c.name} {c.employer or ''}".strip(), c)
                for c in error.choices
            ]
            chosen: Client = self.choose(say("Which one?"), labels)
            return chosen

    # What is asked

    def choose(
        self, question: Message, choices: Sequence[tuple[str, T]], default: Any = None,
        *, keys: bool = False, at_once: bool = False,
    ) -> T:  # fmt: skip
        """One of (label, value); with `keys` each value is a key to press, and answers `at_once`
        or after Enter.
        """  # noqa: D205
        from cmcli import prompts

        chosen: T = prompts.choose(
            self.speak(question), choices, default=default, keys=keys, at_once=at_once
        )
        return chosen

    def confirm(self, question: Message, *, default: bool = True) -> bool:
        """Yes or no; off a terminal the default."""
        if not self.interactive:
            return default
        from cmcli import prompts

        return prompts.confirm(self.speak(question), default=default)

    def pick(self, question: Message, choices: Sequence[tuple[str, T]]) -> list[T]:
        """Any of (label, value); off a terminal all of them."""
        if not self.interactive or not choices:
            return [value for _, value in choices]
        from cmcli import prompts

        return prompts.tick(self.speak(question), choices)

    # What is written and shown

    def apply(self, changes: Sequence[Change], *subject: object) -> Applied:
        """Write; the history's reason is the command and what it was about."""
        reason = " ".join([self.reason, *map(str, subject)])
        return self.store.apply(changes, reason, self.now)

    def cut(self, rows: list[T], limit: int | None) -> list[T]:
        """As many rows as were asked for; the page says how many more there are."""
        shown = rows[:limit]
        self._rest = (len(rows) - len(shown), len(rows))
        return shown

    def show(self, document: Callable[[], Any], sheet: Callable[[], Sheet]) -> None:
        """The result: `document` for a program, `sheet` for a person; only one is made."""
        from cmcli.views import output

        if self.json:
            output.write_json(document(), sys.stdout)
        else:
            output.write(self._with_rest(sheet()))

    def _with_rest(self, page: Sheet) -> Sheet:
        if not self._rest[0]:
            return page
        from cmcli.views.sheet import Line, Span

        left, count = self._rest
        rest = self.speak(say("{n} more: --limit {count}", n=left, count=count))
        return page._replace(blocks=(*page.blocks, Line(Span(f" {rest}", "dim"))))

    def tag(self, client_id: int) -> ClientTag:
        """The client as a line names it."""
        from cmcli.queries.joined import tag

        return tag(self.store, client_id)

    @property
    def is_open(self) -> bool:
        """Whether the file was opened already."""
        return "store" in self.__dict__

    def close(self) -> None:
        """Put the file away."""
        if self.is_open:
            self.store.close()


_current = Desk()


def current() -> Desk:
    """The desk of this run."""
    return _current


def renew() -> Desk:
    """A fresh desk, for a fresh run."""
    global _current
    _current = Desk()
    return _current


def default_path() -> Path:
    """`cm/book.db` in the user's data folder of the platform."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    if not base.is_absolute():
        raise FileUnusable(say("no folder for the book is known"), say("cm --db PATH or CM_DB"))
    return base / "cm" / "book.db"
