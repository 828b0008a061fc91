"""What becomes of the lines of a file: values, references, keys, rejects. Names are invented."""

import json
from pathlib import Path
from typing import Any

import pytest

from cmcli.store import Store
from tests.support import Cm, Result


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def file(text: str, name: str = "in.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return file


def figures(result: Result) -> tuple[int, int, int, int, int]:
    assert result.code == 0, result.err
    found = result.json()
    names = ("read", "created", "updated", "unchanged", "rejected")
    return tuple(found[name] for name in names)


def reasons(result: Result) -> dict[str, int]:
    found: dict[str, int] = result.json()["reasons"]
    return found


def imported(cm: Cm, kind: str, path: str, *options: str) -> Result:
    return cm("import", kind, path, *options, "--json")


CLIENTS = "姓名,手机号,客户等级,单位\n赵一,13800000001,重要,甲公司\n钱二,13800000002,普通,\n"


def test_clients_come_in_by_chinese_heads_and_words(cm: Cm, write: Any) -> None:
    assert figures(imported(cm, "clients", write(CLIENTS))) == (2, 2, 0, 0, 0)
    client = cm.json("client", "show", "赵一", "--reveal")
    assert (client["tier"], client["employer"]) == ("key", "甲公司")
    assert client["phone"] == "13800000001"
    assert cm.json("client", "show", "zhaoyi")["ref"] == client["ref"]


def test_every_field_of_a_client(cm: Cm, write: Any) -> None:
    fields = {
        "name": "孙三", "kind": "person", "status": "prospect", "tier": "focus",
        "phone": "138 0000 0003", "email": "sun@example.org", "wechat": "sun3",
        "id_number": "110101190001010000", "birthday": "1980年5月1日", "employer": "乙厂",
        "sector": "制造", "address": "某市某路3号", "source": "转介绍", "channel": "wechat",
        "need": "存款", "note": "喜欢短信", "tags": "网球、茶",
    }  # fmt: skip
    file = write("\t".join(fields) + "\n" + "\t".join(fields.values()) + "\n", "in.tsv")
    assert figures(imported(cm, "clients", file)) == (1, 1, 0, 0, 0)
    kept = cm.json("client", "show", "孙三", "--reveal")
    expected = fields | {"phone": "13800000003", "birthday": "1980-05-01", "tags": ["网球", "茶"]}
    assert {name: kept[name] for name in fields} == expected


def test_a_column_is_guessed_for_one_field_only(cm: Cm, write: Any) -> None:
    imported(cm, "clients", write("company,phone\n甲公司,\n"))
    imported(cm, "clients", write("name,company\n赵一,甲公司\n"))
    assert [(c["name"], c["employer"]) for c in cm.json("client", "list", "--sort", "ref")] == [
        ("甲公司", None), ("赵一", "甲公司"),
    ]  # fmt: skip


def test_map_value_and_set(cm: Cm, write: Any) -> None:
    file = write("who,level,town\n李四,A,North\n周五一,,South\n")
    options = ("--map", "name=WHO", "--map", "tier=level", "--map", "address=town",
               "--map", "note=town", "--value", "tier:a=key", "--set", "tier=focus",
               "--set", "source=fair")  # fmt: skip
    assert figures(imported(cm, "clients", file, *options)) == (2, 2, 0, 0, 0)
    first, second = cm.json("client", "list", "--reveal", "--sort", "ref")
    assert (first["tier"], first["address"], first["source"]) == ("key", "North", "fair")
    assert (second["tier"], second["address"]) == ("focus", "South")
    assert cm.json("client", "show", "c2")["note"] == "South"


def test_an_empty_map_leaves_a_guessed_column_out(cm: Cm, write: Any) -> None:
    file = write("name,note\n李四,private\n")
    assert figures(imported(cm, "clients", file, "--map", "note=")) == (1, 1, 0, 0, 0)
    assert cm.json("client", "show", "c1")["note"] is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a,not a number,,", "phone: not a number is not a phone number"),
        (",13800000009,,", "name is blank"),
        ("a,,golden,", ("tier: golden is none of key, focus, standard; "
                       "say which: --value 'tier:golden=…'")),
        ("a,,,31/12/1980", ("birthday: a day like 3/1/2026 could be read two ways; say which with "
                           "--date-format %m/%d/%Y or %d/%m/%Y")),
        ("a,,,1980-02-30", "birthday: 1980-02-30 is not in the calendar"),
        ("a,,,soon", ("birthday: this is no day like 2026-01-02, 2026/1/2 or 2026年1月2日; "
                     "--date-format says how the file writes them")),
        ("a,,,2027-01-01", "birthday: 1 Jan 2027 is still to come"),
        ("a,b,,,e,f", "6 cells under 4 columns: a separator in a text needs quotation marks"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_come_in_says_why(cm: Cm, write: Any, line: str, why: str) -> None:
    file = write(f"name,phone,tier,birthday\n{line}\n吴六,,,\n")
    result = imported(cm, "clients", file)
    assert figures(result) == (2, 1, 0, 0, 1)
    assert reasons(result) == {why: 1}


def test_a_note_that_holds_a_password_is_rejected(cm: Cm, write: Any) -> None:
    result = imported(cm, "clients", write("name,note\n吴六,取款密码: 123456\n"))
    assert figures(result) == (1, 0, 0, 0, 1)
    assert "password" in next(iter(reasons(result)))


@pytest.mark.parametrize(
    "column", ["支付密码", "login_password", "CVV2", "cvv", "指纹", "Face ID", "PIN"]
)
def test_a_column_of_secrets_stops_everything(cm: Cm, write: Any, column: str) -> None:
    result = imported(cm, "clients", write(f"name,{column}\n吴六,1\n"))
    assert result.code == 4
    assert column in result.err
    assert cm.json("client", "list") == []


def test_heads_that_only_resemble_secrets_are_fine(cm: Cm, write: Any) -> None:
    file = write("name,opinion,security code,spinning,surface\n吴六,1,2,3,4\n")
    assert figures(imported(cm, "clients", file)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (["--map", "name=Nmae", "--map", "phone=tel"], ["Nmae, tel", "Name, Phone"]),
        (["--map", "nmae=Name"], ["clients have no field nmae", "fields: name, kind"]),
        (["--key", "id"], ["no column id", "Name, Phone"]),
        (["--map", "name="], ["no column was found for name", "--map name=COLUMN", "Name, Phone"]),
        (["--map", "name"], ["--map name cannot be taken apart"]),
        (["--value", "tier=key"], ["--value tier=key cannot be taken apart"]),
        (["--date-format", "DD/MM/YYYY"], ["DD/MM/YYYY does not describe a day"]),
        (["--date-format", "%H:%M"], ["%H:%M does not describe a day"]),
        (["--encoding", "klingon"], ["no encoding is called klingon"]),
    ],
)
def test_options_that_cannot_be_are_one_clear_error(
    cm: Cm, write: Any, options: list[str], parts: list[str]
) -> None:
    result = imported(cm, "clients", write("Name,Phone\n吴六,1\n"), *options)
    assert result.code == 2
    assert result.out == ""
    assert [part for part in parts if part not in result.err] == []


def test_only_what_exists_can_be_imported(cm: Cm, write: Any) -> None:
    result = imported(cm, "weather", write("a\n1\n"))
    assert result.code == 2
    assert "clients, interactions, deals, products" in result.err


def test_a_second_run_creates_nothing_and_a_changed_line_updates_what_it_says(
    cm: Cm, write: Any
) -> None:
    imported(cm, "clients", write(CLIENTS))
    assert figures(imported(cm, "clients", write(CLIENTS))) == (2, 0, 0, 2, 0)
    cm("client", "edit", "赵一", "--note", "mine", "--tier", "focus")
    assert figures(imported(cm, "clients", write(CLIENTS))) == (2, 0, 0, 2, 0)
    changed = CLIENTS.replace("甲公司", "丙公司").replace(",重要", ",")
    assert figures(imported(cm, "clients", write(changed))) == (2, 0, 1, 1, 0)
    client = cm.json("client", "show", "赵一")
    # A blank cell says nothing, and what is not in the file stays the manager's.
    assert (client["employer"], client["note"], client["tier"]) == ("丙公司", "mine", "focus")
    cm("client", "edit", "赵一", "--employer", "丁公司")
    assert figures(imported(cm, "clients", write(changed))) == (2, 0, 0, 2, 0)
    assert cm.json("client", "show", "赵一")["employer"] == "丁公司"


def test_set_fills_new_records_only(cm: Cm, write: Any) -> None:
    imported(cm, "clients", write("name,note\n赵一,a\n"), "--set", "tier=standard")
    cm("client", "edit", "赵一", "--tier", "key")
    again = imported(cm, "clients", write("name,note\n赵一,b\n"), "--set", "tier=standard")
    assert figures(again) == (1, 0, 1, 0, 0)
    assert cm.json("client", "show", "赵一")["tier"] == "key"


def test_a_tier_from_a_file_begins_a_new_standing(cm: Cm, write: Any) -> None:
    imported(cm, "clients", write("name,tier\n赵一,standard\n钱二,standard\n"))
    imported(cm, "clients", write("name,tier\n赵一,key\n钱二,key\n"))
    store = Store.open(cm.db)
    rows = store.rows("SELECT client_id, tier FROM standing ORDER BY id")
    store.close()
    assert rows == [(1, "standard"), (2, "standard"), (1, "key"), (2, "key")]


def test_a_client_in_the_book_is_found_again_and_not_doubled(cm: Cm, write: Any) -> None:
    cm("client", "add", "赵一")
    cm("client", "add", "钱二", "--phone", "13900000002")
    assert figures(imported(cm, "clients", write(CLIENTS))) == (2, 1, 1, 0, 0)
    names = [client["name"] for client in cm.json("client", "list")]
    assert names == ["赵一", "钱二", "钱二"]  # another number is another person
    assert cm.json("client", "show", "c1", "--reveal")["phone"] == "13800000001"


def test_two_files_that_could_be_the_client_are_no_guess(cm: Cm, write: Any) -> None:
    cm("client", "add", "赵一", "--employer", "甲")
    cm("client", "add", "赵一", "--employer", "乙", "--yes")
    result = imported(cm, "clients", write(CLIENTS))
    assert figures(result) == (2, 1, 0, 0, 1)
    assert reasons(result) == {"several clients are called 赵一: c1, c2": 1}


def test_a_merged_client_stays_merged_and_keeps_its_name(cm: Cm, write: Any) -> None:
    imported(cm, "clients", write("name,note\n赵一,a\n赵一一,b\n"))
    cm("client", "merge", "c1", "c2", "--yes")
    result = imported(cm, "clients", write("name,note\n赵一,a\n赵一一,c\n"))
    assert figures(result) == (2, 0, 1, 0 + 1, 0)
    assert [(c["name"], c["ref"]) for c in cm.json("client", "list")] == [("赵一", "c1")]
    assert cm.json("client", "show", "c1")["note"] == "c"


def test_the_same_line_twice_is_one_client_and_a_contradiction_is_told(cm: Cm, write: Any) -> None:
    file = write("name,phone,note\n赵一,,a\n赵一,,a\n赵一,,b\n赵一,13800000001,a\n")
    result = imported(cm, "clients", file)
    assert figures(result) == (4, 1, 0, 1, 2)
    assert reasons(result) == {
        "line 2 has the same key and says otherwise": 1,
        "line 2 is about the same record": 1,
    }


def test_a_key_column_follows_a_client_who_takes_another_name(cm: Cm, write: Any) -> None:
    imported(cm, "clients", write("no,name\n7,赵一\n"), "--key", "no")
    renamed = imported(cm, "clients", write("no,name\n7,周七\n,钱二\n"), "--key", "NO")
    assert figures(renamed) == (2, 0, 1, 0, 1)
    assert reasons(renamed) == {"its key is blank": 1}
    assert [c["name"] for c in cm.json("client", "list")] == ["周七"]
    assert cm.json("client", "show", "zhouqi")["name"] == "周七"


def test_dry_run_writes_nothing_and_counts_the_same(cm: Cm, write: Any, tmp_path: Path) -> None:
    file = write(CLIENTS + "孙三,none,,\n")
    planned = imported(cm, "clients", file, "--dry-run")
    assert (cm.json("client", "list"), cm.json("history", "--limit", "5")) == ([], [])
    assert list(tmp_path.glob("*rejects*")) == []
    done = imported(cm, "clients", file)
    assert planned.json() | {"rejects_file": None} == done.json() | {"rejects_file": None}
    assert figures(done) == (3, 2, 0, 0, 1)


def test_strict_writes_nothing_where_a_line_is_rejected(cm: Cm, write: Any) -> None:
    file = write(CLIENTS + "孙三,none,,\n")
    result = imported(cm, "clients", file, "--strict")
    assert result.code == 2
    assert "1 line was rejected" in result.err
    assert json.loads(result.out)["rejected"] == 1
    assert Path(json.loads(result.out)["rejects_file"]).exists()
    assert cm.json("client", "list") == []
    assert imported(cm, "clients", write(CLIENTS), "--strict").code == 0


def test_one_undo_takes_an_import_and_its_keys_back(cm: Cm, write: Any) -> None:
    imported(cm, "clients", write(CLIENTS))
    imported(cm, "clients", write(CLIENTS.replace("甲", "丙") + "孙三,,,\n"))
    assert cm("undo").code == 0
    assert [c["employer"] for c in cm.json("client", "list", "--reveal")] == ["甲公司", None]
    assert figures(imported(cm, "clients", write(CLIENTS))) == (2, 0, 0, 2, 0)
    assert cm("undo", "1").code == 0
    assert cm.json("client", "list") == []
    assert figures(imported(cm, "clients", write(CLIENTS))) == (2, 2, 0, 0, 0)


def test_the_page_ranks_reasons_and_says_how_to_take_it_back(cm: Cm, write: Any) -> None:
    file = write("name,tier\n,\n赵一,gold\n钱二,gold\n孙三,\n", "people.csv")
    result = cm("import", "clients", file)
    lines = [line for line in result.out.splitlines() if line]
    assert lines[:2] == ["people.csv",
                         "3 lines read · 1 created · 0 updated · 0 unchanged · 2 rejected"]  # fmt: skip
    assert lines[2] == "REJECTED BECAUSE"
    assert lines[3].startswith(" 2  tier: gold is none of")
    assert "people.rejects.csv" in lines[4]
    assert lines[-1] == "undo: cm undo"


def test_reasons_come_in_the_language_of_the_interface(cm: Cm, write: Any) -> None:
    result = cm("import", "clients", write("name,tier\n赵一,gold\n"), "--json", lang="zh")
    assert result.code == 0
    assert reasons(result) != reasons(imported(cm, "clients", write("name,tier\n赵一,gold\n")))
