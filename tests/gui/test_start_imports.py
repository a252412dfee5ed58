"""The window starts without the heavy libraries: they would cost seconds, and stalls later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "torch", "pandas", "scipy", "sklearn", "arch", "statsmodels", "yfinance", "exchange_calendars", "talib",
    "pyqtgraph",
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]

SCRIPT = f"""
import sys, time
from PySide6.QtWidgets import QApplication
from workbench.gui.app import build
from workbench.gui.session import Session
from workbench.gui.theme import Theme, apply

def main():
    app = QApplication([])
    theme = Theme("dark")
    apply(app, theme)
    window = build(Session(theme=theme))
    window.show()
    window.session.warm_up()
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.02)
    assert window.session.prices is not None and len(window.session.prices) == 5031
    window.session.show_symbol("NASDAQ")
    window.session.preferences.set_theme("light")
    window.grab()
    print("heavy:", *[name for name in {HEAVY!r} if name in sys.modules])
    window.session.close()

if __name__ == "__main__":
    main()
"""


def test_that_the_idle_window_has_imported_no_heavy_library(tmp_path):
    script = tmp_path / "start.py"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, str(script)],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "heavy:", done.stdout


def test_that_nothing_reads_the_source_of_each_module_imported():
    script = "import builtins, workbench.gui; print(builtins.__import__.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "feature" not in done.stdout


def test_that_what_only_a_run_needs_is_imported_by_a_run():
    late = ("workbench.experiment.alone", "workbench.experiment.gather", "workbench.experiment.ahead",
            "concurrent.futures.process", "importlib.metadata")  # fmt: skip
    script = f"import sys, workbench.gui.app; print(*[name for name in {late!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
