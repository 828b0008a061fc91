"""What the heads of columns mean, in English and Chinese, and those that are refused."""

import re

from cmcli.errors import Refused
from cmcli.messages import say

_CLIENT = (
    "client, client name, customer, customer name, account, account name, "
    "客户, 客户姓名, 客户名称, 客户名, 姓名, 户名"
)
_CURRENCY = "currency, currency code, ccy, 币种, 货币"
_NOTE = "note, notes, remark, remarks, comment, comments, memo, 备注, 说明, 附注"
_PRODUCT = "product, product name, product code, 产品, 产品名称, 产品代码"

# For each field the heads it is known by, the surest first.
_HEADS: dict[str, dict[str, str]] = {
    "clients": {
        "name": f"name, full name, {_CLIENT}, 名称, 企业名称, 公司名称, company name, company",
        "kind": "kind, client kind, client type, customer type, 客户类型, 客户性质, 类型",
        "status": "status, client status, 客户状态, 状态",
        "tier": "tier, client tier, level, grade, 客户等级, 客户级别, 客户分层, 等级, 级别",
        "phone": "phone, phone number, mobile, mobile phone, mobile number, telephone, tel, cell, "
                 "手机号, 手机, 手机号码, 移动电话, 联系电话, 电话, 电话号码, 联系方式",
        "email": "email, e-mail address, mail, 邮箱, 电子邮箱, 电子邮件, 邮箱地址, 邮件",
        "wechat": "wechat, wechat id, wechat name, weixin, 微信, 微信号",
        "id_number": "id number, id no, identity number, identity card, id card, national id, "
                     "身份证号, 身份证, 身份证号码, 证件号码, 证件号, 统一社会信用代码",
        "birthday": "birthday, birth date, birthdate, date of birth, dob, "
                    "生日, 出生日期, 出生年月日",
        "employer": "employer, workplace, organisation, organization, company, "
                    "工作单位, 单位, 就职单位, 任职单位, 所在单位, 公司",
        "sector": "sector, industry, 行业, 所属行业, 行业类别",
        "address": "address, location, office location, "
                   "地址, 联系地址, 通讯地址, 家庭地址, 办公地址, 住址",
        "district": "district, 区, 行政区, 区县, 所在区, 所属区县",
        "hours": "hours, opening hours, business hours, visiting hours, "
                 "营业时间, 拜访时间, 可拜访时间, 办公时间",
        "source": "source, lead source, 来源, 客户来源, 获客渠道",
        "channel": "channel, preferred channel, 偏好渠道, 首选渠道, 联系渠道",
        "need": "need, needs, 需求, 客户需求",
        "note": _NOTE,
        "tags": "tags, tag, labels, label, 标签, 客户标签",
    },
    "products": {
        "code": "code, product code, product id, sku, 产品代码, 产品编码, 产品编号, 代码, 编号",
        "name": "name, product name, product, 产品名称, 产品, 名称, 品名",
        "kind": "kind, type, product kind, product type, category, 产品类型, 产品类别, 类型, 类别",
        "risk": "risk, risk level, risk rating, 风险等级, 产品风险等级, 风险级别",
        "price": "price, list price, sales price, unit price, 价格, 单价, 售价",
        "regime": "regime, 适用规则",
        "seller_risk": "seller risk, own rating, 代销评级, 本行评级",
        "minimum": "minimum, minimum amount, 起购金额, 起点金额, 最低金额",
        "term": "term, term days, 期限, 产品期限, 期限天数",
        "return": "return, expected return, yield, 预期收益率, 业绩比较基准, 收益率",
        "fees": "fees, 费用, 费率",
        "structure": "structure, 结构, 产品结构",
        "risks": "risks, key risks, 主要风险, 风险揭示",
        "target": "target, target group, 目标客户, 适合客户",
        "from": "from, on sale from, 起售日, 募集开始日",
        "until": "until, on sale until, 止售日, 募集结束日",
        "equity": "equity, equity share, share of equities, 权益占比, 权益比例, 权益类占比",
        "duration": "duration, duration years, 久期, 久期年, 组合久期",
        "currency": _CURRENCY,
        "note": _NOTE,
    },
    "deals": {
        "client": f"{_CLIENT}, company",
        "title": "title, deal, deal name, opportunity, opportunity name, subject, "
                 "商机名称, 商机, 项目名称, 名称, 标题, 主题",
        "product": _PRODUCT,
        "stage": "stage, deal stage, sales stage, opportunity stage, 阶段, 商机阶段, 销售阶段",
        "opened": "opened, opened at, open date, start date, engage date, created, create date, "
                  "created date, 开始日期, 开始时间, 创建日期, 创建时间, 立项日期, 商机日期",
        "closed": "closed, closed at, close date, closed date, "
                  "成交日期, 关闭日期, 结束日期, 关闭时间",
        "amount": "amount, deal amount, value, deal value, close value, 金额, 商机金额, 成交金额",
        "currency": _CURRENCY,
        "expected": "expected, expected close, expected close date, 预计成交日期, 预计成交时间",
        "expected_amount": "expected amount, 预计金额, 预计成交金额",
        "next": "next, next step, 下一步, 下一步行动, 后续动作",
        "next_due": "next due, next step date, 下一步时间, 下一步日期, 下次跟进时间, 下次跟进日期",
        "lost_reason": "lost reason, loss reason, 流失原因, 丢单原因, 输单原因",
    },
    "interactions": {
        "client": f"{_CLIENT}, company",
        "at": "at, date, datetime, date time, contact date, time, 沟通时间, 沟通日期, 联系时间, "
              "联系日期, 拜访时间, 拜访日期, 跟进时间, 时间, 日期",
        "channel": "channel, method, contact method, 渠道, 沟通渠道, 沟通方式, 跟进方式, 方式",
        "direction": "direction, 方向, 呼叫方向",
        "outcome": "outcome, result, 结果, 沟通结果, 联系结果",
        "minutes": "minutes, mins, duration min, 分钟, 分钟数, 时长分钟, 通话时长分钟",
        "note": f"{_NOTE}, summary, content, 内容, 沟通内容, 沟通纪要, 纪要, 摘要",
    },
    "holdings": {
        "client": f"{_CLIENT}, company, holder, owner, 持有人",
        "product": f"{_PRODUCT}, product id, product no, 产品编号, 产品编码",
        "amount": "amount, principal, balance, cost, invested, outstanding, 持仓金额, 持有金额, "
                  "金额, 本金, 余额, 投资金额, 购买金额, 持仓成本, 贷款余额",
        "currency": _CURRENCY,
        "units": "units, shares, quantity, 份额, 持有份额, 持仓份额, 数量",
        "start": "start, start date, started, bought, value date, purchase date, opened, "
                 "起息日, 购买日期, 买入日期, 认购日期, 开始日期, 起始日期, 放款日期, 开户日期",
        "maturity": "maturity, maturity date, matures, due date, end date, expiry date, "
                    "到期日, 到期日期, 结束日期",
        "rate": "rate, interest rate, interest, 利率, 年利率, 执行利率",
        "repayment": "repayment, instalment, installment, monthly repayment, monthly payment, "
                     "月供, 月还款额, 每月还款, 每期还款额",
        "overdue": "overdue, overdue since, 逾期日期, 逾期起始日, 逾期日, 逾期开始日期",
        "note": _NOTE,
    },
    "prices": {
        "product": f"{_PRODUCT}, code, 代码, fund code, fund, fund name, symbol, ticker, "
                   "基金代码, 基金名称, 证券代码",
        "date": "date, day, valued on, valuation date, nav date, trade date, "
                "净值日期, 估值日期, 日期, 交易日期",
        "value": "value, nav, unit nav, net asset value, price, close, closing price, "
                 "单位净值, 净值, 最新净值, 收盘价, 收盘, 价格",
        "total": "total, total nav, accumulated nav, cumulative nav, acc nav, "
                 "累计净值, 累计单位净值",
        "growth": "growth, daily growth, daily return, change percent, pct change, "
                  "日增长率, 日涨跌幅, 涨跌幅, 日收益率",
    },
    "assessments": {
        "client": f"{_CLIENT}, company",
        "at": "at, date, assessed, assessed at, assessed on, assessment date, test date, "
              "测评日期, 评估日期, 风险测评日期, 风险评估日期, 测评时间, 评估时间, 日期, 时间",
        "level": "level, risk tolerance, tolerance, tolerance level, result, assessment result, "
                 "grade, 风险承受能力, 风险承受能力等级, 风险测评等级, 测评等级, 评估等级, "
                 "测评结果, 风险测评结果, 评估结果, 客户风险等级, 风险等级, 等级",
        "score": "score, total score, points, 得分, 测评得分, 评估得分, 总分, 分数",
        "expires": "expires, expires on, expiry, expiry date, valid until, valid to, "
                   "valid through, 到期日, 到期日期, 测评到期日, 有效期至, 有效期, 失效日期",
        "note": _NOTE,
    },
    "goals": {
        "measure": "measure, indicator, kpi, metric, goal, measure id, "
                   "指标, 考核指标, 指标名称, 业绩指标, 考核项目, 项目",
        "period": "period, quarter, month, year, 期间, 周期, 考核期, 考核周期, 考核期间, 时间",
        "target": "target, target value, plan, quota, 目标, 目标值, 任务, 任务数, 计划, 计划数, "
                  "指标值",
        "currency": _CURRENCY,
        "note": _NOTE,
    },
}  # fmt: skip

# These have no field, and a file that carries them does not come in.
_REFUSED = re.compile(
    r"密码|口令|验证码|安全码|指纹|人脸|虹膜|声纹|掌纹|生物特征|生物识别|pin码"
    r"|passw(?:or)?d|passcode|\bpwd\b|\bcvv2?\b|\bcvc2?\b|\bcvn2?\b|^pin$|\b(?:card|atm) pin\b"
    r"|card (?:verification|security)|finger ?print|\bface ?(?:id|print|scan|image)\b"
    r"|\bfacial\b|\biris\b|voice ?print|biometric"
)
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")
_SCALE = re.compile(r"(百万|千万|万|亿)元?\s*[)）】\]]|[/／](百万|千万|万|亿)元?$")


def plain(text: str) -> str:
    """A head without case, spaces and punctuation."""
    return "".join(c for c in text.casefold() if c.isalnum())


_KNOWN = {
    kind: {
        field: [plain(part) for part in heads.split(",")] for field, heads in fields.items()
    }
    for kind, fields in _HEADS.items()
}  # fmt: skip


def guess(kind: str, columns: tuple[str, ...]) -> dict[str, int]:
    """Which column gives which field: the surest head wins, and no column serves twice."""
    exact = {plain(column): place for place, column in reversed(list(enumerate(columns)))}
    bare = {plain(_BRACKETS.sub("", c)): i for i, c in reversed(list(enumerate(columns)))}
    found: dict[str, int] = {}
    for field, heads in _KNOWN[kind].items():
        places = (known[head] for head in heads for known in (exact, bare) if head in known)
        place = next((place for place in places if place not in found.values()), None)
        if place is not None:
            found[field] = place
    return found


def scale(column: str) -> str:
    """The unit that a head gives its amounts: 万 for 金额（万元）, else none."""
    match = _SCALE.search(column.strip())
    return (match[1] or match[2]) if match else ""


def refuse_secrets(columns: tuple[str, ...]) -> None:
    """Raises `Refused` for a column of passwords, card verification codes or biometrics."""
    for column in columns:
        words = re.sub(r"[\W_]+", " ", column.casefold()).strip()
        if _REFUSED.search(words):
            raise Refused(
                say("the column {column} looks like a password, a card code or biometrics",
                    column=column),
                say("cm never keeps those: delete the column from the file; nothing was written"),
            )  # fmt: skip
