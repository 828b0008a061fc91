"""Hours and scores as typed, what renews what, how a training stands, its lines of the agenda."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cmcli.domain import training as rules
from cmcli.domain import training_agenda as lines
from cmcli.domain.agenda import AgendaItem
from cmcli.domain.change import Delete, Insert, Update
from cmcli.domain.training import Training, TrainingFile, TrainingTopic, Year
from cmcli.errors import Usage
from tests.builders import NOW, at, refused

TODAY = NOW.date()
NOTICE = (180, 60, 14)


def training(number: int = 1, **given: Any) -> Training:
    usual: dict[str, Any] = {
        "id": number, "kind": "certificate", "title": "基金从业资格", "provider": None,
        "due_on": None, "done_on": date(2025, 1, 10), "minutes": None, "score": None,
        "expires_on": None, "note": None, "created_at": NOW,
    }  # fmt: skip
    return Training(**{**usual, **given})


def planned(due: date, number: int = 2, **given: Any) -> Training:
    return training(number, due_on=due, done_on=None, **given)


# What is typed


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2.5", 150), ("2.5h", 150), ("2 小时", 120), ("3学时", 180), ("90m", 90), ("90分钟", 90),
     ("0.33", 20), ("200", 12_000)],
)  # fmt: skip
def test_hours_are_kept_as_whole_minutes(text: str, minutes: int) -> None:
    assert rules.clean_hours(text) == minutes


@pytest.mark.parametrize("text", ["-1", "0", "0.00", "201", "abc", "1:30", "2,5", "1e3", "0m"])
def test_what_is_no_number_of_hours_is_refused(text: str) -> None:
    with pytest.raises(Usage):
        rules.clean_hours(text)


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("100", 100), ("85.5", 85.5), ("85 分", 85)])
def test_a_score_is_0_to_100(text: str, value: float) -> None:
    assert rules.clean_score(text) == value


@pytest.mark.parametrize("text", ["-1", "100.01", "101", "A", "1000"])
def test_what_is_no_score_is_refused(text: str) -> None:
    with pytest.raises(Usage):
        rules.clean_score(text)


def test_hours_are_said_without_needless_decimals() -> None:
    assert [rules.hours(minutes) for minutes in (150, 120, 20, 0)] == ["2.5", "2", "0.33", "0"]


# Decisions


def test_a_training_is_written_with_what_it_is_about() -> None:
    new, topic = training(-1), TrainingTopic(-2, -1, 3, None)
    assert rules.added(new, [topic], TODAY) == [Insert(new), Insert(topic)]


def test_it_may_expire_on_its_own_day_and_not_before() -> None:
    day = date(2026, 11, 1)
    rules.added(training(-1, done_on=day, expires_on=day), [], TODAY)
    early = training(-1, done_on=day, expires_on=day - timedelta(days=1))
    assert "before" in refused(lambda: rules.added(early, [], TODAY))


def test_a_planned_one_lies_ahead_and_has_no_score() -> None:
    rules.added(planned(TODAY, -1), [], TODAY)
    yesterday = TODAY - timedelta(days=1)
    assert "past" in refused(lambda: rules.added(planned(yesterday, -1), [], TODAY))
    assert "score" in refused(lambda: rules.added(planned(TODAY, -1, score=80.0), [], TODAY))


def test_attended_keeps_what_is_not_said_anew() -> None:
    one = planned(TODAY, minutes=180)
    assert rules.attended(one, TODAY, score=90.0, minutes=None) == [
        Update("training", 2, {"done_on": TODAY, "score": 90.0})
    ]
    assert "attended" in refused(lambda: rules.attended(training(), TODAY))
    late = {"expires_on": TODAY - timedelta(days=1)}
    assert "before" in refused(lambda: rules.attended(one, TODAY, **late))


def test_moved_is_to_another_day_ahead() -> None:
    one, friday = planned(TODAY), TODAY + timedelta(days=4)
    assert rules.moved(one, friday, TODAY) == [Update("training", 2, {"due_on": friday})]
    assert "already" in refused(lambda: rules.moved(one, TODAY, TODAY))
    assert "past" in refused(lambda: rules.moved(one, TODAY - timedelta(days=1), TODAY))
    assert "attended" in refused(lambda: rules.moved(training(), friday, TODAY))


def test_a_correction_replaces_topics_only_where_they_are_given() -> None:
    one, old, new = training(1), TrainingTopic(4, 1, 3, None), TrainingTopic(-2, 1, None, "fund")
    file = TrainingFile(one)
    assert rules.corrected(file, [old], None, note="x") == [Update("training", 1, {"note": "x"})]
    assert rules.corrected(file, [old], [new]) == [Delete("training_topic", 4), Insert(new)]
    assert "planned" in refused(lambda: rules.corrected(file, [], None, done_on=None))


# How it stands


def state(one: Training, *others: Training, day: date = TODAY) -> str:
    return rules.state(one, [one, *others], day, 180)


def test_a_state_changes_the_day_after_the_last_and_180_days_before() -> None:
    one = training(expires_on=date(2026, 11, 23))
    found = {
        days: state(one, day=date(2026, 11, 23) - timedelta(days=days))
        for days in (181, 180, 0, -1)
    }
    assert found == {181: "valid", 180: "expiring", 0: "expiring", -1: "lapsed"}
    assert state(training()) == "done"
    assert state(planned(TODAY)) == "planned"
    assert state(planned(TODAY - timedelta(days=1))) == "overdue"


def test_a_later_one_of_the_same_title_renews_it_whatever_its_capitals() -> None:
    old = training(1, title="AMAC", done_on=date(2024, 1, 1), expires_on=date(2026, 1, 1))
    new = training(2, title="amac", done_on=date(2025, 12, 1), expires_on=date(2028, 1, 1))
    assert (state(old, new), state(new, old)) == ("renewed", "valid")
    assert state(old, new._replace(title="AMAC II")) == "lapsed"
    assert state(old, new._replace(kind="course")) == "lapsed"
    assert state(old, planned(TODAY, title="AMAC")) == "lapsed"
    # Written down later, attended earlier: it renews nothing.
    assert state(old, new._replace(done_on=date(2023, 1, 1))) == "lapsed"


def test_of_the_same_day_the_one_written_later_counts() -> None:
    first = training(1, expires_on=date(2026, 1, 1))
    second = training(2, expires_on=date(2028, 1, 1))
    assert rules.renewed_by(first, [first, second]) == second
    assert rules.renewed_by(second, [first, second]) is None


# The agenda


def certificates(*rows: Training, now: datetime = NOW) -> list[AgendaItem]:
    return list(lines.certificates(rows, now, NOTICE))


@pytest.mark.parametrize(
    ("left", "found"),
    [(181, []), (180, ["open"]), (15, ["open"]), (14, ["at_risk"]), (0, ["at_risk"]),
     (-1, ["overdue"]), (-400, ["overdue"])],
)  # fmt: skip
def test_a_certificate_is_shown_from_the_first_notice_until_it_is_renewed(
    left: int, found: list[str]
) -> None:
    one = training(expires_on=TODAY + timedelta(days=left))
    assert [item.state for item in certificates(one)] == found
    assert certificates(one, training(2, done_on=TODAY)) == []


def test_a_planned_renewal_keeps_it_quiet_until_its_day_has_passed() -> None:
    one = training(expires_on=TODAY + timedelta(days=5))
    assert certificates(one, planned(TODAY)) == []
    assert len(certificates(one, planned(TODAY - timedelta(days=1)))) == 1
    assert len(certificates(one, planned(TODAY, title="保险"))) == 1


def test_the_line_names_the_command_that_ends_it() -> None:
    (item,) = certificates(training(title="AMAC II", expires_on=TODAY))
    assert (item.ref, item.kind, item.section, item.weight) == ("t1", "certificate", "learning", 4)
    assert "cm training add 'AMAC II' --kind certificate" in str(item.why)


def test_what_is_planned_is_shown_on_its_day_and_then_late() -> None:
    rows = [planned(TODAY + timedelta(days=n), n + 5) for n in (-1, 0, 1)]
    found = [(item.ref, item.state) for item in lines.planned([*rows, training()], NOW)]
    assert found == [("t4", "overdue"), ("t5", "open")]


# 2026 has 261 weekdays; 29 of them are left on Monday 23 November, before it closes.
def hours(done: int, now: datetime = NOW, closing: int = 18 * 60, **given: Any) -> list[AgendaItem]:
    year = Year(**{"name": 2026, "done": done, "planned": 0, "target": 2610, "last": 3, **given})
    policy = lines.Policy(NOTICE, lambda day: day.weekday() < 5, closing)
    return list(lines.year_hours(year, now, policy))


def test_the_hours_of_the_year_are_shown_once_they_are_behind_the_straight_line() -> None:
    assert hours(2320) == []
    (item,) = hours(2319)
    assert (item.ref, item.kind, item.state) == ("t3", "hours", "open")
    assert item.due == at("2026-12-31 00:00")
    assert len(hours(2320, closing=9 * 60)) == 1
    assert hours(2319, planned=291) == []
    assert len(hours(2319, planned=290)) == 1


def test_they_are_not_shown_before_october_nor_where_nothing_is_kept_or_required() -> None:
    assert hours(0, at("2026-09-30 12:00")) == []
    assert len(hours(0, at("2026-10-01 12:00"))) == 1
    assert hours(0, last=None) == []
    assert hours(0, target=0) == []


def test_in_the_last_two_weeks_they_are_at_risk() -> None:
    found = [hours(0, at(f"2026-12-{day} 12:00"))[0].state for day in (16, 17)]
    assert found == ["open", "at_risk"]
