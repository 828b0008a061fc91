"""Every phrase is read at Monday 23 November 2026, 10:00 in Shanghai, unless it says otherwise.

 November 2026               December 2026
 Mo Tu We Th Fr Sa Su        Mo Tu We Th Fr Sa Su
  9 10 11 12 13 14 15            1  2  3  4  5  6
 16 17 18 19 20 21 22         7  8  9 10 11 12 13
[23]24 25 26 27 28 29        14 15 16 17 18 19 20
 30                          21 22 23 24 25 26 27
"""

import csv
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmcli.domain.when import BadPhrase, When, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)

SHARED = Path(__file__).resolve().parents[2].parent / "shared/data/dates.csv"


def split(text: str) -> list[str]:
    """What stands between the bars and the ends of lines."""
    return [cell.strip() for cell in re.split(r"\n| \| ", text) if cell.strip()]


def table(text: str) -> list[tuple[str, str]]:
    """The pairs of `phrase = meaning`."""
    return [(phrase, meaning) for phrase, _, meaning in (c.rpartition(" = ") for c in split(text))]


def said(when: When) -> str:
    """`2026-11-24` or `2026-11-24 15:00`; the offset only where it is not Shanghai's."""
    if when.kind == "date":
        assert type(when.value) is date
        return when.value.isoformat()
    assert isinstance(when.value, datetime)
    assert when.kind == "instant"
    return when.value.isoformat(sep=" ").removesuffix(":00+08:00").removesuffix("+08:00")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# The shared list -------------------------------------------------------------------------------


def shared_rows() -> list[dict[str, str]]:
    if not SHARED.exists():
        return []
    with SHARED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared list of phrases is not here")
def test_shared_list_is_read() -> None:
    assert len(shared_rows()) > 70


@pytest.mark.parametrize("row", shared_rows(), ids=lambda row: row["phrase"])
def test_shared_list(row: dict[str, str]) -> None:
    if row["kind"] == "error":
        with pytest.raises(BadPhrase):
            parse(row["phrase"], NOW)
        return
    when = parse(row["phrase"], NOW)
    assert (when.kind, when.value.isoformat()) == (row["kind"], row["value"])


# Looking forward -------------------------------------------------------------------------------

FORWARD = """
now = 2026-11-23 10:00 | right now = 2026-11-23 10:00 | 现在 = 2026-11-23 10:00
TODAY = 2026-11-23 | Today 4 pm = 2026-11-23 16:00 | today at 16:05 = 2026-11-23 16:05
today 9:00 = 2026-11-23 09:00 | tonight 8pm = 2026-11-23 20:00 | tonight at 8 = 2026-11-23 20:00
8pm tonight = 2026-11-23 20:00 | at 8 tonight = 2026-11-23 20:00
tonight 20:30 = 2026-11-23 20:30 | tmr 3pm = 2026-11-24 15:00 | 3pm tomorrow = 2026-11-24 15:00
tomorrow noon = 2026-11-24 12:00 | day after tomorrow = 2026-11-25
the day after tomorrow 9:15 = 2026-11-25 09:15 | tomorrow morning 9am = 2026-11-24 09:00
tomorrow afternoon at 3:30 = 2026-11-24 15:30 | this afternoon at 3 = 2026-11-23 15:00
tomorrow evening 8 = 2026-11-24 20:00

mon = 2026-11-30 | tue = 2026-11-24 | Weds = 2026-11-25 | thurs = 2026-11-26 | sun = 2026-11-29
on friday = 2026-11-27 | this mon = 2026-11-23 | this sunday = 2026-11-29
next mon = 2026-11-30 | next sun = 2026-12-06 | friday next week = 2026-12-04
sat this week = 2026-11-28 | fri at 3pm = 2026-11-27 15:00 | 3pm on fri = 2026-11-27 15:00
3pm fri = 2026-11-27 15:00 | next wed 9:30 = 2026-12-02 09:30 | mon 3pm = 2026-11-30 15:00
last fri = 2026-11-20
Fri 20 Nov = 2026-11-20 | fri, nov 20 = 2026-11-20 | Fri 27 Nov = 2026-11-27
Mon 4 Jan = 2027-01-04 | Mon 23 Nov 2026 = 2026-11-23 | Fri 20 Nov 17:00 = 2026-11-20 17:00

at 3pm = 2026-11-23 15:00 | 10:00 = 2026-11-23 10:00 | 9:59 = 2026-11-24 09:59
12am = 2026-11-24 00:00 | 12pm = 2026-11-23 12:00 | 12:30 a.m. = 2026-11-24 00:30
9am = 2026-11-24 09:00 | 11:45pm = 2026-11-23 23:45 | 15:00:30 = 2026-11-23 15:00:30
midnight = 2026-11-24 00:00 | at noon = 2026-11-23 12:00 | midday = 2026-11-23 12:00
0:00 = 2026-11-24 00:00 | fri 12am = 2026-11-27 00:00

+0d = 2026-11-23 | + 3 d = 2026-11-26 | 2w = 2026-12-07 | 1 week = 2026-11-30
in a week = 2026-11-30 | in two weeks = 2026-12-07 | three days from now = 2026-11-26
10 days later = 2026-12-03 | +3mo = 2027-02-23 | 2 months = 2027-01-23 | in a month = 2026-12-23
+1y = 2027-11-23 | in half a year = 2027-05-23 | 1.5y = 2028-05-23 | in 1 quarter = 2027-02-23
in 3 days 4pm = 2026-11-26 16:00 | 9:30 in 2 days = 2026-11-25 09:30 | 3 days ago = 2026-11-20
+2h = 2026-11-23 12:00 | 2h = 2026-11-23 12:00 | 1.5h = 2026-11-23 11:30
in an hour = 2026-11-23 11:00 | in half an hour = 2026-11-23 10:30 | 45 min = 2026-11-23 10:45
+1h30m = 2026-11-23 11:30 | in 1 hour 20 minutes = 2026-11-23 11:20 | +14h = 2026-11-24 00:00
-2h = 2026-11-23 08:00 | 5 working days = 2026-11-30 | in 1 business day = 2026-11-24
10 workdays = 2026-12-07 | 0 working days = 2026-11-23 | 1 working day ago = 2026-11-20
+2 working days 5pm = 2026-11-25 17:00

end of week = 2026-11-29 | end of the month = 2026-11-30 | end of next month = 2026-12-31
next month end = 2026-12-31 | month-end = 2026-11-30 | end of this quarter = 2026-12-31
end of next quarter = 2027-03-31 | end of next year = 2027-12-31 | eom 5pm = 2026-11-30 17:00
end of last month = 2026-10-31 | end of next week = 2026-12-06

1st dec = 2026-12-01 | december 1 2027 = 2027-12-01 | Dec 1, 2027 = 2027-12-01
1st of dec = 2026-12-01 | dec 1st = 2026-12-01 | 23 nov = 2026-11-23 | 22 nov = 2027-11-22
sept 3 = 2027-09-03 | may 4 = 2027-05-04 | on 15 jan 2028 = 2028-01-15
dec 1 9am = 2026-12-01 09:00 | 9am 1 dec = 2026-12-01 09:00 | 15th = 2026-12-15
the 23rd = 2026-11-23 | 31st = 2026-12-31 | the 5th of next month = 2026-12-05
on the 30th of this month = 2026-11-30 | dec. 25 = 2026-12-25

2026/12/01 = 2026-12-01 | 2026.12.1 = 2026-12-01 | 2026-1-5 = 2026-01-05 | 20270228 = 2027-02-28
2026-12-01 15:00:30 = 2026-12-01 15:00:30 | 2026-12-01T15:00 = 2026-12-01 15:00
2026-12-01 3pm = 2026-12-01 15:00 | 2026-12-01T15:00+01:00 = 2026-12-01 22:00
2026-12-01T15:00:00+0100 = 2026-12-01 22:00 | 2026-12-01 15:00 +08:00 = 2026-12-01 15:00
20261201T070000Z = 2026-12-01 15:00 | 2026-12-01t07:00z = 2026-12-01 15:00
9999-12-31 = 9999-12-31 | 1949-10-01 = 1949-10-01
"""

FORWARD_CHINESE = """
今日 = 2026-11-23 | 明日 = 2026-11-24 | 明天 下午 3点 = 2026-11-24 15:00
后天上午9点 = 2026-11-25 09:00 | 大后天15:30 = 2026-11-26 15:30 | 明天中午 = 2026-11-24 12:00
中午 = 2026-11-23 12:00 | 今天上午9点 = 2026-11-23 09:00 | 今晚八点半 = 2026-11-23 20:30
今晚20:00 = 2026-11-23 20:00 | 今早9点 = 2026-11-23 09:00 | 明早八点 = 2026-11-24 08:00
明晚7点 = 2026-11-24 19:00 | 明早上9点 = 2026-11-24 09:00 | 今天晚上9点一刻 = 2026-11-23 21:15
明天傍晚6点 = 2026-11-24 18:00 | 下午3点明天 = 2026-11-24 15:00 | 明天3pm = 2026-11-24 15:00

周二 = 2026-11-24 | 星期天 = 2026-11-29 | 周日 = 2026-11-29 | 礼拜天 = 2026-11-29
星期日 = 2026-11-29 | 周5 = 2026-11-27 | 本周一 = 2026-11-23 | 这周五 = 2026-11-27
这个星期五 = 2026-11-27 | 本周日 = 2026-11-29 | 下周一 = 2026-11-30 | 下周日 = 2026-12-06
下个星期三 = 2026-12-02 | 下下周五下午2点 = 2026-12-11 14:00 | 周五十点 = 2026-11-27 10:00
周五 十点半 = 2026-11-27 10:30 | 下周三15:00 = 2026-12-02 15:00
下周三 10:30 = 2026-12-02 10:30 | 周五9点 = 2026-11-27 09:00 | 周五3pm = 2026-11-27 15:00
礼拜五晚上七点三刻 = 2026-11-27 19:45 | 上周五 = 2026-11-20 | 上上周一 = 2026-11-09
11月20日 周五 = 2026-11-20 | 11月20日 周五 17:00 = 2026-11-20 17:00 | 1月4日 星期一 = 2027-01-04
2026年11月23日 周一 = 2026-11-23 | 去年11月20日周四 = 2025-11-20

15点30分 = 2026-11-23 15:30 | 15时 = 2026-11-23 15:00 | 12点半 = 2026-11-23 12:30
9点钟 = 2026-11-24 09:00 | 十点整 = 2026-11-23 10:00 | 十一点二十 = 2026-11-23 11:20
下午三点一刻 = 2026-11-23 15:15 | 下午3:30 = 2026-11-23 15:30 | 下午3点05 = 2026-11-23 15:05
下午三点零五分 = 2026-11-23 15:05 | 下午两点 = 2026-11-23 14:00 | 下午12点半 = 2026-11-23 12:30
下午15点 = 2026-11-23 15:00 | 中午12点半 = 2026-11-23 12:30 | 中午1点 = 2026-11-23 13:00
上午11点 = 2026-11-23 11:00 | 7点 = 2026-11-24 07:00
早上8点 = 2026-11-24 08:00 | 凌晨1点 = 2026-11-24 01:00
晚上8点 = 2026-11-23 20:00 | 零点 = 2026-11-24 00:00 | 0点 = 2026-11-24 00:00
正午 = 2026-11-23 12:00 | 午夜 = 2026-11-24 00:00 | 傍晚5点半 = 2026-11-23 17:30
二十点 = 2026-11-23 20:00 | 下午 ３：３０ = 2026-11-23 15:30 | 夜里11点 = 2026-11-23 23:00
下午三点四十五 = 2026-11-23 15:45 | 下午3点5分 = 2026-11-23 15:05

十天后 = 2026-12-03 | 二十天后 = 2026-12-13 | 二十五天之后 = 2026-12-18 | 3 天后 = 2026-11-26
一周后 = 2026-11-30 | 两个星期后 = 2026-12-07 | 2周以后 = 2026-12-07 | 两个月后 = 2027-01-23
一年后 = 2027-11-23 | 半年后 = 2027-05-23 | 1年后 = 2027-11-23 | 三个月以后 = 2027-02-23
三天后下午3点 = 2026-11-26 15:00 | 3天后15:00 = 2026-11-26 15:00 | +3天 = 2026-11-26
半个小时后 = 2026-11-23 10:30 | 1个半小时后 = 2026-11-23 11:30 | 三个半小时后 = 2026-11-23 13:30
45分钟后 = 2026-11-23 10:45 | 两小时后 = 2026-11-23 12:00 | 1.5小时后 = 2026-11-23 11:30
1小时20分钟后 = 2026-11-23 11:20 | 一刻钟后 = 2026-11-23 10:15 | 两个钟头后 = 2026-11-23 12:00
十个工作日后 = 2026-12-07 | 5 个工作日后 = 2026-11-30 | 1个工作日后下午5点 = 2026-11-24 17:00

月末 = 2026-11-30 | 本月底 = 2026-11-30 | 这个月底 = 2026-11-30 | 下个月底 = 2026-12-31
季度末 = 2026-12-31 | 本季度末 = 2026-12-31 | 下季度末 = 2027-03-31 | 下季末 = 2027-03-31
年末 = 2026-12-31 | 今年底 = 2026-12-31 | 今年年底 = 2026-12-31 | 明年底 = 2027-12-31
月底下午5点 = 2026-11-30 17:00 | 上月底 = 2026-10-31

15号 = 2026-12-15 | 23号 = 2026-11-23 | 22日 = 2026-12-22 | 三十一号 = 2026-12-31
二十五号 = 2026-11-25 | 本月25号 = 2026-11-25 | 这个月15号 = 2026-11-15 | 下月5号 = 2026-12-05
下个月五号上午十点 = 2026-12-05 10:00 | 下下个月1号 = 2027-01-01
15号下午3点 = 2026-12-15 15:00 | 二十五号14:00 = 2026-11-25 14:00 | 12月25 = 2026-12-25
12月25 9:00 = 2026-12-25 09:00 | 12月25下午3点 = 2026-12-25 15:00 | 十一月二十三日 = 2026-11-23
11月22日 = 2027-11-22 | 1月8日9点 = 2027-01-08 09:00 | 明年3月5日 = 2027-03-05
今年12月1日 = 2026-12-01 | 今年1月8日 = 2026-01-08 | 后年1月1日 = 2028-01-01
2026 年 12 月 25 日 = 2026-12-25 | 2026年12月25日 15:00 = 2026-12-25 15:00
二〇二六年十二月二十五日 = 2026-12-25 | ２０２６年１２月１日 = 2026-12-01 | 昨天 = 2026-11-22
前天 = 2026-11-21 | 3天前 = 2026-11-20
"""


@pytest.mark.parametrize(("phrase", "meaning"), table(FORWARD) + table(FORWARD_CHINESE))
def test_forward(phrase: str, meaning: str) -> None:
    assert said(parse(phrase, NOW)) == meaning


# Looking back ----------------------------------------------------------------------------------

BACK = """
now = 2026-11-23 10:00 | yesterday = 2026-11-22 | yesterday 3pm = 2026-11-22 15:00
3pm yesterday = 2026-11-22 15:00 | day before yesterday = 2026-11-21
last night 9pm = 2026-11-22 21:00 | today 9:15 = 2026-11-23 09:15
this morning at 9 = 2026-11-23 09:00

2h ago = 2026-11-23 08:00 | -2h = 2026-11-23 08:00 | 2h = 2026-11-23 08:00
90 min ago = 2026-11-23 08:30 | half an hour ago = 2026-11-23 09:30
an hour ago = 2026-11-23 09:00 | 1h30m ago = 2026-11-23 08:30 | 3 days ago = 2026-11-20
-3d = 2026-11-20 | 3d = 2026-11-20 | 3d ago = 2026-11-20 | a week ago = 2026-11-16
two weeks ago 3pm = 2026-11-09 15:00 | 1 month ago = 2026-10-23 | 3 working days = 2026-11-18
3 working days ago = 2026-11-18

last fri = 2026-11-20 | fri = 2026-11-20 | sun = 2026-11-22 | mon = 2026-11-16
tue = 2026-11-17 | fri 3pm = 2026-11-20 15:00 | 15:00 = 2026-11-22 15:00
9:00 = 2026-11-23 09:00 | 10:00 = 2026-11-23 10:00 | 10:01 = 2026-11-22 10:01
noon = 2026-11-22 12:00 | midnight = 2026-11-23 00:00 | 3pm = 2026-11-22 15:00
last mon = 2026-11-16 | this mon = 2026-11-23 | monday last week = 2026-11-16

dec 1 = 2025-12-01 | nov 23 = 2026-11-23 | nov 24 = 2025-11-24 | jan 8 = 2026-01-08
15th = 2026-11-15 | 24th = 2026-10-24 | 31st = 2026-10-31 | the 23rd = 2026-11-23
eom = 2026-10-31 | eow = 2026-11-22 | eoq = 2026-09-30 | eoy = 2025-12-31
2026-11-20 15:00 = 2026-11-20 15:00 | end of last quarter = 2026-09-30

昨天下午3点 = 2026-11-22 15:00 | 昨天 = 2026-11-22 | 前天 = 2026-11-21 | 大前天 = 2026-11-20
昨晚八点 = 2026-11-22 20:00 | 昨天中午 = 2026-11-22 12:00 | 前天上午10点半 = 2026-11-21 10:30
上周五 = 2026-11-20 | 上周五下午2点 = 2026-11-20 14:00 | 11月27日 周五 = 2026-11-27 | Tue 24 Nov = 2026-11-24 | 上上周三 = 2026-11-11
上个星期一 = 2026-11-16 | 周五 = 2026-11-20 | 周一 = 2026-11-16 | 周日下午3点 = 2026-11-22 15:00
本周一 = 2026-11-23 | 半小时前 = 2026-11-23 09:30 | 3天前 = 2026-11-20 | 两周前 = 2026-11-09
一个月前 = 2026-10-23 | 1个半小时前 = 2026-11-23 08:30 | 20分钟之前 = 2026-11-23 09:40
3个工作日前 = 2026-11-18 | 下午3点 = 2026-11-22 15:00 | 9点 = 2026-11-23 09:00
早上9点 = 2026-11-23 09:00 | 午夜 = 2026-11-23 00:00 | 15号 = 2026-11-15
15号下午3点 = 2026-11-15 15:00 | 24号 = 2026-10-24 | 上月15号 = 2026-10-15
上个月5号 = 2026-10-05 | 12月1日 = 2025-12-01 | 11月23日 = 2026-11-23 | 去年12月1日 = 2025-12-01
前年5月1日 = 2024-05-01 | 月底 = 2026-10-31 | 上月底 = 2026-10-31 | 季末 = 2026-09-30
年底 = 2025-12-31 | 去年底 = 2025-12-31 | 上季度末 = 2026-09-30

tomorrow = 2026-11-24 | 明天下午3点 = 2026-11-24 15:00 | +3d = 2026-11-26 | 三天后 = 2026-11-26
next fri = 2026-12-04 | in 2 hours = 2026-11-23 12:00
"""


@pytest.mark.parametrize(("phrase", "meaning"), table(BACK))
def test_back(phrase: str, meaning: str) -> None:
    assert said(parse(phrase, NOW, past=True)) == meaning


# Other days and zones --------------------------------------------------------------------------

ELSEWHEN = [
    # on a Friday, that Friday is neither the next nor the last
    ("2026-11-27 18:00", "fri", "2026-12-04", "2026-11-20"),
    ("2026-11-27 18:00", "周五", "2026-12-04", "2026-11-20"),
    ("2026-11-27 18:00", "本周五", "2026-11-27", "2026-11-27"),
    ("2026-11-27 18:00", "last fri", "2026-11-20", "2026-11-20"),
    # on a Sunday, the last day of its week
    ("2026-11-29 08:00", "下周一", "2026-11-30", "2026-11-30"),
    ("2026-11-29 08:00", "last fri", "2026-11-20", "2026-11-20"),
    ("2026-11-29 08:00", "fri", "2026-12-04", "2026-11-27"),
    ("2026-11-29 08:00", "eow", "2026-11-29", "2026-11-29"),
    ("2026-11-29 08:00", "this mon", "2026-11-23", "2026-11-23"),
    ("2026-11-29 08:00", "1 working day", "2026-11-30", "2026-11-27"),
    # ends of months, quarters and years count on their own day
    ("2026-11-30 10:00", "月底", "2026-11-30", "2026-11-30"),
    ("2026-12-31 10:00", "eoy", "2026-12-31", "2026-12-31"),
    ("2026-12-31 10:00", "eoq", "2026-12-31", "2026-12-31"),
    ("2026-12-31 10:00", "下月底", "2027-01-31", "2027-01-31"),
    ("2026-12-31 10:00", "1月1日", "2027-01-01", "2026-01-01"),
    ("2026-12-31 10:00", "1号", "2027-01-01", "2026-12-01"),
    ("2026-12-31 10:00", "下个月5号", "2027-01-05", "2027-01-05"),
    # short months
    ("2027-01-31 10:00", "一个月后", "2027-02-28", "2027-02-28"),
    ("2027-01-31 10:00", "in 2 months", "2027-03-31", "2027-03-31"),
    ("2027-03-31 10:00", "1 month ago", "2027-02-28", "2027-02-28"),
    ("2028-02-29 10:00", "+1y", "2029-02-28", "2029-02-28"),
    ("2027-02-10 10:00", "31号", "2027-03-31", "2027-01-31"),
    ("2027-03-10 10:00", "30号", "2027-03-30", "2027-01-30"),
    ("2027-11-10 10:00", "2月29日", "2028-02-29", None),
    ("2028-03-10 10:00", "feb 29", None, "2028-02-29"),
    # around midnight
    ("2026-11-23 23:59:30", "+1min", "2026-11-24 00:00:30", "2026-11-24 00:00:30"),
    ("2026-11-23 23:59:30", "23:59", "2026-11-24 23:59", "2026-11-23 23:59"),
    ("2026-11-23 00:00", "midnight", "2026-11-23 00:00", "2026-11-23 00:00"),
    ("2026-12-31 23:00", "2小时后", "2027-01-01 01:00", "2027-01-01 01:00"),
]


@pytest.mark.parametrize(("now", "phrase", "forward", "back"), ELSEWHEN)
def test_on_other_days(now: str, phrase: str, forward: str | None, back: str | None) -> None:
    for past, meaning in ((False, forward), (True, back)):
        if meaning is None:
            with pytest.raises(BadPhrase, match="no such day"):
                parse(phrase, at(now), past=past)
        else:
            assert said(parse(phrase, at(now), past=past)) == meaning


SATURDAY = "2027-03-27T22:00+01:00"  # the clocks go forward at 02:00 on Sunday
SUNDAY = "2026-10-25T00:30+02:00"  # the clocks go back at 03:00
REPEATED = "2026-10-25T02:15+01:00"  # the second 02:15 of that Sunday

CLOCK_CHANGES = [
    (SATURDAY, "+5h", "2027-03-28T04:00:00+02:00"),
    (SATURDAY, "半小时后", "2027-03-27T22:30:00+01:00"),
    (SATURDAY, "24小时后", "2027-03-28T23:00:00+02:00"),
    (SATURDAY, "tomorrow 3pm", "2027-03-28T15:00:00+02:00"),
    (SATURDAY, "明天凌晨1点", "2027-03-28T01:00:00+01:00"),
    (SATURDAY, "3:00", "2027-03-28T03:00:00+02:00"),
    (SATURDAY, "+1d", "2027-03-28"),
    (SATURDAY, "2027-03-28T02:30+01:00", "2027-03-28T03:30:00+02:00"),
    (SATURDAY, "2027-06-01T12:00Z", "2027-06-01T14:00:00+02:00"),
    (SATURDAY, "90min ago", "2027-03-27T20:30:00+01:00"),
    (SUNDAY, "+1h", "2026-10-25T01:30:00+02:00"),
    (SUNDAY, "+2h", "2026-10-25T02:30:00+02:00"),
    (SUNDAY, "3小时后", "2026-10-25T02:30:00+01:00"),
    (SUNDAY, "4小时后", "2026-10-25T03:30:00+01:00"),
    (SUNDAY, "3:00", "2026-10-25T03:00:00+01:00"),
    (SUNDAY, "2026-10-25T02:30+01:00", "2026-10-25T02:30:00+01:00"),
    (SUNDAY, "2026-10-25T02:30+02:00", "2026-10-25T02:30:00+02:00"),
    (REPEATED, "now", "2026-10-25T02:15:00+01:00"),
    (REPEATED, "半小时前", "2026-10-25T02:45:00+02:00"),
    (REPEATED, "1h ago", "2026-10-25T02:15:00+02:00"),
    (REPEATED, "in 1 hour", "2026-10-25T03:15:00+01:00"),
    (REPEATED, "2 hours ago", "2026-10-25T01:15:00+02:00"),
]


@pytest.mark.parametrize(("now", "phrase", "meaning"), CLOCK_CHANGES)
def test_when_the_clocks_change(now: str, phrase: str, meaning: str) -> None:
    when = parse(phrase, datetime.fromisoformat(now).astimezone(BERLIN))
    assert when.value.isoformat() == meaning
    if isinstance(when.value, datetime):
        assert when.value.tzinfo is BERLIN


@pytest.mark.parametrize(
    ("now", "phrase", "reason"),
    [
        (SATURDAY, "2027-03-28 02:30", "skip that hour"),
        (SATURDAY, "tomorrow 2:30", "skip that hour"),
        (SATURDAY, "凌晨2点半", "skip that hour"),
        (SUNDAY, "2:30", "comes twice"),
        (SUNDAY, "2026-10-25T02:30", "comes twice"),
        (SUNDAY, "今天凌晨2点", "comes twice"),
    ],
)
def test_hours_that_the_clocks_skip_or_repeat(now: str, phrase: str, reason: str) -> None:
    with pytest.raises(BadPhrase, match=reason):
        parse(phrase, datetime.fromisoformat(now).astimezone(BERLIN))


def test_fractions_of_a_second_are_dropped() -> None:
    now = NOW.replace(microsecond=999_999)
    assert said(parse("10:00", now)) == "2026-11-23 10:00"
    assert said(parse("+1h", now)) == "2026-11-23 11:00"


def test_an_hour_past_the_last_year_in_utc_is_refused() -> None:
    evening = at("2026-11-23 10:00", ZoneInfo("America/New_York"))
    with pytest.raises(BadPhrase, match="too far away"):
        parse("9999-12-31 23:00", evening)


def test_today_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert parse("today", late.astimezone(SHANGHAI)).value == date(2026, 11, 24)
    assert parse("today", late.astimezone(BERLIN)).value == date(2026, 11, 23)


# Working days ----------------------------------------------------------------------------------


def test_working_days_are_those_given() -> None:
    """A week of holidays from Thursday 1 October 2026, made up for on Saturday the 10th."""

    def working(day: date) -> bool:
        if date(2026, 10, 1) <= day <= date(2026, 10, 7):
            return False
        return day.weekday() < 5 or day == date(2026, 10, 10)

    before = at("2026-09-30 10:00")
    assert parse("3个工作日后", before, working_day=working).value == date(2026, 10, 10)
    assert parse("4 working days", before, working_day=working).value == date(2026, 10, 12)
    after = at("2026-10-12 10:00")
    assert parse("4个工作日前", after, working_day=working).value == date(2026, 9, 30)
    assert parse("3 working days", after, past=True, working_day=working).value == date(2026, 10, 8)


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(BadPhrase):
        parse("1 working day", at("9998-01-01 10:00"), working_day=lambda _: False)


# What is refused -------------------------------------------------------------------------------

REFUSED = {
    "is not understood": """
        blah | next | last | in | + | d | 3 | 03 | 1500 | fri 3 | today tomorrow | ad | ah | ay
        amin | oneday | +3d ago | in 3 days ago | -3d later | +3天后 | 下周八 | 周八 | 天 | 号 | 点
        三天 | 半小时 | 3天内 | 周五前 | 月底前 | 3月后 | 10日前 | 半天后 | 1.5天后 | 1.5d
        半个月后 | 下午三点五 | 3点15分20秒 | tomorrow 3pm 4pm | fri sat | 明天后天 | eod | 2026
        2026-12 | 202612 | 2026-12/01 | 2026-12-01T15:00:00.5 | 2026-12-01T15:00+08:75
        十二月二十五五点 | ٣d | ٣天后 | 下下下周一 | 下上周一 | +3 | 12月1号号 | 2026-W48 | fri..sat
        before fri | tomorrow-3pm | --3d | +-3d | 3dd | 100天天后 | 月15号 | 两日 | 两月三日 | 两号
    """,
    "more than one way": """
        12/1 | 1/12/2026 | 12-01 | 12.1 | 12/01/26 | 26-12-2026 | 3m | +3m | in 3 m | 3m ago | 3点
        明天3点 | 三点一刻 | 5点半 | 6点 | 周五2点 | at 3 | fri at 3 | 12/1 15:00 | fri midnight
        tomorrow midnight | 明天午夜 | 半夜
    """,
    "part of a day": """
        tomorrow morning | tonight | fri afternoon | evening | last night | 明天下午 | 下午 | 今晚
        明早 | 周五晚上 | 12月1日上午 | 凌晨 | 傍晚 | 三天后早上
    """,
    "does not name one day": """
        next week | this week | next month | last year | next quarter | weekend | this weekend
        下周 | 本周 | 上周 | 下个月 | 这个月 | 明年 | 周末 | 下周末 | 月初 | 下月初 | 年初 | 年中
        下季度 | 下周下午3点 | next week 3pm
    """,
    "no such day or hour": """
        2026-02-30 | 20260230 | 2026年2月30日 | feb 30 | 2月30日 | 31 june | 13月1日 | 0月1日
        12月32日 | 32号 | 0号 | 40th | 25:00 | 24:00 | 周五24点 | 25点 | 12:60 | 15:00:60 | 13pm
        0am | tomorrow 13:00pm | 上上月31号 | 2月29日 | 0000-01-01 | 2026-13-01 | 三五天后
        十二月三二日 | 2026-12-01 24:00 | 下午3点75 | 2026-12-01T15:00+25:00 | dec 0
    """,
    "not in that part of the day": """
        上午15点 | 上午12点 | 晚上12点 | 今晚12点 | 晚上3点 | 凌晨9点 | 早上15点 | 中午6点
        tonight at 3 | tomorrow morning 3pm | tomorrow evening 5am | 下午0点 | 凌晨12点
    """,
    "another weekday": """
        thu 20 nov | fri 27 nov 2027 | 11月20日周四 | 2026年11月23日 周二
    """,
    "too far away": """
        +99999999d | 99999999999999天后 | +9999999w | +9000y | 9000年后 | 2026年后 | 2026年前
        -200y | +99999999h | 99999 working days | 1899-12-31 | 0206-12-01
    """,
}
ODD = {
    "a day or a time is missing": ["", "   ", "\t\n"],
    "is not understood": [
        *(
            "tomorrow\x00",
            "\x1b[31mfri",
            "fri\u200b",
            "fri\x1f3pm",
            "fri" + " " * 90,
            "\ud800",
            "x" * 81,
            "今天" * 100,
        ),
    ],
    "too far away": ["9" * 70 + "h", "9" * 70 + "d"],
}
CASES = [
    *((phrase, reason) for reason, text in REFUSED.items() for phrase in split(text)),
    *((phrase, reason) for reason, phrases in ODD.items() for phrase in phrases),
]


@pytest.mark.parametrize(("phrase", "reason"), CASES)
@pytest.mark.parametrize("past", [False, True])
def test_refused(phrase: str, reason: str, past: bool) -> None:
    with pytest.raises(BadPhrase, match=reason) as caught:
        parse(phrase, NOW, past=past)
    assert caught.value.exit_code == 2
    assert caught.value.hint is not None


def test_a_refusal_names_the_phrase_and_shows_examples() -> None:
    with pytest.raises(BadPhrase) as caught:
        parse("下周八", NOW)
    assert str(caught.value) == "'下周八' is not understood as a day or a time"
    assert str(caught.value.hint).count(",") >= 3
    with pytest.raises(BadPhrase) as back:
        parse("下周八", NOW, past=True)
    assert "yesterday" in str(back.value.hint)


@pytest.mark.parametrize("past", [False, True])
def test_every_example_in_a_hint_is_understood(past: bool) -> None:
    hints = set()
    for phrase in ("blah", "12/1", "3m", "3点", "fri midnight"):
        with pytest.raises(BadPhrase) as caught:
            parse(phrase, NOW, past=past)
        hints.add(str(caught.value.hint))
    assert len(hints) == 5
    for hint in hints:
        for example in hint.removeprefix("for example: ").split(", "):
            assert parse(example, NOW, past=past)


def test_two_readings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No phrase known to us has two; a rule added later may give it a second."""
    monkeypatch.setattr("cmcli.domain.when.days", two_days)
    with pytest.raises(BadPhrase, match="more than one way"):
        parse("fri", NOW)


def two_days(text: str) -> list[Callable[[object], date]]:
    return [lambda _: date(2026, 11, 27), lambda _: date(2026, 12, 4)] if text == "fri" else []


def test_a_refusal_is_printable_and_short() -> None:
    for phrase in ("\x1b[31m" + "fri" * 200, "a\nb", "\u202efri"):
        with pytest.raises(BadPhrase) as caught:
            parse(phrase, NOW)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 100


# The start of a day ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("Asia/Shanghai", "2026-12-01", "2026-11-30T16:00:00+00:00"),
        ("Europe/Berlin", "2026-12-01", "2026-11-30T23:00:00+00:00"),
        ("Europe/Berlin", "2027-03-28", "2027-03-27T23:00:00+00:00"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00+00:00"),  # 00:00 is skipped
        ("America/Havana", "2026-11-01", "2026-11-01T04:00:00+00:00"),  # 00:00 comes twice
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00+00:00"),  # the whole day is skipped
    ],
)
def test_start_of_a_day(zone: str, day: str, start: str) -> None:
    when = parse(day, NOW)
    assert when.start(ZoneInfo(zone)).isoformat() == start


def test_start_of_an_instant_is_the_instant_in_utc() -> None:
    start = parse("2026-12-01 15:00", NOW).start(BERLIN)
    assert start.isoformat() == "2026-12-01T07:00:00+00:00"


# Whatever is typed -----------------------------------------------------------------------------

ENGLISH_WORDS = """
    today tomorrow yesterday fri monday next last this in at on the of ago end month week year noon
    midnight 3pm 15:00 25:00 9 12 31 2026 -12-01 / + - 3d 2h 99999999 mo min working days z t : . ,
"""
CHINESE_WORDS = """
    今天 明天 昨天 今晚 下 上 本 周 月 年 季 末 底 五 十 二十 两 半 个 天 小时 分钟 后 前 工作日
    点 分 刻 号 日 上午 下午 晚上 中午
"""
WORDS = ENGLISH_WORDS.split() + CHINESE_WORDS.split()
PHRASES = st.one_of(
    st.text(),
    st.lists(st.sampled_from(WORDS), max_size=7).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join),
)
MOMENTS = st.integers(946_684_800, 3_786_912_000)  # seconds: the years 2000 to 2089
ZONES = st.sampled_from([SHANGHAI, BERLIN])


@settings(deadline=None)
@given(PHRASES, MOMENTS, ZONES, st.booleans())
def test_any_text_is_read_or_refused(phrase: str, moment: int, zone: ZoneInfo, past: bool) -> None:
    now = datetime.fromtimestamp(moment, zone)
    try:
        when = parse(phrase, now, past=past)
    except BadPhrase:
        return
    assert isinstance(when.value, datetime) == (when.kind == "instant")
    assert when.start(zone).tzinfo is UTC
    again = parse(when.value.isoformat(), now, past=past)
    assert (again.kind, again.start(zone)) == (when.kind, when.start(zone))


RELATIVE = st.builds(
    str.format,
    st.sampled_from(["+{}{}", "in {} {}", "{} {} later"]),
    st.integers(0, 200),
    st.sampled_from(["d", "days", "w", "weeks", "months", "y", "working days", "h", "min"]),
) | st.builds(
    str.format,
    st.sampled_from(["{}{}后", "{}{}以后", "+{}{}"]),
    st.integers(0, 200),
    st.sampled_from(["天", "周", "个月", "年", "个工作日", "小时", "分钟"]),
)
BARE = st.sampled_from(
    [
        *("mon", "fri", "周日", "15:00", "9:05", "noon", "下午3点", "12点", "15th", "15号", "31号"),
        *(
            "12月1日",
            "jan 8",
            "eow",
            "eom",
            "季末",
            "年底",
            "3d",
            "2h",
            "5 working days",
            "midnight",
        ),
    ]
)


@settings(deadline=None)
@given(RELATIVE, MOMENTS, ZONES)
def test_later_is_not_before_today(phrase: str, moment: int, zone: ZoneInfo) -> None:
    now = datetime.fromtimestamp(moment, zone)
    when = parse(phrase, now)
    if isinstance(when.value, datetime):
        assert when.start(zone) >= now.astimezone(UTC)
    else:
        assert when.value >= now.date()


@settings(deadline=None)
@given(BARE, MOMENTS)
def test_bare_forms_are_the_next_or_the_last(phrase: str, moment: int) -> None:
    now = datetime.fromtimestamp(moment, SHANGHAI)
    ahead, back = parse(phrase, now).value, parse(phrase, now, past=True).value
    present = now if isinstance(ahead, datetime) else now.date()
    assert back <= present <= ahead


@settings(deadline=None)
@given(st.integers(0, 100_000), MOMENTS)
def test_minutes_elapse_exactly(minutes: int, moment: int) -> None:
    now = datetime.fromtimestamp(moment, BERLIN)
    for phrase in (f"+{minutes}min", f"{minutes}分钟后"):
        assert parse(phrase, now).start(BERLIN) - now.astimezone(UTC) == timedelta(minutes=minutes)
