"""An import from end to end: a file opened and mapped, planned, its rejects given back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cmcli.named import NamedTuple
from cmcli.store import Store
from cmcli.transfer import rejects
from cmcli.transfer.kind import Ground, Kind
from cmcli.transfer.mapping import Mapping, Wishes, settle
from cmcli.transfer.plan import Plan, Watch, kind_named, make
from cmcli.transfer.reading import Table, read
from cmcli.transfer.values import Reader


class Source(NamedTuple):
    """A file whose columns are understood."""

    path: Path
    kind: Kind
    table: Table
    mapping: Mapping

    def plan(
        self, store: Store, reader: Reader, *, create_clients: bool, add_twins: bool, watch: Watch
    ) -> Plan:
        """What becomes of every line; writes nothing."""
        ground = Ground(
            store, reader.now, create_clients=create_clients, add_twins=add_twins
        )  # fmt: skip
        return make(self.table, self.kind, self.mapping, reader, ground, watch)


def opened(kind: str, path: Path, encoding: str | None, asked: Wishes) -> Source:
    """The file at `path`, to be read as `kind`; raises `Usage`, `Refused`, `FileUnusable`."""
    found = kind_named(kind)
    table = read(path, encoding)
    return Source(path, found, table, settle(table, kind, tuple(found.fields), found.needed, asked))


def given_back(
    source: Source, plan: Plan, speak: Callable[[Any], str], given: str | None, book: Path
) -> Path:
    """Write the rejected lines, to the file given or beside the source; returns where."""
    content = rejects.text(source.table, plan.rejected, speak)
    return rejects.keep(content, given, source.path, book)
