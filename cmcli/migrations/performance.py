"""The week handed in: goals and appraisals, training, work with others, what became of a report."""

from sqlite_utils import Database

from cmcli.migrations.growth import STEPS
from cmcli.migrations.steps import run

__all__ = ["STEPS"]


@STEPS()
def m010_goals(db: Database) -> None:
    """Targets of a period, changed on the way or not, and the manager's own appraisal."""
    run(
        db,
        """
    CREATE TABLE goal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        measure TEXT NOT NULL, period TEXT NOT NULL, start_on TEXT NOT NULL, end_on TEXT NOT NULL,
        note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX goal_end ON goal(end_on);
    CREATE TABLE goal_target (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        goal_id INTEGER NOT NULL REFERENCES goal(id), since_on TEXT NOT NULL,
        amount INTEGER, currency TEXT, number REAL, reason TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX goal_target_goal ON goal_target(goal_id, since_on);
    CREATE TABLE appraisal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        period TEXT NOT NULL, start_on TEXT NOT NULL, end_on TEXT NOT NULL, note TEXT,
        created_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE appraisal_item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        appraisal_id INTEGER NOT NULL REFERENCES appraisal(id),
        measure TEXT, text TEXT, weight INTEGER NOT NULL, score REAL, comment TEXT
    ) STRICT;
    CREATE INDEX appraisal_item_appraisal ON appraisal_item(appraisal_id)
        """,
    )


@STEPS()
def m011_training(db: Database) -> None:
    """Courses and certificates, what they are about, and the answers of the quiz."""
    run(
        db,
        """
    CREATE TABLE training (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL, title TEXT NOT NULL, provider TEXT, due_on TEXT, done_on TEXT,
        minutes INTEGER, score REAL, expires_on TEXT, note TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX training_done ON training(done_on) WHERE done_on IS NOT NULL;
    CREATE INDEX training_due ON training(due_on) WHERE done_on IS NULL;
    CREATE INDEX training_expiry ON training(expires_on) WHERE expires_on IS NOT NULL;
    CREATE INDEX training_title ON training(lower(title));
    CREATE TABLE training_topic (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        training_id INTEGER NOT NULL REFERENCES training(id),
        product_id INTEGER REFERENCES product(id), kind TEXT
    ) STRICT;
    CREATE INDEX training_topic_training ON training_topic(training_id);
    CREATE INDEX training_topic_product ON training_topic(product_id)
        WHERE product_id IS NOT NULL;
    CREATE TABLE quiz_answer (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL, product_id INTEGER NOT NULL REFERENCES product(id),
        topic TEXT NOT NULL, expected TEXT NOT NULL, given TEXT, correct INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX quiz_answer_product ON quiz_answer(product_id, at);
    CREATE INDEX quiz_answer_at ON quiz_answer(at)
        """,
    )


@STEPS()
def m012_team(db: Database) -> None:
    """Work asked of other departments, meetings, and what is worth sharing."""
    run(
        db,
        """
    CREATE TABLE handoff (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER REFERENCES client(id), department TEXT NOT NULL, person TEXT,
        text TEXT NOT NULL, request_id INTEGER REFERENCES request(id),
        deal_id INTEGER REFERENCES deal(id), sent_at TEXT NOT NULL, due_at TEXT NOT NULL,
        first_due_at TEXT NOT NULL, missed_at TEXT, moved INTEGER NOT NULL DEFAULT 0,
        received_at TEXT, done_at TEXT, result TEXT, cancelled_at TEXT, reason TEXT,
        created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX handoff_open ON handoff(due_at) WHERE done_at IS NULL AND cancelled_at IS NULL;
    CREATE INDEX handoff_sent ON handoff(sent_at);
    CREATE INDEX handoff_client ON handoff(client_id) WHERE client_id IS NOT NULL;
    CREATE INDEX handoff_request ON handoff(request_id) WHERE request_id IS NOT NULL;
    CREATE INDEX handoff_deal ON handoff(deal_id) WHERE deal_id IS NOT NULL;
    CREATE TABLE meeting (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL, at TEXT NOT NULL, place TEXT, people TEXT, minutes TEXT,
        held_at TEXT, created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX meeting_at ON meeting(at);
    CREATE INDEX meeting_open ON meeting(at) WHERE held_at IS NULL;
    CREATE TABLE meeting_item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting_id INTEGER NOT NULL REFERENCES meeting(id),
        text TEXT NOT NULL, ref TEXT, decision TEXT
    ) STRICT;
    CREATE INDEX meeting_item_meeting ON meeting_item(meeting_id);
    ALTER TABLE action ADD COLUMN meeting_id INTEGER REFERENCES meeting(id);
    CREATE INDEX action_meeting ON action(meeting_id) WHERE meeting_id IS NOT NULL;
    CREATE TABLE insight (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL, at TEXT NOT NULL, title TEXT NOT NULL, text TEXT, source TEXT,
        client_id INTEGER REFERENCES client(id), deal_id INTEGER REFERENCES deal(id),
        created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX insight_at ON insight(at);
    CREATE INDEX insight_client ON insight(client_id) WHERE client_id IS NOT NULL;
    CREATE INDEX insight_deal ON insight(deal_id) WHERE deal_id IS NOT NULL;
    CREATE TABLE insight_tag (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        insight_id INTEGER NOT NULL REFERENCES insight(id), tag TEXT NOT NULL
    ) STRICT;
    CREATE INDEX insight_tag_insight ON insight_tag(insight_id);
    CREATE TABLE insight_share (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        insight_id INTEGER NOT NULL REFERENCES insight(id),
        at TEXT NOT NULL, audience TEXT NOT NULL
    ) STRICT;
    CREATE INDEX insight_share_insight ON insight_share(insight_id);
    CREATE INDEX insight_share_at ON insight_share(at)
        """,
    )


@STEPS()
def m013_reports(db: Database) -> None:
    """Submissions that were taken back, and the improvement plan as actions."""
    run(
        db,
        """
    CREATE TABLE report_retraction (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        report_id INTEGER NOT NULL REFERENCES report(id),
        submitted_at TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX report_retraction_report ON report_retraction(report_id);
    ALTER TABLE action ADD COLUMN report_id INTEGER REFERENCES report(id);
    CREATE INDEX action_report ON action(report_id) WHERE report_id IS NOT NULL
        """,
    )
