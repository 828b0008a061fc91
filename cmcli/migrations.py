"""The steps that make the file what the program expects. Append only: a landed step never changes.

`store.SCHEMA_VERSION` is the number of steps; the file keeps it in `PRAGMA user_version`, so that
a file in step is opened without importing this module.
"""

import sqlite3

from sqlite_utils import Database, Migrations

STEPS = Migrations("cm")


def _run(db: Database, script: str) -> None:
    # executescript() would commit the transaction the step runs in.
    for statement in script.split(";"):
        if statement.strip():
            db.conn.execute(statement)


@STEPS()
def m001_book(db: Database) -> None:
    """Settings, history, and the nouns of the daily loop."""
    _run(
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
    _run(
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
    _run(
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


@STEPS()
def m004_catalogue(db: Database) -> None:
    """What a catalogue entry says beside its name: regime, terms, fees, risks, sale window."""
    _run(
        db,
        """
    ALTER TABLE product ADD COLUMN regime TEXT NOT NULL DEFAULT 'none';
    ALTER TABLE product ADD COLUMN seller_risk TEXT;
    ALTER TABLE product ADD COLUMN minimum INTEGER;
    ALTER TABLE product ADD COLUMN term INTEGER;
    ALTER TABLE product ADD COLUMN expected_return REAL;
    ALTER TABLE product ADD COLUMN fees TEXT;
    ALTER TABLE product ADD COLUMN structure TEXT;
    ALTER TABLE product ADD COLUMN risks TEXT;
    ALTER TABLE product ADD COLUMN target TEXT;
    ALTER TABLE product ADD COLUMN from_on TEXT;
    ALTER TABLE product ADD COLUMN until_on TEXT;
    UPDATE product SET regime = CASE kind WHEN 'wealth' THEN 'nfra' WHEN 'fund' THEN 'csrc'
        WHEN 'insurance' THEN 'insurance' ELSE 'none' END WHERE risk IS NOT NULL
        """,
    )


@STEPS()
def m005_advice(db: Database) -> None:
    """Prices, holdings, balances, risk tolerance, disclosures, advice, and the risk register."""
    _run(
        db,
        """
    ALTER TABLE product ADD COLUMN equity REAL;
    ALTER TABLE product ADD COLUMN duration REAL;
    CREATE TABLE price (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES product(id),
        valued_on TEXT NOT NULL, value REAL NOT NULL, total REAL, growth REAL,
        created_at TEXT NOT NULL, UNIQUE (product_id, valued_on)
    ) STRICT;

    CREATE TABLE holding (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        product_id INTEGER NOT NULL REFERENCES product(id),
        amount INTEGER NOT NULL, currency TEXT NOT NULL, units REAL,
        start_on TEXT NOT NULL, maturity_on TEXT, rate REAL, repayment INTEGER, overdue_on TEXT,
        deal_id INTEGER REFERENCES deal(id), note TEXT, closed_on TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX holding_client ON holding(client_id);
    CREATE INDEX holding_product ON holding(product_id);
    CREATE INDEX holding_maturing ON holding(maturity_on)
        WHERE closed_on IS NULL AND maturity_on IS NOT NULL;
    CREATE INDEX holding_overdue ON holding(overdue_on)
        WHERE closed_on IS NULL AND overdue_on IS NOT NULL;
    CREATE INDEX holding_deal ON holding(deal_id) WHERE deal_id IS NOT NULL;
    CREATE TABLE holding_move (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        holding_id INTEGER NOT NULL REFERENCES holding(id),
        kind TEXT NOT NULL, moved_on TEXT NOT NULL, amount INTEGER NOT NULL,
        principal INTEGER NOT NULL, units REAL, note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX holding_move_holding ON holding_move(holding_id);
    CREATE INDEX holding_move_day ON holding_move(moved_on);

    CREATE TABLE profile (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        as_of_on TEXT NOT NULL, currency TEXT NOT NULL, note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX profile_client ON profile(client_id, as_of_on);
    CREATE TABLE profile_item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        profile_id INTEGER NOT NULL REFERENCES profile(id),
        name TEXT NOT NULL, amount INTEGER NOT NULL, UNIQUE (profile_id, name)
    ) STRICT;

    CREATE TABLE assessment (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        at TEXT NOT NULL, level TEXT NOT NULL, score INTEGER, answers TEXT, questionnaire TEXT,
        expires_on TEXT NOT NULL, confirmed_at TEXT, note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX assessment_client ON assessment(client_id, at);
    CREATE INDEX assessment_expiry ON assessment(expires_on);

    CREATE TABLE disclosure (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        product_id INTEGER NOT NULL REFERENCES product(id),
        at TEXT NOT NULL, items TEXT NOT NULL, structure TEXT, fees TEXT, risks TEXT, level TEXT,
        channel TEXT NOT NULL, heard_by TEXT, note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX disclosure_client ON disclosure(client_id, product_id);
    CREATE INDEX disclosure_product ON disclosure(product_id);
    CREATE TABLE sale_check (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deal(id),
        client_id INTEGER NOT NULL REFERENCES client(id),
        product_id INTEGER NOT NULL REFERENCES product(id),
        at TEXT NOT NULL, regime TEXT NOT NULL, outcome TEXT NOT NULL,
        product_level TEXT, client_level TEXT, findings TEXT NOT NULL,
        who TEXT, reason TEXT, confirmed_at TEXT
    ) STRICT;
    CREATE INDEX sale_check_deal ON sale_check(deal_id);
    CREATE INDEX sale_check_client ON sale_check(client_id);
    CREATE INDEX sale_check_warned ON sale_check(at) WHERE outcome = 'warned';

    CREATE TABLE advice (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        at TEXT NOT NULL, reply TEXT, note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX advice_client ON advice(client_id, at);
    CREATE TABLE advice_item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        advice_id INTEGER NOT NULL REFERENCES advice(id),
        product_id INTEGER NOT NULL REFERENCES product(id),
        place INTEGER NOT NULL, why TEXT NOT NULL
    ) STRICT;
    CREATE INDEX advice_item_advice ON advice_item(advice_id);

    CREATE TABLE risk (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        kind TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL, measure TEXT,
        review_on TEXT, rule TEXT, opened_at TEXT NOT NULL, closed_at TEXT, outcome TEXT,
        reason TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX risk_open ON risk(review_on) WHERE closed_at IS NULL;
    CREATE INDEX risk_client ON risk(client_id);
    CREATE TABLE risk_review (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        risk_id INTEGER NOT NULL REFERENCES risk(id),
        due_on TEXT, at TEXT NOT NULL, severity TEXT NOT NULL, note TEXT
    ) STRICT;
    CREATE INDEX risk_review_risk ON risk_review(risk_id);
    CREATE INDEX risk_review_at ON risk_review(at)
        """,
    )


@STEPS()
def m006_references(db: Database) -> None:
    """What refers to a promise is found without reading every contact, when one is taken back."""
    _run(
        db,
        """
    CREATE INDEX interaction_callback ON interaction(callback_id) WHERE callback_id IS NOT NULL;
    CREATE INDEX interaction_request ON interaction(request_id) WHERE request_id IS NOT NULL;
    CREATE INDEX interaction_deal ON interaction(deal_id) WHERE deal_id IS NOT NULL;
    CREATE INDEX callback_request ON callback(request_id) WHERE request_id IS NOT NULL;
    CREATE INDEX callback_deal ON callback(deal_id) WHERE deal_id IS NOT NULL;
    CREATE INDEX deal_product ON deal(product_id) WHERE product_id IS NOT NULL;
    CREATE INDEX sale_check_product ON sale_check(product_id)
        """,
    )


@STEPS()
def m007_gift(db: Database) -> None:
    """Gifts to and from clients."""
    _run(
        db,
        """
    CREATE TABLE gift (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        kind TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL,
        amount INTEGER NOT NULL, currency TEXT NOT NULL, occasion TEXT, approved_by TEXT,
        created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX gift_client ON gift(client_id, at);
    CREATE INDEX gift_at ON gift(at)
        """,
    )


@STEPS()
def m008_complaints(db: Database) -> None:
    """The last complaint of a client, without reading every request."""
    _run(
        db,
        """
    CREATE INDEX request_complaint ON request(client_id, asked_at) WHERE kind = 'complaint'
        """,
    )


def upgrade(connection: sqlite3.Connection) -> None:
    """Run the steps the file lacks, in the transaction the caller has begun."""
    STEPS.apply(Database(connection, execute_plugins=False))
    # Not bound: a pragma takes no parameters; the number is ours.
    connection.execute(f"PRAGMA user_version = {len(STEPS._migrations)}")
