"""Assessments and their questions as pages, lists and documents."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cmcli.domain.assessment import Assessment, number_of
from cmcli.domain.client import ClientTag
from cmcli.domain.days import day_of
from cmcli.domain.questionnaire import LETTERS, Questionnaire
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext, language, word
from cmcli.messages import Message, Money, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.record import as_json, client_tag
from cmcli.views.sheet import (
    BLANK,
    Cell,
    Column,
    Line,
    Sheet,
    Span,
    Table,
    Text,
    named,
    simple_table,
)
from cmcli.views.speech import Speaker, starred
from cmcli.views.write import receipt

if TYPE_CHECKING:
    from cmcli.domain.holding import Held


class Written(NamedTuple):
    """An assessment just recorded: the one before it, what is held above its level, and the call
    that was booked; `latest`: it is the one in force.
    """  # noqa: D205

    assessment: Assessment
    client: ClientTag
    before: Assessment | None
    above: "list[Held]"
    call: int | None
    latest: bool


def level(code: str, speak: Speaker) -> str:
    """`C3 平衡型`: the level and its word, where the language has one."""
    found = speak(word("tolerance", code))
    return code if found == code else f"{code} {found}"


def document(
    one: Assessment, client: ClientTag, sheet: Questionnaire | None, now: datetime, *, latest: bool
) -> dict[str, Any]:
    """An assessment as JSON: its answers with their words, whether it is the one that is valid."""
    answers = [
        {"question": question, "letter": letter, "answer": answer}
        for question, letter, answer in _answers(one, sheet)
    ]
    return as_json(one, now.tzinfo, client=client) | {
        "answers": answers if one.answers else None,
        "valid": latest and one.is_valid(now.date()),
    }


def _answers(
    one: Assessment, sheet: Questionnaire | None
) -> Iterator[tuple[str | None, str, str | None]]:
    """Question, letter and answer; the words are None where the questions are no longer known."""
    letters = one.answers.split(",") if one.answers else []
    for place, letter in enumerate(letters):
        if sheet is None:
            yield None, letter, None
            continue
        question = sheet.questions[place]
        option = question.options[LETTERS.index(letter)]
        yield question.text.said(language()), letter, option.text.said(language())


def written_document(
    written: Written, sheet: Questionnaire | None, now: datetime
) -> dict[str, Any]:
    """What was written, the level before it, and what it leaves to do."""
    found = document(written.assessment, written.client, sheet, now, latest=written.latest)
    return found | {
        "previous": written.before.level if written.before else None,
        "above": [_held_document(one) for one in written.above],
        "callback": ref_of("callback", written.call) if written.call else None,
    }


def _held_document(one: "Held") -> dict[str, Any]:
    return {
        "ref": ref_of("holding", one.holding.id),
        "product": ref_of("product", one.product.id),
        "name": one.product.name,
        "level": f"R{one.product.level}",
        "value": {"amount": one.value, "currency": one.holding.currency},
    }


def receipt_page(written: Written, speak: Speaker, hint: Message | None) -> Sheet:
    """The level and until when it holds; what is held above it; no score."""
    one = written.assessment
    ref = ref_of("assessment", one.id)
    valid = say("valid to {day}", day=one.expires_on)
    if not one.is_valid(speak.now.date()):
        valid = say("lapsed after {day}", day=one.expires_on)
    head = joined([f"{ref} {written.client.name}", level(one.level, speak), valid])
    call = ref_of("callback", written.call) if written.call else None
    effects = [
        _change(written, speak),
        None if written.latest else say("a later one is in force"),
        say("{ref} to advise an adjustment", ref=call) if call else None,
    ]
    done = receipt(speak, head, effects)
    if not written.above:
        return done
    text = say_n("{count} holding is above {level}: advise an adjustment",
                 "{count} holdings are above {level}: advise an adjustment", len(written.above),
                 level=one.level)  # fmt: skip
    warning, table = Line(Span(f"     {speak(text)}", "risk")), _held_table(written.above, speak)
    tail = joined([hint, say("cm advise {name}", name=written.client.name)])
    blocks = (*done.blocks[:-1], warning, table, done.blocks[-1])
    return Sheet(blocks, speak(say("next: {what}", what=tail)))


def _change(written: Written, speak: Speaker) -> Any:
    before, one = written.before, written.assessment
    if before is None or before.level == one.level:
        return None
    old = level(before.level, speak)
    fell = number_of(one.level) < number_of(before.level)
    change = say("down from {level}", level=old) if fell else say("up from {level}", level=old)
    return say("{change}, the client confirmed", change=change)


def _held_table(above: "list[Held]", speak: Speaker) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Span(f"     {ref_of('holding', one.holding.id)}", "ref"),
            speak(one.product.name),
            f"R{one.product.level}",
            speak(Money(one.value, one.holding.currency)),
        )
        for one in above
    ]
    amount = Column(align="right", even=True)
    columns = (Column(), Column(shrink=True, least=10), Column(), amount)
    return simple_table(columns, rows)


def page(
    one: Assessment, client: ClientTag, sheet: Questionnaire | None, speak: Speaker,
    *, latest: bool,
) -> Sheet:  # fmt: skip
    """One assessment with its answers in words."""
    name = starred(client.name, client.tier, speak)
    head = f"{ref_of('assessment', one.id)} {name} {level(one.level, speak)}"
    blocks: list[Any] = [Line(Span(head, "head")), *_facts(one, speak, latest=latest)]
    if one.note:
        blocks += [Text(speak(line)) for line in one.note.splitlines()]
    if one.answers:
        blocks += [BLANK, *_answer_blocks(one, sheet, speak)]
    hint = gettext("next: cm assess {name}").format(name=speak(client.name))
    return Sheet(tuple(blocks), hint)


def _facts(one: Assessment, speak: Speaker, *, latest: bool) -> list[Line]:
    day = day_of(one.at, speak.now)
    made = joined([
        say("assessed {day}", day=day),
        say("{score} points", score=one.score) if one.score is not None else None,
        one.questionnaire,
    ])  # fmt: skip
    lines = [Line(speak(made)), Line(_validity(one, speak, latest=latest))]
    if one.confirmed_at:
        confirmed = day_of(one.confirmed_at, speak.now)
        lines.append(Line(speak(say("the client confirmed the change on {day}", day=confirmed))))
    return lines


def _validity(one: Assessment, speak: Speaker, *, latest: bool) -> Cell:
    if not latest:
        return Span(speak(say("a later one is in force")), "dim")
    if one.is_valid(speak.now.date()):
        return speak(say("valid to {day}", day=one.expires_on))
    return Span(speak(say("lapsed after {day}", day=one.expires_on)), "late")


def _answer_blocks(
    one: Assessment, sheet: Questionnaire | None, speak: Speaker
) -> list[Line | Text]:
    if sheet is None:
        note = say("answers: {letters} (these questions are no longer known)", letters=one.answers)
        return [Line(speak(note))]
    blocks: list[Line | Text] = []
    for number, (question, letter, answer) in enumerate(_answers(one, sheet), 1):
        blocks.append(Text(Span(f"{number}. {speak(question)}", "dim")))
        blocks.append(Text(f"{letter}. {speak(answer)}", indent=3))
    return blocks


def history(
    found: list[Assessment], client: ClientTag, sheets: dict[str | None, Questionnaire | None],
    speak: Speaker,
) -> Sheet:  # fmt: skip
    """Every assessment of a client, the latest first, each with its answers."""
    hint = gettext("next: cm assess {name}").format(name=speak(client.name))
    if not found:
        return Sheet((Line(gettext("never assessed")),), hint)
    blocks: list[Any] = []
    for one in found:
        head = f"{ref_of('assessment', one.id)} {level(one.level, speak)}"
        blocks += [BLANK] if blocks else []
        blocks += [Line(Span(head, "head")), *_facts(one, speak, latest=one == found[0])]
        if one.answers:
            blocks += _answer_blocks(one, sheets[one.questionnaire], speak)
    name = f"{ref_of('client', client.id)} {starred(client.name, client.tier, speak)}"
    return Sheet((Line(name), BLANK, *blocks), hint)


def everybody_document(
    missing: list[ClientTag], found: list[tuple[Assessment, ClientTag]], now: datetime
) -> list[dict[str, Any]]:
    """Those who need one and have none, then the assessments in force."""
    without = [
        {"ref": None, "client": client_tag(client), "level": None, "expires": None, "valid": False}
        for client in missing
    ]
    return without + [
        {
            "ref": ref_of("assessment", one.id),
            "client": client_tag(client),
            "level": one.level,
            "expires": one.expires_on.isoformat(),
            "valid": one.is_valid(now.date()),
        }
        for one, client in found
    ]


def everybody(
    missing: list[ClientTag], found: list[tuple[Assessment, ClientTag]], speak: Speaker
) -> Sheet:
    """The same, one a line."""
    if not missing and not found:
        hint = gettext("next: cm assess CLIENT")
        return Sheet((Line(gettext("nobody is assessed yet")),), hint)
    columns = (
        Column(), named(gettext("client")), Column(gettext("level")),
        Column(gettext("valid to")),
    )  # fmt: skip
    none = gettext("needed, none recorded")
    rows: list[tuple[Cell, ...]] = [
        (Span(ref_of("client", client.id), "ref"), starred(client.name, client.tier, speak), "–",
         Span(none, "risk"))
        for client in missing
    ]  # fmt: skip
    for one, client in found:
        late = "" if one.is_valid(speak.now.date()) else "late"
        rows.append((
            Span(ref_of("assessment", one.id), "ref"), starred(client.name, client.tier, speak),
            level(one.level, speak), Span(speak.day(one.expires_on), late),
        ))  # fmt: skip
    return Sheet((simple_table(columns, rows),))


# The questions


def questions_document(sheet: Questionnaire) -> dict[str, Any]:
    """The questions without scores and bands: the client answers, nobody hints (art. 13)."""
    return {
        "name": sheet.identity,
        "questions": [
            {
                "number": number,
                "text": question.text.said(language()),
                "options": [
                    {"letter": letter, "text": option.text.said(language())}
                    for letter, option in zip(LETTERS, question.options, strict=False)
                ],
            }
            for number, question in enumerate(sheet.questions, 1)
        ],
    }


def questions(sheet: Questionnaire, speak: Speaker) -> Sheet:
    """The same to be read out, or printed."""
    head = f"{gettext('Questions of the risk assessment')} · {speak(sheet.identity)}"
    blocks: list[Any] = [Line(Span(head, "head"))]
    for number, question in enumerate(sheet.questions, 1):
        text = speak(question.text.said(language()))
        label = f"{number}. "
        blocks += [BLANK, Text(label + text, hang=len(label))]
        blocks += [
            Text(f"{letter}. {speak(option.text.said(language()))}", indent=len(label), hang=3)
            for letter, option in zip(LETTERS, question.options, strict=False)
        ]
    return Sheet(tuple(blocks), gettext("next: cm assess CLIENT --answers a,b,c…"))


def used_document(sheet: Questionnaire) -> dict[str, Any]:
    """The questionnaire that is asked from now on, with its bands."""
    least, greatest = sheet.totals
    return {
        "name": sheet.identity,
        "questions": len(sheet.questions),
        "least": least,
        "greatest": greatest,
        "bands": [{"level": band.level, "from": band.low, "to": band.high} for band in sheet.bands],
    }


def used(sheet: Questionnaire, speak: Speaker) -> Sheet:
    """The same in a line or two."""
    least, greatest = sheet.totals
    count = say_n("{count} question", "{count} questions", len(sheet.questions))
    total = say("totals {least} … {greatest}", least=least, greatest=greatest)
    bands = joined([f"{band.level} {band.low}–{band.high}" for band in sheet.bands])
    hint = say("the built-in ones: cm config set assessment.questionnaire ''")
    return receipt(speak, joined([sheet.identity, count, total]), [bands], hint=hint)
