"""`cm campaign`: planning, the target group, guests, costs, comparing; what is refused."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cmcli.config import Settings
from cmcli.queries import campaign_agenda as agenda
from cmcli.store import Store
from tests.support import NOW, Cm, Given

AFTER = "2026-11-28T10:00:00+08:00"
SALON = ("campaign", "add", "秋季沙龙", "--kind", "salon", "--from", "2026-11-27", "--to",
         "2026-11-27")  # fmt: skip


@pytest.fixture
def book(given: Given) -> Cm:
    """c1 and c2 are key clients; m1 is a salon for key clients about WM-90, which suits c1."""
    return given(
        ("client", "add", "王建国", "--tier", "key", "--phone", "13812345678"),
        ("client", "add", "周立", "--tier", "key", "--phone", "13900000002"),
        ("client", "add", "赵敏", "--birthday", "1950-01-01"),
        ("product", "add", "WM-90", "稳进", "--kind", "wealth", "--risk", "R3"),
        ("assess", "c1", "--level", "C3"),
        ("assess", "c2", "--level", "C2"),
        ("assess", "c3", "--level", "C3"),
        (*SALON, "--place", "徐汇支行", "--product", "WM-90", "--budget", "2万",
         "--where", "tier=key", "--note", "请柬周三寄出"),
    )  # fmt: skip


def guests(cm: Cm, now: str | None = None) -> dict[str, str]:
    found = cm.json("campaign", "show", "m1", now=now)["guests"]
    return {one["client"]["name"]: one["state"] for one in found}


def refs(found: list[Any]) -> list[str]:
    return [one["ref"] for one in found]


# Planning


def test_a_campaign_is_planned(book: Cm) -> None:
    found = book.json("campaign", "show", "m1")
    assert list(found)[:4] == ["ref", "name", "kind", "start"]
    assert (found["ref"], found["start"], found["end"]) == ("m1", "2026-11-27", "2026-11-27")
    assert (found["place"], found["product"]) == ("徐汇支行", "p1")
    assert found["budget"] == {"amount": 2_000_000, "currency": "CNY"}
    assert (found["target"], found["state"]) == (["tier=key"], "ahead")
    assert found["guests"] == found["tasks"] == found["costs"] == found["deals"] == []
    assert "2 clients in the target group" in book(*SALON, "--where", "tier=key").out


def test_words_of_both_languages_and_phrases_of_time(book: Cm) -> None:
    line = ("campaign", "add", "展会", "--kind", "展会", "--from", "下周三", "--to", "next fri")
    found = book.json(*line, "--where", "tier=重要")
    assert (found["kind"], found["start"], found["end"]) == (
        "exhibition", "2026-12-02", "2026-12-04",
    )  # fmt: skip
    assert found["target"] == ["tier=key"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((*SALON, "--where", "age>=90"), 3, "age>=90"),
        ((*SALON, "--where", "colour=red"), 2, "tier=key"),
        ((*SALON, "--where", "product=X9"), 3, "X9"),
        ((*SALON, "--budget", "USD 5000"), 2, "CNY"),
        ((*SALON, "--budget", "-5"), 2, "negative"),
        ((*SALON, "--product", "X9"), 3, "X9"),
        ((*SALON[:-1], "2026-11-26"), 2, "before it begins"),
        ((*SALON[:-1], "someday"), 2, "someday"),
        (("campaign", "add", " ", *SALON[3:]), 2, "empty"),
        (("campaign", "add", "x", "--kind", "party", *SALON[5:]), 2, "salon"),
        (("campaign", "cost", "m1", "USD 5000", "场租"), 2, "CNY"),
        (("campaign", "cost", "m1", "5000", " "), 2, "spent"),
        (("campaign", "cost", "m1", "5000", "场租", "--at", "2026-12-24"), 2, "24 Dec"),
        (("campaign", "cost", "m9", "5000", "场租"), 3, "m9"),
        (("campaign", "plan", "m1", " ", "--due", "fri"), 2, "done"),
        (("campaign", "plan", "m1", "x", "--due", "2026-11-01"), 2, "past"),
        (("campaign", "show", "冬季"), 3, "冬季"),
        (("campaign", "targets", "m1", "--where", "age>old"), 2, "age"),
        (("campaign", "invite", "m1"), 2, "--all"),
        (("campaign", "invite", "m1", "c1", "--all"), 2, "--all"),
        (("campaign", "invite", "m1", "c1", "--at", "yesterday"), 2, "--done"),
        (("campaign", "invite", "m1", "c1", "--reply", "perhaps"), 2, "maybe"),
        (("campaign", "invite", "m1", "c1", "--off"), 4, "王建国"),
        (("campaign", "invite", "m1", "nobody"), 3, "nobody"),
        (("campaign", "attend", "m1"), 2, "--file"),
        (("campaign", "attend", "m1", "c1"), 4, "27 Nov"),
        (("campaign", "attend", "m1", "c1", "--all-yes"), 2, "--file"),
        (("campaign", "compare", "m9"), 3, "m9"),
        (("log", "c1", "--campaign", "m9"), 3, "m9"),
        (("deal", "add", "c1", "x", "--campaign", "冬季"), 3, "冬季"),
        (("done", "m1"), 2, "campaign"),
        (("snooze", "m1", "fri"), 2, "campaign"),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(
    book: Cm, words: tuple[str, ...], code: int, told: str
) -> None:
    before = book.json("history")
    result = book(*words)
    assert (result.code, result.out) == (code, ""), result.err
    assert result.err.count("\n") == 1
    assert told in result.err
    assert book.json("history") == before


def test_fields_are_corrected_as_soundly_as_they_were_given(book: Cm) -> None:
    changed = book.json(
        "edit", "m1", "name=秋日沙龙", "from=2026-11-26", "where=tier=key；status=active",
        "budget=", "product=", "kind=promotion",
    )  # fmt: skip
    assert (changed["name"], changed["kind"]) == ("秋日沙龙", "promotion")
    assert (changed["start"], changed["budget"], changed["product"]) == ("2026-11-26", None, None)
    assert changed["target"] == ["tier=key", "status=active"]
    for field, code in (
        ("to=2026-11-20", 2), ("where=age>=90", 3), ("where=x", 2), ("budget=$5", 2), ("name=", 2),
        ("colour=red", 2),
    ):  # fmt: skip
        assert book("edit", "m1", field).code == code, field
    assert book.json("edit", "m1", "where=")["target"] == []


def test_a_name_or_its_start_is_enough(book: Cm) -> None:
    assert book.json("campaign", "show", "秋季")["ref"] == "m1"
    book(*SALON)
    book("campaign", "add", "秋季沙龙二", *SALON[3:])
    several = book("campaign", "show", "秋季沙龙")
    assert several.code == 3
    assert "m1 秋季沙龙" in several.err
    assert book.json("campaign", "show", "秋季沙龙二")["ref"] == "m3"


def test_the_list_is_filtered_and_sorted(book: Cm) -> None:
    later = ("campaign", "add", "冬季展会", "--kind", "exhibition", "--from", "2026-12-20", "--to")
    book(*later, "2026-12-22")
    book("campaign", "invite", "m1", "c1")
    found = book.json("campaign", "list")
    assert [(one["ref"], one["guests"], one["attended"]) for one in found] == [
        ("m2", 0, 0), ("m1", 1, 0),
    ]  # fmt: skip
    assert refs(book.json("campaign", "list", "--kind", "salon")) == ["m1"]
    assert refs(book.json("campaign", "list", "--from", "2026-12-22")) == ["m2"]
    assert refs(book.json("campaign", "list", "--to", "2026-12-19")) == ["m1"]
    assert refs(book.json("campaign", "list", "--sort", "start", "--limit", "1")) == ["m1"]
    assert book("campaign", "list", "--sort", "colour").code == 2
    assert "冬季展会" in book("campaign", "list").out
    assert book.json("campaign", "list", "--kind", "visits") == []
    assert "cm campaign add" in book("campaign", "list", "--kind", "visits").out


# The target group and the guest list


def test_whom_the_product_does_not_suit_is_told_apart(book: Cm) -> None:
    found = book.json("campaign", "targets", "m1")
    assert [(one["client"]["ref"], one["why"]) for one in found["suitable"]] == [("c1", ["key"])]
    ((unfit,),) = (found["unsuitable"],)
    assert unfit["client"]["ref"] == "c2"
    assert "C2" in unfit["why"]
    assert "R3" in unfit["why"]
    page = book("campaign", "targets", "m1").out
    assert "NOT SUITABLE" in page
    other = book.json("campaign", "targets", "m1", "--where", "age>=60")
    assert [(one["client"]["ref"], one["elder"]) for one in other["suitable"]] == [("c3", True)]
    assert book.json("campaign", "targets", "m1", "--where", "age>=90")["suitable"] == []
    assert book.json("campaign", "show", "m1")["guests"] == []


def test_the_minimum_of_the_product_is_judged_by_their_means(book: Cm) -> None:
    book("product", "edit", "WM-90", "--minimum", "10万")
    book("profile", "set", "c1", "--cash", "9万")
    unfit = book.json("campaign", "targets", "m1")["unsuitable"]
    assert [one["client"]["ref"] for one in unfit] == ["c1", "c2"]
    assert "90,000" in unfit[0]["why"]
    book("profile", "set", "c1", "--cash", "10万")
    assert len(book.json("campaign", "targets", "m1")["suitable"]) == 1


def test_the_list_takes_those_whom_it_suits(book: Cm) -> None:
    found = book.json("campaign", "invite", "m1", "--all")
    assert refs(found["new"]) == ["c1"]
    assert [one["client"]["ref"] for one in found["unsuitable"]] == ["c2"]
    again = book.json("campaign", "invite", "m1", "--all")
    assert (again["new"], refs(again["already"])) == ([], ["c1"])
    page = book("campaign", "invite", "m1", "--all").out
    assert "already so: 王建国 · nothing was written" in page
    assert "cm undo" not in page
    refused = book("campaign", "invite", "m1", "c3", "周立")
    assert refused.code == 4
    assert "周立 is C2" in refused.err
    assert guests(book) == {"王建国": "listed"}


def test_without_a_product_or_with_a_deposit_everybody_may_come(book: Cm) -> None:
    book("edit", "m1", "product=")
    assert refs(book.json("campaign", "invite", "m1", "--all")["new"]) == ["c1", "c2"]
    book("product", "add", "D1", "存款", "--kind", "deposit")
    book(*SALON, "--product", "D1")
    assert book("campaign", "invite", "m2", "周立").code == 0


def test_a_target_group_that_is_empty_by_now_is_an_error(book: Cm) -> None:
    for ref in ("c1", "c2"):
        book("client", "edit", ref, "--tier", "focus")
    result = book("campaign", "invite", "m1", "--all")
    assert (result.code, result.err.count("\n")) == (3, 1)
    book("edit", "m1", "where=")
    assert "where=" in book("campaign", "invite", "m1", "--all").err


def test_asked_and_replied(book: Cm) -> None:
    book("campaign", "invite", "m1", "c1")
    assert guests(book) == {"王建国": "listed"}
    book("campaign", "invite", "m1", "c1", "--done", "--at", "2026-11-22 10:00")
    assert guests(book) == {"王建国": "asked"}
    said = book("campaign", "invite", "m1", "c1", "c3", "--reply", "会来")
    assert said.out.startswith("m1 秋季沙龙 · said yes · 2 clients")
    assert guests(book) == {"王建国": "yes", "赵敏": "yes"}
    one = book.json("campaign", "show", "m1")["guests"][0]
    assert one["invited"] == "2026-11-22T10:00:00+08:00"
    assert one["replied"] == "2026-11-23T10:00:00+08:00"
    assert book.json("undo") is not None
    assert guests(book) == {"王建国": "asked"}
    assert refs(book.json("campaign", "invite", "m1", "c1", "--off")["new"]) == ["c1"]
    assert guests(book) == {}


def test_a_contact_about_it_asks_a_guest(book: Cm) -> None:
    book("campaign", "invite", "m1", "c1", "c3")
    missed = book.json("log", "c1", "--campaign", "m1", "--outcome", "no_answer")
    assert missed["campaign"] == "m1"
    assert guests(book) == {"王建国": "listed", "赵敏": "listed"}
    told = book("log", "c1", "会来", "--campaign", "秋季")
    assert "m1 · 秋季沙龙 · asked" in told.out
    book("log", "c3", "没提沙龙")
    assert guests(book) == {"王建国": "asked", "赵敏": "listed"}
    # One undo takes back the contact with what it did to the guest.
    book("log", "c3", "提了", "--campaign", "m1")
    assert guests(book)["赵敏"] == "asked"
    book("undo")
    assert guests(book)["赵敏"] == "listed"
    assert book("log", "c2", "不是客人", "--campaign", "m1").code == 0
    assert "周立" not in guests(book)


# Being there


def test_guests_are_ticked_off(book: Cm) -> None:
    book("campaign", "invite", "m1", "c1", "--reply", "yes")
    book("campaign", "invite", "m1", "c3")
    never = book("campaign", "attend", "m1", "c1", "c2", now=AFTER)
    assert (never.code, never.err.count("\n")) == (4, 1)
    assert "周立" in never.err
    assert guests(book) == {"王建国": "yes", "赵敏": "listed"}
    found = book.json("campaign", "attend", "m1", "--all-yes", now=AFTER)
    assert refs(found["new"]) == ["c1"]
    walked = book.json("campaign", "attend", "m1", "c1", "c2", "--walk-in", now=AFTER)
    assert (refs(walked["new"]), refs(walked["already"])) == (["c2"], ["c1"])
    assert guests(book, AFTER) == {"王建国": "attended", "赵敏": "listed", "周立": "walk_in"}
    result = book.json("campaign", "show", "m1", now=AFTER)["result"]
    assert (result["invited"], result["attended"], result["walk_ins"]) == (2, 2, 1)
    assert book("campaign", "attend", "m1", "c3", "--at", "2026-11-26", now=AFTER).code == 2
    assert book("campaign", "invite", "m1", "c1", "--off", now=AFTER).code == 4
    late = book("campaign", "invite", "m1", "--all", now=AFTER)
    assert late.code == 0  # nobody new: c1 is on the list, c2 came


def signed(cm: Cm, folder: Path, *lines: str, more: tuple[str, ...] = ()) -> Any:
    path = folder / "signed.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return cm("campaign", "attend", "m1", "--file", str(path), *more, "--json", now=AFTER)


def test_a_sign_in_list_is_read_by_number_and_by_name(book: Cm, tmp_path: Path) -> None:
    book("client", "add", "王建国", "--phone", "13700000009")
    book("campaign", "invite", "m1", "c1", "c3", "--reply", "yes")
    lines = (
        "name,phone",
        "王建国,",  # two of that name: the guest is meant
        ",+86 138-1234-5678",  # the same once more
        "赵敏,13600000000",  # a guest with another number than none
        "周立,13900000002",  # never invited
        "周立,13911111111",  # the name of somebody, and another number
        "李路过,",
    )
    result = signed(book, tmp_path, *lines, more=("--strict",))
    assert result.code == 2
    assert result.json()["written"] is False
    assert guests(book) == {"王建国": "yes", "赵敏": "yes"}
    found = signed(book, tmp_path, *lines).json()
    assert refs(found["new"]) == ["c1", "c3"]
    assert refs(found["not_invited"]) == ["c2"]
    assert [(one["line"], one["text"]) for one in found["unknown"]] == [
        (6, "周立 139****1111"), (7, "李路过"),
    ]  # fmt: skip
    assert guests(book) == {"王建国": "attended", "赵敏": "attended"}
    again = signed(book, tmp_path, *lines, more=("--walk-in",)).json()
    assert (refs(again["new"]), refs(again["already"])) == (["c2"], ["c1", "c3"])


def test_two_of_one_name_who_are_no_guests_are_not_guessed(book: Cm, tmp_path: Path) -> None:
    book("client", "add", "赵敏", "--yes")
    (one,) = signed(book, tmp_path, "姓名", "赵敏").json()["unknown"]
    assert "c3, c4" in one["why"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [(("age", "30"), 2), (("name,password", "王建国,abc123"), 4), ((), 5)],
)
def test_a_file_that_is_no_list_of_people_is_refused(
    book: Cm, tmp_path: Path, lines: tuple[str, ...], code: int
) -> None:
    result = signed(book, tmp_path, *lines)
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1
    assert book("campaign", "attend", "m1", "--file", "missing.csv", now=AFTER).code == 5


# Money, tasks, credit, result


def test_costs_tasks_and_credit(book: Cm) -> None:
    spent = book("campaign", "cost", "m1", "CNY 0.5万", "场租", "--at", "2026-11-20")
    assert "cost 5,000 of 20,000" in spent.out
    over = book("campaign", "cost", "m1", "2万", "讲师")
    assert "cost 25,000, 5,000 over the budget of 20,000" in over.out
    book("undo")
    task = book.json("campaign", "plan", "m1", "订会场", "--due", "today", "--owner", "小王")
    assert (task["ref"], task["campaign"], task["owner"]) == ("a1", "m1", "小王")
    (line,) = [item for item in book.json("today")["items"] if item["kind"] == "action"]
    assert (line["ref"], line["section"], line["title"]) == ("a1", "growth", "订会场")
    assert "m1" in book("why", "a1").out
    assert book("done", "a1", "已订").code == 0
    found = book.json("campaign", "show", "m1")
    assert [(one["text"], one["spent"]) for one in found["costs"]] == [("场租", "2026-11-20")]
    assert [(one["ref"], one["state"]) for one in found["tasks"]] == [("a1", "done")]
    assert book.json("deal", "add", "c1", "理财", "--campaign", "m1")["campaign"] == "m1"
    book("deal", "add", "c2", "存款", "--amount", "5万")
    assert book.json("edit", "d2", "campaign=秋季")["campaign"] == "m1"
    assert book.json("campaign", "show", "m1")["result"]["leads"] == 2
    assert book.json("edit", "d1", "campaign=")["campaign"] is None
    assert book.json("campaign", "show", "m1")["deals"] == ["d2"]
    page = book("campaign", "show", "m1").out
    for text in ("TASKS", "COSTS", "LEADS", "a lead 5,000", "return on cost 0.0 ×", "target group"):
        assert text in page


def test_campaigns_stand_side_by_side(book: Cm) -> None:
    assert book.json("campaign", "compare") == []
    assert "cm campaign list" in book("campaign", "compare").out
    book("campaign", "add", "春季展会", "--kind", "exhibition", "--from", "2026-04-01", "--to",
         "2026-04-03")  # fmt: skip
    book("campaign", "cost", "m2", "3000", "展位", "--at", "2026-04-01")
    assert refs(book.json("campaign", "compare")) == ["m2"]
    both = book.json("campaign", "compare", "m1", "春季")
    assert refs(both) == ["m1", "m2"]
    assert both[1]["result"]["returns"][0]["cost"]["amount"] == 300_000
    page = book("campaign", "compare", "m1", "m2").out
    assert "秋季沙龙" in page
    assert "3,000" in page


# The agenda


def growth(cm: Cm, now: str | None = None) -> list[tuple[str, str]]:
    items = cm.json("today", now=now)["items"]
    return [(item["ref"], item["kind"]) for item in items if item["section"] == "growth"]


def test_a_guest_whose_assessment_lapsed_is_not_called(book: Cm) -> None:
    book("edit", "m1", "from=2027-12-01", "to=2027-12-01")
    book("campaign", "invite", "m1", "c1")
    before, lapsed = "2027-11-22T10:00:00+08:00", "2027-11-24T10:00:00+08:00"
    assert growth(book, before) == [("c1", "invitation")]
    assert growth(book, lapsed) == []
    book("edit", "m1", "product=")
    assert growth(book, lapsed) == [("c1", "invitation")]


def test_calls_before_and_after_are_explained_and_ended(book: Cm) -> None:
    book("campaign", "invite", "m1", "c1", "c3")
    assert growth(book) == [("c1", "invitation"), ("c3", "invitation")]
    why = book("why", "c3").out
    assert "campaign.call_days" in why
    book("config", "set", "campaign.call_days", "3")
    assert growth(book) == []
    book("config", "set", "campaign.call_days", "4")
    book("client", "archive", "c3")
    assert growth(book) == [("c1", "invitation")]
    book("campaign", "attend", "m1", "c1", now=AFTER)
    assert growth(book, AFTER) == [("c1", "follow_up")]
    book("done", "c1", "谢谢到场", now=AFTER)
    assert growth(book, AFTER) == []


def test_the_line_of_those_who_are_left_is_explained(book: Cm) -> None:
    book("edit", "m1", "product=")
    names = [f"客{n:02}" for n in range(6)]
    for name in names:
        book("client", "add", name)
    book("campaign", "invite", "m1", *names)
    assert growth(book)[5:] == [("m1", "campaign")]
    assert "6 guests of m1 are not asked yet, and 4 working days are left" in book("why", "m1").out


def test_the_agenda_reads_by_index_whatever_was_recorded(book: Cm) -> None:
    book("campaign", "invite", "m1", "c1", "--reply", "yes")
    book("campaign", "invite", "m1", "c3")
    book("campaign", "attend", "m1", "c1", now=AFTER)
    store = Store.open(book.db)
    for moment in (NOW, AFTER):
        now, asked = datetime.fromisoformat(moment), list[str]()
        store.connection.set_trace_callback(asked.append)
        near = agenda.ongoing(store, now.date())
        assert agenda.to_ask(store, Settings({}), near, now) or agenda.attended(store, near, now)
        store.connection.set_trace_callback(None)
        plans = [step[3] for sql in asked for step in store.rows(f"EXPLAIN QUERY PLAN {sql}")]
        assert [step for step in plans if "campaign_end" in step]
        assert [step for step in plans if step.startswith("SCAN") and "json_each" not in step] == []
    store.close()


def test_of_many_follow_ups_the_page_shows_a_share(book: Cm) -> None:
    names = [f"客{n:02}" for n in range(20)]
    for name in names:
        book("client", "add", name)
    book("edit", "m1", "product=")
    book("campaign", "invite", "m1", *names)
    book("campaign", "attend", "m1", *names, now=AFTER)
    assert len(growth(book, AFTER)) == 20
    assert book("today", now=AFTER).out.count("call after 秋季沙龙") == 5
    late = book("today", now="2026-12-02T10:00:00+08:00").out
    assert late.count("call after 秋季沙龙") == 5
    assert "15 more" in late
    assert book("today", "--limit", "99", now=AFTER).out.count("call after 秋季沙龙") == 20


# Taking back, merging, finding


def test_each_command_is_undone_whole(book: Cm) -> None:
    book("campaign", "invite", "m1", "--all")
    book("undo")
    assert guests(book) == {}
    book("campaign", "attend", "m1", "c1", "c2", "c3", "--walk-in", now=AFTER)
    book("undo")
    assert guests(book) == {}
    book("campaign", "cost", "m1", "5000", "场租")
    book("undo")
    assert book.json("campaign", "show", "m1")["costs"] == []
    book("undo")
    assert book("show", "m1").code == 3


def test_it_is_removed_until_something_hangs_on_it(book: Cm) -> None:
    book("campaign", "invite", "m1", "c1")
    book("campaign", "cost", "m1", "5000", "场租")
    refused = book("rm", "m1")
    assert (refused.code, refused.err.count("\n")) == (4, 1)
    book("undo")
    assert book.json("rm", "m1") == {"ref": "m1", "removed": True}
    assert book.json("campaign", "list") == []
    book("undo")
    assert guests(book) == {"王建国": "listed"}


def test_a_merge_moves_guests_and_keeps_one_row_of_a_person(book: Cm) -> None:
    book("client", "add", "王健国", "--yes")
    book("edit", "m1", "product=")
    book(*SALON)
    book("campaign", "invite", "m1", "c4", "--reply", "yes")
    book("campaign", "invite", "m2", "c4")
    book("campaign", "invite", "m1", "c1")
    assert book("client", "merge", "c1", "c4").code == 0
    (one,) = book.json("campaign", "show", "m1")["guests"]
    assert (one["client"]["ref"], one["state"]) == ("c1", "yes")
    (moved,) = book.json("campaign", "show", "m2")["guests"]
    assert moved["client"]["ref"] == "c1"
    book("undo")
    found = book.json("campaign", "show", "m1")["guests"]
    assert [(one["client"]["ref"], one["state"]) for one in found] == [
        ("c4", "yes"), ("c1", "listed"),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["秋季", "徐汇支行", "请柬"])
def test_names_places_and_notes_are_found(book: Cm, word: str) -> None:
    (hit,) = book.json("find", word)
    assert (hit["ref"], hit["kind"], hit["client"]) == ("m1", "campaign", None)
    assert "m1" in book("find", word).out


def test_a_task_of_no_client_is_found(book: Cm) -> None:
    book("campaign", "plan", "m1", "订会场", "--due", "fri")
    assert refs(book.json("find", "会场")) == ["a1"]


def test_everything_of_a_client_holds_what_they_came_to(book: Cm) -> None:
    book("campaign", "invite", "m1", "c1", "--reply", "yes")
    held = book.json("export", "client", "c1")
    assert "campaign_guest" in str(held)
