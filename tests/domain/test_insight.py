"""Insights: tags, sharing, the line of the agenda, stories of deals, and the veil over clients."""

from typing import Any

import pytest

from cmcli.domain import insight as rules
from cmcli.domain.change import Delete, Insert, Update
from cmcli.domain.figures.insights import shared as shared_in
from cmcli.domain.insight import Insight, InsightFile, InsightShare, InsightTag, Policy
from cmcli.domain.measure import span
from cmcli.domain.period import parse_period
from cmcli.domain.veil import Veil, letter, parts
from tests.builders import NOW, TAG, at, client, refused

FRIDAY = at("2026-11-27 10:00")


def insight(number: int = 1, **given: Any) -> Insight:
    usual: dict[str, Any] = {
        "id": number, "kind": "market", "at": at("2026-11-18 10:00"), "title": "利率下调",
        "text": None, "source": None, "client_id": None, "deal_id": None, "created_at": NOW,
    }  # fmt: skip
    return Insight(**{**usual, **given})


def share(number: int, audience: str, when: str = "2026-11-19 17:00") -> InsightShare:
    return InsightShare(number, 1, at(when), audience)


def test_a_new_one_has_a_title_and_each_tag_once() -> None:
    new = insight(-1)
    assert rules.noted(new, ["存款", "#存款", "大行"]) == [
        Insert(new), Insert(InsightTag(-2, -1, "存款")), Insert(InsightTag(-3, -1, "大行")),
    ]  # fmt: skip
    assert "needs a title" in refused(lambda: rules.noted(insight(title=""), []))


def test_tags_are_replaced_where_they_differ() -> None:
    file = InsightFile(insight(), (InsightTag(4, 1, "存款"),))
    assert rules.corrected(file, ["存款"]) == []
    assert rules.corrected(file, ["理财"], source="报纸") == [
        Update("insight", 1, {"source": "报纸"}), Delete("insight_tag", 4),
        Insert(InsightTag(-1, 1, "理财")),
    ]  # fmt: skip


def test_an_audience_hears_of_each_once() -> None:
    files = [InsightFile(insight(1), (), (share(5, "Team"),)), InsightFile(insight(2))]
    assert rules.shared(files, "team", NOW, NOW) == [Insert(InsightShare(-1, 2, NOW, "team"))]
    assert len(rules.shared(files, "产品条线", NOW, NOW)) == 2
    assert "with whom" in refused(lambda: rules.shared(files, "", NOW, NOW))
    early = at("2026-11-17 10:00")
    assert "before n1" in refused(lambda: rules.shared(files, "x", early, NOW))


def test_what_lies_unshared_is_one_line_on_one_day_of_the_week() -> None:
    lying = [insight(1), insight(2)]
    assert list(rules.agenda(lying, NOW, Policy())) == []
    (line,) = rules.agenda(lying, FRIDAY, Policy())
    assert (line.ref, line.section, line.due) == ("n1", "team", None)
    assert str(line.title) == "2 insights not shared yet"
    assert "利率下调" in str(line.when)
    assert list(rules.agenda([], FRIDAY, Policy())) == []


@pytest.mark.parametrize(
    ("stage", "kind"), [("won", "success"), ("lost", "failure"), ("proposal", "practice")]
)
def test_a_deal_makes_a_story_of_its_kind(stage: str, kind: str) -> None:
    assert rules.story(stage) == kind


def test_each_counts_once_in_the_period_it_was_shared_in() -> None:
    twice = InsightFile(insight(1), (), (share(5, "例会"), share(6, "条线", "2026-11-20 09:00")))
    before = InsightFile(insight(2), (), (share(7, "例会", "2026-11-10 09:00"),))
    never = InsightFile(insight(3))
    over = span(parse_period("lastweek", NOW.date()), NOW)
    found = shared_in([(twice, TAG), (before, None), (never, None)], over).rows or []
    assert [(row.id, row.value, row.at) for row in found] == [(1, 1, at("2026-11-19 17:00"))]
    assert str(found[0].note) == "例会, 条线"


# The veil


def veil(*names: tuple[str, int]) -> Veil:
    return Veil(names, lambda x: f"<{x}>")


def test_every_name_in_the_book_is_hidden_the_same_client_alike() -> None:
    cover = veil(("王建国", 1), ("李娜", 2), ("王建", 3), ("某", 4))
    assert cover.text("李娜介绍了王建国") == "<A>介绍了<B>"
    assert cover.text("王建国和王建，某日") == "<B>和<C>，某日"


def test_a_latin_name_is_found_in_any_case_but_in_no_other_word() -> None:
    cover = veil(("Ann Lee", 1))
    assert cover.text("ann lee, ANN LEE; Joann Leech") == "<A>, <A>; Joann Leech"


def test_what_a_linked_client_is_called_is_hidden_too() -> None:
    one = client(id=1, name="欧阳建国", employer="华东机械", wechat="oy_88", address="中山路1号")
    text = "欧阳总（建国）在华东机械，微信oy_88，住中山路1号；老欧阳、王总都在"
    covered = veil(("欧阳建国", 1)).text(text, parts(one, text))
    assert covered == "<A>（<A>）在***，微信***，住***；<A>、王总都在"


def test_a_company_is_hidden_by_its_short_name_too() -> None:
    one = client(id=1, name="华东机械有限公司", kind="company")
    text = "华东机械把代发转走，华东机械有限公司的账户还在"
    covered = veil((one.name, 1)).text(text, parts(one, text))
    assert covered == "<A>把代发转走，<A>的账户还在"
    other = client(id=2, name="Acme Trading Ltd", kind="company")
    assert veil((other.name, 2)).text("Acme Trading left", parts(other, "")) == "<A> left"


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("电话13812345678", "电话***"),
        ("138 1234 5678 or 021-62345678", "*** or ***"),
        ("卡号6222 0000 1111 2222，余额50万", "卡号***，余额50万"),
        ("31010119800101123X", "***"),
        ("62345678", "***"),
        ("2026-11-23 谈好 1,250,000，年化3.25%", "2026-11-23 谈好 1,250,000，年化3.25%"),
        ("2026-11-23 13812345678", "2026-11-23 ***"),
        ("mail wang.jg@example.com now", "mail *** now"),
        ("提前10天、500000", "提前10天、500000"),
    ],
)
def test_long_numbers_are_hidden_days_and_sums_are_not(text: str, covered: str) -> None:
    assert veil().text(text) == covered


def test_letters_go_on_after_z() -> None:
    assert [letter(n) for n in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
