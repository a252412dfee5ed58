"""Screenshots of the main window: real trainings on the sample, in an app-data folder of their own.

`python tests/shots.py [FOLDER]` writes to build/shots by default; `python3 dev.py shots` calls it.
`python tests/shots.py --readme` trains once with the settings of the program as it comes, whatever the
verdict, and writes the picture of the README.
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
"""They train in seconds and still have seeds and folds enough."""
MADE_UP = ("cancelled", "failed", "lens-moved", "candidate", "invalid")
"""States that no training can be counted on to reach, drawn of sample runs."""
OTHERS = ({"model.kind": "gru", "features.lookback": 20}, {"model.kind": "ridge"})
DONE_BEFORE_SHOT = 17
TWINS_BEFORE_SHOT = 16
LEAST_ROUNDS = 30
"""Of the event loop, however slow the machine: what waits for a timer must be drawn."""
PATIENCE_SECONDS = 400
SHEET_HEIGHT = 1127
"""Of A4 between its margins, for sheets as wide as the report's."""
README_PICTURE = ROOT / "docs" / "images" / "main.png"


def main(folder: Path) -> None:
    """All pictures, one process a theme and one at double scale."""
    folder.mkdir(parents=True, exist_ok=True)
    for theme, scale in (("light", "1"), ("dark", "1"), ("dark", "2")):
        in_own_process(__file__, str(folder), theme, scale)
    for theme in ("light", "dark"):
        in_own_process("-m", "tests.gui.pictures", str(folder), theme, *MADE_UP)


def in_own_process(*arguments: str) -> None:
    """Python with `arguments` on an app-data folder of its own; a number at their end is the scale."""
    import subprocess

    scale = arguments[-1] if arguments[-1].isdigit() else "1"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    environment["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory(prefix="workbench-shots-") as home:
        environment["WORKBENCH_HOME"] = home
        command = [sys.executable, "-X", "faulthandler", *arguments]
        subprocess.run(command, env=environment, check=True, timeout=600, cwd=ROOT)


def shoot(folder: Path, theme_name: str, scale: str) -> None:
    """The pictures of one theme at one scale."""
    app, session, window = opened(theme_name)

    def save(name: str, size: tuple[int, int] = LARGE) -> None:
        window.resize(*size)
        window.reset_layout()
        settle(app)
        window.grab().save(str(folder / f"{name}.png"))
        print(folder / f"{name}.png")

    once = scale == "1"
    if once:
        save(f"first-start-{theme_name}")
        save(f"first-start-1100x700-{theme_name}", SMALL)
    session.edit("Set up the picture", edited(session.document.project, SETTINGS))
    window.commands["run.train"].trigger()
    wait(app, lambda: session.run_state.fits_done >= DONE_BEFORE_SHOT or not session.running)
    if once:
        save(f"training-{theme_name}")
        save(f"training-1100x700-{theme_name}", SMALL)
    else:
        save(f"training-200%-{theme_name}")
    wait(app, lambda: not session.running)
    session.save_as(Path(os.environ["WORKBENCH_HOME"]) / "S&P 500 study.swb")
    session.wait_for_files()
    save(f"finished-{theme_name}" if once else f"finished-200%-{theme_name}", LARGE)
    if once:
        save(f"finished-1100x700-{theme_name}", SMALL)
    if once and theme_name == "light":
        shoot_report(folder, session)
    if once:
        shoot_placebo(app, session, window, save, theme_name)
        run_others(app, session, window)
        save(f"compare-{theme_name}", LARGE)
        save(f"compare-1100x700-{theme_name}", SMALL)
    window.close()


def shoot_report(folder: Path, session) -> None:
    """The shown run's report, the page as a file and its sheets of paper as pictures."""
    from PySide6.QtGui import QColor, QImage, QPainter

    from workbench.export.page import render
    from workbench.export.parts import Context
    from workbench.export.report import build
    from workbench.export.sheets import WIDTH, sheets
    from workbench.gui.paper import paint

    document = session.document
    context = Context(1, len(document.runs), session.trials[1], document.path.name, prices=session.prices)
    report = build(session.result, context)
    (folder / "report.html").write_text(render(report), encoding="utf-8")
    image = QImage(2 * (WIDTH + 80), 2 * (SHEET_HEIGHT + 80), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    pages = []

    def clear() -> None:
        painter.resetTransform()
        painter.fillRect(image.rect(), QColor("white"))
        painter.scale(2, 2)
        painter.translate(40, 40)

    def keep() -> None:
        pages.append(folder / f"report-{len(pages) + 1}.png")
        image.save(str(pages[-1]))
        print(pages[-1])
        clear()

    clear()
    paint(sheets(report), painter, SHEET_HEIGHT, keep)
    keep()
    painter.end()


def run_others(app, session, window) -> None:
    """Two more runs, so that three stand side by side in Compare."""
    for settings in OTHERS:
        session.edit("Set up another run", edited(session.document.project, settings))
        window.commands["run.train"].trigger()
        wait(app, lambda: not session.running)
    session.save()
    session.wait_for_files()
    window.centre.show_view("compare")


def shoot_placebo(app, session, window, save, theme_name: str) -> None:
    """The placebo of that run, half way."""
    window.commands["run.placebo"].trigger()
    inquiries = session.inquiries
    wait(app, lambda: inquiries.asking is None or inquiries.asking.done >= TWINS_BEFORE_SHOT)
    save(f"placebo-running-{theme_name}")
    window.commands["run.stop"].trigger()
    wait(app, lambda: inquiries.asking is None)


def shoot_readme(theme_name: str) -> None:
    """The picture of the README: one run with the settings as they come, never chosen for its verdict."""
    app, session, window = opened(theme_name)
    window.commands["run.train"].trigger()
    wait(app, lambda: not session.running)
    session.save_as(Path(os.environ["WORKBENCH_HOME"]) / "S&P 500 study.swb")
    session.wait_for_files()
    window.reset_layout()
    settle(app)
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(README_PICTURE))
    print(README_PICTURE, session.result.timing, session.result.verdict.sentence)
    window.close()


def opened(theme_name: str):
    """Application, session and window on the screen, with workers ready."""
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
    return app, session, window


def edited(project, settings):
    """The project with these settings."""
    from workbench.gui import edits

    return edits.with_settings(project, settings)


def wait(app, ready: Callable[[], bool]) -> None:
    """Run the event loop until `ready()`; RuntimeError when patience ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        if time.monotonic() > until:
            raise RuntimeError("the window did not get there in time")
        app.processEvents()
        time.sleep(0.005)


def settle(app) -> None:
    """Let layouts and delayed repaints happen."""
    until, rounds = time.monotonic() + 0.4, 0
    while time.monotonic() < until or rounds < LEAST_ROUNDS:
        rounds += 1
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    if sys.argv[1:] == ["--readme"]:
        in_own_process(__file__, "--readme", "dark", "1")
    elif sys.argv[1:2] == ["--readme"]:
        shoot_readme(sys.argv[2])
    elif len(sys.argv) > 2:
        shoot(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "shots")
