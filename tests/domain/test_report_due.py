"""When the weekly report is on the agenda, and what a submission refuses."""

from datetime import date

import pytest

from cmcli.domain import report as rules
from cmcli.domain.change import Insert, Update
from cmcli.domain.period import parse_period
from cmcli.domain.report import Report, Week
from cmcli.errors import Refused, Usage
from tests.builders import at

FRIDAY = (4, 17 * 60)
W47, W48 = date(2026, 11, 16), date(2026, 11, 23)


def lines(now: str, *weeks: Week) -> list[tuple[str, str, str]]:
    found = rules.agenda(weeks, FRIDAY, at(now))
    return [(item.ref, item.state, str(item.when)[:11]) for item in found]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-26 23:59:59", []),
        ("2026-11-27 00:00", [("w202648", "open", "today 2026-")]),
        ("2026-11-27 17:00", [("w202648", "open", "today 2026-")]),
        ("2026-11-27 17:00:01", [("w202648", "overdue", "was due 202")]),
        ("2026-11-29 23:59", [("w202648", "overdue", "was due 202")]),
    ],
)
def test_the_report_of_the_week_is_there_from_its_day_on(
    now: str, expected: list[tuple[str, str, str]]
) -> None:
    assert lines(now, Week(W47, True, True), Week(W48, False, True)) == expected


def test_last_weeks_report_stays_until_it_is_submitted() -> None:
    assert [ref for ref, *_ in lines("2026-11-24 09:00", Week(W47, False, True))] == ["w202647"]
    assert lines("2026-11-24 09:00", Week(W47, True, True)) == []


def test_a_week_that_owes_no_report_has_none() -> None:
    assert lines("2026-11-27 18:00", Week(W48, False, False)) == []


def test_the_due_moment_is_local_time_of_the_zone() -> None:
    moment = rules.due_moment(W48, FRIDAY, at("2026-11-23 10:00").tzinfo)
    assert moment == at("2026-11-27 17:00")


def test_a_week_is_named_by_its_iso_year() -> None:
    assert (Week(date(2026, 12, 28), False, True).name, Week(date(2026, 12, 28), False, True).ref) == (
        "2026-W53", "w202653",
    )  # fmt: skip


NOW = at("2026-11-20 17:00")
PERIOD = parse_period("2026-W47", NOW.date())


def stored(**given: object) -> Report:
    blank = Report(3, "2026-W47", PERIOD.start, PERIOD.end, None, "plan", None, None)
    return blank._replace(**given)  # type: ignore[arg-type]


def test_a_first_plan_is_a_new_row_and_a_second_a_change() -> None:
    fresh = rules.draft(None, PERIOD)._replace(note="plan")
    assert [type(change) for change in rules.kept(None, fresh)] == [Insert]
    assert rules.kept(stored(), stored()._replace(note="plan")) == []


def test_a_submission_keeps_figures_page_and_moment() -> None:
    done = rules.submitted(stored(), NOW, "{}", "# page")
    assert (done.submitted_at, done.figures, done.rendering, done.note) == (
        NOW,
        "{}",
        "# page",
        "plan",
    )


def test_a_submitted_period_takes_no_second_submission_and_no_other_plan() -> None:
    with pytest.raises(Refused, match="was submitted"):
        rules.draft(stored(submitted_at=NOW), PERIOD)


def test_there_is_no_report_of_days_that_have_not_come() -> None:
    with pytest.raises(Usage, match="not begun"):
        PERIOD.begun(date(2026, 11, 15), rules.ahead(PERIOD))
    assert PERIOD.begun(date(2026, 11, 16)) is PERIOD


def test_taking_back_needs_a_submission_and_a_reason() -> None:
    for nothing in (None, stored()):
        with pytest.raises(Refused, match="not submitted"):
            rules.retracted(nothing, "x", NOW)
    handed_in = stored(submitted_at=NOW, figures="{}", rendering="x")
    with pytest.raises(Usage, match="why"):
        rules.retracted(handed_in, "", NOW)
    change, gone = rules.retracted(handed_in, "wrong", NOW)
    assert isinstance(change, Update)
    assert change.fields == {"submitted_at": None, "figures": None, "rendering": None}
    assert isinstance(gone, Insert)
    assert gone.record == rules.ReportRetraction(-1, handed_in.id, NOW, NOW, "wrong")
