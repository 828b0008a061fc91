"""`cm develop`: plans against the straight line, their measures, groups and evaluations."""

from typing import Any

import pytest

from tests.support import NOW, Cm, Filled

PLAN = (
    "develop", "set", "医疗行业", "--period", "2026Q4", "--target", "clients.new=20",
    "--target", "aum.net_inflow=300万", "--target", "satisfaction.responses=0",
)  # fmt: skip
# The 8th of October is the first working day of the quarter, the 18th of November the 31st of 62.
FIRST, HALF_WAY, EVENING = (
    f"2026-{day}:00+08:00" for day in ("10-08T09:00", "11-18T17:59", "11-18T18:00")
)
LAST, AFTER = "2026-12-31T20:00:00+08:00", "2027-01-04T09:00:00+08:00"


def fill(cm: Cm) -> None:
    """Seven clients of October, one of before; 500,000 held, of which 100,000 went in November."""
    for name, when in [("华东机械", "2026-09-01"), *((f"客户{n}", "2026-10-12") for n in range(7))]:
        assert cm("client", "add", name, now=f"{when}T09:00:00+08:00").code == 0
    cm("client", "edit", "c1", "--tier", "key", now=FIRST)
    cm("client", "edit", "c2", "--tier", "key", now=FIRST)
    cm("product", "add", "WM-90", "稳健90天", "--kind", "wealth", "--risk", "R2", now=FIRST)
    held = ("holding", "add", "c1", "WM-90", "--amount", "50万", "--start", "2026-09-10")
    assert cm(*held, now=FIRST).code == 0
    taken = ("holding", "redeem", "h1", "--amount", "10万", "--at", "2026-11-05")
    assert cm(*taken, now="2026-11-05T10:00:00+08:00").code == 0
    assert cm("log", "c1", "来访", now="2026-10-20T10:00:00+08:00").code == 0


@pytest.fixture
def book(filled: Filled) -> Cm:
    return filled(fill)


@pytest.fixture
def planned(book: Cm) -> Cm:
    assert book(*PLAN, now=FIRST).code == 0
    return book


def targets(cm: Cm, now: str, plan: str = "v1") -> dict[str, Any]:
    found = cm.json("develop", "show", plan, now=now)["targets"]
    return {one["measure"]: one for one in found}


def money(amount: int) -> dict[str, Any]:
    return {"amount": amount * 100, "currency": "CNY"}


def test_half_way_the_straight_line_asks_for_half(planned: Cm) -> None:
    shown = planned.json("develop", "show", now=EVENING)
    assert list(shown)[:2] == ["ref", "name"]
    assert (shown["ref"], shown["start"], shown["end"]) == ("v1", "2026-10-01", "2026-12-31")
    assert (shown["phase"], shown["working_days"]) == ("running", {"elapsed": 31, "total": 62})
    found = targets(planned, EVENING)
    # 20 x 31 / 62 = 10, of which 7 came; 13 are left for 31 days; 7 in 31 days are 14 in 62.
    new = found["clients.new"]
    assert (new["actual"], new["expected"], new["behind"]) == (7, 10, 3)
    assert (new["needed_per_day"], new["planned_per_day"], new["projection"]) == (0.42, 0.32, 14)
    page = planned("develop", "show", now=EVENING).out
    assert "31 of 62 working days" in page
    assert "behind by 3; 0.4 a working day needed, 0.3 planned" in page


def test_the_day_that_is_not_over_is_not_asked_for(planned: Cm) -> None:
    assert targets(planned, HALF_WAY)["clients.new"]["expected"] == 9.68  # 20 x 30 / 62


def test_money_that_went_out_is_progress_below_nothing(planned: Cm) -> None:
    inflow = targets(planned, EVENING)["aum.net_inflow"]
    assert (inflow["actual"], inflow["expected"]) == (money(-100_000), money(1_500_000))
    assert (inflow["behind"], inflow["projection"]) == (money(1_600_000), money(-200_000))
    assert inflow["state"] == "behind"
    assert "-100,000" in planned("develop", "show", now=EVENING).out


def test_a_target_of_zero_is_attained_from_the_first_day(planned: Cm) -> None:
    for now in (FIRST, EVENING, LAST, AFTER):
        assert targets(planned, now)["satisfaction.responses"]["state"] == "attained"


def test_with_no_working_day_left_and_after_the_end(planned: Cm) -> None:
    last = planned("develop", "show", "v1", now=LAST).out
    assert "behind by 13; no working day is left" in last
    after = planned("develop", "show", "v1", now=AFTER).out
    assert "missed by 13" in after
    assert "behind" not in after
    assert targets(planned, AFTER)["clients.new"]["state"] == "missed"


def test_a_product_counts_its_own_sales(book: Cm) -> None:
    book("product", "add", "LN-1", "消费贷", "--kind", "loan", now=FIRST)
    book("product", "add", "CD-1", "借记卡", "--kind", "card", now=FIRST)
    plan = ("develop", "set", "产品", "--period", "2026Q4", "--target", "product:LN-1=10",
            "--target", "deals.won=12")  # fmt: skip
    assert book(*plan, now=FIRST).code == 0
    for code in ("LN-1", "CD-1"):
        assert book("disclose", "c2", code, now="2026-11-02T09:00:00+08:00").code == 0
    for number, code in enumerate(("LN-1", "LN-1", "CD-1"), 1):
        book(
            "deal",
            "add",
            "c2",
            "x",
            "--product",
            code,
            "--amount",
            "1万",
            now="2026-11-02T10:00:00+08:00",
        )
        assert book("deal", "won", f"d{number}", now="2026-11-03T10:00:00+08:00").code == 0
    sold, won = book.json("develop", "show", now=EVENING)["targets"]
    assert (sold["measure"], sold["product"], sold["actual"], sold["target"]) == (
        "deals.won",
        "p2",
        2,
        10,
    )
    assert (won["product"], won["actual"]) == (None, 3)
    assert "LN-1 sold" in book("develop", "show", now=EVENING).out


def test_other_currencies_do_not_count(book: Cm) -> None:
    plan = ("develop", "set", "x", "--period", "2026Q4", "--target", "deals.won_amount=10万",
            "--target", "deals.won_amount=2万 USD")  # fmt: skip
    assert book(*plan, now=FIRST).code == 0
    for number, (currency, amount) in enumerate((("CNY", "3万"), ("USD", "5000")), 1):
        book("config", "set", "currency", currency, now=FIRST)
        assert book("deal", "add", "c2", "x", "--amount", amount, now=FIRST).code == 0
        assert book("deal", "won", f"d{number}", now=FIRST).code == 0
    book("config", "set", "currency", "CNY", now=FIRST)
    yuan, dollars = book.json("develop", "show", now=EVENING)["targets"]
    assert yuan["actual"] == money(30_000)
    assert dollars["actual"] == {"amount": 500_000, "currency": "USD"}
    page = book("develop", "show", now=EVENING).out
    assert "won: 5,000 USD is not counted, the target is in CNY" in page


# Groups


def test_groups_say_how_many_were_reached(book: Cm) -> None:
    groups = ("--where", "tier=key", "--where", "kind=person", "--group", "tier=key；kind=person",
              "--group", "sector=航空")  # fmt: skip
    written = book(*PLAN, *groups, now=FIRST)
    assert "sector=航空: no client in the book fits" in written.out
    assert book.json("develop", "show", now=EVENING)["groups"] == [
        {"where": "tier=key; kind=person", "clients": 2, "reached": 1},
        {"where": "sector=航空", "clients": 0, "reached": 0},
    ]
    page = book("develop", "show", now=EVENING).out
    assert "1 of 2 clients reached in the period" in page
    assert "no client in the book fits" in page
    # What was before the period does not count.
    book("log", "c2", "x", "--at", "2026-09-30", now=EVENING)
    assert book.json("develop", "show", now=EVENING)["groups"][0]["reached"] == 1
    book("log", "c2", "x", "--outcome", "no_answer", now=EVENING)
    assert book.json("develop", "show", now=EVENING)["groups"][0]["reached"] == 1
    assert book.json("develop", "set", "v1", "--group", "", now=EVENING)["groups"] == []


def test_a_group_is_not_picked_by_what_the_plan_changes(book: Cm) -> None:
    result = book(*PLAN, "--where", "last_contact>60d", now=FIRST)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "last_contact" in result.err


# Measures


def measured(cm: Cm, *measures: str, now: str = NOW) -> Any:
    options = [word for text in measures for word in ("--measure", text)]
    return cm.json("develop", "set", "v1", *options, now=now)["measures"]


def test_measures_are_actions_on_the_agenda(planned: Cm) -> None:
    found = measured(planned, "拜访十家诊所 @ today", "讲座 @ 12月10日")
    assert [(one["ref"], one["development"], one["client"]) for one in found] == [
        ("a1", "v1", None), ("a2", "v1", None),
    ]  # fmt: skip
    lines = {item["ref"]: item for item in planned.json("today")["items"]}
    assert (lines["a1"]["section"], lines["a1"]["title"]) == ("growth", "拜访十家诊所")
    assert "a2" not in lines
    assert "v1" in planned("why", "a1").out
    assert "development plan v1" in planned("why", "a1").out
    assert "v1" in planned("show", "a1").out


def test_measures_are_done_moved_and_overdue(planned: Cm) -> None:
    measured(planned, "拜访 @ today", "讲座 @ today", "走访 @ today")
    planned("done", "a1", "签了两家")
    planned("snooze", "a2", "2026-12-10")
    page = planned("develop", "show", now="2026-11-24T09:00:00+08:00").out
    assert "1 done · 1 overdue · 1 open" in page
    assert "签了两家" in page
    assert "was due" in page
    late = {
        i["ref"]: i["state"]
        for i in planned.json("today", now="2026-11-24T09:00:00+08:00")["items"]
    }
    assert late["a3"] == "overdue"
    assert [hit["ref"] for hit in planned.json("find", "走访")] == ["a3"]
    assert "走访" in planned("find", "走访").out


# Evaluations


def evaluations(cm: Cm, now: str) -> list[str]:
    items = cm.json("today", now=now)["items"]
    return [f"{i['state']} {i['title']}" for i in items if i["ref"] == "v1"]


def test_each_month_asks_for_an_evaluation(planned: Cm) -> None:
    assert evaluations(planned, "2026-10-31T09:00:00+08:00") == []
    assert evaluations(planned, "2026-11-02T09:00:00+08:00") == ["open evaluate: 医疗行业"]
    assert evaluations(planned, NOW) == ["overdue evaluate: 医疗行业"]
    assert "develop.evaluate" in planned("why", "v1").out
    assert planned("develop", "evaluate", "v1").code == 0
    assert evaluations(planned, NOW) == ["overdue evaluate: 医疗行业"]
    assert planned("develop", "evaluate", "v1", "--note", "新客户偏少").code == 0
    assert evaluations(planned, NOW) == []
    assert evaluations(planned, AFTER) == ["overdue final evaluation: 医疗行业"]
    assert planned("develop", "evaluate", "v1", "--record", now=AFTER).code == 0
    assert evaluations(planned, AFTER) == []


def test_how_often_is_a_setting(planned: Cm) -> None:
    assert planned("config", "set", "develop.evaluate", "weekly").code == 2
    assert planned("config", "set", "develop.evaluate", "end").code == 0
    assert evaluations(planned, NOW) == []
    assert evaluations(planned, AFTER) == ["overdue final evaluation: 医疗行业"]
    # A plan that ended long ago is let go.
    assert evaluations(planned, "2027-06-01T09:00:00+08:00") == []


def test_an_evaluation_keeps_the_figures_of_its_day(planned: Cm) -> None:
    note = planned.json("develop", "evaluate", "--note", "新客户偏少", now=EVENING)
    (kept,) = note["evaluations"]
    assert kept["text"] == "新客户偏少"
    new = kept["figures"]["targets"][0]
    assert (new["measure"], new["target"], new["actual"], new["expected"]) == (
        "clients.new",
        20,
        7,
        10,
    )
    planned("client", "add", "新客户甲", now=NOW)
    planned("develop", "set", "v1", "--target", "clients.new=30", now=NOW)
    shown = planned.json("develop", "show", now=NOW)
    assert shown["targets"][0]["since_last"] == 1
    assert shown["evaluations"][0]["figures"] == kept["figures"]
    page = planned("develop", "show", now=NOW).out
    assert "vs 18 Nov" in page
    assert "new clients: the target was 20 at the evaluation of 18 Nov" in page
    assert "1 of 3 targets attained" in page
    again = planned("develop", "evaluate", "v1", "--note", "好转", now=NOW).out
    assert "new clients 8 of 30 (+1)" in again
    assert "net inflow -100,000 of 3,000,000 (0)" in again


def test_a_plan_to_come_has_nothing_to_evaluate(book: Cm) -> None:
    plan = ("develop", "set", "明年", "--period", "2027Q1", "--target", "clients.new=9")
    assert book(*plan).code == 0
    assert book("develop", "evaluate", "v1", "--note", "x").code == 4
    page = book("develop", "show", "v1").out
    assert "0 of " in page
    assert "behind" not in page
    assert evaluations(book, NOW) == []


# Setting and correcting


def test_what_is_not_given_stays_and_what_is_given_is_added(planned: Cm) -> None:
    changed = planned.json(
        "develop", "set", "医疗行业", "--target", "clients.new=25", "--target", "contacts.visits=40",
        "--target", "satisfaction.responses=", "--note", "先看诊所",
    )  # fmt: skip
    assert (changed["ref"], changed["note"]) == ("v1", "先看诊所")
    assert [(one["measure"], one["target"]) for one in changed["targets"]] == [
        ("clients.new", 25), ("aum.net_inflow", money(3_000_000)), ("contacts.visits", 40),
    ]  # fmt: skip
    assert planned.json("develop", "set", "v1", "--note", "")["note"] is None
    planned("undo")
    planned("undo")
    assert len(planned.json("develop", "show")["targets"]) == 3
    assert planned.json("develop", "show")["note"] is None


def test_another_period_is_another_plan_and_an_overlap_is_said(planned: Cm) -> None:
    same = planned.json(
        "develop", "set", "医疗行业", "--period", "2026Q4", "--target", "deals.won=5"
    )
    assert same["ref"] == "v1"
    other = ("develop", "set", "医疗行业", "--from", "2026-12-01", "--to", "2027-01-31",
             "--target", "clients.new=5")  # fmt: skip
    assert "overlaps v1 医疗行业 (1 Oct to 31 Dec)" in planned(*other).out
    assert planned.json("develop", "show", "v2")["overlaps"] == ["v1"]
    assert "overlaps v2" in planned("develop", "show", "v1").out
    both = "2026-12-02T09:00:00+08:00"
    several = planned("develop", "show", now=both)
    assert (several.code, several.out) == (3, "")
    assert "v1" in several.err
    assert "v2" in several.err
    assert [row["ref"] for row in planned.json("develop", "list")] == ["v2", "v1"]
    assert planned("develop", "show", "v1", now=both).code == 0
    # A client of December counts for both.
    planned("client", "add", "新客户", now=both)
    assert targets(planned, both)["clients.new"]["actual"] == 8
    assert targets(planned, both, "v2")["clients.new"]["actual"] == 1


def test_words_and_days_are_edited(planned: Cm) -> None:
    changed = planned.json("edit", "v1", "name=健康行业", "to=2026-11-30", "note=x")
    assert (changed["name"], changed["end"], changed["note"]) == ("健康行业", "2026-11-30", "x")
    assert changed["working_days"]["total"] == 18 + 21
    assert planned.json("edit", "v1", "period=2026-11")["start"] == "2026-11-01"
    for wrong in ("from=2027-01-01", "colour=red", "name=", "period=soon"):
        assert planned("edit", "v1", wrong).code == 2
    assert planned.json("develop", "show", "健康行业")["ref"] == "v1"


def test_a_plan_goes_with_all_its_parts_and_comes_back(planned: Cm) -> None:
    measured(planned, "拜访 @ today")
    planned("develop", "evaluate", "--record")
    removed = planned("rm", "v1")
    assert "3 targets · 1 measure · 1 evaluation" in removed.out
    assert planned("develop", "show", "v1").code == 3
    assert planned("show", "a1").code == 3
    assert "there is no development plan yet" in planned("develop", "list").out
    planned("undo")
    assert len(planned.json("develop", "show", "v1")["evaluations"]) == 1
    assert planned("history", "v1").code == 0
    assert planned("done", "v1").code == 2


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--from", "2026-12-31", "--to", "2026-10-01", "--target", "clients.new=1"), 2, "before it begins"),
        (("--from", "2026-12-31", "--target", "clients.new=1"), 2, "both ends"),
        (("--period", "2026Q4", "--from", "2026-10-01", "--target", "clients.new=1"), 2, "exclude"),
        (("--target", "clients.new=1"), 2, "which period"),
        (("--period", "2026Q4"), 2, "aim at"),
        (("--period", "2026Q4", "--target", "clients.total=1"), 2, "clients.new"),
        (("--period", "2026Q4", "--target", "sla.response=1"), 2, "cannot aim at sla.response"),
        (("--period", "2026Q4", "--target", "clients.new=many"), 2, "not a whole number"),
        (("--period", "2026Q4", "--target", "clients.new=-1"), 2, "not a whole number"),
        (("--period", "2026Q4", "--target", "clients.new=1.5"), 2, "not a whole number"),
        (("--period", "2026Q4", "--target", "aum.net_inflow=lots"), 2, "not an amount"),
        (("--period", "2026Q4", "--target", "clients.new"), 2, "MEASURE=VALUE"),
        (("--period", "2026Q4", "--target", "product:NONE=1"), 3, "NONE"),
        (("--period", "2026Q4", "--target", "clients.new=1", "--where", "height>2"), 2, "condition"),
        (("--period", "2026Q4", "--target", "clients.new=1", "--where", "product=NONE"), 3, "NONE"),
        (("--period", "2026Q4", "--target", "clients.new=1", "--measure", "x"), 2, "no date"),
        (("--period", "2026Q4", "--target", "clients.new=1", "--measure", "@today"), 2, "no date"),
        (("--period", "2026Q4", "--target", "clients.new=1", "--measure", "x @ soon"), 2, "soon"),
        (("--period", "2026Q4", "--target", "clients.new=1", "--measure", "x @ 2027-01-05"), 2, "outside"),
        (("--period", "2026Q4", "--target", "clients.new=1", "--measure", "x @ 2026-11-20"), 2, "past"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_writes_nothing(
    book: Cm, words: tuple[str, ...], code: int, says: str
) -> None:
    result = book("develop", "set", "计划", *words)
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1
    assert says in result.err
    assert book.json("develop", "list") == []


def test_what_is_not_there_is_said(planned: Cm) -> None:
    for words in (
        ("show", "v9"),
        ("show", "季度"),
        ("evaluate", "v9"),
        ("set", "v9", "--note", "x"),
    ):
        assert planned("develop", *words).code == 3
    assert planned("develop", "set", "v1").code == 2
    assert planned("develop", "set", " ", "--period", "2026Q4").code == 2
    assert planned("develop", "evaluate", "v1", "--note", " ").code == 2
    nothing = planned("develop", "show", now=AFTER)
    assert (nothing.code, nothing.err.count("\n")) == (3, 1)


def test_past_the_official_calendar_there_is_a_warning(book: Cm) -> None:
    plan = (
        "develop",
        "set",
        "x",
        "--from",
        "2026-12-01",
        "--to",
        "2027-02-28",
        "--target",
        "clients.new=9",
    )
    book(*plan)
    assert "official days off" in book("develop", "show", "v1").out


# The measure


def test_the_report_says_which_targets_were_met(planned: Cm) -> None:
    planned("develop", "set", "v1", "--target", "clients.new=7", now=FIRST)

    def attained(period: str, now: str) -> Any:
        report = planned.json("report", period, now=now)
        return next(m["value"] for m in report["measures"] if m["id"] == "develop.attainment")

    # clients.new 7 of 7, satisfaction.responses 0 of 0, aum.net_inflow below its target.
    assert attained("2026Q4", AFTER) == pytest.approx(2 / 3)
    # On the 11th of October nobody had come yet.
    assert attained("2026-W41", AFTER) == pytest.approx(1 / 3)
    assert attained("2026-W42", AFTER) == pytest.approx(2 / 3)
    assert attained("2026Q3", AFTER) is None
    assert attained("2027-W01", AFTER) is None
    found = planned.json("report", "2026Q4", "--explain", "develop.attainment", now=AFTER)
    assert [row["value"] for row in found["rows"]] == [1, 0, 1]
    assert [row["ref"] for row in found["rows"]] == ["v1", "v1", "v1"]
    assert "7 of 7" in found["rows"][0]["label"]
    assert "GROWTH" in planned("report", "2026Q4", now=AFTER).out
