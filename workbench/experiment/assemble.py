"""From the fits of all folds and seeds to one row a decision: the ensemble mean is the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats, PriceSeries
from workbench.evaluation.walk_forward import Fold
from workbench.experiment.jobs import FitResult
from workbench.experiment.result import Predictions
from workbench.experiment.spec import ExperimentSpec
from workbench.features.pipeline import build_target
from workbench.training.fitted import Said

COVERAGE = 0.80


class Spoken(Protocol):
    """What a fit said of its decisions, of its checked days, and which rows these are."""

    @property
    def said(self) -> Said: ...

    @property
    def checked(self) -> Said: ...

    @property
    def checked_rows(self) -> NDArray[np.int64]: ...


def assemble(
    spec: ExperimentSpec, prices: PriceSeries, folds: Sequence[Fold], fits: Sequence[FitResult]
) -> tuple[Predictions, Floats | None]:
    """Predictions of every fold in time order, and the signal of a model that has no forecast."""
    target = build_target(prices, spec.features.horizon)
    by_fold: dict[int, list[FitResult]] = defaultdict(list)
    for fit in sorted(fits, key=lambda fit: (fit.fold, fit.seed)):
        by_fold[fit.fold].append(fit)
    bars = np.concatenate([np.arange(f.decision_first, f.decision_last + 1) for f in folds])
    per_seed = np.concatenate(
        [np.stack([fit.said.predicted for fit in by_fold[fold.index]]) for fold in folds], axis=1
    )
    predicted = per_seed.mean(axis=0)
    lower, upper = np.concatenate([interval(by_fold[fold.index], target) for fold in folds], axis=1)
    close = prices.adj_close
    predictions = Predictions(
        asof=prices.session[bars],
        target_time=prices.session[bars + spec.features.horizon],
        fold=np.concatenate([np.full(f.decision_last - f.decision_first + 1, f.index) for f in folds]),
        predicted=predicted,
        actual=target[bars],
        asof_price=close[bars],
        actual_price=close[bars + spec.features.horizon],
        lower=close[bars] * np.exp(lower),
        upper=close[bars] * np.exp(upper),
        per_seed=per_seed,
    )
    signals = [by_fold[fold.index][0].signal for fold in folds]
    known = [signal for signal in signals if signal is not None]
    return predictions, np.concatenate(known) if known else None


def conformal_margin(misses: Floats, coverage: float = COVERAGE) -> float:
    """Split-conformal margin: the ceil((n + 1) x coverage)-th smallest of the signed `misses` (n,).

    Lei et al. (2018), "Distribution-Free Predictive Inference for Regression". Infinite where there are
    too few to promise the coverage, NaN where they are undefined.
    """
    rank = int(np.ceil((len(misses) + 1) * coverage))
    if rank > len(misses):
        return float("inf")
    return float(np.sort(misses)[rank - 1])


def interval(fits: Sequence[Spoken], target: Floats) -> Floats:
    """Lower and upper log return of each decision of a fold, (2, decisions), for the ensemble.

    Conformalised quantile regression (Romano, Patterson and Candes, 2019): the band that is said is moved
    by how far the validation days fell outside of it, and so holds for any head; where a number alone is
    said it is the usual split-conformal interval.
    """
    said = [_mean([getattr(fit.said, name) for fit in fits]) for name in ("lower", "upper")]
    learned = [fit for fit in fits if len(fit.checked_rows)]
    if not learned:
        return np.full((2, len(said[0])), np.nan)
    lower, upper = (_mean([getattr(fit.checked, name) for fit in learned]) for name in ("lower", "upper"))
    actual = target[learned[0].checked_rows]
    margin = conformal_margin(np.maximum(lower - actual, actual - upper))
    middle = (said[0] + said[1]) / 2
    return np.stack([np.minimum(said[0] - margin, middle), np.maximum(said[1] + margin, middle)])


def _mean(parts: Sequence[Floats]) -> Floats:
    return np.asarray(np.stack(parts).mean(axis=0))
