"""From the fits of all folds and seeds to one row a decision: the ensemble mean is the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.evaluation.walk_forward import Fold
from workbench.experiment.jobs import FitResult
from workbench.experiment.result import Predictions
from workbench.experiment.spec import ExperimentSpec
from workbench.features.pipeline import build_target

COVERAGE = 0.80


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
        [np.stack([fit.predicted for fit in by_fold[fold.index]]) for fold in folds], axis=1
    )
    predicted = per_seed.mean(axis=0)
    half_width = np.concatenate([_half_widths(fold, by_fold[fold.index], target) for fold in folds])
    close = prices.adj_close
    predictions = Predictions(
        asof=prices.session[bars],
        target_time=prices.session[bars + spec.features.horizon],
        fold=np.concatenate([np.full(f.decision_last - f.decision_first + 1, f.index) for f in folds]),
        predicted=predicted,
        actual=target[bars],
        asof_price=close[bars],
        actual_price=close[bars + spec.features.horizon],
        lower=close[bars] * np.exp(predicted - half_width),
        upper=close[bars] * np.exp(predicted + half_width),
        per_seed=per_seed,
    )
    signals = [by_fold[fold.index][0].signal for fold in folds]
    known = [signal for signal in signals if signal is not None]
    return predictions, np.concatenate(known) if known else None


def conformal_half_width(residuals: Floats, coverage: float = COVERAGE) -> float:
    """Split-conformal half width: the ceil((n + 1) x coverage)-th smallest |residual|.

    Lei et al. (2018), "Distribution-Free Predictive Inference for Regression". Infinite where the
    residuals (n,) are too few to promise the coverage, NaN where they are undefined.
    """
    rank = int(np.ceil((len(residuals) + 1) * coverage))
    if rank > len(residuals):
        return float("inf")
    return float(np.sort(np.abs(residuals))[rank - 1])


def _half_widths(fold: Fold, fits: Sequence[FitResult], target: Floats) -> Floats:
    """One half width for all decisions of a fold, from the ensemble's validation residuals."""
    learned = [fit for fit in fits if len(fit.checked_rows)]
    if learned:
        said = np.stack([fit.validation_predicted for fit in learned]).mean(axis=0)
        width = conformal_half_width(target[learned[0].checked_rows] - said)
    else:
        width = float("nan")
    return np.full(fold.decision_last - fold.decision_first + 1, width)
