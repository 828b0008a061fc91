"""Clients: what is taken down and how, standing, merging, and what is masked."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmcli.domain import client as rules
from cmcli.domain.change import Change, Insert, Update
from cmcli.domain.client import ClientTag, Standing, mask, mask_address
from cmcli.errors import Refused, Usage
from tests.builders import NOW, client


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王建国", "王建国"),
        ("  王　建国  ", "王 建国"),
        ("[bold]王[/bold]", "[bold]王[/bold]"),
        ('O\'Neil "Bob" 100%_', 'O\'Neil "Bob" 100%_'),
        ("王\x1b[31m建\x00国\n", "王 [31m建 国"),
        ("王\u202e建国", "王 建国"),  # turns the direction of writing
        ("小明🙂", "小明🙂"),
        ("x" * 200, "x" * 200),
    ],
)
def test_a_name_is_kept_as_typed_without_what_cannot_be_printed(typed: str, kept: str) -> None:
    assert rules.clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "\x00\x1b", "\u200b", "x" * 201])
def test_a_name_is_needed_and_has_its_limit(typed: str) -> None:
    with pytest.raises(Usage):
        rules.clean_name(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 第一行\r\n第二行\t3 ", "第一行\n第二行\t3"),
        ("a\x1b[2Jb\x00", "a[2Jb"),
        ("张总　来电", "张总 来电"),  # the space of Chinese typing
    ],
)
def test_a_note_keeps_its_lines_and_loses_control_characters(typed: str, kept: str) -> None:
    assert rules.clean_text(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["密码123456", "密码是123456", "密码：abc123", "password: hunter22", "Passcode=9911",
     "cvv 123", "CVC2:123", "安全码 456"],
)  # fmt: skip
def test_a_password_or_a_card_code_is_never_kept(typed: str) -> None:
    with pytest.raises(Usage):
        rules.clean_text(typed)


@pytest.mark.parametrize(
    "typed",
    ["密码输错3次, 卡被锁", "忘记密码,已重置2次", "重置密码", "password reset by 3pm", "人脸识别失败2次",
     "密码3次都错", "客户问cvv是什么"],
)  # fmt: skip
def test_a_note_may_speak_of_passwords(typed: str) -> None:
    assert rules.clean_text(typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 1234 5678", "13812345678"),
        ("+86-138-1234-5678", "+8613812345678"),
        ("＋86 13812345678", "+8613812345678"),
        ("(021) 6234.5678x12", "02162345678x12"),
        ("（021）62345678", "02162345678"),
        ("95588", "95588"),
    ],
)
def test_a_telephone_number_is_kept_by_its_digits(typed: str, kept: str) -> None:
    assert rules.clean_phone(typed) == kept


@pytest.mark.parametrize("typed", ["1234", "abc", "138-1234-567a", "1" * 16, "++8612345", ""])
def test_what_is_no_telephone_number_is_an_error(typed: str) -> None:
    with pytest.raises(Usage):
        rules.clean_phone(typed)


def test_an_address_of_mail_has_one_at_and_a_dot() -> None:
    assert rules.clean_email(" a.b@example.com ") == "a.b@example.com"
    for wrong in ("a@b", "a b@example.com", "example.com", "a@b@c.com"):
        with pytest.raises(Usage):
            rules.clean_email(wrong)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1980-05-01", "1980-05-01"),
        ("2000-02-29", "2000-02-29"),
        ("lunar:10-15", "lunar:10-15"),
        ("lunar:1-5", "lunar:01-05"),
        ("农历12-30", "lunar:12-30"),
    ],
)
def test_a_birthday_is_a_date_or_a_day_of_the_lunar_year(typed: str, kept: str) -> None:
    assert rules.clean_birthday(typed) == kept


@pytest.mark.parametrize("typed", ["1999-02-29", "lunar:13-01", "lunar:12-31", "05-01", "五月", ""])
def test_what_is_no_birthday_is_an_error(typed: str) -> None:
    with pytest.raises(Usage):
        rules.clean_birthday(typed)


def test_tags_are_distinct_words() -> None:
    assert rules.clean_tags(["#高净值", "vip", "vip", " two words "]) == "高净值 vip two-words"
    assert rules.clean_tags([]) == ""
    with pytest.raises(Usage):
        rules.clean_tags(["#"])


# Standing


def standings(changes: list[Change]) -> list[object]:
    return [c.record for c in changes if isinstance(c, Insert) and isinstance(c.record, Standing)]


def test_a_new_client_begins_its_standing() -> None:
    new = client(id=-1, tier="key")
    assert rules.add(new) == [Insert(new), Insert(Standing(-2, -1, "key", "active", NOW))]


def test_another_tier_or_status_begins_a_new_standing_and_another_fact_does_not() -> None:
    assert standings(rules.edit(client(), NOW, tier="key")) == [
        Standing(-1, 1, "key", "active", NOW)
    ]
    assert standings(rules.edit(client(), NOW, status="dormant", need="x")) == [
        Standing(-1, 1, "standard", "dormant", NOW)
    ]
    assert rules.edit(client(), NOW, need="x") == [Update("client", 1, {"need": "x"})]
    assert rules.edit(client(need="x"), NOW, need="x") == []


def test_archiving_happens_once() -> None:
    assert rules.archive(client(), [], NOW) == [Update("client", 1, {"archived_at": NOW})]
    with pytest.raises(Refused):
        rules.archive(client(archived_at=NOW), [], NOW)


def test_a_client_with_open_promises_is_not_archived() -> None:
    with pytest.raises(Refused, match="b3, r4"):
        rules.archive(client(), ["b3", "r4"], NOW)


def test_nothing_is_merged_into_an_archived_client() -> None:
    with pytest.raises(Refused, match="archived"):
        rules.merge(client(id=1, archived_at=NOW), client(id=2), [], NOW)


# Merging


def test_merging_moves_what_is_owned_fills_blanks_joins_tags_and_puts_the_other_away() -> None:
    keep = client(id=1, phone="13812345678", tags="vip a")
    other = client(id=2, phone="13900000000", need="学费", tags="a b", tier="key")
    owned = [("callback", "client_id", 7), ("standing", "client_id", 8), ("client", "merged_into_id", 9)]  # fmt: skip
    assert rules.merge(keep, other, owned, NOW) == [
        Update("callback", 7, {"client_id": 1}),
        Update("client", 9, {"merged_into_id": 1}),
        Update("client", 1, {"need": "学费", "tags": "vip a b"}),
        Update("client", 2, {"archived_at": NOW, "merged_into_id": 1}),
    ]


def test_a_client_archived_before_keeps_that_time_when_merged() -> None:
    before = NOW - timedelta(days=9)
    changes = rules.merge(client(id=1), client(id=2, archived_at=before), [], NOW)
    assert Update("client", 2, {"merged_into_id": 1}) in changes


def test_a_client_is_not_merged_with_itself() -> None:
    with pytest.raises(Refused):
        rules.merge(client(id=1), client(id=1), [], NOW)


# Masks


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+8613812345678", "+86*******5678"),
        ("12345678", "123*5678"),
        ("1234567", "*****67"),
        ("12345", "***45"),
        ("1234", "****"),
        ("1", "*"),
        ("", ""),
        (None, None),
    ],
)
def test_the_middle_of_a_number_is_hidden(number: str | None, shown: str | None) -> None:
    assert mask(number) == shown


def test_an_identity_number_shows_four_at_each_end() -> None:
    assert mask("310101198005011234", 4, 4) == "3101********1234"


def test_an_address_shows_its_first_six_characters() -> None:
    assert mask_address("上海市浦东新区世纪大道1号") == "上海市浦东新****"
    assert mask_address("中山路") != "中山路"
    assert mask_address(None) is None


@given(st.text("0123456789", min_size=1, max_size=30))
def test_a_mask_never_shows_more_than_seven_digits_nor_all_of_them(number: str) -> None:
    shown = mask(number)
    assert shown
    assert sum(c.isdigit() for c in shown) <= min(7, len(number) - 1)


def test_a_line_names_its_client_by_number_name_and_tier() -> None:
    assert rules.tag_of(client(id=3, tier="key")) == ClientTag(3, "王建国", "key")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678,晚上打", "电话138****5678,晚上打"),
        ("卡号 6222021234567890123", "卡号 622********0123"),
        ("证件11010119900307123X。", "证件110********123X。"),
        ("card 6222 0212 3456 7890 123.", "card 622********0123."),
        ("call 138 1234 5678 or 138-1234-5678", "call 138****5678 or 138****5678"),
        ("+86 138 1234 5678", "861******5678"),
        ("打010-62345678找他", "打010****5678找他"),
        ("id 110101 19900307 123X", "id 110********123X"),
        ("2026-W47, 2026-11-20 16:00 to 17:30", "2026-W47, 2026-11-20 16:00 to 17:30"),
        ("moved 1,250,000 on 2026-11-23 10:00", "moved 1,250,000 on 2026-11-23 10:00"),
        ("2026-11-23 2026-11-24", "2026-11-23 2026-11-24"),
        ("order A12345678901", "order A12345678901"),
        ("/tmp/12345678901/x.db", "/tmp/12345678901/x.db"),
        ("1234567890", "1234567890"),
    ],
)
def test_numbers_in_running_text_are_hidden(text: str, shown: str) -> None:
    assert rules.mask_numbers(text) == shown
