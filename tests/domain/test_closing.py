"""After a promise was kept: satisfaction, and the after-care call."""

from cmcli.domain.callback import Callback
from cmcli.domain.change import Insert
from cmcli.domain.closing import aftercare, aftercare_due, satisfied
from cmcli.domain.feedback import Feedback
from tests.builders import NOW, at


def test_after_care_is_a_whole_day_that_many_days_ahead() -> None:
    assert aftercare_due(NOW, 7, lambda _: True) == at("2026-11-30 00:00")


def test_after_care_falls_on_a_working_day() -> None:
    # 28 November 2026 is a Saturday.
    assert aftercare_due(NOW, 5, lambda day: day.weekday() < 5) == at("2026-11-30 00:00")


def test_the_call_belongs_to_what_was_closed() -> None:
    change = aftercare(3, at("2026-11-30"), "after-care: card", NOW, request_id=7)
    assert isinstance(change, Insert)
    assert isinstance(change.record, Callback)
    assert (change.record.client_id, change.record.request_id, change.record.deal_id) == (
        3,
        7,
        None,
    )


def test_the_score_belongs_to_the_request() -> None:
    change = satisfied(3, 7, 4, NOW, NOW)
    assert isinstance(change, Insert)
    assert isinstance(change.record, Feedback)
    assert (change.record.satisfaction, change.record.request_id) == (4, 7)
