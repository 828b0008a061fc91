from typing import Any

import pytest

from cmcli.domain import action as rules
from cmcli.domain.action import Action
from cmcli.domain.change import Insert, Update
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at


def action(**given: Any) -> Action:
    usual: dict[str, Any] = {
        "id": 1, "client_id": 1, "feedback_id": 3, "text": "增开窗口", "owner": None,
        "due_at": None, "done_at": None, "result": None, "created_at": at("2026-11-20 09:00"),
    }  # fmt: skip
    return Action(**{**usual, **given})


def refs(*actions: Action) -> list[str]:
    return [item.ref for item in rules.agenda([(a, TAG) for a in actions], NOW)]


def test_an_action_says_what_will_be_done_and_lies_ahead() -> None:
    today = at("2026-11-23 00:00")
    assert rules.planned(action(due_at=today), NOW) == [Insert(action(due_at=today))]
    assert rules.planned(action(), NOW) == [Insert(action())]
    with pytest.raises(Usage):
        rules.planned(action(text=""), NOW)
    with pytest.raises(Usage):
        rules.planned(action(due_at=at("2026-11-23 09:59")), NOW)
    with pytest.raises(Usage):
        rules.planned(action(due_at=at("2026-11-22 00:00")), NOW)


def test_done_keeps_the_result_and_happens_once() -> None:
    assert rules.completed(action(), NOW, "已开") == [
        Update("action", 1, {"done_at": NOW, "result": "已开"})
    ]
    done = action(done_at=NOW)
    with pytest.raises(Refused):
        rules.completed(done, NOW, None)
    with pytest.raises(Refused):
        rules.moved(done, at("2026-11-25 00:00"), NOW)


def test_a_date_is_moved_into_the_future_or_given_where_there_was_none() -> None:
    later = at("2026-11-25 00:00")
    assert rules.moved(action(), later, NOW) == [Update("action", 1, {"due_at": later})]
    with pytest.raises(Refused):
        rules.moved(action(due_at=later), later, NOW)
    with pytest.raises(Usage):
        rules.moved(action(due_at=later), at("2026-11-20 00:00"), NOW)


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (None, "open"),
        ("2026-11-24 00:00", "open"),
        ("2026-11-23 00:00", "due"),
        ("2026-11-23 15:00", "due"),
        ("2026-11-23 09:59", "overdue"),
        ("2026-11-22 00:00", "overdue"),
    ],
)
def test_state_follows_the_date(due: str | None, state: str) -> None:
    assert rules.state(action(due_at=at(due) if due else None), NOW) == state
    assert rules.state(action(due_at=at(due) if due else None, done_at=NOW), NOW) == "done"


def test_the_agenda_has_what_is_late_due_today_or_without_a_date() -> None:
    late = action(id=1, due_at=at("2026-11-20 00:00"))
    today = action(id=2, due_at=at("2026-11-23 00:00"), owner="网点")
    undated = action(id=3)
    tomorrow = action(id=4, due_at=at("2026-11-24 00:00"))
    assert refs(late, today, undated, tomorrow) == ["a1", "a2", "a3"]
    items = list(rules.agenda([(late, TAG), (today, None), (undated, TAG)], NOW))
    assert [item.state for item in items] == ["overdue", "open", "open"]
    assert {(item.kind, item.section, item.weight) for item in items} == {("action", "service", 4)}
    assert items[1].client is None
    assert "网点" in str(items[1].when)
    assert items[2].due is None
    assert "f3" in str(items[0].why)
