"""Assessments from a file: history, so that limits and confirmations are not asked for again."""

import re
from typing import Any

from cmcli.domain import assessment as rules
from cmcli.domain.assessment import LEVELS, Assessment
from cmcli.domain.change import Change, insert, update
from cmcli.domain.days import day_of
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.queries import assessment as queries
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind, unmatched
from cmcli.transfer.reading import Cell
from cmcli.transfer.values import Reader, plain

# What banks print beside the level, or instead of it.
_WORDS = dict(zip(("保守型", "稳健型", "平衡型", "成长型", "进取型"), LEVELS, strict=True))
_PARTS = re.compile(r"[\s()（）\[\]【】:：/\-–—·]+")
# Art. 29: no assessment is valid longer, whatever the file says.
_LONGEST = 12


def level(reader: Reader, cell: Cell) -> str:
    """C1 to C5, its Chinese word, or both where they agree: C3, 平衡型, C3（平衡型）."""
    parts = [part.upper() for part in _PARTS.split(plain(cell)) if part]
    named = [_WORDS.get(part, part) for part in parts]
    if named and set(named) <= set(LEVELS) and len(set(named)) == 1:
        return named[0]
    glued = re.fullmatch(r"(?i)(C[1-5])(\w+)", plain(cell).strip())
    if glued and _WORDS.get(glued[2]) == glued[1].upper():
        return glued[1].upper()
    return reader.code("tolerance", "level", plain(cell))


def score(reader: Reader, cell: Cell) -> int:
    """Whole points."""
    match = re.fullmatch(r"(-?\d{1,6})(?:\.0+)?\s*分?", plain(cell).strip())
    if not match:
        raise Usage(say("{text} is no whole number of points", text=plain(cell)))
    return int(match[1])


def _create(facts: Facts, ground: Ground) -> list[Change]:
    made = day_of(facts["at"], ground.now)
    expires = facts.get("expires") or rules.expiry(made, queries.months(ground.store))
    one = Assessment(
        ground.numbers.take(), 0, facts["at"], facts["level"], facts.get("score"), None, None,
        expires, None, facts.get("note"), ground.now,
    )  # fmt: skip
    _in_order(one, ground)
    # Last: a line that is refused must not open the file of a client.
    return [insert(one._replace(client_id=ground.clients.named(facts["client"])))]


def _in_order(one: Assessment, ground: Ground) -> None:
    made = day_of(one.at, ground.now)
    if one.expires_on < made:
        raise Usage(
            say("it ends on {end}, before it was made on {made}", end=one.expires_on, made=made)
        )
    longest = rules.expiry(made, _LONGEST)
    if one.expires_on > longest:
        raise Usage(
            say("an assessment of {made} is valid through {longest} at most (NFRA order 2025 "
                "no. 7, art. 29), not {end}", made=made, longest=longest, end=one.expires_on)
        )  # fmt: skip


def _update(one: Assessment, said: Facts, ground: Ground) -> list[Change]:
    fields: dict[str, Any] = dict(said)
    if "expires" in fields:
        fields["expires_on"] = fields.pop("expires")
    elif "at" in fields:
        made = day_of(fields["at"], ground.now)
        fields["expires_on"] = rules.expiry(made, queries.months(ground.store))
    client = fields.pop("client", None)
    _in_order(one._replace(**fields), ground)
    if client:
        fields["client_id"] = ground.clients.named(client)
    return update(one, **fields)


ASSESSMENTS = Kind(
    name="assessments",
    noun="assessment",
    record=Assessment,
    fields={
        "client": values.name,
        "at": values.past,
        "level": level,
        "score": score,
        "expires": values.day,
        "note": values.text,
    },
    needed=(("client",), ("at",), ("level",)),
    own_key=None,
    match=unmatched,
    create=_create,
    update=_update,
)
