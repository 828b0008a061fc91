"""The verbs of a development plan: set it, show how it goes, evaluate it, correct it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cmcli import measures
from cmcli.desk import Desk
from cmcli.domain import development as rules
from cmcli.domain import pace
from cmcli.domain.action import Action
from cmcli.domain.change import insert
from cmcli.domain.client import clean_name, clean_text
from cmcli.domain.days import midnight
from cmcli.domain.development import Aim, Development, DevelopmentFile, DevelopmentReview
from cmcli.domain.evaluation import Covered, Evaluation, compared, figures
from cmcli.domain.figures.development import progress
from cmcli.domain.measure import span
from cmcli.domain.money import parse_amount
from cmcli.domain.period import Period, parse_period
from cmcli.domain.ref import parse_ref, ref_of
from cmcli.errors import Ambiguous, NotFound, Refused, Usage
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.queries import development as queries
from cmcli.queries import policies, product
from cmcli.queries.figures import Source, window
from cmcli.queries.where import matching
from cmcli.views import development as view

# What parts the conditions of one group.
_PARTS = str.maketrans({"；": ";"})


class Typed(NamedTuple):
    """What was typed of a plan; None where nothing was."""

    days: tuple[date, date] | None
    targets: Sequence[str]
    groups: Sequence[Sequence[str]]
    measures: Sequence[str]
    note: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said at all."""
        given = self.days or self.targets or self.groups or self.measures
        return not given and self.note is None


def typed(
    here: Desk, days: tuple[str | None, str | None, str | None], targets: list[str] | None,
    where: list[str] | None, groups: list[str] | None, planned: list[str] | None,
    note: str | None,
) -> Typed:  # fmt: skip
    """The options of `cm develop set`; the conditions of `--where` are one group together."""
    found = [text.translate(_PARTS).split(";") for text in groups or ()]
    each = [*([where] if where else []), *found]
    return Typed(_days(here, *days), targets or (), each, planned or (), note)


def _days(
    here: Desk, period: str | None, since: str | None, until: str | None
) -> tuple[date, date] | None:
    if period and (since or until):
        raise Usage(say("--period and --from with --to exclude each other"))
    if period:
        over = parse_period(period, here.now.date())
        return over.start, over.end
    if not since and not until:
        return None
    if not since or not until:
        raise Usage(say("a plan needs both ends: --from and --to"))
    return here.day(since), here.day(until)


# Making and changing


def set_(here: Desk, name: str, given: Typed) -> None:
    """A new plan, or changes of the one that is meant."""
    with here.store.transaction():
        number = _meant(here, name, given.days)
        if number is None:
            number, what = _begin(here, name, given), say("a new development plan")
        else:
            _revise(here, queries.file(here.store, number), given)
            what = say("changed")
    answer(here, number, what)


def _meant(here: Desk, text: str, days: tuple[date, date] | None) -> int | None:
    """The plan of that reference, or the latest of that name; another period is another plan."""
    ref = parse_ref(text)
    if ref and ref.noun == "development":
        return ref.id
    found = [
        plan for plan in queries.named(here.store, _called(text))
        if days in (None, (plan.start_on, plan.end_on))
    ]  # fmt: skip
    return found[0].id if found else None


def _called(text: str) -> str:
    if not text.strip():
        raise Usage(say("what is the plan called?"), say("cm develop set NAME --period 2026Q4"))
    return clean_name(text)


def _begin(here: Desk, name: str, given: Typed) -> int:
    if given.days is None:
        raise Usage(
            say("over which period does the plan {name} go?", name=name),
            say("--period 2026Q4, or --from and --to"),
        )
    note = clean_text(given.note or "") or None
    plan = Development(-1, _called(name), *given.days, _groups(here, given), note, here.now)
    aims = [_aim(here, text) for text in given.targets]
    applied = here.apply(rules.begun(plan, aims, _actions(here, plan, given)), plan.name)
    return applied.ids[plan.id]


def _revise(here: Desk, file: DevelopmentFile, given: Typed) -> None:
    ref = ref_of("development", file.plan.id)
    if given.is_empty:
        raise Usage(
            say("what changes in the plan {ref}?", ref=ref),
            say("how it goes: cm develop show {ref}", ref=ref),
        )
    fields: dict[str, Any] = {}
    if given.days:
        fields |= {"start_on": given.days[0], "end_on": given.days[1]}
    if given.groups:
        fields["segments"] = _groups(here, given)
    if given.note is not None:
        fields["note"] = clean_text(given.note) or None
    aims = [_aim(here, text) for text in given.targets]
    actions = _actions(here, file.plan._replace(**fields), given)
    here.apply(rules.revised(file, fields, aims, actions), ref)


def _aim(here: Desk, text: str) -> Aim:
    """`clients.new=20`, `aum.net_inflow=300万`, `product:WM-90=10`; without a value, taken back."""
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals:
        raise Usage(
            say("{text} is not MEASURE=VALUE", text=text), say("for example clients.new=20")
        )
    if name.startswith("product:"):
        number = _number(value) if value else None
        return Aim(rules.SOLD, _product(here, name.removeprefix("product:")), number, None)
    if name not in rules.AIMS:
        raise Usage(
            say("a plan cannot aim at {name}", name=name),
            say("it can at {names}, product:CODE", names=", ".join(rules.AIMS)),
        )
    if measures.named(name).unit != "money":
        return Aim(name, None, _number(value) if value else None, None)
    amount, currency = _money(value, here.settings["currency"])
    return Aim(name, None, amount, currency)


def _money(text: str, currency: str) -> tuple[int | None, str]:
    """An amount, with the code of another currency behind it: `20万 USD`."""
    amount, _, code = text.rpartition(" ")
    if amount and code.isascii() and code.isalpha() and len(code) == 3:
        text, currency = amount, code.upper()
    return (parse_amount(text, currency) if text else None), currency


def _number(text: str) -> int:
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 9:
        raise Usage(say("{text} is not a whole number", text=text), say("for example 20"))
    return int(plain)


def _product(here: Desk, code: str) -> int:
    found = product.named(here.store, code.strip())
    if found is None:
        raise NotFound(
            say("no product is called {text}", text=code), say("all of them: cm product list")
        )
    return found.id


def _groups(here: Desk, given: Typed) -> str | None:
    """The groups as they are kept: one a line, their conditions checked."""
    lines = []
    for texts in given.groups:
        wheres = here.wheres([text for text in texts if text.strip()])
        if any(where.field == "last_contact" for where in wheres):
            raise Usage(
                say("last_contact picks no group of a plan: whoever is contacted would leave it"),
                say("for example --where tier=focus --where sector=医疗"),
            )
        # A product that is not in the catalogue is said now.
        matching(here.store, here.settings, wheres, here.now)
        lines.append("; ".join(where.text for where in wheres))
    return "\n".join(filter(None, dict.fromkeys(lines))) or None


def _actions(here: Desk, plan: Development, given: Typed) -> list[Action]:
    """The dated measures that were typed: `TEXT @ WHEN`."""
    found = []
    for number, said in enumerate(given.measures, 200):
        text, at, when = said.rpartition("@")
        words = clean_text(text).strip()
        if not at or not words or not when.strip():
            raise Usage(
                say("{text} has no date", text=said),
                say("for example --measure 'visit ten clinics @ 12月10日'"),
            )
        due = here.when(when.strip())
        found.append(rules.measure(-number, plan, words, due, here.now))
    return found


def answer(here: Desk, number: int, what: Message) -> None:
    """The plan as it is now, and what happened to it."""
    file = queries.file(here.store, number)
    found, others = evaluated(here, file), queries.sharing(here.store, file.plan)
    here.show(
        lambda: view.document(file, found, others),
        lambda: view.written(found, others, what, here.speak),
    )


# How it goes


def find(here: Desk, text: str | None) -> int:
    """The plan that is meant: by reference or name; without one, the only one in force."""
    if text is not None:
        number = _meant(here, text, None)
        if number is None:
            raise NotFound(
                say("there is no development plan {name}", name=text),
                say("all of them: cm develop list"),
            )
        return number
    found = queries.in_force(here.store, here.now.date())
    if not found:
        raise NotFound(
            say("no development plan is in force"),
            say(
                "all of them: cm develop list; a new one: cm develop set NAME --period thisquarter "
                "--target clients.new=20"
            ),
        )
    if len(found) > 1:
        names = ", ".join(f"{ref_of('development', plan.id)} {plan.name}" for plan in found)
        raise Ambiguous(say("several plans are in force: {names}", names=names), found)
    return found[0].id


def evaluated(here: Desk, file: DevelopmentFile) -> Evaluation:
    """Every figure of a plan as it stands now, beside its last evaluation."""
    plan, settings = file.plan, here.settings
    is_working, hours = policies.working_day(settings), settings["work.hours"]
    days = pace.days_of(plan.start_on, plan.end_on, here.now, is_working, hours[-1][1])
    over = span(Period("", plan.start_on, plan.end_on), here.now)
    source = Source(here.store, settings, window([over]))
    aimed = queries.aimed(source, [file], measures.named)
    rows = compared(
        [progress(each, days, here.now) for each in aimed],
        file.reviews[-1].figures if file.reviews else None,
    )
    groups = [_covered(here, plan, text) for text in (plan.segments or "").splitlines()]
    return Evaluation(plan, days, rows, file.actions, groups, here.now)


def _covered(here: Desk, plan: Development, group: str) -> Covered:
    try:
        wheres = here.wheres(group.split("; "))
        clients = matching(here.store, here.settings, wheres, here.now)
    except NotFound:
        # Its product left the catalogue.
        return Covered(group, 0, 0)
    numbers = [client.id for client in clients]
    reached = queries.reached(here.store, numbers, plan.start_on, plan.end_on, here.now)
    return Covered(group, len(numbers), reached)


def show(here: Desk, number: int) -> None:
    """The plan and how it goes."""
    file = queries.file(here.store, number)
    found, others = evaluated(here, file), queries.sharing(here.store, file.plan)
    start, end = (midnight(day, here.zone) for day in (file.plan.start_on, file.plan.end_on))
    cautions = policies.coverage_warnings(here.settings, start, end)
    here.show(
        lambda: view.document(file, found, others),
        lambda: view.page(file, found, others, cautions, here.speak),
    )


def evaluate(here: Desk, number: int, note: str | None, *, record: bool) -> None:
    """How it goes; with a note or `record` it is kept with the figures of the day."""
    if note is None and not record:
        show(here, number)
        return
    text = clean_text(note or "")
    if note is not None and not text:
        raise Usage(say("what is the evaluation?"), say("figures alone: --record"))
    with here.store.transaction():
        file = queries.file(here.store, number)
        found = evaluated(here, file)
        if found.phase == "coming":
            raise Refused(
                say("{ref} begins {day}; there is nothing to evaluate yet",
                    ref=ref_of("development", number), day=file.plan.start_on)
            )  # fmt: skip
        review = DevelopmentReview(-1, number, here.now, text, figures(found))
        here.apply([insert(review)], ref_of("development", number))
    written = queries.file(here.store, number)
    others = queries.sharing(here.store, file.plan)
    here.show(
        lambda: view.document(written, found, others),
        lambda: view.recorded(written, found, here.speak),
    )


def listing(here: Desk, limit: int | None) -> None:
    """The plans, the latest first."""
    files = here.cut(queries.files(here.store, "ORDER BY end_on DESC, id DESC"), limit)
    found = [evaluated(here, file) for file in files]
    here.show(
        lambda: [view.row_document(each) for each in found],
        lambda: view.listing(found, here.speak),
    )


# Correcting


_FIELDS = ("name", "period", "from", "to", "note")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Another name, other days, another note; targets and measures: `cm develop set`."""
    ref = ref_of("development", number)
    for name in fields:
        if name not in _FIELDS:
            raise Usage(
                say("a development plan has no field {field} to edit", field=name),
                say("fields: {fields}; targets, groups and measures: cm develop set {ref}",
                    fields=", ".join(_FIELDS), ref=ref),
            )  # fmt: skip
    with here.store.transaction():
        file = queries.file(here.store, number)
        here.apply(rules.revised(file, _values(here, file.plan, fields), (), ()), ref)
    answer(here, number, say("changed"))


def _values(here: Desk, plan: Development, fields: dict[str, str]) -> dict[str, Any]:
    given = {name: text.strip() for name, text in fields.items()}
    found: dict[str, Any] = {}
    if "name" in given:
        found["name"] = _called(given["name"])
    if "note" in given:
        found["note"] = clean_text(given["note"]) or None
    if "period" in given:
        over = parse_period(given["period"], here.now.date())
        found |= {"start_on": over.start, "end_on": over.end}
    for name, column in (("from", "start_on"), ("to", "end_on")):
        if name in given:
            found[column] = here.day(given[name])
    return found


def remove(here: Desk, number: int) -> None:
    """Take back a plan that was made by mistake, with all that belongs to it."""
    with here.store.transaction():
        file = queries.file(here.store, number)
        here.apply(rules.removed(file), ref_of("development", number))
    ref = ref_of("development", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: view.removed(file, here.speak))
