"""Where prospects come from, with figures worked by hand."""

from datetime import datetime
from typing import Any

from cmcli.domain.client import ClientTag
from cmcli.domain.figures.prospects import Way, Yield, sources
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from tests.builders import NOW, at
from tests.domain.test_prospect import prospect

WANG, LI = ClientTag(8, "王建国", "key"), ClientTag(9, "李娜", "standard")


def way(
    number: int, source: str, opened: str, stage: str = "new", closed: str | None = None,
    sender: ClientTag | None = None,
) -> Way:  # fmt: skip
    ended: datetime | None = at(f"{closed} 15:00") if closed else None
    record = prospect(
        id=number, client_id=number, source=source, opened_at=at(f"{opened} 09:00"), stage=stage,
        closed_at=ended, referrer_id=sender.id if sender else None,
    )  # fmt: skip
    return Way(record, ClientTag(number, "单雄信", "standard"), sender)


WAYS = [
    # Referrals: two converted in November after 10 and 31 days, one dropped, one open.
    way(1, "referral", "2026-11-01", "converted", "2026-11-11", WANG),
    way(2, "referral", "2026-10-20", "converted", "2026-11-20", WANG),
    way(3, "referral", "2026-11-05", "dropped", "2026-11-06", LI),
    way(4, "referral", "2026-11-20", "interested", None, LI),
    # A list: one dropped before November, two still open.
    way(5, "list", "2026-09-01", "dropped", "2026-10-31"),
    way(6, "list", "2026-09-01"),
    way(7, "list", "2026-11-23"),
    # Dropped long ago: nothing of it in November.
    way(8, "walk_in", "2026-01-05", "dropped", "2026-02-01"),
]


def in_(name: str, now: datetime = NOW) -> Any:
    return sources(WAYS, span(parse_period(name, now.date()), now))


def test_the_yield_of_a_month_by_source() -> None:
    found = in_("2026-11")
    assert found.by_source == [
        ("referral", Yield(added=3, converted=2, dropped=1, open=1, median_days=20.5)),
        ("list", Yield(added=1, converted=0, dropped=0, open=2, median_days=None)),
    ]
    assert found.total == Yield(added=4, converted=2, dropped=1, open=3, median_days=20.5)


def test_the_rate_is_over_what_ended_and_nothing_where_nothing_did() -> None:
    (_, referral), (_, listed) = in_("2026-11").by_source
    assert referral.rate == 2 / 3
    assert listed.rate is None


def test_who_sends_good_ones_stands_first() -> None:
    found = in_("2026-11").by_referrer
    assert found == [
        (WANG, Yield(added=1, converted=2, dropped=0, open=0, median_days=20.5)),
        (LI, Yield(added=2, converted=0, dropped=1, open=1, median_days=None)),
    ]
    assert [one.rate for _, one in found] == [1.0, 0.0]


def test_open_is_counted_at_the_periods_end() -> None:
    # On 31 October 5 was dropped that afternoon; 2 and 6 were open.
    found = in_("2026-10")
    assert found.total == Yield(added=1, converted=0, dropped=1, open=2, median_days=None)


def test_a_quiet_period_has_no_sources() -> None:
    assert in_("2025").by_source == []
