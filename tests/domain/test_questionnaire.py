from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain import questionnaire as rules
from cmcli.domain.questionnaire import Questionnaire, read, scored
from cmcli.errors import Usage

TEXT = """
name = "test"
[[questions]]
text = { en = "How old?", zh = "年龄？" }
options = [
    { score = 1, text = { en = "old", zh = "年长" } },
    { score = 2, text = { en = "middle", zh = "中年" } },
    { score = 3, text = { en = "young", zh = "年轻" } },
]
[[questions]]
text = "Which loss?"
options = [
    { score = 1, cap = "C1", text = "none" },
    { score = 3, text = "large" },
]
[[bands]]
level = "C1"
from = 2
to = 2
[[bands]]
level = "C2"
from = 3
to = 3
[[bands]]
level = "C3"
from = 4
to = 4
[[bands]]
level = "C4"
from = 5
to = 5
[[bands]]
level = "C5"
from = 6
to = 6
"""
BUILT_IN = (Path(rules.__file__).parent / "questionnaire.toml").read_text(encoding="utf-8")


# Answers


@pytest.mark.parametrize(
    ("answers", "score", "level"),
    [
        ("a,b", 4, "C3"),
        ("b,b", 5, "C4"),
        ("c,b", 6, "C5"),
        # A total of 4 is C3, were it not for the cap.
        ("c,a", 4, "C1"),
        ("a,a", 2, "C1"),
    ],
)
def test_answers_make_a_total_and_a_level(answers: str, score: int, level: str) -> None:
    assert scored(read(TEXT), answers) == (answers, score, level)


@pytest.mark.parametrize("text", ["C,B", " c b ", "cb", "c，b", "c、b", "c, b"])
def test_letters_may_be_typed_in_several_ways(text: str) -> None:
    assert scored(read(TEXT), text).answers == "c,b"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 answers"),
        ("a", "1 answers"),
        ("a,b,b", "3 answers"),
        ("a,c", "question 2 has no answer c"),
        ("d,a", "question 1 has no answer d"),
        ("1,2", "question 1 has no answer 1"),
        ("ab,a", "question 1 has no answer ab"),
        ("甲,a", "question 1 has no answer 甲"),
    ],
)
def test_wrong_answers_are_named(text: str, words: str) -> None:
    with pytest.raises(Usage) as caught:
        scored(read(TEXT), text)
    assert words in str(caught.value)


# What is refused, and where


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "test"', "name =", "this is not TOML"),
        ('name = "test"', "", "name: a text"),
        ('name = "test"', 'name = " "', "name: a text"),
        ('name = "test"', 'name = "test"\nlevels = 5', "at the top: the key levels is unknown"),
        ('text = "Which loss?"', 'text = "Which loss?"\nhint = "x"', "question 2: the key hint"),
        ('text = "Which loss?"', "text = 3", "question 2: a text"),
        ('text = "Which loss?"', "text = {}", "question 2: a text"),
        ('text = "Which loss?"', 'text = { fr = "Quoi?" }', "question 2: the key fr"),
        ('text = "Which loss?"', 'text = "a\\u0007b"', "question 2: a text"),
        ("score = 3, text = {", "skore = 3, text = {", "question 1, option c: the key skore"),
        ("score = 3, text = {", "text = {", "question 1, option c: score"),
        ("score = 3, text = {", "score = 2.5, text = {", "question 1, option c: score"),
        ("score = 3, text = {", "score = true, text = {", "question 1, option c: score"),
        ('cap = "C1"', 'cap = "C6"', "question 2, option a: cap"),
        ('zh = "中年"', 'zh = "年长"', "question 1: options a and b say the same"),
        ('text = "large"', 'text = "none"', "question 2: options a and b say the same"),
        ('    { score = 3, text = "large" },\n', "", "question 2: there are fewer than 2"),
        ("from = 4", "from = 3", "C2 and C3 overlap at 3"),
        ("from = 4", "from = 2", "C2 and C3 overlap at 2"),
        ("from = 3\nto = 3", "from = 3\nto = 2", "band 2: it begins at 3 and ends at 2"),
        ("from = 5\nto = 5", "from = 5\nto = 6", "C4 and C5 overlap at 6"),
        ("from = 6\nto = 6", "from = 7\nto = 7", "no level for 6"),
        ("from = 2\nto = 2", "from = 1\nto = 1", "no level for 2"),
        ('level = "C5"\nfrom = 6\nto = 6', "", "band 5: level"),
        ('[[bands]]\nlevel = "C5"\nfrom = 6\nto = 6', "", "found: C1, C2, C3, C4"),
        ('level = "C4"', 'level = "C3"', "found: C1, C2, C3, C3, C5"),
        ('level = "C4"', 'level = "R4"', "band 4: level"),
        ("from = 6", 'from = 6\ncolour = "red"', "band 5: the key colour"),
        ("from = 6", 'from = "6"', "band 5: from"),
        ("score = 3, text = {", "score = 4, text = {", "no level for 7"),
        ("score = 1, text = {", "score = 0, text = {", "no level for 1"),
        ('score = 3, text = "large"', 'score = 2, text = "large"', "C5 is out of reach"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(old: str, new: str, words: str) -> None:
    assert TEXT.count(old) >= 1
    with pytest.raises(Usage) as caught:
        read(TEXT.replace(old, new, 1))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "name = 'x'", "name = 'x'\nquestions = []", "questions = 1",
                                  "name = 'x'\nquestions = [1]"])  # fmt: skip
def test_no_questions_are_refused(text: str) -> None:
    with pytest.raises(Usage):
        read(text)


def test_there_is_an_end_to_questions_and_to_options() -> None:
    question = TEXT[TEXT.index("[[questions]]") : TEXT.index("[[questions]]", 20)]
    with pytest.raises(Usage, match="questions: there are more than 60"):
        read(TEXT + question * 59)
    one = '    { score = 3, text = "large" },\n'
    options = "".join(one.replace("large", f"loss {n}") for n in range(26))
    with pytest.raises(Usage, match="question 2: there are more than 26"):
        read(TEXT.replace(one, options))


def test_a_file_in_one_language_says_it_in_both() -> None:
    only = TEXT.replace(', zh = "年龄？"', "")
    for text in (TEXT, only):
        question = read(text).questions[0].text
        assert question.said("en") == "How old?"
    assert read(only).questions[0].text.said("zh_CN") == "How old?"
    assert read(TEXT).questions[0].text.said("zh_CN") == "年龄？"
    assert read(TEXT).questions[1].text.said("zh_CN") == "Which loss?"


def test_two_texts_of_one_name_are_told_apart() -> None:
    other = TEXT.replace("old", "aged")
    assert read(TEXT).identity == read(TEXT.replace("\n", "\r\n")).identity
    assert read(TEXT).identity != read(other).identity
    assert read(other).identity.startswith("test #")


# Every total has one level


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """A valid questionnaire: random scores and caps, bands cut anywhere between the totals."""
    count = draw(st.integers(2, 6))
    scores = [
        draw(st.lists(st.integers(-5, 20), min_size=2, max_size=5, unique=True))
        for _ in range(count)
    ]
    least, greatest = sum(map(min, scores)), sum(map(max, scores))
    if greatest - least < 4:
        scores[0] = [*scores[0], max(scores[0]) + 5]
        greatest += 5
    cuts = sorted(draw(st.sets(st.integers(least, greatest - 1), min_size=4, max_size=4)))
    lines = ['name = "any"']
    for number, of_one in enumerate(scores):
        lines += ["[[questions]]", f'text = "question {number}"', "options = ["]
        for place, score in enumerate(of_one):
            cap = draw(st.sampled_from(["", "", "", ', cap = "C2"', ', cap = "C4"']))
            lines.append(f'{{ text = "option {place}", score = {score}{cap} }},')
        lines.append("]")
    starts, ends = [least, *(cut + 1 for cut in cuts)], [*cuts, greatest]
    for level, low, high in zip(("C1", "C2", "C3", "C4", "C5"), starts, ends, strict=True):
        lines += ["[[bands]]", f'level = "{level}"', f"from = {low}", f"to = {high}"]
    return "\n".join(lines)


@given(sheets(), st.data())
def test_every_possible_total_has_exactly_one_level(text: str, data: Any) -> None:
    sheet = read(text)
    least, greatest = sheet.totals
    levels = []
    for total in range(least, greatest + 1):
        fitting = [band.level for band in sheet.bands if band.low <= total <= band.high]
        assert len(fitting) == 1
        assert rules.level_of(sheet.bands, total) == fitting[0]
        levels += fitting
    assert levels == sorted(levels)
    letters = [
        data.draw(st.sampled_from(rules.LETTERS[: len(question.options)]))
        for question in sheet.questions
    ]
    found = scored(sheet, ",".join(letters))
    chosen = rules.answered(sheet, found.answers)
    assert found.answers == ",".join(letters)
    assert found.score == sum(option.score for option in chosen)
    ceiling = [option.cap for option in chosen if option.cap]
    assert found.level == min([rules.level_of(sheet.bands, found.score), *ceiling])


# The built-in one


def built_in() -> Questionnaire:
    return read(BUILT_IN)


def test_the_built_in_questions_are_sound() -> None:
    sheet = built_in()
    assert 10 <= len(sheet.questions) <= 12
    for question in sheet.questions:
        assert question.text.en
        assert question.text.zh
        assert all(option.text.en and option.text.zh for option in question.options)
        scores = [option.score for option in question.options]
        assert scores == sorted(scores)


@pytest.mark.parametrize(
    ("letter", "level"), [("a", "C1"), ("b", "C2"), ("c", "C3"), ("d", "C4"), ("e", "C5")]
)
def test_who_always_answers_alike_gets_the_level_of_that_answer(letter: str, level: str) -> None:
    assert scored(built_in(), letter * 12).level == level


def test_who_can_bear_no_loss_is_c1_whatever_else_is_said() -> None:
    assert scored(built_in(), "e" * 11 + "a") == (",".join("e" * 11 + "a"), 56, "C1")
