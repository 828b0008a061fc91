"""What a week's report costs in every form, with a book of 1 million contacts.

    python -m bench.report [--size 1000000] [--runs 7] [--json]

CPU as multiples of `python -c pass` in the same run, the least of several runs; peak memory of the
process in megabytes. The book is that of `bench.growth`: contacts of eight years, some 2,400 a week.
"""

import argparse
import compileall
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import cmcli
from bench.growth import grow
from bench.startup import NOW, PASS, RUN, spent

MEMORY = 120


class Case(NamedTuple):
    """A form of the report, what is typed for it, and how many times `python -c pass` it may cost."""

    name: str
    line: tuple[str, ...]
    target: float
    terminal: bool = False


CASES = (
    Case("terminal", (), 15, terminal=True),
    Case("piped", (), 15),
    Case("json", ("--json",), 15),
    Case("md", ("-o", "week.md"), 15),
    Case("html", ("-o", "week.html"), 60),
    Case("docx", ("-o", "week.docx"), 60),
    Case("xlsx", ("-o", "week.xlsx"), 60),
)


def peak(line: list[str], env: dict[str, str], folder: Path) -> float:
    """The most memory that the process held, in megabytes."""
    with subprocess.Popen(line, env=env, cwd=folder, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{line}: exit code {process.returncode}")
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def measure(size: int, runs: int) -> dict[str, tuple[float, float]]:
    """(multiple, megabytes) by the name of the case."""
    compileall.compile_dir(str(Path(cmcli.__file__).parent), quiet=2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "CM_DB": f"{name}/book.db", "CM_NOW": NOW, "TZ": "Asia/Shanghai",
               "CM_LANG": "en", "PYTHONPATH": str(Path(cmcli.__file__).parents[1])}  # fmt: skip
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        spent([*RUN, "demo"], env)
        grow(folder / "book.db", size)
        times: dict[str, list[float]] = {"pass": [], **{case.name: [] for case in CASES}}
        with contextlib.chdir(folder):
            for _ in range(runs):
                times["pass"].append(spent(PASS, env))
                for case in CASES:
                    line = [*RUN, "report", "--last", *case.line]
                    times[case.name].append(spent(line, env, terminal=case.terminal))
            memory = {
                case.name: peak([*RUN, "report", "--last", *case.line], env, folder)
                for case in CASES
            }
    base = min(times["pass"])
    return {case.name: (min(times[case.name]) / base, memory[case.name]) for case in CASES}


def main() -> int:
    """Print the table; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.size, options.runs)
    targets = {case.name: case.target for case in CASES}
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        for name, (times, megabytes) in found.items():
            over = "  over" if times > targets[name] or megabytes > MEMORY else ""
            print(f"{name:<10} {times:5.1f} x   target {targets[name]:g}   "
                  f"{megabytes:4.0f} MB of {MEMORY}{over}")  # fmt: skip
    return int(any(t > targets[name] or mb > MEMORY for name, (t, mb) in found.items()))


if __name__ == "__main__":
    sys.exit(main())
