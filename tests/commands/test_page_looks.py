"""How pages look: what comes first, what a narrow terminal keeps, what is red."""

from collections.abc import Callable

import pytest

from cmcli.desk import Desk
from cmcli.views import layout, output
from cmcli.views.cells import width
from cmcli.views.sheet import Sheet
from tests.support import Cm, Given

Page = Callable[..., Sheet]
WANG = ("client", "add", "王建国", "--tier", "key")
LI = ("client", "add", "李娜", "--tier", "key", "--birthday", "1986-11-24")
LATER = "2026-11-23T14:00:00+08:00"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    """`page(cm, "today")`: the sheet that a command shows."""

    def shown(cm: Cm, *args: str, lang: str = "en", now: str | None = None) -> Sheet:
        sheets: list[Sheet] = []
        with monkeypatch.context() as patch:
            patch.setattr(output, "write", sheets.append)
            patch.setattr(Desk, "shortens", True)
            result = cm(*args, lang=lang, now=now)
        assert (result.code, result.err) == (0, "")
        return sheets[-1]

    return shown


def text(sheet: Sheet, columns: int | None = 80) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in layout.lines(sheet, columns)]


def red(sheet: Sheet) -> list[str]:
    return [
        span.text for line in layout.lines(sheet, None) for span in line if span.style == "late"
    ]


def refs(sheet: Sheet) -> list[str]:
    return [
        span.text.strip()
        for line in layout.lines(sheet, 80)
        for span in line
        if span.style == "ref"
    ]


# Requests


@pytest.fixture
def asked(given: Given) -> Cm:
    """An answered request, one with time, a late one, an urgent one at risk."""
    return given(
        WANG,
        ("request", "open", "王建国", "answered", "--at", "2026-11-20 09:00"),
        ("request", "respond", "r1", "--at", "2026-11-20 10:00"),
        ("request", "open", "王建国", "new", "--at", "2026-11-23 09:00"),
        ("request", "open", "王建国", "late", "--at", "2026-11-21 09:00"),
        ("request", "open", "王建国", "what a client said who cannot pay by card", "--urgent",
         "--at", "2026-11-23 08:20"),
    )  # fmt: skip


def test_requests_stand_in_the_order_in_which_to_act(asked: Cm, page: Page) -> None:
    assert refs(page(asked, "request", "list")) == ["r3", "r4", "r2", "r1"]
    assert refs(page(asked, "request", "list", "--limit", "2")) == ["r3", "r4"]
    assert refs(page(asked, "request", "list", "--sort", "ref")) == ["r1", "r2", "r3", "r4"]
    assert refs(page(asked, "request", "review")) == ["r3", "r4", "r2", "r1"]


@pytest.mark.parametrize("noun", ["list", "review"])
def test_urgent_is_said_on_any_terminal(asked: Cm, page: Page, noun: str) -> None:
    for columns in (60, 80, 120):
        said = [line for line in text(page(asked, "request", noun), columns) if "urgent" in line]
        assert [line.split()[0] for line in said] == ["r4"], columns


# Days


def test_what_has_passed_is_not_said_as_what_comes(given: Given, page: Page) -> None:
    cm = given(
        LI, ("product", "add", "TD", "定期存款", "--kind", "deposit", "--risk", "R1"),
        ("product", "add", "F", "基金", "--kind", "fund", "--risk", "R3"),
        ("holding", "add", "李娜", "TD", "--amount", "10万", "--start", "2025-11-20",
         "--maturity", "2026-11-20"),
        ("holding", "add", "李娜", "F", "--amount", "10万", "--start", "2025-11-20"),
        ("assess", "李娜", "--level", "C4", "--at", "2025-11-20 10:00"),
    )  # fmt: skip
    english, chinese = ("\n".join(text(page(cm, "today", lang=lang), 120)) for lang in ("en", "zh"))
    assert "matured 20 Nov" in english
    assert "was valid to" in english
    assert "11月20日已到期" in chinese
    assert red(page(cm, "show", "h1"))[0].startswith("from 20 Nov 2025 · matured 20 Nov")
    assert not red(page(cm, "show", "h2"))


def test_a_day_is_said_one_way_on_the_agenda(given: Given, page: Page) -> None:
    cm = given(LI, ("callback", "add", "李娜", "--due", "tomorrow"),
               ("client", "add", "王五", "--birthday", "1986-11-27"),
               ("plan", "set", "李娜", "--need", "school", "--review", "2026-11-27"))  # fmt: skip
    birthdays = [line for line in text(page(cm, "today")) if "turns" in line]
    assert [line.rsplit("  ", 1)[1] for line in birthdays] == ["tomorrow", "Fri 27 Nov"]
    assert text(page(cm, "plan", "list"))[1].endswith("Fri 27 Nov")


# Late


def test_what_is_late_is_red_on_its_own_page(given: Given, page: Page) -> None:
    cm = given(
        WANG, ("product", "add", "LN", "贷款", "--kind", "loan"),
        ("holding", "add", "王建国", "LN", "--amount", "50万", "--start", "2026-06-05"),
        ("edit", "h1", "overdue=2026-11-10"),
        ("callback", "add", "王建国", "--due", "11:00", "--purpose", "rate"),
    )  # fmt: skip
    (owes,) = red(page(cm, "show", "h1"))
    assert "instalment overdue since 10 Nov, 13 days" in owes
    assert not red(page(cm, "show", "b1"))
    (words,) = red(page(cm, "show", "b1", now=LATER))
    assert words.startswith("overdue · due 11:00 · rate")
    assert red(page(cm, "why", "b1", now=LATER)) == ["overdue · 11:00"]


def test_a_report_says_dates_that_hold_when_it_is_read(given: Given, page: Page) -> None:
    cm = given(
        WANG, ("callback", "add", "王建国", "--due", "11:00", "--purpose", "rate"),
        ("request", "open", "王建国", "receipt", "--at", "2026-11-22 16:10"),
    )  # fmt: skip
    sheet = page(cm, "report", now="2026-11-24T09:00:00+08:00")
    late = text(sheet)[text(sheet).index("LATE   2") + 1 :][:2]
    assert late == [
        " b1  王建国 *  Mon 23 Nov 11:00  rate     call back",
        " r1  王建国 *  Mon 23 Nov 16:10  receipt  first reply",
    ]
    assert red(sheet) == ["Mon 23 Nov 11:00", "Mon 23 Nov 16:10"]


def test_amounts_won_stand_below_each_other(given: Given, page: Page) -> None:
    deals = [("deal", "add", "王建国", "d", "--amount", amount) for amount in ("5万", "900.5")]
    cm = given(WANG, *deals, ("deal", "won", "d1"), ("deal", "won", "d2"))
    won = text(page(cm, "report"))
    first, second = won[won.index("WON   2") + 1 :][:2]
    assert first.endswith("50,000.00")
    assert second.endswith("   900.50")
    assert width(first) == width(second)


def test_why_a_client_went_on_is_read_to_its_end(given: Given, page: Page) -> None:
    reason = "the children decided with her after two talks at the branch"
    cm = given(
        WANG, ("client", "edit", "c1", "--status", "active"),
        ("product", "add", "F1", "Clearwater Mixed", "--kind", "fund", "--risk", "R3",
         "--regime", "csrc", "--structure", "s", "--fees", "f", "--risks", "r"),
        ("assess", "c1", "--level", "C2"), ("disclose", "c1", "F1"),
        ("deal", "add", "c1", "monthly saving plan", "--product", "F1", "--amount", "5万"),
        ("deal", "won", "d1", "--warned", reason),
    )  # fmt: skip
    whole = " ".join(" ".join(text(page(cm, "report", "--sections", "warned"))).split())
    assert reason in whole
    assert "…" not in whole


# What a narrow terminal keeps


def test_the_catalogue_keeps_its_names(given: Given, page: Page) -> None:
    cm = given(("product", "add", "LONG-CODE-1", "稳健增值封闭式理财", "--kind", "wealth", "--risk", "R2",
                "--term", "365", "--minimum", "1万", "--return", "3.1"))  # fmt: skip
    for columns in (60, 80):
        assert "稳健增值封闭式理财" in "".join(text(page(cm, "product", "list"), columns)), columns


def test_a_setting_is_shown_whole(given: Given, page: Page) -> None:
    cm = given(("config", "set", "work.hours", "09:00-12:00,13:30-18:00"))
    whole = text(page(cm, "config", "list"), 60)
    assert sum("09:00-12:00," in line for line in whole) == 1
    assert sum(" 13:30-18:00" in line for line in whole) == 1


def test_risks_are_said_to_the_end(given: Given, page: Page) -> None:
    words = "two thirds of all they have lie in a single fund of one house"
    cm = given(
        WANG, ("risk", "add", "王建国", words, "--measure", "move a third of it to deposits")
    )
    sheet = page(cm, "risk", "list")
    for columns in (60, 80):
        found = text(sheet, columns)
        assert not [line for line in found if "…" in line]
        assert "house" in "".join(found)


def test_a_plan_without_a_cadence_shows_no_column_of_it(given: Given, page: Page) -> None:
    cm = given(WANG, ("plan", "set", "王建国", "--need", "school"))
    assert "cadence" not in text(page(cm, "plan", "list"))[0]


# Words


def test_coverage_names_the_tier_that_waits(given: Given, page: Page) -> None:
    cm = given(WANG, ("client", "add", "李四", "--tier", "focus"))
    assert page(cm, "client", "coverage").hint == "next: cm client list --due --tier key"
    cm("log", "王建国", "met", "--channel", "visit")
    assert page(cm, "client", "coverage").hint == "next: cm client list --due --tier focus"
    focus = next(line for line in text(page(cm, "client", "coverage")) if "half-year" in line)
    assert focus.endswith("< 0.1")


def test_the_questions_have_a_title_and_hang(given: Given, page: Page) -> None:
    found = text(page(given(WANG), "assess", "--questions"), 60)
    assert found[0].startswith("Questions of the risk assessment · ")
    tenth = next(i for i, line in enumerate(found) if line.startswith("10. "))
    assert found[tenth + 1].startswith("    ")
    assert found[tenth + 2].startswith("    a. ")


def test_assessments_of_a_client_begin_with_the_ref(given: Given, page: Page) -> None:
    cm = given(WANG, ("assess", "王建国", "--level", "C3"))
    assert text(page(cm, "assess", "王建国", "--show"))[0] == "c1 王建国 *"


def test_a_contact_is_answered_in_three_lines(asked: Cm, page: Page) -> None:
    said = (
        "log",
        "王建国",
        "解锁",
        "--request",
        "r4",
        "--callback",
        "下周一",
        "--purpose",
        "确认到账",
    )
    for lang in ("zh", "en"):
        assert len(text(page(asked, *said, lang=lang))) == 3
        undone = text(page(asked, "undo", lang=lang))
        assert "log 王建国" in undone[0]
    assert page(asked, *said, lang="zh")
    assert "（i4、" in text(page(asked, "undo", lang="zh"))[0]
