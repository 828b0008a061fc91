"""What a crash may cost: kills, a crowd and a full disk, on copies of a demo book.

    python -m bench.crash [--kills 200] [--seconds 30] [--seed N]

Commands are killed at random instants, half of them just when they write. After each kill the file
is copied as the crash left it and read there; then the next command has to work on it at once. What
changed must be what the history says, row for row: whole where it was acknowledged (its JSON was
printed), whole or absent where it was not. Then two write and two read at once; then a small disk
is filled, which needs root.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import cmcli
from bench.startup import NOW, RUN

LINES = 5_000
# A book grows over so many kills, then a fresh copy takes its place.
LIFE = 25
# Seconds within which every command ends.
PATIENCE = 60
# Seconds after the first byte of a write: what a small one takes until it is on the disk.
NEAR = 0.004
# How often each is killed, of 100.
SHARES = {
    "log": 26,
    "request open": 16,
    "deal add": 14,
    "deal won": 14,
    "import interactions": 12,
    "undo": 12,
    "new book": 6,
}
READS = (("today",), ("client", "show", "c3"), ("client", "list"), ("history",))
# Free kilobytes on the small disk: too few for a read, for a write, for a large write.
ROOM = (0, 4, 16, 32, 48, 96, 512)


class Fault(Exception):
    """The promise was broken; the text says how."""


class Answer(NamedTuple):
    """How a command ended; `document` is its JSON where it was printed to the end."""

    code: int
    document: Any
    err: str


class Book(NamedTuple):
    """What a file holds; `images` are those of entries new or undone since an earlier reading."""

    tables: dict[str, dict[int, dict[str, Any]]]
    entries: dict[int, tuple[str, str | None]]
    images: dict[int, list[tuple[str, int, Any, Any]]]


class Work(NamedTuple):
    """A command line, and the trace it leaves so many times when it is done."""

    kind: str
    line: tuple[str, ...]
    trace: str
    whole: int = 1


NOTHING = Book({}, {}, {})


# Running


def environment(book: Path) -> dict[str, str]:
    """What every command of the rig sees."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("CM_", "PYTHON"))
    }
    own = {"CM_DB": str(book), "CM_NOW": NOW, "CM_LANG": "en", "TZ": "Asia/Shanghai"}
    return {**env, **own, "PYTHONPATH": str(Path(cmcli.__file__).parents[1])}


def start(book: Path, line: tuple[str, ...]) -> "subprocess.Popen[str]":
    """The command as a process of its own."""
    return subprocess.Popen(
        [*RUN, *line, "--json"], env=environment(book), cwd=book.parent, text=True, encoding="utf-8",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ended(process: "subprocess.Popen[str]") -> Answer:
    """What came of it."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise Fault(f"{process.args!r} does not end") from None
    try:
        document = json.loads(out)
    except ValueError:
        document = None
    return Answer(process.returncode, document, err)


def run(book: Path, *line: str) -> Answer:
    """A command that nobody disturbs."""
    return ended(start(book, line))


def must(book: Path, *line: str) -> Any:
    """The document of a command that has to succeed."""
    answer = run(book, *line)
    if answer.code or answer.document is None or answer.err:
        raise Fault(f"cm {' '.join(line)}: exit {answer.code}, {answer.err.strip() or 'no answer'}")
    return answer.document


# Reading what is there


def look(book: Path, before: Book = NOTHING) -> Book:
    """What the file holds, read in a copy: the file itself stays as it was left."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        for ending in ("", "-wal"):
            if book.with_name(book.name + ending).exists():
                shutil.copy(f"{book}{ending}", f"{copy}{ending}")
        if not copy.exists():
            return NOTHING
        with contextlib.closing(sqlite3.connect(copy)) as file:
            return _read(file, before)


def _read(file: sqlite3.Connection, before: Book) -> Book:
    sound = file.execute("PRAGMA integrity_check").fetchall()
    astray = file.execute("PRAGMA foreign_key_check").fetchall()
    if sound != [("ok",)] or astray:
        raise Fault(f"integrity {sound}, foreign keys {astray}")
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%'"
    tables = {}
    for (name,) in file.execute(names).fetchall():
        found = file.execute(f'SELECT * FROM "{name}"')
        columns = [column[0] for column in found.description]
        tables[name] = {row[0]: dict(zip(columns, row, strict=True)) for row in found}
    entries = {
        number: (row["reason"], row["undone_at"]) for number, row in tables.pop("entry", {}).items()
    }
    images: dict[int, list[tuple[str, int, Any, Any]]] = {}
    for row in tables.pop("image", {}).values():
        number = row["entry_id"]
        if entries[number] != before.entries.get(number):
            sides = [json.loads(row[side]) if row[side] else None for side in ("before", "after")]
            images.setdefault(number, []).append((row["noun"], row["row_id"], sides[0], sides[1]))
    return Book(tables, entries, images)


def told(before: Book, after: Book) -> list[int]:
    """The entries that are new or undone; raises `Fault` where the rows are not what they say."""
    touched = [
        number for number, entry in after.entries.items() if entry != before.entries.get(number)
    ]
    rows = {
        (table, number): row
        for table, found in before.tables.items()
        for number, row in found.items()
    }
    for entry in touched:
        if entry not in after.images:
            raise Fault(f"entry {entry} has no images")
        for noun, number, old, new in after.images[entry]:
            side = old if entry in before.entries else new
            was = rows.pop((noun, number), {})
            if side is not None:
                rows[noun, number] = {**was, **side}
    there = {
        (table, number): row
        for table, found in after.tables.items()
        for number, row in found.items()
    }
    if rows != there:
        odd = [key for key in rows.keys() | there.keys() if rows.get(key) != there.get(key)]
        raise Fault(f"{len(odd)} rows are not what the history says: {sorted(odd)[:3]}")
    if before.entries.keys() - after.entries.keys():
        raise Fault("entries of the history are gone")
    return touched


def traces(book: Book) -> Counter[str]:
    """How often each mark stands in the book: the first word of a note, summary, title or name."""
    found: Counter[str] = Counter()
    columns = {"interaction": "note", "request": "summary", "deal": "title", "client": "name"}
    for table, column in columns.items():
        for row in book.tables.get(table, {}).values():
            found[f"{table} {(row[column] or '').partition(' ')[0]}"] += 1
            if row.get("stage") == "won":
                found[f"won {row[column]}"] += 1
    found.update(f"undone {number}" for number, (_, undone) in book.entries.items() if undone)
    return found


# What is done to a book


class Bench:
    """A folder with a demo book, and the dice."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice, self.number = folder, random.Random(seed), 0
        self.demo, self.book = folder / "demo.db", folder / "book.db"
        must(self.demo, "demo")
        clients = [
            row for row in look(self.demo).tables["client"].values() if not row["archived_at"]
        ]
        names = Counter(row["name"] for row in clients)
        self.names = [name for name, times in names.items() if times == 1]
        self.refs = [f"c{row['id']}" for row in clients]

    def fresh(self, where: Path | None = None) -> Path:
        """A new copy of the demo book."""
        self.book = where or self.book
        for ending in ("-wal", "-shm"):
            Path(f"{self.book}{ending}").unlink(missing_ok=True)
        return Path(shutil.copy(self.demo, self.book))

    def work(self, kind: str) -> Work:
        """A command of that kind with a mark of its own; what it needs is done before."""
        self.number += 1
        mark, client = f"mark-{self.number}", self.dice.choice(self.refs)
        if kind == "log":
            more = ("--callback", "+3d", "--purpose", mark, *self.dice.choice(((), ("--ask",))))
            return Work(kind, ("log", client, mark, *more), f"interaction {mark}")
        if kind == "request open":
            return Work(kind, ("request", "open", client, mark, "--urgent"), f"request {mark}")
        if kind == "deal add":
            return Work(kind, ("deal", "add", client, mark, "--amount", "5万"), f"deal {mark}")
        if kind == "deal won":
            ref = must(self.book, "deal", "add", client, mark, "--amount", "5万")["ref"]
            return Work(kind, ("deal", "won", ref, "--amount", "6万"), f"won {mark}")
        if kind == "import interactions":
            return Work(
                kind,
                ("import", "interactions", str(self._file(mark))),
                f"interaction {mark}",
                LINES,
            )
        if kind == "new book":
            self.book = self.folder / f"{mark}.db"
            return Work(kind, ("client", "add", mark), f"client {mark}")
        last = must(self.book, "history", "--limit", "1")[0]
        if last["command"] == "demo" or last["undone"]:
            last = {"entry": None}
            must(self.book, *self.work("log").line)
            last = must(self.book, "history", "--limit", "1")[0]
        return Work(kind, ("undo", str(last["entry"])), f"undone {last['entry']}")

    def _file(self, mark: str) -> Path:
        path = self.folder / f"{mark}.csv"
        days = [
            f"{self.dice.randint(2020, 2025)}-{self.dice.randint(1, 12):02}-{self.dice.randint(1, 28):02}"
            for _ in range(LINES)
        ]
        lines = [f"{self.dice.choice(self.names)},{day},{mark} {n}" for n, day in enumerate(days)]
        path.write_text("\n".join(["client,at,note", *lines]), encoding="utf-8")
        return path


def kill(bench: Bench, work: Work, usual: float) -> tuple[Answer, bool]:
    """Run it and end it at a random instant; also whether it had begun to write."""
    log = Path(f"{bench.book}-wal")
    begun: Callable[[], bool] = lambda: log.exists() and log.stat().st_size > 0  # noqa: E731
    writing = bench.dice.random() < 0.5
    delay = bench.dice.uniform(0, NEAR if writing else usual * 1.05)
    process = start(bench.book, work.line)
    while writing and process.poll() is None and not begun():
        time.sleep(0.0002)
    time.sleep(delay)
    process.kill()
    process.wait()
    seen = begun()
    return ended(process), seen


# The three trials; each returns its figures


def kills(bench: Bench, count: int) -> list[str]:
    """Commands killed: what was acknowledged is there, the rest is whole or absent."""
    usual = {kind: _usual(bench, kind) for kind in SHARES}
    kinds = bench.dice.choices(list(SHARES), list(SHARES.values()), k=count)
    figures: dict[str, Counter[str]] = {kind: Counter() for kind in SHARES}
    kept: dict[str, int] = {}
    home = bench.book
    for number, kind in enumerate(kinds):
        if number % LIFE == 0:
            bench.fresh()
            kept.clear()
        others = {} if kind == "new book" else kept
        try:
            work = bench.work(kind)
            figures[kind].update(["kills", *_one_kill(bench, work, usual[kind], others, number)])
        except Fault as fault:
            raise Fault(f"kill {number + 1}, {kind}: {fault}") from fault
        bench.book = home
    seen = ("kills", "answered", "whole", "absent", "absent, writing")
    lines = [f"{'':<20}" + "".join(f"{name:>17}" for name in seen)]
    for kind, found in [*figures.items(), ("all", sum(figures.values(), Counter[str]()))]:
        lines.append(f"{kind:<20}" + "".join(f"{found[name]:>17}" for name in seen))
    return lines


def _usual(bench: Bench, kind: str) -> float:
    bench.fresh(bench.folder / "usual.db")
    work = bench.work(kind)
    begun = time.perf_counter()
    must(bench.book, *work.line)
    took = time.perf_counter() - begun
    bench.book = bench.folder / "book.db"
    return took


def _one_kill(
    bench: Bench, work: Work, usual: float, kept: dict[str, int], number: int
) -> list[str]:
    before = look(bench.book)
    answer, writing = kill(bench, work, usual)
    after = look(bench.book, before)
    touched, found = told(before, after), traces(after)
    here = found[work.trace]
    if answer.code not in (0, -9) or answer.err:
        raise Fault(f"exit {answer.code}, {answer.err.strip()}")
    if here not in (0, work.whole) or len(touched) != (1 if here else 0):
        raise Fault(f"{here} of {work.whole} records, {len(touched)} entries")
    if answer.document is not None and not here:
        raise Fault(f"it was acknowledged and is lost: {answer.document}")
    if here and work.kind == "undo":
        taken = traces(before)
        for trace in [trace for trace in kept if found[trace] < taken[trace]]:
            del kept[trace]
    elif here:
        kept[work.trace] = work.whole
    lost = [trace for trace, whole in kept.items() if found[trace] != whole]
    if lost:
        raise Fault(f"of those acknowledged before, {lost} are lost")
    _next(bench, after, number, kept)
    return [_outcome(answer, here, writing)] + (["absent"] if not here and writing else [])


def _outcome(answer: Answer, here: int, writing: bool) -> str:  # noqa: FBT001
    if answer.document is not None:
        return "answered"
    if here:
        return "whole"
    return "absent, writing" if writing else "absent"


def _next(bench: Bench, left: Book, number: int, kept: dict[str, int]) -> None:
    """The next command works at once, be it reading or writing."""
    mark = f"next-{number}"
    must(bench.book, *(("today",) if number % 2 else ("client", "add", mark)))
    after = look(bench.book, left)
    written = len(told(left, after))
    if written != (0 if number % 2 else 1) or traces(after)[f"client {mark}"] != written:
        raise Fault(f"the next command left {written} entries")
    if written and f"client {mark}":
        kept[f"client {mark}"] = 1


def crowd(bench: Bench, seconds: float) -> list[str]:
    """Two write and two read at once: nothing is lost, nobody fails."""
    book = bench.fresh()
    before = look(book)
    until = time.monotonic() + seconds

    def lines(name: str) -> Iterator[tuple[str, ...]]:
        for number in range(1_000_000):
            if name in ("a", "b"):
                yield "log", f"c{1 + number % 5}", f"crowd-{name}{number}", "--callback", "+1d"
            else:
                yield READS[number % 2]

    def worker(name: str) -> list[tuple[tuple[str, ...], Answer, float]]:
        found = []
        for line in lines(name):
            begun = time.monotonic()
            if begun > until:
                break
            found.append((line, run(book, *line), time.monotonic() - begun))
        return found

    with ThreadPoolExecutor(4) as pool:
        done = dict(zip("abcd", pool.map(worker, "abcd"), strict=True))
    return _crowded(before, look(book, before), done)


def _crowded(
    before: Book, after: Book, done: dict[str, list[tuple[tuple[str, ...], Answer, float]]]
) -> list[str]:
    found, lines = traces(after), []
    acknowledged, refs = 0, list[str]()
    for name, answers in done.items():
        writes, busy = name in "ab", 0
        for line, answer, _ in answers:
            if writes and answer.code == 5 and "in use" in answer.err:
                busy += 1
            elif answer.code or answer.document is None or answer.err:
                raise Fault(f"{line[:3]}: exit {answer.code}, {answer.err.strip()}")
            elif writes and found[f"interaction {line[2]}"] != 1:
                raise Fault(
                    f"{line[2]} was acknowledged and is there {found[f'interaction {line[2]}']} times"
                )
            elif writes:
                acknowledged += 1
                refs.append(answer.document["ref"])
        longest = max(took for _, _, took in answers)
        lines.append(
            f"{'writer' if writes else 'reader'} {name}: {len(answers)} runs, {busy} told to wait, longest {longest:.2f} s"
        )
    new = sorted(after.tables["interaction"].keys() - before.tables["interaction"].keys())
    if len(told(before, after)) != acknowledged or sorted(int(ref[1:]) for ref in refs) != new:
        raise Fault("what is there is not what was acknowledged")
    if new and new[-1] - new[0] + 1 != len(new):
        raise Fault("numbers were lost")
    return [
        *lines,
        f"acknowledged {acknowledged}, found {len(new)}, numbers {new[0]} to {new[-1]} without a gap",
    ]


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A tmpfs of 24 MB; raises `OSError` where none can be made."""
    disk = folder / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise OSError(made.stderr.strip())
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def full(bench: Bench) -> list[str]:
    """A full disk: refused in one line with exit code 5, nothing half written, reads go on."""
    if sys.platform != "linux" or os.geteuid():
        return ["skipped: it needs Linux and root, to make a small disk"]
    try:
        with small_disk(bench.folder) as disk:
            return [f"{room:>4} kB free: {_filled(bench, disk, room)}" for room in ROOM]
    except OSError as error:
        return [f"skipped: no small disk could be made ({error})"]


def _filled(bench: Bench, disk: Path, room: int) -> str:
    for path in disk.iterdir():
        path.unlink()
    bench.fresh(disk / "book.db")
    works = [bench.work(kind) for kind in SHARES if kind not in ("log", "new book")]
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    os.truncate(filler, max(0, filler.stat().st_size - room * 1024))
    figures: Counter[str] = Counter()
    before = look(bench.book)
    for number in range(400):
        client = bench.dice.choice(bench.refs)
        work = Work(
            "log", ("log", client, f"full-{number} {'x' * 3000}"), f"interaction full-{number}"
        )
        before, refused = _on_full(bench.book, work, before)
        figures["refused" if refused else "written"] += 1
        if refused:
            break
    for work in works:
        before, refused = _on_full(bench.book, work, before)
        figures["refused" if refused else "written"] += 1
    figures["refused"] += sum(_file_on_full(bench.book, line, disk / line[-1]) for line in _FILES)
    for line in READS:
        must(bench.book, *line)
        figures["read"] += 1
    filler.unlink()
    must(bench.book, "log", "c3", "room-again")
    after = look(bench.book, before)
    if len(told(before, after)) != 1 or traces(after)["interaction room-again"] != 1:
        raise Fault("after space was made, a contact was not written")
    return ", ".join(f"{name} {times}" for name, times in figures.items()) + ", then written again"


_FILES = (
    ("backup", "copy.db"),
    ("export", "-o", "all.json"),
    ("client", "add", "new", "--db", "new.db"),
)


def _refused(line: tuple[str, ...], answer: Answer) -> bool:
    """Whether it was refused, as it should be: one line with what, why and what to do."""
    if not answer.code and answer.document is not None and not answer.err:
        return False
    said = answer.err.strip()
    if (
        answer.code != 5
        or "\n" in said
        or "full" not in said
        or " – free some space" not in said
        or answer.document
    ):
        raise Fault(f"cm {' '.join(line)[:40]}: exit {answer.code}, {said or 'nothing said'}")
    return True


def _on_full(book: Path, work: Work, before: Book) -> tuple[Book, bool]:
    refused = _refused(work.line, run(book, *work.line))
    after = look(book, before)
    here = traces(after)[work.trace]
    if here != (0 if refused else work.whole) or len(told(before, after)) != (0 if refused else 1):
        raise Fault(
            f"{work.kind}: {here} of {work.whole} records, {'refused' if refused else 'written'}"
        )
    return after, refused


def _file_on_full(book: Path, line: tuple[str, ...], target: Path) -> bool:
    refused = _refused(line, run(book, *line))
    if refused and target.exists() and target.stat().st_size:
        raise Fault(f"{' '.join(line)} left {target.stat().st_size} bytes behind")
    for path in target.parent.glob(f"*{target.name}*"):
        path.unlink()
    return refused


def main() -> int:
    """Print the figures; 1 where the promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2)))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    broken = False
    trials: dict[str, Callable[[Bench], list[str]]] = {
        "killed": lambda bench: kills(bench, options.kills),
        "two writers, two readers": lambda bench: crowd(bench, options.seconds),
        "disk full": full,
    }
    for name, trial in trials.items():
        with tempfile.TemporaryDirectory() as folder:
            try:
                lines = trial(Bench(Path(folder), options.seed))
            except Fault as fault:
                broken, lines = True, [f"BROKEN: {fault}"]
        print(f"\n{name}\n  " + "\n  ".join(lines), flush=True)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
