"""Questions from the catalogue, their choice, and answers as typed."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain import quiz as rules
from cmcli.domain.product import Product
from cmcli.domain.quiz import Known, QuizAnswer, Score
from cmcli.domain.quiz_question import TOPICS, Question, fact, question
from cmcli.errors import Usage
from tests.builders import NOW, refused

NOBODY = Known({}, {}, 0)


def product(number: int, **facts: Any) -> Product:
    usual: dict[str, Any] = {
        "id": number, "code": f"P{number}", "name": f"稳利{number}", "kind": "wealth", "risk": None,
        "price": None, "currency": None, "note": None, "created_at": NOW,
    }  # fmt: skip
    return Product(**{**usual, **facts})


def asked(topic: str, *catalogue: Product, seed: int = 1) -> Question | None:
    return question(catalogue[0], topic, catalogue, Random(seed))


def keys(found: Question | None) -> set[str]:
    assert found is not None
    return {option.key for option in found.options}


def test_the_right_option_is_what_the_catalogue_says_and_the_others_are_of_others() -> None:
    found = asked("fees", *[product(n, fees=f"{n} %") for n in range(1, 7)])
    assert found is not None
    assert len(found.options) == 4
    assert found.options[found.right].key == "1 %"
    assert keys(found) <= {f"{n} %" for n in range(1, 7)}


def test_no_wrong_option_says_what_the_right_one_says() -> None:
    same = [product(n, fees=text) for n, text in enumerate(("None.", "none", "NONE 。", "1 %"))]
    assert keys(asked("fees", *same)) == {"None.", "1 %"}


def test_a_small_catalogue_has_fewer_options_and_one_product_none() -> None:
    assert len(keys(asked("fees", product(1, fees="a"), product(2, fees="b")))) == 2
    assert asked("fees", product(1, fees="a")) is None
    assert asked("fees", product(1, fees="a"), product(2), product(3, fees="a")) is None
    assert asked("fees", product(1), product(2, fees="b")) is None


def test_its_own_kind_is_asked_for_options_first() -> None:
    funds = [product(n, kind="fund", term=n) for n in range(1, 5)]
    loans = [product(n, kind="loan", term=n) for n in range(11, 20)]
    for seed in range(20):
        assert keys(asked("term", *funds, *loans, seed=seed)) == {"1", "2", "3", "4"}


def test_each_topic_is_read_from_its_field() -> None:
    full = product(
        1, risk="R2", seller_risk="R3", fees="1 %", risks="may fall", structure="fund", term=90,
        minimum=1_000_000, currency="CNY", expected_return=2.1, from_on=date(2026, 1, 1),
        until_on=date(2026, 12, 31),
    )  # fmt: skip
    found = {topic: option.key for topic in TOPICS if (option := fact(full, topic))}
    assert found == {
        "level": "R3", "fees": "1 %", "risks": "may fall", "structure": "fund", "term": "90",
        "minimum": "1000000 CNY", "return": "2.1", "sale": "2026-01-01..2026-12-31",
    }  # fmt: skip
    assert [topic for topic in TOPICS if fact(product(1), topic)] == []
    assert fact(product(1, minimum=0, currency="CNY"), "minimum") is not None


_FACTS = st.fixed_dictionaries({
    "kind": st.sampled_from(["fund", "loan"]), "fees": st.sampled_from([None, "a", "A.", "b", "c"]),
    "risk": st.sampled_from([None, "R1", "R2", "R3"]), "term": st.sampled_from([None, 7, 90]),
})  # fmt: skip


@given(st.lists(_FACTS, max_size=8), st.integers(0, 50))
def test_a_question_has_one_right_option_and_no_two_alike(
    catalogue: list[dict[str, Any]], seen: int
) -> None:
    products = [product(n, **facts) for n, facts in enumerate(catalogue, 1)]
    found = rules.chosen(products, Known({}, {}, seen), 9, NOW)
    assert found == rules.chosen(products, Known({}, {}, seen), 9, NOW)
    assert len({(one.product.id, one.topic) for one in found}) == len(found)
    for one in found:
        said = [option.key.casefold().rstrip(".") for option in one.options]
        assert len(set(said)) == len(said) >= 2
        own = fact(one.product, one.topic)
        assert own is not None
        assert one.options[one.right] == own


# The choice


CATALOGUE = [product(n, fees=f"{n} %", risk=f"R{n % 5 + 1}", term=n) for n in range(1, 9)]


def first_asked(known: Known, catalogue: list[Product] = CATALOGUE) -> Counter[int]:
    """How often each product is asked about first, over 400 quizzes."""
    counts: Counter[int] = Counter()
    for asked in range(400):
        (one,) = rules.chosen(catalogue, known._replace(asked=asked), 1, NOW)
        counts[one.product.id] += 1
    return counts


def answer(number: int, topic: str = "fees", *, correct: int, days: int = 0) -> QuizAnswer:
    at = NOW - timedelta(days=days)
    return QuizAnswer(1, at, number, topic, "x", "x", correct)


def test_another_day_and_another_count_are_another_quiz() -> None:
    first = rules.chosen(CATALOGUE, NOBODY, 5, NOW)
    assert first != rules.chosen(CATALOGUE, NOBODY._replace(asked=5), 5, NOW)
    assert first != rules.chosen(CATALOGUE, NOBODY, 5, NOW + timedelta(days=1))


def test_what_is_sold_is_asked_for_more_and_what_is_off_sale_hardly() -> None:
    gone = CATALOGUE[0]._replace(until_on=NOW.date() - timedelta(days=1))
    counts = first_asked(Known({2: 1}, {}, 0), [gone, *CATALOGUE[1:]])
    assert counts[2] > 2 * counts[3] > 4 * counts[1]


def test_what_was_wrong_or_long_ago_comes_before_what_was_right_today() -> None:
    last = {}
    for number, found in {1: (0, 0), 2: (1, 0), 3: (1, 60)}.items():
        for topic in ("fees", "level", "term"):
            last[number, topic] = answer(number, topic, correct=found[0], days=found[1])
    counts = first_asked(Known({}, last, 0), CATALOGUE[:3])
    assert counts[1] > counts[3] > counts[2]


def test_one_product_alone_may_be_asked_about_with_options_of_the_others() -> None:
    found = rules.chosen(CATALOGUE, NOBODY, 5, NOW, only=CATALOGUE[3])
    assert {one.product.id for one in found} == {4}
    assert sorted(one.topic for one in found) == ["fees", "level", "term"]


# Answers


QUESTIONS = rules.chosen(CATALOGUE, NOBODY, 3, NOW)


def test_letters_numbers_and_a_dash_are_read_in_order() -> None:
    assert rules.read("a, 2，-", QUESTIONS) == [0, 1, None]
    assert rules.read("D,4,A", QUESTIONS) == [3, 3, 0]


@pytest.mark.parametrize(
    "text", ["a,b", "a,b,c,d", "", "a,b,e", "a,b,0", "a,b,5", "a,b,", "a,b,ab"]
)
def test_too_few_too_many_or_no_option_is_refused(text: str) -> None:
    with pytest.raises(Usage):
        rules.read(text, QUESTIONS)


def test_the_refusal_counts() -> None:
    assert "2 answers, where there are 3 questions" in refused(lambda: rules.read("a,b", QUESTIONS))


def test_answers_are_kept_by_their_keys() -> None:
    one = QUESTIONS[0]
    wrong = (one.right + 1) % len(one.options)
    found = rules.answered([one] * 3, [one.right, wrong, None], NOW)
    assert [answer.correct for answer in found] == [1, 0, 0]
    own = one.options[one.right].key
    assert [answer.expected for answer in found] == [own] * 3
    assert [answer.given for answer in found] == [own, one.options[wrong].key, None]
    assert len({answer.id for answer in found}) == 3


def test_a_score_counts_and_of_nothing_is_not_weak() -> None:
    assert rules.score([answer(1, correct=1), answer(1, correct=0)]) == Score(2, 1)
    assert (Score(0, 0).weak, Score(3, 1).weak, Score(5, 3).weak) == (False, True, False)
