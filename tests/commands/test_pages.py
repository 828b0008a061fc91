"""Pages that a person reads: what they say of a state that few records are ever in."""

import os
from pathlib import Path
from typing import Any

import pytest

from cmcli.__main__ import main
from cmcli.table import COMMANDS, Entry
from cmcli.views.cells import width
from tests.support import Cm, Given

LI = ("client", "add", "李娜", "--tier", "key", "--birthday", "1950-01-01")
ZENG = ("client", "add", "曾丽", "--phone", "13812345678")
FUND = ("product", "add", "F1", "成长基金", "--kind", "fund", "--risk", "R3")
BOND = ("product", "add", "W1", "稳进1号", "--kind", "wealth", "--risk", "R2")
OFFER = ("deal", "add", "李娜", "买基金", "--product", "F1", "--amount", "5万")
TOLD = ("disclose", "李娜", "F1")


def lines(cm: Cm, *args: str) -> list[str]:
    """What a page says, without the spaces that lay it out."""
    result = cm(*args)
    assert (result.code, result.err) == (0, "")
    return [" ".join(line.split()) for line in result.out.splitlines() if line.strip()]


# Deals


@pytest.mark.parametrize(
    ("level", "consent", "words"),
    [
        ("C2", ("--warned", "坚持"), "sold after a warning (R3 / C2): 坚持; taken down by 李明"),
        ("C3", (), "checked: suitable · R3 / C3 · confirmed by a client of old age"),
    ],
)
def test_a_won_deal_says_what_was_checked(
    given: Given, level: str, consent: tuple[str, ...], words: str
) -> None:
    cm = given(
        LI, FUND, ("config", "set", "manager.name", "李明"), TOLD, OFFER,
        ("assess", "李娜", "--level", level), ("log", "李娜", "谈了基金", "--deal", "d1"),
        ("deal", "won", "d1", "--confirm", *consent),
    )  # fmt: skip
    page = lines(cm, "show", "d1")
    assert words in page
    assert page[-2:] == ["CONTACTS", "i1 23 Nov 10:00 谈了基金"]
    assert not any("deal move" in line for line in page), "a closed deal moves no more"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("deal", "list", "--client", "曾丽"), "no deal fits"),
        (("request", "list"), "no request fits"),
        (("request", "review"), "no request is open"),
        (("plan", "list"), "no plan fits"),
        (("advise", "曾丽", "--list"), "nothing was offered to 曾丽 yet"),
    ],
)
def test_an_empty_list_says_so(given: Given, args: tuple[str, ...], words: str) -> None:
    assert lines(given(ZENG), *args)[0] == words


# Plans


def test_who_lacks_a_plan_is_named_and_a_replaced_one_says_so(given: Given) -> None:
    cm = given(LI, ZENG)
    page = lines(cm, "plan", "list", "--missing")
    assert page == ["1 key client has no plan", "c1 李娜 *", "next: cm plan set 李娜 --need TEXT"]
    for need in ("教育金", "养老"):
        assert cm("plan", "set", "李娜", "--need", need).code == 0
    assert lines(cm, "plan", "list", "--missing")[0] == "every key client has a plan"
    page = lines(cm, "show", "s1")
    assert "replaced 10:00" in page
    assert page[-1].startswith("review: "), "nothing is left to do with it"
    assert "replaced" not in cm("show", "s2").out


# Clocks


def test_working_days_are_said_with_the_range_they_were_counted_over(cm: Cm) -> None:
    page = lines(cm, "clock", "days", "2026-11")
    assert page == ["21 working days", "2026-11 · Sun 1 Nov 2026 – Mon 30 Nov 2026"]
    assert "days off are known up to 2026" in cm("clock", "days", "2031-11").out


def test_counted_time_is_said_with_its_stretches_and_nothing_without_any(cm: Cm) -> None:
    assert lines(cm, "clock", "elapsed", "2026-11-23", "2026-11-23") == ["0 min counted"]
    page = lines(cm, "clock", "elapsed", "2026-11-23", "2026-11-24")
    assert page[0] == "24 h counted"
    assert "counted in all 24 h" in page


# Requests


def test_a_request_tells_its_waits_its_end_and_its_earlier_run(given: Given) -> None:
    cm = given(
        LI, ("request", "open", "李娜", "卡被锁", "--at", "2026-11-23 08:00"),
        ("request", "respond", "r1", "--at", "2026-11-23 08:30"),
        ("request", "wait", "r1", "--at", "2026-11-23 09:00"),
    )  # fmt: skip
    assert "waiting for the client since 09:00" in lines(cm, "show", "r1")
    cm("request", "resume", "r1", "--at", "2026-11-23 09:30")
    cm("request", "resolve", "r1", "新卡已寄")
    page = lines(cm, "show", "r1")
    assert "waiting for the client from 09:00 to 09:30" in page
    assert "resolved: 新卡已寄" in page
    assert page[-1] == "next: cm request reopen r1"
    cm("request", "reopen", "r1")
    again = "earlier run: from 08:00, answered 08:30, due tomorrow 08:00"
    assert again in lines(cm, "show", "r1")


def test_an_extended_complaint_says_why(given: Given) -> None:
    cm = given(LI, ("request", "open", "李娜", "收费争议", "--kind", "complaint"))
    assert cm("request", "limit", "r1", "complex", "--reason", "王行长批准").code == 0
    assert any("王行长批准" in line for line in lines(cm, "show", "r1"))


# Holdings and advice


def test_a_holding_with_a_price_says_what_was_paid_and_gained(given: Given, tmp_path: Path) -> None:
    cm = given(
        ZENG, FUND, ("holding", "add", "曾丽", "F1", "--amount", "1万", "--units", "10000",
                     "--start", "2025-01-01", "--maturity", "2026-11-01"),
    )  # fmt: skip
    assert "matured 1 Nov, still open" in cm("show", "h1").out
    prices = tmp_path / "prices.csv"
    prices.write_text("product,date,value\nF1,2026-11-20,1.25\n", encoding="utf-8")
    assert cm("import", "prices", str(prices)).code == 0
    page = lines(cm, "show", "h1")
    assert "worth 12,500 · paid 10,000 · gain 2,500 (25.0 %)" in page
    assert "10,000 units at 1.25 of 20 Nov" in page


def test_what_was_offered_is_listed_with_its_reply(given: Given) -> None:
    cm = given(
        ZENG, BOND, ("assess", "曾丽", "--level", "C2"),
        ("profile", "set", "曾丽", "--cash", "100万", "--income", "50万", "--spending", "10万"),
        ("advise", "曾丽", "--record", "--amount", "10万"),
    )  # fmt: skip
    assert lines(cm, "advise", "曾丽", "--list")[1:] == ["23 Nov 10:00 稳进1号 none yet"]
    assert "稳进1号" in cm("client", "show", "曾丽").out


def test_before_advice_a_lapsed_level_is_called_lapsed(given: Given) -> None:
    cm = given(ZENG, BOND, ("assess", "曾丽", "--level", "C2", "--at", "2025-11-01"))
    page = cm("advise", "曾丽").out
    assert "C2 prudent, lapsed after 1 Nov" in page
    assert "Only deposits can be offered before an assessment: cm assess 曾丽" in page


def test_a_catalogue_without_anything_suitable_says_so(given: Given) -> None:
    cm = given(ZENG, FUND, ("assess", "曾丽", "--level", "C1"))
    assert "Nothing in the catalogue suits." in cm("advise", "曾丽").out


# Imports


def test_a_contact_of_a_file_with_a_key_is_changed_by_the_next_run(
    given: Given, tmp_path: Path
) -> None:
    cm, file = given(LI, ZENG), tmp_path / "contacts.csv"
    args = ("import", "interactions", str(file), "--key", "id")
    for note, who in (("谈利率", "李娜"), ("谈基金", "李娜"), ("谈基金", "曾丽")):
        file.write_text(f"id,client,at,note\n7,{who},2026-11-20 10:00,{note}\n", encoding="utf-8")
        done = cm.json(*args)
        assert done["created"] + done["updated"] == 1
        contact = cm.json("show", "i1")
        assert (contact["client"]["name"], contact["note"]) == (who, note)
    assert cm.json(*args)["unchanged"] == 1


def test_nothing_written_and_more_reasons_than_fit_are_said(given: Given, tmp_path: Path) -> None:
    cm, file = given(LI), tmp_path / "contacts.csv"
    rows = [f"李娜,2026-13-{n:02},x" for n in range(1, 31)]
    file.write_text("\n".join(["client,at,note", *rows]), encoding="utf-8")
    page = lines(cm, "import", "interactions", str(file), "--dry-run")
    assert page[-1] == "nothing was written"
    assert any(line.startswith("and ") and line.endswith(" more reasons") for line in page)


# Notes from an editor


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def use(script: str) -> None:
        path = tmp_path / "editor.sh"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        monkeypatch.setenv("EDITOR", f"sh '{path}'")
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "notes"))
        (tmp_path / "notes").mkdir(exist_ok=True)

    return use


@pytest.mark.skipif(os.name != "posix", reason="the editor is a shell script")
def test_a_note_is_written_in_the_editor_and_leaves_no_file_behind(
    given: Given, editor: Any, tmp_path: Path
) -> None:
    cm = given(LI)
    editor('printf " 谈了 2 小时\\n" >> "$1"')
    assert cm("log", "李娜", "先谈利率。", "--edit").code == 0
    assert cm.json("show", "i1")["note"] == "先谈利率。 谈了 2 小时"
    editor("exit 1")
    assert cm("log", "李娜", "--edit").code == 130
    assert list((tmp_path / "notes").iterdir()) == []
    assert cm("show", "i2").code == 3


def test_an_editor_that_does_not_start_is_named(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    cm = given(LI)
    monkeypatch.setenv("EDITOR", "no-such-editor")
    result = cm("log", "李娜", "--edit")
    assert (result.code, result.err) == (
        2, "the editor no-such-editor does not start – set EDITOR\n",
    )  # fmt: skip


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_to_complete(cm: Cm, shell: str) -> None:
    script = cm("--completion", shell)
    assert (script.code, script.err) == (0, "")
    assert f"complete_{shell}" in script.out
    assert "cm" in script.out


def test_another_shell_is_not_known(cm: Cm) -> None:
    result = cm("--completion", "tcsh")
    assert (result.code, result.out) == (2, "")
    assert result.err == "there is no completion for tcsh – bash, zsh, fish or powershell\n"


def test_names_are_completed_from_the_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_CM_COMPLETE", "complete_bash")
    for words, at, found in (("cm req", "1", ["request"]), ("cm deal w", "2", ["won"]),
                             ("cm disc", "1", ["disclose"])):  # fmt: skip
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", at)
        with pytest.raises(SystemExit) as ended:
            main([])
        assert ended.value.code == 0
        assert capsys.readouterr().out.split() == found


@pytest.mark.parametrize("columns", ["60", "80"])
def test_a_long_example_is_broken_where_a_shell_goes_on(
    cm: Cm, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = cm("import", "--help").out.partition("Examples:\n")[2].splitlines()
    assert max(map(width, lines)) <= int(columns)
    whole = "\n".join(lines).replace(" \\\n    ", " ").splitlines()
    assert [line.strip() for line in whole] == list(_entry("import").examples)


def test_an_example_is_in_the_readers_language(cm: Cm) -> None:
    assert "'wants a card for his son'" in cm("log", "--help").out
    assert "'想给儿子办张卡'" in cm("log", "--help", lang="zh").out


def _entry(path: str) -> Entry:
    return next(entry for entry in COMMANDS if entry.path == path)
