"""Runs the methods of RELIABILITY.md, each within a time box; one line a method, and 1 when a case failed."""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.torture import training

MINUTES = 5.0


@dataclass(frozen=True, slots=True)
class Method:
    """A generator of cases, and how many of them are the goal."""

    cases: Callable[[int], training.Cases]
    goal: int


@dataclass(frozen=True, slots=True)
class Report:
    """One method's outcome; a method ends at its first failure."""

    name: str
    cases: int
    goal: int
    failures: int
    seconds: float
    seed: int


METHODS = {
    "train.kills": Method(training.kills, 300),
    "train.cycles": Method(training.cycles, 500),
    "train.sleeps": Method(training.sleeps, 3),
    "train.disks": Method(training.disks, 100),
}


def main(arguments: list[str]) -> int:
    """0 when no case failed, 1 when one did, 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="dev.py torture")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(METHODS))
    parser.add_argument("--minutes", type=float, default=MINUTES, help="time box of each method")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in METHODS]
    if unknown:
        print(f"There is no method {unknown[0]!r}. Known: {', '.join(METHODS)}.", file=sys.stderr)
        return 2
    reports = []
    for name in chosen.names or METHODS:
        reports.append(run(name, METHODS[name], 60.0 * chosen.minutes, chosen.seed))
        print(line(reports[-1]), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(one) for one in reports], indent=2) + "\n", "utf-8")
    return 1 if any(report.failures for report in reports) else 0


def run(name: str, method: Method, seconds: float, seed: int) -> Report:
    """Cases until the goal, the end of the time box, or the first failure, whose traceback is printed."""
    started, done, failures = time.monotonic(), 0, 0
    with closing(method.cases(seed)) as cases:
        try:
            for _ in cases:
                done += 1
                if done == method.goal or time.monotonic() - started > seconds:
                    break
        except Exception:  # noqa: BLE001 - whatever it is, it is what was looked for
            failures = 1
            traceback.print_exc()
    return Report(name, done, method.goal, failures, round(time.monotonic() - started, 1), seed)


def line(report: Report) -> str:
    """The table's row."""
    goal = "reached" if report.cases >= report.goal else "NOT REACHED"
    return (
        f"{report.name:16} {report.cases:5} cases of {report.goal:5} {goal:12} "
        f"{report.failures} failures  {report.seconds:7.1f} s  seed {report.seed}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
