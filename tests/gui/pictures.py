"""The window's states as pictures that can be compared: made of sample runs, so that nothing is trained.

`python -m tests.gui.pictures FOLDER THEME STATE...` draws states into a folder, at the scale of the
environment's QT_SCALE_FACTOR.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.gui import further_states
from tests.gui.desk import Answers, FakeRun, settle
from tests.gui.test_inquiries import FakePlacebo, document_of
from tests.samples import make_result
from workbench.errors import FitFailed
from workbench.gui import edits
from workbench.gui.main_window import MainWindow
from workbench.gui.session import Session
from workbench.gui.theme import Theme, apply
from workbench.gui.widgets.lag_lens import LagLensView
from workbench.project.document import Document

LARGE, SMALL = (1440, 900), (1100, 700)
Wait = Callable[[Callable[[], bool]], None]


def _first_start(window: MainWindow, wait: Wait) -> None:
    """The sample and the welcome."""


def _finished(window: MainWindow, wait: Wait) -> None:
    """A run as it was stored."""


def _training(window: MainWindow, wait: Wait) -> None:
    window.commands["run.train"].trigger()
    wait(lambda: window.session.run_state.fits_done == 2)


def _cancelled(window: MainWindow, wait: Wait) -> None:
    _training(window, wait)
    window.commands["run.stop"].trigger()
    wait(lambda: not window.session.running)


def _failed(window: MainWindow, wait: Wait) -> None:
    _training(window, wait)
    run = window.session.test_run
    run.error = FitFailed("A worker process died.", "Run again; what was learned is kept.")
    run.go.set()
    wait(lambda: not window.session.running)


def _lens_moved(window: MainWindow, wait: Wait) -> None:
    lens = window.reality.findChild(LagLensView)
    lens.slider.setValue(lens.slider.minimum())


def _placebo(window: MainWindow, wait: Wait) -> None:
    fake = FakePlacebo()
    window.session.inquiries.engines["placebo"] = fake
    fake.go(3)
    window.commands["run.placebo"].trigger()
    wait(lambda: (asking := window.session.inquiries.asking) is not None and asking.done == 3)


def _compare(window: MainWindow, wait: Wait) -> None:
    window.centre.show_view("compare")


EARLIER: dict[str, object] = {"run_seed": 3}
"""Another run than the one that is then made."""
STATES: dict[str, tuple[Callable[[MainWindow, Wait], None], tuple[dict[str, object], ...]]] = {
    "first-start": (_first_start, ()),
    "training": (_training, (EARLIER,)),
    "finished": (_finished, ({},)),
    "candidate": (_finished, ({"state": "candidate"},)),
    "invalid": (_finished, ({"state": "invalid"},)),
    "cancelled": (_cancelled, (EARLIER,)),
    "failed": (_failed, (EARLIER,)),
    "lens-moved": (_lens_moved, ({},)),
    "placebo-running": (_placebo, ({},)),
    "compare": (_compare, ({}, {"run_seed": 1}, {"run_seed": 2})),
}
"""Name -> (how to get there, the runs the project has)."""


@contextmanager
def shown(
    qapp: QApplication, name: str, theme: str, size: tuple[int, int], wait: Wait
) -> Iterator[MainWindow]:
    """The window in a state, painted."""
    prepare, runs = (STATES | further_states.ALL)[name]
    look = Theme(theme)
    apply(qapp, look)
    made = [make_result(**run) for run in runs]
    document = document_of(made[0][0], *(run for _, run in made)) if made else Document(edits.first_project())
    run = FakeRun()
    session = Session(theme=look, runner=run.runner(), document=document)
    session.test_run = run
    session.change_settings(welcome_hidden=bool(runs))
    window = MainWindow(session, Answers(unsaved="discard"))
    try:
        window.resize(*size)
        window.show()
        window.show_welcome(not runs)
        settle(session)
        window.reset_layout()
        prepare(window, wait)
        window.reset_layout()
        yield window
    finally:
        run.go.set()
        wait(lambda: not session.running)
        with suppress(AttributeError):
            session.inquiries.stop()
        window.close()
        window.deleteLater()


def settled(app: QApplication, ready: Callable[[], bool] = lambda: True, least: int = 12) -> None:
    """Let delayed layouts and repaints happen, `least` rounds of the event loop after the last news."""
    rounds, until = 0, time.monotonic() + 20
    while rounds < least or not ready():
        assert time.monotonic() < until, "the window did not get there"
        rounds = rounds + 1 if _is_told(app) else 0
        app.processEvents()
        time.sleep(0.005)
    # What a timer of the last round has changed is laid out as well.
    app.sendPostedEvents()


def _is_told(app: QApplication) -> bool:
    """Whether every panel of every window knows what has happened to its run."""
    windows = [window for window in app.topLevelWidgets() if isinstance(window, MainWindow)]
    return all(window.session.is_told for window in windows)


def picture(app: QApplication, name: str, theme: str, size: tuple[int, int]) -> QImage:
    """The window in a state."""
    with shown(app, name, theme, size, lambda ready: settled(app, ready)) as window:
        # What is drawn live waits for its timers.
        settled(app, least=120 if name == "training" else 12)
        return window.grab().toImage()


def main(folder: Path, theme: str, *names: str) -> None:
    """Draw states as they are named."""
    app = QApplication([])
    for name in names:
        place = folder / f"{name}-{theme}.png"
        picture(app, name, theme, LARGE).save(str(place))
        print(place)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
