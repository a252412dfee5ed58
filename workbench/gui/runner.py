"""One run at a time, in a plain thread; every outcome ends as an event, and the only catch-all lives here."""

from __future__ import annotations

import dataclasses
import logging
import threading
import traceback
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass, finish
from workbench.errors import Cancelled, WorkbenchError
from workbench.events import Event, FoldEnded, RunCancelled, RunFailed, RunFinished
from workbench.experiment.devices import devices_here
from workbench.experiment.executors.base import Executor
from workbench.experiment.result import RunResult
from workbench.experiment.spec import ExperimentSpec

JOIN_SECONDS = 5.0
HANG_SECONDS = 5.0
HEAD_START_SECONDS = 0.6
"""How long a run waits at most for the window to show that it has begun."""

log = logging.getLogger(__name__)

Emit = Callable[[Event], None]
Work = Callable[[threading.Event, Executor], Any]
Ended = Callable[[RunResult | None], None]
Found = Callable[[tuple[str, ...]], None]


@dataclass(frozen=True, slots=True)
class RunOrder:
    """What one run needs: intent, prices, where its try is written down, and its further symbols."""

    spec: ExperimentSpec
    prices: PriceSeries
    ledger_file: Path
    project_id: str
    inputs: tuple[PriceSeries, ...] = ()


def run_order(order: RunOrder, emit: Emit, cancel: threading.Event, executor: Executor) -> RunResult:
    """The run itself, as the command line makes it; imported late, for it is not needed to show prices."""
    from workbench.evaluation.ledger import TrialLedger
    from workbench.experiment.record import run_and_record

    return run_and_record(
        order.spec,
        order.prices,
        emit=emit,
        cancel=cancel,
        executor=executor,
        ledger=TrialLedger(order.ledger_file),
        project_id=order.project_id,
        inputs=order.inputs,
        unfinished=paths.unfinished_folder(),
    )


def two_processes() -> Executor:
    """The pool of spawned workers."""
    from workbench.experiment.executors.processes import ProcessExecutor

    return ProcessExecutor(workers=2)


def attempt(work: Callable[[], Any]) -> tuple[Any, WorkbenchError | None]:
    """(value, None), or (None, error in words): a thread that serves others must outlive their errors."""
    try:
        return work(), None
    except WorkbenchError as error:
        return None, error
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        sentence = f"{error.strerror or 'A file cannot be used'}{place}."
        return None, WorkbenchError(sentence, "Nothing was changed.")
    except Exception as error:
        log.exception("a task failed")
        return None, WorkbenchError(
            f"That did not work: an error inside the program ({type(error).__name__}).",
            "Nothing was changed; the log has the details.",
        )


class Runner:
    """Owns the run thread and the executor. `emit` and `ended` are called off the GUI thread."""

    def __init__(
        self,
        run: Callable[[RunOrder, Emit, threading.Event, Executor], RunResult] = run_order,
        make_executor: Callable[[], Executor] = two_processes,
    ) -> None:
        self._run = run
        self._make_executor = make_executor
        self._executor: Executor | None = None
        self._making = threading.Lock()
        self._thread: threading.Thread | None = None
        self._warming: threading.Thread | None = None
        self._cancel = threading.Event()
        self._told = threading.Event()
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def workers(self) -> int:
        """Worker processes ready, 0 before the warm-up."""
        return self._executor.workers if self._executor else 0

    def warm_up(self, found: Found = lambda devices: None) -> None:
        """Start the worker processes in the background; returns at once.

        `found` is called once, off the GUI thread, with the devices that the workers can use: empty where
        they cannot tell.
        """
        self._warming = threading.Thread(
            target=self._warm, args=(found,), name="workbench-warm-up", daemon=True
        )
        self._warming.start()

    def start(
        self, order: RunOrder, emit: Emit, ended: Ended, shown: threading.Event | None = None
    ) -> None:
        """Begin the run; raises WorkbenchError while another is under way.

        Its work waits until `shown` is set: at the same time, window and run would keep each other waiting.
        """
        self._take_turn()
        self._cancel = threading.Event()
        self._thread = threading.Thread(
            target=self._work, args=(order, _Watch(emit), ended, shown), name="workbench-run", daemon=True
        )
        self._thread.start()

    def ask(
        self, work: Work, ended: Callable[[Any, WorkbenchError | None], None],
        shown: threading.Event | None = None,
    ) -> None:  # fmt: skip
        """Have `work(cancel, executor)` done in a run's place, then `ended(value, error in words)` called.

        It waits for `shown` as a run does.
        """
        self._take_turn()
        self._cancel = threading.Event()

        def answer() -> None:
            self._tell(ended, *attempt(lambda: work(self._cancel, self._at_work(shown))))

        self._thread = threading.Thread(target=answer, name="workbench-inquiry", daemon=True)
        self._thread.start()

    def pause(self) -> None:
        """Trainings wait at their next batch."""
        self._control("pause")

    def resume(self) -> None:
        """Trainings go on, exactly where they waited."""
        self._control("run")

    def cancel(self) -> None:
        """Stop within a batch; what was learned is kept."""
        self._cancel.set()
        self._control("cancel")

    def stop_hanging(self) -> None:
        """Kill workers that did not heed the cancel."""
        if self._cancel.is_set() and self.busy and self._executor:
            self._executor.stop_hanging()

    def join(self, seconds: float = JOIN_SECONDS) -> bool:
        """Wait for the run's thread for at most `seconds`, then kill its workers; True when it has ended."""
        if self._thread is not None:
            self._thread.join(seconds)
            self.stop_hanging()
            self._thread.join(1.0)
        return not self.busy

    def close(self, seconds: float = JOIN_SECONDS) -> bool:
        """Cancel, join for at most `seconds`, release the workers; True when the run's thread has ended."""
        self._closed = True
        if self.busy:
            self.cancel()
            self.join(seconds)
        if self._warming:
            self._warming.join(seconds)
        with self._making:
            if self._executor:
                self._executor.shutdown()
                self._executor = None
        if self.busy:
            self._thread.join(seconds)
        return not self.busy

    def _take_turn(self) -> None:
        """Raise while another is under way; a thread that has told its end is only waited for."""
        if self._thread is not None and self._told.is_set():
            self._thread.join()
        if self.busy:
            raise WorkbenchError("A run is under way.", "Wait for it, or stop it first.")
        self._told.clear()

    def _tell(self, ended: Callable[..., None], *answer: Any) -> None:
        self._told.set()
        ended(*answer)

    def _control(self, control: Any) -> None:
        if self._executor:
            self._executor.set_control(control)

    def _ready(self) -> Executor:
        with self._making:
            if self._executor is None:
                if self._closed:
                    raise Cancelled("The window is closing.")
                self._executor = self._make_executor()
                self._executor.warm_up()
            return self._executor

    def _at_work(self, shown: threading.Event | None) -> Executor:
        """The executor, its workers told to go on."""
        executor = self._ready()
        if shown is not None:
            shown.wait(HEAD_START_SECONDS)
        executor.set_control("cancel" if self._cancel.is_set() else "run")
        return executor

    def _warm(self, found: Found) -> None:
        asked, error = attempt(lambda: self._ready().submit(devices_here))
        if error is not None:
            log.error("the workers did not start: %s", error)
            found(())
        else:
            # Not waited for: closing the window waits for this thread.
            asked.add_done_callback(lambda future: found(_answer(future)))
        # What a run needs is made ready while nobody waits for it: in its midst the window would.
        import numpy.ma  # noqa: F401

        import workbench.evaluation.ledger
        import workbench.experiment.record  # noqa: F401
        from workbench.experiment.environment import environment

        # Versions are read from the packages' metadata, the platform is asked of another program: once.
        environment(workers=0)
        finish()

    def _work(self, order: RunOrder, watch: _Watch, ended: Ended, shown: threading.Event | None) -> None:
        result = None
        try:
            result = self._run(order, watch, self._cancel, self._at_work(shown))
            watch.close(_outcome(result))
        except Cancelled:
            watch.close(RunCancelled(run_id="", fits_done=watch.fits_done))
        except WorkbenchError as error:
            watch.close(RunFailed(run_id="", sentence=error.sentence, hint=error.hint))
        except Exception as error:
            log.exception("the run failed")
            watch.close(_bug(error))
        finally:
            self._tell(ended, result)


class _Watch:
    """Passes events on; knows the run's id and whether its end was told."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._run_id = ""
        self._time = 0.0
        self._closed = False
        self.fits_done = 0

    def __call__(self, event: Event) -> None:
        self._run_id, self._time = event.run_id, event.time
        self.fits_done += isinstance(event, FoldEnded)
        self._closed = self._closed or isinstance(event, RunFinished | RunCancelled | RunFailed)
        self._emit(event)

    def close(self, event: Event) -> None:
        """Tell the end, unless the run told it itself."""
        if not self._closed:
            run_id = event.run_id or self._run_id or uuid.uuid4().hex
            self(dataclasses.replace(event, run_id=run_id, time=event.time or self._time))


def _answer(future: Future[tuple[str, ...]]) -> tuple[str, ...]:
    """What a worker found; nothing where the window closed before it answered, or it died."""
    return () if future.cancelled() or future.exception() is not None else future.result()


def _outcome(result: RunResult) -> Event:
    if result.outcome == "cancelled":
        done = sum(fit.outcome != "cancelled" for fit in result.fits)
        return RunCancelled(run_id=result.run_id, fits_done=done)
    state = result.verdict.state if result.verdict else ""
    return RunFinished(run_id=result.run_id, verdict=state, seconds=result.timing.get("total_seconds", 0.0))


def _bug(error: Exception) -> RunFailed:
    return RunFailed(
        run_id="",
        sentence=f"The run stopped on an error inside the program ({type(error).__name__}).",
        hint="Nothing was lost; the log has the details.",
        details="".join(traceback.format_exception(error)),
    )
