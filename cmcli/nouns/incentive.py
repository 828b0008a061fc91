"""The verbs of the incentives: see and change the rules, count what a period earned."""

from collections.abc import Sequence

from cmcli.desk import Desk
from cmcli.domain.incentive import EXAMPLES, Rule, parse, without, written
from cmcli.domain.setting import Setting, given
from cmcli.errors import Interrupted, Refused, Usage
from cmcli.measures import meant, named
from cmcli.messages import say, say_n
from cmcli.queries import incentive as queries
from cmcli.views import incentive as view


def checked(here: Desk, text: str) -> str:
    """The text of the rules as it is kept; raises `Usage`."""
    return written(parse(text, meant, here.settings["currency"]))


def _rules(here: Desk) -> list[Rule]:
    return queries.rules(here.settings, named)


def change(
    here: Desk, add: list[str], text: str | None, remove: list[str], *, yes: bool
) -> None:  # fmt: skip
    """Other rules: all of them set, some taken away, then some added; those that go are named."""
    if not all(each.strip() for each in add):
        raise Usage(say("what is the rule?"), EXAMPLES)
    if text is not None and not text.strip() and not add and not yes:
        _sure(here)
    with here.store.transaction():
        here.reread()
        before = _rules(here)
        rules = before if text is None else parse(text, meant, here.settings["currency"])
        # By their numbers of before, the last one first.
        for wanted in sorted(set(remove), key=lambda w: -int(w) if w.isdecimal() else 0):
            rules = without(rules, wanted if wanted.isdecimal() else meant(wanted).id)
        kept = checked(here, ";".join([written(rules), *add]))
        found = here.store.select(Setting, "WHERE name = ?", queries.SETTING)
        here.apply(given(found[0] if found else None, queries.SETTING, kept), queries.SETTING)
    here.reread()
    now = _rules(here)
    listing(here, changed=now != before, gone=[rule for rule in before if rule not in now])


def _sure(here: Desk) -> None:
    """Whether all rules are to go; raises `Refused` off a terminal, where nobody is asked."""
    count = len(_rules(here))
    if not count:
        return
    if not here.interactive:
        raise Refused(
            say_n("an empty --set takes away the one rule there is",
                  "an empty --set takes away all {count} rules", count),
            say("if that is meant: cm incentive rules --set '' --yes · one of them: --rm 2"),
        )  # fmt: skip
    if not here.confirm(say_n("Take away the one rule there is?", "Take away all {count} rules?",
                              count), default=False):  # fmt: skip
        raise Interrupted


def listing(here: Desk, *, changed: bool = False, gone: Sequence[Rule] = ()) -> None:
    """The rules in words."""
    rules = _rules(here)
    every = here.settings.text("incentive.period")
    here.show(
        lambda: view.rules_document(rules, every),
        lambda: view.rules_page(rules, every, here.speak, changed=changed, gone=gone),
    )


def score(here: Desk, words: list[str]) -> None:
    """What a period earned, by default the one that the rules are meant for."""
    from cmcli.domain.figures.incentive import earned
    from cmcli.domain.measure import span
    from cmcli.domain.period import parse_period
    from cmcli.queries.figures import Source, window

    today = here.now.date()
    usual = queries.period(here.settings, today)
    typed = parse_period(" ".join(words), today) if words else usual
    over = span(typed.begun(today), here.now)
    source = Source(here.store, here.settings, window([over]))
    facts = queries.of_window(source, named)
    scored = view.Scored(
        over.period, earned(facts, over), queries.changed_at(here.store),
        queries.recognition(source, over.period.end, here.now),
        here.settings.text("incentive.period"),
    )  # fmt: skip
    here.show(lambda: view.document(scored, here.speak), lambda: view.page(scored, here.speak))
