"""What the demo book says of advice and risk; pairs, English and Chinese."""

from cmcli.named import NamedTuple
from cmcli.transfer.demo.names import Text

# Why a client bought after the warning.
INSISTED: tuple[Text, ...] = (
    ("knows shares from his own account, small part of the money",
     "自己炒过股，只占资金一小部分"),
    ("read the warning, wants it for ten years", "已阅读警示，打算持有十年"),
    ("the children decided with her", "和子女商量后坚持购买"),
)  # fmt: skip
HEARD_BY: Text = ("the daughter", "女儿")


class Danger(NamedTuple):
    """A risk of the register: what it is, and the measure against it."""

    kind: str
    severity: str
    title: Text
    measure: Text


DANGERS = (
    Danger("concentration", "medium", ("two thirds in one fund", "三分之二资金在一只基金"),
           ("move a third to deposits when it recovers", "回升后转三分之一到定期")),
    Danger("ratio", "medium", ("loan instalments take half of the income", "月供占收入一半"),
           ("no new loan; ask for a longer term", "不再新增贷款，申请延长期限")),
    Danger("loan", "high", ("instalment late, orders fell", "还款逾期，订单减少"),
           ("cash plan every week; land as security", "每周报现金计划，追加土地抵押")),
    Danger("level", "medium", ("holds above the tolerance since it fell", "等级下调后持仓偏高"),
           ("sell in two steps until spring", "开春前分两次赎回")),
    Danger("other", "low", ("everything decided by the husband", "全由丈夫决定"),
           ("next meeting with both", "下次请夫妻同来")),
    Danger("complaint", "medium", ("says the loss was not explained", "称未讲清亏损风险"),
           ("go through the signed papers together", "当面复核签署资料")),
    Danger("assessment", "low", ("assessment lapsed while travelling", "出国期间测评过期"),
           ("assess by video", "视频重做测评")),
    Danger("market", "medium", ("sells at every dip", "一跌就想卖"),
           ("agree on a limit in writing", "书面约定止损线")),
    Danger("ratio", "low", ("no cash for a bad month", "没有应急资金"),
           ("three months of spending into the daily product", "备足三个月支出放天天理财")),
)  # fmt: skip
REVIEWED: tuple[Text, ...] = (
    ("half of it is done, goes on", "已完成一半，继续"),
    ("unchanged, spoken with the client", "情况未变，已与客户沟通"),
    ("better than last quarter", "比上季度好转"),
)
SETTLED: tuple[Text, ...] = (
    ("sold, back within the tolerance", "已赎回，回到承受范围"),
    ("paid up, two months on time", "已结清，连续两月正常"),
    ("assessed anew", "已重新测评"),
    ("both came to the meeting", "夫妻已一同面谈"),
)

OFFERED: tuple[Text, ...] = (
    ("suits the tolerance; the deposit ends soon", "符合承受能力，定期即将到期"),
    ("a term that fits the plan", "期限与资金计划匹配"),
    ("at hand within a day", "次日可用"),
)
REPLIES: tuple[Text, ...] = (
    ("takes the first one after the holiday", "节后先做第一个"),
    ("wants to compare with another bank", "要和他行比较"),
    ("asks the son first", "先问问儿子"),
    ("agreed, comes on Thursday", "同意，周四来办"),
)
