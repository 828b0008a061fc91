"""Client files through the commands: added, found, edited, merged, archived."""

import contextlib
import sqlite3
from typing import Any

import pytest

from cmcli import desk
from cmcli.store import Store
from tests.support import Cm, Given, dump


def add(cm: Cm, name: str, *options: str) -> str:
    ref: str = cm.json("client", "add", name, *options)["ref"]
    return ref


def found(cm: Cm, text: str) -> str:
    name: str = cm.json("client", "show", text)["name"]
    return name


# Adding and showing


def test_a_new_client_is_printed_with_its_reference_first(cm: Cm) -> None:
    document = cm.json("client", "add", "王建国", "--tier", "key", "--tag", "vip", "--tag", "甲")
    assert next(iter(document)) == "ref"
    assert (document["ref"], document["name"], document["tier"]) == ("c1", "王建国", "key")
    assert (document["status"], document["kind"], document["tags"]) == ("active", "person", ["vip", "甲"])  # fmt: skip
    assert document["created"] == "2026-11-23T10:00:00+08:00"


def test_every_fact_comes_back(cm: Cm) -> None:
    facts = {
        "kind": "company", "status": "prospect", "tier": "focus", "phone": "021-62345678",
        "email": "a@example.com", "wechat": "wx_1", "birthday": "1980-05-01", "employer": "集团",
        "source": "转介绍", "channel": "wechat", "need": "结算", "note": "a\nb", "sector": "贸易",
    }  # fmt: skip
    options = [part for name, value in facts.items() for part in (f"--{name}", value)]
    add(cm, "远大贸易", *options)
    document = cm.json("client", "show", "c1", "--reveal")
    expected = facts | {"phone": "02162345678"}
    assert {name: document[name] for name in facts} == expected


def test_codes_may_be_shortened_or_typed_in_either_language(cm: Cm) -> None:
    document = cm.json("client", "add", "王建国", "--tier", "重点培育", "--status", "pro")
    assert (document["tier"], document["status"]) == ("focus", "prospect")
    result = cm("client", "add", "李娜", "--tier", "gold")
    assert result.code == 2
    assert "key, focus, standard" in result.err


def test_numbers_and_addresses_are_masked_unless_revealed(cm: Cm) -> None:
    add(cm, "王建国", "--phone", "13812345678", "--id-number", "310101198005011234",
        "--address", "上海市浦东新区世纪大道1号")  # fmt: skip
    for args in (("client", "show", "c1"), ("client", "list"), ("show", "c1")):
        for json in ((), ("--json",)):
            out = cm(*args, *json).out
            assert "13812345678" not in out
            assert "310101198005011234" not in out
            assert "世纪大道" not in out
    shown = cm.json("client", "show", "c1")
    assert (shown["phone"], shown["id_number"]) == ("138****5678", "3101********1234")
    revealed = cm.json("client", "show", "c1", "--reveal")
    assert revealed["phone"] == "13812345678"
    assert revealed["address"] == "上海市浦东新区世纪大道1号"
    assert "13812345678" in cm("client", "list", "--reveal").out


def test_a_second_file_of_the_same_name_or_number_is_pointed_out(cm: Cm) -> None:
    add(cm, "王建国", "--phone", "13812345678")
    assert "c1 王建国" in cm("client", "add", "王建国", "--yes").out
    twin = cm("client", "add", "王先生", "--phone", "138 1234 5678", "--yes")
    assert "c1 王建国: cm client merge" in twin.out
    assert "merge" not in cm("client", "add", "李娜").out


# The resolver


@pytest.fixture
def people(given: Given) -> Cm:
    """Names that are found in different ways."""
    return given(
        ("client", "add", "王建国", "--phone", "13812345678"),
        ("client", "add", "王建", "--phone", "13900001111"),
        ("client", "add", "李娜", "--phone", "13700005678"),
        ("client", "add", "单雄信"),
        ("client", "add", "曾国"),
        ("client", "add", "解缙"),
        ("client", "add", "仇英"),
        ("client", "add", "Wang Jian", "--yes"),
        ("client", "add", "远大贸易有限公司", "--phone", "021-62345678", "--kind", "company"),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("c3", "李娜"),
        ("C3", "李娜"),
        ("王建", "王建"),  # an exact name beats a longer one
        ("王建国", "王建国"),
        (" 王建国 ", "王建国"),
        ("远大", "远大贸易有限公司"),  # the start of a name
        ("lina", "李娜"),
        ("LiNa", "李娜"),
        ("ln", "李娜"),
        ("wang jian", "Wang Jian"),  # an exact name beats the same pinyin
        ("shanxiongxin", "单雄信"),
        ("sxx", "单雄信"),
        ("zengguo", "曾国"),
        ("xiejin", "解缙"),
        ("qiuying", "仇英"),
        ("13812345678", "王建国"),
        ("138 1234 5678", "王建国"),
        ("+8613812345678", "王建国"),
        ("1111", "王建"),  # the last four digits
        ("ydmy", "远大贸易有限公司"),
    ],
)
def test_a_client_is_found_by_the_strongest_kind_of_match(people: Cm, text: str, name: str) -> None:
    assert found(people, text) == name


@pytest.mark.parametrize("text", ["chouying", "danxiongxin", "cengguo", "5679", "zzz", "c99", "%", "_", "建国"])  # fmt: skip
def test_nobody_answers_to_what_nobody_is_called(people: Cm, text: str) -> None:
    result = people("client", "show", text)
    assert result.code == 3
    assert text in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    ("text", "refs"), [("王", ["c1", "c2"]), ("5678", ["c1", "c3", "c9"]), ("wj", ["c2", "c8"])]
)
def test_several_that_answer_are_listed(people: Cm, text: str, refs: list[str]) -> None:
    result = people("client", "show", text)
    assert result.code == 3
    assert [word for word in result.err.replace(",", " ").split() if word in refs] != []
    assert all(f"{ref} " in result.err for ref in refs)


def test_two_of_the_same_name_are_told_apart_by_reference(people: Cm) -> None:
    add(people, "李娜", "--yes")
    assert people("client", "show", "李娜").code == 3
    assert found(people, "c10") == "李娜"


def test_an_archived_client_is_found_by_reference_only(people: Cm) -> None:
    people("client", "archive", "李娜")
    assert people("client", "show", "李娜").code == 3
    assert found(people, "c3") == "李娜"


# Names from outside


@pytest.mark.parametrize(
    "name",
    ["[bold]王[/bold]", "O'Neil \"Bob\"", "100%", "a_b", "{name}", "小明🙂", "x" * 200, "; DROP",
     "=1+1", "<b>王</b>", "é\u0301"],
)  # fmt: skip
def test_a_name_is_kept_shown_and_found_as_it_is(cm: Cm, name: str) -> None:
    assert add(cm, name) == "c1"
    for args in (("client", "list"), ("client", "show", "c1"), ("today",), ("history",)):
        result = cm(*args)
        assert result.code == 0, result.err
    assert name in cm("client", "list").out
    assert found(cm, name) == name
    cm("callback", "add", "c1", "--due", "today")
    assert name in cm("today").out


def test_a_control_character_never_reaches_the_terminal(cm: Cm) -> None:
    add(cm, "王\x1b[31m建国", "--note", "a\x1b]0;x\x07b\rc", "--employer", "x\x9by")
    for args in (("client", "show", "c1"), ("client", "list"), ("show", "c1", "--json")):
        assert not {"\x1b", "\x07", "\r", "\x9b"} & set(cm(*args).out)
    result = cm("client", "show", "\x1b[31m")
    assert "\x1b" not in result.err


def test_a_name_that_is_too_long_or_none_is_an_error(cm: Cm) -> None:
    for name in ("x" * 500, "", "  ", "\x00"):
        assert cm("client", "add", name).code == 2
    assert cm.json("client", "list") == []


# Lists


def test_lists_filter_and_sort(people: Cm) -> None:
    people("client", "edit", "c3", "--tier", "key", "--status", "dormant")
    people("client", "tag", "c3", "vip")
    people("client", "tag", "c4", "vip2", "x_y")

    def refs(*options: str) -> list[str]:
        return [row["ref"] for row in people.json("client", "list", *options)]

    assert refs("--tier", "key") == ["c3"]
    assert refs("--status", "dormant") == ["c3"]
    assert refs("--tag", "vip") == ["c3"]
    assert refs("--tag", "x%y") == []
    assert refs("--tag", "xzy") == []
    assert refs("--tier", "focus") == []
    assert refs("--sort", "ref", "--limit", "2") == ["c1", "c2"]
    assert refs("--sort=-ref", "--limit", "1") == ["c9"]
    assert refs("--sort", "tier")[0] == "c3"
    assert people("client", "list", "--sort", "colour").code == 2


def test_the_list_says_when_a_client_was_last_met(people: Cm) -> None:
    people("log", "c1", "--channel", "wechat")
    people("log", "c2", "--at", "yesterday 15:00")
    rows = {row["ref"]: row["last_met"] for row in people.json("client", "list")}
    assert rows["c1"] is None
    assert rows["c2"] == "2026-11-22T15:00:00+08:00"


def test_key_clients_not_yet_met_are_listed(people: Cm) -> None:
    for ref in ("c1", "c2", "c3"):
        people("client", "edit", ref, "--tier", "key")
    people("log", "c2")
    assert [row["ref"] for row in people.json("client", "list", "--due")] == ["c1", "c3"]
    assert len(people.json("client", "list", "--due", "--limit", "1")) == 1


def test_no_client_is_an_empty_list_and_no_error(cm: Cm) -> None:
    assert cm.json("client", "list") == []
    assert cm("client", "list").code == 0


# Editing, tags, merging, archiving


def test_an_empty_text_clears_a_fact_but_not_a_name(cm: Cm) -> None:
    add(cm, "王建国", "--need", "学费", "--phone", "13812345678")
    assert cm.json("client", "edit", "c1", "--need", "")["need"] is None
    assert cm("client", "edit", "c1", "--name", "").code == 2
    assert cm("client", "edit", "c1").code == 2
    assert cm("client", "edit", "c1", "--phone", "abc").code == 2


def test_a_new_name_is_found_by_its_own_pinyin(cm: Cm) -> None:
    add(cm, "王建国")
    cm("client", "edit", "c1", "--name", "单雄信")
    assert found(cm, "sxx") == "单雄信"
    assert cm("client", "show", "wjg").code == 3


def test_edit_by_reference_takes_fields(cm: Cm) -> None:
    add(cm, "王建国")
    cm("edit", "c1", "need=学费", "tier=key")
    document = cm.json("client", "show", "c1")
    assert (document["need"], document["tier"]) == ("学费", "key")
    assert cm("edit", "c1", "colour=red").code == 2
    assert cm("edit", "c1", "need").code == 2


def test_tags_are_added_and_removed(cm: Cm) -> None:
    add(cm, "王建国", "--tag", "a")
    assert cm.json("client", "tag", "c1", "b", "#c")["tags"] == ["a", "b", "c"]
    assert cm("client", "tag", "c1", "--", "-a", "d").code == 0
    assert cm.json("client", "show", "c1")["tags"] == ["b", "c", "d"]


def test_merging_moves_everything_and_one_undo_takes_it_back(cm: Cm) -> None:
    add(cm, "王建国", "--tag", "a")
    add(cm, "王健国", "--tag", "b", "--need", "学费", "--phone", "13812345678", "--yes")
    cm("log", "c2", "打过电话", "--ask", "--callback", "+1d")
    cm("deal", "add", "c2", "存款", "--amount", "5万")
    store = Store.open(cm.db)
    before = dump(store)
    assert cm("client", "merge", "c1", "c2", "--yes").code == 0
    merged = cm.json("client", "show", "c1")
    assert (merged["need"], merged["tags"], merged["name"]) == ("学费", ["a", "b"], "王建国")
    assert [len(merged[k]) for k in ("timeline", "requests", "callbacks", "deals")] == [1, 1, 1, 1]
    assert [row["ref"] for row in cm.json("client", "list")] == ["c1"]
    assert found(cm, "c2") == "王建国"  # the old number leads to the new file
    assert cm("client", "merge", "c1", "c1").code == 4
    assert cm("undo").code == 0
    assert dump(store) == before
    store.close()


def test_archiving_takes_a_client_out_of_the_list(cm: Cm) -> None:
    add(cm, "王建国", "--tier", "key")
    assert cm("client", "archive", "c1").code == 0
    assert cm.json("client", "list") == []
    assert len(cm.json("client", "list", "--archived")) == 1
    assert cm.json("today")["forecast"]["total"] == 0
    assert cm("client", "archive", "c1").code == 4


# Questions are asked before the file is held


@pytest.mark.parametrize("line", [("tag", "王建", "vip"), ("archive", "王建")])
def test_which_of_several_is_asked_before_the_file_is_held(
    cm: Cm, line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(cm, "王建国")
    add(cm, "王建军")
    held: list[bool] = []

    def choose(_: str, choices: Any, **__: Any) -> Any:
        held.append(desk.current().store.connection.in_transaction)
        return choices[0][1]  # by name: 军 before 国

    monkeypatch.setattr("cmcli.desk.Desk.interactive", True)
    monkeypatch.setattr("cmcli.prompts.choose", choose)
    result = cm("client", *line)
    assert (result.code, held) == (0, [False])
    assert "王建军" in result.out


def test_a_merge_keeps_what_was_written_while_its_question_stood(
    cm: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(cm, "王建国")
    add(cm, "王建军", "--phone", "13812345678", "--tag", "vip")

    def confirm(_: str, **__: Any) -> bool:
        with contextlib.closing(sqlite3.connect(cm.db)) as other, other:
            other.execute("UPDATE client SET phone = '13900000000', tags = '老客户' WHERE id = 1")
        return True

    with monkeypatch.context() as patch:
        patch.setattr("cmcli.desk.Desk.interactive", True)
        patch.setattr("cmcli.prompts.confirm", confirm)
        assert cm("client", "merge", "c1", "c2").code == 0
    document = cm.json("client", "show", "c1", "--reveal")
    assert (document["phone"], document["tags"]) == ("13900000000", ["老客户", "vip"])


def test_numbers_typed_into_notes_are_masked_wherever_they_are_shown(cm: Cm) -> None:
    card, phone = "6222021234567890123", "13987654321"
    cm("client", "add", "王建国", "--tier", "key", "--note", f"卡号{card}")
    cm("log", "王建国", f"新号码{phone}", "--callback", "today", "--purpose", f"回{phone}")
    cm("request", "open", "王建国", f"转账到{card}", "--at", "9:00")
    for line in (
        ("today",), ("today", "--json"), ("client", "show", "c1"), ("client", "show", "c1", "--json"),
        ("show", "i1"), ("show", "r1", "--json"), ("find", "转账"), ("find", "转账", "--json"),
        ("report",), ("report", "--json"), ("report", "--format", "md"), ("export",),
        ("callback", "list"), ("request", "list"), ("history",),
    ):  # fmt: skip
        out = cm(*line).out
        assert card not in out, line
        assert phone not in out, line
    assert card in cm("client", "show", "c1", "--reveal").out
    assert card in cm("export", "--reveal").out


def test_a_list_that_was_cut_says_how_many_are_left(people: Cm) -> None:
    whole = len(people.json("client", "list"))
    page = people("client", "list", "--limit", "2").out
    assert page.endswith(f"{whole - 2} more: --limit {whole}\n")
    assert len(people.json("client", "list", "--limit", "2")) == 2
    assert "more:" not in people("client", "list", "--limit", str(whole)).out
    assert "more:" not in people("client", "list").out


def test_a_lunar_birthday_is_said_as_the_language_says_it(people: Cm) -> None:
    people("client", "edit", "c1", "--birthday", "lunar:10-15")
    assert "birthday: lunar 10-15" in people("show", "c1").out
    assert "生日：农历十月十五" in people("show", "c1", lang="zh").out
    assert people.json("show", "c1")["birthday"] == "lunar:10-15"


def test_the_channel_of_a_client_is_said_once(people: Cm) -> None:
    people("client", "edit", "c1", "--channel", "wechat")
    people("plan", "set", "c1", "--need", "x", "--channel", "wechat", "--hours", "after 19:00")
    page = people("show", "c1").out
    assert page.count("WeChat") == 1
    assert "reach by: after 19:00" in page
    people("plan", "set", "c1", "--channel", "phone")
    assert "reach by: phone · after 19:00" in people("show", "c1").out
