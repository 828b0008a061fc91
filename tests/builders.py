"""Facts for rules: a record of each noun with the usual values, and instants of Shanghai."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cmcli.domain.callback import Callback
from cmcli.domain.campaign import Campaign, CampaignCost, CampaignGuest
from cmcli.domain.client import Client, ClientTag
from cmcli.domain.deal import Deal
from cmcli.domain.interaction import Interaction
from cmcli.domain.request import Request, RequestClock, RequestFile, RequestWait
from cmcli.errors import CmError

SHANGHAI = ZoneInfo("Asia/Shanghai")
TAG = ClientTag(1, "王建国", "key")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """`2026-11-23 10:00[:00]` in the manager's zone, as a record keeps it or as `now`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


NOW = at("2026-11-23 10:00")


def refused(decide: Callable[[], object]) -> str:
    """What a rule says that will not have it: what and why, and after a dash what to do."""
    with pytest.raises(CmError) as error:
        decide()
    said = (error.value.message, error.value.hint)
    return " – ".join(str(part) for part in said if part is not None)


def client(**given: Any) -> Client:
    blank = dict.fromkeys(Client._fields)
    usual = {
        "id": 1, "name": "王建国", "kind": "person", "status": "active", "tier": "standard",
        "tags": "", "pinyin": "wangjianguo", "initials": "wjg", "created_at": NOW,
    }  # fmt: skip
    return Client(**{**blank, **usual, **given})


def callback(due: datetime, **given: Any) -> Callback:
    usual: dict[str, Any] = {
        "id": 1, "client_id": 1, "due_at": due, "purpose": "确认到账", "every": None,
        "first_due_at": due, "moved": 0, "done_at": None, "cancelled_at": None,
        "request_id": None, "deal_id": None, "created_at": at("2026-11-20 09:00"),
    }  # fmt: skip
    return Callback(**{**usual, **given})


def deal(**given: Any) -> Deal:
    usual: dict[str, Any] = {
        "id": 1, "client_id": 1, "title": "三年期存款", "product_id": None, "stage": "lead",
        "amount": 5_000_000, "currency": "CNY", "opened_at": at("2026-11-01 09:00"),
        "closed_at": None, "expected_on": None, "next": None, "next_due_at": None,
        "lost_reason": None, "touched_at": at("2026-11-20 09:00"),
    }  # fmt: skip
    return Deal(**{**usual, **given})


def interaction(**given: Any) -> Interaction:
    usual: dict[str, Any] = {
        "id": 1, "client_id": 1, "at": NOW, "channel": "phone", "direction": "out",
        "outcome": "reached", "minutes": None, "note": None, "callback_id": None,
        "request_id": None, "deal_id": None, "created_at": NOW,
    }  # fmt: skip
    return Interaction(**{**usual, **given})


def request(asked: datetime, **given: Any) -> Request:
    usual: dict[str, Any] = {
        "id": 1, "client_id": 1, "summary": "卡被锁", "kind": "inquiry", "priority": "normal",
        "status": "open", "asked_at": asked, "resolved_at": None, "resolution": None,
        "created_at": asked,
    }  # fmt: skip
    return Request(**{**usual, **given})


def request_file(
    asked: datetime,
    *,
    responded: datetime | None = None,
    resolved: datetime | None = None,
    waits: tuple[tuple[datetime, datetime | None], ...] = (),
    **given: Any,
) -> RequestFile:
    """A request with one pair of clocks."""
    asked_for = request(asked, resolved_at=resolved, **given)
    clock = RequestClock(1, 1, asked_for.priority, asked, responded, resolved)
    pauses = (RequestWait(number, 1, *pair) for number, pair in enumerate(waits, 1))
    return RequestFile(asked_for, (clock,), tuple(pauses))


def campaign(**given: Any) -> Campaign:
    """A salon on Friday 27 November 2026."""
    usual: dict[str, Any] = {
        "id": 1, "name": "秋季沙龙", "kind": "salon", "start_on": date(2026, 11, 27),
        "end_on": date(2026, 11, 27), "place": None, "product_id": None, "target": None,
        "budget": 2_000_000, "currency": "CNY", "note": None, "created_at": NOW,
    }  # fmt: skip
    return Campaign(**{**usual, **given})


def guest(client: int = 1, **given: Any) -> CampaignGuest:
    usual: dict[str, Any] = {
        "id": client, "campaign_id": 1, "client_id": client, "listed_at": NOW, "invited_at": None,
        "reply": None, "replied_at": None, "attended_at": None, "note": None,
    }  # fmt: skip
    return CampaignGuest(**{**usual, **given})


def campaign_cost(amount: int, **given: Any) -> CampaignCost:
    usual: dict[str, Any] = {
        "id": 1, "campaign_id": 1, "spent_on": date(2026, 11, 20), "text": "场租", "amount": amount,
        "currency": "CNY", "created_at": NOW,
    }  # fmt: skip
    return CampaignCost(**{**usual, **given})
