"""A report as PDF: Qt prints it in a process of its own; neither command line nor window waits on it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from workbench.errors import UsageError
from workbench.export.sheets import Sheets
from workbench.itself import PRINT, own_command, window_environment

SECONDS = 120


def print_pdf(sheets: Sheets) -> bytes:
    """The sheets as PDF; raises `UsageError` where this computer cannot print it."""
    with tempfile.TemporaryDirectory(prefix="workbench-print-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "sheets.json", Path(folder) / "report.pdf"
        source.write_text(sheets.to_json(), encoding="utf-8")
        command = [*own_command(), PRINT, str(source), str(target)]
        try:
            done = subprocess.run(
                command, env=window_environment(), timeout=SECONDS, capture_output=True, text=True,
                errors="replace", check=False,
            )  # fmt: skip
            if done.returncode == 0:
                return target.read_bytes()
            why = (done.stderr.strip() or f"it ended with {done.returncode}").splitlines()[-1]
        except (OSError, subprocess.TimeoutExpired) as error:
            why = str(error)
    raise UsageError(f"The PDF cannot be made here: {why.rstrip('.')}.", "Write the HTML, and print that.")
