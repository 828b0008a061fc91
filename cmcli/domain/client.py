"""A client: the facts of the file, how a name is found again, merging and standing."""

import re
from datetime import date, datetime

from cmcli.domain.change import Change, Update, insert, update
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import LunarDay, say
from cmcli.named import NamedTuple


class Client(NamedTuple):
    """A person or company in the book. `birthday` is `YYYY-MM-DD` or `lunar:MM-DD`;
    `tags` are words between single spaces; `pinyin` and `initials` are the keys of a search.
    """  # noqa: D205

    id: int
    name: str
    kind: str
    status: str
    tier: str
    phone: str | None
    email: str | None
    wechat: str | None
    id_number: str | None
    birthday: str | None
    employer: str | None
    sector: str | None
    address: str | None
    source: str | None
    channel: str | None
    need: str | None
    note: str | None
    tags: str
    pinyin: str
    initials: str
    created_at: datetime
    archived_at: datetime | None = None
    merged_into_id: int | None = None
    district: str | None = None
    hours: str | None = None


class Standing(NamedTuple):
    """The tier and status a client has from `since_at` on, until the next one."""

    id: int
    client_id: int
    tier: str
    status: str
    since_at: datetime


class ClientTag(NamedTuple):
    """What a line of a list says of its client."""

    id: int
    name: str
    tier: str


# The fields a manager may give, in the order of the client file.
FIELDS = (
    "name", "kind", "status", "tier", "phone", "email", "wechat", "id_number", "birthday",
    "employer", "sector", "address", "district", "hours", "source", "channel", "need", "note",
)  # fmt: skip

# Patterns as text: compiled when a value is checked, not at every start.
_PHONE = r"\+?\d{5,15}(?:[x#]\d{1,6})?"
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
# These have no field and are refused wherever they are offered.
# What follows has to look like one: 密码输错3次 is an ordinary note.
_FORBIDDEN = (
    r"(?i)(?:cvv2?|cvc2?|password|passcode|密码|安全码|指纹|人脸)\s*(?:是|为|is\b|[:=：])?\s*"
    r"(?=[A-Za-z_@#$%^&*!+-]*\d)[A-Za-z0-9_@#$%^&*!+-]{3,}"
)


def clean_name(text: str) -> str:
    """A name without control characters and surplus spaces; raises `Usage` where none is left."""
    name = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not name:
        raise Usage(say("a client needs a name"))
    if len(name) > 200:
        raise Usage(say("that name is longer than 200 characters"))
    return name


def clean_text(text: str) -> str:
    """A note as it is kept: no control characters but line breaks and tabs."""
    # isspace: the wide space of Chinese typing is not "printable", but it parts words.
    spaced = (" " if c.isspace() and c not in "\n\t" else c for c in text.replace("\r\n", "\n"))
    kept = "".join(c for c in spaced if c.isprintable() or c in "\n\t")
    if re.search(_FORBIDDEN, kept):
        raise Usage(
            say("that looks like a password or a card verification code"),
            say("cm never keeps those; leave it out"),
        )
    return kept.strip()


def clean_phone(text: str) -> str:
    """Digits of a phone number, with a leading + and an extension kept; raises `Usage`."""
    number = re.sub(r"[\s()（）.\-–]", "", text).replace("＋", "+")
    if not re.fullmatch(_PHONE, number):
        raise Usage(
            say("{text} is not a phone number", text=text),
            say("for example 13812345678, 021-6234 5678 or +86 138 1234 5678"),
        )
    return number


def clean_email(text: str) -> str:
    """An address with one @; raises `Usage`."""
    if not re.fullmatch(_EMAIL, text.strip()):
        raise Usage(say("{text} is not an e-mail address", text=text))
    return text.strip()


def clean_birthday(text: str) -> str:
    """`YYYY-MM-DD` or `lunar:MM-DD` (a month of the lunar calendar, its day); raises `Usage`."""
    value = text.strip()
    lunar = re.fullmatch(r"(?:lunar:|农历)(\d{1,2})-(\d{1,2})", value)
    if lunar and 1 <= int(lunar[1]) <= 12 and 1 <= int(lunar[2]) <= 30:
        return f"lunar:{int(lunar[1]):02}-{int(lunar[2]):02}"
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise Usage(
            say("{text} is not a birthday", text=text),
            say("for example 1980-05-01, or lunar:10-15 in the lunar calendar"),
        ) from error


def lunar_of(birthday: str) -> LunarDay:
    """The day of the lunar calendar in a stored birthday, `lunar:10-15`."""
    month, _, day = birthday.removeprefix("lunar:").partition("-")
    return LunarDay(int(month), int(day))


def clean_tags(words: list[str]) -> str:
    """Distinct tags in order, one space between them; raises `Usage` on an empty one."""
    tags: dict[str, None] = {}
    for word in words:
        tag = "-".join(word.strip().lstrip("#").split())
        if not tag:
            raise Usage(say("a tag needs at least one letter"),
                        say("for example {example}", example="--tag 理财"))  # fmt: skip
        tags[tag] = None
    return " ".join(tags)


def add(client: Client) -> list[Change]:
    """A new client and the standing it begins with."""
    standing = Standing(client.id - 1, client.id, client.tier, client.status, client.created_at)
    return [insert(client), insert(standing)]


def edit(client: Client, now: datetime, number: int = -1, /, **fields: object) -> list[Change]:
    """New facts; another tier or status begins a new standing, which goes by `number`.

    A status is changed through `prospect.edited`, which keeps the prospect's record in step.
    """
    changes = update(client, **fields)
    changed = client._replace(**fields)  # type: ignore[arg-type]
    if (changed.tier, changed.status) != (client.tier, client.status):
        changes.append(insert(Standing(number, client.id, changed.tier, changed.status, now)))
    return changes


def tagged(client: Client, words: list[str], now: datetime) -> list[Change]:
    """Tags added; a word with a minus before it takes that tag away."""
    gone = {word[1:] for word in words if word.startswith("-")}
    kept = [tag for tag in client.tags.split() if tag not in gone]
    added = [word for word in words if not word.startswith("-")]
    return edit(client, now, tags=clean_tags(kept + added))


def archive(client: Client, promises: list[str], now: datetime) -> list[Change]:
    """Out of every list, kept in the file. `promises` are the refs of what is still open."""
    if client.archived_at:
        raise Refused(say("{name} is archived already", name=client.name))
    if promises:
        raise Refused(
            say("promises to {name} are open: {refs}", name=client.name, refs=", ".join(promises)),
            say("keep, cancel or close them first"),
        )
    return update(client, archived_at=now)


def merge(
    keep: Client, other: Client, owned: list[tuple[str, str, int]], now: datetime
) -> list[Change]:
    """Move everything `other` owns to `keep`, fill what `keep` lacks, and put `other` away.

    `owned` are the rows that point at `other`: (table, column, row number).
    """
    if keep.id == other.id:
        raise Refused(say("{name} cannot be merged with itself", name=keep.name))
    if keep.archived_at:
        raise Refused(
            say("{name} is archived; the other file would vanish with it", name=keep.name),
            say("turn it round: cm client merge OTHER {ref}", ref=ref_of("client", keep.id)),
        )
    changes: list[Change] = [
        Update(table, row, {column: keep.id})
        for table, column, row in owned
        if table not in ("standing",)
    ]
    blanks = {name: getattr(other, name) for name in FIELDS if not getattr(keep, name)}
    tags = clean_tags(f"{keep.tags} {other.tags}".split())
    changes += update(keep, **blanks, tags=tags)
    changes += update(other, archived_at=other.archived_at or now, merged_into_id=keep.id)
    return changes


def mask(text: str | None, shown_left: int = 3, shown_right: int = 4) -> str | None:
    """`138****5678`: the middle of a number hidden (JR/T 0171-2020)."""
    if not text:
        return text
    if len(text) <= shown_left + shown_right:
        return "*" * max(len(text) - 2, 1) + text[-2:] if len(text) > 4 else "*" * len(text)
    hidden = len(text) - shown_left - shown_right
    return text[:shown_left] + "*" * min(hidden, 8) + text[-shown_right:]


# A telephone, account or identity number in running text: 11 digits and more, or in the groups in
# which such numbers are written; one inside a word, a path or a date is something else.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_/.\-])(?:\d{11,19}[Xx]?|(?:\d{4}[ -]){2,4}\d{3,7}"
    r"|(?:\+?86[ -]?)?1[3-9]\d[ -]\d{4}[ -]\d{4}|0\d{2,3}[ -]\d{7,8}|0\d{2,3}[ -]\d{4}[ -]\d{3,4}"
    r"|\d{6}[ -](?:19|20)\d{6}[ -]\d{3}[\dXx])"
    r"(?![A-Za-z0-9_/\-]|\.[A-Za-z0-9])"
)


def mask_numbers(text: str) -> str:
    """`text` with the middle of every such number hidden."""
    if not any(character.isdigit() for character in text):
        return text
    return _NUMBER.sub(lambda found: str(mask(re.sub(r"[ +-]", "", found[0]))), text)


def mask_address(text: str | None) -> str | None:
    """The first six characters of an address."""
    return text if not text else text[:6] + "****"


def tag_of(client: Client) -> ClientTag:
    """The client as a line of a list names it."""
    return ClientTag(client.id, client.name, client.tier)


# The date of birth in an identity number of 18 digits (GB 11643-1999).
_BORN = r"\d{6}(\d{4})(\d\d)(\d\d)\d{3}[\dXx]"


def born_on(birthday: str | None, id_number: str | None) -> date | None:
    """The day of birth: the birthday, else that of the identity number; a lunar one has no year."""
    text = birthday if birthday and not birthday.startswith("lunar:") else None
    found = None if text else re.fullmatch(_BORN, id_number or "")
    if found:
        text = "-".join(found.groups())
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def age(birthday: str | None, id_number: str | None, today: date) -> int | None:
    """Years of age on a day; None where no year of birth is known."""
    born = born_on(birthday, id_number)
    if born is None or born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
