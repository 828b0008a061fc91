"""A whole sale, from the balance to the renewal; and the gate as a manager meets it."""

import pytest

from tests.support import Cm, Filled, Result

MARCH = "2026-03-02T10:00:00+08:00"


def refused(result: Result, *texts: str) -> None:
    assert (result.code, result.out) == (4, "")
    assert len(result.err.splitlines()) == 1
    for text in texts:
        assert text in result.err


def _fill(cm: Cm) -> None:
    cm.json("client", "add", "刘芳", "--birthday", "1980-05-01", "--tier", "key")
    words = ("--fees", "0.3 %", "--structure", "bonds", "--risks", "may fall")
    for code, kind in (("W3", "wealth"), ("F3", "fund"), ("I3", "insurance")):
        cm.json("product", "add", code, f"{kind} three", "--kind", kind, "--risk", "R3", *words)
    cm.json("product", "add", "D1", "deposit", "--kind", "deposit", *words)
    for code in ("W3", "F3", "I3", "D1"):
        cm.json("deal", "add", "刘芳", f"sale of {code}", "--product", code, "--amount", "10万")


@pytest.fixture
def book(filled: Filled) -> Cm:
    """c1 刘芳, 46 years old; p1 wealth R3, p2 fund R3, p3 insurance R3, p4 deposit; a deal each."""
    return filled(_fill)


def ready(book: Cm, level: str, *codes: str) -> None:
    book.json("assess", "刘芳", "--level", level)
    for code in codes:
        book.json("disclose", "刘芳", code)


def test_the_order_of_the_refusals_and_what_mends_each(book: Cm) -> None:
    refused(book("deal", "won", "d1"), "never assessed", "first: cm assess 刘芳")
    book.json("assess", "刘芳", "--level", "C2")
    refused(book("deal", "won", "d1"), "刘芳 is C2", "R3", "NFRA order 2025 no. 7, art. 12")
    refused(book("deal", "won", "d1", "--warned", "insists"), "no warning overrides this")
    refused(book("assess", "刘芳", "--level", "C3"), "--confirm")
    book.json("assess", "刘芳", "--level", "C3", "--confirm")
    refused(book("deal", "won", "d1"), "structure, fees, risks", "cm disclose 刘芳 W3")
    book.json("disclose", "刘芳", "W3", "--items", "structure,fees")
    refused(book("deal", "won", "d1"), "not told of wealth three: risks")
    book.json("disclose", "刘芳", "W3", "--items", "risks")
    assert book.json("deal", "won", "d1")["stage"] == "won"


def test_a_fund_goes_on_after_a_warning_that_stands_in_the_report(book: Cm) -> None:
    ready(book, "C2", "F3")
    refused(book("deal", "won", "d2"), "CSRC order 130, art. 19", "cm deal won d2 --warned")
    assert book("deal", "won", "d2", "--warned", " ").code == 2
    assert book.json("deal", "won", "d2", "--warned", "knows the risk")["stage"] == "won"
    check = book.json("show", "d2")["check"]
    assert (check["outcome"], check["reason"]) == ("warned", "knows the risk")
    # Whoever sits at the keyboard, where the settings name nobody.
    assert check["who"]
    explained = book.json("report", "thisweek", "--explain", "suitability.warned")
    assert explained["value"] == 1
    assert "F3" in str(explained) or "d2" in str(explained)


def test_the_most_careful_client_may_not_insist(book: Cm) -> None:
    ready(book, "C1", "F3", "I3")
    refused(book("deal", "won", "d2", "--warned", "insists"), "no warning overrides this")
    refused(book("deal", "won", "d3"), "art. 38", "written confirmation")
    assert book.json("deal", "won", "d3", "--warned", "signed")["stage"] == "won"


def test_a_deposit_needs_no_assessment_but_its_disclosure(book: Cm) -> None:
    refused(book("deal", "won", "d4"), "cm disclose 刘芳 D1")
    book.json("disclose", "刘芳", "D1")
    assert book.json("deal", "won", "d4")["stage"] == "won"


def test_a_deal_without_a_product_is_not_gated(book: Cm) -> None:
    deal = book.json("deal", "add", "刘芳", "payroll", "--amount", "5万")
    assert book.json("deal", "won", deal["ref"])["stage"] == "won"


def test_a_lapsed_assessment_is_none(book: Cm) -> None:
    later = "2027-11-24T10:00:00+08:00"
    ready(book, "C3", "W3")
    refused(book("deal", "won", "d1", now=later), "lapsed", "art. 29", "cm assess 刘芳")
    # The sale of a day on which it was valid.
    assert book("deal", "won", "d1", "--at", "2026-11-24", now=later).code == 0


def test_what_changed_in_the_catalogue_is_disclosed_again(book: Cm) -> None:
    ready(book, "C3", "W3")
    book.json("product", "edit", "W3", "--fees", "0.9 %")
    refused(book("deal", "won", "d1"), "fees", "cm disclose 刘芳 W3")
    book.json("disclose", "刘芳", "W3", "--items", "fees")
    assert book("deal", "won", "d1").code == 0


def test_an_amount_beyond_the_means(book: Cm) -> None:
    ready(book, "C3", "W3")
    book.json("profile", "set", "刘芳", "--cash", "9万")
    refused(book("deal", "won", "d1"), "100,000", "90,000", "cm profile set 刘芳")
    assert book("deal", "won", "d1", "--amount", "9万").code == 0


@pytest.mark.parametrize(("born", "asked"), [("1961-11-23", True), ("1961-11-24", False)])
def test_a_client_of_65_confirms(book: Cm, born: str, asked: bool) -> None:
    book.json("client", "edit", "刘芳", "--birthday", born)
    ready(book, "C3", "W3")
    first = book("deal", "won", "d1")
    if asked:
        refused(first, "is 65", "art. 46", "cm deal won d1 --confirm")
        won = book("deal", "won", "d1", "--confirm")
        assert "--due +7d" in won.out
    assert book.json("show", "d1")["stage"] == "won"


def test_a_refused_sale_writes_nothing(book: Cm) -> None:
    before = book.json("show", "d1")
    entries = len(book.json("history"))
    book("deal", "won", "d1")
    assert book.json("show", "d1") == before
    assert len(book.json("history")) == entries


def test_one_undo_takes_the_sale_and_its_proof_back(book: Cm) -> None:
    ready(book, "C3", "W3")
    book.json("deal", "won", "d1")
    assert book("undo").code == 0
    assert book.json("show", "d1")["stage"] == "lead"
    assert book("rm", "y1", "--yes").code == 0


def test_a_disclosure_that_a_sale_rests_on_stays(book: Cm) -> None:
    ready(book, "C3", "W3")
    book.json("deal", "won", "d1")
    refused(book("rm", "y1", "--yes"), "the sale d1 rests on it")


def test_a_sale_is_judged_again_where_its_product_or_amount_changes(book: Cm) -> None:
    ready(book, "C2", "W3", "F3")
    deal = book.json("deal", "add", "刘芳", "later", "--amount", "1万")["ref"]
    book.json("deal", "won", deal)
    refused(book("edit", deal, "product=W3"), "R3", "art. 12")
    assert book.json("show", deal)["product"] is None
    book.json("deal", "won", "d2", "--warned", "knows the risk")
    book.json("profile", "set", "刘芳", "--cash", "50万")
    assert book.json("edit", "d2", "amount=20万")["amount"]["amount"] == 20_000_000
    assert book.json("show", "d2")["check"]["reason"] == "knows the risk"
    assert book("edit", "d2", "title=other").code == 0
    # Another product takes a warning of its own.
    refused(book("edit", "d2", "product=I3"), "d2 not changed", "cm undo N", "--warned")


def test_a_warned_sale_that_is_put_right_is_one_sale_in_the_report(book: Cm) -> None:
    ready(book, "C2", "F3", "D1")
    book.json("deal", "won", "d2", "--warned", "knows the risk")
    book.json("edit", "d2", "amount=20万")
    explained = book.json("report", "thisweek", "--explain", "suitability.warned")
    assert (explained["value"], len(explained["rows"])) == (1, 1)
    assert len(book.json("report", "thisweek")["sections"]["warned"]) == 1
    # The wrong product was entered: nobody was warned of the right one.
    book.json("edit", "d2", "product=D1")
    assert book.json("report", "thisweek", "--explain", "suitability.warned")["value"] == 0
    assert book.json("report", "thisweek")["sections"]["warned"] == []


def test_another_mismatch_is_not_covered_by_the_warning_before(book: Cm) -> None:
    ready(book, "C2", "F3")
    book.json("deal", "won", "d2", "--warned", "knows the level")
    book.json("profile", "set", "刘芳", "--cash", "15万")
    refused(book("edit", "d2", "amount=20万"), "d2 not changed", "beyond the means", "cm undo N")
    assert book.json("show", "d2")["amount"]["amount"] == 10_000_000
    assert book("edit", "d2", "amount=15万").code == 0


def test_a_confirmation_that_a_correction_takes_is_named_with_a_command_that_works(
    book: Cm,
) -> None:
    book.json("client", "edit", "刘芳", "--birthday", "1950-05-01")
    ready(book, "C3", "W3", "D1")
    book.json("deal", "won", "d4")
    refused(book("edit", "d4", "product=W3"), "is 76", "take the sale back", "cm undo N")


def test_a_warning_that_was_not_needed_is_not_claimed(book: Cm) -> None:
    ready(book, "C3", "W3")
    won = book("deal", "won", "d1", "--warned", "just in case")
    assert won.code == 0
    assert "after a warning" not in won.out
    assert book.json("report", "thisweek", "--explain", "suitability.warned")["value"] == 0


def test_the_proof_of_a_sale_is_not_undone_before_the_sale(book: Cm) -> None:
    ready(book, "C3", "W3")
    book.json("deal", "won", "d1")
    sold, told, assessed = (entry["entry"] for entry in book.json("history")[:3])
    refused(book("undo", str(told)), "y1 stays", "d1")
    refused(book("undo", str(assessed)), "x1 stays", "d1")
    assert book.json("show", "y1")["ref"] == "y1"
    for entry in (sold, told, assessed):
        assert book("undo", str(entry)).code == 0


def test_what_is_recorded_after_a_sale_of_that_day_is_no_proof_of_it(book: Cm) -> None:
    ready(book, "C3", "W3")
    book.json("deal", "won", "d1")
    later = "2026-11-23T15:00:00+08:00"
    assert book("assess", "刘芳", "--level", "C4", "--confirm", now=later).code == 0
    assert book("disclose", "刘芳", "W3", now=later).code == 0
    refused(book("rm", "x1", "--yes"), "a sale was judged by it (d1)")
    refused(book("rm", "y1", "--yes"), "rests on it")
    assert book("undo", now=later).code == 0
    assert book("rm", "x2", "--yes").code == 0


def test_a_sale_of_a_day_keeps_what_was_told_later_on_it(book: Cm) -> None:
    ready(book, "C3", "W3")
    deal = book.json("deal", "add", "刘芳", "at nine", "--product", "W3", "--amount", "1万")["ref"]
    assert book("deal", "won", deal, "--at", "today").code == 0
    refused(book("rm", "y1", "--yes"), "rests on it")


def test_telling_is_not_dated_back_into_words_that_came_later(book: Cm) -> None:
    ready(book, "C3")
    book("product", "edit", "W3", "--fees", "0.9 %", now="2026-11-25T09:00:00+08:00")
    later = "2026-11-26T10:00:00+08:00"
    told = book("disclose", "刘芳", "W3", "--at", "2026-11-24", "--json", now=later)
    assert told.json()["fees"] == "0.3 %"
    refused(book("deal", "won", "d1", now=later), "not told of wealth three: fees")
    # The sale of that day was made in those words.
    assert book("deal", "won", "d1", "--at", "2026-11-24", now=later).code == 0


def test_what_was_sold_before_the_catalogue_was_kept_is_told_in_its_first_words(book: Cm) -> None:
    book("product", "edit", "W3", "--fees", "0.9 %", now="2026-11-25T09:00:00+08:00")
    later = "2026-11-26T10:00:00+08:00"
    told = book("disclose", "刘芳", "W3", "--at", "2026-11-20", "--json", now=later)
    assert told.json()["fees"] == "0.3 %"


def test_a_holding_comes_from_a_sale_that_was_won_and_of_that_product(book: Cm) -> None:
    ready(book, "C3", "W3")
    refused(
        book("holding", "add", "刘芳", "W3", "--amount", "10万", "--deal", "d1"), "cm deal won d1"
    )
    book.json("deal", "won", "d1")
    other = book("holding", "add", "刘芳", "F3", "--amount", "10万", "--deal", "d1")
    assert (other.code, "another product" in other.err) == (2, True)
    assert book.json("holding", "list") == []
    made = book.json("holding", "add", "刘芳", "W3", "--amount", "10万", "--deal", "d1")
    assert made["deal"] == "d1"


# Disclosure ------------------------------------------------------------------------------------


def test_a_disclosure_keeps_the_words_of_its_day(book: Cm) -> None:
    found = book.json("disclose", "刘芳", "W3", "--channel", "video", "--to", "her husband")
    assert list(found)[:2] == ["ref", "client"]
    assert (found["ref"], found["product"]) == ("y1", "W3")
    assert found["items"] == ["structure", "fees", "risks"]
    assert (found["fees"], found["level"], found["channel"]) == ("0.3 %", "R3", "video")
    assert found["to"] == "her husband"
    book.json("product", "edit", "W3", "--fees", "0.9 %")
    assert book.json("show", "y1")["fees"] == "0.3 %"
    assert "0.3 %" in book("show", "y1").out


def test_what_was_told_so_far(book: Cm) -> None:
    assert book.json("disclose", "刘芳") == []
    book.json("disclose", "刘芳", "W3", "--items", "fees")
    book.json("disclose", "刘芳", "F3", "--at", "昨天上午10点")
    assert [row["product"] for row in book.json("disclose", "刘芳")] == ["W3", "F3"]
    assert "wealth three" in book("disclose", "刘芳").out


def test_an_item_without_words_is_said(book: Cm) -> None:
    book.json("product", "add", "W9", "bare", "--kind", "wealth", "--risk", "R1")
    told = book("disclose", "刘芳", "W9")
    assert told.code == 0
    assert "cm product edit W9 --structure" in told.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("刘芳", "W3", "--items", "price"), 2),
        (("刘芳", "W3", "--items", ""), 2),
        (("刘芳", "W3", "--at", "tomorrow"), 2),
        (("刘芳", "W3", "--channel", "dove"), 2),
        (("刘芳", "W8"), 3),
        (("nobody", "W3"), 3),
        (("刘芳", "--items", "fees"), 2),
        (("刘芳", "W3", "--format", "docx"), 2),
        (("刘芳", "W3", "-o", "sheet.pdf"), 2),
        (("刘芳", "W3", "-o", "/nowhere/at/all/sheet.md"), 5),
    ],
)
def test_bad_disclosures(book: Cm, arguments: tuple[str, ...], code: int) -> None:
    result = book("disclose", *arguments)
    assert (result.code, result.out) == (code, "")
    assert len(result.err.splitlines()) == 1
    assert book.json("disclose", "刘芳") == []


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_the_sheet_to_sign_is_written_with_the_record(book: Cm, ending: str) -> None:
    book.json("assess", "刘芳", "--level", "C2")
    file = book.db.parent / f"sheet.{ending}"
    assert book("disclose", "刘芳", "F3", "-o", str(file)).code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    if ending != "docx":
        text = file.read_text("utf-8")
        for part in ("刘芳", "fund three", "0.3 %", "my tolerance is C2"):
            assert part in text
    assert len(book.json("disclose", "刘芳")) == 1


def test_the_sheet_alone_records_nothing(book: Cm) -> None:
    assert "fund three" in book("disclose", "刘芳", "F3", "--sheet").out
    assert book.json("disclose", "刘芳") == []
