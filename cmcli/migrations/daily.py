"""The daily loop: clients, promises, deals, feedback, plans, complaints."""

from sqlite_utils import Database

from cmcli.migrations.steps import STEPS, run

__all__ = ["STEPS", "run"]


@STEPS()
def m001_book(db: Database) -> None:
    """Settings, history, and the nouns of the daily loop."""
    run(
        db,
        """
    CREATE TABLE setting (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL
    ) STRICT;
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reason TEXT NOT NULL,
        undone_at TEXT
    ) STRICT;
    CREATE TABLE image (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        entry_id INTEGER NOT NULL REFERENCES entry(id),
        noun TEXT NOT NULL, row_id INTEGER NOT NULL, before TEXT, after TEXT
    ) STRICT;
    CREATE INDEX image_entry ON image(entry_id);
    CREATE INDEX image_row ON image(noun, row_id);

    CREATE TABLE client (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, tier TEXT NOT NULL,
        phone TEXT, email TEXT, wechat TEXT, id_number TEXT, birthday TEXT, employer TEXT,
        sector TEXT, address TEXT, source TEXT, channel TEXT, need TEXT, note TEXT,
        tags TEXT NOT NULL, pinyin TEXT NOT NULL, initials TEXT NOT NULL,
        created_at TEXT NOT NULL, archived_at TEXT, merged_into_id INTEGER REFERENCES client(id)
    ) STRICT;
    CREATE INDEX client_name ON client(name);
    CREATE INDEX client_pinyin ON client(pinyin);
    CREATE INDEX client_phone ON client(phone);
    CREATE INDEX client_key ON client(tier) WHERE archived_at IS NULL AND tier = 'key';
    CREATE INDEX client_birthday ON client(birthday) WHERE birthday IS NOT NULL;
    CREATE TABLE standing (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        tier TEXT NOT NULL, status TEXT NOT NULL, since_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX standing_client ON standing(client_id, since_at);

    CREATE TABLE request (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        summary TEXT NOT NULL, kind TEXT NOT NULL, priority TEXT NOT NULL, status TEXT NOT NULL,
        asked_at TEXT NOT NULL, resolved_at TEXT, resolution TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX request_open ON request(client_id) WHERE status <> 'resolved';
    CREATE INDEX request_client ON request(client_id);
    CREATE TABLE request_clock (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        request_id INTEGER NOT NULL REFERENCES request(id),
        priority TEXT NOT NULL, started_at TEXT NOT NULL, responded_at TEXT, resolved_at TEXT
    ) STRICT;
    CREATE INDEX request_clock_request ON request_clock(request_id);
    CREATE INDEX request_clock_started ON request_clock(started_at);
    CREATE TABLE request_wait (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        request_id INTEGER NOT NULL REFERENCES request(id),
        from_at TEXT NOT NULL, to_at TEXT
    ) STRICT;
    CREATE INDEX request_wait_request ON request_wait(request_id);

    CREATE TABLE product (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, risk TEXT,
        price INTEGER, currency TEXT, note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX product_name ON product(name);
    CREATE TABLE deal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        title TEXT NOT NULL, product_id INTEGER REFERENCES product(id),
        stage TEXT NOT NULL, amount INTEGER, currency TEXT NOT NULL,
        opened_at TEXT NOT NULL, closed_at TEXT, expected_on TEXT,
        next TEXT, next_due_at TEXT, lost_reason TEXT, touched_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX deal_open ON deal(client_id) WHERE closed_at IS NULL;
    CREATE INDEX deal_client ON deal(client_id);
    CREATE INDEX deal_opened ON deal(opened_at);
    CREATE INDEX deal_closed ON deal(closed_at) WHERE closed_at IS NOT NULL;
    CREATE TABLE deal_stage (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deal(id), stage TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX deal_stage_deal ON deal_stage(deal_id, at);

    CREATE TABLE callback (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        due_at TEXT NOT NULL, purpose TEXT, every TEXT, first_due_at TEXT NOT NULL,
        moved INTEGER NOT NULL DEFAULT 0, done_at TEXT, cancelled_at TEXT,
        request_id INTEGER REFERENCES request(id), deal_id INTEGER REFERENCES deal(id),
        created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX callback_open ON callback(due_at) WHERE done_at IS NULL AND cancelled_at IS NULL;
    CREATE INDEX callback_client ON callback(client_id);
    CREATE INDEX callback_due ON callback(due_at);
    CREATE INDEX callback_done ON callback(done_at) WHERE done_at IS NOT NULL;

    CREATE TABLE interaction (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        at TEXT NOT NULL, channel TEXT NOT NULL, direction TEXT NOT NULL, outcome TEXT NOT NULL,
        minutes INTEGER, note TEXT,
        callback_id INTEGER REFERENCES callback(id), request_id INTEGER REFERENCES request(id),
        deal_id INTEGER REFERENCES deal(id), created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX interaction_client ON interaction(client_id, at);
    CREATE INDEX interaction_at ON interaction(at);
    CREATE INDEX interaction_met ON interaction(client_id, at)
        WHERE outcome = 'reached' AND channel IN ('phone', 'visit', 'meeting', 'branch', 'video');

    CREATE TABLE report (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        period TEXT NOT NULL, start_on TEXT NOT NULL, end_on TEXT NOT NULL,
        submitted_at TEXT, note TEXT, figures TEXT, rendering TEXT
    ) STRICT;
    CREATE INDEX report_period ON report(period);
    CREATE TABLE import_key (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        noun TEXT NOT NULL, key TEXT NOT NULL, row_id INTEGER NOT NULL, digest TEXT NOT NULL,
        UNIQUE (noun, key)
    ) STRICT
        """,
    )


@STEPS()
def m002_feedback(db: Database) -> None:
    """What clients think of the service, what was done about it, and their service plans."""
    run(
        db,
        """
    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        at TEXT NOT NULL, satisfaction INTEGER, recommend INTEGER, theme TEXT, text TEXT,
        interaction_id INTEGER REFERENCES interaction(id),
        request_id INTEGER REFERENCES request(id),
        told_at TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX feedback_client ON feedback(client_id, at);
    CREATE INDEX feedback_at ON feedback(at);
    CREATE INDEX feedback_scored ON feedback(client_id, at) WHERE satisfaction IS NOT NULL;
    CREATE INDEX feedback_interaction ON feedback(interaction_id) WHERE interaction_id IS NOT NULL;
    CREATE INDEX feedback_request ON feedback(request_id) WHERE request_id IS NOT NULL;
    CREATE TABLE action (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER REFERENCES client(id), feedback_id INTEGER REFERENCES feedback(id),
        text TEXT NOT NULL, owner TEXT, due_at TEXT, done_at TEXT, result TEXT,
        created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX action_open ON action(due_at) WHERE done_at IS NULL;
    CREATE INDEX action_feedback ON action(feedback_id) WHERE feedback_id IS NOT NULL;
    CREATE INDEX action_client ON action(client_id);
    CREATE INDEX request_resolved ON request(resolved_at) WHERE resolved_at IS NOT NULL;

    CREATE TABLE plan (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        needs TEXT NOT NULL, channel TEXT, hours TEXT, taboo TEXT, measures TEXT, cadence TEXT,
        review_on TEXT, created_at TEXT NOT NULL, replaced_at TEXT
    ) STRICT;
    CREATE INDEX plan_current ON plan(client_id) WHERE replaced_at IS NULL;
    CREATE INDEX plan_client ON plan(client_id, created_at)
        """,
    )


@STEPS()
def m003_complaints(db: Database) -> None:
    """Longer limits, mediation, and what happened to a request on its way."""
    run(
        db,
        """
    ALTER TABLE request ADD COLUMN limit_days INTEGER;
    ALTER TABLE request_wait ADD COLUMN kind TEXT NOT NULL DEFAULT 'client';
    CREATE TABLE request_event (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        request_id INTEGER NOT NULL REFERENCES request(id),
        at TEXT NOT NULL, kind TEXT NOT NULL, who TEXT, note TEXT
    ) STRICT;
    CREATE INDEX request_event_request ON request_event(request_id)
        """,
    )
