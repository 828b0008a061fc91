"""What the steps are registered with, and how one runs its script."""

from sqlite_utils import Database, Migrations

STEPS = Migrations("cm")


def run(db: Database, script: str) -> None:
    """The statements of a script, in the transaction the step runs in."""
    # executescript() would commit it.
    for statement in script.split(";"):
        if statement.strip():
            db.conn.execute(statement)
