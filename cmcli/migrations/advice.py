"""Catalogue, holdings, assessments, suitability, risks; gifts."""

from sqlite_utils import Database

from cmcli.migrations.daily import STEPS, run

__all__ = ["STEPS", "run"]


@STEPS()
def m004_catalogue(db: Database) -> None:
    """What a catalogue entry says beside its name: regime, terms, fees, risks, sale window."""
    run(
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
    run(
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
    run(
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
    run(
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
    run(
        db,
        """
    CREATE INDEX request_complaint ON request(client_id, asked_at) WHERE kind = 'complaint'
        """,
    )
