"""Which column gives which field, and what stands in a cell that a field should read otherwise."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from cmcli.errors import Usage
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.transfer.headers import guess, plain, refuse_secrets, scale
from cmcli.transfer.reading import Cell, Line, Table


class Wishes(NamedTuple):
    """What the options say: `--map`, `--value`, `--set`, `--key`."""

    maps: dict[str, str] = {}  # noqa: RUF012 never changed
    values: dict[tuple[str, str], str] = {}  # noqa: RUF012
    sets: dict[str, str] = {}  # noqa: RUF012
    key: str | None = None


class Mapping(NamedTuple):
    """`columns` are places in a line, `scales` the units that heads give to amounts."""

    columns: dict[str, int]
    values: dict[tuple[str, str], str]
    sets: dict[str, str]
    scales: dict[str, str]
    key: int | None = None
    key_name: str = ""


def wishes(
    maps: Sequence[str], values: Sequence[str], sets: Sequence[str], key: str | None
) -> Wishes:
    """The options as typed, taken apart; raises `Usage` for one that cannot be."""
    swaps: dict[tuple[str, str], str] = {}
    for text in values:
        field, colon, swap = text.partition(":")
        old, equals, new = swap.partition("=")
        if not (field.strip() and colon and equals):
            raise _malformed("--value", text, "--value 'stage:Prospecting=lead'")
        swaps[field.strip(), old.strip().casefold()] = new.strip()
    return Wishes(
        _pairs("--map", maps, "--map phone=Mobile"), swaps,
        _pairs("--set", sets, "--set currency=USD"), key,
    )  # fmt: skip


def _pairs(option: str, texts: Iterable[str], example: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals):
            raise _malformed(option, text, example)
        pairs[name.strip()] = value.strip()
    return pairs


def _malformed(option: str, text: str, example: str) -> Usage:
    return Usage(
        say("{option} {text} cannot be taken apart", option=option, text=text),
        say("for example {example}", example=example),
    )


def settle(
    table: Table, kind: str, fields: Sequence[str], needed: Sequence[tuple[str, ...]], asked: Wishes
) -> Mapping:
    """The mapping of a table; raises `Usage` for a field or a column that does not exist.

    A field named in `--map` has that column, or none (`--map note=`); the others are guessed.
    Of every group in `needed` one field must have a column or a value.
    """
    refuse_secrets(table.columns)
    _known_fields(kind, fields, [*asked.maps, *asked.sets, *(f for f, _ in asked.values)])
    wanted = [c for c in [*asked.maps.values(), asked.key or ""] if c]
    missing = [column for column in wanted if _place(table, column) is None]
    if missing:
        raise Usage(
            say("the file has no column {names}", names=", ".join(dict.fromkeys(missing))),
            _columns(table, missing),
        )
    columns = {f: i for f, i in guess(kind, table.columns).items() if f not in asked.maps}
    named = {field: _place(table, column) for field, column in asked.maps.items() if column}
    columns |= {field: place for field, place in named.items() if place is not None}
    _complete(table, needed, {*columns, *asked.sets})
    scales = {field: scale(table.columns[place]) for field, place in columns.items()}
    if not asked.key:
        return Mapping(columns, asked.values, asked.sets, scales)
    key = _place(table, asked.key)
    return Mapping(columns, asked.values, asked.sets, scales, key, plain(asked.key))


def _known_fields(kind: str, fields: Sequence[str], named: Iterable[str]) -> None:
    unknown = [field for field in named if field not in fields]
    if unknown:
        raise Usage(
            say("{kind} have no field {names}", kind=kind, names=", ".join(dict.fromkeys(unknown))),
            say("fields: {fields}", fields=", ".join(fields)),
        )


def _place(table: Table, name: str) -> int | None:
    if name in table.columns:
        return table.columns.index(name)
    same = [place for place, column in enumerate(table.columns) if plain(column) == plain(name)]
    return same[0] if len(same) == 1 and plain(name) else None


def _columns(table: Table, missing: Sequence[str]) -> Message:
    near = get_close_matches(missing[0], table.columns, 1)
    names = ", ".join(table.columns)
    if near:
        return say("did you mean {near}? its columns: {names}", near=near[0], names=names)
    return say("its columns: {names}", names=names)


def _complete(table: Table, needed: Sequence[tuple[str, ...]], have: set[str]) -> None:
    lacking = [group[0] for group in needed if not have.intersection(group)]
    if lacking:
        raise Usage(
            say("no column was found for {fields}", fields=", ".join(lacking)),
            say("name it: --map {field}=COLUMN, or --set {field}=VALUE; the columns: {names}",
                field=lacking[0], names=", ".join(table.columns)),
        )  # fmt: skip


class Texts(NamedTuple):
    """What a line says of each field: `said` by the file, `filled` by `--set` where it is blank."""

    said: dict[str, Cell]
    filled: dict[str, Cell]


def texts(line: Line, mapping: Mapping) -> Texts:
    """The cells of a line by field, none of them blank."""
    said: dict[str, Cell] = {}
    for field, place in mapping.columns.items():
        cell = line.cells[place]
        if isinstance(cell, str):
            cell = mapping.values.get((field, cell.casefold()), cell)
        if cell != "":
            said[field] = cell
    filled = {f: text for f, text in mapping.sets.items() if f not in said and text}
    return Texts(said, dict(filled))
