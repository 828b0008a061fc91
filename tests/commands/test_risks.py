from typing import Any

import pytest

from cmcli.queries.risk import open_of, reviews
from cmcli.store import Store
from tests.support import Cm, Given, dump

TOMORROW = "2026-11-24T10:00:00+08:00"
LATER = "2027-02-21T10:00:00+08:00"
TOO_LATE = "2027-02-23T10:00:00+08:00"


@pytest.fixture
def book(given: Given) -> Cm:
    """c1 a key client, c2 a standard one."""
    return given(("client", "add", "王建国", "--tier", "key"), ("client", "add", "周立"))


@pytest.fixture
def shop(given: Given) -> Cm:
    """c1, of level C2 since May, holds a fund R4 and a deposit, and owes a loan."""
    return given(
        ("client", "add", "王建国", "--tier", "key"),
        ("client", "add", "周立"),
        ("product", "add", "FD", "远山成长", "--kind", "fund", "--risk", "R4"),
        ("product", "add", "TD", "三年定存", "--kind", "deposit"),
        ("product", "add", "LN", "经营贷", "--kind", "loan"),
        ("holding", "add", "c1", "FD", "--amount", "4万", "--start", "2026-06-01"),
        ("holding", "add", "c1", "TD", "--amount", "6万", "--start", "2026-06-01"),
        ("assess", "c1", "--level", "C2", "--at", "2026-05-06 10:00"),
    )


def risks(cm: Cm, now: str | None = None) -> dict[str, Any]:
    items = cm.json("today", now=now)["items"]
    return {item["ref"]: item for item in items if item["kind"] == "risk"}


def added(cm: Cm, *options: str) -> Any:
    return cm.json("risk", "add", "王建国", "商铺空置", *options)


def refs(cm: Cm, *options: str, now: str | None = None) -> list[str]:
    return [found["ref"] for found in cm.json("risk", "list", *options, now=now)]


def proposed(cm: Cm, *options: str, now: str | None = None) -> list[tuple[str, str, str]]:
    found = cm.json("risk", "list", "--proposed", *options, now=now)
    return [(one["client"]["ref"], one["rule"], one["severity"]) for one in found]


def test_a_risk_begins_with_the_usual_values(book: Cm) -> None:
    found = added(book)
    assert list(found)[:2] == ["ref", "client"]
    assert (found["ref"], found["client"]["ref"]) == ("k1", "c1")
    assert (found["kind"], found["severity"], found["measure"]) == ("other", "medium", None)
    assert (found["review"], found["rule"], found["outcome"]) == ("2027-02-21", None, None)
    assert found["review_due"] is False
    assert book.json("show", "k1") == found | {"reviews": []}


def test_what_is_given_is_kept_and_the_days_are_a_setting(book: Cm) -> None:
    book("config", "set", "risk.review_days", "30")
    assert added(book)["review"] == "2026-12-23"
    found = added(book, "--kind", "market", "--severity", "hi", "--measure", " 备用金\n6个月 ",
                  "--review", "2026-12-01")  # fmt: skip
    assert (found["kind"], found["severity"]) == ("market", "high")
    assert (found["measure"], found["review"]) == ("备用金 6个月", "2026-12-01")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("risk", "add", "c1", "x", "--review", "yesterday"), 2),
        (("risk", "add", "c1", "x", "--review", "someday"), 2),
        (("risk", "add", "c1", "x", "--severity", "grave"), 2),
        (("risk", "add", "c1", "x", "--kind", "weather"), 2),
        (("risk", "add", "c1", "  "), 2),
        (("risk", "add", "c1", "密码:123456"), 2),
        (("risk", "add", "nobody", "x"), 3),
        (("risk", "review", "k9"), 3),
        (("risk", "review", "r1"), 2),
        (("risk", "review", "k1", "--next", "yesterday"), 2),
        (("risk", "review", "k1", "--severity", "grave"), 2),
        (("risk", "close", "k1"), 2),
        (("risk", "close", "k1", " "), 2),
        (("risk", "close", "k9", "x"), 3),
        (("risk", "list", "--sort", "weight"), 2),
        (("risk", "list", "--proposed", "--due"), 2),
        (("risk", "list", "--proposed", "--all"), 2),
        (("risk", "list", "--proposed", "--sort", "ref"), 2),
        (("risk", "list", "--severity", "grave"), 2),
        (("risk", "accept", "c1", "level:h1"), 3),
        (("risk", "accept", "nobody", "level:h1"), 3),
        (("risk", "accept", "c1", "level:h1", "--review", "yesterday"), 2),
        (("risk", "dismiss", "c1", "level:h1", "no"), 3),
        (("snooze", "k1", "yesterday"), 2),
        (("edit", "k1", "title="), 2),
        (("edit", "k1", "review="), 2),
        (("edit", "k1", "review=yesterday"), 2),
        (("edit", "k1", "reason=x"), 2),
        (("edit", "k1", "rule=x"), 2),
        (("edit", "k1", "severity=grave"), 2),
    ],
)
def test_wrong_usage_is_one_line_and_writes_nothing(
    book: Cm, line: tuple[str, ...], code: int
) -> None:
    added(book)
    store = Store.open(book.db)
    before = dump(store)
    result = book(*line)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert dump(store) == before
    store.close()


def test_the_register_is_listed_the_nearest_review_first_of_a_day_the_gravest(book: Cm) -> None:
    added(book)
    added(book, "--severity", "low", "--review", "2026-12-01")
    added(book, "--severity", "high", "--review", "2026-12-01", "--kind", "market")
    book.json("risk", "add", "周立", "担保", "--severity", "high", "--review", "today")
    assert refs(book) == ["k4", "k3", "k2", "k1"]
    assert refs(book, "--client", "周立") == refs(book, "--tier", "standard") == ["k4"]
    assert refs(book, "--severity", "high") == ["k4", "k3"]
    assert refs(book, "--kind", "market") == ["k3"]
    assert refs(book, "--due") == ["k4"]
    assert refs(book, "--due", now="2026-12-01T09:00:00+08:00") == ["k4", "k3", "k2"]
    assert refs(book, "--due", "--limit", "1", now=LATER) == ["k4"]
    assert refs(book, "--sort", "-ref", "--limit", "2") == ["k4", "k3"]
    assert refs(book, "--sort", "severity")[-1] == "k2"


def test_a_closed_risk_stands_only_among_all(book: Cm) -> None:
    added(book)
    added(book, "--review", "2026-12-01")
    closed = book.json("risk", "close", "k2", "已出租")
    assert (closed["outcome"], closed["reason"]) == ("closed", "已出租")
    assert closed["closed"] == "2026-11-23T10:00:00+08:00"
    assert refs(book) == ["k1"]
    assert refs(book, "--all") == ["k1", "k2"]
    for line in (("risk", "close", "k2", "x"), ("risk", "review", "k2"), ("done", "k2"),
                 ("snooze", "k2", "+3d")):  # fmt: skip
        assert book(*line).code == 4
    book("undo")
    assert refs(book) == ["k2", "k1"]


def test_a_client_who_left_the_book_is_in_no_list_and_on_no_agenda(book: Cm) -> None:
    book.json("risk", "add", "周立", "担保", "--review", "today")
    assert set(risks(book)) == {"k1"}
    book.json("client", "archive", "周立")
    assert not risks(book)
    assert refs(book) == refs(book, "--all") == []


def test_a_review_that_is_held_in_time_sets_the_next(book: Cm) -> None:
    added(book, "--measure", "备用金")
    held = book.json("risk", "review", "k1", "押金已收", "--severity", "low", "--measure", "续租",
                     "--next", "2027-06-01", now=LATER)  # fmt: skip
    assert (held["severity"], held["measure"], held["review"]) == ("low", "续租", "2027-06-01")
    [review] = book.json("show", "k1", now=LATER)["reviews"]
    assert review == {"due": "2027-02-21", "at": LATER, "severity": "low", "note": "押金已收",
                      "days_late": 0}  # fmt: skip


def test_done_holds_the_review_and_says_how_late_it_was(book: Cm) -> None:
    added(book, "--severity", "high")
    answer = book("done", "k1", "仍空置", now=TOO_LATE)
    assert "2 days late" in answer.out
    found = book.json("show", "k1", now=TOO_LATE)
    assert (found["severity"], found["review"]) == ("high", "2027-05-24")
    assert [(r["due"], r["note"], r["days_late"]) for r in found["reviews"]] == [
        ("2027-02-21", "仍空置", 2)
    ]
    assert "2 days late" in book("show", "k1", now=TOO_LATE).out
    book("undo", now=TOO_LATE)
    assert book.json("show", "k1")["reviews"] == []


def test_a_review_that_is_due_stands_on_the_agenda_until_it_is_held(book: Cm) -> None:
    added(book)
    assert not risks(book)
    assert not risks(book, now="2027-02-20T23:59:00+08:00")
    due = risks(book, now=LATER)["k1"]
    assert (due["section"], due["state"]) == ("risk", "open")
    assert due["due"] == "2027-02-21T00:00:00+08:00"
    late = risks(book, now=TOO_LATE)["k1"]
    assert (late["state"], late["due"]) == ("overdue", due["due"])
    assert "was due" in book("today", now=TOO_LATE).out
    assert "risk.review_days" in book("why", "k1", now=TOO_LATE).out
    book.json("snooze", "k1", "2027-03-01", now=TOO_LATE)
    assert not risks(book, now=TOO_LATE)
    book.json("risk", "review", "k1", now="2027-03-01T10:00:00+08:00")
    assert not risks(book, now="2027-03-01T10:00:00+08:00")


def test_a_closed_risk_leaves_the_agenda(book: Cm) -> None:
    added(book, "--review", "today")
    assert set(risks(book)) == {"k1"}
    book.json("risk", "close", "k1", "已出租")
    assert not risks(book)


def test_on_a_terminal_the_reason_of_a_closing_is_asked_for(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def text(question: str, **_: Any) -> str:
        asked.append(question)
        return "已出租"

    monkeypatch.setattr("cmcli.desk.Desk.interactive", True)
    monkeypatch.setattr("cmcli.prompts.text", text)
    added(book)
    assert book("risk", "close", "k1").code == 0
    assert book.json("show", "k1")["reason"] == "已出租"
    assert book("risk", "close", "k1").code == 4
    assert len(asked) == 1
    added(book)
    assert book.json("risk", "close", "k2", "已售")["reason"] == "已售"
    assert len(asked) == 1


def test_words_are_corrected_and_a_mistake_is_removed(book: Cm) -> None:
    added(book)
    found = book.json("edit", "k1", "title=租金断供", "severity=high", "measure=", "kind=loan",
                      "review=2026-12-01")  # fmt: skip
    assert [found[name] for name in ("title", "severity", "measure", "kind", "review")] == [
        "租金断供", "high", None, "loan", "2026-12-01",
    ]  # fmt: skip
    assert book.json("rm", "k1", "--yes") == {"ref": "k1", "removed": True}
    assert book("show", "k1").code == 3
    added(book)
    book.json("done", "k2", "看过")
    assert book("rm", "k2", "--yes").code == 4
    book.json("risk", "close", "k2", "已出租")
    assert book.json("edit", "k2", "reason=已售")["reason"] == "已售"


def test_the_pages(book: Cm) -> None:
    assert "no risk fits" in book("risk", "list").out
    added(book, "--measure", "备用金")
    assert "备用金" in book("risk", "list").out
    book.json("done", "k1", "仍空置", now=LATER)
    page = book("show", "k1", now=LATER).out
    for words in ("商铺空置", "medium risk", "measure: 备用金", "REVIEWS", "on time", "仍空置"):
        assert words in page
    book.json("risk", "close", "k1", "已出租", now=LATER)
    assert "closed on 21 Feb" in book("show", "k1", now=LATER).out
    assert "k1" in book("find", "出租").out
    assert book("show", "k1", lang="zh").code == 0
    assert "王建国" in book("risk", "list", "--all", lang="zh").out


def test_merged_files_keep_their_risks(book: Cm) -> None:
    book.json("risk", "add", "周立", "担保")
    book.json("client", "merge", "c1", "c2", "--yes")
    assert book.json("show", "k1")["client"]["ref"] == "c1"


def test_the_open_risks_of_a_client_the_gravest_first(book: Cm) -> None:
    added(book, "--severity", "low", "--review", "today")
    added(book, "--severity", "high")
    added(book, "--severity", "high", "--review", "tomorrow")
    added(book)
    book.json("risk", "close", "k4", "x")
    book.json("done", "k1", "一")
    book.json("done", "k1", "二", now=TOMORROW)
    store = Store.open(book.db)
    assert [risk.id for risk in open_of(store, 1)] == [3, 2, 1]
    assert open_of(store, 2) == []
    assert [review.note for review in reviews(store, 1)] == ["二", "一"]
    store.close()


# What the rules propose


def test_an_empty_book_proposes_nothing(book: Cm) -> None:
    assert proposed(book) == []
    assert "propose nothing" in book("risk", "list", "--proposed").out


def test_a_proposal_says_client_rule_and_why(shop: Cm) -> None:
    [found] = shop.json("risk", "list", "--proposed")
    assert list(found) == ["client", "rule", "kind", "severity", "title", "measure", "why"]
    assert (found["client"]["ref"], found["rule"]) == ("c1", "level:h1")
    assert (found["kind"], found["severity"]) == ("level", "high")
    assert "远山成长" in found["title"]
    assert "R2" in found["why"]
    assert found["measure"]
    for out in (shop("risk", "list", "--proposed").out,
                shop("risk", "list", "--proposed", "--client", "c1").out):  # fmt: skip
        assert "level:h1" in out
        assert "cm risk accept c1 level:h1" in out


def test_the_filters_of_proposals(shop: Cm) -> None:
    assert proposed(shop, "--client", "周立") == proposed(shop, "--tier", "focus") == []
    assert proposed(shop, "--severity", "low") == proposed(shop, "--kind", "loan") == []
    known = [("c1", "level:h1", "high")]
    assert proposed(shop, "--client", "c1", "--tier", "key", "--kind", "level") == known


def test_the_gravest_proposals_come_first(shop: Cm) -> None:
    shop.json("holding", "add", "c2", "FD", "--amount", "4万", "--start", "2026-06-01")
    shop.json("holding", "add", "c1", "LN", "--amount", "9万", "--start", "2026-06-01",
              "--overdue", "2026-11-20")  # fmt: skip
    shop.json("request", "open", "c2", "少了一笔利息", "--kind", "complaint")
    assert proposed(shop) == [
        ("c1", "level:h1", "high"),
        ("c2", "concentration:p1", "high"),
        ("c2", "assessment:missing", "high"),
        ("c1", "loan:h4", "medium"),
        ("c2", "complaint:r1", "medium"),
    ]
    assert proposed(shop, "--limit", "1") == [("c1", "level:h1", "high")]
    text = shop("risk", "list", "--proposed", "--limit", "1").out
    assert "5 risks proposed" in text
    assert "loan:h4" not in text


def test_what_no_longer_holds_is_no_longer_proposed(shop: Cm) -> None:
    shop.json("holding", "redeem", "h1", "--all")
    assert proposed(shop) == []
    assert shop("risk", "accept", "c1", "level:h1").code == 3


def test_an_assessment_that_lapses_is_proposed_from_the_day_after(shop: Cm) -> None:
    last, after = "2027-05-06T23:00:00+08:00", "2027-05-07T00:00:00+08:00"
    assert proposed(shop, now=last) == [("c1", "level:h1", "high")]
    assert proposed(shop, now=after) == [("c1", "assessment:lapsed", "high")]


def test_a_ratio_out_of_range_is_proposed(book: Cm) -> None:
    book.json("profile", "set", "c1", "--income", "1万", "--spending", "7001")
    assert proposed(book) == [("c1", "ratio:savings_rate", "medium")]
    book.json("profile", "set", "c1", "--spending", "7000", now=TOMORROW)
    assert proposed(book, now=TOMORROW) == []


def test_an_accepted_proposal_stands_in_the_register(shop: Cm) -> None:
    [offered] = shop.json("risk", "list", "--proposed")
    taken = shop.json("risk", "accept", "王建国", "LEVEL:h1")
    assert (taken["ref"], taken["rule"], taken["kind"]) == ("k1", "level:h1", "level")
    for name in ("title", "measure", "severity"):
        assert taken[name] == offered[name]
    assert taken["review"] == "2027-02-21"
    assert proposed(shop) == []
    again = shop("risk", "accept", "c1", "level:h1")
    assert (again.code, "k1" in again.err) == (4, True)
    assert shop("risk", "dismiss", "c1", "level:h1", "x").code == 4
    shop("undo")
    assert proposed(shop) == [("c1", "level:h1", "high")]


def test_what_is_given_goes_before_the_words_of_the_rule(shop: Cm) -> None:
    taken = shop.json("risk", "accept", "c1", "level:h1", "--title", "高风险基金", "--severity",
                      "low", "--measure", "赎回一半", "--review", "+7d")  # fmt: skip
    assert (taken["title"], taken["severity"]) == ("高风险基金", "low")
    assert (taken["measure"], taken["review"]) == ("赎回一半", "2026-11-30")


def test_a_dismissed_proposal_stays_away_for_its_days(shop: Cm) -> None:
    assert shop("risk", "dismiss", "c1", "level:h1").code == 2
    gone = shop.json("risk", "dismiss", "c1", "level:h1", "母亲代持")
    assert (gone["outcome"], gone["reason"], gone["review"]) == ("dismissed", "母亲代持", None)
    assert refs(shop) == []
    assert refs(shop, "--all") == ["k1"]
    shop("config", "set", "risk.dismissed_days", "10")
    assert proposed(shop, now="2026-12-02T23:00:00+08:00") == []
    back = "2026-12-03T00:00:00+08:00"
    assert proposed(shop, now=back) == [("c1", "level:h1", "high")]


def test_a_dismissed_proposal_may_still_be_accepted(shop: Cm) -> None:
    shop.json("risk", "dismiss", "c1", "level:h1", "母亲代持")
    assert shop.json("risk", "accept", "c1", "level:h1")["ref"] == "k2"


def test_a_closed_risk_is_proposed_again_after_thirty_days_where_it_still_holds(shop: Cm) -> None:
    shop.json("risk", "accept", "c1", "level:h1")
    shop.json("risk", "close", "k1", "客户已知悉")
    assert proposed(shop) == proposed(shop, now="2026-12-22T23:00:00+08:00") == []
    assert proposed(shop, now="2026-12-23T00:00:00+08:00") == [("c1", "level:h1", "high")]


def test_a_rule_that_does_not_hold_names_those_that_do(shop: Cm) -> None:
    result = shop("risk", "accept", "c1", "level:h9")
    assert (result.code, "level:h1" in result.err) == (3, True)
    assert "risk list --proposed" in shop("risk", "accept", "c2", "level:h1").err


def test_a_reason_may_come_from_standard_input(shop: Cm) -> None:
    gone = shop.json("risk", "dismiss", "c1", "level:h1", "-", stdin="母亲代持\n")
    assert gone["reason"] == "母亲代持"
