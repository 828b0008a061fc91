"""The parts of a day: what lies there is shared, and the page fits the terminal it is on."""

from datetime import datetime, timedelta

import pytest

from cmcli.domain.agenda import AgendaItem
from cmcli.messages import say
from cmcli.views.day import Day, Part, parted
from tests.builders import NOW


def item(ref: str, section: str = "callbacks", state: str = "open", **given: object) -> AgendaItem:
    usual = {
        "ref": ref, "kind": "callback", "section": section, "client": None, "title": "x",
        "due": NOW, "state": state, "when": say("today"), "why": say("today"),
    }  # fmt: skip
    return AgendaItem(**{**usual, **given})  # type: ignore[arg-type]


def refs(part: Part) -> list[str]:
    return [one.ref for one in part.items]


def more(part: Part) -> list[str]:
    return [str(message) for message in part.more]


def several(count: int, section: str = "callbacks", **given: object) -> list[AgendaItem]:
    return [item(f"b{n}", section, **given) for n in range(1, count + 1)]  # type: ignore[arg-type]


def test_each_item_stands_in_one_part() -> None:
    later: datetime = NOW + timedelta(days=9)
    items = [
        item("r1", "service", "overdue"), item("h1", "maturities", "at_risk"),
        item("b1"), item("c1", "key_contact", "at_risk"), item("c2", "dates"),
        item("h2", "maturities", due=later),
    ]  # fmt: skip
    day = parted(items, NOW, 5)
    assert [refs(part) for part in day] == [["r1", "h1"], ["b1"], ["c1"], ["c2", "h2"]]


def test_of_what_only_lies_there_a_share_is_shown_and_the_rest_is_counted() -> None:
    items = [
        *several(3, "pipeline", kind="deal", due=None),
        *several(4, "growth", kind="prospect", due=None),
        *several(3, "growth", kind="follow_up"),
    ]  # fmt: skip
    day = parted(items, NOW, 2)
    assert len(day.today.items) == 6
    assert more(day.today) == [
        "1 more: cm deal list", "2 more: cm prospect list --stale",
        "1 more: cm today --limit 999",
    ]  # fmt: skip


def test_deals_that_lie_and_those_off_sale_have_a_share_each_and_are_counted_together() -> None:
    items = [
        *several(3, "pipeline", kind="deal", due=None),
        *several(4, "pipeline", kind="offer", due=None),
    ]
    day = parted(items, NOW, 2)
    assert [one.kind for one in day.today.items] == ["deal", "deal", "offer", "offer"]
    assert more(day.today) == ["3 more: cm deal list"]


def test_a_limit_counts_through_the_parts() -> None:
    day = Day(Part(several(3)), Part(several(2)), Part([]), Part(several(2))).limited(4)
    assert [len(part.items) for part in day] == [3, 1, 0, 0]
    assert more(day.today) == ["1 more: cm today --limit 999"]
    assert more(day.ahead) == ["2 more: cm today --limit 999"]


@pytest.mark.parametrize(
    ("height", "shown"),
    [
        # Three parts need three lines each beside their own.
        (40, [10, 4, 6]), (29, [10, 4, 6]), (28, [10, 4, 5]), (27, [10, 4, 4]),
        (23, [10, 2, 2]), (18, [5, 2, 2]), (15, [2, 2, 2]), (14, [3, 1, 1]), (12, [1, 1, 1]),
        (3, [1, 1, 1]),
    ],
)  # fmt: skip
def test_a_day_fits_as_many_lines_as_there_are(height: int, shown: list[int]) -> None:
    whole = Day(Part(several(10)), Part(several(4)), Part([]), Part(several(6)))
    day = whole.fitted(height, 3)
    assert [len(part.items) for part in day if part.items] == shown
    cut = 20 - sum(shown)
    assert sum(left for part in day for _, left in part.left) == cut


def test_what_was_left_out_before_is_counted_with_what_finds_no_room() -> None:
    duties = parted(several(7, "key_contact"), NOW, 5).duties
    assert more(duties) == ["2 more: cm client list --due"]
    assert more(duties.cut(1)) == ["6 more: cm client list --due"]
