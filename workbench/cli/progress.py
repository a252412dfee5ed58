"""What a terminal shows of long work: one line with ETA; and Ctrl+C as a wish, not an accident."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from workbench.events import Event, LogLine, StageStarted
from workbench.experiment.run_state import RunState, reduce_events

REDRAW_SECONDS = 0.1
WIDTH = 79


class ProgressLine:
    """Takes a run's events; on a terminal keeps one line up to date, elsewhere is silent unless asked."""

    def __init__(self, stream: TextIO | None = None, *, verbose: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._verbose = verbose
        self._state = RunState()
        self._drawn_at = 0.0
        self._drawn = ""

    def __call__(self, event: Event) -> None:
        """Take in an event; from the run's thread only."""
        self._state = reduce_events(self._state, [event])
        if self._is_worth_a_line(event):
            self._tell(event.text)  # type: ignore[attr-defined]
        now = time.monotonic()
        if self._live and (isinstance(event, StageStarted) or now - self._drawn_at >= REDRAW_SECONDS):
            self._draw(line_for(self._state))
            self._drawn_at = now

    def close(self) -> None:
        """Leave the line empty for what comes next."""
        self._draw("")

    def _is_worth_a_line(self, event: Event) -> bool:
        if isinstance(event, LogLine):
            return self._verbose or event.level != "info"
        return isinstance(event, StageStarted) and self._verbose and not self._live

    def _draw(self, text: str) -> None:
        text = text[:WIDTH]
        if self._live and text != self._drawn:
            self._stream.write(f"\r{text.ljust(len(self._drawn))}" + ("" if text else "\r"))
            self._stream.flush()
            self._drawn = text

    def _tell(self, text: str) -> None:
        self._draw("")
        self._stream.write(f"{text}\n")
        self._stream.flush()


def line_for(state: RunState) -> str:
    """The progress in words: fold and seed of the latest epoch, trainings done, time left."""
    if state.stage != "fit" or not state.fits:
        return f"{state.text} ..."
    parts = [f"training {state.fits_done}/{state.fits}"]
    if state.current:
        fold, seed = state.current
        parts.append(f"fold {fold + 1}/{state.folds}  seed {seed + 1}/{state.seeds}")
        last = state.histories[state.current][-1]
        parts.append(f"epoch {last.epoch}  validation / naive {last.naive_ratio:.3f}")
    if state.seconds_left is not None:
        parts.append(f"{clock(state.seconds_left)} left")
    return "  ".join(parts)


def clock(seconds: float) -> str:
    """Minutes and seconds, hours before them where there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def interrupt_cancels(stream: TextIO | None = None) -> Iterator[threading.Event]:
    """An event that the first Ctrl+C (or polite kill) sets; the second one ends the program at once.

    Outside the main thread, where signals never arrive, it is an event that nothing sets.
    """
    cancel = threading.Event()
    told = stream or sys.stderr

    def ask(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()
        told.write("\nStopping; what was done is kept.\n")

    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return
    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """Processes started in the block never see the terminal's Ctrl+C: only this one decides what it means."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
