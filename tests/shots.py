"""Screenshots of the main window: real trainings on the sample, in an app-data folder of their own.

`python tests/shots.py [FOLDER]` writes to build/shots by default; `python3 dev.py shots` calls it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LARGE, SMALL = (1440, 900), (1100, 700)
SETTINGS = {
    "train.epochs": 8, "train.seeds": 5, "model.hidden_size": 16, "evaluation.refit_every": 420,
    "train.batch_size": 16,
}  # fmt: skip
DONE_BEFORE_SHOT = 17
PATIENCE_SECONDS = 240


def main(folder: Path) -> None:
    """All pictures, one process a theme and one at double scale."""
    import subprocess

    folder.mkdir(parents=True, exist_ok=True)
    for theme, scale in (("light", "1"), ("dark", "1"), ("dark", "2")):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
        environment["PYTHONPATH"] = str(ROOT)
        with tempfile.TemporaryDirectory(prefix="workbench-shots-") as home:
            environment["WORKBENCH_HOME"] = home
            command = [sys.executable, __file__, str(folder), theme, scale]
            subprocess.run(command, env=environment, check=True, timeout=600)


def shoot(folder: Path, theme_name: str, scale: str) -> None:
    """The pictures of one theme at one scale."""
    from PySide6.QtWidgets import QApplication

    from workbench.gui.app import build
    from workbench.gui.session import Session
    from workbench.gui.theme import Theme, apply

    app = QApplication([])
    theme = Theme(theme_name)
    apply(app, theme)
    session = Session(theme=theme)
    window = build(session)
    window.resize(*LARGE)
    window.show()
    session.warm_up()
    wait(app, lambda: session.workers > 0)

    def save(name: str, size: tuple[int, int] = LARGE) -> None:
        window.resize(*size)
        window.reset_layout()
        settle(app)
        window.grab().save(str(folder / f"{name}.png"))
        print(folder / f"{name}.png")

    once = scale == "1"
    if once:
        save(f"first-start-{theme_name}")
    session.edit("Set up the picture", with_small_settings(session.document.project))
    window.commands["run.train"].trigger()
    wait(app, lambda: session.run_state.fits_done >= DONE_BEFORE_SHOT or not session.running)
    if once:
        save(f"training-{theme_name}")
    wait(app, lambda: not session.running)
    session.save_as(Path(os.environ["WORKBENCH_HOME"]) / "S&P 500 study.swb")
    session.wait_for_files()
    save(f"finished-{theme_name}" if once else f"finished-200%-{theme_name}", LARGE)
    if once and theme_name == "dark":
        save("finished-1100x700-dark", SMALL)
    window.close()


def with_small_settings(project):
    """The project with settings that train in seconds and still have seeds and folds enough."""
    from workbench.gui import edits

    return edits.with_settings(project, SETTINGS)


def wait(app, ready: Callable[[], bool]) -> None:
    """Run the event loop until `ready()`; RuntimeError after four minutes."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        if time.monotonic() > until:
            raise RuntimeError("the window did not get there in time")
        app.processEvents()
        time.sleep(0.005)


def settle(app) -> None:
    """Let layouts and delayed repaints happen."""
    until = time.monotonic() + 0.4
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        shoot(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "shots")
