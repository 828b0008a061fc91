"""The verbs of a training: record or plan it, attended, moved, corrected; the learning plan."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import training as rules
from cmcli.domain.client import clean_name, clean_text
from cmcli.domain.days import day_of
from cmcli.domain.ref import ref_of
from cmcli.domain.training import Training, TrainingFile, TrainingTopic, Year
from cmcli.errors import CmError, Usage
from cmcli.messages import Message, say
from cmcli.nouns import product as products
from cmcli.queries import training as queries
from cmcli.views import contact as contacts
from cmcli.views import training as view

_FIELDS = (
    "title", "kind", "provider", "hours", "score", "at", "due", "expires", "product", "about",
    "note",
)  # fmt: skip
_COLUMNS = {"hours": "minutes", "at": "done_on", "due": "due_on", "expires": "expires_on"}


def new(
    here: Desk, title: str, kind: str, at: str | None, due: str | None, **given: str | None
) -> Training:
    """A training from what was typed: attended, today by default, or planned."""
    if at and due:
        raise Usage(say("{first} and {second} exclude each other", first="--at", second="--due"),
                    say("attended: --at DATE · planned: --due DATE"))  # fmt: skip
    values = {_COLUMNS.get(name, name): _value(here, name, text or "")
              for name, text in given.items()}  # fmt: skip
    return Training(
        -1, here.code("training_kind", kind), _value(here, "title", title), created_at=here.now,
        due_on=here.day(due) if due else None, done_on=None if due else _attended_on(here, at),
        **values,
    )  # fmt: skip


def _attended_on(here: Desk, phrase: str | None) -> date:
    return day_of(here.happened(phrase), here.now)


def topics(
    here: Desk, training: int, codes: Iterable[str], kinds: Iterable[str]
) -> list[TrainingTopic]:
    """What it is about: products and kinds of products, each once."""
    found = dict.fromkeys(
        [(products.find(here, code).id, None) for code in codes]
        + [(None, here.code("product_kind", kind)) for kind in kinds]
    )
    # The training itself may be -1.
    return [TrainingTopic(-2 - n, training, *topic) for n, topic in enumerate(found)]


def add(here: Desk, training: Training, about: Sequence[TrainingTopic]) -> None:
    """Write it."""
    with here.store.transaction():
        changes = rules.added(training, about, here.now.date())
        applied = here.apply(changes, training.title)
    answer(here, applied.ids[training.id])


def _standing(here: Desk, file: TrainingFile, others: list[Training]) -> view.Standing:
    """How it stands among all trainings."""
    training, today = file.training, here.now.date()
    return view.Standing(file, rules.state(training, others, today, _notice(here)),
                         _renewal(training, others, today))  # fmt: skip


def _renewal(training: Training, others: list[Training], today: date) -> Training | None:
    if training.done_on is None or training.expires_on is None:
        return None
    return rules.renewed_by(training, others) or rules.renewal_planned(training, others, today)


def _notice(here: Desk) -> int:
    return int(here.settings["training.notice"][0])


def _year(here: Desk) -> Year:
    return queries.year(here.store, here.settings, here.now.date())


def answer(here: Desk, number: int, what: Any = None) -> None:
    """The training as it is now, and the hours of the year."""
    standing = _standing(here, queries.file(here.store, number), queries.everything(here.store))
    here.show(
        lambda: view.document(standing, here.zone),
        lambda: view.written(standing, _year(here), what, _hint(standing), here.speak),
    )


def _hint(standing: view.Standing) -> Message | None:
    training = standing.file.training
    ref = ref_of("training", training.id)
    if training.done_on is None:
        return say("once attended: cm training done {ref} --hours 3", ref=ref)
    if training.kind == "course" and training.minutes is None:
        return say("its hours count once they are known: cm edit {ref} hours=2.5", ref=ref)
    return None


def listing(
    here: Desk, states: frozenset[str], over: tuple[datetime | None, datetime | None],
    limit: int | None, **wanted: Any,
) -> None:  # fmt: skip
    """Trainings by the filters; `states` leaves only those that stand so."""
    since = day_of(over[0], here.now) if over[0] else None
    until = day_of(over[1] - timedelta(seconds=1), here.now) if over[1] else None
    rows = queries.listed(here.store, since=since, until=until, **wanted)
    others = queries.everything(here.store)
    found = [_standing(here, file, others) for file in rows]
    if states:
        found = [row for row in found if row.state in states]
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(row, here.zone) for row in found],
        lambda: view.listing(found, _year(here), here.speak),
    )


def show(here: Desk, number: int) -> None:
    """One training."""
    standing = _standing(here, queries.file(here.store, number), queries.everything(here.store))
    here.show(
        lambda: view.document(standing, here.zone),
        lambda: view.page(standing, _year(here), here.speak),
    )


def done(here: Desk, number: int, note: str | None) -> None:
    """A planned one was attended; how long it took is asked on a terminal."""
    attended(here, number, note=note)


def attended(here: Desk, number: int, at: str | None = None, **given: str | None) -> None:
    """A planned one was attended, with its hours, score and expiry."""
    training = here.store.get(Training, number)
    values = {_COLUMNS.get(name, name): _value(here, name, text)
              for name, text in given.items() if text}  # fmt: skip
    day = _attended_on(here, at)
    if "minutes" not in values and training.minutes is None and training.done_on is None:
        values["minutes"] = _asked_hours(here, training)
    with here.store.transaction():
        training = here.store.get(Training, number)
        here.apply(rules.attended(training, day, **values), ref_of("training", number))
    answer(here, number, say("done"))


def _asked_hours(here: Desk, training: Training) -> int | None:
    if not here.interactive or training.kind != "course":
        return None
    from cmcli import prompts

    def wrong(text: str) -> str | None:
        try:
            _value(here, "hours", text)
        except CmError as error:
            return here.speak(error.message)
        return None

    question = say("How many hours was it? (2.5; empty: not known)")
    minutes: int | None = _value(here, "hours", prompts.text(here.speak(question), check=wrong))
    return minutes


def snooze(here: Desk, number: int, due: datetime) -> None:
    """A planned one is on another day."""
    with here.store.transaction():
        training = here.store.get(Training, number)
        changes = rules.moved(training, day_of(due, here.now), here.now.date())
        here.apply(changes, ref_of("training", number))
    answer(here, number, say("moved"))


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other facts; `product` and `about` replace what it was about, several parted by commas."""
    for name in fields:
        if name not in _FIELDS:
            raise Usage(
                say("a training has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_FIELDS)),
            )
    values = {
        _COLUMNS.get(name, name): _value(here, name, text)
        for name, text in fields.items() if name not in ("product", "about")
    }  # fmt: skip
    with here.store.transaction():
        file = queries.file(here.store, number)
        about = _other_topics(here, file, fields)
        kept = here.store.select(TrainingTopic, "WHERE training_id = ?", number)
        here.apply(rules.corrected(file, kept, about, **values), ref_of("training", number))
    answer(here, number, say("changed"))


def _other_topics(
    here: Desk, file: TrainingFile, fields: dict[str, str]
) -> list[TrainingTopic] | None:
    if not {"product", "about"} & fields.keys():
        return None
    codes = [topic.code for topic in file.topics if topic.code]
    kinds = [topic.kind for topic in file.topics if topic.kind]
    if "product" in fields:
        codes = _parts(fields["product"])
    if "about" in fields:
        kinds = _parts(fields["about"])
    return topics(here, file.training.id, codes, kinds)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]


def _value(here: Desk, name: str, text: str) -> Any:
    typed = text.strip()
    if name == "title":
        if not typed:
            raise Usage(say("what is it called?"), say("cm training add TITLE --hours 2.5"))
        return clean_name(typed)
    if name == "kind":
        return here.code("training_kind", typed)
    if not typed:
        return None
    if name == "hours":
        return rules.clean_hours(typed)
    if name == "score":
        return rules.clean_score(typed)
    if name == "at":
        return _attended_on(here, typed)
    if name in ("due", "expires"):
        return here.day(typed)
    return clean_name(typed) if name == "provider" else clean_text(typed) or None


def remove(here: Desk, number: int) -> None:
    """Entered by mistake."""
    with here.store.transaction():
        training = here.store.get(Training, number)
        about = here.store.select(TrainingTopic, "WHERE training_id = ?", number)
        here.apply(rules.removed(training, about), ref_of("training", number))
    ref = ref_of("training", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
