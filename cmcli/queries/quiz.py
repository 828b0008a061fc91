"""The answers of the quiz, and what its questions and the learning plan go by."""

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from cmcli.config import Settings
from cmcli.domain.days import midnight
from cmcli.domain.product import Product
from cmcli.domain.quiz import LAST, Known, QuizAnswer, Result, Score, score
from cmcli.domain.training_plan import Facts
from cmcli.queries import training
from cmcli.storage.rows import to_instant
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.domain.figures.training import Answer
    from cmcli.queries.figures import Source


def catalogue(store: Store) -> list[Product]:
    """Every product, in the order in which they came."""
    return store.select(Product, "ORDER BY id")


def sold(store: Store, since: datetime) -> dict[int, int]:
    """Deals won from then on, by the number of the product."""
    sql = """SELECT product_id, count(*) FROM deal
        WHERE closed_at IS NOT NULL AND closed_at >= ? AND stage = 'won'
        AND product_id IS NOT NULL GROUP BY product_id"""
    return dict(store.rows(sql, since))


def _since(settings: Settings, today: date, zone: tzinfo | None) -> datetime:
    from cmcli.domain.when_words import add_months

    return midnight(add_months(today, -settings["training.sold_months"]), zone)


def known(store: Store, settings: Settings, now: datetime) -> Known:
    """What the choice of questions goes by."""
    rest = "WHERE id IN (SELECT max(id) FROM quiz_answer GROUP BY product_id, topic)"
    last = {(one.product_id, one.topic): one for one in store.select(QuizAnswer, rest)}
    asked = store.value("SELECT count(*) FROM quiz_answer")
    return Known(sold(store, _since(settings, now.date(), now.tzinfo)), last, asked)


def scores(store: Store) -> dict[int, Score]:
    """The last answers about each product."""
    rest = """WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (
        PARTITION BY product_id ORDER BY at DESC, id DESC) AS place FROM quiz_answer)
        WHERE place <= ?)"""
    found: dict[int, list[QuizAnswer]] = {}
    for answer in store.select(QuizAnswer, rest, LAST):
        found.setdefault(answer.product_id, []).append(answer)
    return {number: score(answers) for number, answers in found.items()}


def results(store: Store, only: Product | None) -> list[Result]:
    """All answers by product and topic, in the order of the catalogue."""
    products = {product.id: product for product in ([only] if only else catalogue(store))}
    sql = """SELECT product_id, topic, count(*), sum(correct), max(at) FROM quiz_answer
        GROUP BY product_id, topic ORDER BY product_id, topic"""
    return [
        Result(products[number], topic, Score(asked, right), to_instant(at))
        for number, topic, asked, right, at in store.rows(sql) if number in products
    ]  # fmt: skip


def facts(store: Store, settings: Settings, now: datetime) -> Facts:
    """What the learning plan is made of."""
    return Facts(
        catalogue(store), sold(store, _since(settings, now.date(), now.tzinfo)),
        settings["training.sold_months"], training.files(store, "ORDER BY id"), scores(store),
        settings["training.certificates"], training.year(store, settings, now.date()), now.date(),
    )  # fmt: skip


def of_window(source: "Source") -> "list[Answer]":
    """Answers of the periods of a report, each with its product's name."""
    from cmcli.domain.figures.training import Answer

    rest = "WHERE at >= ? AND at < ? ORDER BY at, id"
    found = source.store.select(QuizAnswer, rest, source.window.start, source.window.end)
    names = {product.id: product.name for product in catalogue(source.store)} if found else {}
    return [Answer(answer, names[answer.product_id]) for answer in found]
