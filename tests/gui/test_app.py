"""Tests of the start: the window with a file, its log, and a clean end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.gui.desk import csv_file

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys, time
from workbench.gui import app

def look_and_leave(self):
    until = time.monotonic() + 20
    session = self.window.session
    while session.workers == 0 or session.document.project.active_symbol != "ACME":
        assert time.monotonic() < until, session.message
        self.processEvents()
        time.sleep(0.02)
    print("seen:", session.message)
    self.window.verbs.questions.unsaved = lambda path: "discard"
    return 0 if self.window.close() else 3

app.Application.exec = look_and_leave
if __name__ == "__main__":
    sys.exit(app.run(sys.argv[1]))
"""


def test_that_the_program_opens_with_a_file_logs_and_ends_cleanly(tmp_path, home):
    script = tmp_path / "start.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(csv_file(tmp_path))],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "seen: Loaded: ACME, 1,700 daily bars" in done.stdout
    assert done.stderr == ""
    assert "1,700 daily bars" in (home / "logs" / "workbench.log").read_text(encoding="utf-8")
    assert (home / "settings.json").exists()
