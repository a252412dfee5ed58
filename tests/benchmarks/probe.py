"""Runs in a process of its own: opens a window and prints what it saw as one line of JSON."""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SETTLE_MS = 3000
IDLE_MS = 5000
AFTER_MS = 1500
"""Watched beyond the end, while the window shows what the run has brought."""
TICK_MS = 2


def tell(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


def bare() -> int:
    """The reference: a bare PySide6 and pyqtgraph window."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(sys.argv[:1])
    import pyqtgraph

    window = QMainWindow()
    plot = pyqtgraph.PlotWidget()
    window.setCentralWidget(plot)
    window.resize(1440, 900)
    # The plot covers the window, which therefore is never painted itself.
    _tell_first_paint(window, plot.viewport())
    window.show()
    return app.exec()


def product() -> int:
    """The program as it is started, up to its first painted window."""
    return _run_with(_tell_first_paint)


def idle() -> int:
    """The window left alone with the sample charted: its resident memory."""
    return _run_with(_tell_memory)


def train() -> int:
    """Idle first, then the default training: gaps of the event loop in both."""
    return _run_with(_Heartbeat.watch)


def _run_with(watch) -> int:
    from workbench.gui import app

    build = app.build

    def watched(session, path=None):
        window = build(session, path)
        # Nobody is there to be asked about the run that was just made.
        window.verbs.questions.unsaved = lambda _path: "discard"
        watch(window)
        return window

    app.build = watched
    return app.run()


def _tell_first_paint(window, painted=None) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstPaint(QObject):
        def eventFilter(self, watched, event) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                # After the whole window has been painted, not only its frame.
                QTimer.singleShot(0, self, self.painted)
            return False

        def painted(self) -> None:
            tell(painted=time.monotonic())
            window.close()

    (painted or window).installEventFilter(FirstPaint(window))


def _tell_memory(window) -> None:
    import psutil
    from PySide6.QtCore import QTimer

    def measured() -> None:
        tell(rss=psutil.Process().memory_info().rss)
        window.close()

    QTimer.singleShot(SETTLE_MS, window, measured)


class _Heartbeat:
    """A timer of 2 ms whose lateness is the window's unresponsiveness, from the click on Train on."""

    def __init__(self, window) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.window, self.session = window, window.session
        self.gaps: list[float] = []
        self.idle: list[float] = []
        self.last = 0.0
        self.ending = False
        self.timer = QTimer(window, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)

    @classmethod
    def watch(cls, window) -> None:
        from PySide6.QtCore import QTimer

        heart = cls(window)
        window.heart = heart
        QTimer.singleShot(SETTLE_MS, window, heart.begin_idle)

    def begin_idle(self) -> None:
        from PySide6.QtCore import QTimer

        self.last = time.perf_counter()
        self.timer.start()
        QTimer.singleShot(IDLE_MS, self.window, self.begin_training)

    def begin_training(self) -> None:
        self.idle, self.gaps = self.gaps, []
        self.started = self.last = time.perf_counter()
        self.window.commands["run.train"].trigger()

    def beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self.last) * 1e3)
        self.last = now
        if self.idle and not self.session.running and not self.ending:
            from PySide6.QtCore import QTimer

            self.ending = True
            QTimer.singleShot(AFTER_MS, self.window, self.end)

    def end(self) -> None:
        self.timer.stop()
        tell(
            phase=self.session.run_state.phase,
            seconds=time.perf_counter() - self.started,
            idle=_percentiles(self.idle),
            training={**_percentiles(self.gaps), "at": self.worst_at()},
        )
        self.window.close()

    def worst_at(self) -> float:
        """Seconds from the click to the end of the longest gap."""
        longest = max(range(len(self.gaps)), key=self.gaps.__getitem__)
        return sum(self.gaps[: longest + 1]) / 1e3


def _percentiles(gaps: list[float]) -> dict[str, float]:
    ordered = sorted(gaps)
    return {
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[int(len(ordered) * 0.99)],
        "worst": ordered[-1],
    }


if __name__ == "__main__":
    sys.exit({"bare": bare, "product": product, "idle": idle, "train": train}[sys.argv[1]]())
