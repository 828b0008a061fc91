"""What the daily commands cost as the book grows: at 10 thousand, 100 thousand, 1 million contacts.

    python -m bench.growth [--sizes 10000,100000,1000000] [--runs 7] [--json]

The work of SQLite is counted in steps of its virtual machine, which no busy machine disturbs; CPU is
the least of several runs. What is open is the same in every book: only the past grows.
"""

import argparse
import contextlib
import io
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.startup import NOW, RUN, spent

SIZES = (10_000, 100_000, 1_000_000)
LIMIT = 1.1
LINES = {
    "today": ("today",),
    "log": ("log", "c3", "x", "--callback", "+1d", "--purpose", "y"),
    "done": ("done", "b205"),
    "client show": ("client", "show", "c3"),
    "undo": ("undo",),
}
# Steps between two counts: small enough to tell one query from another.
_EVERY = 50


def grow(path: Path, size: int) -> None:
    """Contacts of the past, spread over the clients and eight years, up to `size` in all."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA synchronous = OFF")
        (have,) = file.execute("SELECT count(*) FROM interaction").fetchone()
        (first,) = file.execute("SELECT min(at) FROM interaction").fetchone()
        file.execute(
            """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
               INSERT INTO interaction (client_id, at, channel, direction, outcome, minutes, note,
                                        created_at)
               SELECT 1 + (i * 7919) % 300,
                      strftime('%Y-%m-%dT%H:%M:%SZ', ?, '-' || (i * 251 % 250000000 + 3600) || ' seconds'),
                      CASE i % 3 WHEN 0 THEN 'phone' WHEN 1 THEN 'wechat' ELSE 'visit' END,
                      'out', CASE i % 5 WHEN 0 THEN 'no_answer' ELSE 'reached' END,
                      NULL, 'contact ' || i, ? FROM n""",
            (size - have, first, first),
        )
        file.commit()
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def counted() -> Iterator[list[int]]:
    """Counts the steps of every connection opened inside."""
    steps, real = [0], sqlite3.connect

    def connect(*args: object, **given: object) -> sqlite3.Connection:
        connection = real(*args, **given)  # type: ignore[call-overload]

        def more() -> int:
            steps[0] += _EVERY
            return 0

        connection.set_progress_handler(more, _EVERY)
        return connection  # type: ignore[no-any-return]

    sqlite3.connect = connect  # type: ignore[assignment]
    try:
        yield steps
    finally:
        sqlite3.connect = real


def steps_of(name: str) -> int:
    """The steps that SQLite takes for one command line, run in this process and taken back."""
    with contextlib.redirect_stdout(io.StringIO()):
        if name == "undo":
            _run(LINES["log"])
            return _run(("undo",))
        taken = _run(LINES[name])
        if name in ("log", "done"):
            _run(("undo",))
    return taken


def _run(line: tuple[str, ...]) -> int:
    from cmcli.__main__ import main

    with counted() as steps:
        if main(list(line)):
            raise SystemExit(f"{line} failed")
    return steps[0]


def measure(sizes: tuple[int, ...], runs: int) -> dict[str, dict[int, tuple[int, float]]]:
    """Steps and CPU seconds of each command by the size of the book."""
    found: dict[str, dict[int, tuple[int, float]]] = {name: {} for name in LINES}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        env = {"CM_DB": str(path), "CM_NOW": NOW, "TZ": "Asia/Shanghai", "CM_LANG": "en"}
        os.environ.update(env)
        spent([*RUN, "demo"], dict(os.environ))
        for size in sizes:
            grow(path, size)
            for name, line in LINES.items():
                steps = steps_of(name)
                reading = name in ("today", "client show")
                times = [
                    spent([*RUN, *line], dict(os.environ)) for _ in range(runs if reading else 0)
                ]
                found[name][size] = steps, min(times, default=0.0)
    return found


def main() -> int:
    """Print the table; 1 where a command grows with the past."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sizes = tuple(int(part) for part in options.sizes.split(","))
    found = measure(sizes, options.runs)
    over = False
    if options.json:
        print(json.dumps(found, indent=2))
    for name, by_size in found.items():
        (first, base), (last, cpu) = by_size[sizes[0]], by_size[sizes[-1]]
        growth = last / first
        over = over or growth > LIMIT
        if not options.json:
            steps = "  ".join(f"{size:>9,}: {by_size[size][0]:>9,} steps" for size in sizes)
            seconds = f"  cpu x {cpu / base:.2f}" if base else ""
            print(
                f"{name:<12} {steps}  x {growth:.2f}{'  over' if growth > LIMIT else ''}{seconds}"
            )
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
