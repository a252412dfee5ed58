"""The live picture of a run: `reduce_events(state, events) -> state`, pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from types import MappingProxyType

from workbench.dataclass import dataclass
from workbench.events import (
    EpochEnded,
    Event,
    FoldEnded,
    FoldStarted,
    LogLine,
    RunCancelled,
    RunFailed,
    RunFinished,
    StageStarted,
)

Fit = tuple[int, int]
"""(fold, seed), both from 0."""


@dataclass(frozen=True, slots=True)
class RunState:
    """What is known of the run so far. `phase`: idle, running, finished, cancelled, failed."""

    run_id: str = ""
    phase: str = "idle"
    stage: str = ""
    text: str = ""
    folds: int = 0
    seeds: int = 0
    fits: int = 0
    started_at: float | None = None
    """Time of the first event."""
    now: float | None = None
    """Time of the latest event."""
    histories: Mapping[Fit, tuple[EpochEnded, ...]] = field(default_factory=lambda: MappingProxyType({}))
    started: Mapping[Fit, FoldStarted] = field(default_factory=lambda: MappingProxyType({}))
    ended: Mapping[Fit, FoldEnded] = field(default_factory=lambda: MappingProxyType({}))
    current: Fit | None = None
    """The training whose epoch came last."""
    log: tuple[LogLine, ...] = ()
    failure: RunFailed | None = None
    verdict: str = ""

    @property
    def fits_done(self) -> int:
        return len(self.ended)

    @property
    def progress(self) -> float:
        """Share of the trainings done, 0 to 1."""
        return self.fits_done / self.fits if self.fits else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the trainings done so far; None during the warm-up (fewer than three)."""
        if self.fits_done < 3 or self.started_at is None or self.now is None or not self.fits:
            return None
        return (self.now - self.started_at) / self.fits_done * (self.fits - self.fits_done)


def reduce_events(state: RunState, events: Iterable[Event]) -> RunState:
    """The state after `events`, in order; a first event of another run begins a new state."""
    for event in events:
        state = _reduce(state, event)
    return state


def _reduce(state: RunState, event: Event) -> RunState:
    if event.run_id != state.run_id:
        state = RunState(run_id=event.run_id, phase="running", started_at=event.time)
    state = replace(state, now=event.time)
    fit = (event.fold, event.seed) if event.fold is not None and event.seed is not None else None
    match event:
        case StageStarted():
            started_at = event.time if event.stage == "fit" else state.started_at
            return replace(
                state, stage=event.stage, text=event.text, started_at=started_at,
                folds=event.folds or state.folds, seeds=event.seeds or state.seeds,
                fits=event.fits or state.fits,
            )
        case FoldStarted() if fit:
            return replace(state, started=MappingProxyType({**state.started, fit: event}))
        case EpochEnded() if fit:
            history = (*state.histories.get(fit, ()), event)
            return replace(state, histories=MappingProxyType({**state.histories, fit: history}), current=fit)
        case FoldEnded() if fit:
            return replace(state, ended=MappingProxyType({**state.ended, fit: event}))
        case LogLine():
            return replace(state, log=(*state.log, event))
        case RunFinished():
            return replace(state, phase="finished", verdict=event.verdict)
        case RunCancelled():
            return replace(state, phase="cancelled")
        case RunFailed():
            return replace(state, phase="failed", failure=event)
        case _:
            return state
