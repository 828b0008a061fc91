"""The verbs of the incentives: see and change the rules, count what a period earned."""

from cmcli.desk import Desk
from cmcli.domain.incentive import Rule, parse, without, written
from cmcli.domain.setting import Setting, given
from cmcli.measures import named
from cmcli.queries import incentive as queries
from cmcli.views import incentive as view


def checked(here: Desk, text: str) -> str:
    """The text of the rules as it is kept; raises `Usage`."""
    return written(parse(text, named, here.settings["currency"]))


def _rules(here: Desk) -> list[Rule]:
    return queries.rules(here.settings, named)


def change(here: Desk, add: list[str], text: str | None, remove: list[str]) -> None:
    """Other rules: all of them set, some taken away, then some added."""
    with here.store.transaction():
        here.reread()
        rules = _rules(here) if text is None else parse(text, named, here.settings["currency"])
        # By their numbers of before, the last one first.
        for wanted in sorted(set(remove), key=lambda w: -int(w) if w.isdecimal() else 0):
            rules = without(rules, wanted)
        kept = checked(here, ";".join([written(rules), *add]))
        found = here.store.select(Setting, "WHERE name = ?", queries.SETTING)
        here.apply(given(found[0] if found else None, queries.SETTING, kept), queries.SETTING)
    here.reread()


def listing(here: Desk, *, changed: bool = False) -> None:
    """The rules in words."""
    rules = _rules(here)
    every = here.settings.text("incentive.period")
    here.show(
        lambda: view.rules_document(rules, every),
        lambda: view.rules_page(rules, every, here.speak, changed=changed),
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
