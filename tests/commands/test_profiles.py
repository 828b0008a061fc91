from typing import Any

import pytest

from cmcli.queries import profile as queries
from cmcli.store import Store
from tests.support import Cm, Given

PERSON = ("--income", "2万", "--spending", "9000", "--debt-service", "3000", "--cash", "6000",
          "--deposits", "3万", "--funds", "20万", "--property", "100万", "--mortgage", "40万")  # fmt: skip
COMPANY = ("--revenue", "1200万", "--revenue-before", "1000万", "--current-assets", "450万",
           "--inventory", "150万", "--current-debt", "300万", "--assets", "900万",
           "--debt", "600万")  # fmt: skip
YEAR_BEFORE = ("--as-of", "2025-11-01")


@pytest.fixture
def book(given: Given) -> Cm:
    """c1 a key client, c2 a company, c3 another person."""
    return given(
        ("client", "add", "王建国", "--tier", "key"),
        ("client", "add", "华东机械", "--kind", "company"),
        ("client", "add", "周立"),
    )


def put(cm: Cm, *options: str, client: str = "c1") -> Any:
    return cm.json("profile", "set", client, *options)


def shown(cm: Cm, *options: str) -> Any:
    return cm.json("profile", "show", "c1", *options)


def amounts(found: Any, part: str = "items") -> dict[str, int | None]:
    return {name: one and one["amount"] for name, one in found[part].items()}


def ratios(found: Any) -> dict[str, Any]:
    return {one["name"]: one for one in found["ratios"]}


def refused(cm: Cm, code: int, *line: str) -> str:
    """The one line of an error that wrote nothing."""
    before = cm.json("history")
    result = cm(*line)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1), result
    assert cm.json("history") == before
    return result.err


# Recording


def test_a_balance_keeps_items_totals_and_ratios(book: Cm) -> None:
    found = put(book, *PERSON, "--note", "面谈")
    assert (found["ref"], found["client"]["ref"], found["as_of"]) == ("q1", "c1", "2026-11-23")
    assert (found["currency"], found["note"], found["taken_over"]) == ("CNY", "面谈", [])
    assert amounts(found)["funds"] == 20_000_000
    assert found["items"]["cash"] == {"amount": 600_000, "currency": "CNY"}
    assert amounts(found, "totals") == {
        "assets": 123_600_000, "debts": 40_000_000, "net_worth": 83_600_000,
        "financial": 23_600_000,
    }  # fmt: skip
    liquidity = ratios(found)["liquidity"]
    assert liquidity == {
        "name": "liquidity", "value": 3.0, "unit": "months", "low": 3.0, "high": 6.0,
        "state": "ok", "since": None, "measure": None,
        "source": "a usual benchmark of household finance",
    }  # fmt: skip
    out = ratios(found)["investment_share"]
    assert (out["state"], out["since"]) == ("low", "2026-11-23")
    assert "50,800" in out["measure"]
    del found["taken_over"]
    assert shown(book) == found == book.json("show", "q1")


def test_a_company_has_a_balance_of_its_own(book: Cm) -> None:
    found = put(book, *COMPANY, "--profit", "-20万", "--interest", "10万", client="c2")
    assert amounts(found)["profit"] == -20_000_000
    assert amounts(found, "totals")["net_worth"] == 300_000_000
    by_name = ratios(found)
    assert {name: one["value"] for name, one in by_name.items()} == {
        "current_ratio": 1.5, "quick_ratio": 1.0, "debt_to_equity": 2.0, "interest_cover": -2.0,
        "revenue_growth": 0.2,
    }  # fmt: skip
    assert by_name["interest_cover"]["source"] == "a usual benchmark of company finance"
    page = book("profile", "show", "c2").out
    for words in ("A YEAR", "BALANCE SHEET", "interest cover", "too low", "out since 23 Nov"):
        assert words in page


def test_what_is_not_given_is_taken_over_and_said(book: Cm) -> None:
    put(book, *YEAR_BEFORE, *PERSON)
    result = book("profile", "set", "c1", "--cash", "1万", "--funds", "")
    assert "taken over: income, spending, debt service, deposits, property, mortgage" in result.out
    found = shown(book)
    assert (found["ref"], amounts(found)["cash"]) == ("q2", 1_000_000)
    assert "funds" not in found["items"]
    assert shown(book, "--at", "2026-11-22")["ref"] == "q1"


def test_a_balance_that_stands_as_it_was_is_dated_again(book: Cm) -> None:
    refused(book, 2, "profile", "set", "c1", "--as-of", "today")
    put(book, *YEAR_BEFORE, "--cash", "1万")
    found = put(book, "--as-of", "today")
    assert (found["ref"], found["as_of"], found["taken_over"]) == ("q2", "2026-11-23", ["cash"])
    assert put(book, "--note", "见面确认")["note"] == "见面确认"


def test_the_same_day_again_revises(book: Cm) -> None:
    put(book, *PERSON)
    found = put(book, "--cash", "8000", "--property", "", "--mortgage", "")
    assert (found["ref"], found["taken_over"]) == ("q1", [])
    assert (amounts(found)["cash"], amounts(found, "totals")["debts"]) == (800_000, 0)
    assert "revised" in book("profile", "set", "c1", "--cash", "9000").out
    book("undo")
    book("undo")
    assert amounts(shown(book))["cash"] == 600_000
    assert amounts(shown(book))["property"] == 100_000_000


def test_a_balance_of_an_earlier_day_takes_over_what_was_known_then(book: Cm) -> None:
    put(book, *YEAR_BEFORE, "--cash", "1万")
    put(book, "--deposits", "5万")
    between = put(book, "--as-of", "2026-05-01", "--funds", "2万")
    assert (between["ref"], between["taken_over"]) == ("q3", ["cash"])
    assert "deposits" not in between["items"]
    assert shown(book)["ref"] == "q2"


def test_another_currency_takes_nothing_over(book: Cm) -> None:
    put(book, *YEAR_BEFORE, *PERSON)
    result = book("profile", "set", "c1", "--currency", "usd", "--cash", "500.25")
    assert "net worth 500.25 USD" in result.out
    assert "nothing taken over: the balance of 1 Nov 2025 was in CNY" in result.out
    found = shown(book)
    assert found["items"] == {"cash": {"amount": 50_025, "currency": "USD"}}
    assert put(book, "--funds", "1000")["currency"] == "USD"
    assert "is no value" in refused(
        book, 2, "profile", "set", "c1", "--currency", "X", "--cash", "1"
    )


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--cash", "much"),
        ("--cash", "-5"),
        ("--cash", ""),
        ("--as-of", "tomorrow", "--cash", "1"),
        ("--as-of", "2026-12-01", "--cash", "1"),
        ("--as-of", "someday", "--cash", "1"),
        ("--revenue", "1万"),
        ("--equity", ""),
        ("--currency", "USD"),
    ],
)
def test_wrong_balances_are_refused_in_one_line(book: Cm, options: tuple[str, ...]) -> None:
    refused(book, 2, "profile", "set", "c1", *options)
    assert book("profile", "show", "c1").code == 3


def test_an_option_of_the_other_kind_says_which(book: Cm) -> None:
    error = refused(book, 2, "profile", "set", "c2", "--cash", "1万")
    assert "cash belongs to the balance of a person; this client is a company" in error
    assert "current_assets" in error
    error = refused(book, 2, "profile", "set", "c1", "--revenue", "1万")
    assert "belongs to the balance of a company" in error


def test_a_part_above_its_whole_is_refused(book: Cm) -> None:
    put(book, *COMPANY, client="c2")
    assert "inventory (5,000,000)" in refused(
        book, 2, "profile", "set", "c2", "--inventory", "500万"
    )


# Asked for on a terminal


class Answers:
    """A terminal on which each question is answered by its label, or takes what is offered."""

    def __init__(self, patch: pytest.MonkeyPatch, **answers: str) -> None:
        self.asked: dict[str, str] = {}
        self.problems: dict[str, str | None] = {}
        self._answers = answers
        patch.setattr("cmcli.desk.Desk.interactive", True)
        patch.setattr("cmcli.prompts.text", self._text)

    def _text(self, question: str, *, default: str = "", check: Any = None) -> str:
        self.asked[question] = default
        self.problems[question] = check("much")
        assert check(default) is None
        return self._answers.get(question, default)


def test_without_options_a_terminal_asks(book: Cm, monkeypatch: pytest.MonkeyPatch) -> None:
    put(book, *YEAR_BEFORE, "--income", "2万", "--cash", "1234.50", "--funds", "7万")
    terminal = Answers(monkeypatch, deposits="5万", funds=" ")
    assert book("profile", "set", "c1").code == 0
    assert list(terminal.asked)[:4] == ["income", "spending", "debt service", "cash"]
    assert (terminal.asked["cash"], terminal.asked["deposits"]) == ("1,234.50", "")
    assert "not an amount" in (terminal.problems["cash"] or "")
    assert len(terminal.asked) == 18
    assert amounts(shown(book)) == {"income": 2_000_000, "cash": 123_450, "deposits": 5_000_000}


def test_with_an_option_nothing_is_asked(book: Cm, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Answers(monkeypatch)
    assert book("profile", "set", "c1", "--cash", "1").code == 0
    assert terminal.asked == {}


def test_a_terminal_that_is_answered_nothing_writes_nothing(
    book: Cm, monkeypatch: pytest.MonkeyPatch
) -> None:
    Answers(monkeypatch)
    assert book("profile", "set", "c2").code == 2
    assert book("profile", "show", "c2").code == 3


# Looking at it


def test_show_without_a_balance(book: Cm) -> None:
    assert "no balance of 王建国 yet" in refused(book, 3, "profile", "show", "c1")
    refused(book, 3, "show", "q1")
    put(book, "--cash", "1")
    assert "up to 22 Nov" in refused(book, 3, "profile", "show", "c1", "--at", "2026-11-22")
    assert "still to come" in refused(book, 2, "profile", "show", "c1", "--at", "2026-11-24")


def test_a_ratio_is_out_since_the_first_of_a_row(book: Cm) -> None:
    for day, cash in (("2024-11-01", "600"), ("2025-11-01", "100"), ("2026-05-01", "200")):
        put(book, "--as-of", day, "--spending", "100", "--cash", cash)
    found = ratios(shown(book))["liquidity"]
    assert (found["state"], found["value"], found["since"]) == ("low", 2.0, "2025-11-01")
    assert "out since 1 Nov 2025" in book("profile", "show", "c1").out
    put(book, "--cash", "400")
    assert ratios(shown(book))["liquidity"]["since"] is None
    history = shown(book, "--history")["history"]
    assert [one["ref"] for one in history] == ["q4", "q3", "q2", "q1"]
    assert [ratios(one)["liquidity"]["value"] for one in history] == [4, 2, 1, 6]
    assert [one["ref"] for one in shown(book, "--history", "--at", "2026-05-01")["history"]] == [
        "q3", "q2", "q1",
    ]  # fmt: skip
    page = book("profile", "show", "c1", "--history").out
    rows = [line.split() for line in page.split("BALANCES")[1].splitlines()]
    [third] = [row for row in rows if row[:1] == ["q3"]]
    assert " ".join(third[:7]) == "q3 1 May 200 liquidity 2 months"


def test_a_page_by_class(book: Cm) -> None:
    put(book, *PERSON, "--note", "面谈")
    lines = book("profile", "show", "c1").out.splitlines()
    assert lines[0].split() == ["q1", "王建国", "*", "balance", "of", "23", "Nov"]
    assert "ASSETS   1,236,000" in lines
    assert "DEBTS   400,000" in lines
    assert "net worth 836,000 · financial assets 236,000" in lines
    assert "面谈" in lines
    rows = {line.strip()[:16].strip(): line.split() for line in lines if line.startswith(" ")}
    assert rows["debt to assets"][3:] == ["32.4", "%", "below", "50", "%", "in", "range"]
    assert rows["share of wallet"][3:] == ["–", "–"]


def test_an_old_balance_says_its_age(book: Cm) -> None:
    put(book, "--as-of", "2025-11-23", "--cash", "1")
    assert shown(book)["old"] is False
    assert "months old" not in book("profile", "show", "c1").out
    put(book, "--as-of", "2025-05-20", "--cash", "1")
    book("rm", "q1", "--yes")
    assert "18 months old" in book("profile", "show", "c1").out
    assert (shown(book)["months_old"], shown(book)["old"]) == (18, True)


def test_an_earlier_balance_names_the_one_that_replaced_it(book: Cm) -> None:
    put(book, *YEAR_BEFORE, "--cash", "1")
    put(book, "--cash", "2")
    assert "replaced by q2" in book("show", "q1").out
    assert "replaced" not in book("show", "q2").out
    assert "replaced" not in book("profile", "show", "c1", "--at", "2025-12-01").out


def test_the_share_of_wallet_comes_from_the_holdings_where_it_is_not_typed(book: Cm) -> None:
    book.json("product", "add", "F1", "稳进", "--kind", "fund", "--risk", "R2")
    book.json("product", "add", "L1", "房贷", "--kind", "loan")
    book.json("holding", "add", "c1", "F1", "--amount", "15万", "--start", "2026-10-01")
    book.json("holding", "add", "c1", "L1", "--amount", "40万", "--start", "2026-10-01")
    put(book, "--deposits", "10万", "--funds", "20万")
    assert ratios(shown(book))["share_of_wallet"]["value"] == 0.5
    assert "by the holdings" in book("profile", "show", "c1").out
    assert "with_us" not in shown(book)["items"]
    put(book, "--with-us", "30万")
    assert ratios(shown(book))["share_of_wallet"]["value"] == 1.0
    assert "by the holdings" not in book("profile", "show", "c1").out
    before = put(book, "--as-of", "2026-09-01", "--deposits", "10万")
    assert ratios(before)["share_of_wallet"]["value"] is None
    dollars = put(book, "--as-of", "2026-10-15", "--currency", "USD", "--deposits", "10万")
    assert ratios(dollars)["share_of_wallet"]["value"] is None


def test_thresholds_follow_the_settings_and_name_them(book: Cm) -> None:
    put(book, "--spending", "100", "--cash", "300", "--funds", "300")
    book("config", "set", "finance.liquidity_low", "4")
    found = ratios(shown(book))["liquidity"]
    assert (found["low"], found["state"], found["source"]) == (4, "low", "your setting")
    assert "your setting" in book("profile", "show", "c1").out
    assert ratios(shown(book))["savings_rate"]["source"] != "your setting"


# Putting right


def test_a_balance_is_put_right(book: Cm) -> None:
    put(book, *PERSON)
    found = book.json("edit", "q1", "cash=1万", "debt-service=", "as_of=2026-11-01", "note=问过")
    assert (found["as_of"], found["note"], amounts(found)["cash"]) == (
        "2026-11-01", "问过", 1_000_000,
    )  # fmt: skip
    assert "debt_service" not in found["items"]
    assert book.json("edit", "q1", "note=", "as_of=2026-11-01")["note"] is None
    put(book, "--cash", "2万")
    for code, field in (
        (2, "cash=much"), (2, "house=1"), (2, "revenue=1"), (2, "as_of=2026-12-01"),
        (2, "currency=USD"), (4, "as_of=2026-11-23"),
    ):  # fmt: skip
        refused(book, code, "edit", "q1", field)


@pytest.mark.parametrize("word", ["cash", "现金及活期"])
def test_an_item_is_named_as_the_page_names_it(book: Cm, word: str) -> None:
    put(book, "--income", "2万", "--cash", "1万")
    assert amounts(book.json("edit", "q1", f"{word}=30000"))["cash"] == 3_000_000


def test_a_question_is_closed_by_its_own_mark(book: Cm) -> None:
    assert book("profile", "set", "c1", lang="zh").err.count("？cm profile set") == 1


def test_a_balance_is_removed_and_brought_back(book: Cm) -> None:
    put(book, *PERSON)
    before = shown(book)
    assert book.json("rm", "q1", "--yes") == {"ref": "q1", "removed": True}
    assert book("profile", "show", "c1").code == 3
    book("undo")
    assert shown(book) == before


def test_a_balance_stays_what_it_was_when_the_client_becomes_a_company(book: Cm) -> None:
    found = put(book, *YEAR_BEFORE, *PERSON)
    book.json("client", "edit", "c1", "--kind", "company")
    assert shown(book)["items"] == found["items"]
    assert "liquidity" in ratios(shown(book))
    after = put(book, *COMPANY)
    assert after["taken_over"] == []
    assert "current_ratio" in ratios(after)
    assert book.json("edit", "q1", "cash=1")["items"]["cash"]["amount"] == 100


def test_done_and_snooze_have_no_meaning(book: Cm) -> None:
    put(book, "--cash", "1")
    refused(book, 2, "done", "q1")
    refused(book, 2, "snooze", "q1", "fri")


def test_merged_files_keep_both_and_the_later_one_holds(book: Cm) -> None:
    put(book, "--cash", "1")
    put(book, "--cash", "2", client="c3")
    book.json("client", "merge", "c1", "c3", "--yes")
    assert shown(book)["ref"] == "q2"
    assert [one["ref"] for one in shown(book, "--history")["history"]] == ["q2", "q1"]
    assert put(book, "--cash", "3")["ref"] == "q2"


# Read by others


def test_the_latest_balances_of_the_book(book: Cm) -> None:
    put(book, *YEAR_BEFORE, "--cash", "1")
    put(book, "--cash", "2")
    put(book, *COMPANY, client="c2")
    put(book, "--cash", "3", client="c3")
    book.json("client", "archive", "c3")
    store = Store.open(book.db)
    every = [(one.client.id, one.kind, [file.profile.id for file in one.files])
             for one in queries.all_balances(store)]  # fmt: skip
    assert every == [(1, "person", [2, 1]), (2, "company", [3])]
    store.close()


def test_a_remark_is_found(book: Cm) -> None:
    put(book, "--cash", "1", "--note", "按她的银行流水")
    assert [hit["ref"] for hit in book.json("find", "流水")] == ["q1"]


def test_a_password_is_no_remark(book: Cm) -> None:
    refused(book, 2, "profile", "set", "c1", "--cash", "1", "--note", "密码是abc123")
