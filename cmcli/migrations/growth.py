"""Prospects, campaigns, development plans, market research."""

from sqlite_utils import Database

from cmcli.migrations.advice import STEPS, run

__all__ = ["STEPS"]


@STEPS()
def m009_growth(db: Database) -> None:
    """Prospects, campaigns, development plans and what was found out about the market."""
    run(
        db,
        """
    CREATE TABLE campaign (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL, kind TEXT NOT NULL, start_on TEXT NOT NULL, end_on TEXT NOT NULL,
        place TEXT, product_id INTEGER REFERENCES product(id), target TEXT,
        budget INTEGER, currency TEXT NOT NULL, note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX campaign_end ON campaign(end_on);
    CREATE INDEX campaign_product ON campaign(product_id) WHERE product_id IS NOT NULL;
    CREATE TABLE campaign_cost (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        campaign_id INTEGER NOT NULL REFERENCES campaign(id),
        spent_on TEXT NOT NULL, text TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,
        created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX campaign_cost_campaign ON campaign_cost(campaign_id);
    CREATE INDEX campaign_cost_day ON campaign_cost(spent_on);
    CREATE TABLE campaign_guest (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        campaign_id INTEGER NOT NULL REFERENCES campaign(id),
        client_id INTEGER NOT NULL REFERENCES client(id),
        listed_at TEXT NOT NULL, invited_at TEXT, reply TEXT, replied_at TEXT, attended_at TEXT,
        note TEXT, walk_in INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX campaign_guest_campaign ON campaign_guest(campaign_id, client_id);
    CREATE INDEX campaign_guest_client ON campaign_guest(client_id);
    ALTER TABLE deal ADD COLUMN campaign_id INTEGER REFERENCES campaign(id);
    ALTER TABLE deal ADD COLUMN first_expected_on TEXT;
    ALTER TABLE deal ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE deal ADD COLUMN expected_amount INTEGER;
    CREATE INDEX deal_campaign ON deal(campaign_id) WHERE campaign_id IS NOT NULL;
    ALTER TABLE interaction ADD COLUMN campaign_id INTEGER REFERENCES campaign(id);
    CREATE INDEX interaction_campaign ON interaction(campaign_id) WHERE campaign_id IS NOT NULL;

    CREATE TABLE prospect (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL REFERENCES client(id),
        source TEXT NOT NULL, referrer_id INTEGER REFERENCES client(id),
        campaign_id INTEGER REFERENCES campaign(id), fit TEXT, interest TEXT, stage TEXT NOT NULL,
        next TEXT, next_due_at TEXT, opened_at TEXT NOT NULL, closed_at TEXT, reason TEXT
    ) STRICT;
    CREATE INDEX prospect_client ON prospect(client_id);
    CREATE INDEX prospect_referrer ON prospect(referrer_id) WHERE referrer_id IS NOT NULL;
    CREATE INDEX prospect_campaign ON prospect(campaign_id) WHERE campaign_id IS NOT NULL;
    CREATE INDEX prospect_open ON prospect(client_id) WHERE closed_at IS NULL;
    CREATE TABLE prospect_stage (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        prospect_id INTEGER NOT NULL REFERENCES prospect(id), stage TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX prospect_stage_prospect ON prospect_stage(prospect_id, at);
    -- Clients of status prospect have a record from here on, and those who became active had one.
    INSERT INTO prospect (client_id, source, stage, opened_at, closed_at)
        SELECT client_id, 'other', 'converted',
            coalesce((SELECT min(since_at) FROM standing WHERE client_id = turn.client_id
                AND since_at < turn.since_at AND since_at > coalesce(
                    (SELECT max(since_at) FROM standing AS other
                     WHERE other.client_id = turn.client_id AND other.status <> 'prospect'
                     AND other.since_at < turn.since_at), '')), since_at),
            since_at
        FROM (SELECT client_id, status, since_at,
                lag(status) OVER (PARTITION BY client_id ORDER BY since_at, id) AS before
            FROM standing) AS turn
        WHERE status = 'active' AND before = 'prospect' ORDER BY since_at;
    INSERT INTO prospect (client_id, source, stage, opened_at)
        SELECT id, 'other', CASE WHEN EXISTS (SELECT 1 FROM interaction
                WHERE client_id = client.id AND outcome = 'reached')
            THEN 'contacted' ELSE 'new' END,
            coalesce((SELECT min(since_at) FROM standing WHERE client_id = client.id
                AND since_at > coalesce((SELECT max(since_at) FROM standing AS other
                    WHERE other.client_id = client.id AND other.status <> 'prospect'), '')),
                created_at)
        FROM client WHERE status = 'prospect' AND archived_at IS NULL ORDER BY created_at, id;
    INSERT INTO prospect_stage (prospect_id, stage, at)
        SELECT id, 'new', opened_at FROM prospect WHERE stage <> 'contacted'
        UNION ALL SELECT id, stage, coalesce(closed_at, opened_at) FROM prospect
        WHERE stage <> 'new';
    -- A file without any begins like one that never had any.
    DELETE FROM sqlite_sequence WHERE name LIKE 'prospect%' AND seq = 0;

    CREATE TABLE development (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL, start_on TEXT NOT NULL, end_on TEXT NOT NULL, segments TEXT,
        note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX development_end ON development(end_on);
    CREATE TABLE development_target (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        development_id INTEGER NOT NULL REFERENCES development(id),
        measure TEXT NOT NULL, product_id INTEGER REFERENCES product(id),
        amount INTEGER NOT NULL, currency TEXT
    ) STRICT;
    CREATE INDEX development_target_development ON development_target(development_id);
    CREATE INDEX development_target_product ON development_target(product_id)
        WHERE product_id IS NOT NULL;
    CREATE TABLE development_review (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        development_id INTEGER NOT NULL REFERENCES development(id),
        at TEXT NOT NULL, text TEXT NOT NULL, figures TEXT NOT NULL
    ) STRICT;
    CREATE INDEX development_review_development ON development_review(development_id, at);
    ALTER TABLE action ADD COLUMN development_id INTEGER REFERENCES development(id);
    ALTER TABLE action ADD COLUMN campaign_id INTEGER REFERENCES campaign(id);
    CREATE INDEX action_development ON action(development_id) WHERE development_id IS NOT NULL;
    CREATE INDEX action_campaign ON action(campaign_id) WHERE campaign_id IS NOT NULL;

    CREATE TABLE research (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL, segment TEXT NOT NULL, value TEXT NOT NULL, text TEXT NOT NULL,
        source TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX research_segment ON research(segment, value);
    ALTER TABLE client ADD COLUMN district TEXT;
    ALTER TABLE client ADD COLUMN hours TEXT
        """,
    )
