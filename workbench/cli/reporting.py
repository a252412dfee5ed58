"""What `run` and `demo` leave behind: the verdict on stdout, the JSON where it was wanted."""

from __future__ import annotations

from pathlib import Path

from workbench.cli.run_json import run_json, write_json
from workbench.cli.verdict_text import verdict_lines
from workbench.errors import Cancelled
from workbench.experiment.result import RunResult


def report_run(result: RunResult, json_file: Path | None) -> int:
    """Print the verdict and write the JSON; the exit code."""
    try:
        if json_file:
            write_json(run_json(result), json_file)
    finally:
        print("\n".join(verdict_lines(result)))
    return Cancelled.exit_code if result.outcome == "cancelled" else 0
