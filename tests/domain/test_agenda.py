"""The order in which the manager should act."""

import random
from datetime import datetime
from typing import Any

import pytest

from cmcli.domain.agenda import SECTIONS, AgendaItem, ordered
from cmcli.domain.product import clean_risk
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.errors import Usage
from cmcli.messages import say
from tests.builders import NOW, TAG, at


def item(name: str, due: datetime | None = NOW, state: str = "open", weight: int = 4) -> AgendaItem:
    rest: dict[str, Any] = {"title": "", "when": say(""), "why": say("")}
    return AgendaItem(name, "x", "service", TAG, due=due, state=state, weight=weight, **rest)


def order(*items: AgendaItem) -> list[str]:
    shuffled = [*items]
    random.Random(1).shuffle(shuffled)
    return [found.ref for found in ordered(shuffled)]


def test_overdue_comes_first_then_at_risk_then_the_rest_by_due_time() -> None:
    early, late = at("2026-11-23 08:00"), at("2026-11-23 20:00")
    assert order(
        item("a", late, "overdue"),
        item("b", early, "at_risk"),
        item("c", late, "at_risk"),
        item("d", early, "open"),
        item("e", late, "due"),
        item("f", None),
    ) == ["a", "b", "c", "d", "e", "f"]


def test_of_two_overdue_lines_the_one_due_first_comes_first() -> None:
    early, late = at("2026-11-22 08:00"), at("2026-11-23 08:00")
    assert order(item("late", late, "overdue"), item("early", early, "overdue")) == [
        "early", "late",
    ]  # fmt: skip


def test_at_the_same_time_urgent_requests_come_first_then_complaints_requests_callbacks() -> None:
    same = [item(str(weight), weight=weight) for weight in range(5)]
    assert order(*same) == ["0", "1", "2", "3", "4"]


def test_due_time_goes_before_the_kind() -> None:
    earlier = at("2026-11-23 09:59:59")
    assert order(item("urgent", weight=0), item("callback", earlier, weight=3)) == [
        "callback", "urgent",
    ]  # fmt: skip


def test_lines_that_tie_keep_their_order() -> None:
    assert [found.ref for found in ordered([item("x"), item("y"), item("x")])] == ["x", "y", "x"]


def test_the_sections_are_the_contracts() -> None:
    assert VOCABULARIES["section"] == SECTIONS
    assert len(SECTIONS) == 12


def test_a_product_has_a_risk_level_from_one_to_five() -> None:
    assert clean_risk(" r3 ") == "R3"
    for wrong in ("R0", "R6", "3", ""):
        with pytest.raises(Usage):
            clean_risk(wrong)
