import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cmcli.domain import client as clients
from cmcli.domain.callback import Callback, following
from cmcli.domain.client import Client, Standing
from cmcli.domain.deal import CLOSED_STAGES, Deal, DealStage
from cmcli.domain.feedback import Feedback
from cmcli.domain.interaction import Interaction
from cmcli.domain.product import Product, clean_risk
from cmcli.domain.request import Request, RequestClock, RequestWait
from cmcli.domain.vocabulary import VOCABULARIES
from cmcli.store import Store
from cmcli.transfer import demo
from cmcli.transfer.demo import names
from tests.support import MORNING, ZONE, Cm, Demo

LEAP_MONTH = "2025-08-01T08:30:00+08:00"
# What may differ between the languages.
TEXTS = {
    "client": ("employer", "sector", "source", "need", "note", "tags", "address", "district"),
    "product": ("name", "note", "fees", "structure", "risks"),
    "request": ("summary", "resolution"),
    "callback": ("purpose",),
    "deal": ("title", "next", "lost_reason"),
    "interaction": ("note",),
    "feedback": ("theme", "text"),
    "action": ("text", "owner", "result"),
    "plan": ("needs", "hours", "taboo", "measures"),
    "disclosure": ("structure", "fees", "risks", "heard_by"),
    "sale_check": ("who", "reason"),
    "advice": ("reply", "note"),
    "advice_item": ("why",),
    "risk": ("title", "measure", "reason"),
    "risk_review": ("note",),
    "gift": ("text", "occasion"),
    "handoff": ("department", "person", "text", "result"),
    "prospect": ("next", "reason"),
    "development": ("name", "segments", "note"),
    "development_review": ("text",),
    "research": ("value", "text", "source"),
    "campaign": ("name", "place", "note"),
    "campaign_cost": ("text",),
    "training": ("title", "provider", "note"),
    "quiz_answer": ("expected", "given"),
    "meeting": ("title", "place", "people", "minutes"),
    "meeting_item": ("text", "decision"),
    "insight": ("title", "text", "source"),
    "insight_tag": ("tag",),
    "insight_share": ("audience",),
    "goal": ("note",),
    "goal_target": ("reason",),
    "appraisal": ("note",),
    "appraisal_item": ("text", "comment"),
    "setting": ("value",),
}


def dump(path: Path, *, without: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the one in which sqlite_utils notes the day of a migration."""
    with sqlite3.connect(path) as file:
        file.row_factory = sqlite3.Row
        found = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = [name for (name,) in found if not name.startswith("_") and name not in without]
        rows = {t: [dict(row) for row in file.execute(f'SELECT * FROM "{t}"')] for t in tables}
    file.close()
    return rows


@pytest.fixture
def monday(cm: Cm, demo_book: Demo) -> Cm:
    """The demo book of a Monday morning."""
    shutil.copy(demo_book(), cm.db)
    return cm


def test_every_day_has_its_messy_morning(cm: Cm, made: Store, moment: str) -> None:
    assert 1500 <= made.value("SELECT count(*) FROM interaction") <= 2500
    agenda = cm.json("--db", str(made.path), "today", now=moment)
    now = datetime.fromisoformat(agenda["now"])
    of = {kind: [i for i in agenda["items"] if i["kind"] == kind] for kind in ("request", "deal")}

    urgent = [i for i in of["request"] if i["when"].startswith("urgent")]
    assert [datetime.fromisoformat(i["due"]) - now for i in urgent] == [timedelta(minutes=21)]
    assert urgent[0]["state"] == "at_risk"
    assert [i for i in of["request"] if i["state"] == "overdue"]
    callbacks = [i for i in agenda["items"] if i["section"] == "callbacks"]
    late = [i for i in callbacks if i["state"] == "overdue"]
    assert [i["when"].endswith("moved once") for i in late] == [True]
    today = [i for i in callbacks if i["state"] == "open"]
    assert 4 <= len(today) <= 6
    assert all(i["due"].startswith(agenda["date"]) for i in today)
    assert [i["due"][:10] for i in of["deal"] if i["due"]] == [agenda["date"]]
    undated = [i["when"] for i in of["deal"] if not i["due"]]
    assert any("for 12 days" in when for when in undated)
    assert any("untouched for" in when for when in undated)
    assert sum("past its close" in when for when in undated) == 1
    assert sum("put off" in when for when in undated) == 2
    assert len(undated) == 5
    assert any("lunar" in i["title"] for i in agenda["items"] if i["section"] == "dates")
    assert agenda["forecast"]["total"] == 60
    assert agenda["forecast"]["left"] >= 15


def test_the_day_has_callbacks_with_a_time_and_for_the_whole_day(monday: Cm) -> None:
    items = monday.json("today", now=MORNING)["items"]
    due = [i["due"][11:16] for i in items if i["section"] == "callbacks" and i["state"] == "open"]
    assert sorted(due) == ["00:00", "00:00", "00:00", "09:30", "14:00"]


@pytest.mark.parametrize(
    ("day", "least", "most"),
    [("2026-11-23", 38, 44), ("2026-12-31", 38, 44), ("2027-01-01", 0, 0), ("2027-01-08", 10, 20)],
)
def test_two_thirds_of_the_key_clients_are_met_fewer_early_in_the_quarter(
    cm: Cm, demo_book: Demo, day: str, least: int, most: int
) -> None:
    morning = f"{day}T08:31:00+08:00"
    shutil.copy(demo_book(morning), cm.db)
    assert least <= cm.json("today", now=morning)["forecast"]["met"] <= most


def test_in_a_lunar_leap_month_nobody_has_a_lunar_birthday(cm: Cm) -> None:
    assert cm("demo", now=LEAP_MONTH).code == 0


def test_the_same_moment_makes_the_same_book(cm: Cm, demo_book: Demo) -> None:
    assert cm("demo", now=MORNING).code == 0
    assert dump(cm.db) == dump(demo_book())


def test_both_languages_have_the_same_structure(demo_book: Demo) -> None:
    books = {lang: dump(demo_book(MORNING, lang), without=("image",)) for lang in ("en", "zh")}
    for table, columns in TEXTS.items():
        for english, chinese in zip(books["en"][table], books["zh"][table], strict=True):
            for column in columns:
                first, second = english.pop(column), chinese.pop(column)
                assert (first is None) == (second is None)
    differing = {
        f"{table}.{column}"
        for table, rows in books["en"].items()
        for english, chinese in zip(rows, books["zh"][table], strict=True)
        for column in english
        if english[column] != chinese[column]
    }
    assert differing == set(), "a text in the language of the book belongs in TEXTS"
    assert books["en"] == books["zh"]


def test_the_english_book_is_english_but_for_names(demo_book: Demo) -> None:
    rows = dump(demo_book())
    for table, columns in TEXTS.items():
        found = [row[c] or "" for row in rows[table] for c in columns if c != "employer"]
        assert not [text for text in found if any("一" <= character <= "鿿" for character in text)]


def test_no_text_lacks_its_other_language() -> None:
    def texts(value: object) -> Iterator[names.Text]:
        if isinstance(value, tuple) and len(value) == 2 and all(isinstance(t, str) for t in value):
            yield value
        elif isinstance(value, tuple | dict):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)

    files = sorted(Path(demo.__path__[0]).glob("*.py"))
    tables = [vars(import_module(f"{demo.__name__}.{file.stem}")) for file in files]
    found = [text for table in tables for key, value in table.items() if key.isupper()
             for text in texts(value)]  # fmt: skip
    assert len(found) > 250
    for english, chinese in found:
        assert english
        assert chinese
        assert [f for f in ("{product}", "{amount}") if f in english] == [
            f for f in ("{product}", "{amount}") if f in chinese
        ]


def test_the_file_is_sound(made: Store) -> None:
    assert made.value("PRAGMA integrity_check") == "ok"
    assert made.rows("PRAGMA foreign_key_check") == []


def test_every_client_is_as_the_domain_keeps_it(made: Store, moment: str) -> None:
    book = made.select(Client)
    assert len({client.name for client in book}) == len(book)
    for client in book:
        assert clients.clean_name(client.name) == client.name
        assert clients.clean_phone(client.phone or "") == client.phone
        assert client.email is None or clients.clean_email(client.email) == client.email
        if client.birthday:
            assert clients.clean_birthday(client.birthday) == client.birthday
        assert clients.clean_tags(client.tags.split()) == client.tags
        assert client.created_at < datetime.fromisoformat(moment)
        assert client.pinyin
        for field in ("kind", "status", "tier", "channel"):
            codes = VOCABULARIES["client_kind" if field == "kind" else field]
            assert getattr(client, field) in (*codes, None if field == "channel" else "")
    last: dict[int, Standing] = {s.client_id: s for s in made.select(Standing)}
    assert {c.id: (c.tier, c.status) for c in book} == {
        number: (standing.tier, standing.status) for number, standing in last.items()
    }


def test_every_request_went_its_way(made: Store, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    clocks: dict[int, list[RequestClock]] = {}
    for clock in made.select(RequestClock):
        clocks.setdefault(clock.request_id, []).append(clock)
    waits = {wait.request_id: wait for wait in made.select(RequestWait)}
    requests = made.select(Request)
    assert {request.kind for request in requests} == set(VOCABULARIES["request_kind"])
    for request in requests:
        first, end = clocks[request.id][0], clocks[request.id][-1]
        assert request.asked_at == first.started_at <= now
        assert (request.resolved_at, request.status == "resolved") == (
            end.resolved_at, end.resolved_at is not None,
        )  # fmt: skip
        for clock in clocks[request.id]:
            times = [clock.started_at, clock.responded_at, clock.resolved_at, now]
            kept = [time for time in times if time]
            assert kept == sorted(kept)
        wait = waits.get(request.id)
        assert (request.status == "waiting") == (wait is not None and wait.to_at is None)
        assert wait is None or wait.from_at <= (wait.to_at or now)


def test_every_deal_went_through_its_stages(made: Store, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    stages: dict[int, list[DealStage]] = {}
    for stage in made.select(DealStage, "ORDER BY at, id"):
        stages.setdefault(stage.deal_id, []).append(stage)
    deals = made.select(Deal)
    assert {deal.stage for deal in deals} == set(VOCABULARIES["stage"])
    for deal in deals:
        path = stages[deal.id]
        assert (path[0].stage, path[0].at) == ("lead", deal.opened_at)
        assert path[-1].stage == deal.stage
        assert deal.opened_at <= deal.touched_at <= now
        closed = deal.stage in CLOSED_STAGES
        assert (deal.closed_at is not None) == closed
        assert (deal.lost_reason is not None) == (deal.stage == "lost")
        assert not closed or (path[-1].at == deal.closed_at and deal.next is None)
        assert deal.amount is None or deal.amount > 0


def test_every_callback_is_one_that_could_be_made(made: Store, moment: str) -> None:
    now = datetime.fromisoformat(moment).astimezone(ZoneInfo(ZONE))
    callbacks = made.select(Callback)
    recurring = [callback for callback in callbacks if callback.every]
    assert len([c for c in recurring if not c.done_at]) >= 5
    for callback in callbacks:
        times = [callback.created_at, callback.done_at or callback.cancelled_at or now]
        assert times == sorted(times)
        assert callback.created_at < callback.due_at
        assert callback.first_due_at <= callback.due_at
        assert callback.first_due_at == callback.due_at or callback.moved or callback.every
        assert max(callback.done_at or now, callback.cancelled_at or now) <= now
    for callback in recurring:
        found = following(callback, now)
        assert found
        assert found[0] > now


def test_every_contact_is_past_and_belongs_to_its_client(made: Store, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    since = {client.id: client.created_at for client in made.select(Client)}
    owner = {
        noun: dict(made.rows(f"SELECT id, client_id FROM {noun}"))
        for noun in ("callback", "request", "deal")
    }
    contacts = made.select(Interaction)
    for contact in contacts:
        assert since[contact.client_id] <= contact.at <= contact.created_at <= now
        assert contact.minutes is None or 0 < contact.minutes <= 120
        assert not contact.note or clients.clean_text(contact.note) == contact.note
        for noun, rows in owner.items():
            number = getattr(contact, f"{noun}_id")
            assert number is None or rows[number] == contact.client_id
    for field in ("channel", "outcome", "direction"):
        assert {getattr(contact, field) for contact in contacts} == set(VOCABULARIES[field])


def test_most_are_asked_how_satisfied_they_are(made: Store, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    asked = made.select(Feedback)
    assert len(asked) > 70
    for feedback in asked:
        assert feedback.satisfaction in range(1, 6)
        assert feedback.recommend is None or feedback.recommend in range(11)
        assert feedback.at <= feedback.created_at <= now


def test_every_product_has_its_kind_and_level(made: Store) -> None:
    products = made.select(Product)
    assert len(products) >= 20
    assert {p.kind for p in products} == set(VOCABULARIES["product_kind"])
    assert {p.risk for p in products if p.risk} == set(VOCABULARIES["risk_level"])
    assert all(clean_risk(product.risk) for product in products if product.risk)


def test_a_book_with_clients_is_left_alone(cm: Cm) -> None:
    cm("client", "add", "王建国")
    before = dump(cm.db)
    result = cm("demo")
    assert result.code == 4
    assert str(cm.db) in result.err
    assert dump(cm.db) == before


def test_a_demo_book_is_made_anew(monday: Cm, demo_book: Demo) -> None:
    monday("log", "王建国", "unlocked", now=MORNING)
    assert dump(monday.db) != dump(demo_book())
    assert monday("demo", now=MORNING).code == 0
    assert dump(monday.db) == dump(demo_book())


def test_the_managers_own_settings_stay(cm: Cm) -> None:
    cm("init", "--name", "Zhou Lan", "--currency", "EUR")
    for _ in range(2):
        assert cm("demo").code == 0
        assert cm.json("config", "get", "manager.name")["value"] == "Zhou Lan"
    assert {row["currency"] for row in dump(cm.db)["deal"]} == {"EUR"}


@pytest.mark.parametrize("added", ["by hand", "from a file"])
def test_a_client_of_ones_own_is_never_written_over(monday: Cm, tmp_path: Path, added: str) -> None:
    cm = monday
    (tmp_path / "clients.csv").write_text("name\n真客户\n", encoding="utf-8")
    by_hand, from_file = (
        ("client", "add", "真客户"),
        ("import", "clients", str(tmp_path / "clients.csv")),
    )
    cm(*(by_hand if added == "by hand" else from_file))
    before = dump(cm.db)
    again = cm("demo", now=MORNING)
    assert again.code == 4
    assert "left untouched" in again.err
    assert dump(cm.db) == before
    cm("undo")
    assert cm("demo", now=MORNING).code == 0


def test_without_a_file_named_it_lies_beside_the_book(
    cm: Cm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CM_DB")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("sys.platform", "linux")
    shown = cm.json("demo")
    assert shown["db"] == str(tmp_path / "data/cm/demo.db")
    assert {p.name for p in (tmp_path / "data/cm").iterdir() if p.suffix == ".db"} == {"demo.db"}
    assert cm.json("demo")["db"] == shown["db"]


def test_it_says_how_to_use_it_and_shows_the_day(cm: Cm) -> None:
    out = cm("demo", now=MORNING).out
    assert f"export CM_DB={cm.db}" in out
    assert out.splitlines()[3:] == cm("today", now=MORNING).out.splitlines()


def test_undo_takes_the_whole_book_back(monday: Cm) -> None:
    cm = monday
    assert cm("undo", now=MORNING).code == 0
    assert cm.json("client", "list") == []
    assert cm("demo", now=MORNING).code == 0
