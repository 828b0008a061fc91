"""What is still to be learned: gaps between what is sold and what was learned of it."""

import shlex
from collections.abc import Iterable, Iterator
from datetime import date

from cmcli.domain.product import Product
from cmcli.domain.quiz import Score
from cmcli.domain.ref import ref_of
from cmcli.domain.training import (
    Training,
    TrainingFile,
    Year,
    hours,
    renewal_planned,
    renewed_by,
)
from cmcli.messages import Joined, Message, joined, say, say_n
from cmcli.named import NamedTuple

# From this risk level on, what is on sale has to be known before anybody asks.
_RISKY = 3


class Facts(NamedTuple):
    """`sold`: deals won of each product, by its number, in so many `months`; `scores` of the last
    answers of the quiz; `required` are titles of certificates.
    """  # noqa: D205

    products: list[Product]
    sold: dict[int, int]
    months: int
    files: list[TrainingFile]
    scores: dict[int, Score]
    required: tuple[str, ...]
    year: Year
    today: date


class Gap(NamedTuple):
    """`kind` is certificate, product, quiz or hours; `what` is missing, `why` is the reason,
    `command` closes it.
    """  # noqa: D205

    kind: str
    ref: str | None
    what: Message | str
    why: Message | Joined
    command: str


def gaps(facts: Facts) -> list[Gap]:
    """Certificates first, then products, most sold first, then the quiz and the year's hours."""
    return [*_certificates(facts), *_products(facts), *_weak(facts), *_hours(facts)]


# Certificates


def _certificates(facts: Facts) -> Iterator[Gap]:
    known = [file.training for file in facts.files]
    lapsed = [row for row in known if _lapsed(row, known, facts.today)]
    for title in facts.required:
        mine = [row for row in known if row.title.casefold() == title.casefold()]
        if not any(row.done_on or row.day >= facts.today for row in mine):
            why = say("required (setting training.certificates), and none is recorded")
            yield _certificate(None, title, "certificate", why)
    for row in sorted(lapsed, key=lambda row: (row.expires_on or facts.today, row.id)):
        why = say("lapsed {day}", day=row.expires_on)
        yield _certificate(ref_of("training", row.id), row.title, row.kind, why)


def _lapsed(row: Training, known: list[Training], today: date) -> bool:
    over = row.done_on is not None and row.expires_on is not None and row.expires_on < today
    return over and not renewed_by(row, known) and not renewal_planned(row, known, today)


def _certificate(ref: str | None, title: str, kind: str, why: Message) -> Gap:
    command = f"cm training add {shlex.quote(title)} --kind {kind} --due +14d"
    return Gap("certificate", ref, title, why, command)


# Products


def _products(facts: Facts) -> Iterator[Gap]:
    missing = [product for product in facts.products if _is_gap(product, facts)]
    for product in sorted(missing, key=lambda p: (-facts.sold.get(p.id, 0), -(p.level or 0), p.id)):
        command = (
            f"cm training add {shlex.quote(product.name)} "
            f"--product {shlex.quote(product.code)} --due +14d"
        )
        yield Gap("product", ref_of("product", product.id), _named(product), _why(product, facts),
                  command)  # fmt: skip


def _is_gap(product: Product, facts: Facts) -> bool:
    wanted = facts.sold.get(product.id) or _risky(product, facts.today)
    return bool(wanted) and not any(_counts(file, product, facts) for file in facts.files)


def _risky(product: Product, today: date) -> bool:
    return product.on_sale(today) and (product.level or 0) >= _RISKY


def _counts(file: TrainingFile, product: Product, facts: Facts) -> bool:
    """It was attended, or its day is still to come."""
    training = file.training
    stands = training.done_on is not None or training.day >= facts.today
    return stands and file.covers(product.id, product.kind)


def _why(product: Product, facts: Facts) -> Joined:
    sold = facts.sold.get(product.id, 0)
    return joined([
        say_n("sold once in {months} months", "sold {count} times in {months} months", sold,
              months=facts.months) if sold else None,
        say("on sale at R{level}", level=product.level) if _risky(product, facts.today) else None,
    ])  # fmt: skip


def _named(product: Product) -> str:
    return f"{product.code} {product.name}"


# The quiz, the hours


def _weak(facts: Facts) -> Iterator[Gap]:
    by_id = {product.id: product for product in facts.products}
    weak = [(number, score) for number, score in facts.scores.items() if score.weak]
    for number, score in sorted(weak, key=lambda pair: (pair[1].share, pair[0])):
        product = by_id[number]
        why = say("{right} of the last {asked} right", right=score.right, asked=score.asked)
        command = f"cm training quiz --product {shlex.quote(product.code)}"
        yield Gap("quiz", ref_of("product", number), _named(product), why, command)


def _hours(facts: Facts) -> Iterable[Gap]:
    year = facts.year
    if not year.missing:
        return []
    what = say("{n} h of training", n=hours(year.missing))
    why = joined([
        say("{done} of {target} h in {year}", done=hours(year.done), target=hours(year.target),
            year=str(year.name)),
        say("{planned} h planned", planned=hours(year.planned)) if year.planned else None,
    ])  # fmt: skip
    command = f"cm training add … --hours {hours(year.missing)} --due +14d"
    return [Gap("hours", None, what, why, command)]
