"""A whole sale as it goes through the weeks: each step first refused for the right reason, with
the command that mends it, then done.
"""

from tests.support import Cm, Result

DAY = "2026-03-02T10:00:00+08:00"
NOTICE = "2026-10-12T09:00:00+08:00"
LAST_NOTICE = "2026-11-20T09:00:00+08:00"
LAPSED = "2027-04-01T09:00:00+08:00"
WORDS = ("--fees", "0.3 %", "--structure", "bonds", "--risks", "may fall")


def refused(result: Result, *texts: str) -> None:
    assert (result.code, result.out) == (4, "")
    assert len(result.err.splitlines()) == 1
    for text in texts:
        assert text in result.err


def maturities(cm: Cm, now: str) -> list[dict[str, str]]:
    return [item for item in cm.json("today", now=now)["items"] if item["section"] == "maturities"]


def test_from_the_balance_to_the_renewal(cm: Cm) -> None:
    def run(*line: str, now: str = DAY) -> Result:
        return cm(*line, now=now)

    def done(*line: str, now: str = DAY) -> dict[str, object]:
        return cm.json(*line, now=now)  # type: ignore[no-any-return]

    done("client", "add", "刘芳", "--birthday", "1985-05-01", "--need", "女儿学费")
    done("product", "add", "W2", "稳二", "--kind", "wealth", "--risk", "R2", "--term", "264",
         "--minimum", "1万", *WORDS)  # fmt: skip
    done("product", "add", "W4", "进四", "--kind", "wealth", "--risk", "R4", *WORDS)
    done("deal", "add", "刘芳", "闲钱理财", "--product", "W2", "--amount", "60万")

    # Assessed, and the level that differs confirmed.
    refused(run("deal", "won", "d1"), "never assessed", "cm assess 刘芳")
    done("assess", "刘芳", "--level", "C1")
    refused(run("assess", "刘芳", "--level", "C2"), "--confirm")
    done("assess", "刘芳", "--level", "C2", "--confirm")

    # The balance: more than the client has is not sold.
    done("profile", "set", "刘芳", "--cash", "20万", "--deposits", "30万", "--spending", "1万")
    refused(run("deal", "won", "d1"), "600,000", "500,000", "cm profile set 刘芳")
    done("edit", "d1", "amount=20万")

    # Advice: what does not suit is not offered, what does is kept with the reply.
    refused(run("advise", "刘芳", "--record", "--product", "W4"), "nothing suits", "cm advise")
    advice = done("advise", "刘芳", "--amount", "20万", "--record", "--reply", "好")
    assert [item["product"] for item in advice["offered"]] == ["p1"]  # type: ignore[attr-defined]

    # Disclosed, then won.
    refused(run("deal", "won", "d1"), "structure, fees, risks", "cm disclose 刘芳 W2")
    done("disclose", "刘芳", "W2", "--channel", "branch")
    won = done("deal", "won", "d1")
    assert won["stage"] == "won"
    refused(run("deal", "won", "d1"), "d1 is closed")
    assert done("show", "d1")["check"]["outcome"] == "suitable"  # type: ignore[index]

    # The holding it became, and no more of it than there is.
    held = done("holding", "add", "刘芳", "W2", "--amount", "20万", "--deal", "d1")
    assert (held["ref"], held["maturity"]) == ("h1", "2026-11-21")
    refused(run("holding", "redeem", "h1", "--amount", "30万"), "200,000", "cm holding redeem h1")
    refused(run("done", "h1"), "h1 matures on 21 Nov", "cm holding redeem h1 --all")

    # The ladder: thirty working days before the maturity, again after each notice.
    assert maturities(cm, "2026-10-09T09:00:00+08:00") == []
    found = maturities(cm, NOTICE)
    assert [(item["ref"], item["state"]) for item in found] == [("h1", "open")]
    cm("log", "刘芳", "到期安排", now=NOTICE)
    assert maturities(cm, NOTICE) == []
    assert [item["state"] for item in maturities(cm, LAST_NOTICE)] == ["at_risk"]

    # The renewal is a sale like the first.
    after = "2026-11-23T09:00:00+08:00"
    assert [item["state"] for item in maturities(cm, after)] == ["overdue"]
    refused(run("holding", "redeem", "h1", "--all", "--into", "W4", now=after), "R4", "art. 12")
    done("product", "edit", "W2", "--fees", "0.4 %", now=after)
    refused(run("holding", "redeem", "h1", "--all", "--into", "W2", now=after),
            "fees", "cm disclose 刘芳 W2")  # fmt: skip
    done("disclose", "刘芳", "W2", "--items", "fees", now=after)
    renewed = done("holding", "redeem", "h1", "--all", "--into", "W2", now=after)
    assert (renewed["ref"], renewed["amount"]) == (
        "h2", {"amount": 20_000_000, "currency": "CNY"},
    )  # fmt: skip
    assert maturities(cm, after) == []

    # A year on: the assessment lapsed, so nothing more is sold before the next one.
    refused(run("holding", "redeem", "h2", "--all", "--into", "W2", now=LAPSED),
            "lapsed", "cm assess 刘芳")  # fmt: skip
    done("assess", "刘芳", "--level", "C2", now=LAPSED)
    assert done("holding", "redeem", "h2", "--all", "--into", "W2", now=LAPSED)["ref"] == "h3"
