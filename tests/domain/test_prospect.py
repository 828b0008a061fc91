"""A prospect's way: how it begins, its stages, its end, and what is left where files are joined."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cmcli.domain import prospect as rules
from cmcli.domain.change import Change, Delete, Insert, Update
from cmcli.domain.client import ClientTag, Standing
from cmcli.domain.prospect import Pending, Prospect, ProspectStage
from cmcli.domain.prospect_agenda import agenda
from cmcli.errors import Refused, Usage
from tests.builders import NOW, at, client

OPENED = at("2026-11-02 09:00")


def prospect(**given: Any) -> Prospect:
    usual: dict[str, Any] = {
        "id": 1, "client_id": 1, "source": "list", "referrer_id": None, "campaign_id": None,
        "fit": None, "interest": None, "stage": "new", "next": None, "next_due_at": None,
        "opened_at": OPENED, "closed_at": None, "reason": None,
    }  # fmt: skip
    return Prospect(**{**usual, **given})


def new_rows(changes: list[Change], kind: type) -> list[Any]:
    return [c.record for c in changes if isinstance(c, Insert) and isinstance(c.record, kind)]


def fields(changes: list[Change], table: str, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for change in changes:
        if isinstance(change, Update) and (change.table, change.id) == (table, number):
            found |= change.fields
    return found


# How it begins


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ((None, None, None), "other"),
        ((None, 3, None), "referral"),
        ((None, None, 2), "campaign"),
        (("campaign", None, None), "campaign"),
        (("campaign", None, 2), "campaign"),
        (("referral", 3, None), "referral"),
        (("list", None, None), "list"),
    ],
)
def test_who_sent_them_and_the_campaign_imply_the_source(
    given: tuple[Any, Any, Any], source: str
) -> None:
    assert rules.sourced(*given) == source


@pytest.mark.parametrize(
    "given",
    [("referral", None, None), ("list", 3, None), ("list", None, 2), (None, 3, 2),
     ("referral", 3, 2)],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(given: tuple[Any, Any, Any]) -> None:
    with pytest.raises(Usage):
        rules.sourced(*given)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (None, "other"), ("", "other"), ("代发工资", "other"), ("list", "list"), ("名单", "list"),
        ("转介绍", "referral"), ("朋友推荐", "referral"), ("Referred by a friend", "referral"),
        ("walk-in", "walk_in"), ("Walk in", "walk_in"), ("网点到访", "walk_in"),
        ("cold call", "cold_call"), ("陌生拜访", "cold_call"), ("沙龙活动", "campaign"),
    ],
)  # fmt: skip
def test_the_words_of_a_file_name_a_source(text: str | None, source: str) -> None:
    assert rules.source_named(text) == source


def test_a_file_of_status_prospect_has_a_record_and_any_other_none() -> None:
    made = rules.added(client(id=-1, status="prospect", source="转介绍"))
    (record,) = new_rows(made, Prospect)
    assert (record.client_id, record.source, record.stage) == (-1, "referral", "new")
    assert record.opened_at == NOW
    assert [s.stage for s in new_rows(made, ProspectStage)] == ["new"]
    assert len({c.record.id for c in made if isinstance(c, Insert)}) == len(made) == 4
    assert new_rows(rules.added(client(id=-1)), Prospect) == []


def test_nobody_begins_closed_or_sent_by_themselves() -> None:
    with pytest.raises(Usage):
        rules.opened(prospect(id=-1, stage="converted"))
    with pytest.raises(Usage):
        rules.opened(prospect(id=-1, referrer_id=1))


# The one way in which a status changes


@pytest.mark.parametrize(
    ("status", "stage"),
    [("active", "converted"), ("dormant", "dropped"), ("closed", "dropped")],
)
def test_another_status_closes_the_record(status: str, stage: str) -> None:
    open_one = prospect(next="约到网点", next_due_at=NOW)
    changes = rules.edited(client(status="prospect"), open_one, NOW, status=status)
    assert fields(changes, "client") == {"status": status}
    assert fields(changes, "prospect") == {
        "stage": stage, "closed_at": NOW, "next": None, "next_due_at": None,
    }  # fmt: skip
    assert [s.stage for s in new_rows(changes, ProspectStage)] == [stage]
    assert [s.status for s in new_rows(changes, Standing)] == [status]


def test_another_fact_or_tier_leaves_the_record_alone() -> None:
    changes = rules.edited(client(status="prospect"), prospect(), NOW, tier="key", need="学费")
    assert fields(changes, "prospect") == {}
    assert new_rows(changes, ProspectStage) == []


def test_a_client_who_is_a_prospect_again_begins_a_new_record() -> None:
    changes = rules.edited(client(status="dormant"), None, NOW, first=-7, status="prospect")
    (record,) = new_rows(changes, Prospect)
    assert (record.client_id, record.opened_at) == (1, NOW)
    assert [c.record.id for c in changes if isinstance(c, Insert)] == [-7, -8, -9]


# The stages


def test_stages_are_entered_in_any_order_but_each_once_at_a_time() -> None:
    for stage in ("contacted", "opening", "interested"):
        changes = rules.moved(prospect(), stage, NOW)
        assert fields(changes, "prospect") == {"stage": stage}
        (entered,) = new_rows(changes, ProspectStage)
        assert (entered.stage, entered.at) == (stage, NOW)
    with pytest.raises(Refused, match="already"):
        rules.moved(prospect(stage="opening"), "opening", NOW)


@pytest.mark.parametrize(("stage", "command"), [("converted", "convert"), ("dropped", "drop")])
def test_the_end_has_commands_of_its_own(stage: str, command: str) -> None:
    with pytest.raises(Usage) as caught:
        rules.moved(prospect(), stage, NOW)
    assert f"cm prospect {command} c1" in str(caught.value.hint)


def test_somebody_reached_is_new_no_longer() -> None:
    changes = rules.contacted(prospect(), NOW, -40)
    assert fields(changes, "prospect") == {"stage": "contacted"}
    for stage in ("contacted", "interested", "opening"):
        assert rules.contacted(prospect(stage=stage), NOW, -40) == []
    # A call of the day before the file was opened is no stage before its beginning.
    early = rules.contacted(prospect(), OPENED - timedelta(days=1), -40)
    assert new_rows(early, ProspectStage)[0].at == OPENED


def test_a_step_is_moved_ahead_only() -> None:
    step = prospect(next="回电", next_due_at=NOW)
    later = NOW + timedelta(days=3)
    assert fields(rules.step_moved(step, later, NOW), "prospect") == {"next_due_at": later}
    with pytest.raises(Usage):
        rules.step_moved(step, NOW - timedelta(hours=1), NOW)
    with pytest.raises(Usage):
        rules.step_moved(prospect(), later, NOW)


def test_whoever_is_no_prospect_is_refused() -> None:
    with pytest.raises(Refused, match="no prospect"):
        rules.still_open(client(), None)


# Two files joined


KEEP, OTHER = client(id=1, status="prospect"), client(id=2, status="prospect")
OWNED = [("prospect", "client_id", 2)]


def test_of_a_prospect_entered_twice_one_record_is_left_with_what_both_knew() -> None:
    mine = prospect(id=1, source="other", interest="high")
    gone = prospect(id=2, client_id=2, source="referral", referrer_id=9, fit="low",
                    interest="low", next="回电", next_due_at=NOW)  # fmt: skip
    stages = {2: [ProspectStage(5, 2, "new", OPENED)]}
    changes = rules.merged(KEEP, OTHER, OWNED, [mine, gone], stages, NOW)
    assert [c for c in changes if isinstance(c, Delete)] == [
        Delete("prospect_stage", 5), Delete("prospect", 2),
    ]  # fmt: skip
    assert fields(changes, "prospect", 2) == {}
    assert fields(changes, "prospect", 1) == {
        "fit": "low", "next": "回电", "next_due_at": NOW, "source": "referral", "referrer_id": 9,
    }  # fmt: skip


def test_a_client_joined_with_a_prospect_is_no_prospect() -> None:
    gone = prospect(id=2, client_id=2)
    changes = rules.merged(client(id=1), OTHER, OWNED, [gone], {}, NOW)
    assert Delete("prospect", 2) in changes


def test_closed_records_move_along() -> None:
    closed = prospect(id=2, client_id=2, stage="dropped", closed_at=NOW)
    changes = rules.merged(KEEP, OTHER, OWNED, [prospect(), closed], {}, NOW)
    assert fields(changes, "prospect", 2) == {"client_id": 1}
    assert not [c for c in changes if isinstance(c, Delete)]


def test_nobody_is_left_sent_by_themselves() -> None:
    sent = prospect(id=1, client_id=1, source="referral", referrer_id=2)
    owned = [("prospect", "referrer_id", 1)]
    changes = rules.merged(KEEP, client(id=2), owned, [sent], {}, NOW)
    assert fields(changes, "prospect", 1)["referrer_id"] is None


# The agenda


def pending(number: int = 1, touched: datetime = NOW, **given: Any) -> Pending:
    record = prospect(id=number, client_id=number, **given)
    return Pending(record, ClientTag(number, "单雄信", "standard"), touched)


def lines(*ones: Pending, most: int = 7) -> list[Any]:
    return list(agenda(ones, NOW, most))


def test_a_step_is_shown_from_its_day_on() -> None:
    midnight = at("2026-11-23 00:00")
    (today,) = lines(pending(next="回电", next_due_at=midnight))
    assert (today.ref, today.section, today.state, today.title) == ("c1", "growth", "open", "回电")
    (late,) = lines(pending(next="回电", next_due_at=at("2026-11-20 15:00")))
    assert late.state == "overdue"
    assert lines(pending(next="回电", next_due_at=at("2026-11-24 00:00"))) == []


def test_a_step_of_today_with_an_hour_says_it() -> None:
    (today,) = lines(pending(next="回电", next_due_at=at("2026-11-23 15:00")))
    assert (today.state, str(today.when)) == ("open", f"{at('2026-11-23 15:00')} · new")


def test_a_prospect_without_a_step_is_shown_at_once() -> None:
    (line,) = lines(pending())
    assert (str(line.title), line.due, line.state) == ("no next step", None, "open")
    assert "untouched" not in str(line.when)


def test_nobody_touched_it_counts_days_of_the_calendar() -> None:
    # Seven days: Monday the 16th, late in the evening, is still the 16th.
    (line,) = lines(pending(next="回电", touched=at("2026-11-16 23:59")))
    assert "untouched for 7 days" in str(line.when)
    assert lines(pending(next="回电", touched=at("2026-11-17 00:01"))) == []
    assert lines(pending(next="回电", touched=at("2026-11-16 23:59")), most=8) == []


def test_each_prospect_has_one_line_and_plans_ahead_come_last() -> None:
    old = at("2026-10-01 09:00")
    found = lines(
        pending(1, old, next="a", next_due_at=at("2026-12-01 00:00")),
        pending(2, at("2026-11-10 09:00")),
        pending(3, old),
        pending(4, old, next="b", next_due_at=at("2026-11-23 00:00")),
    )
    assert [line.ref for line in found] == ["c4", "c3", "c2", "c1"]
    assert "prospect.idle_days" in str(found[1].why)
    assert "--next" in str(found[1].why)
