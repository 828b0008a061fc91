"""What was changed, and taking it back."""

from collections.abc import Iterator
from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, dump


@pytest.fixture
def store_of(cm: Cm) -> Iterator[Store]:
    """A second look at the book of `cm`."""
    opened = Store.open(cm.db)
    yield opened
    opened.close()


def entries(cm: Cm, *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cm.json("history", *args)
    return found


WRITES: tuple[tuple[str, ...], ...] = (
    ("client", "add", "王建国", "--tier", "key", "--tag", "a"),
    ("client", "add", "王健国", "--need", "学费", "--yes"),
    ("client", "edit", "c1", "--tier", "standard", "--name", "王建"),
    ("client", "tag", "c1", "b"),
    ("product", "add", "LC1", "稳健理财", "--kind", "wealth", "--risk", "R2"),
    ("request", "open", "c1", "卡被锁", "--urgent", "--at", "09:00"),
    ("request", "wait", "r1", "--at", "09:10"),
    ("request", "resume", "r1"),
    ("request", "respond", "r1", "解锁"),
    ("request", "resolve", "r1"),
    ("request", "reopen", "r1"),
    ("callback", "add", "c1", "--due", "today", "--every", "week"),
    ("snooze", "b1", "+1d"),
    ("done", "b1", "打过了"),
    ("callback", "cancel", "b2"),
    ("deal", "add", "c1", "存款", "--amount", "5万", "--product", "LC1"),
    ("deal", "move", "d1", "proposal"),
    ("log", "c2", "要开户", "--ask", "--callback", "+2d"),
    ("client", "merge", "c1", "c2", "--yes"),
    ("edit", "i1", "note=x"),
    ("rm", "i3", "--yes"),
    ("config", "set", "today.share", "7"),
    ("client", "add", "曾丽"),
    ("client", "archive", "曾丽"),
    ("prospect", "add", "单雄信", "--by", "c1", "--next", "回电", "--next-due", "+3d"),
    ("prospect", "add", "shan xiongxin", "--fit", "high", "--yes"),
    ("prospect", "edit", "c4", "--interest", "high"),
    ("log", "c4", "谈过"),
    ("snooze", "c4", "+5d"),
    ("prospect", "move", "c4", "opening"),
    ("client", "merge", "c4", "c5", "--yes"),
    ("prospect", "convert", "c4"),
    ("client", "edit", "c4", "--status", "prospect"),
    ("prospect", "drop", "c4", "--reason", "利率"),
    ("client", "edit", "c4", "--status", "prospect"),
    ("client", "archive", "c4"),
)


def test_every_write_is_one_entry_and_undo_takes_each_back_to_the_row(
    cm: Cm, store_of: Store
) -> None:
    states = [dump(store_of)]
    for number, args in enumerate(WRITES, 1):
        result = cm(*args)
        if args[0] == "rm" and result.code:  # the contact answered something
            continue
        assert result.code == 0, (args, result.err)
        found = entries(cm)
        assert found[0]["command"].startswith(args[0]), number
        states.append(dump(store_of))
    assert len(entries(cm, "--limit", "99")) == len(states) - 1
    while len(states) > 1:
        assert dump(store_of) == states.pop()
        assert cm("undo").code == 0
    assert dump(store_of) == states[0]
    assert cm("undo").code == 3
    assert all(entry["undone"] for entry in entries(cm, "--limit", "99"))


def test_reading_leaves_no_entry(cm: Cm) -> None:
    cm("client", "add", "王建国")
    for args in (("today",), ("client", "list"), ("show", "c1"), ("find", "x"), ("config", "list"),
                 ("why", "c1"), ("history",), ("when", "fri"), ("deal", "board")):  # fmt: skip
        cm(*args)
    assert len(entries(cm)) == 1


def test_an_entry_names_command_time_and_records(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("log", "c1", "x", "--ask", "--callback", "+1d")
    last = entries(cm)[0]
    assert last["entry"] == 2
    assert last["at"] == "2026-11-23T10:00:00+08:00"
    assert last["command"].startswith("log c1")
    assert sorted(last["refs"]) == ["b1", "i1", "r1"]
    page = cm("history").out
    assert "log c1" in page
    assert "i1" in page


def test_the_history_of_a_record_is_what_touched_it(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("client", "add", "李娜")
    cm("client", "edit", "c1", "--need", "x")
    assert [entry["entry"] for entry in entries(cm, "c1")] == [3, 1]
    assert entries(cm, "c9") == []
    assert cm("history", "nobody").code == 2
    assert [entry["entry"] for entry in entries(cm, "--limit", "1")] == [3]


def test_a_later_change_keeps_an_earlier_one_and_is_named(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("client", "edit", "c1", "--need", "a")
    cm("client", "edit", "c1", "--need", "b")
    result = cm("undo", "2")
    assert result.code == 4
    assert "cm undo 3" in result.err
    assert cm.json("client", "show", "c1")["need"] == "b"
    assert cm("undo", "3").code == 0
    assert cm("undo", "2").code == 0
    assert cm.json("client", "show", "c1")["need"] is None


def test_what_others_need_stays(cm: Cm) -> None:
    cm("client", "add", "王建国")
    cm("log", "c1", "x")
    result = cm("undo", "1")
    assert result.code == 4
    assert "cm undo 2" in result.err


@pytest.mark.parametrize(("number", "code"), [("9", 3), ("0", 2), ("-1", 2), ("x", 2)])
def test_an_entry_that_is_not_there_is_not_undone(cm: Cm, number: str, code: int) -> None:
    cm("client", "add", "王建国")
    assert cm("undo", number).code == code
    assert len(cm.json("client", "list")) == 1


def test_nothing_is_undone_twice(cm: Cm) -> None:
    cm("client", "add", "王建国")
    document = cm.json("undo", "1")
    assert (document["entry"], document["refs"]) == (1, ["c1"])
    assert cm("undo", "1").code == 4
    assert cm("undo").code == 3


def test_records_without_a_reference_are_counted(cm: Cm) -> None:
    cm.json("product", "add", "F1", "澄湖", "--kind", "fund", "--risk", "R2")
    file = cm.db.parent / "prices.csv"
    file.write_text("产品代码,净值日期,单位净值\nF1,2026-01-05,1.0\nF1,2026-01-06,1.1\n", "utf-8")
    cm.json("import", "prices", str(file))
    [entry] = cm.json("history", "--limit", "1")
    assert entry["refs"] == []
    line = cm("history", "--limit", "1").out.splitlines()[1]
    assert f"{entry['records']} records" in line
    assert "more" not in line
