"""The verbs of an assessment: record it or ask the questions, show, correct, take back."""

import shlex
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cmcli import files
from cmcli.desk import Desk
from cmcli.domain import assessment as rules
from cmcli.domain import closing
from cmcli.domain import questionnaire as paper
from cmcli.domain.assessment import Assessment
from cmcli.domain.change import Change, update
from cmcli.domain.client import Client, clean_text, tag_of
from cmcli.domain.days import day_of
from cmcli.domain.questionnaire import Questionnaire, Result
from cmcli.domain.ref import ref_of
from cmcli.errors import Usage
from cmcli.i18n import language
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.queries import assessment as queries
from cmcli.queries import proofs
from cmcli.queries import questionnaire as papers
from cmcli.queries.policies import working_day
from cmcli.views import assessment as view
from cmcli.views import contact as contacts

if TYPE_CHECKING:
    from cmcli.domain.holding import Held

# A questionnaire is a page or two.
_LARGEST = 200_000
_CALL = "aftercare.assessment"


class Wish(NamedTuple):
    """What was typed: a level or answers (neither: ask), when, and whether it was confirmed."""

    level: str | None
    answers: str | None
    at: str | None
    note: str | None
    confirmed: bool


def record(here: Desk, client: Client, wish: Wish) -> None:
    """Write an assessment; on a terminal what is missing is asked before."""
    at = here.happened(wish.at)
    others = queries.history(here.store, client.id)
    limits = queries.limits(here.settings)
    # Nobody answers a dozen questions in vain.
    rules.within(day_of(at, here.now), [day_of(one.at, here.now) for one in others], limits)
    new = _made(here, client, wish, at)
    command = _command(client, wish, new)
    confirmed = wish.confirmed or _confirmed(here, client, new, others, command)
    due = _call_due(here, client, new, others)
    with here.store.transaction():
        others = queries.history(here.store, client.id)
        changes = rules.assessed(
            new, others, limits, here.now, confirmed=confirmed, command=command
        )
        if due:
            changes.append(_call(here, client, new, due))
        applied = here.apply(changes, ref_of("client", client.id), new.level)
    _answer(here, applied.ids[-1], applied.ids[closing.AFTERCARE] if due else None)


def _made(here: Desk, client: Client, wish: Wish, at: datetime) -> Assessment:
    note = clean_text(wish.note) if wish.note else None
    level, score, letters, identity = wish.level, None, None, None
    if level is not None:
        level = here.code("tolerance", level)
    else:
        sheet = papers.in_force(here.settings)
        found = _result(here, client, wish, sheet)
        level, score, letters, identity = found.level, found.score, found.answers, sheet.identity
    return Assessment(
        -1, client.id, at, level, score, letters, identity, day_of(at, here.now), None,
        note or None, here.now,
    )  # fmt: skip


def _result(here: Desk, client: Client, wish: Wish, sheet: Questionnaire) -> Result:
    answers = wish.answers
    if answers is None:
        if not here.interactive:
            raise Usage(
                say("which level, or which answers?"),
                say("cm assess {name} --level C1..C5, or --answers a,b,c… to the questions of "
                    "cm assess --questions", name=client.name),
            )  # fmt: skip
        answers = _asked(here, sheet)
    return paper.scored(sheet, answers)


def _asked(here: Desk, sheet: Questionnaire) -> str:
    """The client's answers, one question after the other; nothing tells where they lead."""
    letters = []
    for number, question in enumerate(sheet.questions, 1):
        text = say("{number}/{total} {question}", number=number, total=len(sheet.questions),
                   question=question.text.said(language()))  # fmt: skip
        choices = [
            (here.speak(option.text.said(language())), letter)
            for letter, option in zip(paper.LETTERS, question.options, strict=False)
        ]
        letters.append(here.choose(text, choices, keys=True))
    return ",".join(letters)


def _command(client: Client, wish: Wish, new: Assessment) -> str:
    """The command that says the same once more, also of a guided assessment."""
    said = f"--answers {new.answers}" if new.answers else f"--level {new.level}"
    when = f" --at {shlex.quote(wish.at)}" if wish.at else ""
    note = f" --note {shlex.quote(new.note)}" if new.note else ""
    return f"cm assess {ref_of('client', client.id)} {said}{when}{note}"


def _confirmed(
    here: Desk, client: Client, new: Assessment, others: list[Assessment], command: str
) -> bool:
    """Whether the client confirms another level; asked on a terminal only."""
    before = rules.preceding(new.at, others)
    if before is None or before.level == new.level or not here.interactive:
        return False
    question = say("{name}: the level changes from {before} to {level}. Does the client confirm?",
                   name=client.name, before=view.level(before.level, here.speak),
                   level=view.level(new.level, here.speak))  # fmt: skip
    if not here.confirm(question, default=False):
        raise rules.unconfirmed(before, new.level, command)
    return True


def _call_due(
    here: Desk, client: Client, new: Assessment, others: list[Assessment]
) -> datetime | None:
    """When to speak about holdings above the level, where a person at the terminal wants to."""
    overtaken = any(other.at > new.at for other in others)
    if not here.interactive or overtaken or not _above(here, new):
        return None
    due = closing.aftercare_due(here.now, here.settings[_CALL], working_day(here.settings))
    question = say("Holdings are above {level}. Book a call for {due} to advise an adjustment?",
                   level=new.level, due=due)  # fmt: skip
    return due if here.confirm(question) else None


def _call(here: Desk, client: Client, new: Assessment, due: datetime) -> Change:
    purpose = here.speak(_purpose(new))
    return closing.aftercare(client.id, due, purpose, here.now)


def _purpose(new: Assessment) -> Message:
    return say("adjust holdings above {level}", level=new.level)


def _above(here: Desk, new: Assessment) -> "list[Held]":
    from cmcli.queries.holding import held_of

    return rules.above(held_of(here.store, new.client_id, here.now.date()), new.level)


def _answer(here: Desk, number: int, call: int | None) -> None:
    one = here.store.get(Assessment, number)
    client = here.tag(one.client_id)
    history = queries.history(here.store, one.client_id)
    latest = history[0].id == number
    earlier = [other for other in history if other.id != number]
    before = rules.preceding(one.at, earlier)
    above = _above(here, one) if latest else []
    written = view.Written(one, client, before, above, call, latest)
    days = here.settings[_CALL]
    hint = None
    if above and call is None:
        hint = say("cm callback add {ref} --due +{days}d --purpose '{purpose}'",
                   ref=ref_of("client", client.id), days=days, purpose=_purpose(one))  # fmt: skip
    sheet = papers.asked(here.store, here.settings, one.questionnaire)
    here.show(
        lambda: view.written_document(written, sheet, here.now),
        lambda: view.receipt_page(written, here.speak, hint),
    )


# What is recorded


def show(here: Desk, number: int) -> None:
    """One assessment, its answers in words."""
    one = here.store.get(Assessment, number)
    client = here.tag(one.client_id)
    sheet = papers.asked(here.store, here.settings, one.questionnaire)
    latest = queries.current(here.store, one.client_id) == one
    here.show(
        lambda: view.document(one, client, sheet, here.now, latest=latest),
        lambda: view.page(one, client, sheet, here.speak, latest=latest),
    )


def listing(here: Desk, client: Client | None) -> None:
    """The history of a client; without one, the assessment in force of everybody."""
    if client is None:
        _of_everybody(here)
        return
    found, tag = queries.history(here.store, client.id), tag_of(client)
    sheets = {
        one.questionnaire: papers.asked(here.store, here.settings, one.questionnaire)
        for one in found
    }
    here.show(
        lambda: [
            view.document(one, tag, sheets[one.questionnaire], here.now, latest=one == found[0])
            for one in found
        ],
        lambda: view.history(found, tag, sheets, here.speak),
    )


def _of_everybody(here: Desk) -> None:
    policy = queries.policy(here.settings)
    watched = queries.watched(here.store, here.now.date(), policy.notice_days)
    missing = [row.client for row in watched if row.assessment is None]
    found = sorted(
        queries.current_all(here.store), key=lambda row: (row[0].expires_on, row[0].id)
    )  # fmt: skip
    here.show(
        lambda: view.everybody_document(missing, found, here.now),
        lambda: view.everybody(missing, found, here.speak),
    )


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Another remark; the result itself stands as the client gave it."""
    unknown = next((name for name in fields if name != "note"), None)
    if unknown is not None:
        raise Usage(
            say("an assessment has no field {field} to edit", field=unknown),
            say("only note; a mistake is removed: cm rm {ref}", ref=ref_of("assessment", number)),
        )
    with here.store.transaction():
        one = here.store.get(Assessment, number)
        note = clean_text(fields["note"]) or None
        here.apply(update(one, note=note), ref_of("assessment", number))
    show(here, number)


def remove(here: Desk, number: int) -> None:
    """Take back one that was entered by mistake and that no sale was judged by."""
    ref = ref_of("assessment", number)
    with here.store.transaction():
        one = here.store.get(Assessment, number)
        sales = [(sale.check, sale.known) for sale in proofs.judged(here.store, one.client_id)]
        here.apply([rules.removable(one, sales, here.now)], ref)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))


# The questions


def questions(here: Desk) -> None:
    """The questionnaire in force, without scores."""
    sheet = papers.in_force(here.settings)
    here.show(lambda: view.questions_document(sheet), lambda: view.questions(sheet, here.speak))


def use(here: Desk, path: Path) -> None:
    """Check a file and keep its text: its questions are asked from now on."""
    text = files.text(path, _LARGEST)
    try:
        sheet = paper.read(text)
    except Usage as error:
        raise Usage(
            say("{path}: {problem}", path=str(path), problem=error.message),
            say("the questions stay as they were"),
        ) from error
    with here.store.transaction():
        here.apply(papers.taken(here.store, sheet, text), sheet.identity)
    here.reread()
    here.show(lambda: view.used_document(sheet), lambda: view.used(sheet, here.speak))
