"""What a run brought: facts, never edited afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Dates, Floats
from workbench.dataclass import dataclass
from workbench.evaluation.figures import (
    BacktestResult,
    ForecastFigures,
    PerformanceFigures,
    SentinelReport,
    Trials,
    Verdict,
)
from workbench.experiment.spec import ExperimentSpec


@dataclass(frozen=True, slots=True)
class InputIdentity:
    """Which prices of a further symbol a run saw. Dates are ISO.

    `a_day_late`: one of both exchanges is not known, so only past days count (docs/decisions/013).
    `without_news` counts the main symbol's bars at which this one had no new bar; None if never counted.
    """

    symbol: str
    source: str
    rows: int
    first: str
    last: str
    sha256: str
    a_day_late: bool = False
    without_news: int | None = None


@dataclass(frozen=True, slots=True)
class DataIdentity:
    """Which prices a run saw. Dates are ISO; `vault_start` is the first sealed session.

    `sha256` is the main symbol's, `inputs` are the further ones in order.
    """

    symbol: str
    source: str
    rows: int
    first: str
    last: str
    sha256: str
    vault_start: str | None = None
    inputs: tuple[InputIdentity, ...] = ()

    @property
    def snapshots(self) -> tuple[tuple[str, int], ...]:
        """(SHA-256, bars) of every series seen."""
        return (self.sha256, self.rows), *((series.sha256, series.rows) for series in self.inputs)

    @property
    def all_sha256(self) -> str:
        """One SHA-256 of all prices seen: that of the main symbol where it was alone."""
        if not self.inputs:
            return self.sha256
        return hashlib.sha256("".join(sha256 for sha256, _ in self.snapshots).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """One epoch of one training; units as in `events.EpochEnded`. `fold` and `seed` count from 0."""

    fold: int
    seed: int
    epoch: int
    train_loss: float
    validation_loss: float
    naive_ratio: float
    seconds: float


@dataclass(frozen=True, slots=True)
class FitSummary:
    """How one training ended (outcomes of `events.FoldEnded`)."""

    fold: int
    seed: int
    outcome: str
    epochs: int
    best_epoch: int
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """One row a dev out-of-sample decision, ensemble mean, in time order; arrays of shape (rows,).

    `predicted` and `actual` are log returns from `asof` to `target_time`; NaN where the model has no
    forecast. Prices are on the total-return adjusted close; `lower`, `upper` bound the 80 % interval.
    `per_seed` has shape (seeds, rows).
    """

    asof: Dates
    target_time: Dates
    fold: NDArray[np.int64]
    predicted: Floats
    actual: Floats
    asof_price: Floats
    actual_price: Floats
    lower: Floats
    upper: Floats
    per_seed: Floats

    def __len__(self) -> int:
        return len(self.asof)

    @property
    def predicted_price(self) -> Floats:
        """asof_price x exp(predicted)."""
        return np.asarray(self.asof_price * np.exp(self.predicted))


@dataclass(frozen=True, slots=True, eq=False)
class Companions:
    """What the equity curve is never shown without, as net simple returns per bar, shape (decisions,).

    `cloud` holds the equity of the random-entry twins at the 5, 25, 50, 75 and 95 % quantile of each bar,
    shape (5, decisions + 1), starting at 1.
    """

    ridge: Floats
    cloud: Floats
    coin_flip_net: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class RunResult:
    """One run, whole. `outcome` is `finished` or `cancelled`; what a cancelled run never reached is None."""

    run_id: str
    started: str
    spec: ExperimentSpec
    data: DataIdentity
    outcome: str
    epochs: tuple[EpochRecord, ...]
    fits: tuple[FitSummary, ...]
    predictions: Predictions | None
    backtest: BacktestResult | None
    companions: Companions | None
    forecast: ForecastFigures | None
    baselines: dict[str, PerformanceFigures]
    sentinel: SentinelReport | None
    trials: Trials
    verdict: Verdict | None
    environment: dict[str, str | int | float | bool | None]
    timing: dict[str, float]
    weights: dict[str, bytes] = field(default_factory=dict)
    """`fold-F-seed-S` -> safetensors bytes, of the last fold only."""

    @property
    def trial_key(self) -> str:
        """The try that this run is in the ledger."""
        return self.spec.trial_key([series.sha256 for series in self.data.inputs])
