"""The quiz on the catalogue, and the learning plan that its answers are part of."""

from collections.abc import Sequence

from cmcli.desk import Desk
from cmcli.domain import quiz as rules
from cmcli.domain.product import Product
from cmcli.domain.quiz_question import Question
from cmcli.domain.training_plan import gaps
from cmcli.errors import Interrupted
from cmcli.i18n import gettext
from cmcli.queries import quiz as queries
from cmcli.views import quiz as view
from cmcli.views import training as pages

_UNKNOWN = "-"


def quiz(here: Desk, product: Product | None, count: int, answers: str | None) -> None:
    """Questions: answered at once where `answers` are given, asked on a terminal, else printed."""
    known = queries.known(here.store, here.settings, here.now)
    catalogue = queries.catalogue(here.store)
    questions = rules.chosen(catalogue, known, count, here.now, only=product)
    if not questions:
        here.show(list, lambda: view.nothing(product, here.speak))
    elif answers is not None:
        _record(here, questions, rules.read(answers, questions))
    elif here.interactive:
        _ask(here, questions)
    else:
        here.show(
            lambda: view.questions_document(questions, here.speak),
            lambda: view.questions_page(questions, here.speak),
        )


def _ask(here: Desk, questions: Sequence[Question]) -> None:
    """One after the other; what was answered before Ctrl-C is kept."""
    given: list[int | None] = []
    try:
        for number, question in enumerate(questions, 1):
            text = view.numbered(question, number, len(questions))
            choices = [
                (here.speak(option.shown), letter)
                for letter, option in zip(rules.LETTERS, question.options, strict=False)
            ]
            choices.append((gettext("not known"), _UNKNOWN))
            letter: str = here.choose(text, choices, keys=True, at_once=True)
            given.append(None if letter == _UNKNOWN else rules.LETTERS.index(letter))
    except Interrupted:
        if given:
            _record(here, questions[: len(given)], given)
        raise
    _record(here, questions, given)


def _record(here: Desk, questions: Sequence[Question], given: Sequence[int | None]) -> None:
    answers = rules.answered(questions, given, here.now)
    with here.store.transaction():
        here.apply(rules.kept(answers), len(answers))
    found = [view.Answered(*row) for row in zip(questions, given, answers, strict=True)]
    here.show(
        lambda: view.outcome_document(found, here.speak), lambda: view.outcome(found, here.speak)
    )


def results(here: Desk, product: Product | None) -> None:
    """All answers by product and topic."""
    found = queries.results(here.store, product)
    here.show(
        lambda: view.results_document(found, here.zone, here.speak),
        lambda: view.results(found, here.speak),
    )


def plan(here: Desk) -> None:
    """What is still to be learned, and why."""
    facts = queries.facts(here.store, here.settings, here.now)
    found = gaps(facts)
    here.show(
        lambda: pages.plan_document(found, facts.year, here.speak),
        lambda: pages.plan(found, facts.year, here.speak),
    )
