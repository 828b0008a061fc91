"""A campaign and its guests: what is sound, who may stand on the list, who was there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cmcli.domain import campaign as rules
from cmcli.domain import campaign_guest as guests
from cmcli.domain.campaign import CampaignGuest
from cmcli.domain.campaign_guest import Told
from cmcli.domain.change import Delete, Insert, Update
from cmcli.domain.client import ClientTag
from cmcli.errors import NotFound, Refused, Usage
from tests.builders import NOW, SHANGHAI, at, campaign, campaign_cost, guest

ONE, TWO, THREE = (ClientTag(number, f"客户{number}", "standard") for number in (1, 2, 3))
AFTER = at("2026-11-28 09:00")


# The campaign


def test_a_new_campaign_is_written() -> None:
    new = campaign(id=-1)
    assert rules.added(new, None) == rules.added(new, 1) == [Insert(new)]


def test_it_may_last_one_day_but_not_end_before_it_begins() -> None:
    with pytest.raises(Usage):
        rules.added(campaign(end_on=date(2026, 11, 26)), None)
    with pytest.raises(Usage):
        rules.edited(campaign(), None, start_on=date(2026, 11, 28))
    later = rules.edited(campaign(), None, end_on=date(2026, 11, 28))
    assert later == [Update("campaign", 1, {"end_on": date(2026, 11, 28)})]


def test_a_target_group_has_somebody_in_it() -> None:
    with pytest.raises(NotFound) as error:
        rules.added(campaign(target="tier=key\nage>=90"), 0)
    assert error.value.exit_code == 3
    assert "tier=key; age>=90" in str(error.value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("5000", 500_000), ("2万", 2_000_000), ("CNY 5000", 500_000), ("5000 cny", 500_000),
     ("RMB2万", 2_000_000), ("¥300", 30_000), ("300元", 30_000), ("5k", 500_000)],
)  # fmt: skip
def test_an_amount_may_name_the_managers_currency(text: str, amount: int) -> None:
    assert rules.amount_in(text, "CNY") == amount


@pytest.mark.parametrize("text", ["USD 5000", "5000 usd", "$5000", "€20", "5万HKD", "HKD5万"])
def test_another_currency_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(Usage) as error:
        rules.amount_in(text, "CNY")
    assert "CNY" in str(error.value)
    assert error.value.hint is not None
    assert "convert" in str(error.value.hint)


def test_a_dollar_is_one_where_dollars_are_reckoned() -> None:
    assert rules.amount_in("$5000", "USD") == rules.amount_in("USD 5000", "USD") == 500_000


def test_money_is_spent_on_something() -> None:
    assert rules.spent(campaign_cost(1)) == [Insert(campaign_cost(1))]
    with pytest.raises(Usage):
        rules.spent(campaign_cost(1, text=""))


def test_it_is_removed_with_its_list_until_somebody_was_asked() -> None:
    assert rules.removable(campaign(), [guest(1), guest(2)], []) == [
        Delete("campaign_guest", 1), Delete("campaign_guest", 2), Delete("campaign", 1),
    ]  # fmt: skip
    for one in (guest(invited_at=NOW), guest(reply="no"), guest(attended_at=NOW)):
        with pytest.raises(Refused):
            rules.removable(campaign(), [one], [])
    with pytest.raises(Refused) as error:
        rules.removable(campaign(), [guest(invited_at=NOW)], [("deal", 2), ("campaign_cost", 1)])
    assert dict(error.value.message.params)["n"] == 4


@pytest.mark.parametrize(
    ("day", "state"), [(26, "ahead"), (27, "running"), (28, "running"), (29, "over")]
)
def test_it_is_ahead_running_or_over(day: int, state: str) -> None:
    two_days = campaign(end_on=date(2026, 11, 28))
    assert rules.state(two_days, date(2026, 11, day)) == state


# The list


def invited(*clients: ClientTag, told: Told = Told(), now: datetime = NOW, **there: Any) -> Any:  # noqa: B008
    known: dict[int, CampaignGuest] = there.get("known", {})
    return guests.invited(campaign(), known, clients, told, now)


def test_clients_are_listed_once() -> None:
    found = invited(ONE, TWO, ONE)
    assert found.new == [ONE, TWO]
    assert found.changes == [Insert(guest(1, id=-1)), Insert(guest(2, id=-2))]
    again = invited(ONE, known={1: guest(1)})
    assert (again.changes, again.new, again.already) == ([], [], [ONE])


def test_asking_and_replying_are_taken_down_the_first_asking_stays() -> None:
    first, later = at("2026-11-20 10:00"), at("2026-11-22 10:00")
    new = invited(ONE, told=Told(first))
    assert new.changes == [Insert(guest(1, id=-1, invited_at=first))]
    said = invited(ONE, told=Told(later, "yes"), known={1: guest(1, invited_at=first)})
    assert said.changes == [
        Update("campaign_guest", 1, {"reply": "yes", "replied_at": later})
    ]  # fmt: skip
    changed = guest(1, invited_at=first, reply="yes", replied_at=first)
    no = invited(ONE, told=Told(later, "no"), known={1: changed})
    assert no.changes == [Update("campaign_guest", 1, {"reply": "no", "replied_at": later})]
    assert invited(ONE, told=Told(later, "yes"), known={1: changed}).already == [ONE]


def test_nobody_new_is_listed_once_it_is_over_a_reply_may_be_taken_down() -> None:
    with pytest.raises(Refused):
        invited(ONE, now=AFTER)
    late = invited(ONE, told=Told(AFTER, "no"), known={1: guest(1)}, now=AFTER)
    assert late.new == [ONE]


def test_who_was_not_there_may_be_taken_off() -> None:
    known = {1: guest(1), 2: guest(2, attended_at=NOW)}
    assert guests.taken_off(campaign(), known, [ONE]).changes == [Delete("campaign_guest", 1)]
    for client in (TWO, THREE):
        with pytest.raises(Refused):
            guests.taken_off(campaign(), known, [client])


# Being there


def test_when_somebody_was_there() -> None:
    salon, morning = campaign(), at("2026-11-27 14:00")
    assert guests.there_at(salon, None, morning) == morning
    assert guests.there_at(salon, None, AFTER) == at("2026-11-27 00:00")
    assert guests.there_at(salon, morning, AFTER) == morning
    late_in_utc = datetime(2026, 11, 27, 15, 59, tzinfo=UTC)
    assert guests.there_at(salon, late_in_utc, AFTER) == late_in_utc
    with pytest.raises(Refused):
        guests.there_at(salon, None, NOW)
    with pytest.raises(Usage):
        guests.there_at(salon, late_in_utc + timedelta(minutes=1), AFTER)
    with pytest.raises(Usage):
        guests.there_at(salon, at("2026-11-26 23:59"), AFTER)


def attended(*clients: ClientTag, walk_in: bool = False, **known: CampaignGuest) -> Any:
    there = {one.client_id: one for one in known.values()}
    return guests.attended(campaign(), there, clients, AFTER, walk_in=walk_in)


def test_guests_are_ticked_off_once() -> None:
    found = attended(ONE, TWO, ONE, one=guest(1), two=guest(2, attended_at=NOW))
    assert (found.new, found.already) == ([ONE], [TWO])
    assert found.changes == [Update("campaign_guest", 1, {"attended_at": AFTER})]


def test_who_was_never_invited_comes_as_a_walk_in_or_not_at_all() -> None:
    with pytest.raises(Refused) as error:
        attended(ONE, THREE, one=guest(1))
    assert "客户3" in str(error.value)
    assert "--walk-in" in str(error.value.hint)
    found = attended(THREE, walk_in=True)
    assert found.changes == [
        Insert(guest(3, id=-1, listed_at=AFTER, attended_at=AFTER, walk_in=1))
    ]  # fmt: skip


def test_a_contact_asks_a_guest_whom_nobody_asked() -> None:
    ask = guests.asked_by_contact
    assert ask(campaign(), guest(), NOW, NOW) == [
        Update("campaign_guest", 1, {"invited_at": NOW})
    ]  # fmt: skip
    for one in (None, guest(invited_at=NOW), guest(reply="no"), guest(attended_at=NOW)):
        assert ask(campaign(), one, NOW, NOW) == []
    last = datetime(2026, 11, 27, 23, 59, tzinfo=SHANGHAI)
    assert ask(campaign(), guest(), last, AFTER)
    assert ask(campaign(), guest(), last + timedelta(minutes=1), AFTER) == []


def test_two_rows_of_one_person_become_one() -> None:
    early, late = at("2026-11-20 10:00"), at("2026-11-22 10:00")
    kept = guest(1, listed_at=late, invited_at=late, reply="yes", replied_at=late)
    other = guest(2, listed_at=early, invited_at=early, reply="no", replied_at=early,
                  attended_at=AFTER, walk_in=1)  # fmt: skip
    assert guests.joined(kept, other) == [
        Update("campaign_guest", 1,
               {"listed_at": early, "invited_at": early, "attended_at": AFTER}),
        Delete("campaign_guest", 2),
    ]  # fmt: skip
    assert guests.joined(guest(1), guest(2)) == [Delete("campaign_guest", 2)]
    (update, _) = guests.joined(guest(1), kept._replace(id=2))
    assert isinstance(update, Update)
    assert update.fields["reply"] == "yes"


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({}, "listed"), ({"invited_at": NOW}, "asked"), ({"invited_at": NOW, "reply": "no"}, "no"),
        ({"reply": "yes", "attended_at": NOW}, "attended"),
        ({"attended_at": NOW, "walk_in": 1}, "walk_in"),
    ],
)  # fmt: skip
def test_the_state_of_a_guest(known: dict[str, Any], state: str) -> None:
    assert guests.state(guest(**known)) == state
