"""Settings: their names, defaults, the check of each value, and where each default comes from.

The values themselves live in the file, in the table `setting`; this module knows none of them.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cmcli.clock import zone_named
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.named import NamedTuple


class Spec(NamedTuple):
    """`default` is text, as it would be typed; `read` turns text into the value or raises.

    `file` is the command that takes the value from a file, where it is too long to type; `page`
    the one that shows it, where it is too long for a list.
    """

    name: str
    default: str
    read: Callable[[str], Any]
    help: str
    source: str = N_("a working habit")
    file: str = ""
    page: str = ""


def _text(value: str) -> str:
    return value.strip()


def _zone(value: str) -> str:
    if value:
        zone_named(value)
    return value


def _currency(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", value):
        raise ValueError("CNY, USD, EUR")
    return value.upper()


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number from `low` to `high`."""

    def read(value: str) -> int:
        number = int(value) if re.fullmatch(r"\d{1,6}", value) else -1
        if not low <= number <= high:
            raise ValueError(f"{low} .. {high}")
        return number

    return read


def share(value: str) -> float:
    """A share between 0 and 1; `75%` and `0.75` are the same."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)(%?)", value.strip())
    number = float(match[1]) / (100 if match[2] else 1) if match else -1.0
    if not 0 <= number <= 1:
        raise ValueError("0% .. 100%")
    return number


def decimal(low: float, high: float) -> Callable[[str], float]:
    """A number from `low` to `high`."""

    def read(value: str) -> float:
        number = float(value) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value.strip()) else -1.0
        if not low <= number <= high:
            raise ValueError(f"{low:g} .. {high:g}")
        return number

    return read


def falling(value: str) -> tuple[int, ...]:
    """Whole numbers that fall, `30,7,1`."""
    parts = value.replace(" ", "").split(",")
    numbers = tuple(int(part) for part in parts if re.fullmatch(r"\d{1,3}", part))
    if len(numbers) != len(parts) or list(numbers) != sorted(set(numbers), reverse=True):
        raise ValueError("30,7,1")
    return numbers


def rising(value: str) -> tuple[int, ...]:
    """Whole numbers above zero that rise, `100000,500000`; none at all is one band."""
    parts = [part for part in value.replace(" ", "").split(",") if part]
    numbers = tuple(int(part) for part in parts if re.fullmatch(r"\d{1,12}", part))
    if len(numbers) != len(parts) or list(numbers) != sorted({n for n in numbers if n}):
        raise ValueError("100000,500000,1000000")
    return numbers


DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}


def duration(value: str) -> timedelta:
    """A length of time: `90m`, `2h`, `15d`."""
    match = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)\s*(m|min|h|d)", value.strip().lower())
    if not match or float(match[1]) <= 0:
        raise ValueError("90m, 2h, 15d")
    return timedelta(**{_UNITS[match[2]]: float(match[1])})


def dates(value: str) -> frozenset[date]:
    """ISO dates separated by commas."""
    try:
        return frozenset(
            date.fromisoformat(part.strip()) for part in value.split(",") if part.strip()
        )
    except ValueError as error:
        raise ValueError("2026-05-04,2026-05-05") from error


_WINDOWS = "09:00-12:00,13:30-18:00 (in order, apart, none past midnight)"


def windows(value: str) -> tuple[tuple[int, int], ...]:
    """Opening hours, `09:00-12:00,13:30-18:00`: pairs of minutes after midnight, in order.

    A window past midnight is refused: it would belong to two days, of which one may be off.
    """
    found: list[tuple[int, int]] = []
    for part in value.replace(" ", "").split(","):
        match = re.fullmatch(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)", part)
        if not match or int(match[2]) > 59 or int(match[4]) > 59:
            raise ValueError(_WINDOWS)
        opens, closes = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if opens >= closes or closes > 24 * 60 or (found and opens < found[-1][1]):
            raise ValueError(_WINDOWS)
        found.append((opens, closes))
    return tuple(found)


def weekdays(value: str) -> frozenset[int]:
    """Days of the week, `mon-fri` or `mon,wed,sat`: numbers with Monday 0."""
    days: set[int] = set()
    for part in value.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in DAY_NAMES or (last or first) not in DAY_NAMES:
            raise ValueError("mon-fri; mon,wed,sat")
        start, end = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
        days |= {day % 7 for day in range(start, end + 1 if end >= start else end + 8)}
    return frozenset(days)


def one_of(*choices: str) -> Callable[[str], str]:
    """One of these words."""

    def read(value: str) -> str:
        if value not in choices:
            raise ValueError(", ".join(choices))
        return value

    return read


def names(value: str) -> tuple[str, ...]:
    """Names separated by commas, each once; none is allowed."""
    parts = [" ".join(part.split()) for part in re.split("[,，、]", value)]
    return tuple(dict.fromkeys(part for part in parts if part))


def percents(value: str) -> tuple[float, ...]:
    """Five rising percents, one for each of C1 … C5: `2,5,10,20,100`."""
    parts = value.replace(" ", "").replace("%", "").split(",")
    numbers = tuple(float(part) for part in parts if re.fullmatch(r"\d{1,3}(\.\d+)?", part))
    if len(parts) != 5 or list(numbers) != sorted(numbers) or len(numbers) != 5 or numbers[4] > 100:
        raise ValueError("2,5,10,20,100")
    return numbers


# The parts of a report, in the order in which they stand unless a setting says otherwise.
REPORT_SECTIONS = (
    "summary", "figures", "goals", "met", "late", "won", "lost", "warned", "campaigns",
    "satisfaction", "prospects", "training", "handoffs", "meetings", "market", "incentive",
    "well_and_badly", "flow", "plan", "next_week",
)  # fmt: skip


def sections(value: str) -> tuple[str, ...]:
    """Parts of a report in their order, `summary,figures,won`; nothing is all of them."""
    found = tuple(part for part in re.split(r"[,，\s]+", value.strip().lower()) if part)
    if len(set(found)) != len(found) or not set(found) <= set(REPORT_SECTIONS):
        raise ValueError(",".join(REPORT_SECTIONS))
    return found or REPORT_SECTIONS


def _toml(value: str) -> str:
    # Checked by the command that reads the file; here only cleared.
    return value


def weekday_time(value: str) -> tuple[int, int]:
    """A moment of the week, `fri 17:00`: (weekday with Monday 0, minutes after midnight)."""
    match = re.fullmatch(r"([a-z]{3}) (\d\d):(\d\d)", value.strip().lower())
    if not match or match[1] not in DAY_NAMES or int(match[2]) > 23 or int(match[3]) > 59:
        raise ValueError("fri 17:00")
    return DAY_NAMES.index(match[1]), int(match[2]) * 60 + int(match[3])


_STANDARD = N_("the service standard: reply within 24 hours, urgent within 2")
_COMPLAINTS = N_("银行业保险业消费投诉处理管理办法, art. 18")
_SUITABLE = N_("NFRA order 2025 no. 7")
_PLANNING = N_("a usual benchmark of household finance")
_RATIOS = N_("a usual benchmark of company finance")
_KEY = N_("the service standard: key clients at least once a quarter")

_ALL = (
    Spec("manager.name", "", _text, N_("your name, at the head of agenda and report")),
    Spec("manager.branch", "", _text, N_("your branch, at the head of the report")),
    Spec("timezone", "", _zone, N_("IANA zone your days are counted in; empty: the system's")),
    Spec("currency", "CNY", _currency, N_("ISO code of amounts typed without one")),
    Spec("sla.normal", "24h", duration, N_("time to the first reply"), _STANDARD),
    Spec("sla.urgent", "2h", duration, N_("time to the first reply, urgent"), _STANDARD),
    Spec("sla.at_risk", "75%", share, N_("share of the time used that makes it at risk")),
    Spec("sla.complaint_days", "15", whole(1, 90), N_("natural days to resolve a complaint"), _COMPLAINTS),
    Spec("sla.complaint_complex_days", "30", whole(1, 180), N_("the same, complex, with a reason"), _COMPLAINTS),
    Spec("sla.complaint_special_days", "60", whole(1, 180), N_("the same, special, with an approval"), _COMPLAINTS),
    Spec("cadence.key", "quarter", one_of("month", "quarter"), N_("how often key clients are met"), _KEY),
    Spec("cadence.focus", "half-year", one_of("month", "quarter", "half-year", "year"), N_("how often focus clients are contacted")),
    Spec("cadence.standard", "year", one_of("month", "quarter", "half-year", "year"), N_("how often the other clients are contacted")),
    Spec("cadence.at_risk_days", "21", whole(0, 90), N_("days left that make a contact at risk")),
    Spec("sla.calendar", "elapsed", one_of("elapsed", "working"), N_("what the reply clocks count: all time, or working time"), _STANDARD),
    Spec("work.hours", "09:00-18:00", windows, N_("opening hours, any number of windows a day")),
    Spec("work.days", "mon-fri", weekdays, N_("days worked where no calendar says otherwise")),
    Spec("work.calendar", "cn", one_of("cn", "none"), N_("official days off and make-up days"), N_("State Council notices")),
    Spec("work.holidays", "", dates, N_("days off added by hand")),
    Spec("work.extra_days", "", dates, N_("working days added by hand")),
    Spec("callback.off_days", "next", one_of("next", "keep"), N_("a recurring callback on a day off: the next working day, or keep")),
    Spec("callback.cap", "15", whole(1, 200), N_("callbacks a day beyond which a warning is given")),
    Spec("today.share", "5", whole(1, 500), N_("lines of one kind shown a day")),
    Spec("today.limit", "60", whole(1, 1000), N_("lines of the agenda")),
    Spec("report.due", "fri 17:00", weekday_time, N_("when the weekly report is due")),
    Spec("report.sections", "", sections, N_("parts of the report, in their order; empty: all of them")),
    Spec("report.template", "", _text, N_("the branch's Word file that -o report.docx fills; empty: none")),
    Spec("pipeline.stalled_days", "30", whole(1, 365), N_("days without a touch that stall a deal")),
    Spec("pipeline.no_next_days", "7", whole(0, 365), N_("days a deal may go without a next step")),
    Spec("prospect.idle_days", "7", whole(1, 365), N_("days without a touch after which a prospect is shown")),
    Spec("pipeline.slips", "2", whole(1, 99), N_("times a close is put off before a deal is slipping")),
    Spec("pipeline.ageing", "2", decimal(1, 100), N_("times the median days in a stage that make a deal old"), N_("a usual rule of sales management")),
    Spec("pipeline.sizes", "100000,500000,1000000", rising, N_("amounts at which the bands of deal sizes begin")),
    Spec("forecast.least", "30", whole(1, 10_000), N_("closed deals below which the past says nothing"), N_("a usual least sample in statistics")),
    Spec("stage.lead", "10%", share, N_("chance of a deal in this stage")),
    Spec("stage.contacted", "30%", share, N_("chance of a deal in this stage")),
    Spec("stage.proposal", "50%", share, N_("chance of a deal in this stage")),
    Spec("stage.negotiation", "75%", share, N_("chance of a deal in this stage")),
    Spec("aftercare.problem", "7", whole(1, 365), N_("days to the after-care call, problem solved")),
    Spec("aftercare.deal", "30", whole(1, 365), N_("days to the after-care call, deal won")),
    Spec("aftercare.elder", "7", whole(1, 365), N_("days to the follow-up call, riskier product sold to a client of old age"), N_("NFRA order 2025 no. 7, art. 18")),
    Spec("aftercare.assessment", "7", whole(1, 365), N_("days to the call about holdings above a new level"), _SUITABLE),
    Spec("feedback.ask_days", "14", whole(1, 90), N_("days after a request to ask for satisfaction")),
    Spec("feedback.share", "2", whole(0, 50), N_("clients a day to ask for satisfaction")),
    Spec("feedback.answer_days", "14", whole(0, 90), N_("days an opinion on which nothing was planned is shown")),
    Spec("develop.evaluate", "monthly", one_of("monthly", "quarterly", "end"), N_("how often a development plan is evaluated; its end always")),
    Spec("plan.review_months", "12", whole(1, 60), N_("months to the review of a service plan")),
    Spec("assessment.months", "12", whole(1, 12), N_("months an assessment is valid"), _SUITABLE),
    Spec("assessment.per_day", "2", whole(1, 2), N_("assessments a day for one client"), _SUITABLE),
    Spec("assessment.per_year", "8", whole(1, 8), N_("assessments in 12 months for one client"), _SUITABLE),
    Spec("assessment.notice_days", "30", whole(0, 180), N_("days before the end of an assessment that it is shown")),
    Spec("assessment.questionnaire", "", _toml, N_("questions and bands of the assessment; empty: the built-in ones"), file="cm assess --use FILE"),
    Spec("suitability.means", "100%", share, N_("share of the client's financial assets that one product may take"), _SUITABLE),
    Spec("suitability.elder_age", "65", whole(50, 65), N_("age from which a client is warned more strongly"), _SUITABLE),
    Spec("maturity.notice", "30,7,1", falling, N_("working days before a maturity to speak with the client")),
    Spec("finance.liquidity_low", "3", decimal(0, 120), N_("months of spending that cash should cover"), _PLANNING),
    Spec("finance.liquidity_high", "6", decimal(0, 120), N_("months of spending beyond which cash lies idle"), _PLANNING),
    Spec("finance.debt", "50%", share, N_("debt to assets, below"), _PLANNING),
    Spec("finance.debt_service", "40%", share, N_("debt service to income, below"), _PLANNING),
    Spec("finance.savings", "30%", share, N_("savings to income, at least"), _PLANNING),
    Spec("finance.investment", "50%", share, N_("investment to net worth, about"), _PLANNING),
    Spec("finance.current_ratio", "1.5", decimal(0, 100), N_("current assets to current debts, at least"), _RATIOS),
    Spec("finance.quick_ratio", "1", decimal(0, 100), N_("the same without inventory, at least"), _RATIOS),
    Spec("finance.debt_equity", "2", decimal(0, 100), N_("debt to equity, at most"), _RATIOS),
    Spec("finance.interest_cover", "3", decimal(0, 100), N_("profit before interest to interest, at least"), _RATIOS),
    Spec("finance.growth", "0%", share, N_("revenue growth, at least"), _RATIOS),
    Spec("risk.concentration", "50%", share, N_("share of one product among a client's holdings, at most")),
    Spec("risk.review_days", "90", whole(1, 365), N_("days to the review of a risk")),
    Spec("risk.dismissed_days", "180", whole(1, 730), N_("days a dismissed risk is not proposed again")),
    Spec("market.lambda", "0.94", decimal(0.5, 0.999), N_("decay of the weighted volatility"), N_("RiskMetrics Technical Document, 1996")),
    Spec("market.tolerance", "2,5,10,20,100", percents, N_("loss in percent that C1 … C5 accept under stress")),
    Spec("stress.scenarios", "", _toml, N_("stress scenarios; empty: the built-in ones"), file="cm risk stress --use FILE"),
    Spec("gift.limit", "500", whole(0, 999_999), N_("given to one client in a calendar year; beyond it somebody has to allow it"), N_("a usual rule of banks on gifts")),
    Spec("handoff.days", "3", whole(1, 60), N_("working days a department has for what is handed to it, where none are said")),
    Spec("handoff.calendar", "working", one_of("elapsed", "working"), N_("what the clock of a hand-off counts: all time, or working time")),
    Spec("handoff.receipt_hours", "8", whole(1, 240), N_("working hours without a receipt after which the department is to be called")),
    Spec("incentive.rules", "", _text, N_("what results pay, in points or money"), N_("none: your branch sets them"), page="cm incentive rules"),
    Spec("incentive.period", "month", one_of("week", "month", "quarter", "year"), N_("the period that the incentive rules are meant for")),
    Spec("visit.travel", "20", whole(0, 240), N_("minutes of the way between two visits in a district")),
    Spec("visit.travel_district", "40", whole(0, 240), N_("minutes of the way from one district to another")),
    Spec("campaign.call_days", "14", whole(1, 90), N_("days before a campaign from which its guests are to be asked")),
    Spec("training.hours", "15", whole(0, 999), N_("hours of training a calendar year asks for; 0: none"), N_("基金从业人员管理规则 (AMAC): 15 class hours a year")),
    Spec("training.notice", "180,60,14", falling, N_("days before a certificate expires that it is shown")),
    Spec("training.certificates", "", names, N_("certificates you have to hold: 基金从业资格,保险销售资格")),
    Spec("training.sold_months", "12", whole(1, 60), N_("months in which a sale makes a product one to have learned")),
    Spec("insight.days", "7", whole(0, 90), N_("days after which an insight that was not shared is shown; 0 for never")),
    Spec("birthday.days", "7", whole(0, 60), N_("days ahead a birthday is shown")),
    *(
        Spec(f"minutes.{channel}", default, whole(0, 600), N_("minutes of a contact where none were typed"))
        for channel, default in (
            ("phone", "10"), ("visit", "60"), ("meeting", "45"), ("branch", "30"), ("video", "20"),
            ("wechat", "5"), ("sms", "2"), ("email", "5"), ("event", "60"),
        )
    ),
)  # fmt: skip
SETTINGS: dict[str, Spec] = {setting.name: setting for setting in _ALL}


def setting_named(name: str) -> Spec:
    """The setting called `name`; raises `Usage` with the nearest names."""
    if name in SETTINGS:
        return SETTINGS[name]
    from difflib import get_close_matches

    near = get_close_matches(name, SETTINGS, 3) or ["sla.normal"]
    raise Usage(
        say("no setting is called {name}", name=name),
        say("near it: {names}; all of them: cm config list", names=", ".join(near)),
    )


def read_setting(name: str, text: str) -> Any:
    """The value that `text` gives the setting; raises `Usage` with what is allowed."""
    setting = setting_named(name)
    try:
        return setting.read(text)
    except ValueError as error:
        raise Usage(
            say("{text} is no value for {name}", text=text, name=name),
            say("allowed: {allowed}", allowed=str(error)),
        ) from error


class Settings:
    """The values in force: those of the file, else the defaults. Values are read when asked for."""

    def __init__(self, stored: dict[str, str]) -> None:
        self._stored = stored

    def text(self, name: str) -> str:
        """The value as typed."""
        return self._stored.get(name, SETTINGS[name].default)

    def is_set(self, name: str) -> bool:
        """Whether the file overrides the default."""
        return name in self._stored

    def __getitem__(self, name: str) -> Any:
        return read_setting(name, self.text(name))
