"""Districts read from addresses, and hours as they are typed or wished for."""

from typing import Any

import pytest

from cmcli.domain import opening as rules
from cmcli.domain.plan import Plan
from cmcli.errors import Usage
from tests.builders import NOW, client


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("上海市浦东新区世纪大道100号", "浦东新区"),
        ("浦东新区世纪大道100号", "浦东新区"),
        ("北京市 朝阳区 建国路8号", "朝阳区"),
        ("浙江省义乌市稠城街道宾王小区3幢", "义乌市"),
        ("广东省东莞市长安镇", "东莞市"),
        ("湖南省长沙市长沙县星沙街道", "长沙县"),
        ("内蒙古自治区呼和浩特市新城区中山东路", "新城区"),
        ("内蒙古自治区锡林郭勒盟锡林浩特市", "锡林浩特市"),
        ("青岛市市南区香港中路", "市南区"),
        ("乌鲁木齐市新市区北京路", "新市区"),
        ("江苏省苏州市工业园区星海街", "工业园区"),
        # A street's word inside the name of a district or city is no street.
        ("台州市路桥区银安街", "路桥区"),
        ("宁波市镇海区招宝山", "镇海区"),
        ("哈尔滨市道里区", "道里区"),
        ("景德镇市浮梁县", "浮梁县"),
        ("河南省新乡市新乡县", "新乡县"),
        # No district of its own: the city.
        ("上海市世纪大道100号", "上海市"),
        ("上海市徐汇区漕溪小区3号", "徐汇区"),
        # Behind the street nothing is a district any more.
        ("中山路超市对面", None),
        ("世纪大道100号A区", None),
        ("12 Main Street, Springfield", None),
        ("", None),
        (None, None),
    ],
)
def test_the_district_is_the_last_part_before_the_street(
    address: str | None, district: str | None
) -> None:
    assert rules.district_of(address) == district


def test_a_district_that_was_given_beats_the_address() -> None:
    assert rules.district(client(address="上海市徐汇区漕溪路")) == "徐汇区"
    assert rules.district(client(address="上海市徐汇区漕溪路", district="闵行区")) == "闵行区"
    assert rules.district(client()) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("09:00-11:30,14:00-17:00", "09:00-11:30,14:00-17:00"),
        ("9-12", "09:00-12:00"),
        ("9:00–11:30，14：00至17：00", "09:00-11:30,14:00-17:00"),
        ("00:00-24:00", "00:00-24:00"),
        ("9:00-11:00,11:00-12:00", "09:00-11:00,11:00-12:00"),
    ],
)
def test_hours_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert rules.clean_hours(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "mornings", "9:00", "12:00-9:00", "9:00-9:00", "23:00-25:00", "9:60-10:00",
     "14:00-17:00,9:00-10:00", "9:00-11:00,10:00-12:00", "9:00-11:00,"],
)  # fmt: skip
def test_what_are_no_hours_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Usage) as error:
        rules.clean_hours(typed)
    assert "09:00-11:30" in str(error.value.hint)


def plan(hours: str | None) -> Plan:
    return Plan(1, 1, "", None, hours, None, None, None, None, NOW, None)


@pytest.mark.parametrize(
    ("wished", "windows"),
    [
        ("9:00-10:30", ((540, 630),)),
        ("after 19:00", ((1140, 1440),)),
        ("before 10", ((0, 600),)),
        ("weekday mornings", ((0, 720),)),
        ("mornings or evenings", ((0, 720), (1080, 1440))),
        ("晚上七点以后", ((1140, 1440),)),
        ("下午3点半以后", ((930, 1440),)),
        ("19：00以后", ((1140, 1440),)),
        ("十点前", ((0, 600),)),
        ("0点以后", None),
        ("工作日上午", ((0, 720),)),
        ("周末", None),
        ("call first", None),
        (None, None),
    ],
)
def test_the_plans_words_count_as_far_as_they_are_understood(
    wished: str | None, windows: Any
) -> None:
    found = rules.open_hours(client(), plan(wished))
    assert (found.windows if found else None) == windows
    assert found is None or (found.text, found.planned) == (wished, True)


def test_the_clients_own_hours_come_before_the_plan() -> None:
    found = rules.open_hours(client(hours="09:00-11:30"), plan("after 19:00"))
    assert found == rules.Opening(((540, 690),), "09:00-11:30")
    assert rules.open_hours(client(), None) is None
