"""The demo book's catalogue and deals; pairs, English and Chinese. Every product is invented."""

# ruff: noqa: E501 a table reads best as rows

from cmcli.named import NamedTuple
from cmcli.transfer.demo.names import Text


class Offer(NamedTuple):
    """A product of the catalogue."""

    code: str
    kind: str
    risk: str | None
    name: Text
    note: Text


OFFERS = (
    Offer("TD-12", "deposit", "R1", ("Term deposit 1 year", "一年期定期存款"), ("from 50", "50元起存")),
    Offer("TD-36", "deposit", "R1", ("Term deposit 3 years", "三年期定期存款"), ("from 50", "50元起存")),
    Offer("CD-36", "deposit", "R1", ("Large deposit 3 years", "三年期大额存单"), ("from 200,000", "20万起")),
    Offer("ND-7", "deposit", "R1", ("7-day notice deposit", "七天通知存款"), ("from 50,000", "5万起")),
    Offer("WM-D", "wealth", "R1", ("Spruce Daily", "云杉天天"), ("redeemed in a day", "次日到账")),
    Offer("WM-90", "wealth", "R2", ("Spruce Steady 90", "云杉稳利90天"), ("closed for 90 days", "封闭90天")),
    Offer("WM-180", "wealth", "R2", ("Spruce Steady 180", "云杉稳利180天"), ("closed for 180 days", "封闭180天")),
    Offer("WM-B12", "wealth", "R3", ("Spruce Balance", "云杉均衡一年"), ("a fifth in shares", "权益不超两成")),
    Offer("WM-G24", "wealth", "R4", ("Spruce Growth", "云杉成长两年"), ("half in shares", "权益约一半")),
    Offer("FD-BD", "fund", "R2", ("Clearwater Bond", "澄湖纯债"), ("government and bank bonds", "利率债为主")),
    Offer("FD-MX", "fund", "R3", ("Clearwater Mixed", "澄湖灵活配置"), ("shares and bonds", "股债混合")),
    Offer("FD-IX", "fund", "R4", ("Clearwater Index", "澄湖宽基指数"), ("follows a broad index", "跟踪宽基指数")),
    Offer("FD-TE", "fund", "R5", ("Clearwater Technology", "澄湖科技精选"), ("one sector, swings widely", "单一行业，波动大")),
    Offer("IN-AN", "insurance", "R2", ("Evergreen Annuity", "长青养老年金"), ("pays from 60", "60岁起领")),
    Offer("IN-HL", "insurance", "R1", ("Evergreen Health", "长青重疾保障"), ("28 illnesses", "28种重疾")),
    Offer("IN-LF", "insurance", "R2", ("Evergreen Life", "长青增额终身寿"), ("grows every year", "保额逐年增长")),
    Offer("LN-HM", "loan", None, ("Home loan", "个人住房贷款"), ("up to 30 years", "最长30年")),
    Offer("LN-BZ", "loan", None, ("Business line", "经营快贷"), ("renewed every year", "一年一续")),
    Offer("LN-EQ", "loan", None, ("Equipment loan", "设备更新贷款"), ("up to 5 years", "最长5年")),
    Offer("CC-PL", "card", None, ("Platinum card", "白金信用卡"), ("lounges in 40 airports", "40个机场贵宾厅")),
    Offer("OT-PR", "other", None, ("Payroll service", "代发工资"), ("paid the same day", "当日到账")),
)  # fmt: skip
BY_CODE = {offer.code: offer for offer in OFFERS}
# What the notes of contacts speak of.
TALKED_OF = (
    "TD-36",
    "CD-36",
    "WM-D",
    "WM-90",
    "WM-180",
    "WM-B12",
    "FD-BD",
    "FD-MX",
    "IN-AN",
    "IN-LF",
)
COMPANY_TALK = ("ND-7", "WM-D", "WM-90")


class Idea(NamedTuple):
    """A kind of deal: its product, title, and amounts in ten thousands."""

    code: str
    title: Text
    amounts: tuple[int, ...]


IDEAS = (
    Idea("TD-36", ("maturing deposit into 3 years", "到期定期转三年"), (10, 20, 30, 50)),
    Idea("CD-36", ("large deposit from another bank", "他行资金转大额存单"), (20, 50, 80, 100)),
    Idea("WM-90", ("idle cash for 90 days", "闲钱做90天理财"), (5, 10, 20, 30)),
    Idea("WM-180", ("bonus into Spruce Steady", "年终奖配稳利"), (10, 15, 20, 30)),
    Idea("WM-B12", ("part of the savings balanced", "部分存款转均衡"), (20, 30, 50)),
    Idea("WM-G24", ("long money, growth", "长期资金配成长"), (30, 50, 100)),
    Idea("FD-BD", ("bond fund beside the deposit", "定期之外配纯债"), (10, 20, 50)),
    Idea("FD-MX", ("monthly saving plan", "每月定投"), (3, 6, 12)),
    Idea("IN-AN", ("pension from 60", "60岁起养老年金"), (10, 20, 30)),
    Idea("IN-HL", ("cover for the family", "全家重疾保障"), (2, 3, 5)),
    Idea("IN-LF", ("to pass on to the children", "财富传承"), (30, 50, 100)),
    Idea("LN-HM", ("home loan for the son", "儿子购房贷款"), (80, 120, 180)),
    Idea("CC-PL", ("card with lounges", "贵宾厅白金卡"), (1, 2)),
)  # fmt: skip
COMPANY_IDEAS = (
    Idea("LN-BZ", ("line before the season", "旺季前授信"), (200, 300, 500)),
    Idea("LN-EQ", ("new machines", "设备更新"), (120, 260, 480)),
    Idea("OT-PR", ("payroll moved to us", "代发迁入我行"), (60, 90, 150)),
    Idea("WM-D", ("idle cash at weekends", "周末闲置资金"), (100, 200, 300)),
    Idea("ND-7", ("tax money until due", "税款留存"), (80, 150)),
)

NEXT_STEPS: tuple[Text, ...] = (
    ("send the term sheet", "发条款清单"),
    ("ask the branch for a better rate", "向行里申请优惠利率"),
    ("sign at the branch", "约到网点签约"),
    ("go through the fees once more", "再讲一遍费用"),
    ("renew the risk assessment first", "先重做风险测评"),
    ("call when the deposit elsewhere matures", "他行到期后联系"),
    ("collect the papers", "收资料"),
    ("meet the daughter as well", "约女儿一起谈"),
    ("written comparison of both offers", "出两个方案的书面比较"),
)
LOST_REASONS: tuple[Text, ...] = (
    ("another bank paid more", "他行利率更高"),
    ("the family decided against it", "家人不同意"),
    ("money needed for a flat", "资金用于买房"),
    ("too long a term", "期限太长"),
    ("risk level did not suit", "风险等级不匹配"),
    ("papers never complete", "资料一直不齐"),
    ("no longer interested", "不再考虑"),
)
