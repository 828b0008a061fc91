"""Stress as pages and documents."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.holding import Held
from cmcli.domain.money import rounded
from cmcli.domain.ref import ref_of
from cmcli.domain.stress import Exposure, Hit, Outcome, Scenario, Scenarios, Total
from cmcli.i18n import gettext, language
from cmcli.messages import Joined, Message, Money, joined, say, say_n
from cmcli.named import NamedTuple
from cmcli.views.record import client_tag, value
from cmcli.views.sheet import BLANK, Column, Line, Sheet, Span, Text, named, simple_table
from cmcli.views.speech import Speaker, listed, starred

# Of several scenarios only the gravest losses are shown, and only so many assumptions.
_FEW = 5


class Result(NamedTuple):
    """What was asked for: of one client or of the book (None), one scenario (`full`) or all;
    `own` is the manager's currency, `assumed` the products that go by assumption.
    """  # noqa: D205

    day: date
    own: str
    client: ClientTag | None
    outcomes: list[Outcome]
    assumed: list[tuple[Exposure, int]]
    full: bool


def assumptions(
    held: Iterable[Held], exposures: Mapping[int, Exposure]
) -> list[tuple[Exposure, int]]:  # fmt: skip
    """The products that go by assumption, each with the number of its holdings."""
    counts: dict[int, int] = {}
    for one in held:
        counts[one.product.id] = counts.get(one.product.id, 0) + 1
    return [(exposures[number], count) for number, count in sorted(counts.items())
            if exposures[number].assumed]  # fmt: skip


# Documents


def document(result: Result) -> dict[str, Any]:
    """Scenarios with their losses as JSON; shares are fractions, 0.01 is 1 %."""
    return {
        "at": result.day.isoformat(),
        "currency": result.own,
        "client": client_tag(result.client),
        "scenarios": [_outcome_document(outcome) for outcome in result.outcomes],
        "assumptions": [
            {
                "product": ref_of("product", one.product.id),
                "code": one.product.code,
                "kind": one.product.kind,
                "level": f"R{one.product.level}" if one.product.level else None,
                "equity": one.equity,
                "duration": one.duration,
                "holdings": count,
            }
            for one, count in result.assumed
        ],
    }


def _outcome_document(outcome: Outcome) -> dict[str, Any]:
    verdicts = [hit.verdict for hit in outcome.hits]
    return _scenario_document(outcome.scenario) | {
        "totals": [_total_document(total) for total in outcome.totals],
        "counts": {name: verdicts.count(name) for name in ("beyond", "unknown", "within")},
        "clients": [_hit_document(hit) for hit in outcome.hits],
    }


def _scenario_document(scenario: Scenario) -> dict[str, Any]:
    return scenario._asdict() | {"title": scenario.title.said(language())}


def _total_document(total: Total) -> dict[str, Any]:
    return {
        "value": value(Money(total.value, total.currency), None),
        "loss": value(Money(total.loss, total.currency), None),
        "share": total.share,
    }


def _hit_document(hit: Hit) -> dict[str, Any]:
    accepted = None if hit.accepted is None else hit.accepted / 100
    return {"client": client_tag(hit.client), "level": hit.level} | _total_document(hit.total) | {
        "accepted": accepted,
        "verdict": hit.verdict,
    }  # fmt: skip


def book_document(book: Scenarios) -> dict[str, Any]:
    """Scenarios and assumptions as JSON."""
    return {
        "scenarios": [_scenario_document(scenario) for scenario in book.scenarios],
        "assumptions": [one._asdict() for one in book.assumptions],
    }


# Pages


def page(result: Result, speak: Speaker) -> Sheet:
    """Each scenario: what is lost in each currency, and who does not accept that much."""
    client = result.client
    name = starred(client.name, client.tier, speak) if client else gettext("the whole book")
    title = speak(joined([say("Stress"), name]))
    blocks: list[Any] = [
        Line(Span(title, "head"), Span(speak(say("on {day}", day=result.day)), "dim"))
    ]
    if not any(outcome.totals for outcome in result.outcomes):
        return Sheet((*blocks, Line(gettext("nothing is held"))))
    for outcome in result.outcomes:
        blocks += [BLANK, *_scenario(outcome, result, speak)]
    if result.assumed:
        blocks += [BLANK, Text(Span(speak(_assumed(result.assumed)), "dim"))]
    return Sheet(tuple(blocks), _hint(result))


def _hint(result: Result) -> str:
    worst = next((hit for one in result.outcomes for hit in one.hits if hit.verdict == "beyond"),
                 None)  # fmt: skip
    if worst is None:
        return ""
    return gettext("next: cm risk market --client {name} · cm advise {name}").format(
        name=worst.client.name
    )


def _scenario(outcome: Outcome, result: Result, speak: Speaker) -> list[Any]:
    scenario = outcome.scenario
    head = joined([scenario.name, scenario.title.said(language())])
    blocks: list[Any] = [Line(Span(speak(head), "head"))]
    if result.client:
        return [*blocks, *(_of_client(hit, speak) for hit in outcome.hits)]
    blocks += [Text(speak(_total(total)), 1) for total in outcome.totals]
    counts = _counts(outcome)
    if counts.parts:
        blocks.append(Text(speak(counts), 1))
    shown = _shown(outcome, full=result.full)
    if shown:
        columns = (
            Column(), named(), Column("", "right"), Column("", "right"),
            Column(),
        )  # fmt: skip
        blocks.append(simple_table(columns, [_hit(hit, speak) for hit in shown]))
    left = sum(hit.verdict == "beyond" for hit in outcome.hits) - len(shown)
    if left > 0 and not result.full:
        more = say("{count} more: cm risk stress --scenario {name}", count=left,
                   name=scenario.name)  # fmt: skip
        blocks.append(Text(Span(speak(more), "dim"), 2))
    return blocks


def _of_client(hit: Hit, speak: Speaker) -> Text:
    beyond = hit.verdict == "beyond"
    said = speak(joined([_total(hit.total), _accepts(hit)]))
    return Text(Span(f"! {said}", "risk") if beyond else said, 1)


def _accepts(hit: Hit) -> Message | None:
    if hit.accepted is None:
        return say("no valid assessment") if hit.verdict == "unknown" else None
    return say("{level} accepts {percent} %", level=hit.level, percent=f"{hit.accepted:g}")


def _shown(outcome: Outcome, *, full: bool) -> list[Hit]:
    """Who loses too much; in full also of whom that is not known."""
    if full:
        return [hit for hit in outcome.hits if hit.verdict != "within"]
    return [hit for hit in outcome.hits if hit.verdict == "beyond"][:_FEW]


def _total(total: Total) -> Message:
    owned = rounded(Money(total.value, total.currency))
    if total.loss == 0:
        return say("of {owned} no loss", owned=owned)
    amount = rounded(Money(abs(total.loss), total.currency))
    percent = f"{100 * abs(total.share):.1f}"
    if total.loss < 0:
        return say("of {owned} a gain of {amount} ({percent} %)", owned=owned, amount=amount,
                   percent=percent)  # fmt: skip
    return say("of {owned} a loss of {amount} ({percent} %)", owned=owned, amount=amount,
               percent=percent)  # fmt: skip


def _counts(outcome: Outcome) -> Joined:
    def clients(verdict: str) -> int:
        return len({hit.client.id for hit in outcome.hits if hit.verdict == verdict})

    beyond, unknown = clients("beyond"), clients("unknown")
    return joined([
        say_n("{count} client loses more than accepted", "{count} clients lose more than accepted",
              beyond) if beyond else None,
        say_n("{count} client without a valid assessment",
              "{count} clients without a valid assessment", unknown) if unknown else None,
    ])  # fmt: skip


def _hit(hit: Hit, speak: Speaker) -> tuple[Any, ...]:
    beyond = hit.verdict == "beyond"
    return (
        Span(f"  {ref_of('client', hit.client.id)}", "ref"),
        starred(hit.client.name, hit.client.tier, speak),
        speak(rounded(Money(hit.total.loss, hit.total.currency))),
        Span(f"{'! ' if beyond else ''}{100 * hit.total.share:.1f} %", "risk" if beyond else ""),
        speak(_accepts(hit)),
    )


def _assumed(found: list[tuple[Exposure, int]]) -> Joined:
    holdings = sum(count for _, count in found)
    names = listed(
        f"{one.product.code} ({one.equity:g} %, {one.duration:g})" for one, _ in found[:_FEW]
    )
    more = len(found) - _FEW
    return joined([
        say_n("{count} holding by assumption (equity share, duration in years): "
              "{names}",
              "{count} holdings by assumption (equity share, duration in years): "
              "{names}", holdings, names=names),
        say_n("{count} product more", "{count} products more", more) if more > 0 else None,
        say("cm product edit P --equity PCT --duration YEARS"),
    ])  # fmt: skip


def book(scenarios: Scenarios, speak: Speaker) -> Sheet:
    """What is in force from now on."""
    rows = [
        (Span(speak(one.name), "ref"), speak(one.title.said(language())), speak(_shocks(one)))
        for one in scenarios.scenarios
    ]
    columns = (Column(), Column(shrink=True, least=12), Column())
    count = say_n("{count} scenario in force", "{count} scenarios in force", len(rows))
    hint = gettext(
        "next: cm risk stress · the built-in ones again: cm config set stress.scenarios ''"
    )
    return Sheet((Line(speak(count)), simple_table(columns, [*rows])), hint)


def _shocks(scenario: Scenario) -> Joined:
    return joined([
        say("shares {change} %", change=f"{scenario.equity:+g}") if scenario.equity else None,
        say("rates {change} bp", change=f"{scenario.rates:+g}") if scenario.rates else None,
        say("currencies {change} %", change=f"{scenario.currency:+g}")
        if scenario.currency else None,
    ])  # fmt: skip
