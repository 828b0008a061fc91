"""What a campaign brought, worked by hand, and the two kinds of lines on the agenda."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cmcli.domain import campaign_agenda as agenda
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.campaign_agenda import Attended, Policy, ToAsk
from cmcli.domain.campaign_result import Credited, Result, Return, result, result_by
from cmcli.domain.client import ClientTag
from cmcli.domain.figures import campaigns as figures
from cmcli.domain.figures.campaigns import Campaigns
from cmcli.domain.measure import Row, span
from cmcli.domain.period import parse_period
from cmcli.domain.prospect import Prospect
from cmcli.messages import Money
from tests.builders import NOW, TAG, at, campaign, campaign_cost, deal, guest


def prospect(client: int, **given: Any) -> Prospect:
    blank: dict[str, Any] = dict.fromkeys(Prospect._fields)
    usual = {"id": client, "client_id": client, "source": "salon", "campaign_id": 1,
             "stage": "new", "opened_at": NOW}  # fmt: skip
    return Prospect(**{**blank, **usual, **given})


GUESTS = [
    guest(1),
    guest(2, invited_at=NOW),
    guest(3, invited_at=NOW, reply="no"),
    guest(4, invited_at=NOW, reply="yes"),
    guest(5, invited_at=NOW, reply="yes", attended_at=NOW),
    guest(6, attended_at=NOW, walk_in=1),
]


def brought(*costs: Any, credited: Credited = Credited(), **given: Any) -> Result:  # noqa: B008
    return result(campaign(**given), GUESTS, list(costs), credited, NOW)


def test_guests_are_counted() -> None:
    found = brought()
    # On the list five, the walk-in is none of them; asked four; yes two; there two.
    assert found[:5] == (5, 4, 2, 2, 1)


def test_leads_are_clients_and_new_ones_became_active_since_it_began() -> None:
    credited = Credited(
        (deal(id=1, client_id=5), deal(id=2, client_id=5), deal(id=3, client_id=6, stage="lost")),
        (prospect(5), prospect(7), prospect(8), prospect(9)),
        {
            5: at("2026-11-26 23:59"),  # active the evening before: no new client
            6: at("2026-11-27 00:00"),
            7: at("2026-12-24 10:00"),  # 8 and 9 are prospects still
        },
    )
    found = brought(credited=credited)
    assert (found.leads, found.new_clients, found.won) == (5, 2, 0)


def test_money_by_hand() -> None:
    credited = Credited(
        (
            deal(id=1, client_id=1, stage="won", amount=30_000_000),
            deal(id=2, client_id=2, stage="won", amount=20_000_000),
            deal(id=3, client_id=3),
        ),
        (),
        {1: at("2026-12-01 10:00")},
    )
    found = brought(campaign_cost(800_000), campaign_cost(400_001), credited=credited)
    # 12,000.01 over 3 leads, 1 new client, 2 won; 500,000 over 12,000.01.
    assert found.returns == (
        Return("CNY", 2_000_000, 1_200_001, 50_000_000, 400_000, 1_200_001, 600_000,
               50_000_000 / 1_200_001),
    )  # fmt: skip


def test_what_came_later_is_not_in_the_result_of_an_earlier_moment() -> None:
    credited = Credited(
        (
            deal(id=1, client_id=1, stage="won", opened_at=at("2026-11-27 09:00"),
                 closed_at=at("2026-11-27 12:00"), amount=700),
            deal(id=2, client_id=2, stage="won", opened_at=at("2026-11-27 09:00"),
                 closed_at=at("2026-11-28 12:00"), amount=900),
            deal(id=3, client_id=3, opened_at=at("2026-11-28 09:00")),
        ),
        (prospect(4, opened_at=at("2026-11-28 09:00")),),
        {1: at("2026-11-27 12:00"), 2: at("2026-11-28 12:00")},
    )  # fmt: skip
    guests = [
        guest(1, invited_at=at("2026-11-20 09:00"), reply="yes", replied_at=at("2026-11-21 09:00"),
              attended_at=at("2026-11-27 09:00")),
        guest(2, invited_at=at("2026-11-20 09:00"), reply="yes", replied_at=at("2026-11-28 09:00"),
              attended_at=at("2026-11-28 09:00")),
        guest(3, listed_at=at("2026-11-28 09:00")),
    ]  # fmt: skip
    costs = [campaign_cost(100), campaign_cost(50, spent_on=date(2026, 11, 28))]
    found = result_by(campaign(), guests, costs, credited, at("2026-11-27 23:59"))
    # Two on the list, two asked, one yes, one there, no walk-in; leads 1 and 2, one of them new,
    # one deal won.
    assert found[:8] == (2, 2, 1, 1, 0, 2, 1, 1)
    assert (found.returns[0].cost, found.returns[0].won_amount) == (100, 700)


def test_nothing_under_the_line_is_none() -> None:
    (nothing,) = brought().returns
    assert nothing == Return("CNY", 2_000_000, 0, 0, None, None, None, None)
    (spent,) = brought(campaign_cost(100)).returns
    assert spent[4:] == (None, None, None, 0.0)
    free = Credited((deal(stage="won"),))
    assert brought(credited=free).returns[0][3:] == (5_000_000, None, None, None, None)


def test_each_currency_stands_by_itself_the_campaigns_own_first() -> None:
    credited = Credited((deal(stage="won", amount=900, currency="AUD"), deal(id=2, client_id=2)))
    found = brought(campaign_cost(1_000), campaign_cost(500, currency="USD"), credited=credited)
    assert [one.currency for one in found.returns] == ["CNY", "AUD", "USD"]
    assert [(one.budget, one.cost, one.won_amount) for one in found.returns] == [
        (2_000_000, 1_000, 0), (None, 0, 900), (None, 500, 0),
    ]  # fmt: skip
    assert [one.per_lead for one in found.returns] == [500, None, 250]
    assert [one.ratio for one in found.returns] == [0.0, None, 0.0]


# Before the event


def weekday(day: date) -> bool:
    return day.weekday() < 5


POLICY = Policy(weekday, call_days=14, share=3)


def clients(count: int, key: int = 0) -> tuple[ClientTag, ...]:
    """`count` clients, the last `key` of them key clients."""
    return tuple(
        ClientTag(n, f"客户{n}", "key" if n > count - key else "standard")
        for n in range(1, count + 1)
    )


def calls(now: datetime, count: int = 3, key: int = 0, **given: Any) -> list[AgendaItem]:
    return list(agenda.calls([ToAsk(campaign(**given), clients(count, key))], now, POLICY))


@pytest.mark.parametrize(
    ("day", "lines"),
    [("2026-11-12 10:00", 0), ("2026-11-13 10:00", 3), ("2026-11-27 18:00", 3),
     ("2026-11-28 00:00", 0)],
)  # fmt: skip
def test_guests_are_asked_from_two_weeks_before_to_the_end(day: str, lines: int) -> None:
    assert len(calls(at(day))) == lines


def test_a_share_a_day_key_clients_first_and_how_many_are_left() -> None:
    found = calls(at("2026-11-23 10:00"), 20, key=2)
    assert [item.ref for item in found] == ["c19", "c20", "c1", "m1"]
    assert {item.section for item in found} == {"growth"}
    assert [item.kind for item in found] == ["invitation"] * 3 + ["campaign"]
    assert {item.due for item in found} == {at("2026-11-27 00:00")}
    more = found[-1]
    assert dict(more.title.params)["count"] == 17  # type: ignore[union-attr]
    # Monday to Thursday are four working days for twenty calls.
    assert str(more.when) == "5 a day · cm campaign show m1"
    assert more.client is None


def test_while_it_runs_they_are_asked_by_its_last_day() -> None:
    week: dict[str, Any] = {"end_on": date(2026, 12, 4)}
    assert calls(at("2026-11-26 10:00"), **week)[0].due == at("2026-11-27 00:00")
    assert calls(at("2026-11-28 10:00"), **week)[0].due == at("2026-12-04 00:00")
    assert calls(at("2026-12-05 10:00"), **week) == []


# After the event


def follow_up(now: datetime, reached: datetime | None = None, **given: Any) -> list[AgendaItem]:
    return list(agenda.follow_ups([Attended(campaign(**given), TAG, reached)], now, POLICY))


@pytest.mark.parametrize(
    ("end", "due"),
    [("2026-11-27", "2026-12-01"), ("2026-11-25", "2026-11-27"), ("2026-11-26", "2026-11-30"),
     ("2026-11-28", "2026-12-01")],
)  # fmt: skip
def test_the_second_working_day_after(end: str, due: str) -> None:
    day = agenda.follow_up_day(date.fromisoformat(end), weekday)
    assert day == date.fromisoformat(due)


def test_a_guest_is_called_by_the_end_of_that_day() -> None:
    assert follow_up(at("2026-11-27 23:59")) == []
    (item,) = follow_up(at("2026-11-28 08:30"))
    assert (item.ref, item.kind, item.section) == ("c1", "follow_up", "growth")
    assert (item.client, item.due, item.state) == (TAG, at("2026-12-01 00:00"), "open")
    assert follow_up(at("2026-12-01 23:59"))[0].state == "open"
    assert follow_up(at("2026-12-02 00:00"))[0].state == "overdue"


def test_a_contact_that_reached_them_after_the_event_ends_it() -> None:
    now = at("2026-12-03 10:00")
    assert follow_up(now, at("2026-11-28 00:00")) == []
    assert len(follow_up(now, at("2026-11-27 23:59"))) == 1


def test_it_is_given_up_after_thirty_days() -> None:
    assert len(follow_up(at("2026-12-27 10:00"))) == 1
    assert follow_up(at("2026-12-28 10:00")) == []


# The measures

OVER = span(parse_period("2026-11", NOW.date()), NOW)


def facts(**given: Any) -> Campaigns:
    blank: dict[str, Any] = {"deals": [], "prospects": [], "costs": [], "names": {1: "秋季沙龙"}}
    return Campaigns(**{**blank, **given})


def test_a_lead_counts_when_its_first_record_was_opened() -> None:
    october, two = at("2026-10-30 10:00"), ClientTag(2, "周立", "standard")
    found = figures.leads(
        facts(
            deals=[
                (deal(campaign_id=1), TAG),
                (deal(id=2, campaign_id=1, opened_at=at("2026-11-20 10:00")), TAG),
                (deal(id=3, campaign_id=2, client_id=1), TAG),
                (deal(id=4, campaign_id=1, client_id=2), two),
            ],
            prospects=[(prospect(2, opened_at=october), two)],
        ),
        OVER,
    )
    # TAG is a lead of both campaigns; 周立 was one in October already.
    assert found.rows == [
        Row("campaign", 1, TAG, at("2026-11-01 09:00"), "秋季沙龙"),
        Row("campaign", 2, TAG, at("2026-11-01 09:00"), None),
    ]


def test_cost_counts_by_the_day_it_was_spent_and_sales_by_their_closing() -> None:
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    costs = [campaign_cost(n, spent_on=day) for n, day in enumerate(days, 1)]
    rows = figures.cost(facts(costs=costs), OVER).rows or []
    assert [row.value for row in rows] == [Money(2, "CNY"), Money(3, "CNY")]
    assert [row.at for row in rows] == [at("2026-11-01 00:00"), at("2026-11-30 00:00")]
    closed = at("2026-11-10 10:00")
    deals = [
        (deal(campaign_id=1, stage="won", closed_at=closed), TAG),
        (deal(id=2, campaign_id=1, stage="lost", closed_at=closed), TAG),
        (deal(id=3, campaign_id=1, stage="won", closed_at=closed + timedelta(days=30)), TAG),
    ]
    rows = figures.won_amount(facts(deals=deals), OVER).rows or []
    assert [(row.id, row.value) for row in rows] == [(1, Money(5_000_000, "CNY"))]
