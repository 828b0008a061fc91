"""What an import would do, line by line, before anything is written."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from cmcli.domain.change import Change, Insert, insert, update
from cmcli.domain.import_key import ImportKey, digest_of
from cmcli.domain.ref import ref_of
from cmcli.errors import CmError, Usage
from cmcli.messages import Code, Message, say, say_n
from cmcli.named import NamedTuple
from cmcli.transfer.assessments import ASSESSMENTS
from cmcli.transfer.clients import CLIENTS
from cmcli.transfer.deals import DEALS
from cmcli.transfer.goals import GOALS
from cmcli.transfer.holdings import HOLDINGS
from cmcli.transfer.interactions import INTERACTIONS
from cmcli.transfer.kind import Ground, Kind
from cmcli.transfer.mapping import Mapping, Texts, texts
from cmcli.transfer.prices import PRICES
from cmcli.transfer.products import PRODUCTS
from cmcli.transfer.reading import Cell, Line, Table
from cmcli.transfer.values import LIST_PRICE, Read, Reader, plain

Watch = Callable[[list[Line]], Iterable[Line]]
_BARE_NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")

KINDS = {
    kind.name: kind
    for kind in (CLIENTS, INTERACTIONS, DEALS, PRODUCTS, HOLDINGS, PRICES, ASSESSMENTS, GOALS)
}


def kind_named(text: str) -> Kind:
    """The kind of import; raises `Usage` with those there are."""
    if text not in KINDS:
        raise Usage(
            say("{kind} cannot be imported", kind=text),
            say("what can: {kinds}", kinds=", ".join(KINDS)),
        )
    return KINDS[text]


class Rejected(NamedTuple):
    """A line that does not come in, and why; `twin` where it may be of somebody who is in already,
    whom `--twins add` takes all the same.
    """  # noqa: D205

    line: Line
    why: Message
    twin: bool = False


class Twin(Usage):
    """A line that looks like a client of the book, or like another line."""


class Plan(NamedTuple):
    """What came of the lines (`counts`: created, updated, unchanged), and what writes it."""

    read: int
    counts: Counter[str]
    rejected: list[Rejected]
    changes: list[Change]

    def too_strict(self) -> Usage:
        """What `--strict` says where a line was rejected."""
        return Usage(
            say_n("{count} line was rejected; with --strict nothing is written",
                  "{count} lines were rejected; with --strict nothing is written",
                  len(self.rejected))
        )  # fmt: skip


class Ready(NamedTuple):
    """A line understood: what the file said, what `--set` filled, its key and its digest."""

    line: Line
    said: dict[str, Any]
    filled: dict[str, Any]
    key: str
    digest: str


def make(
    table: Table, kind: Kind, mapping: Mapping, reader: Reader, ground: Ground, watch: Watch
) -> Plan:
    """Check every line and decide what becomes of it; `watch` sees the lines go by."""
    lines = Lines(table, kind, mapping, reader)
    decided = Decisions(kind, ground)
    rejected: list[Rejected] = []
    ready: list[Ready] = []
    for line in watch(table.lines):
        try:
            ready.append(lines.understood(line))
        except CmError as error:
            rejected.append(Rejected(line, error.message))
    ready, odd = _fitting(kind, ready)
    rejected += odd
    decided.load(ready)
    for row in ready:
        try:
            decided.take(row)
        except CmError as error:
            rejected.append(Rejected(row.line, error.message, isinstance(error, Twin)))
    rejected.sort(key=lambda one: one.line.number)
    return Plan(len(table.lines), Counter(decided.count), rejected, decided.changes)


def _fitting(kind: Kind, ready: list[Ready]) -> tuple[list[Ready], list[Rejected]]:
    """The lines that fit each other, and those that do not."""
    odd = kind.odd([{**row.filled, **row.said} for row in ready]) if kind.odd and ready else {}
    kept = [row for place, row in enumerate(ready) if place not in odd]
    return kept, [Rejected(ready[place].line, why) for place, why in odd.items()]


class Lines:
    """Turns lines into facts, by the mapping."""

    def __init__(self, table: Table, kind: Kind, mapping: Mapping, reader: Reader) -> None:
        self._width, self._kind, self._mapping, self._reader = (
            len(table.columns), kind, mapping, reader,
        )  # fmt: skip
        self._currency = reader.currency
        self._times: Counter[str] = Counter()

    def understood(self, line: Line) -> Ready:
        """The facts of a line; raises `Usage` for what cannot be kept."""
        if len(line.cells) > self._width:
            raise Usage(
                say("{count} cells under {width} columns: a separator in a text needs quotation "
                    "marks", count=len(line.cells), width=self._width)
            )  # fmt: skip
        given = texts(line, self._mapping)
        self._reader.currency = self._in_currency(given)
        said = {field: self._value(field, cell) for field, cell in given.said.items()}
        filled = {
            field: self._value(field, cell, self._kind.set_as.get(field))
            for field, cell in given.filled.items()
        }
        for group in self._kind.needed:
            if all(said.get(field, filled.get(field)) is None for field in group):
                raise Usage(say("{field} is blank", field=group[0]))
        return self._ready(line, said, filled)

    def _in_currency(self, given: Texts) -> str:
        cell = given.said.get("currency", given.filled.get("currency"))
        return self._currency if cell is None else self._value("currency", cell)

    def _value(self, field: str, cell: Cell, read: Read | None = None) -> Any:
        unit = self._mapping.scales.get(field, "") if field == self._kind.money else ""
        if unit and _BARE_NUMBER.fullmatch(plain(cell)):
            cell = plain(cell) + unit
        try:
            return (read or self._kind.fields[field])(self._reader, cell)
        except CmError as error:
            raise Usage(
                say("{field}: {problem}", field=field, problem=error.message)
            ) from error  # fmt: skip

    def _ready(self, line: Line, said: dict[str, Any], filled: dict[str, Any]) -> Ready:
        said = {field: value for field, value in said.items() if value is not None}
        told = dict(said)
        if self._kind.money in said:
            # An amount is nothing without its currency; the usual one is no word of the file.
            said["currency"] = self._reader.currency
            if "currency" in filled:
                told["currency"] = self._reader.currency
        digest = digest_of(told)
        if self._kind.money and LIST_PRICE not in filled.values():
            filled = {"currency": self._reader.currency, **filled}
        return Ready(line, said, filled, self._key(line, {**filled, **said}, digest), digest)

    def _key(self, line: Line, facts: dict[str, Any], digest: str) -> str:
        if self._mapping.key is not None:
            cell = plain(line.cells[self._mapping.key])
            if not cell:
                raise Usage(say("its key is blank"))
            return digest_of(self._mapping.key_name, cell)
        if self._kind.own_key:
            return digest_of(*self._kind.own_key(facts))
        # Two lines may say the same and both be true: two calls on one day.
        self._times[digest] += 1
        return digest_of(digest, self._times[digest])


class Decisions:
    """Holds each line against the book: new, changed, or as it was."""

    def __init__(self, kind: Kind, ground: Ground) -> None:
        self._kind, self._ground = kind, ground
        self._keys: dict[str, ImportKey] = {}
        self._records: dict[int, Any] = {}
        self._seen: dict[str, Ready] = {}
        self._taken: dict[int, int] = {}
        self._changes: list[Change] = []
        self.count = Counter[str]()

    @property
    def changes(self) -> list[Change]:
        """Everything to be written, new clients first."""
        added = self._ground.clients.added if "clients" in vars(self._ground) else []
        return [*added, *self._changes]

    def load(self, rows: list[Ready]) -> None:
        """The keys of earlier imports, and the records of those that say something new now."""
        store = self._ground.store
        found = store.select(ImportKey, "WHERE noun = ?", self._kind.noun)
        self._keys = {key.key: key for key in found}
        changed = [
            self._keys[row.key].row_id
            for row in rows
            if row.key in self._keys and self._keys[row.key].digest != row.digest
        ]
        rest = "WHERE id IN (SELECT value FROM json_each(?))"
        records: list[Any] = store.select(self._kind.record, rest, json.dumps(changed))
        self._records = {record.id: record for record in records}

    def take(self, row: Ready) -> None:
        """Decide on one line; raises `Usage` where it cannot come in."""
        earlier, known = self._seen.get(row.key), self._keys.get(row.key)
        if earlier and earlier.digest != row.digest:
            raise Usage(say("line {n} has the same key and says otherwise", n=earlier.line.number))
        if earlier or (known and known.digest == row.digest):
            self._done("unchanged", row, known)
            return
        facts = {**row.filled, **row.said}
        record = self._records.get(known.row_id) if known else None
        if record is None:
            record = self._kind.match(facts, self._ground)
        if record is None:
            self._another(facts)
            changes = self._kind.create(facts, self._ground)
            number = _number(changes[0])
        else:
            self._only_once(record.id)
            changes, number = self._kind.update(record, row.said, self._ground), record.id
        self._taken[number] = row.line.number
        self._changes += [*changes, *self._remembered(known, row, number)]
        self._done("created" if record is None else "updated" if changes else "unchanged", row)

    def _another(self, facts: dict[str, Any]) -> None:
        """Raise `Twin` where a new record may be one that is in the book or in the file."""
        found = (
            self._kind.alike
            and not self._ground.add_twins
            and self._kind.alike(facts, self._ground)
        )
        if not found:
            return
        client, how = found
        line = self._taken.get(client.id)
        where = say("line {n}", n=line) if client.id < 0 else ref_of("client", client.id)
        raise Twin(
            say("looks like {where} {name} ({how})", where=where, name=client.name,
                how=Code("likeness", how))
        )  # fmt: skip

    def _done(self, what: str, row: Ready, known: ImportKey | None = None) -> None:
        self.count[what] += 1
        self._seen.setdefault(row.key, row)
        if known:
            self._taken.setdefault(known.row_id, row.line.number)

    def _only_once(self, number: int) -> None:
        if number in self._taken:
            raise Usage(say("line {n} is about the same record", n=self._taken[number]))

    def _remembered(self, known: ImportKey | None, row: Ready, number: int) -> list[Change]:
        if known:
            return update(known, row_id=number, digest=row.digest)
        first = self._ground.numbers.take()
        return [insert(ImportKey(first, self._kind.noun, row.key, number, row.digest))]


def _number(change: Change) -> int:
    """The number that a new record goes by until it is written."""
    if not isinstance(change, Insert):
        raise TypeError("the first change of a new record is its insert")
    return change.record.id
