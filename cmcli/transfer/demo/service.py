"""What the demo book's clients ask for and are promised; pairs, English and Chinese."""

# ruff: noqa: E501 a table reads best as rows

from cmcli.named import NamedTuple
from cmcli.transfer.demo.names import Text


class Ask(NamedTuple):
    """A request: what was asked, the first reply, how it ended."""

    summary: Text
    reply: Text
    ending: Text


ASKS: dict[str, tuple[Ask, ...]] = {
    "inquiry": (
        Ask(("rate for three years today", "今天三年期利率多少"),
            ("told the rate and the large-deposit one", "告知利率及大额存单利率"), ("answered", "已答复")),
        Ask(("can the loan be repaid early", "房贷能否提前还"),
            ("yes, twice a year; sent the form", "可以，每年两次，已发申请表"), ("form handed in", "已提交申请")),
        Ask(("why did the fund fall", "基金为什么跌"),
            ("explained the market and its share of bonds", "解释了行情和债券仓位"), ("understood, keeps it", "理解，继续持有")),
        Ask(("limit for transfers abroad", "跨境汇款额度"),
            ("explained the yearly limit and the papers", "说明年度额度和所需材料"), ("answered", "已答复")),
        Ask(("how to close the old card", "旧卡怎么注销"),
            ("can be done in the app; steps sent", "手机银行可办，已发步骤"), ("card closed", "已注销")),
        Ask(("fees of the platinum card", "白金卡年费"),
            ("free after six payments a year", "一年六次消费免年费"), ("card applied for", "已申请")),
    ),
    "service": (
        Ask(("statement of last year", "要去年流水"),
            ("ordered, two days", "已申请，两天"), ("statement sent", "流水已寄出")),
        Ask(("raise the daily transfer limit", "提高每日转账限额"),
            ("needs the identity card at the branch", "需带身份证到网点"), ("limit raised", "限额已调整")),
        Ask(("proof of assets for a visa", "签证用资产证明"),
            ("for which embassy and amount?", "请告知国家和金额"), ("proof collected", "证明已领取")),
        Ask(("new phone number on the account", "账户换绑手机号"),
            ("done in the app with a face check", "手机银行人脸验证可改"), ("number changed", "号码已更新")),
        Ask(("appointment to withdraw 200,000", "预约取现20万"),
            ("booked for Thursday", "已约周四"), ("withdrawn", "已取现")),
    ),
    "problem": (
        Ask(("transfer not arrived", "转账没到账"),
            ("found: name spelled wrongly, sent back", "查到户名有误，已退回"), ("sent again, arrived", "重新汇出，已到账")),
        Ask(("app does not open after the update", "手机银行更新后打不开"),
            ("install it anew; waits on the phone", "重装试试，在线等"), ("works again", "已恢复")),
        Ask(("charged twice at a shop", "商户重复扣款"),
            ("reported to the card centre", "已报卡中心"), ("money returned", "已退款")),
        Ask(("card swallowed by the machine", "卡被取款机吞了"),
            ("collect it at the counter with the identity card", "带身份证到柜台领取"), ("card returned", "卡已取回")),
        Ask(("instalment taken a day early", "房贷提前一天扣款"),
            ("checking with the loan desk", "正在向信贷核实"), ("explained: bank holiday", "已解释：节假日顺延规则")),
    ),
    "complaint": (
        Ask(("waited an hour at the counter", "柜台等了一小时"),
            ("apologised; asked the branch", "已致歉，向网点核实"), ("apology and a fixed contact, accepted", "道歉并安排专人，客户接受")),
        Ask(("too many calls about funds", "总接到基金推销电话"),
            ("apologised; number taken off the list", "已致歉，移出名单"), ("confirmed in writing", "已书面确认")),
        Ask(("fee was not explained", "手续费没说清楚"),
            ("looking up what was signed", "正在调阅签署资料"), ("fee returned, explained", "退费并说明")),
    ),
}  # fmt: skip

# Of the morning itself.
LOCKED = ("card locked, tuition due", "卡被锁，交不了学费")
RECEIPT = ("where is the deposit slip", "存单回执在哪里")
STATEMENT = ("statement for the taxes", "报税要流水")
FUND_FEE = ("a fee nobody explained", "被扣了没说明的手续费")
FUND_FEE_REPLY = ("apologised; asked for the signed papers", "已致歉，调阅签署资料")
PROOF = ("proof of assets, visa", "签证用资产证明")
PROOF_REPLY = ("asked for the embassy's form", "请客户提供使馆表格")
LIMIT = ("higher transfer limit", "提高每日转账限额")
LIMIT_REPLY = ("to be confirmed by the branch", "已报网点审批")
RATE = ("rate of a large deposit", "三年期大额存单利率")
EARLY = ("repay the loan early?", "房贷可否提前还")

# What a callback is for, and what came of it.
PROMISES: tuple[tuple[Text, Text], ...] = (
    (("did the money arrive", "确认到账"), ("arrived, all well", "已到账，没问题")),
    (
        ("answer about the mortgage rate", "答复房贷利率"),
        ("told the rate, will decide", "已告知利率，客户再定"),
    ),
    (("deposit matures, renew?", "定期到期，是否续存"), ("renewed for a year", "续存一年")),
    (("send the comparison", "发方案比较"), ("sent and gone through", "已发并讲解")),
    (
        ("after-care, fund bought 7 days ago", "售后回访，购基金7天"),
        ("satisfied, no questions", "满意，没有疑问"),
    ),
    (("remind of the risk assessment", "提醒重做风险测评"), ("comes on Friday", "周五来做")),
    (("papers for the loan complete?", "贷款资料齐了吗"), ("one paper is missing", "还差一份")),
    (("invite to the pension salon", "邀请参加养老沙龙"), ("comes with a friend", "和朋友一起来")),
    (("quarterly review", "季度回访"), ("needs unchanged, satisfied", "需求不变，满意")),
    (("ask whether the card arrived", "新卡收到没有"), ("arrived, activated", "已收到并激活")),
    (("explain the annual statement", "讲解年度对账单"), ("explained, thanks", "已讲解，客户感谢")),
)
RECURRING: tuple[tuple[Text, Text], ...] = (
    (
        ("monthly talk about the portfolio", "每月看一次持仓"),
        ("went through it, no change", "看过持仓，不调整"),
    ),
    (("payroll day: all paid?", "代发日：是否到账"), ("all paid", "全部到账")),
    (
        ("monthly fund plan: balance sufficient?", "定投扣款：余额够吗"),
        ("balance sufficient", "余额充足"),
    ),
    (
        ("greet, elderly and alone", "问候独居老人"),
        ("well, pleased about the call", "身体好，很高兴"),
    ),
)

# Theme and words of an opinion.
OPINIONS: tuple[tuple[Text, Text], ...] = (
    (("speed", "速度"), ("answered the same hour", "一小时内就回复了")),
    (("speed", "速度"), ("could have been quicker", "还可以再快一点")),
    (("clarity", "讲解"), ("fees explained line by line", "费用讲得很清楚")),
    (("app", "手机银行"), ("the app is hard to read", "手机银行字太小")),
    (("counter", "柜台"), ("long queue on Mondays", "周一排队太久")),
    (("manager", "客户经理"), ("always knows my situation", "了解我的情况")),
)

# Promises of the morning itself.
RATE_PROMISE = ("mortgage rate", "答复房贷利率")
DECIDES = ("term sheet, decides today", "发条款清单，今天定")
AFTERCARE = ("after-care, fund, 7 days", "售后回访，购基金7天")
MATURES = ("deposit matures, renew?", "本周定期到期，是否续存")
ARRIVED = ("did the transfer arrive", "确认汇款到账")
SALON = ("invite to pension salon", "邀请参加养老沙龙")
DECIDES_DEAL = ("maturing deposit into 3 years", "到期定期转三年")
NO_NEXT_DEAL = ("new machines", "设备更新")
STALLED_DEAL = ("line before the season", "旺季前授信")
SIGN_TODAY = ("confirm rate, then sign", "确认利率后签约")
SIGN_DEAL = ("line for new orders", "新订单授信")
