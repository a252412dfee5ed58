"""The window starts without the heavy libraries: they would cost seconds, and stalls later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "torch", "pandas", "scipy", "sklearn", "arch", "statsmodels", "yfinance", "exchange_calendars", "talib",
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


def test_that_pyqtgraph_sees_all_of_qt_though_nothing_was_copied():
    script = """
import PySide6.QtWidgets
listed = len(dir(PySide6.QtWidgets))
import workbench.gui.charts
import pyqtgraph
from pyqtgraph.Qt import QtCore, QtGui, QtWidgets
assert QtWidgets.QCalendarWidget is PySide6.QtWidgets.QCalendarWidget
assert QtGui.QPen is PySide6.QtGui.QPen and QtCore.Qt is PySide6.QtCore.Qt
assert not hasattr(QtWidgets, "QNoSuchThing")
assert len(dir(PySide6.QtWidgets)) == listed > 100, "Qt lists its classes as before"
copied = sum(1 for name in vars(QtWidgets) if name.startswith("Q"))
print(copied, sum(1 for name in dir(PySide6.QtWidgets) if name.startswith("Q")))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )
    assert done.returncode == 0, done.stderr
    copied, all_of_them = map(int, done.stdout.split())
    assert copied < all_of_them / 2


def test_that_what_only_a_run_needs_is_imported_by_a_run():
    late = ("workbench.experiment.alone", "workbench.experiment.gather", "workbench.experiment.ahead",
            "concurrent.futures.process", "importlib.metadata")  # fmt: skip
    script = f"import sys, workbench.gui.app; print(*[name for name in {late!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
