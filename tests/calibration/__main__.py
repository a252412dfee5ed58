"""Is the verdict right as often as it says? Runs the planted worlds; a table, and 1 when a bound breaks."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.calibration.check import Check, rows
from tests.calibration.checks import every
from workbench.experiment.executors.processes import ProcessExecutor


def main(arguments: list[str]) -> int:
    """0 when every bound holds, 1 when one breaks, 2 for a name that fits nothing."""
    parser = argparse.ArgumentParser(prog="dev.py calibrate")
    parser.add_argument("names", nargs="*", metavar="NAME", help="how names begin, as C2 or C6.lstm")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    checks = every()
    unknown = [name for name in chosen.names if not any(begins(check, name) for check in checks)]
    if unknown:
        print(f"No check begins with {unknown[0]!r}; --list shows their names.", file=sys.stderr)
        return 2
    wanted = [check for check in checks if not chosen.names or any(begins(check, n) for n in chosen.names)]
    if chosen.list:
        print("\n".join(listed(check) for check in wanted))
        return 0
    found = run(wanted, chosen.workers)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    broken = [f"{row['name']} ({row['figure']})" for row in found if not row["holds"]]
    print(f"calibrate: {', '.join(broken)} broke their bounds." if broken else "calibrate: all bounds hold.")
    return 1 if broken else 0


def run(checks: list[Check[Any]], workers: int) -> list[dict[str, Any]]:
    """The rows of all of them, printed as they come."""
    found = []
    with ProcessExecutor(workers) as executor:
        for check in checks:
            new = rows(executor, check)
            print("\n".join(line(row) for row in new), flush=True)
            found += new
    return found


def begins(check: Check[Any], name: str) -> bool:
    """Whether `name` is this check, or a group it is in."""
    return check.name == name or check.name.startswith(f"{name}.")


def listed(check: Check[Any]) -> str:
    """A line of the list: what is bounded in it."""
    bounded = [f"{figure.name} {figure.bound}" for figure in check.figures if str(figure.bound) != "reported"]
    return f"{check.name:22} {check.paths:5} x {check.setting:36} {'; '.join(bounded) or 'reported'}"


def line(row: dict[str, Any]) -> str:
    """A line of the table."""
    value = row["value"]
    found = f"{value:5} of {row['paths']:5}" if isinstance(value, int) else f"{value:14.4f}"
    return (
        f"{row['name']:22} {row['setting']:36} {row['figure']:27} {found}  {row['bound']:24} "
        f"{'holds' if row['holds'] else 'BROKEN':6}  {row['seconds']} s"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
