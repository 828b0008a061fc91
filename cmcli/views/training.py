"""Training as pages, lists and documents; the learning plan."""

from datetime import tzinfo
from typing import Any

from cmcli.domain.quiz import LAST, WEAK
from cmcli.domain.ref import ref_of
from cmcli.domain.training import Topic, Training, TrainingFile, Year, hours
from cmcli.domain.training_plan import Gap
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, joined, say
from cmcli.named import NamedTuple
from cmcli.views.record import as_json
from cmcli.views.sheet import BLANK, Column, Line, Sheet, Span, Text, simple_table
from cmcli.views.speech import Speaker
from cmcli.views.write import receipt

_STYLES = {"overdue": "late", "lapsed": "late", "expiring": "risk", "renewed": "dim"}


class Standing(NamedTuple):
    """A training and how it stands: its state, and what renewed it or is planned to."""

    file: TrainingFile
    state: str
    renewal: Training | None = None


def document(standing: Standing, zone: tzinfo | None) -> dict[str, Any]:
    """A training as JSON: `hours` of its minutes, the products and kinds it was about."""
    training, topics = standing.file.training, standing.file.topics
    found = as_json(training, zone)
    minutes, renewal = training.minutes, standing.renewal
    return found | {
        "hours": None if minutes is None else minutes / 60,
        "products": [
            {"ref": ref_of("product", topic.product_id), "code": topic.code, "name": topic.name}
            for topic in topics if topic.product_id
        ],
        "about": [topic.kind for topic in topics if topic.kind],
        "state": standing.state,
        "renewal": ref_of("training", renewal.id) if renewal else None,
    }  # fmt: skip


def year_document(year: Year) -> dict[str, Any]:
    """The hours of a calendar year; `target` is null where none are required."""
    return {
        "year": year.name, "hours": year.done / 60, "planned": year.planned / 60,
        "target": year.target / 60 if year.target else None,
    }  # fmt: skip


def of_year(year: Year) -> Joined:
    """`2026: 12 of 15 h · 3 h planned`."""
    done = say("{year}: {done} of {target} h", year=str(year.name), done=hours(year.done),
               target=hours(year.target))  # fmt: skip
    if not year.target:
        done = say("{year}: {done} h", year=str(year.name), done=hours(year.done))
    planned = say("{planned} h planned", planned=hours(year.planned)) if year.planned else None
    return joined([done, planned])


def length(training: Training) -> Message | None:
    """How long it took."""
    return say("{n} h", n=hours(training.minutes)) if training.minutes is not None else None


def _score(training: Training) -> Message | None:
    if training.score is None:
        return None
    return say("score {score}", score=f"{training.score:g}")


def _about(topics: tuple[Topic, ...]) -> Joined:
    return joined([topic.code or Code("product_kind", topic.kind or "") for topic in topics], ", ")


def _valid(training: Training) -> Message | None:
    return say("valid to {day}", day=training.expires_on) if training.expires_on else None


def _when(training: Training) -> Message:
    if training.done_on:
        return say("attended {day}", day=training.done_on)
    return say("planned for {day}", day=training.due_on)


def written(
    standing: Standing, year: Year, what: Any, hint: Message | None, speak: Speaker
) -> Sheet:  # fmt: skip
    """What was recorded, and the hours of the year."""
    training = standing.file.training
    ref = ref_of("training", training.id)
    head = joined([f"{ref} {training.title}", what, _when(training), length(training),
                   _score(training)])  # fmt: skip
    return receipt(speak, head, [_valid(training), of_year(year)], hint=hint)


def page(standing: Standing, year: Year, speak: Speaker) -> Sheet:
    """One training."""
    file, state = standing.file, standing.state
    training, renewal = file.training, standing.renewal
    head = joined([ref_of("training", training.id), training.title], " ")
    facts = [
        Code("training_kind", training.kind), training.provider, length(training), _score(training),
    ]  # fmt: skip
    blocks: list[Any] = [
        Line(Span(speak(head), "head"), Span(speak(Code("training_state", state)), _style(state))),
        Text(speak(joined([_when(training), *facts]))),
    ]
    if training.expires_on:
        by = say("renewal: {ref}", ref=joined([ref_of("training", renewal.id), _when(renewal)],
                                              " ")) if renewal else None  # fmt: skip
        blocks.append(Text(speak(joined([_valid(training), by]))))
    if file.topics:
        names = [
            f"{topic.code} {topic.name}" if topic.code else Code("product_kind", topic.kind or "")
            for topic in file.topics
        ]
        about = say("{label}: {value}", label=say("on products"), value=joined(names, ", "))
        blocks.append(Text(speak(about)))
    if training.note:
        blocks += [Text(speak(line)) for line in training.note.splitlines()]
    blocks.append(Line(Span(speak(of_year(year)), "dim")))
    return Sheet(tuple(blocks), _next(standing))


def _next(standing: Standing) -> str:
    ref = ref_of("training", standing.file.training.id)
    if standing.file.training.done_on is None:
        return gettext("next: cm training done {ref} --hours 3 · cm snooze {ref} WHEN").format(
            ref=ref
        )
    return gettext("next: cm training plan") if standing.state in ("lapsed", "expiring") else ""


def _style(state: str) -> str:
    return _STYLES.get(state, "")


def listing(rows: list[Standing], year: Year, speak: Speaker) -> Sheet:
    """Trainings, one a line, and the hours of this year."""
    if not rows:
        hint = gettext("next: cm training add TITLE --hours 2.5 · cm training plan")
        return Sheet((Line(gettext("no training fits")),), hint)
    foot = Line(Span(speak(of_year(year)), "dim"))
    hint = gettext("next: cm training plan · cm training quiz")
    return Sheet((simple_table(columns(), [row(one, speak) for one in rows]), BLANK, foot), hint)


def columns() -> tuple[Column, ...]:
    """The columns of a list of trainings."""
    return (
        Column(), Column(gettext("title"), shrink=True, least=28),
        Column(gettext("kind"), spare=True), Column(gettext("day")),
        Column(gettext("hours"), "right"), Column(gettext("score"), "right", spare=True),
        Column(gettext("on products"), shrink=True, spare=True), Column(gettext("expires")),
        Column(gettext("state")),
    )  # fmt: skip


def row(standing: Standing, speak: Speaker) -> tuple[Any, ...]:
    """A training as a line of a list."""
    training, state = standing.file.training, standing.state
    return (
        Span(ref_of("training", training.id), "ref"),
        speak(training.title),
        speak(Code("training_kind", training.kind)),
        speak.day(training.day),
        "–" if training.minutes is None else hours(training.minutes),
        "–" if training.score is None else f"{training.score:g}",
        speak(_about(standing.file.topics)),
        speak.day(training.expires_on) if training.expires_on else "",
        Span(speak(Code("training_state", state)), _style(state)),
    )


# The learning plan


def plan_document(gaps: list[Gap], year: Year, speak: Speaker) -> dict[str, Any]:
    """The gaps in their order, and the hours of the year."""
    return {
        "gaps": [
            {"kind": gap.kind, "ref": gap.ref, "what": speak(gap.what), "why": speak(gap.why),
             "command": gap.command}
            for gap in gaps
        ],
        "year": year_document(year),
    }  # fmt: skip


def plan(gaps: list[Gap], year: Year, speak: Speaker) -> Sheet:
    """What is to be learned, why, and the command that plans it."""
    head = Line(Span(gettext("Learning plan"), "head"), speak(of_year(year)))
    if not gaps:
        text = Line(gettext("no gap: what is sold was learned, nothing lapsed"))
        return Sheet((head, text), gettext("next: cm training quiz"))
    blocks: list[Any] = [head]
    for kind, (title, note) in _headings(speak).items():
        mine = [gap for gap in gaps if gap.kind == kind]
        if mine:
            blocks += [BLANK, Line(Span(title, "head"), Span(note, "dim"))]
        for gap in mine:
            what = joined([joined([gap.ref, gap.what], " "), gap.why])
            blocks += [Text(speak(what), 1), Text(Span(speak(gap.command), "dim"), 6)]
    return Sheet(tuple(blocks), gettext("next: cm training list --planned"))


def _headings(speak: Speaker) -> dict[str, tuple[str, str]]:
    """By the kind of a gap: what it is, and the rule behind it."""
    weak = say("below {share} % of the last {last} answers", share=round(WEAK * 100), last=LAST)
    return {
        "certificate": (gettext("CERTIFICATES"), ""),
        "product": (gettext("PRODUCTS"), gettext("no training on them, nor on their kind")),
        "quiz": (gettext("WEAK ANSWERS"), speak(weak)),
        "hours": (gettext("HOURS"), ""),
    }
