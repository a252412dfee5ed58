"""The run under way: starts, pauses, stops it, and knows how it stands. GUI thread only."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from workbench.events import LogLine
from workbench.experiment.result import RunResult
from workbench.experiment.run_state import RunState
from workbench.gui.bridge import Bridge
from workbench.gui.runner import HANG_SECONDS, Found, Runner, RunOrder


class RunDesk:
    """Each verb returns whether it did anything. `ended(result)` is called once after every run."""

    def __init__(self, runner: Runner, bridge: Bridge, ended: Callable[[RunResult | None], None]) -> None:
        self.running = False
        self.paused = False
        self.stopping = False
        self._runner = runner
        self._bridge = bridge
        self._ended = ended
        self._lines_told = 0
        self._owner = QObject()
        self._patience = QTimer(self._owner)
        self._patience.setSingleShot(True)
        self._patience.setInterval(int(1000 * HANG_SECONDS))
        self._patience.timeout.connect(runner.stop_hanging)

    @property
    def workers(self) -> int:
        """Worker processes ready."""
        return self._runner.workers

    def warm_up(self, found: Found) -> None:
        """Start the workers in the background; `found(devices)` is called when they have told theirs."""
        self._bridge.expect()
        self._runner.warm_up(lambda devices: self._bridge.deliver(found, devices))

    def start(self, order: RunOrder, shown: threading.Event | None = None) -> bool:
        """Begin a run; it works once `shown` is set."""
        if self.running:
            return False
        self.running, self.paused, self.stopping = True, False, False
        self._lines_told = 0
        self._bridge.reset()
        self._bridge.expect()
        self._runner.start(
            order, self._bridge.put, lambda run: self._bridge.deliver(self._finished, run), shown
        )
        return True

    def news(self, state: RunState) -> tuple[LogLine, ...]:
        """Lines that the run has written since this was last asked."""
        new = state.log[self._lines_told :]
        self._lines_told = len(state.log)
        return new

    def pause(self) -> bool:
        """Let the trainings wait."""
        if not self.running or self.stopping or self.paused:
            return False
        self.paused = True
        self._runner.pause()
        return True

    def resume(self) -> bool:
        """Let them go on."""
        if not self.paused:
            return False
        self.paused = False
        self._runner.resume()
        return True

    def cancel(self) -> bool:
        """Stop the run; workers that do not heed it for five seconds are killed."""
        if not self.running or self.stopping:
            return False
        self.paused, self.stopping = False, True
        self._runner.cancel()
        self._patience.start()
        return True

    def end(self) -> None:
        """Stop the run and wait for its end, for a few seconds at most."""
        if self.running:
            self._runner.cancel()
            self._runner.join()
            self._bridge.drain()

    def close(self) -> bool:
        """Cancel, join, release the workers; True when nothing is left running."""
        self._patience.stop()
        return self._runner.close()

    def _finished(self, result: RunResult | None) -> None:
        self.running = self.paused = self.stopping = False
        self._patience.stop()
        self._ended(result)
