"""Who is to be met: tiers, plans, the year by quarter."""

from tests.support import Cm


def book(cm: Cm) -> Cm:
    for name, tier in (("王建国", "key"), ("曾丽", "key"), ("刘芳", "focus"), ("赵敏", "standard")):
        cm("client", "add", name, "--tier", tier, now="2026-04-01T10:00:00+08:00")
    cm("log", "王建国", "met", "--channel", "visit", now="2026-08-05T10:00:00+08:00")
    cm("log", "王建国", "met", now="2026-10-05T10:00:00+08:00")
    cm("log", "刘芳", "wrote", "--channel", "wechat", now="2026-08-05T10:00:00+08:00")
    return cm


def test_the_year_by_quarter_and_each_tier_now(cm: Cm) -> None:
    found = book(cm).json("client", "coverage")
    assert [(q["period"], q["key_clients"], q["met"]) for q in found["quarters"]] == [
        ("2026Q1", 0, 0), ("2026Q2", 2, 0), ("2026Q3", 2, 1), ("2026Q4", 2, 1),
    ]  # fmt: skip
    assert found["quarters"][0]["coverage"] is None
    assert found["quarters"][3]["coverage"] == 0.5
    assert [(t["tier"], t["met"], t["left"]) for t in found["tiers"]] == [
        ("key", 1, 1), ("focus", 1, 0), ("standard", 0, 1),
    ]  # fmt: skip


def test_a_quarter_to_come_is_left_out(cm: Cm) -> None:
    found = book(cm).json("client", "coverage", now="2026-08-06T10:00:00+08:00")
    assert [q["period"] for q in found["quarters"]] == ["2026Q1", "2026Q2", "2026Q3"]


def test_who_is_next_by_tier(cm: Cm) -> None:
    book(cm)
    assert [c["name"] for c in cm.json("client", "list", "--due")] == ["曾丽"]
    assert cm.json("client", "list", "--due", "--tier", "focus") == []
    assert [c["name"] for c in cm.json("client", "list", "--due", "--tier", "standard")] == ["赵敏"]


def test_a_plan_with_a_stricter_cadence_puts_its_client_on_the_agenda(cm: Cm) -> None:
    book(cm)

    def contacts() -> list[str]:
        items = cm.json("today")["items"]
        return [i["client"]["name"] for i in items if i["section"] == "key_contact"]

    assert contacts() == ["曾丽"]
    assert cm("plan", "set", "刘芳", "--need", "教育金", "--cadence", "month").code == 0
    assert contacts() == ["刘芳", "曾丽"]
    cm("log", "刘芳", "called")
    assert contacts() == ["曾丽"]


def test_a_year_that_has_not_begun_is_an_error(cm: Cm) -> None:
    for year in ("2027", "soon", "1999"):
        result = cm("client", "coverage", year)
        assert (result.code, result.out) == (2, "")
