"""Is the verdict right as often as it says? Runs the planted worlds; a table, and 1 when a bound breaks."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from tests.calibration.checks import COUNT, Check, every
from tests.calibration.gate import outcomes
from workbench.experiment.executors.base import Executor
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
        print("\n".join(f"{check.name:22} {check.bound}" for check in wanted))
        return 0
    rows = []
    with ProcessExecutor(chosen.workers) as executor:
        for check in wanted:
            rows.append(row(executor, check))
            print(line(rows[-1]), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    broken = [row["name"] for row in rows if not row["holds"]]
    print(f"calibrate: {', '.join(broken)} broke their bounds." if broken else "calibrate: all bounds hold.")
    return 1 if broken else 0


def begins(check: Check, name: str) -> bool:
    """Whether `name` is this check, or a group it is in."""
    return check.name == name or check.name.startswith(f"{name}.")


def row(executor: Executor, check: Check) -> dict[str, Any]:
    """One check, counted."""
    started = time.monotonic()
    found = list(outcomes(executor, check.spec, check.world, range(check.paths)))
    count = sum(COUNT[check.counted](path) for path in found)
    return {
        "name": check.name, "world": check.world.text, "counted": check.counted, "count": count,
        "paths": check.paths, "bound": check.bound, "holds": check.holds(count),
        "clark_west": sum(path.forecasts for path in found), "gate": sum(path.opens for path in found),
        "timing": sum(path.times for path in found), "seconds": round(time.monotonic() - started, 1),
    }  # fmt: skip


def line(row: dict[str, Any]) -> str:
    """The table's row."""
    return (
        f"{row['name']:22} {row['world']:24} {row['counted']:8} {row['count']:5} of {row['paths']:5}  "
        f"{row['bound']:24} {'holds' if row['holds'] else 'BROKEN':6}  "
        f"Clark-West {row['clark_west']}, timing {row['timing']}, gate {row['gate']}  {row['seconds']} s"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
