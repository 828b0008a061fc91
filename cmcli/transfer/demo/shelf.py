"""What the demo's catalogue says of its products, by kind and by risk level."""

from datetime import timedelta
from typing import Any

from cmcli.domain.product import regime_of
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.business import Offer
from cmcli.transfer.demo.names import Text

# Smallest amount in units of 10,000; term in days; percent a year.
TERMS: dict[str, tuple[float, int | None, float]] = {
    "TD-12": (0.005, 365, 1.1), "TD-36": (0.005, 1095, 1.55), "CD-36": (20, 1095, 1.75),
    "ND-7": (5, 7, 0.45), "WM-D": (0.0001, None, 1.6), "WM-90": (1, 90, 2.1),
    "WM-180": (1, 180, 2.35), "WM-B12": (5, 365, 3.1), "WM-G24": (10, 730, 4.2),
}  # fmt: skip
FEES: dict[str, Text] = {
    "deposit": ("none", "无"),
    "wealth": ("0.3 % a year, none to redeem at the end", "年化0.3%，到期赎回不收费"),
    "fund": ("1.0 % to buy, 0.6 % a year", "申购1.0%，年化0.6%"),
    "insurance": (
        "front-loaded; little is paid back in the first five years",
        "前期费用高，前五年退保损失大",
    ),
    "loan": ("none; 1 % for early repayment in the first year", "无；首年提前还款收1%"),
    "card": ("free after six payments a year, else 600", "年刷六次免年费，否则600元"),
    "other": ("none from 50 people on", "50人以上免费"),
}
STRUCTURE: dict[str, Text] = {
    "deposit": ("deposit, insured up to 500,000", "存款，50万元以内受存款保险保障"),
    "wealth": ("net-value product of the bank's subsidiary", "理财子公司净值型产品"),
    "fund": ("public open-end fund", "公募开放式基金"),
    "insurance": ("life insurance contract", "人身保险合同"),
    "loan": ("credit on the borrower's income or turnover", "以收入或流水为依据的贷款"),
    "card": ("credit card, 50 days without interest", "贷记卡，最长50天免息"),
    "other": ("service on the settlement account", "结算账户增值服务"),
}
RISKS: dict[str, Text] = {
    "R1": ("hardly any; rates may fall", "风险极低，利率可能下行"),
    "R2": ("value may dip for weeks", "净值可能短期回落"),
    "R3": ("a loss in a bad year is likely", "行情不好的年份可能亏损"),
    "R4": ("may lose a fifth within a year", "一年内可能亏损两成"),
    "R5": ("may lose half of the principal", "可能亏损一半本金"),
}
# Of what has no risk level.
DUTIES: dict[str, Text] = {
    "loan": ("late instalments cost 1.5 times the rate and the credit record",
             "逾期按1.5倍计息并影响征信"),
    "card": ("interest runs daily after the due day", "逾期后按日计息"),
    "other": ("paid late if the file comes after 15:00", "15点后交文件次日到账"),
}  # fmt: skip
# Percent that moves with shares; years.
EXPOSURE: dict[str, tuple[float, float | None]] = {
    "WM-D": (0, 0.2), "WM-90": (0, 0.3), "WM-180": (0, 0.6), "WM-B12": (20, 1.5),
    "WM-G24": (50, 1.0), "FD-BD": (0, 2.6), "FD-MX": (60, 0.8), "FD-IX": (95, None),
    "FD-TE": (92, None),
}  # fmt: skip
# Off sale, and for how many days: who still has a deal about it is to be offered something else.
GONE = {"OT-PR": 3}


def terms(book: Book, offer: Offer) -> dict[str, Any]:
    """The fields of a catalogue entry beside its name."""
    smallest, term, percent = TERMS.get(offer.code, (None, None, None))
    equity, duration = EXPOSURE.get(offer.code, (None, None))

    def said(table: dict[str, Text], key: str | None) -> str | None:
        return book.text(table[key]) if key in table else None

    return {
        "regime": regime_of(offer.kind),
        "minimum": round(book.amount(10_000) * smallest / 10_000) if smallest else None,
        "currency": book.setup.currency if smallest else None,
        "term": term,
        "expected_return": percent,
        "fees": said(FEES, offer.kind),
        "structure": said(STRUCTURE, offer.kind),
        "risks": said(RISKS, offer.risk) or said(DUTIES, offer.kind),
        "until_on": book.today - timedelta(days=GONE[offer.code]) if offer.code in GONE else None,
        "equity": equity,
        "duration": duration,
    }
