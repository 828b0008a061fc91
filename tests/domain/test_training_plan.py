"""The gaps of the learning plan, each with its reason and the command that closes it."""

from datetime import date, timedelta
from typing import Any

from cmcli.domain.product import Product
from cmcli.domain.quiz import Score
from cmcli.domain.training import Topic, TrainingFile, Year
from cmcli.domain.training_plan import Facts, Gap, gaps
from tests.builders import NOW
from tests.domain.test_training import planned, training

TODAY = NOW.date()


def product(number: int, kind: str = "wealth", risk: str | None = "R2", **given: Any) -> Product:
    return Product(
        number, f"P{number}", f"稳利 {number}", kind, risk, None, None, None, NOW, **given
    )


def plan(*products: Product, **given: Any) -> list[Gap]:
    usual: dict[str, Any] = {
        "products": list(products), "sold": {}, "months": 12, "files": [], "scores": {},
        "required": (), "year": Year(2026, 0, 0, 0), "today": TODAY,
    }  # fmt: skip
    return gaps(Facts(**{**usual, **given}))


def about(*topics: tuple[int | None, str | None], **given: Any) -> TrainingFile:
    return TrainingFile(training(**given), tuple(Topic(p, None, None, k) for p, k in topics))


def test_a_product_sold_or_on_sale_at_r3_wants_a_training() -> None:
    found = plan(product(1), product(2, risk="R3"), product(3), sold={3: 2})
    assert [gap.ref for gap in found] == ["p3", "p2"]
    assert found[0].command == "cm training add '稳利 3' --product P3 --due +14d"
    assert "2 times in 12 months" in str(found[0].why)
    assert "R3" in str(found[1].why)


def test_the_higher_of_two_ratings_counts_and_what_is_off_sale_does_not() -> None:
    own = product(1, risk="R2", seller_risk="R3")
    gone = product(2, risk="R5", until_on=TODAY - timedelta(days=1))
    ends = product(3, risk="R5", until_on=TODAY)
    assert [gap.ref for gap in plan(own, gone, ends)] == ["p3", "p1"]


def test_a_training_on_it_or_on_its_kind_closes_the_gap_also_a_planned_one() -> None:
    one = product(1, "fund", "R4")
    assert len(plan(one, files=[about((2, None), (None, "wealth"))])) == 1
    assert plan(one, files=[about((1, None))]) == []
    assert plan(one, files=[about((None, "fund"))]) == []
    topic = (Topic(1, None, None, None),)
    assert plan(one, files=[TrainingFile(planned(TODAY), topic)]) == []
    past = planned(TODAY - timedelta(days=1))
    assert len(plan(one, files=[TrainingFile(past, topic)])) == 1


def test_a_required_certificate_is_missing_until_it_is_recorded_or_planned() -> None:
    (gap,) = plan(required=("基金从业资格",))
    assert (gap.kind, gap.ref) == ("certificate", None)
    assert gap.command == "cm training add '基金从业资格' --kind certificate --due +14d"
    assert plan(required=("基金从业资格",), files=[TrainingFile(training())]) == []
    assert plan(required=("基金从业资格",), files=[TrainingFile(planned(TODAY))]) == []


def test_a_lapsed_certificate_is_a_gap_once_required_or_not() -> None:
    file = TrainingFile(training(expires_on=TODAY - timedelta(days=1)))
    for required in ((), ("基金从业资格",)):
        (gap,) = plan(required=required, files=[file])
        assert (gap.kind, gap.ref) == ("certificate", "t1")
    assert plan(files=[file, TrainingFile(training(2, done_on=TODAY))]) == []
    assert plan(files=[file, TrainingFile(planned(TODAY))]) == []
    assert plan(files=[TrainingFile(training(expires_on=TODAY))]) == []


def test_weak_is_below_60_per_cent_of_at_least_three_answers() -> None:
    scores = {1: Score(10, 6), 2: Score(10, 5), 3: Score(2, 0), 4: Score(3, 1)}
    found = plan(*[product(n) for n in scores], scores=scores)
    assert [gap.ref for gap in found] == ["p4", "p2"]
    assert found[1].command == "cm training quiz --product P2"


def test_missing_hours_are_those_neither_done_nor_planned() -> None:
    (gap,) = plan(year=Year(2026, 300, 120, 900))
    assert gap.command == "cm training add … --hours 8 --due +14d"
    assert plan(year=Year(2026, 780, 120, 900)) == []


def test_certificates_come_first_and_the_hours_last() -> None:
    found = plan(
        product(1, risk="R5"), scores={1: Score(3, 0)}, required=("x",),
        year=Year(2026, 0, 0, 60), files=[TrainingFile(training(expires_on=date(2026, 1, 1)))],
    )  # fmt: skip
    kinds = ["certificate", "certificate", "product", "quiz", "hours"]
    assert [gap.kind for gap in found] == kinds
