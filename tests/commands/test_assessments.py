from pathlib import Path
from typing import Any

import pytest

from cmcli import prompts
from tests.support import Cm

NEXT_DAY = "2026-11-24T10:00:00+08:00"
LAST_DAY = "2027-11-23T10:00:00+08:00"
LAPSED = "2027-11-24T10:00:00+08:00"
ALL_C = ",".join("c" * 12)
SHORT = """name = "ours"
[[questions]]
text = "亏多少？"
options = [
    { score = 1, text = "不能亏" }, { score = 2, text = "少" }, { score = 3, text = "中" },
    { score = 4, text = "多" }, { score = 5, text = "很多" },
]
""" + "".join(f'[[bands]]\nlevel = "C{n}"\nfrom = {n}\nto = {n}\n' for n in range(1, 6))


@pytest.fixture
def book(cm: Cm) -> Cm:
    """c1 a client; p1 R3 wealth, p2 R2 wealth, p3 a deposit."""
    cm.json("client", "add", "王建国")
    for code, kind, *risk in (("W3", "wealth", "--risk", "R3"), ("W2", "wealth", "--risk", "R2"),
                              ("D1", "deposit")):  # fmt: skip
        cm.json("product", "add", code, f"产品{code}", "--kind", kind, *risk)
    return cm


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> "Terminal":
    return Terminal(monkeypatch)


class Terminal:
    """Somebody who answers: `letters` to the questions, yes or no to the rest."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.letters: list[str] = []
        self.agrees = True
        self.asked: list[tuple[str, list[str], Any]] = []
        patch.setattr("cmcli.desk.Desk.interactive", True)
        patch.setattr(prompts, "choose", self._choose)
        patch.setattr(prompts, "confirm", self._confirm)

    def _choose(
        self,
        question: str,
        choices: Any,
        *,
        default: Any = None,
        keys: bool = False,
        at_once: bool = False,
    ) -> Any:
        assert keys, "an answer is chosen by its letter"
        assert not at_once, "a slip is put right before Enter"
        self.asked.append((question, [label for label, _ in choices], default))
        letter = self.letters[len(self.asked) - 1]
        return next(value for _, value in choices if value == letter)

    def _confirm(self, question: str, *, default: bool = True) -> bool:
        self.asked.append((question, [], default))
        return self.agrees


def lines(cm: Cm, now: str | None = None) -> dict[str, Any]:
    items = cm.json("today", now=now)["items"]
    return {item["ref"]: item for item in items if item["section"] == "assessments"}


# What is recorded


def test_a_level_made_elsewhere(book: Cm) -> None:
    found = book.json("assess", "王建国", "--level", "c3", "--note", "网点测评")
    assert list(found)[:2] == ["ref", "client"]
    assert (found["ref"], found["client"]["ref"], found["level"]) == ("x1", "c1", "C3")
    assert (found["at"], found["expires"]) == ("2026-11-23T10:00:00+08:00", "2027-11-23")
    assert (found["score"], found["answers"], found["questionnaire"]) == (None, None, None)
    assert (found["confirmed"], found["note"], found["valid"]) == (None, "网点测评", True)
    assert (found["previous"], found["above"], found["callback"]) == (None, [], None)
    shown = book.json("show", "x1")
    assert shown == {name: found[name] for name in shown}
    assert book.json("show", "x1", now=LAST_DAY)["valid"] is True
    assert book.json("show", "x1", now=LAPSED)["valid"] is False


def test_answers_are_scored_and_kept_in_words(book: Cm) -> None:
    found = book.json("assess", "王建国", "--answers", ALL_C)
    assert (found["level"], found["score"]) == ("C3", 36)
    assert found["questionnaire"].startswith("cm 2026 #")
    assert len(found["answers"]) == 12
    asked = book.json("assess", "--questions")
    first, question = found["answers"][0], asked["questions"][0]
    assert first["question"] == question["text"]
    assert {"letter": first["letter"], "text": first["answer"]} == question["options"][2]
    page = book("show", "x1").out
    assert "36 points" in page
    assert f"c. {first['answer']}" in page


def test_the_time_may_be_past_and_not_future(book: Cm) -> None:
    found = book.json("assess", "王建国", "--level", "C2", "--at", "2026-02-28")
    assert found["expires"] == "2027-02-28"
    assert book("assess", "王建国", "--level", "C2", "--at", "2026-11-23 10:01").code == 2
    assert book("assess", "王建国", "--level", "C2", "--at", "tomorrow").code == 2
    assert len(book.json("assess", "王建国", "--show")) == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 2),
        (["--level", "C6"], 2),
        (["--level", ""], 2),
        (["--level", "C3", "--answers", ALL_C], 2),
        (["--level", "C3", "--show"], 2),
        (["--show", "--questions"], 2),
        (["--answers", "a,b"], 2),
        (["--answers", ALL_C[:-1] + "z"], 2),
        (["--answers", ""], 2),
        (["--at", "someday", "--level", "C3"], 2),
        (["--note", "密码:abc123", "--level", "C3"], 2),
    ],
)
def test_wrong_usage_is_one_line_and_writes_nothing(
    book: Cm, options: list[str], code: int
) -> None:
    result = book("assess", "王建国", *options)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert book.json("assess", "王建国", "--show") == []


def test_who_is_needed_and_how_is_said(book: Cm) -> None:
    assert book("assess", "--level", "C3").code == 2
    assert book("assess", "nobody", "--level", "C3").code == 3
    result = book("assess", "王建国")
    assert "--level C1..C5" in result.err
    assert "--answers" in result.err


def test_a_remark_is_found(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C3", "--note", "网点测评")
    assert [hit["ref"] for hit in book.json("find", "网点")] == ["x1"]


def test_undo_takes_it_back(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C3")
    book("undo")
    assert book.json("assess", "王建国", "--show") == []


# Limits


def test_the_third_of_a_day_is_refused_and_the_next_day_is_not(book: Cm) -> None:
    for _ in range(2):
        book.json("assess", "王建国", "--level", "C3")
    result = book("assess", "王建国", "--level", "C3")
    assert (result.code, result.err.count("\n")) == (4, 1)
    assert "art. 29" in result.err
    assert "24 Nov" in result.err
    late = book("assess", "王建国", "--level", "C3", "--at", "2026-11-23 09:00", now=NEXT_DAY)
    assert late.code == 4
    assert book("assess", "王建国", "--level", "C3", now=NEXT_DAY).code == 0
    assert len(book.json("assess", "王建国", "--show")) == 3


def test_the_day_is_the_managers(book: Cm) -> None:
    # 07:30 in Shanghai is the day before in UTC.
    for _ in range(2):
        book.json("assess", "王建国", "--level", "C3", now="2026-11-23T07:30:00+08:00")
    assert book("assess", "王建国", "--level", "C3", now="2026-11-23T20:00:00+08:00").code == 4
    assert book("assess", "王建国", "--level", "C3", now="2026-11-24T07:30:00+08:00").code == 0


def test_the_ninth_in_twelve_months_is_refused(book: Cm) -> None:
    for month in range(1, 9):
        book.json("assess", "王建国", "--level", "C3", "--at", f"2026-{month:02}-10")
    result = book("assess", "王建国", "--level", "C3")
    assert result.code == 4
    assert "10 Jan 2027" in result.err
    between = book("assess", "王建国", "--level", "C3", "--at", "2026-05-05")
    assert between.code == 4
    assert book("assess", "王建国", "--level", "C3", now="2027-01-09T10:00:00+08:00").code == 4
    assert book("assess", "王建国", "--level", "C3", now="2027-01-10T10:00:00+08:00").code == 0


def test_one_entered_late_is_counted_with_those_after_it(book: Cm) -> None:
    for month in range(4, 12):
        book.json("assess", "王建国", "--level", "C3", "--at", f"2026-{month:02}-10")
    assert book("assess", "王建国", "--level", "C3", "--at", "2026-01-10").code == 4
    assert book("assess", "王建国", "--level", "C3", "--at", "2025-11-10").code == 0


def test_the_limits_and_the_months_are_settings(book: Cm) -> None:
    book("config", "set", "assessment.per_day", "1")
    book("config", "set", "assessment.months", "6")
    assert book.json("assess", "王建国", "--level", "C3")["expires"] == "2027-05-23"
    assert book("assess", "王建国", "--level", "C3").code == 4


# Another level


def test_another_level_needs_confirmation(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C3", "--at", "2026-06-01")
    result = book("assess", "王建国", "--level", "C4", "--at", "2026-11-20 15:00")
    assert (result.code, result.err.count("\n")) == (4, 1)
    command = result.err.split(": cm ")[-1].strip()
    assert command == "assess c1 --level C4 --at '2026-11-20 15:00' --confirm"
    assert len(book.json("assess", "王建国", "--show")) == 1
    found = book.json("assess", "c1", "--level", "C4", "--at", "2026-11-20 15:00", "--confirm")
    assert (found["level"], found["previous"]) == ("C4", "C3")
    assert found["confirmed"] == found["at"] == "2026-11-20T15:00:00+08:00"
    assert book.json("assess", "王建国", "--level", "C4", "--confirm")["confirmed"] is None


def test_one_entered_late_is_not_in_force(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C3")
    result = book("assess", "王建国", "--level", "C5", "--at", "2026-06-01")
    assert result.code == 0
    assert "a later one is in force" in result.out
    assert [one["valid"] for one in book.json("assess", "王建国", "--show")] == [True, False]


# What follows from a lower level


def test_holdings_above_the_new_level_are_listed(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C3", "--at", "2026-06-01")
    for code in ("W3", "W2", "D1"):
        book.json("holding", "add", "王建国", code, "--amount", "5万", "--start", "2026-06-02")
    found = book.json("assess", "王建国", "--level", "C2", "--confirm")
    assert [(one["ref"], one["level"], one["value"]) for one in found["above"]] == [
        ("h1", "R3", {"amount": 5_000_000, "currency": "CNY"})
    ]
    assert found["callback"] is None
    book("undo")
    page = book("assess", "王建国", "--level", "C2", "--confirm").out
    for words in ("down from C3", "1 holding is above C2", "产品W3", "50,000",
                  "cm callback add c1 --due +7d", "cm advise 王建国"):  # fmt: skip
        assert words in page
    assert "产品W2" not in page
    assert book.json("callback", "list") == []


def test_a_new_level_after_a_lapse_lists_them_too(book: Cm) -> None:
    book.json("holding", "add", "王建国", "W3", "--amount", "5万", "--start", "2025-06-02")
    book.json("assess", "王建国", "--level", "C2", "--at", "2025-06-01")
    assert len(book.json("assess", "王建国", "--level", "C2")["above"]) == 1


def test_on_a_terminal_the_call_is_booked_with_the_assessment(book: Cm, terminal: Terminal) -> None:
    book("holding", "add", "王建国", "W3", "--amount", "5万", "--start", "2026-06-02")
    assert book("assess", "王建国", "--level", "C1").code == 0
    [call] = book.json("callback", "list")
    assert (call["due"], call["purpose"]) == (
        "2026-11-30T00:00:00+08:00", "adjust holdings above C1",
    )  # fmt: skip
    book("undo")
    assert book.json("callback", "list") == []
    assert book.json("assess", "王建国", "--show") == []
    terminal.agrees = False
    assert "cm callback add" in book("assess", "王建国", "--level", "C1").out
    assert book.json("callback", "list") == []


# The guided questions


def test_the_guided_questions_hint_at_nothing(book: Cm, terminal: Terminal) -> None:
    terminal.letters = list("eeeeeeeeeeec")
    result = book("assess", "王建国")
    assert result.code == 0
    assert len(terminal.asked) == 12
    for question, labels, default in terminal.asked:
        assert default is None
        text = " ".join([question, *labels])
        assert not any(word in text.lower() for word in ("score", "points", "c1", "c3", "cap"))
        assert len(labels) == 5
    assert "58" not in result.out
    assert "points" not in result.out
    assert "x1 王建国 · C3" in result.out
    found = book.json("show", "x1")
    assert (found["score"], found["level"]) == (58, "C3")


def test_a_guided_change_is_confirmed_at_the_end(book: Cm, terminal: Terminal) -> None:
    terminal.letters = list("c" * 12)
    book.json("assess", "王建国", "--level", "C2", "--at", "2026-06-01")
    terminal.agrees = False
    result = book("assess", "王建国")
    assert result.code == 4
    assert f"--answers {ALL_C} --confirm" in result.err
    question, _, default = terminal.asked[-1]
    assert "from C2 prudent to C3 balanced" in question
    assert default is False
    assert len(book.json("assess", "王建国", "--show")) == 1
    terminal.asked.clear()
    terminal.agrees = True
    assert book("assess", "王建国").code == 0
    assert book.json("show", "x2")["confirmed"] is not None


def test_nobody_answers_in_vain(book: Cm, terminal: Terminal) -> None:
    for _ in range(2):
        book.json("assess", "王建国", "--level", "C3")
    assert book("assess", "王建国").code == 4
    assert terminal.asked == []


def test_the_questions_carry_no_scores(book: Cm) -> None:
    document = book.json("assess", "--questions")
    assert set(document) == {"name", "questions"}
    for question in document["questions"]:
        assert set(question) == {"number", "text", "options"}
        assert all(set(option) == {"letter", "text"} for option in question["options"])
    english, chinese = (book("assess", "--questions", lang=lang).out for lang in ("en", "zh"))
    assert "1. How old are you?" in english
    assert "1. 您的年龄是？" in chinese
    assert not any("score" in page or "C1" in page for page in (english, chinese))


# Another questionnaire


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    path = tmp_path / "ours.toml"
    path.write_text(SHORT, encoding="utf-8")
    return path


def test_a_questionnaire_of_ones_own(book: Cm, ours: Path) -> None:
    book.json("assess", "王建国", "--answers", ALL_C, "--at", "2026-06-01")
    used = book.json("assess", "--use", str(ours))
    assert (used["questions"], used["least"], used["greatest"]) == (1, 1, 5)
    assert book("assess", "王建国", "--answers", ALL_C).code == 2
    found = book.json("assess", "王建国", "--answers", "d", "--confirm")
    assert (found["level"], found["score"], found["questionnaire"]) == ("C4", 4, used["name"])
    assert found["answers"] == [{"question": "亏多少？", "letter": "d", "answer": "多"}]
    # What was asked before keeps its words, whatever is asked now.
    assert book.json("show", "x1")["answers"][0]["question"] == "How old are you?"
    book("config", "set", "assessment.questionnaire", "")
    assert len(book.json("assess", "--questions")["questions"]) == 12
    assert book.json("show", "x2") == {name: found[name] for name in book.json("show", "x2")}
    assert book("assess", "王建国", "--show").out.count("亏多少？") == 1


def test_undo_takes_the_questionnaire_back(book: Cm, ours: Path) -> None:
    book.json("assess", "--use", str(ours))
    book("undo")
    assert len(book.json("assess", "--questions")["questions"]) == 12
    assert book("config", "set", "assessment.questionnaire", "x").code == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "ours"', "", "name"),
        ("score = 5", "points = 5", "question 1, option e"),
        ("from = 3\nto = 3", "from = 2\nto = 3", "C2 and C3 overlap at 2"),
        ('level = "C4"', 'level = "C3"', "bands"),
        ("[[questions]]", "[questions", "TOML"),
    ],
)
def test_a_wrong_questionnaire_is_refused_with_its_place(
    book: Cm, ours: Path, old: str, new: str, words: str
) -> None:
    ours.write_text(SHORT.replace(old, new, 1), encoding="utf-8")
    result = book("assess", "--use", str(ours))
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert words in result.err
    assert str(ours) in result.err
    assert len(book.json("assess", "--questions")["questions"]) == 12


def test_a_file_that_is_no_questionnaire(book: Cm, ours: Path) -> None:
    assert book("assess", "--use", str(ours.with_name("none.toml"))).code == 5
    ours.write_bytes(b"name = '\xff'")
    assert book("assess", "--use", str(ours)).code == 2
    ours.write_text("# " + "x" * 200_001, encoding="utf-8")
    assert book("assess", "--use", str(ours)).code == 2
    ours.write_text("\ufeff" + SHORT, encoding="utf-8")
    assert book("assess", "--use", str(ours)).code == 0


# The common verbs


def test_only_the_note_is_edited(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C3")
    assert book.json("edit", "x1", "note=电话测评")["note"] == "电话测评"
    assert book.json("edit", "x1", "note=")["note"] is None
    result = book("edit", "x1", "level=C5")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert book("done", "x1").code == 2
    assert book("snooze", "x1", "fri").code == 2
    assert book("show", "x9").code == 3
    assert book("edit", "x9", "note=x").code == 3


def test_a_mistake_is_removed_unless_a_sale_went_by_it(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C3", "--at", "2026-06-01")
    book.json("assess", "王建国", "--level", "C3", "--at", "2026-07-01")
    book.json("product", "edit", "W3", "--structure", "债券", "--fees", "0.3%", "--risks", "市场")
    book.json("deal", "add", "王建国", "稳进", "--product", "W3", "--amount", "1万")
    book.json("disclose", "王建国", "W3")
    book.json("deal", "won", "d1")
    result = book("rm", "x2", "--yes")
    assert (result.code, result.err.count("\n")) == (4, 1)
    assert "d1" in result.err
    assert book.json("rm", "x1", "--yes") == {"ref": "x1", "removed": True}
    assert [one["ref"] for one in book.json("assess", "王建国", "--show")] == ["x2"]


def test_everybody(book: Cm) -> None:
    assert book.json("assess", "--show") == []
    assert "nobody" in book("assess", "--show").out
    for name in ("周立", "刘芳"):
        book.json("client", "add", name)
    book.json("assess", "周立", "--level", "C3")
    book.json("assess", "刘芳", "--level", "C2", "--at", "2025-06-01")
    book.json("holding", "add", "王建国", "W2", "--amount", "5万")
    found = book.json("assess", "--show")
    assert [(one["ref"], one["client"]["name"], one["level"], one["valid"]) for one in found] == [
        (None, "王建国", None, False), ("x2", "刘芳", "C2", False), ("x1", "周立", "C3", True),
    ]  # fmt: skip
    page = book("assess", "--show").out
    assert "needed, none recorded" in page


# The agenda


def test_a_lapse_of_somebody_with_holdings_is_overdue(book: Cm) -> None:
    book.json("holding", "add", "王建国", "W2", "--amount", "5万")
    [item] = lines(book).values()
    assert (item["ref"], item["due"], item["state"]) == ("c1", None, "open")
    book.json("assess", "王建国", "--level", "C3")
    assert not lines(book)
    assert not lines(book, "2027-10-23T10:00:00+08:00")
    soon = lines(book, "2027-10-24T10:00:00+08:00")["x1"]
    assert (soon["state"], soon["due"]) == ("open", "2027-11-23T00:00:00+08:00")
    assert lines(book, LAST_DAY)["x1"]["state"] == "at_risk"
    assert lines(book, LAPSED)["x1"]["state"] == "overdue"
    why = book("why", "x1", now=LAPSED).out
    assert "art. 29" in why
    assert "cm assess 王建国" in why
    book.json("assess", "王建国", "--level", "C3", now=LAPSED)
    assert not lines(book, LAPSED)


def test_a_lapse_of_somebody_without_risk_is_shown_before_and_not_after(book: Cm) -> None:
    book.json("holding", "add", "王建国", "D1", "--amount", "5万")
    assert not lines(book)
    book.json("assess", "王建国", "--level", "C3")
    assert lines(book, LAST_DAY)["x1"]["state"] == "open"
    assert not lines(book, LAPSED)
    book.json("client", "archive", "王建国")
    assert not lines(book, LAST_DAY)


def test_holdings_above_the_level_until_they_are_redeemed(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C2")
    book.json("holding", "add", "王建国", "W3", "--amount", "5万")
    item = lines(book)["x1"]
    assert (item["state"], item["due"], item["title"]) == (
        "open",
        None,
        "1 holding above C2: adjust",
    )
    assert lines(book, LAPSED)["x1"]["state"] == "overdue"
    book.json("holding", "redeem", "h1", "--all", now=NEXT_DAY)
    assert not lines(book, NEXT_DAY)


def test_an_older_assessment_is_not_on_the_agenda(book: Cm) -> None:
    book.json("assess", "王建国", "--level", "C3", "--at", "2025-12-01")
    assert "x1" in lines(book)
    book.json("assess", "王建国", "--level", "C3")
    assert not lines(book)


def test_pages_in_chinese_show_level_and_questions(book: Cm) -> None:
    book.json("assess", "王建国", "--answers", ALL_C)
    page = book("show", "x1", lang="zh").out
    assert "您的年龄是？" in page
    assert "C3" in page
