"""Whether two files may be of one client."""

from typing import Any

import pytest

from cmcli.domain.twins import Facts, core, likeness, short_name, spellings
from tests.builders import client

KNOWN = client(name="单雄信", pinyin="shanxiongxin", phone="13912345678")


def facts(name: str = "别人", pinyin: str = "bieren", **given: Any) -> Facts:
    return Facts(name, given.get("kind", "person"), pinyin, given.get("phone"))


@pytest.mark.parametrize(
    "text",
    ["13912345678", "+8613912345678", "008613912345678", "8613912345678", "+86 139-1234-5678"],
)
def test_a_number_is_one_number_however_it_is_written(text: str) -> None:
    assert core(text) == "13912345678"
    assert likeness(KNOWN, facts(phone=text)) == "phone"


def test_an_area_code_with_and_without_its_nought_is_one_number() -> None:
    assert core("021-62345678") == core("+862162345678") == core("+86 (0)21 62345678")


def test_other_countries_and_other_numbers_stay_apart() -> None:
    assert core("+4930123456") == core("004930123456") == "+4930123456"
    assert core("+113912345678") != core("13912345678")
    assert core("13912345678x12") != core("13912345678")
    assert likeness(KNOWN, facts(phone="13912345679")) is None


@pytest.mark.parametrize("text", ["13912345678", "+862162345678", "+4930123456"])
def test_the_book_is_searched_for_every_spelling_of_the_core(text: str) -> None:
    assert {core(spelling) for spelling in spellings(text)} == {core(text)}
    assert text in spellings(text)


@pytest.mark.parametrize(
    ("name", "pinyin", "how"),
    [
        ("单雄信", "shanxiongxin", "name"),
        ("shan xiongxin", "shanxiongxin", "sound"),
        ("Shan Xiongxin", "shanxiongxin", "sound"),
        ("善雄心", "shanxiongxin", "sound"),
        ("单雄", "shanxiong", None),
    ],
)
def test_a_name_is_alike_by_its_characters_or_by_its_sound(
    name: str, pinyin: str, how: str | None
) -> None:
    assert likeness(KNOWN, facts(name, pinyin)) == how


def test_two_names_in_characters_each_with_a_number_are_two_people() -> None:
    other = "13700000000"
    assert likeness(KNOWN, facts("善雄心", "shanxiongxin", phone=other)) is None
    # Typed in letters it may be the same name, whatever the number.
    assert likeness(KNOWN, facts("shan xiongxin", "shanxiongxin", phone=other)) == "sound"
    # So may the same name with a new number.
    assert likeness(KNOWN, facts("单雄信", "shanxiongxin", phone=other)) == "name"


def test_sound_is_for_people_only() -> None:
    company = client(name="善信", kind="company", pinyin="shanxin")
    assert likeness(company, facts("单信", "shanxin", kind="company")) is None
    assert likeness(company, facts("单信", "shanxin")) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华东机械", "华东机械有限公司"),
        ("华东机械股份有限公司", "华东机械有限责任公司"),
        ("Acme Tools Co., Ltd.", "ACME TOOLS"),
        ("Acme Tools Inc", "Acme Tools LLC"),
    ],
)
def test_a_company_is_alike_without_its_legal_form(one: str, other: str) -> None:
    known = client(name=one, kind="company", pinyin="x")
    assert likeness(known, facts(other, "y", kind="company")) == "name"


def test_a_name_that_is_only_a_legal_form_stays() -> None:
    assert short_name("有限公司") == "有限公司"
    assert short_name("Costco") == "Costco"
