"""A setting whose value in the file differs from the default."""

from cmcli.domain.change import Change, insert, update
from cmcli.named import NamedTuple


class Setting(NamedTuple):
    """`value` is the text as typed, checked before it got here."""

    id: int
    name: str
    value: str


def given(current: Setting | None, name: str, value: str, number: int = -1) -> list[Change]:
    """The setting with this value; `number` is the negative id of a new one."""
    return update(current, value=value) if current else [insert(Setting(number, name, value))]
