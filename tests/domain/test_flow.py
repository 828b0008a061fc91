"""Where time goes and work waits, by hand; what the figures suggest, and whether it helped."""

from datetime import timedelta
from typing import Any

from cmcli.domain.flow import (
    Due,
    Errand,
    Facts,
    Flow,
    Passage,
    Touch,
    Wait,
    flow,
    hours,
    unanswered,
    waited,
)
from cmcli.domain.flow_suggestion import Policy, followed, suggestions
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from tests.builders import NOW, at

OVER = span(parse_period("2026-11", NOW.date()), NOW)
POLICY = Policy(timedelta(hours=24))


def touch(when: str = "2026-11-10 10:00", **given: Any) -> Touch:
    usual: dict[str, Any] = {
        "client": 1, "tier": "standard", "channel": "phone", "direction": "out",
        "outcome": "reached", "minutes": 10, "work": "other",
    }  # fmt: skip
    return Touch(at=at(when), **{**usual, **given})


def missed(when: str, **given: Any) -> Touch:
    return touch(when, outcome="no_answer", minutes=None, **given)


def due(number: int, **given: Any) -> Due:
    usual: dict[str, Any] = {
        "client": 1, "purpose": "确认到账", "every": None, "moved": 0, "done": True,
        "reached": True,
    }  # fmt: skip
    return Due(id=number, **{**usual, **given})


def of(*touches: Touch, **given: Any) -> Flow:
    usual: dict[str, Any] = {
        "waits": [], "passages": [], "callbacks": [], "reopened": [], "replies": 0,
        "minutes": {"phone": 7, "visit": 60},
    }  # fmt: skip
    return flow(Facts(list(touches), **{**usual, **given}), OVER)


# Time


def test_minutes_nobody_typed_are_the_channels_and_marked() -> None:
    found = of(
        touch(minutes=20, tier="key"), touch(minutes=None, work="deal"),
        touch(channel="visit", minutes=None, tier="key"),
    )  # fmt: skip
    # 20 typed, 7 and 60 estimated.
    assert (found.total.contacts, found.total.minutes, found.total.estimated) == (3, 87, 67)
    assert [(s.key, s.minutes, s.estimated) for s in found.channels] == [
        ("visit", 60, 60), ("phone", 27, 7)]  # fmt: skip
    assert [(s.key, s.minutes) for s in found.tiers] == [("key", 80), ("standard", 7)]
    assert [(s.key, s.minutes) for s in found.work] == [("other", 80), ("deal", 7)]


def test_hours_are_those_of_the_managers_day_and_need_evidence_for_a_rate() -> None:
    calls = [touch(f"2026-11-10 09:5{n}") for n in range(4)]
    found = hours([*calls, touch("2026-11-10 11:00", direction="in")], {}, NOW)
    assert [(h.hour, h.minutes, h.tried, h.reached, h.rate) for h in found] == [
        (9, 40, 4, 4, None), (10, 0, 0, 0, None), (11, 10, 0, 0, None),
    ]  # fmt: skip
    fifth = missed("2026-11-11 09:00")
    assert hours([*calls, fifth], {}, NOW)[0].rate == 4 / 5
    assert hours([], {}, NOW) == []
    # A message out is no call.
    assert hours([touch(channel="wechat")], {}, NOW)[0].tried == 0


# Waiting


def test_a_wait_is_the_median_and_the_ninth_of_ten() -> None:
    begun = at("2026-11-10 10:00")
    waits = [Wait("reply", begun, begun + timedelta(hours=n)) for n in range(1, 11)]
    found = waited("reply", waits)
    # 1 … 10 hours: in the middle of 5 and 6; nine of ten were over within 9.
    assert (found.times, found.median, found.p90) == (
        10, timedelta(hours=5.5), timedelta(hours=9))  # fmt: skip
    assert waited("reply", waits[:1])[1:4] == (1, timedelta(hours=1), timedelta(hours=1))
    assert waited("reply", [])[1:4] == (0, None, None)


def test_a_wait_counts_in_the_period_in_which_it_ended() -> None:
    first, last = at("2026-11-01 00:00"), at("2026-12-01 00:00")
    ends = [first - timedelta(seconds=1), first, last - timedelta(seconds=1), last]
    waits = [Wait("reply", at("2026-10-01 00:00"), end) for end in ends]
    passages = [
        Passage(n, "lead", at("2026-10-01 00:00"), end, "won") for n, end in enumerate(ends)
    ]
    found = of(waits=waits, passages=passages)
    assert found.waited("reply").times == found.waited("lead").times == 2


# What came back


def test_three_unanswered_in_a_row_are_too_many() -> None:
    days = [f"2026-11-1{n} 10:00" for n in range(5)]
    three = [missed(day) for day in days[:3]]
    assert [(u.client, u.calls) for u in unanswered(three)] == [(1, 3)]
    assert unanswered(three[:2]) == []
    # What the client takes part in ends the row; a message that was sent does not.
    assert unanswered([*three[:2], touch(days[2]), missed(days[3])]) == []
    inward = touch(days[2], channel="wechat", direction="in")
    assert unanswered([*three[:2], inward, missed(days[3])]) == []
    sent = touch(days[2], channel="wechat")
    assert unanswered([*three[:2], sent, missed(days[3])])[0].calls == 3
    # Another client's calls are another row.
    assert unanswered([*three[:2], missed(days[2], client=2)]) == []


# What had no effect


def test_a_stage_that_lets_every_deal_through_at_once_has_no_effect() -> None:
    begun = at("2026-11-10 09:00")

    def deal(number: int, hours: int = 1, end: str = "won") -> list[Passage]:
        middle = begun + timedelta(hours=hours)
        return [Passage(number, "proposal", begun, middle, "negotiation"),
                Passage(number, "negotiation", middle, middle + timedelta(days=9), end)]  # fmt: skip

    quick = [p for n in range(5) for p in deal(n)]
    assert [(w.step, w.times) for w in of(passages=quick).straight] == [("proposal", 5)]
    assert of(passages=quick[:-2]).straight == []
    # A day in the stage, a loss from it, or a deal that is still open: nothing is claimed.
    slow = [p for n in range(5) for p in deal(n, hours=24)]
    assert of(passages=slow).straight == []
    lost = [Passage(9, "proposal", begun, begun + timedelta(hours=1), "lost")]
    assert of(passages=[*quick, *lost]).straight == []
    assert of(passages=[p for p in quick if p.stage == "proposal"]).straight == []


def test_rounds_that_reach_nobody_and_promises_always_put_off() -> None:
    rounds = [due(n, every="FREQ=WEEKLY", reached=False) for n in (1, 2)]
    assert [s.times for s in of(callbacks=rounds).unreached] == [2]
    assert of(callbacks=rounds[:1]).unreached == []
    assert of(callbacks=[*rounds, due(3, every="FREQ=WEEKLY")]).unreached == []
    moved = [due(n, moved=1) for n in range(5)]
    assert [(s.purpose, s.times) for s in of(callbacks=moved).put_off] == [("确认到账", 5)]
    assert of(callbacks=[*moved, due(6)]).put_off == []
    assert of(callbacks=moved[:4]).put_off == []
    assert [c.id for c in of(callbacks=[due(1, moved=2), due(2, moved=3)]).moved_often] == [2]


# Suggestions


def calls(hour: int, reached: int, tried: int) -> list[Touch]:
    """Calls of one hour, each to another client."""
    return [
        touch(f"2026-11-10 {hour:02}:{n % 60:02}", client=hour * 1000 + n, tier="focus",
              outcome="reached" if n < reached else "no_answer")
        for n in range(tried)
    ]  # fmt: skip


def test_nothing_is_suggested_without_evidence() -> None:
    assert suggestions(of(), POLICY) == []
    # Nine calls in the better hour, nineteen in the others.
    assert suggestions(of(*calls(10, 9, 9), *calls(14, 2, 30)), POLICY) == []
    assert suggestions(of(*calls(10, 10, 10), *calls(14, 2, 19)), POLICY) == []
    # Nine points better are no reason.
    assert suggestions(of(*calls(10, 69, 100), *calls(14, 60, 100)), POLICY) == []


def test_the_better_hour_is_named_with_its_figures() -> None:
    (found,) = suggestions(of(*calls(10, 8, 10), *calls(14, 10, 20)), POLICY)
    assert str(found.text) == (
        "call between 10:00 and 11:00: 8 of 10 calls reached the client (80 %), "
        "at other hours 10 of 20 (50 %)"
    )
    # 18 of 30 over all.
    assert (found.id, found.figure.value, found.command) == ("best_hour", 0.6, "cm callback list")


def test_at_most_three_in_their_order() -> None:
    begun = at("2026-11-01 09:00")
    row = [missed(f"2026-11-1{n} 20:00") for n in range(3)]
    passages = [Passage(n, stage, begun, begun + timedelta(days=days), "won")
                for n in range(5) for stage, days in (("lead", 2), ("proposal", 4))]  # fmt: skip
    waits = [Wait("reply", begun, begun + timedelta(hours=13)) for _ in range(10)]
    moved = [due(n, moved=int(n < 2)) for n in range(10)]
    everything = of(*row, *calls(10, 30, 30), *calls(14, 10, 20), passages=passages, waits=waits,
                    callbacks=moved)  # fmt: skip
    assert [s.id for s in suggestions(everything, POLICY)] == ["unanswered", "best_hour", "stage"]
    rest = of(passages=passages, waits=waits, callbacks=moved)
    assert [s.id for s in suggestions(rest, POLICY)] == ["stage", "reply", "moved"]
    # Nine replies, half a day exactly, or one callback moved of ten: no evidence.
    less = of(waits=waits[:9], callbacks=[*moved[1:], due(11)])
    assert suggestions(less, POLICY) == []
    half = [Wait("reply", begun, begun + timedelta(hours=12)) for _ in range(10)]
    assert suggestions(of(waits=half), POLICY) == []


def test_key_clients_come_before_the_others() -> None:
    mine, theirs = touch(tier="key", minutes=140), touch(minutes=160)
    (found,) = suggestions(of(mine, theirs), POLICY)
    assert (found.id, round(found.figure.value or 0, 4)) == ("key_time", 0.4667)
    assert suggestions(of(mine, theirs._replace(minutes=140)), POLICY) == []
    assert suggestions(of(mine._replace(minutes=100), theirs), POLICY) == []


def test_what_was_suggested_before_is_measured_again() -> None:
    before = suggestions(of(*calls(10, 8, 10), *calls(14, 10, 20)), POLICY)
    after = of(*calls(10, 25, 27), *calls(14, 2, 3))
    (found,) = followed(before, after)
    # 60 % then; 27 of 30 now.
    assert (found.suggestion.figure.value, found.now.value, found.verdict) == (0.6, 0.9, "better")
    assert followed(before, of(*calls(10, 1, 20)))[0].verdict == "worse"
    assert followed(before, of(*calls(10, 18, 30)))[0].verdict == "same"
    assert followed(before, of(*calls(10, 19, 19)))[0].verdict == "unknown"
    # 20 of 30, or 16 of 30: of so few calls it may be chance.
    assert followed(before, of(*calls(10, 20, 30)))[0].verdict == "same"
    assert followed(before, of(*calls(10, 16, 30)))[0].verdict == "same"
    # Of what should be less, less is better.
    moved = suggestions(of(callbacks=[due(n, moved=1) for n in range(10)]), POLICY)
    (less,) = followed(moved, of(callbacks=[due(n, moved=int(n < 3)) for n in range(10)]))
    assert (less.suggestion.figure.value, less.now.value, less.verdict) == (1, 0.3, "better")


def test_a_step_of_less_than_two_points_is_none_however_many_calls() -> None:
    before = suggestions(of(*calls(10, 950, 1000), *calls(14, 7550, 9500)), POLICY)
    assert [one.id for one in before] == ["best_hour"]
    # 81.0 % then, 82.9 % now: sure by the number of calls, and not worth a word.
    assert followed(before, of(*calls(10, 8700, 10500)))[0].verdict == "same"
    assert followed(before, of(*calls(10, 8800, 10500)))[0].verdict == "better"


def test_times_moved_where_they_did_by_more_than_they_vary() -> None:
    begun = at("2026-11-01 09:00")

    def passed(*days: float) -> list[Passage]:
        return [Passage(n, "proposal", begun, begun + timedelta(days=each), "won")
                for n, each in enumerate(days)]  # fmt: skip

    quick = [Passage(90 + n, "lead", begun, begun + timedelta(days=1), "won") for n in range(5)]
    before = suggestions(of(passages=[*quick, *passed(9, 10, 10, 10, 11)]), POLICY)
    assert [one.id for one in before] == ["stage"]

    def verdict(*days: float) -> str:
        return followed(before, of(passages=passed(*days)))[0].verdict

    assert verdict(5, 6, 6, 6, 7) == "better"
    assert verdict(13, 14, 14, 14, 15) == "worse"
    # Days between one and twenty say little of their middle.
    assert verdict(1, 2, 6, 18, 20) == "same"
    # A twentieth of ten days is half a day.
    assert verdict(9.6, 9.6, 9.6, 9.6, 9.6) == "same"
    assert verdict(6, 6, 6, 6) == "unknown"


def test_rows_of_unanswered_calls_are_few_events() -> None:
    def rows(clients: int) -> list[Touch]:
        missed_ = [
            missed(f"2026-11-1{n} 20:00", client=c) for c in range(clients) for n in range(3)
        ]
        return [*missed_, *calls(10, 30, 30)]

    before = suggestions(of(*rows(2)), POLICY)
    assert before[0].id == "unanswered"
    # Six calls then, and none or nine now: two or three rows.
    assert followed(before, of(*rows(0)))[0].verdict == "same"
    assert followed(before, of(*rows(3)))[0].verdict == "same"
    assert followed(before, of(*rows(20)))[0].verdict == "worse"


def test_the_department_that_is_late_most_is_named() -> None:
    def due_at(name: str, late: int, count: int) -> list[Errand]:
        return [Errand(name, n < late) for n in range(count)]

    errands = [*due_at("运营部", 3, 9), *due_at("risk control", 4, 5), *due_at("科技部", 2, 2)]
    (found,) = suggestions(of(errands=errands), POLICY)
    assert str(found.text).startswith("4 of 5 hand-offs due at risk control were late")
    assert (found.id, found.key, found.figure.value) == ("handoffs", "risk control", 0.8)
    assert found.command == "cm handoff list --late --department 'risk control'"
    # Two late ones, or less than a third of them, name nobody.
    assert (
        suggestions(of(errands=[*due_at("科技部", 2, 2), *due_at("运营部", 3, 10)]), POLICY) == []
    )
    (later,) = followed([found], of(errands=due_at("risk control", 0, 9)))
    assert (later.now.value, later.verdict) == (0, "better")
    assert followed([found], of(errands=due_at("risk control", 0, 2)))[0].verdict == "unknown"
