"""The questions of an assessment and the bands that turn a total into a level.

A questionnaire is a TOML text; `read` checks all of it before anything is kept.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from cmcli.domain.assessment import LEVELS, number_of
from cmcli.errors import Usage
from cmcli.messages import Joined, Message, joined, say
from cmcli.named import NamedTuple

# Where in the file: a key of it as it is written, or words.
Place = Message | Joined | str
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LANGUAGES = ("en", "zh")
_MOST = 60
_LONGEST = 500
_SCORE = 1000
_PARTS = frozenset(" \t,，、;；")


class Words(NamedTuple):
    """A text in one language or in both."""

    en: str | None
    zh: str | None

    def said(self, language: str) -> str:
        """In that language (`zh_CN` is `zh`), else in the one there is."""
        first, second = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        return first or second or ""


class Option(NamedTuple):
    """`cap` is the highest level that whoever chose this can get."""

    text: Words
    score: int
    cap: str | None = None


class Question(NamedTuple):
    """A question with its options, called a, b, c, … in their order."""

    text: Words
    options: tuple[Option, ...]


class Band(NamedTuple):
    """The totals from `low` to `high`, both included, make the level."""

    level: str
    low: int
    high: int


class Questionnaire(NamedTuple):
    """`edition` tells two texts of one name apart."""

    name: str
    questions: tuple[Question, ...]
    bands: tuple[Band, ...]
    edition: str = ""

    @property
    def identity(self) -> str:
        """What an assessment keeps of the questions that were asked."""
        return f"{self.name} #{self.edition}"

    @property
    def totals(self) -> tuple[int, int]:
        """The least and the greatest total that answers can make."""
        scores = [[option.score for option in one.options] for one in self.questions]
        return sum(map(min, scores)), sum(map(max, scores))


class Result(NamedTuple):
    """What answers come to: their letters, the total, the level after the caps."""

    answers: str
    score: int
    level: str


# Answers


def answered(sheet: Questionnaire, text: str) -> tuple[Option, ...]:
    """The options that letters like `a,c,b` choose; raises `Usage`."""
    spaced = "".join(" " if sign in _PARTS else sign for sign in text.strip().lower())
    letters = spaced.split() if " " in spaced else list(spaced)
    wanted = len(sheet.questions)
    if len(letters) != wanted:
        raise Usage(
            say("{count} answers were given and {wanted} are needed", count=len(letters),
                wanted=wanted),
            say("one letter for each question: cm assess --questions"),
        )  # fmt: skip
    return tuple(
        _option(question, letter, number)
        for number, (question, letter) in enumerate(zip(sheet.questions, letters, strict=True), 1)
    )


def _option(question: Question, letter: str, number: int) -> Option:
    place = LETTERS.find(letter) if len(letter) == 1 else -1
    if not 0 <= place < len(question.options):
        raise Usage(
            say("question {number} has no answer {letter}", number=number, letter=letter),
            say("its answers are a … {last}", last=LETTERS[len(question.options) - 1]),
        )  # fmt: skip
    return question.options[place]


def scored(sheet: Questionnaire, text: str) -> Result:
    """The total of the answers and the level it makes, no higher than the lowest cap."""
    chosen = answered(sheet, text)
    total = sum(option.score for option in chosen)
    level = level_of(sheet.bands, total)
    caps = [option.cap for option in chosen if option.cap]
    letters = ",".join(
        LETTERS[question.options.index(option)]
        for question, option in zip(sheet.questions, chosen, strict=True)
    )
    return Result(letters, total, min([level, *caps], key=number_of))


def level_of(bands: Iterable[Band], total: int) -> str:
    """The level of the band in which the total lies."""
    return next(band.level for band in bands if band.low <= total <= band.high)


# Reading and checking


def read(text: str) -> Questionnaire:
    """The questionnaire in a TOML text; raises `Usage` that names the place of what is wrong."""
    import hashlib
    import tomllib

    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Usage(say("this is not TOML: {why}", why=str(error))) from error
    _only(table, ("name", "questions", "bands"), None)
    name = _plain(table.get("name"), "name")
    questions = _tables(table, "questions", "questions")
    if len(questions) > _MOST:
        raise _wrong("questions", say("there are more than {most}", most=_MOST))
    edition = hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:6]
    sheet = Questionnaire(
        name, tuple(_question(one, number) for number, one in enumerate(questions, 1)),
        tuple(_band(one, number) for number, one in enumerate(_tables(table, "bands",
              "bands"), 1)), edition,
    )  # fmt: skip
    _cover(sheet)
    return sheet


def _wrong(place: Place, problem: Message) -> Usage:
    return Usage(say("{place}: {problem}", place=place, problem=problem))


def _only(table: dict[str, Any], known: tuple[str, ...], place: Place | None) -> None:
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        raise _wrong(place or say("at the top"),
                     say("the key {key} is unknown; known: {known}", key=unknown,
                         known=", ".join(known)))  # fmt: skip


def _tables(table: dict[str, Any], key: str, place: Place, least: int = 1) -> list[dict[str, Any]]:
    found = table.get(key)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _wrong(place, say("{key} is missing, or no list of tables", key=key))
    if len(found) < least:
        raise _wrong(place, say("there are fewer than {least}", least=least))
    return found


def _plain(value: Any, place: Place) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise _wrong(place, say("a text of 1 to {most} characters is needed", most=_LONGEST))
    return text


def _words(value: Any, place: Place) -> Words:
    """A text for both languages, or a table of `en` and `zh` of which one may lack."""
    if not isinstance(value, dict):
        plain = _plain(value, place)
        return Words(plain, plain)
    _only(value, _LANGUAGES, place)
    said = {language: _plain(text, place) for language, text in value.items()}
    if not said:
        raise _wrong(place, say("a text of 1 to {most} characters is needed", most=_LONGEST))
    return Words(said.get("en"), said.get("zh"))


def _number(value: Any, key: str, place: Place, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > most:
        raise _wrong(place, say("{key} is no whole number up to {most}", key=key, most=most))
    return value


def _question(table: dict[str, Any], number: int) -> Question:
    place = say("question {number}", number=number)
    _only(table, ("text", "options"), place)
    text = _words(table.get("text"), place)
    options = _tables(table, "options", place, least=2)
    if len(options) > len(LETTERS):
        raise _wrong(place, say("there are more than {most}", most=len(LETTERS)))
    found = tuple(
        _read_option(one, joined([place, say("option {letter}", letter=letter)], ", "))
        for letter, one in zip(LETTERS, options, strict=False)
    )
    _distinct(found, place)
    return Question(text, found)


def _read_option(table: dict[str, Any], place: Joined) -> Option:
    _only(table, ("text", "score", "cap"), place)
    cap = table.get("cap")
    if cap is not None and cap not in LEVELS:
        raise _wrong(place, say("{key} is none of C1 … C5", key="cap"))
    score = _number(table.get("score"), "score", place, _SCORE)
    return Option(_words(table.get("text"), place), score, cap)


def _distinct(options: tuple[Option, ...], place: Message) -> None:
    for language in _LANGUAGES:
        texts = [getattr(option.text, language) for option in options]
        for letter, text in zip(LETTERS, texts, strict=False):
            first = LETTERS[texts.index(text)]
            if text and first != letter:
                raise _wrong(place, say("options {first} and {second} say the same", first=first,
                                        second=letter))  # fmt: skip


def _band(table: dict[str, Any], number: int) -> Band:
    place = say("band {number}", number=number)
    _only(table, ("level", "from", "to"), place)
    if table.get("level") not in LEVELS:
        raise _wrong(place, say("{key} is none of C1 … C5", key="level"))
    most = _SCORE * _MOST
    low, high = (_number(table.get(key), key, place, most) for key in ("from", "to"))
    if low > high:
        raise _wrong(place, say("it begins at {low} and ends at {high}", low=low, high=high))
    return Band(table["level"], low, high)


def _cover(sheet: Questionnaire) -> None:
    """Every total that answers can make has exactly one level, the higher the total the higher."""
    place, bands = "bands", sheet.bands
    levels = tuple(band.level for band in bands)
    if levels != LEVELS:
        raise _wrong(place, say("the levels are C1 … C5, each once and in this order; found: "
                                "{found}", found=", ".join(levels)))  # fmt: skip
    for one, following in pairwise(bands):
        if following.low <= one.high:
            raise _wrong(place, say("{one} and {other} overlap at {total}", one=one.level,
                                    other=following.level, total=following.low))  # fmt: skip
        if following.low > one.high + 1:
            raise _wrong(place, say("no level for {total}", total=one.high + 1))
    least, greatest = sheet.totals
    if bands[0].low > least or bands[-1].high < greatest:
        missing = least if bands[0].low > least else greatest
        raise _wrong(place, say("answers come to {least} … {greatest}; no level for {total}",
                                least=least, greatest=greatest, total=missing))  # fmt: skip
    out = next((band for band in bands if band.high < least or band.low > greatest), None)
    if out:
        raise _wrong(place, say("answers come to {least} … {greatest}; {level} is out of reach",
                                least=least, greatest=greatest, level=out.level))  # fmt: skip
