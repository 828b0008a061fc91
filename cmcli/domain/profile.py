"""A dated balance of a household or a company: income, spending, assets and debts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from cmcli.domain.change import Change, delete, insert, update
from cmcli.domain.ref import ref_of
from cmcli.errors import Refused, Usage
from cmcli.messages import Code, Money, say
from cmcli.named import NamedTuple


class Profile(NamedTuple):
    """The balance as of a day; its items are in minor units of `currency`."""

    id: int
    client_id: int
    as_of_on: date
    currency: str
    note: str | None
    created_at: datetime


class ProfileItem(NamedTuple):
    """One item of a balance; `name` is a code of the vocabulary `profile_item`."""

    id: int
    profile_id: int
    name: str
    amount: int


# A household's, a month.
FLOWS = ("income", "spending", "debt_service")
# Classes of a household's assets that can be turned into money, and into products.
LIQUID = ("cash", "deposits")
INVESTED = ("wealth", "funds", "securities", "insurance")
FINANCIAL = (*LIQUID, *INVESTED)
ASSETS = (*FINANCIAL, "property", "business", "other_assets")
DEBTS = ("mortgage", "consumer_debt", "card_debt", "business_debt", "other_debt")
# A company's: of a year, then of the day.
YEARLY = ("revenue", "revenue_before", "profit", "interest")
STATED = ("current_assets", "inventory", "current_debt", "assets", "debt", "equity")

ITEMS: dict[str, tuple[str, ...]] = {
    "person": (*FLOWS, *ASSETS, *DEBTS, "with_us"),
    "company": (*YEARLY, *STATED),
}
# A loss, and debts above the assets.
SIGNED = ("profit", "equity")
# (a part, what it is a part of)
_WITHIN = (
    ("inventory", "current_assets"), ("current_assets", "assets"), ("current_debt", "debt"),
)  # fmt: skip


class ProfileFile(NamedTuple):
    """A balance with its items by name."""

    profile: Profile
    items: dict[str, int]

    def total(self, *names: str) -> int | None:
        """The sum of these items, minor units; None where none of them is known."""
        known = [self.items[name] for name in names if name in self.items]
        return sum(known) if known else None

    @property
    def kind(self) -> str:
        """Whose balance it is, a person's or a company's: what the client was on that day."""
        return "company" if any(name in self.items for name in ITEMS["company"]) else "person"

    @property
    def financial(self) -> int | None:
        """The client's financial assets, with us and elsewhere; None where none is known."""
        return self.total(*FINANCIAL)

    @property
    def assets(self) -> int | None:
        """All assets. A class that is not on the balance counts as nothing, as soon as any asset
        or debt is on it; of a company the figure stated, or debt and equity.
        """  # noqa: D205
        return _stated(self.items, "assets") if self.kind == "company" else self._class(ASSETS)

    @property
    def debts(self) -> int | None:
        """All debts, counted as `assets` are; of a company the figure stated, or assets less
        equity.
        """  # noqa: D205
        return _stated(self.items, "debt") if self.kind == "company" else self._class(DEBTS)

    @property
    def net_worth(self) -> int | None:
        """Assets less debts; of a company its equity, where only that is stated."""
        if self.assets is None or self.debts is None:
            return self.items.get("equity")
        return self.assets - self.debts

    def held(self, *names: str) -> int | None:
        """The sum of these classes; nothing where other assets or debts are on the balance."""
        return self._class(names)

    def _class(self, names: tuple[str, ...]) -> int | None:
        if self.total(*ASSETS, *DEBTS) is None:
            return None
        return self.total(*names) or 0


def _stated(items: Mapping[str, int], name: str) -> int | None:
    """One of assets, debt and equity, by the other two where it is not stated itself."""
    if name in items:
        return items[name]
    equity, other = items.get("equity"), items.get("debt" if name == "assets" else "assets")
    if equity is None or other is None:
        return None
    return other + equity if name == "assets" else other - equity


# What is typed


def item_of(kind: str, name: str) -> str:
    """The item that `name` is, for a client of that kind; raises `Usage`."""
    code = name.strip().lower().replace("-", "_")
    owner = next((owner for owner, names in ITEMS.items() if code in names), None)
    if owner is None:
        raise Usage(
            say("a balance has no item {name}", name=name),
            say("items: {items}", items=", ".join(ITEMS[kind])),
        )
    if owner != kind:
        raise Usage(
            say("{item} belongs to the balance of a {owner}; this client is a {kind}",
                item=Code("profile_item", code), owner=Code("client_kind", owner),
                kind=Code("client_kind", kind)),
            say("items: {items}", items=", ".join(ITEMS[kind])),
        )  # fmt: skip
    return code


def parse_item(name: str, text: str, currency: str) -> int | None:
    """The amount that was typed, None for an empty text; only `SIGNED` may be below zero."""
    # Imported where an amount is typed: a balance is shown more often.
    from cmcli.domain.money import parse_amount

    typed = text.strip()
    if not typed:
        return None
    if name in SIGNED and typed[:1] in "-−":
        return -parse_amount(typed[1:], currency)
    return parse_amount(typed, currency)


# Decisions


class Given(NamedTuple):
    """What was typed: amounts by item (None clears one); `note` None says nothing, "" clears."""

    day: date
    currency: str
    items: dict[str, int | None]
    note: str | None = None


class Decision(NamedTuple):
    """The balance as it will be, the one it revises, the items that came from the one before."""

    file: ProfileFile
    revises: ProfileFile | None
    taken_over: tuple[str, ...]


def dated(day: date, now: datetime) -> date:
    """The day of a balance; raises `Usage` for one to come."""
    if day > now.date():
        raise Usage(
            say("{day} is still to come", day=day),
            say("a balance is of today or of a day past"),
        )
    return day


def balance(
    client_id: int, kind: str, before: ProfileFile | None, given: Given, now: datetime
) -> Decision:
    """The balance of a day: what is given, else what stood in `before`, the latest up to that day.

    A second one of the same day revises the first. Another currency takes nothing over: no sum
    may mix the two.
    """
    dated(given.day, now)
    kept = _taken_over(before, kind, given)
    typed = {name: amount for name, amount in given.items.items() if amount is not None}
    items = {name: {**kept, **typed}[name] for name in ITEMS[kind] if name in kept or name in typed}
    same = before if before and before.profile.as_of_on == given.day else None
    file = _checked(ProfileFile(_profile(client_id, same, given, now), items))
    return Decision(file, same, () if same else tuple(name for name in items if name in kept))


def _taken_over(before: ProfileFile | None, kind: str, given: Given) -> dict[str, int]:
    if before is None or before.profile.currency != given.currency:
        return {}
    names = set(ITEMS[kind]) - set(given.items)
    if "revenue" in given.items and before.profile.as_of_on != given.day:
        # Before another year stands another year.
        names -= {"revenue_before"}
    return {name: amount for name, amount in before.items.items() if name in names}


def _profile(client_id: int, same: ProfileFile | None, given: Given, now: datetime) -> Profile:
    if same is None:
        return Profile(-1, client_id, given.day, given.currency, given.note or None, now)
    note = same.profile.note if given.note is None else given.note or None
    return same.profile._replace(currency=given.currency, note=note)


def _checked(file: ProfileFile) -> ProfileFile:
    if not file.items:
        raise Usage(
            say("a balance needs at least one item"),
            say("for example: --income 2万 --spending 8000 --deposits 50万"),
        )
    for part, whole in _WITHIN:
        amount, limit = (file.items.get(name) for name in (part, whole))
        if amount is not None and limit is not None and amount > limit:
            raise Usage(
                say("{part} ({amount}) cannot be more than {whole} ({limit})",
                    part=Code("profile_item", part), whole=Code("profile_item", whole),
                    amount=Money(amount, file.profile.currency),
                    limit=Money(limit, file.profile.currency)),
                say("give both, or clear one with an empty text"),
            )  # fmt: skip
    return file


def written(decision: Decision, rows: Iterable[ProfileItem] = ()) -> list[Change]:
    """The changes of a decision; `rows` are the items of the balance it revises."""
    file, same = decision.file, decision.revises
    changes: list[Change] = []
    if same is None:
        changes.append(insert(file.profile))
    else:
        changes += update(same.profile, **file.profile._asdict())
    return [*changes, *_items(file, rows)]


def _items(file: ProfileFile, rows: Iterable[ProfileItem]) -> list[Change]:
    changes: list[Change] = []
    left = dict(file.items)
    for row in rows:
        if row.name in left:
            changes += update(row, amount=left.pop(row.name))
        else:
            changes.append(delete(row))
    new = (
        ProfileItem(-place, file.profile.id, name, amount)
        for place, (name, amount) in enumerate(left.items(), 2)
    )
    return [*changes, *map(insert, new)]


class Corrections(NamedTuple):
    """What is put right in a balance: fields left out stay, a None clears."""

    items: dict[str, int | None]
    note: str | None = None
    day: date | None = None


def corrected(
    file: ProfileFile, wrong: Corrections, taken: Iterable[ProfileFile], now: datetime
) -> Decision:
    """The balance as it should have been; `taken` are the client's other balances.

    Raises `Usage`, and `Refused` where another balance has that day.
    """
    profile = file.profile
    if wrong.day:
        _free(dated(wrong.day, now), taken)
        profile = profile._replace(as_of_on=wrong.day)
    if wrong.note is not None:
        profile = profile._replace(note=wrong.note or None)
    items = {**file.items, **wrong.items}
    known = {name: amount for name, amount in items.items() if amount is not None}
    return Decision(_checked(ProfileFile(profile, known)), file, ())


def _free(day: date, taken: Iterable[ProfileFile]) -> None:
    for other in taken:
        if other.profile.as_of_on == day:
            ref = ref_of("profile", other.profile.id)
            raise Refused(
                say("{ref} is the balance of {day} already", ref=ref, day=day),
                say("change that one: cm edit {ref} ITEM=AMOUNT", ref=ref),
            )


def removed(file: ProfileFile, rows: Iterable[ProfileItem]) -> list[Change]:
    """The balance and its items taken away."""
    return [*map(delete, rows), delete(file.profile)]


# How old it is


def months_old(file: ProfileFile, day: date) -> int:
    """Whole months from the balance to that day."""
    since = file.profile.as_of_on
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)


def is_old(file: ProfileFile, day: date) -> bool:
    """Whether more than 12 months went by."""
    since = file.profile.as_of_on
    return (day.year - 1, day.month, day.day) > (since.year, since.month, since.day)
