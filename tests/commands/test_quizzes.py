"""`cm training quiz` off a terminal: questions, answers, the score, the figure."""

from typing import Any

import pytest

from tests.support import Cm, Given


@pytest.fixture
def book(given: Given) -> Cm:
    """Four funds that differ in fees and risk level."""
    return given(*[
        ("product", "add", f"FD-{n}", f"澄湖 {n} 号", "--kind", "fund", "--risk", f"R{n}", "--fees",
         f"{n}.0 %")
        for n in range(1, 5)
    ])  # fmt: skip


def right(cm: Cm, question: dict[str, Any]) -> str:
    """The letter of the right option, by the catalogue."""
    product = cm.json("product", "show", question["product"]["code"])
    want = product["risk" if question["topic"] == "level" else question["topic"]]
    options = question["options"]
    return str(next(o["answer"] for o in options if o["text"] == want))


def test_questions_have_four_options_and_do_not_tell_the_right_one(book: Cm) -> None:
    found = book.json("training", "quiz")
    assert len(found) == 5
    assert list(found[0]) == ["number", "product", "topic", "question", "options"]
    for one in found:
        assert [option["answer"] for option in one["options"]] == ["a", "b", "c", "d"]
        assert list(one["options"][0]) == ["answer", "text"]
        assert len({option["text"] for option in one["options"]}) == 4
    assert book.json("training", "quiz") == found
    assert book("training", "quiz").out.startswith("1/5 ")


def test_answers_are_to_the_same_questions_and_are_kept(book: Cm) -> None:
    asked = book.json("training", "quiz", "--count", "3")
    letters = [right(book, one) for one in asked]
    wrong = "b" if letters[1] == "a" else "a"
    found = book.json("training", "quiz", "--count", "3", "--answers", f"{letters[0]},{wrong},-")
    assert (found["asked"], found["right"]) == (3, 1)
    assert [one["correct"] for one in found["answers"]] == [True, False, False]
    assert [one["product"] for one in found["answers"]] == [one["product"] for one in asked]
    assert found["answers"][2]["given"] is None
    for one, question, letter in zip(found["answers"], asked, letters, strict=True):
        texts = {option["answer"]: option["text"] for option in question["options"]}
        assert one["expected"] == texts[letter]
        assert one["source"] == f"cm product show {one['product']['code']}"
    assert book.json("training", "quiz", "--count", "3") != asked
    assert book("undo").code == 0
    assert book.json("training", "quiz", "--count", "3") == asked


def test_each_wrong_answer_is_shown_with_the_right_one_and_its_source(book: Cm) -> None:
    asked = book.json("training", "quiz", "--count", "2")
    letters = [right(book, one) for one in asked]
    text = book("training", "quiz", "--count", "2", "--answers", f"{letters[0]},-").out
    assert text.startswith("1 of 2 right")
    assert "you: not known" in text
    assert f"cm product show {asked[1]['product']['code']}" in text
    assert asked[0]["question"] not in text


@pytest.mark.parametrize("answers", ["a", "a,b,c,d,a,b", "a,b,c,d,e", "a,b,c,d,0", ""])
def test_answers_of_a_wrong_length_or_letter_are_refused(book: Cm, answers: str) -> None:
    result = book("training", "quiz", "--answers", answers)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert book.json("training", "quiz", "--results")["asked"] == 0


def test_options_that_do_not_go_together_and_unknown_products(book: Cm) -> None:
    assert book("training", "quiz", "--results", "--answers", "a").code == 2
    assert book("training", "quiz", "--count", "0").code == 2
    result = book("training", "quiz", "--product", "FD")
    assert result.code == 3
    assert "near it: FD-1" in result.err


def test_with_nothing_to_ask_it_says_so(cm: Cm) -> None:
    result = cm("training", "quiz")
    assert (result.code, result.err) == (0, "")
    assert "nothing to ask" in result.out
    assert cm.json("training", "quiz") == []
    assert cm("training", "quiz", "--answers", "a").code == 0
    assert "no question was answered yet" in cm("training", "quiz", "--results").out
    assert cm("product", "add", "P", "单", "--kind", "fund", "--risk", "R2").code == 0
    result = cm("training", "quiz", "--product", "P")
    assert result.code == 0
    assert "单" in result.out


def test_one_product_is_asked_about_by_what_is_known_of_it(book: Cm) -> None:
    found = book.json("training", "quiz", "--product", "FD-2", "--count", "9")
    assert sorted(one["topic"] for one in found) == ["fees", "level"]
    assert {one["product"]["code"] for one in found} == {"FD-2"}


def test_the_score_by_product_and_topic_leads_to_the_learning_plan(book: Cm) -> None:
    for _ in range(2):
        result = book("training", "quiz", "--product", "FD-2", "--answers", "-,-")
        assert result.code == 0
    found = book.json("training", "quiz", "--results")
    assert (found["asked"], found["right"], found["share"]) == (4, 0, 0)
    (product,) = found["products"]
    assert product["product"]["code"] == "FD-2"
    assert [(t["topic"], t["asked"], t["right"]) for t in product["topics"]] == [
        ("fees", 2, 0), ("level", 2, 0),
    ]  # fmt: skip
    assert "0 of 4 right" in book("training", "quiz", "--results").out
    assert book.json("training", "quiz", "--results", "--product", "FD-1")["products"] == []
    weak = [gap for gap in book.json("training", "plan")["gaps"] if gap["kind"] == "quiz"]
    assert [gap["command"] for gap in weak] == ["cm training quiz --product FD-2"]
    assert weak[0]["why"] == "0 of the last 4 right"


def test_only_the_last_ten_answers_make_a_product_weak(book: Cm) -> None:
    for day in range(1, 4):
        now = f"2026-11-0{day}T10:00:00+08:00"
        book("training", "quiz", "--product", "FD-2", "--answers", "-,-", now=now)
    for day in range(4, 9):
        now = f"2026-11-0{day}T10:00:00+08:00"
        asked = book.json("training", "quiz", "--product", "FD-2", now=now)
        letters = ",".join(right(book, one) for one in asked)
        result = book("training", "quiz", "--product", "FD-2", "--answers", letters, now=now)
        assert result.out.startswith("2 of 2 right")
    kinds = {gap["kind"] for gap in book.json("training", "plan")["gaps"]}
    assert "quiz" not in kinds


def test_the_share_of_right_answers_is_a_figure(book: Cm) -> None:
    asked = book.json("training", "quiz", "--count", "2")
    letters = f"{right(book, asked[0])},-"
    assert book("training", "quiz", "--count", "2", "--answers", letters).code == 0
    found = book.json("report", "thisweek", "--explain", "training.quiz")
    assert (found["value"], [row["value"] for row in found["rows"]]) == (0.5, [1, 0])
    assert book.json("report", "lastweek", "--explain", "training.quiz")["value"] is None


def test_quiz_speaks_chinese(book: Cm) -> None:
    found = book("training", "quiz", "--json", "--product", "FD-2", lang="zh").json()
    assert {one["question"] for one in found} == {
        "澄湖 2 号（FD-2）的费用是什么？", "澄湖 2 号（FD-2）的风险等级是什么？",
    }  # fmt: skip
