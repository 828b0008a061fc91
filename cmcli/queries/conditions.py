"""Pieces of SQL that several reads share; filters are bound, sort names are looked up."""

from typing import Any

from cmcli.errors import Usage
from cmcli.messages import say

# In every list and on the agenda: neither archived nor closed.
IN_BOOK = "client.archived_at IS NULL AND client.status <> 'closed'"
# The numbers of a JSON array: however many there are, one value is bound.
AMONG = "IN (SELECT value FROM json_each(?))"
# The contacts that satisfy the standard (reached by one of domain.interaction.MEETING_CHANNELS), in
# the words of the partial index `interaction_met`, without which SQLite would not use it.
MEETS = "outcome = 'reached' AND channel IN ('phone', 'visit', 'meeting', 'branch', 'video')"
LAST_MET = f"""(SELECT max(at) FROM interaction
    WHERE interaction.client_id = client.id AND {MEETS})"""

# By the index on client and time, backwards to the last contact that reached the client.
LAST_REACHED = """(SELECT at FROM interaction WHERE client_id = client.id
    AND outcome = 'reached' ORDER BY at DESC LIMIT 1)"""


class Conditions:
    """WHERE, built from the filters that were given."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self.values: list[Any] = []

    def add(self, text: str, *values: Any) -> None:
        """Add a condition unless one of its values is None."""
        if all(value is not None for value in values):
            self._texts.append(text)
            self.values += values

    def tag(self, tag: str | None) -> None:
        """Clients with this tag."""
        pattern = None if tag is None else f"% {like(tag.lstrip('#'))} %"
        self.add("' ' || client.tags || ' ' LIKE ? ESCAPE '\\'", pattern)

    def sql(self, order: str) -> str:
        """`WHERE … ORDER BY …`."""
        where = f"WHERE {' AND '.join(self._texts)} " if self._texts else ""
        return f"{where}ORDER BY {order}"


def order(sort: str | None, allowed: dict[str, str], default: str) -> str:
    """The ORDER BY of `--sort FIELD`; raises `Usage` for a field that cannot be sorted by."""
    if not sort:
        return default
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name not in allowed:
        raise Usage(
            say("cannot sort by {field}", field=name),
            say("sort by: {fields}", fields=", ".join(allowed)),
        )
    return f"{allowed[name]} {'DESC' if down else 'ASC'}"


def like(text: str) -> str:
    r"""`text` with the wildcards of LIKE taken literally (`ESCAPE '\'`)."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
