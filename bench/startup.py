"""CPU of the daily commands as multiples of `python -c pass` in the same run.

    python -m bench.startup [--runs 15] [--json]

Multiples are of user and system time of whole processes; the least of several runs, taken in turn,
so that a busy machine disturbs all of them alike. The book is the demo's, without its goals but
where the name says so: a morning with goals computes the figures they are about. The program is
compiled before, as an installed one is.
"""

import argparse
import compileall
import contextlib
import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import cmcli

NOW = "2026-11-23T08:31:00+08:00"


class Case(NamedTuple):
    """A command line, whether on a terminal, and how many times `python -c pass` it may cost."""

    name: str
    line: tuple[str, ...]
    target: float
    terminal: bool = False
    goals: bool = False


CASES = (
    Case("today, piped", ("today",), 8),
    Case("today, terminal", ("today",), 12, terminal=True),
    Case("today with goals", ("today",), 12, goals=True),
    Case("log", ("log", "c3", "x", "--callback", "+1d", "--purpose", "y"), 7.5),
    Case("done", ("done", "c3", "z"), 7.5),
    Case("client show", ("client", "show", "c3"), 9),
    Case("--help", ("--help",), 8),
)
PASS = [sys.executable, "-c", "pass"]
RUN = [sys.executable, "-c", "from cmcli.start import run; run()"]


def spent(arguments: Sequence[str], env: dict[str, str], *, terminal: bool = False) -> float:
    """Seconds of user and system time of one process and what it waited for."""
    if terminal:
        return _on_terminal(arguments, env)
    with subprocess.Popen(
        arguments, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments}: exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def _on_terminal(arguments: Sequence[str], env: dict[str, str]) -> float:
    pid, master = pty.fork()
    if pid == 0:
        os.execve(arguments[0], list(arguments), {**env, "TERM": "xterm-256color"})
    while True:
        try:
            if not os.read(master, 65536):
                break
        except OSError:
            break  # the other side is closed
    _, _, usage = os.wait4(pid, 0)
    os.close(master)
    return usage.ru_utime + usage.ru_stime


def _without_goals(db: str) -> None:
    with contextlib.closing(sqlite3.connect(db)) as file, file:
        file.execute("DELETE FROM goal_target")
        file.execute("DELETE FROM goal")


def measure(runs: int) -> dict[str, float]:
    """Multiples by the name of the case, and the seconds of `python -c pass` itself."""
    compileall.compile_dir(str(Path(cmcli.__file__).parent), quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "book.db")
        env = {**os.environ, "CM_DB": db, "CM_NOW": NOW, "TZ": "Asia/Shanghai", "CM_LANG": "en"}
        for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "CM_DEBUG"):
            env.pop(name, None)
        env["PYTHONPATH"] = str(Path(cmcli.__file__).parents[1])
        spent([*RUN, "demo"], env)
        with_goals = {**env, "CM_DB": shutil.copy(db, f"{folder}/goals.db")}
        _without_goals(db)
        times: dict[str, list[float]] = {"pass": [], **{case.name: [] for case in CASES}}
        for _ in range(runs):
            times["pass"].append(spent(PASS, env))
            for case in CASES:
                used = with_goals if case.goals else env
                times[case.name].append(spent([*RUN, *case.line], used, terminal=case.terminal))
        completion = {
            **env,
            "_CM_COMPLETE": "complete_bash",
            "COMP_WORDS": "cm cl",
            "COMP_CWORD": "1",
        }
        times["completion"] = [spent(RUN, completion) for _ in range(runs)]
    base = min(times["pass"])
    return {
        "pass": base,
        **{name: min(all_) / base for name, all_ in times.items() if name != "pass"},
    }


def main() -> int:
    """Print the table; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.runs)
    targets = {case.name: case.target for case in CASES} | {"completion": 8.0}
    if options.json:
        print(json.dumps({"found": found, "targets": targets}, indent=2))
    else:
        print(f"python -c pass: {found['pass'] * 1000:.1f} ms of CPU")
        for name, target in targets.items():
            mark = "" if found[name] <= target else "  over"
            print(f"{name:<18} {found[name]:5.1f} x   target {target:g}{mark}")
    return int(any(found[name] > target for name, target in targets.items()))


if __name__ == "__main__":
    sys.exit(main())
