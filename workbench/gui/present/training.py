"""What the Live panel says: the training followed, its losses beside naive, and why it ended."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.dataclass import dataclass
from workbench.events import EpochEnded, FoldEnded, FoldStarted
from workbench.experiment.result import EpochRecord, RunResult
from workbench.experiment.run_state import Fit, RunState
from workbench.gui.present import format as fmt
from workbench.training.spec import TrainSpec

RATIO_DECIMALS = 3
EVEN = 0.0005
"""A ratio this near to 1 is neither better nor worse."""
KEPT = "Stop keeps what was learned; the try still counts."


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """One training as drawn; arrays of shape (epochs so far,), losses in variances of a day."""

    fold: int
    seed: int
    epochs: NDArray[np.int64]
    train: Floats
    validation: Floats
    ratio: Floats
    best_epoch: int = 0
    seconds: float | None = None
    """Of one epoch, the median so far."""
    gradient_norm: float | None = None
    learning_rate: float | None = None
    outcome: str = ""
    """Empty while it is under way."""

    @property
    def name(self) -> str:
        """`fold 12, seed 2`, counted from 1."""
        return f"fold {self.fold + 1}, seed {self.seed + 1}"

    @property
    def comparable_validation(self) -> Floats:
        """Validation loss in variances of its own days, so that it shares an axis with the training loss.

        In variances of the training days a calm or wild validation part would lie far from it. The mean
        of daily moves is next to nothing, so this is the error over that of predicting 0.
        """
        return self.ratio

    @property
    def last_ratio(self) -> float | None:
        """Validation / naive of the last epoch."""
        return float(self.ratio[-1]) if len(self.ratio) else None

    @property
    def best_ratio(self) -> float | None:
        """Validation / naive at the best epoch."""
        return float(self.ratio[self.best_epoch - 1]) if 0 < self.best_epoch <= len(self.ratio) else None


def followed(state: RunState, before: Fit | None) -> Fit | None:
    """The training to show: the one shown before until it ends, then the one under way the longest.

    So two at once do not take turns, and whoever asks is told the same one.
    """
    if before is not None and before in state.histories and before not in state.ended:
        return before
    under_way = [fit for fit in state.histories if fit not in state.ended]
    return under_way[0] if under_way else state.current


def live_training(state: RunState, fit: Fit) -> Training:
    """The training `fit` of a run under way or just ended."""
    history: Sequence[EpochEnded] = state.histories.get(fit, ())
    ended: FoldEnded | None = state.ended.get(fit)
    last = history[-1] if history else None
    return _training(
        fit,
        history,
        best_epoch=ended.best_epoch if ended else last.best_epoch if last else 0,
        gradient_norm=last.gradient_norm if last else None,
        learning_rate=last.learning_rate if last else None,
        outcome=ended.outcome if ended else "",
    )


def last_training(result: RunResult) -> Training | None:
    """The last training of a stored run; None where the model is not trained by epochs."""
    if not result.epochs:
        return None
    fit = (result.epochs[-1].fold, result.epochs[-1].seed)
    history = [record for record in result.epochs if (record.fold, record.seed) == fit]
    summary = next((done for done in result.fits if (done.fold, done.seed) == fit), None)
    return _training(
        fit,
        history,
        best_epoch=summary.best_epoch if summary else 0,
        outcome=summary.outcome if summary else "",
    )


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The trainings that ended."""

    others: tuple[Floats, ...]
    """Validation / naive by epoch of all but the one shown: the faint lines."""
    grid: Floats
    """Best validation / naive by (seed, fold), shape (seeds, folds); NaN where none has ended."""


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """Everything the panel draws, from a run under way or from a stored one."""

    training: Training | None
    started: FoldStarted | None
    past: Past

    @property
    def others(self) -> tuple[Floats, ...]:
        return self.past.others

    @property
    def grid(self) -> Floats:
        return self.past.grid

    @property
    def note(self) -> str:
        """`56 of 155`."""
        return f"{fmt.count(int(np.isfinite(self.grid).sum()))} of {fmt.count(self.grid.size)}"

    @property
    def others_note(self) -> str:
        """`faint: the 56 other trainings`."""
        return f"faint: the {fmt.counted(len(self.others), 'other training')}" if self.others else ""


def past_of(state: RunState, fit: Fit | None) -> Past:
    """The trainings of a run under way that ended, `fit` being the one shown; another with each that ends."""
    finished = [one for one in state.ended if one != fit and one in state.histories]
    return Past(
        others=tuple(_ratios(state.histories[one]) for one in finished),
        grid=_grid(best_ratios(state), state.seeds, state.folds),
    )


def live_of(state: RunState, fit: Fit | None, past: Past | None = None) -> Live:
    """The run under way, or the last one, as its events told it; `past` where it is known."""
    return Live(
        training=None if fit is None else live_training(state, fit),
        started=None if fit is None else state.started.get(fit),
        past=past or past_of(state, fit),
    )


def live_of_result(result: RunResult) -> Live:
    """A stored run."""
    training = last_training(result)
    fit = None if training is None else (training.fold, training.seed)
    lines: dict[Fit, list[EpochRecord]] = {}
    for record in result.epochs:
        lines.setdefault((record.fold, record.seed), []).append(record)
    return Live(
        training=training,
        started=None,
        past=Past(
            others=tuple(_ratios(line) for one, line in lines.items() if one != fit),
            grid=_grid(
                _best_ratios_of(result),
                1 + max((done.seed for done in result.fits), default=-1),
                1 + max((done.fold for done in result.fits), default=-1),
            ),
        ),
    )


def best_ratios(state: RunState) -> dict[Fit, float]:
    """Validation / naive at the best epoch of every training that ended."""
    return {
        fit: state.histories[fit][ended.best_epoch - 1].naive_ratio
        for fit, ended in state.ended.items()
        if 0 < ended.best_epoch <= len(state.histories.get(fit, ()))
    }


def head_note(live: Live | None, spec: TrainSpec, running: bool) -> str:
    """What stands in the head: the days learned from while training; after it, why the last one ended."""
    training = live.training if live is not None else None
    if live is None or training is None:
        return "the first epoch is under way" if running else "after a run"
    if not running:
        why = ended_because(training, spec) if training.outcome else ""
        # Its sentences become facts, so that the last one can go whole where room is short.
        return fmt.joined(f"last training: {training.name}", why.rstrip(".").replace(". ", fmt.SEPARATOR))
    started = live.started
    if started is None:
        return training.name
    learns = f"learns {started.train_first} \u2013 {started.train_last}"
    checks = f"checks on {started.validation_first} \u2013 {started.validation_last}"
    return fmt.joined(training.name, f"{learns}, {checks}")


def big_figure(training: Training | None) -> str:
    """The ratio of the last epoch, as large as the verdict."""
    return fmt.number(training.last_ratio if training else None, RATIO_DECIMALS, missing=fmt.DOT)


def sentence(training: Training | None) -> str:
    """`After 18 epochs it is 2 % worse than saying "tomorrow = today".`"""
    ratio = training.last_ratio if training else None
    if training is None or ratio is None:
        return "The first epoch is under way."
    after = f"After {fmt.counted(int(training.epochs[-1]), 'epoch')}"
    naive = "saying \u201ctomorrow = today\u201d"
    gap = ratio - 1
    if abs(gap) < EVEN:
        return f"{after} it is no better than {naive}."
    amount = fmt.percent(abs(gap), 0 if abs(gap) >= 0.0095 else 1)
    return f"{after} it is {amount} {'worse' if gap > 0 else 'better'} than {naive}."


def rows(training: Training | None, spec: TrainSpec, device: str) -> tuple[tuple[str, str], ...]:
    """The small table of the side column: name, figure."""
    dots = fmt.DOT
    known = training is not None and bool(len(training.epochs))
    best = training.best_epoch if training is not None else 0
    ended = training is not None and bool(training.outcome)
    stop = ("ended at", fmt.counted(len(training.epochs), "epoch")) if ended else (
        "would stop at", _would_stop(best, spec)
    )
    return (
        ("best epoch" if ended else "best epoch so far", fmt.count(best) if best else dots),
        stop,
        ("seconds an epoch", fmt.number(training.seconds if known else None, 3, missing=dots)),
        ("learning rate", _rate(training.learning_rate if known else None)),
        ("gradient norm", fmt.number(training.gradient_norm if known else None, 2, missing=dots)),
        ("device", device),
    )


def ended_because(training: Training | None, spec: TrainSpec) -> str:
    """Why the training ended, in words; what stop would do while it is under way."""
    if training is None or not training.outcome:
        return KEPT
    epochs = len(training.epochs)
    match training.outcome:
        case "stopped_early":
            waited = f"{fmt.counted(spec.patience, 'epoch')} without a better validation"
            return f"Ended at epoch {epochs}: {waited}. Epoch {training.best_epoch} is kept."
        case "cancelled":
            return f"You stopped it at epoch {epochs}. What was learned is kept."
        case "diverged":
            return f"Ended at epoch {epochs}: the loss ran away. It counts as it is."
        case _:
            return f"Ended: all {fmt.counted(epochs, 'epoch')} used. Epoch {training.best_epoch} is kept."


def _rate(rate: float | None) -> str:
    """`0.001`, `0.00025`: two figures that count."""
    return fmt.DOT if rate is None else f"{rate:.2g}"


def _would_stop(best: int, spec: TrainSpec) -> str:
    last = spec.epochs if not spec.patience or not best else min(spec.epochs, best + spec.patience)
    return fmt.counted(last, "epoch")


def _training(
    fit: Fit,
    history: Sequence[EpochEnded] | Sequence[EpochRecord],
    *,
    best_epoch: int,
    gradient_norm: float | None = None,
    learning_rate: float | None = None,
    outcome: str = "",
) -> Training:
    seconds = [epoch.seconds for epoch in history]
    return Training(
        fold=fit[0],
        seed=fit[1],
        epochs=np.array([epoch.epoch for epoch in history], dtype=np.int64),
        train=np.array([epoch.train_loss for epoch in history]),
        validation=np.array([epoch.validation_loss for epoch in history]),
        ratio=np.array([epoch.naive_ratio for epoch in history]),
        best_epoch=best_epoch,
        seconds=float(np.median(seconds)) if seconds else None,
        gradient_norm=gradient_norm,
        learning_rate=learning_rate,
        outcome=outcome,
    )


def _best_ratios_of(result: RunResult) -> dict[Fit, float]:
    ratios = {(record.fold, record.seed, record.epoch): record.naive_ratio for record in result.epochs}
    best = {(done.fold, done.seed): (done.fold, done.seed, done.best_epoch) for done in result.fits}
    return {fit: ratios[key] for fit, key in best.items() if key in ratios}


def _grid(ratios: dict[Fit, float], seeds: int, folds: int) -> Floats:
    grid = np.full((seeds, folds), np.nan)
    for (fold, seed), ratio in ratios.items():
        if seed < seeds and fold < folds:
            grid[seed, fold] = ratio
    return grid


def _ratios(history: Sequence[EpochEnded] | Sequence[EpochRecord]) -> Floats:
    return np.array([epoch.naive_ratio for epoch in history])
