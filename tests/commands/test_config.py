"""Settings: checked, kept in the file, each default with its source."""

import pytest

from cmcli.config import SETTINGS, read_setting
from tests.support import Cm


def test_every_setting_is_listed_with_value_meaning_and_source(cm: Cm) -> None:
    rows = cm.json("config", "list")
    assert [row["name"] for row in rows] == [*SETTINGS]
    assert all(row["meaning"] and row["source"] for row in rows)
    assert not any(row["set"] for row in rows)
    page = cm("config", "list").out
    assert all(name in page for name in SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_default_passes_its_own_check(name: str) -> None:
    read_setting(name, SETTINGS[name].default)


def test_a_value_is_kept_and_told(cm: Cm) -> None:
    document = cm.json("config", "set", "sla.urgent", " 90m ")
    assert (document["value"], document["default"], document["set"]) == ("90m", "2h", True)
    assert cm.json("config", "get", "sla.urgent")["value"] == "90m"
    assert cm("config", "get", "sla.urgent").out.strip() == "90m"
    assert cm("config", "set", "sla.urgent", "3h").code == 0
    assert cm("undo").code == 0
    assert cm.json("config", "get", "sla.urgent")["value"] == "90m"
    assert cm("undo").code == 0
    assert cm.json("config", "get", "sla.urgent")["set"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [("sla.normal", "x"), ("sla.normal", "0h"), ("sla.normal", "-1h"), ("sla.normal", "24"), ("sla.normal", ""),
     ("sla.at_risk", "101%"), ("sla.at_risk", "75"), ("sla.complaint_days", "0"), ("sla.complaint_days", "1.5"),
     ("currency", "yuan"), ("currency", ""), ("timezone", "Moon"), ("cadence.at_risk_days", "91"),
     ("work.holidays", "2026-13-01"), ("report.due", "fri"), ("report.due", "fri 25:00"), ("today.share", "0"),
     ("stage.lead", "x"), ("work.calendar", "us")],
)  # fmt: skip
def test_a_value_that_cannot_be_is_an_error_that_says_what_can(
    cm: Cm, name: str, value: str
) -> None:
    result = cm("config", "set", name, value)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert cm.json("config", "get", name)["set"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [("sla.normal", "1d"), ("sla.normal", "1.5h"), ("sla.at_risk", "0.5"), ("sla.at_risk", "100%"),
     ("currency", "usd"), ("timezone", ""), ("timezone", "Europe/Berlin"), ("work.holidays", ""),
     ("work.holidays", "2026-05-04, 2026-05-05"), ("report.due", "THU 16:30")],
)  # fmt: skip
def test_a_value_that_can_be_is_taken(cm: Cm, name: str, value: str) -> None:
    assert cm("config", "set", name, value).code == 0


def test_a_setting_that_is_not_there_is_answered_with_the_nearest(cm: Cm) -> None:
    for args in (("get", "sla.urgnt"), ("set", "sla.urgnt", "2h")):
        result = cm("config", *args)
        assert result.code == 2
        assert "sla.urgent" in result.err


def test_days_off_added_by_hand_are_no_working_days(cm: Cm) -> None:
    def value(phrase: str) -> str:
        found: str = cm.json("when", phrase)["value"]
        return found

    assert value("3 working days") == "2026-11-26"
    cm("config", "set", "work.holidays", "2026-11-24")
    assert value("3 working days") == "2026-11-27"
    cm("config", "set", "work.extra_days", "2026-11-28")
    assert value("5 working days") == "2026-11-30"
