"""`cm prospect`: the way from a first name to a client, and what came of each source."""

from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, Given, dump


@pytest.fixture
def book(given: Given) -> Cm:
    """c1 a client; c2 a prospect whom c1 sent, with a step on Friday."""
    return given(
        ("client", "add", "王建国", "--tier", "key"),
        ("prospect", "add", "单雄信", "--phone", "13912345678", "--by", "王建国", "--fit", "high",
         "--tier", "focus", "--tag", "甲", "--next", "约到网点", "--next-due", "周五"),
    )  # fmt: skip


def growth(cm: Cm, now: str | None = None) -> list[Any]:
    items = cm.json("today", now=now)["items"]
    return [item for item in items if item["section"] == "growth"]


def record(cm: Cm, ref: str = "c2") -> Any:
    return cm.json("client", "show", ref)["prospect"]


def unchanged(cm: Cm, *args: str) -> Any:
    """The result of a run that writes nothing."""
    store = Store.open(cm.db)
    before = dump(store)
    result = cm(*args)
    assert dump(store) == before, "nothing is half written"
    store.close()
    return result


# Entering one


def test_a_prospect_is_a_client_file_with_a_record(book: Cm) -> None:
    found = book.json("prospect", "add", "李娜", "--source", "名单", "--interest", "高",
                      "--stage", "interested", "--next", "寄资料")  # fmt: skip
    assert list(found)[:2] == ["ref", "client"]
    assert found == {
        "ref": "c3", "client": {"ref": "c3", "name": "李娜", "tier": "standard"},
        "source": "list", "referrer": None, "campaign": None, "fit": None, "interest": "high",
        "stage": "interested", "next": "寄资料", "next_due": None,
        "opened": "2026-11-23T10:00:00+08:00", "closed": None, "reason": None,
    }  # fmt: skip
    shown = book.json("client", "show", "c2")
    assert (shown["status"], shown["tier"], shown["tags"]) == ("prospect", "focus", ["甲"])
    assert shown["prospect"]["referrer"] == "c1"
    assert shown["prospect"]["source"] == "referral"
    assert book.json("prospect", "show", "c2") == book.json("show", "c2") == shown
    page = book("prospect", "show", "单雄信").out
    assert "c1 王建国" in page
    assert "约到网点" in page


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("x", "--source", "referral"), 2),
        (("x", "--source", "list", "--by", "c1"), 2),
        (("x", "--source", "friend"), 2),
        (("x", "--by", "nobody"), 3),
        (("x", "--campaign", "m9"), 3),
        (("x", "--campaign", "salon"), 2),
        (("x", "--source", "list", "--campaign", "m9"), 3),
        (("x", "--fit", "huge"), 2),
        (("x", "--stage", "converted"), 2),
        (("x", "--next-due", "fri"), 2),
        (("x", "--next", "y", "--next-due", "yesterday"), 2),
        (("x", "--next", "y", "--next-due", "soon"), 2),
        (("x", "--next", "密码 123456"), 2),
        (("x", "--phone", "12"), 2),
        ((" ",), 2),
        ((), 2),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(
    book: Cm, words: tuple[str, ...], code: int
) -> None:
    result = unchanged(book, "prospect", "add", *words)
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1


def test_a_campaign_implies_its_source_and_is_there(book: Cm) -> None:
    store = Store.open(book.db)
    with store.transaction():
        store.connection.execute(
            "INSERT INTO campaign (name, kind, start_on, end_on, currency, created_at) VALUES"
            " ('沙龙', 'salon', '2026-11-20', '2026-11-20', 'CNY', '2026-11-01T00:00:00Z')"
        )
    store.close()
    found = book.json("prospect", "add", "李娜", "--campaign", "m1")
    assert (found["source"], found["campaign"]) == ("campaign", "m1")
    assert "m1 沙龙" in book("client", "show", "李娜").out
    assert book("prospect", "add", "高平", "--campaign", "m1", "--source", "list").code == 2
    assert book("prospect", "add", "高平", "--campaign", "m1", "--by", "c1").code == 2


def test_without_a_next_step_the_answer_and_the_agenda_say_so(book: Cm) -> None:
    result = book("prospect", "add", "李娜")
    assert result.code == 0
    assert "no next step" in result.out
    (line,) = growth(book)
    assert (line["ref"], line["kind"], line["title"]) == ("c3", "prospect", "no next step")
    assert "no next step" in book("client", "show", "李娜").out
    assert "no next step" in book("prospect", "list").out


def test_client_add_leaves_the_same_record(book: Cm) -> None:
    result = book("client", "add", "李娜", "--status", "prospect", "--source", "网点到访")
    assert "cm prospect edit c3" in result.out
    found = record(book, "c3")
    assert (found["stage"], found["source"], found["next"]) == ("new", "walk_in", None)
    book("client", "add", "高平", "--status", "prospect", "--source", "老同学")
    assert record(book, "c4")["source"] == "other"
    assert record(book, "c1") is None


# On the way


def test_stages_move_with_the_next_step(book: Cm) -> None:
    moved = book.json("prospect", "move", "c2", "办理中", "--next", "收资料", "--next-due", "+2d")
    assert (moved["stage"], moved["next"], moved["next_due"][:10]) == (
        "opening", "收资料", "2026-11-25",
    )  # fmt: skip
    assert book.json("prospect", "move", "c2", "interested")["next"] == "收资料"
    # Another step has no date of the earlier one.
    assert book.json("prospect", "edit", "c2", "--next", "回电")["next_due"] is None


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("move", "c2", "new"), 4),
        (("move", "c2", "converted"), 2),
        (("move", "c2", "won"), 2),
        (("move", "c1", "contacted"), 4),
        (("move", "c2", "contacted", "--next", "", "--next-due", "fri"), 2),
        (("edit", "c2"), 2),
        (("edit", "c2", "--by", "c2"), 2),
        (("edit", "c2", "--source", "list", "--by", "c1"), 2),
        (("edit", "c2", "--source", "campaign", "--by", "c1"), 2),
        (("edit", "c1", "--fit", "low"), 4),
        (("drop", "c2"), 2),
        (("drop", "c1", "--reason", "x"), 4),
        (("convert", "c1"), 4),
        (("convert", "c9"), 3),
        (("list", "--sort", "colour"), 2),
        (("list", "--stage", "won"), 2),
        (("sources", "sometime"), 2),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    book: Cm, args: tuple[str, ...], code: int
) -> None:
    result = unchanged(book, "prospect", *args)
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1


def test_facts_are_corrected_together(book: Cm) -> None:
    found = book.json(
        "prospect", "edit", "c2", "--source", "list", "--fit", "", "--interest", "low"
    )
    assert (found["source"], found["referrer"]) == ("list", None)
    assert (found["fit"], found["interest"]) == (None, "low")
    assert found["next"] == "约到网点"
    back = book.json("prospect", "edit", "c2", "--by", "c1")
    assert (back["source"], back["referrer"]) == ("referral", "c1")
    cleared = book.json("prospect", "edit", "c2", "--next", "")
    assert (cleared["next"], cleared["next_due"]) == (None, None)


def test_snooze_moves_the_next_step(book: Cm) -> None:
    assert book.json("snooze", "c2", "+5d")["next_due"][:10] == "2026-11-28"
    assert book("snooze", "c1", "+5d").code == 4
    assert book("snooze", "c2", "2026-01-01").code == 2


def test_a_reached_contact_makes_a_new_one_contacted_and_one_undo_takes_both_back(
    book: Cm,
) -> None:
    store = Store.open(book.db)
    before = dump(store)
    assert "now contacted" not in book("log", "c2", "x", "--outcome", "no_answer").out
    assert record(book)["stage"] == "new"
    book("undo")
    assert "now contacted" in book("log", "c2", "谈过", "--callback", "+1d").out
    assert record(book)["stage"] == "contacted"
    assert "now contacted" not in book("log", "c2", "又谈过").out
    book("undo")
    assert book("undo").code == 0
    assert dump(store) == before
    store.close()
    # `done` of the client and an incoming message do the same.
    book("done", "c2")
    assert record(book)["stage"] == "contacted"


def test_a_contact_asks_what_comes_after_a_step_that_was_due(book: Cm) -> None:
    assert "next step" not in book("log", "c2", "x").out
    late = book("log", "c2", "x", now="2026-11-28T10:00:00+08:00").out
    assert "cm prospect edit c2 --next" in late
    assert "no next step" not in late
    book("prospect", "edit", "c2", "--next", "")
    assert "no next step" in book("log", "c2", "x").out
    assert "next step" not in book("log", "c2", "x", "--outcome", "no_answer").out
    assert "next step" not in book("log", "c1", "x").out


# The end


def test_converting_makes_a_client_of_the_same_tier(book: Cm) -> None:
    found = book.json("prospect", "convert", "单雄信", now="2026-11-25T09:00:00+08:00")
    assert (found["stage"], found["next"]) == ("converted", None)
    assert found["closed"] == "2026-11-25T09:00:00+08:00"
    shown = book.json("client", "show", "c2")
    assert (shown["status"], shown["tier"]) == ("active", "focus")
    assert "converted on" in book("client", "show", "c2").out
    assert book("prospect", "convert", "c2").code == 4
    assert book.json("prospect", "list") == []
    assert book("undo").code == 0
    assert (record(book)["stage"], record(book)["next"]) == ("new", "约到网点")


def test_dropping_keeps_the_file_dormant_and_says_why(book: Cm) -> None:
    found = book.json("prospect", "drop", "c2", "--reason", "资金留在他行")
    assert (found["stage"], found["reason"]) == ("dropped", "资金留在他行")
    assert book.json("client", "show", "c2")["status"] == "dormant"
    assert [row["ref"] for row in book.json("prospect", "list", "--stage", "dropped")] == ["c2"]
    assert growth(book, "2026-12-20T08:30:00+08:00") == []
    assert [hit["ref"] for hit in book.json("find", "他行")] == ["c2"]


@pytest.mark.parametrize(
    ("status", "stage"), [("active", "converted"), ("dormant", "dropped"), ("closed", "dropped")]
)
def test_client_edit_is_the_same_way_out(book: Cm, status: str, stage: str) -> None:
    for args in (("client", "edit", "c2", "--status", status), ("edit", "c2", f"status={status}")):
        assert book(*args).code == 0
        assert record(book)["stage"] == stage
        book("undo")
    assert record(book)["stage"] == "new"


def test_whoever_becomes_a_prospect_again_has_a_new_record(book: Cm) -> None:
    book("prospect", "drop", "c2", "--reason", "x")
    book("client", "edit", "c2", "--status", "prospect", now="2026-11-30T10:00:00+08:00")
    found = record(book)
    assert (found["stage"], found["opened"][:10]) == ("new", "2026-11-30")
    store = Store.open(book.db)
    assert store.value("SELECT count(*) FROM prospect WHERE client_id = 2") == 2
    store.close()


def test_archiving_gives_a_prospect_up(book: Cm) -> None:
    assert book("client", "archive", "c2").code == 0
    assert record(book)["stage"] == "dropped"
    assert book.json("prospect", "list") == []


def test_merging_leaves_one_open_record(book: Cm) -> None:
    book("prospect", "add", "shan xiongxin", "--interest", "low", "--source", "list", "--yes")
    assert book("client", "merge", "c2", "c3", "--yes").code == 0
    found = record(book)
    assert (found["source"], found["interest"], found["next"]) == ("referral", "low", "约到网点")
    store = Store.open(book.db)
    assert store.rows("SELECT client_id FROM prospect WHERE closed_at IS NULL") == [(2,)]
    store.close()
    assert book("undo").code == 0
    assert [row["ref"] for row in book.json("prospect", "list")] == ["c2", "c3"]
    # Joined to a client, nothing of a prospect is left open.
    assert book("client", "merge", "c1", "c2", "--yes").code == 0
    assert record(book, "c1") is None
    assert [row["ref"] for row in book.json("prospect", "list")] == ["c3"]


def test_history_and_find_know_a_prospect_by_the_client(book: Cm) -> None:
    book("prospect", "move", "c2", "opening")
    commands = [entry["command"] for entry in book.json("history", "c2")]
    assert commands == ["prospect move c2", "prospect add 单雄信"]
    (hit,) = book.json("find", "约到")
    assert (hit["ref"], hit["kind"], hit["text"]) == ("c2", "prospect", "约到网点")
    assert "c2" in book("find", "约到").out


def test_everything_on_a_client_holds_the_record(book: Cm) -> None:
    document = book("export", "client", "c2").json()
    assert document["prospect"][0]["next"] == "约到网点"
    assert [s["stage"] for s in document["prospect_stage"]] == ["new"]


# The list


@pytest.fixture
def several(book: Cm) -> Cm:
    """c3 without a step, c4 talked to today; c2 and c3 were entered a week before."""
    book(
        "prospect", "add", "李娜", "--source", "list", "--tier", "key", now="2026-11-16T10:00+08:00"
    )
    book("prospect", "add", "高平", "--source", "list", "--next", "回电", "--next-due", "tomorrow")
    return book


def refs(cm: Cm, *options: str, now: str | None = None) -> list[str]:
    return [row["ref"] for row in cm.json("prospect", "list", *options, now=now)]


def test_the_list_is_filtered_and_sorted(several: Cm) -> None:
    assert refs(several) == ["c4", "c2", "c3"]
    assert refs(several, "--source", "list") == ["c4", "c3"]
    assert refs(several, "--source", "名单", "--tier", "key") == ["c3"]
    assert refs(several, "--tag", "甲") == ["c2"]
    assert refs(several, "--from", "2026-11-20") == ["c4", "c2"]
    assert refs(several, "--to", "2026-11-16") == ["c3"]
    assert refs(several, "--limit", "1") == ["c4"]
    for field, first in (("name", "c4"), ("opened", "c3"), ("-opened", "c2"), ("touched", "c3"),
                         ("source", "c3"), ("stage", "c2"), ("-ref", "c4"), ("due", "c4")):  # fmt: skip
        assert refs(several, "--sort", field)[0] == first, field
    assert refs(several, "--stage", "opening") == []
    assert "cm prospect add" in several("prospect", "list", "--stage", "opening").out


def test_stale_is_untouched_for_days_or_without_a_step(several: Cm) -> None:
    assert refs(several, "--stale") == ["c3"]
    week = "2026-11-30T10:00:00+08:00"
    assert refs(several, "--stale", now=week) == ["c4", "c2", "c3"]
    several("log", "c2", "x", "--outcome", "no_answer", now="2026-11-25T10:00:00+08:00")
    assert refs(several, "--stale", now=week) == ["c4", "c3"]
    several("config", "set", "prospect.idle_days", "5")
    assert refs(several, "--stale", "--limit", "2", now=week) == ["c4", "c2"]
    (row,) = several.json("prospect", "list", "--tag", "甲", now=week)
    assert row["untouched_days"] == 5
    assert several("config", "set", "prospect.idle_days", "0").code == 2


# The agenda


def test_today_shows_steps_when_they_are_due(book: Cm) -> None:
    assert growth(book) == []
    (line,) = growth(book, "2026-11-27T08:30:00+08:00")
    assert (line["ref"], line["title"], line["state"]) == ("c2", "约到网点", "open")
    assert line["client"] == {"ref": "c2", "name": "单雄信", "tier": "focus"}
    (late,) = growth(book, "2026-11-28T08:30:00+08:00")
    assert late["state"] == "overdue"
    assert book("why", "c2", now="2026-11-28T08:30:00+08:00").code == 0


def test_today_shows_whom_nobody_touched_until_somebody_does(book: Cm) -> None:
    book("prospect", "edit", "c2", "--next-due", "2026-12-20")
    assert growth(book, "2026-11-29T08:30:00+08:00") == []
    (line,) = growth(book, "2026-11-30T08:30:00+08:00")
    assert line["when"].startswith("untouched for 7 days")
    assert "prospect.idle_days" in line["why"]
    book("prospect", "move", "c2", "contacted", now="2026-11-30T09:00:00+08:00")
    assert growth(book, "2026-12-01T08:30:00+08:00") == []
    book("log", "c2", "x", "--channel", "wechat", now="2026-12-06T09:00:00+08:00")
    assert growth(book, "2026-12-12T08:30:00+08:00") == []
    book("config", "set", "prospect.idle_days", "6")
    assert len(growth(book, "2026-12-12T08:30:00+08:00")) == 1


def test_the_page_of_today_shows_a_share_and_where_the_others_are(book: Cm) -> None:
    book("config", "set", "today.share", "2")
    for name in ("甲一", "乙二", "丙三", "丁四", "戊五"):
        book("prospect", "add", name)
    page = book("today").out
    assert page.count("no next step") == 2
    assert "3 more: cm prospect list --stale" in page
    assert len(growth(book)) == 5
    zh = book("today", lang="zh").out
    assert "cm prospect list --stale" in zh
    assert "no next step" not in zh


def test_closed_and_archived_files_are_off_the_agenda(book: Cm) -> None:
    book("prospect", "edit", "c2", "--next", "")
    assert len(growth(book)) == 1
    book("client", "edit", "c2", "--status", "closed")
    assert growth(book) == []


def test_the_agenda_reads_open_prospects_by_index_and_never_scans_contacts(book: Cm) -> None:
    from cmcli.queries import prospect as queries

    store = Store.open(book.db)
    seen: list[str] = []
    store.connection.set_trace_callback(seen.append)
    queries.pending(store)
    store.connection.set_trace_callback(None)
    (sql,) = (text for text in seen if text.lstrip().startswith("SELECT"))
    plan = [row[3] for row in store.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert not [step for step in plan if step.startswith("SCAN interaction")], plan
    assert [step for step in plan if "prospect_open" in step], plan
    store.close()


# The figures


def measures(cm: Cm, now: str) -> dict[str, Any]:
    document = cm.json("report", "2026-11", now=now)
    return {measure["id"]: measure["value"] for measure in document["measures"]}


def test_the_sources_and_the_measures_agree(book: Cm) -> None:
    """Four in November: one converted after 3 days, one dropped, one archived, one open."""
    for name, source in (("李娜", "list"), ("高平", "list"), ("赵一", "walk_in")):
        book("prospect", "add", name, "--source", source)
    book("prospect", "convert", "c2", now="2026-11-26T09:00:00+08:00")
    book("client", "edit", "c3", "--status", "dormant", now="2026-11-26T09:00:00+08:00")
    book("client", "archive", "c4", now="2026-11-26T09:00:00+08:00")
    now = "2026-11-27T09:00:00+08:00"
    found = book.json("prospect", "sources", "2026-11", now=now)
    assert found["period"] == {"name": "2026-11", "start": "2026-11-01", "end": "2026-11-30"}
    assert found["sources"] == [
        {"source": "referral", "added": 1, "converted": 1, "dropped": 0, "open": 0, "rate": 1.0,
         "median_days": 3.0},
        {"source": "list", "added": 2, "converted": 0, "dropped": 2, "open": 0, "rate": 0.0,
         "median_days": None},
        {"source": "walk_in", "added": 1, "converted": 0, "dropped": 0, "open": 1, "rate": None,
         "median_days": None},
    ]  # fmt: skip
    assert [(one["client"]["ref"], one["converted"]) for one in found["referrers"]] == [("c1", 1)]
    figures = measures(book, now)
    assert figures["clients.prospects"] == found["total"]["open"] == 1
    assert figures["clients.converted"] == found["total"]["converted"] == 1
    report = book.json("report", "2026-11", now=now)["sections"]["prospects"]
    assert report == {"sources": found["sources"], "total": found["total"]}
    assert "PROSPECTS BY SOURCE" in book("report", "2026-11", now=now).out
    assert "PROSPECTS BY SOURCE" not in book("report", "2026-10", now=now).out
    page = book("prospect", "sources", "2026-11", now=now).out
    assert "c1 王建国" in page
    assert "–" in page


def test_sources_of_the_quarter_by_default_and_of_nothing(cm: Cm) -> None:
    found = cm.json("prospect", "sources")
    assert (found["period"]["name"], found["sources"], found["referrers"]) == ("2026Q4", [], [])
    assert found["total"]["rate"] is None
    assert "no prospects" in cm("prospect", "sources").out
