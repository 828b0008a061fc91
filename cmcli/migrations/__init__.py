"""The steps that make the file what the program expects. Append only: a landed step never changes.

`storage.opening.SCHEMA_VERSION` is the number of steps; the file keeps it in `PRAGMA user_version`,
so that a file in step is opened without importing this package. Each module takes `STEPS` from
the one before it, so that the steps stand in their order.
"""

import sqlite3

from sqlite_utils import Database

from cmcli.migrations.performance import STEPS

__all__ = ["STEPS", "upgrade"]


def upgrade(connection: sqlite3.Connection) -> None:
    """Run the steps the file lacks, in the transaction the caller has begun."""
    STEPS.apply(Database(connection, execute_plugins=False))
    # Not bound: a pragma takes no parameters; the number is ours.
    connection.execute(f"PRAGMA user_version = {len(STEPS._migrations)}")
