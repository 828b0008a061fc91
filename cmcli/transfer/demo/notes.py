"""What was said in the contacts of the demo book; pairs, English and Chinese.

`{product}` and `{amount}` are filled in by the generator.
"""

from cmcli.transfer.demo.names import Text

CALLS: tuple[Text, ...] = (
    ("explained {product}, wants to think it over", "介绍了{product}，客户考虑一下"),
    ("deposit of {amount} matures soon, wants to hear the rates", "{amount}定期快到期，想听利率"),
    ("content with the last purchase, nothing open", "对上次购买满意，暂无其他事"),
    ("asked what {product} costs; fees explained", "问{product}费用，已逐项说明"),
    ("will come by on Thursday for the signature", "周四来网点签字"),
    ("busy, asked to be called next week", "在忙，约下周再打"),
    ("quarterly review: needs unchanged", "季度回访：需求没有变化"),
    ("quarterly review: expects {amount} from a flat sold", "季度回访：卖房将到账{amount}"),
    ("told about the branch's new hours", "告知网点营业时间调整"),
    ("risk assessment lapses next month, wants to renew it", "风险测评下月到期，愿意重做"),
    ("compared {product} with another bank; keeps ours", "{product}与他行比较后留在我行"),
    ("wants nothing longer than six months", "只接受半年以内的产品"),
    ("asked about the drop in the fund; explained the fluctuation", "问基金下跌原因，已解释波动"),
    ("transferred {amount} from another bank", "从他行转入{amount}"),
    ("son opens an account next week", "儿子下周来开户"),
    ("asked for the statement of last year; sent", "要去年对账单，已发送"),
    ("wants to reduce risk before retiring", "退休前想降低风险"),
    ("interested in {product}, sheet sent by WeChat", "对{product}感兴趣，说明书已发微信"),
    ("will decide after speaking with the family", "和家人商量后再定"),
    ("thanked for the greetings", "感谢节日问候"),
    ("new number, file corrected", "换了号码，已更新"),
    ("loan instalments fine, asked about early repayment", "房贷还款正常，问提前还款"),
    ("{amount} idle on the current account; offered {product}", "活期闲置{amount}，推荐{product}"),
    ("mother in hospital, call again in two weeks", "母亲住院，两周后再联系"),
)
VISITS: tuple[Text, ...] = (
    ("visited at home; went through all holdings", "上门拜访，逐项看了持仓"),
    ("review over tea; wants a plan for the pension", "喝茶面谈，想做养老规划"),
    ("met with the daughter, who asks good questions", "和女儿一起面谈，女儿问得很细"),
    ("showed {product} and its risks on paper", "当面讲了{product}及风险，留了资料"),
    ("will move {amount} when the other deposit matures", "他行到期后转来{amount}"),
    ("shop goes well, needs money before the season", "店里生意好，旺季前要资金"),
    ("wants to hear two offers next time", "下次想听两个方案"),
    ("quarterly review at the office; satisfied, 5 of 5", "办公室季度回访，满意，打5分"),
    ("needs reviewed: tuition first, then the flat", "需求更新：先学费，后房子"),
    ("introduced a neighbour", "介绍了一位邻居"),
    ("wants less paper, more by WeChat", "希望少用纸，多用微信"),
    ("talked about inheritance; lawyer recommended", "谈到财产传承，建议咨询律师"),
)
BRANCH: tuple[Text, ...] = (
    ("came for a new card, stayed for a talk", "来换卡，顺便聊了理财"),
    ("signed for {product}", "签了{product}"),
    ("risk assessment renewed", "重做了风险测评"),
    ("withdrew {amount} for a car", "取{amount}买车"),
    ("asked about {product} at the counter", "柜台咨询{product}"),
    ("brought the papers for the loan", "送来贷款资料"),
    ("deposit of {amount} renewed", "{amount}定期续存"),
)
CALLS_IN: tuple[Text, ...] = (
    ("called to ask the day's deposit rate", "来电问今天的定期利率"),
    ("asked whether {product} is still on sale", "来电问{product}还有没有额度"),
    ("could not log in; solved together", "手机银行登不上，电话里解决了"),
    ("asked when the money arrives", "来电问资金何时到账"),
    ("wants an appointment on Friday", "想约周五面谈"),
    ("reported a change of address", "告知地址变更"),
)
WECHAT: tuple[Text, ...] = (
    ("sent the sheet of {product}", "发了{product}说明书"),
    ("thanks for the market note", "客户感谢市场资讯"),
    ("reminder: deposit matures next week", "提醒下周定期到期"),
    ("asked for the branch's opening hours", "问网点营业时间"),
    ("sent the list of papers for the loan", "发了贷款材料清单"),
    ("read, no reply yet", "已读未回"),
    ("holiday greetings exchanged", "互致节日问候"),
    ("wants to know this month's return of {product}", "问{product}本月收益"),
)
MESSAGES: tuple[Text, ...] = (
    ("reminder of the maturity", "到期提醒"),
    ("confirmation of the appointment", "预约确认"),
    ("notice of the new terms", "条款变更通知"),
)
EVENTS: tuple[Text, ...] = (
    ("came to the pension salon with a friend", "带朋友参加养老沙龙"),
    ("tea tasting; asked about {product}", "品茶会，问了{product}"),
    ("anti-fraud lecture in the district", "社区反诈讲座"),
)
NO_ANSWER: tuple[Text, ...] = (
    ("no answer", "无人接听"),
    ("switched off", "关机"),
    ("rang out twice, try in the evening", "打了两次没接，晚点再试"),
    ("line engaged", "占线"),
)
LEFT_MESSAGE: tuple[Text, ...] = (
    ("left word with the family", "请家人转告"),
    ("left a message, asked for a call back", "已留言，请回电"),
    ("assistant will pass it on", "请助理转达"),
)
REFUSED: tuple[Text, ...] = (
    ("no interest at present", "目前没有兴趣"),
    ("wants no more calls about funds", "不要再打电话推基金"),
    ("satisfied with another bank", "他行服务满意，暂不考虑"),
)
COMPANY: tuple[Text, ...] = (
    ("met the chief accountant; payroll of next year", "见了财务总监，谈明年代发"),
    ("orders up by a fifth, needs working capital", "订单增两成，需要流动资金"),
    ("walked through the works; new machines in spring", "参观厂房，春天要上新设备"),
    ("line of {amount} half used, wants it renewed", "{amount}授信用了一半，想续"),
    ("settlement times explained to the cashier", "向出纳说明结算时间"),
    ("compares our rate with two banks", "拿我们的利率和两家银行比"),
    ("papers for the yearly review asked for", "索要年审资料"),
    ("{amount} idle over the weekend; offered {product}", "周末闲置{amount}，推荐{product}"),
    ("owner away, spoke to the deputy", "老板出差，与副总沟通"),
    ("wants cards for the sales team", "要给销售团队办卡"),
)
PROSPECT: tuple[Text, ...] = (
    ("first call; banks elsewhere, open to an offer", "首次联系，在他行，愿意听方案"),
    ("sent an introduction and our rates", "发了自我介绍和利率表"),
    ("wants to see the branch first", "想先来网点看看"),
    ("recommended by a neighbour, asks about deposits", "邻居介绍，问定期"),
    ("call again after the bonus is paid", "年终奖发了再联系"),
)
DORMANT: tuple[Text, ...] = (
    ("account unused for a year, keeps it for the pension", "账户一年没动，留着发养老金"),
    ("moved to another city", "搬到外地了"),
    ("will come back when the deposit elsewhere ends", "他行到期后再回来"),
)
DEALS: dict[str, tuple[Text, ...]] = {
    "lead": (("heard of the need, noted", "了解到需求，已记录"),),
    "contacted": (
        ("talked about {amount}, interested", "谈了{amount}，有意向"),
        ("asked for a proposal", "请我们出方案"),
    ),
    "proposal": (
        ("proposal sent, reads it over the weekend", "方案已发，周末看"),
        ("went through the proposal; asks about fees", "讲解了方案，问费用"),
    ),
    "negotiation": (
        ("wants a better rate, asked the branch", "要更好的利率，已请示"),
        ("terms nearly agreed", "条件基本谈妥"),
    ),
    "won": (
        ("signed", "已签约"),
        ("signed; money arrives tomorrow", "已签，资金明天到账"),
    ),
    "lost": (("decided otherwise", "客户另有决定"),),
}
