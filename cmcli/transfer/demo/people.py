"""The demo book's clients, and the standing each of them has had."""

from datetime import datetime, timedelta
from random import Random

from cmcli.domain.client import Client, Standing, clean_tags
from cmcli.named import NamedTuple
from cmcli.transfer.demo import names
from cmcli.transfer.demo.book import DAYS, Book

KEY, FOCUS, STANDARD = 60, 80, 160
COMPANY_TIERS = ("key",) * 8 + ("focus",) * 10 + ("standard",) * 7
# The people of the morning, by the part they play in it.
CAST = {
    "王建国": "focus", "陈晓梅": "focus", "周立": "standard", "刘芳": "key", "赵慧玲": "focus",
    "孙淑华": "key", "马思琪": "standard", "高永平": "focus", "韩文静": "standard",
    "郑卫国": "standard", "罗佳慧": "focus", "许志勇": "standard", "林玉珍": "focus",
    "谢若曦": "standard",
}  # fmt: skip
NEW_KEY = "梁启航"
BIRTHDAY = "唐秀珍"
_UNCLAIMED = ("160", "161", "163", "164", "168", "169")


class _Slot(NamedTuple):
    name: str
    tier: str
    kind: str = "person"
    status: str = "active"
    sector: names.Text | None = None


def add_clients(book: Book) -> None:
    """All clients and their standings."""
    dice = book.chance("clients")
    slots = [*_people(dice), *_companies()]
    for slot in slots:
        client = _client(book, dice, slot)
        book.clients.append(client)
        book.standings += _standings(book, dice, client)
    book.quiet = {client.id for client in book.clients if client.name in (*CAST, NEW_KEY)}


def _people(dice: Random) -> list[_Slot]:
    cast = [_Slot(name, tier) for name, tier in {**CAST, NEW_KEY: "key", BIRTHDAY: "focus"}.items()]
    taken = {slot.name for slot in cast} | set(names.SHORT_NAMES)
    given = list(names.SHORT_NAMES)
    while len(given) < KEY + FOCUS + STANDARD - len(names.COMPANIES) - len(cast):
        name = dice.choice(names.SURNAMES) + dice.choice(names.GIVEN)
        if name not in taken:
            taken.add(name)
            given.append(name)
    dice.shuffle(given)
    tiers = _tiers_left(cast)
    statuses = _statuses(dice, tiers)
    for name, tier, status in zip(given, tiers, statuses, strict=True):
        cast.append(_Slot(name, tier, status=status))
    return cast


def _tiers_left(cast: list[_Slot]) -> list[str]:
    wanted = {"key": KEY, "focus": FOCUS, "standard": STANDARD}
    used = [slot.tier for slot in cast] + list(COMPANY_TIERS)
    return [tier for tier, number in wanted.items() for _ in range(number - used.count(tier))]


def _statuses(dice: Random, tiers: list[str]) -> list[str]:
    """20 prospects and 15 dormant, none of them key."""
    statuses = ["active"] * len(tiers)
    free = [index for index, tier in enumerate(tiers) if tier != "key"]
    for number, index in enumerate(dice.sample(free, 35)):
        statuses[index] = "prospect" if number < 20 else "dormant"
    return statuses


def _companies() -> list[_Slot]:
    return [
        _Slot(name, tier, "company", "active", sector)
        for (name, sector), tier in zip(names.COMPANIES, COMPANY_TIERS, strict=True)
    ]


def _client(book: Book, dice: Random, slot: _Slot) -> Client:
    person = slot.kind == "person"
    pinyin, initials = book.setup.sound(slot.name, person)
    employer, trade = dice.choice(names.EMPLOYERS)
    tags = dice.sample(names.TAGS if person else names.COMPANY_TAGS, dice.randrange(0, 3))
    needs = names.NEEDS if person else names.COMPANY_NEEDS
    need, remark = dice.choice(needs), dice.choice(names.REMARKS)
    said = dice.random() < {"key": 0.9, "focus": 0.7}.get(slot.tier, 0.4)
    wechat = f"{pinyin}{dice.randrange(10, 99)}"
    channel = dice.choice(("phone", "phone", "wechat", "branch"))
    known, remarked, preferred = dice.random() < 0.7, dice.random() < 0.12, dice.random() < 0.35
    return Client(
        book.id(), slot.name, slot.kind, slot.status, slot.tier,
        phone=dice.choice(_UNCLAIMED) + f"{dice.randrange(10**7, 10**8)}",
        email=None if person else f"office@{pinyin}.example",
        wechat=wechat if person and known else None, id_number=None,
        birthday=_birthday(book, dice, slot) if person else None,
        employer=book.text(employer) if person and known else None,
        sector=book.text(slot.sector or trade) if known or not person else None,
        address=None, source=book.text(dice.choice(names.SOURCES)),
        channel=channel if preferred else None, need=book.text(need) if said else None,
        note=book.text(remark) if remarked and person else None,
        tags=clean_tags([book.text(tag) for tag in tags]), pinyin=pinyin, initials=initials,
        created_at=_since(book, dice, slot),
    )  # fmt: skip


def _birthday(book: Book, dice: Random, slot: _Slot) -> str | None:
    month, day, year = dice.randrange(1, 13), dice.randrange(1, 29), dice.randrange(1942, 2003)
    known, lunar = dice.random() < 0.45, dice.random() < 0.25
    if slot.name == BIRTHDAY:
        return _near_lunar_day(book)
    if not known or slot.name in CAST:
        return None
    return f"lunar:{month:02}-{day:02}" if lunar else f"{year}-{month:02}-{day:02}"


def _near_lunar_day(book: Book) -> str:
    """Today by the lunar calendar, or the next day of it; a leap month has no birthdays."""
    for ahead in range(31):
        found = book.setup.lunar(book.today + timedelta(days=ahead))
        if found:
            return f"lunar:{found[0]:02}-{found[1]:02}"
    raise ValueError("no lunar month has more than 30 days")


def _since(book: Book, dice: Random, slot: _Slot) -> datetime:
    """Most have been in the book for years; a prospect, and one in eight, is new."""
    years, weeks = dice.randrange(DAYS + 20, 2400), dice.randrange(12, DAYS - 5)
    new = slot.status == "prospect" or (slot.tier == "standard" and dice.random() < 0.15)
    days = weeks if new and slot.name not in CAST else years
    if slot.name == NEW_KEY:
        days = 9
    return book.at(book.today - timedelta(days=days), dice.randrange(9, 17), dice.randrange(0, 60))


def _standings(book: Book, dice: Random, client: Client) -> list[Standing]:
    """What the client is now, and for some what they were before."""
    now = Standing(book.id(), client.id, client.tier, client.status, client.created_at)
    old = client.created_at < book.at(book.today - timedelta(days=DAYS + 15))
    rolled, days = dice.random(), dice.randrange(8, DAYS - 5)
    if not old or client.name in CAST:
        return [now]
    if client.tier == "key" and rolled < 0.25:
        before, days = now._replace(tier="focus"), days if rolled < 0.06 else DAYS + 10
    elif client.tier != "key" and client.status == "active" and rolled < 0.08:
        before = now._replace(status="prospect")
    elif client.status == "dormant" and rolled < 0.3:
        before = now._replace(status="active")
    else:
        return [now]
    since = book.at(book.today - timedelta(days=days), 10)
    return [before, now._replace(id=book.id(), since_at=since)]
