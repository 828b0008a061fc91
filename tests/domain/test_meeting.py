"""Meetings: what may be written when, what stands on the agenda, what the next one speaks of."""

from functools import partial
from typing import Any

from cmcli.domain import action as actions
from cmcli.domain import meeting as rules
from cmcli.domain.action import Action
from cmcli.domain.change import Delete, Insert, Update
from cmcli.domain.client import ClientTag
from cmcli.domain.figures.meetings import actions_on_time
from cmcli.domain.insight import Insight
from cmcli.domain.measure import FOLDS, span
from cmcli.domain.meeting import Meeting, MeetingFile, MeetingItem
from cmcli.domain.meeting_proposal import Facts, Handed, last_before, proposals
from cmcli.domain.period import parse_period
from cmcli.domain.request import Request
from tests.builders import NOW, TAG, at, deal, refused


def meeting(**given: Any) -> Meeting:
    usual: dict[str, Any] = {
        "id": 3, "title": "网点例会", "at": at("2026-11-23 09:00"), "place": None, "people": None,
        "minutes": None, "held_at": None, "created_at": at("2026-11-20 09:00"),
    }  # fmt: skip
    return Meeting(**{**usual, **given})


def action(number: int = 1, **given: Any) -> Action:
    usual: dict[str, Any] = {
        "id": number, "client_id": None, "feedback_id": None, "text": "清单", "owner": None,
        "due_at": None, "done_at": None, "result": None, "created_at": at("2026-11-18 17:00"),
        "meeting_id": 3,
    }  # fmt: skip
    return Action(**{**usual, **given})


AHEAD = meeting(at=at("2026-11-27 15:00"))
ITEMS = (MeetingItem(7, 3, "开门红"), MeetingItem(8, 3, "投诉", "r7"))
FILE = MeetingFile(meeting(), ITEMS)


def test_a_meeting_is_ahead_today_past_or_held() -> None:
    assert rules.state(AHEAD, NOW) == "ahead"
    assert rules.state(meeting(at=at("2026-11-23 15:00")), NOW) == "today"
    assert rules.state(meeting(at=at("2026-11-23 00:00")), NOW) == "today"
    assert rules.state(meeting(at=at("2026-11-23 09:59")), NOW) == "past"
    assert rules.state(meeting(held_at=NOW), NOW) == "held"


def test_minutes_are_added_to_those_there_are_and_the_meeting_counts_as_held_once() -> None:
    assert rules.held(meeting(), "一", NOW) == [
        Update("meeting", 3, {"minutes": "一", "held_at": NOW})
    ]
    later = meeting(minutes="一", held_at=at("2026-11-23 09:30"))
    assert rules.held(later, "二", NOW) == [Update("meeting", 3, {"minutes": "一\n二"})]


def test_what_lies_ahead_has_no_minutes_and_no_decision() -> None:
    assert "no minutes yet" in refused(lambda: rules.held(AHEAD, "x", NOW))
    ahead = MeetingFile(AHEAD, ITEMS)
    assert "no minutes yet" in refused(lambda: rules.decided(ahead, 1, "x", NOW))
    # It may begin before its time.
    assert rules.held(meeting(at=at("2026-11-23 15:00")), None, NOW)
    assert "held already" in refused(lambda: rules.held(meeting(held_at=NOW), None, NOW))


def test_an_item_is_named_by_its_place_from_one() -> None:
    assert rules.decided(FILE, 2, "先说明", NOW) == [
        Update("meeting_item", 8, {"decision": "先说明"})
    ]
    assert rules.dropped(FILE, 1) == [Delete("meeting_item", 7)]
    for place in (0, 3):
        assert "e3 has no item" in refused(partial(rules.decided, FILE, place, "x", NOW))
    assert "what was decided" in refused(lambda: rules.decided(FILE, 1, "", NOW))


def test_it_is_moved_into_the_future_until_it_is_held() -> None:
    assert rules.moved(AHEAD, at("2026-11-30 15:00"), NOW)
    assert "is past" in refused(lambda: rules.moved(AHEAD, at("2026-11-20 15:00"), NOW))
    assert "at that time" in refused(lambda: rules.moved(AHEAD, AHEAD.at, NOW))
    gone = meeting(held_at=NOW)
    assert "held already" in refused(lambda: rules.moved(gone, at("2026-11-30 15:00"), NOW))


def test_what_actions_came_of_is_not_taken_away() -> None:
    assert rules.removable(FILE) == [
        Delete("meeting_item", 7), Delete("meeting_item", 8), Delete("meeting", 3)
    ]  # fmt: skip
    assert "a1" in refused(lambda: rules.removable(FILE._replace(actions=(action(),))))


def test_an_action_is_due_ahead_and_says_what() -> None:
    assert rules.agreed(FILE, action(-1, due_at=at("2026-11-23 00:00")), NOW)
    past = action(-1, due_at=at("2026-11-20 00:00"))
    assert "past" in refused(lambda: rules.agreed(FILE, past, NOW))
    assert "cm meeting act e3" in refused(lambda: rules.agreed(FILE, action(-1, text=""), NOW))


def test_people_are_names_between_commas_each_once() -> None:
    assert rules.names("李明， 王芳、李明;赵 磊") == "李明, 王芳, 赵 磊"
    assert rules.names(" , ") is None


# Today


def test_the_meeting_of_the_day_and_one_without_minutes_stand_on_the_agenda() -> None:
    late, today = meeting(), meeting(id=4, at=at("2026-11-23 15:00"), place="二楼")
    lines = list(rules.agenda([late, today, AHEAD], NOW))
    assert [(line.ref, line.section, line.state) for line in lines] == [
        ("e3", "team", "open"), ("e4", "team", "open")
    ]  # fmt: skip
    assert (lines[0].due, lines[1].due) == (None, today.at)
    assert str(lines[0].title) == "minutes of 网点例会"
    assert "二楼" in str(lines[1].when)


def test_own_actions_of_a_meeting_stand_there_those_of_others_do_not() -> None:
    mine = action(1, due_at=at("2026-11-23 00:00"))
    theirs = action(2, due_at=at("2026-11-23 00:00"), owner="王芳")
    ahead = action(3, due_at=at("2026-11-24 00:00"))
    lines = list(actions.agenda([(one, None) for one in (mine, theirs, ahead)], NOW))
    assert [(line.ref, line.section) for line in lines] == [("a1", "team")]
    assert actions.source_of(mine) == "e3"
    # What another does about a feedback is still one's own to follow.
    other = theirs._replace(meeting_id=None, feedback_id=1)
    assert [line.ref for line in actions.agenda([(other, TAG)], NOW)] == ["a2"]


# What to speak of


def test_the_last_meeting_is_that_of_the_same_kind_whatever_its_number() -> None:
    daily = meeting(id=9, title="晨会")
    week46, week45 = meeting(id=8, title="第46周 例会"), meeting(id=7, title="第45周例会")
    assert last_before([daily, week46, week45], "第47周例会") == week46
    assert last_before([daily, week46], "月度会") == daily
    assert last_before([], "晨会") is None


def test_what_is_late_lost_complained_of_or_unshared_is_proposed_once() -> None:
    late = Handed(2, TAG, "审批部", "额度", at("2026-11-20 00:00"))
    whole_day = Handed(3, None, "运营部", "换卡", at("2026-11-23 00:00"))
    lost = deal(id=5, stage="lost", title="基金定投", lost_reason=None)
    told = Insight(6, "failure", NOW, "流失", None, None, None, None, NOW)
    complaint = Request(
        7, 1, "乱收费", "complaint", "normal", "open", at("2026-11-12 09:00"), None, None, NOW
    )
    facts = Facts(
        [action(1, owner="王芳")], [late, whole_day], [(complaint, TAG)],
        [(lost, ClientTag(2, "李娜", "standard"))], [told],
    )  # fmt: skip
    found = proposals(facts, set(), NOW)
    assert [one.ref for one in found] == ["a1", "o2", "r7", "d5", "n6"]
    assert str(found[0].text) == "agreed last time: 清单 · 王芳"
    assert "李娜 · no reason given" in str(found[3].text)
    assert [one.ref for one in proposals(facts, {"r7", "a1"}, NOW)] == ["o2", "d5", "n6"]


# Figures


def test_own_actions_on_time_over_those_due_in_the_week() -> None:
    # Due in the week of 16 to 22 November: 1 kept on its day, 2 a day late, 3 open and late,
    # 4 due the week after. In the week of now 5 is not yet due, 6 was done before its day.
    facts = [
        action(1, due_at=at("2026-11-18 00:00"), done_at=at("2026-11-18 23:00")),
        action(2, due_at=at("2026-11-18 00:00"), done_at=at("2026-11-19 00:10")),
        action(3, due_at=at("2026-11-20 00:00")),
        action(5, due_at=at("2026-11-23 00:00")),
        action(6, due_at=at("2026-11-25 00:00"), done_at=at("2026-11-20 10:00")),
    ]
    last = actions_on_time(facts, span(parse_period("lastweek", NOW.date()), NOW))
    assert [(row.id, row.value) for row in last.rows or ()] == [(1, 1), (2, 0), (3, 0)]
    assert FOLDS["share"](last.rows or ()) == 1 / 3
    this = actions_on_time(facts, span(parse_period("thisweek", NOW.date()), NOW))
    assert [(row.id, row.value) for row in this.rows or ()] == [(6, 1)]
    assert this.parts[0][1] == 1


def test_a_new_meeting_has_a_title_and_its_items() -> None:
    new = meeting(id=-1)
    item = MeetingItem(-2, -1, "x")
    assert rules.called(new, [item]) == [Insert(new), Insert(item)]
    assert "needs a title" in refused(lambda: rules.called(meeting(title=""), []))
    assert "needs a title" in refused(lambda: rules.edited(meeting(), NOW, title=""))
