"""Walk-forward with purge (METHOD A2): which days each fold learns from, is checked on, decides."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.errors import DataError
from workbench.evaluation.spec import EvaluationSpec
from workbench.evaluation.zones import Zones
from workbench.features.spec import FeatureSpec, warm_up

VALIDATION_SHARE = 0.15
MIN_PURGE = 5
MIN_TRAIN_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Fold:
    """Inclusive bar indices of the days at whose close a sample is made; `index` counts from 0."""

    index: int
    train_first: int
    train_last: int
    validation_first: int
    validation_last: int
    decision_first: int
    decision_last: int


def purge_size(horizon: int) -> int:
    """Bars kept free between what is learned and what is decided: max(horizon, 5)."""
    return max(horizon, MIN_PURGE)


def make_folds(zones: Zones, evaluation: EvaluationSpec, features: FeatureSpec) -> tuple[Fold, ...]:
    """All folds: fold i decides from first_train + i x refit_every on, never later than vault - horizon - 1.

    A sample s may train if s + horizon <= first decision bar - purge; the last 15 % of those validate,
    after the same gap. With `train_bars` a fold learns from the last so many days before it alone (rolling),
    else from all (expanding). `DataError` where a fold has too few samples to learn from.
    """
    last = zones.vault_first - features.horizon - 1
    starts = range(zones.first_train, last + 1, evaluation.refit_every)
    if evaluation.max_folds is not None:
        starts = starts[: evaluation.max_folds]
    return tuple(
        _fold(index, (start, min(start + evaluation.refit_every - 1, last)), features, evaluation.train_bars)
        for index, start in enumerate(starts)
    )


def _fold(index: int, decisions: tuple[int, int], features: FeatureSpec, train_bars: int | None) -> Fold:
    decision_first, decision_last = decisions
    gap = purge_size(features.horizon) + features.horizon
    # The first bar has no return, and the columns of the next few may not be defined: the first full window
    # begins after them all.
    first = features.lookback + warm_up(features)
    if train_bars is not None:
        first = max(first, decision_first - train_bars)
    last = decision_first - gap
    samples = last - first + 1
    validation = max(1, round(VALIDATION_SHARE * samples))
    validation_first = last - validation + 1
    train_last = validation_first - gap
    if train_last - first + 1 < MIN_TRAIN_SAMPLES:
        raise DataError(
            f"{_lead_in(features)} too few days to learn from before day {decision_first}.",
            "Choose a shorter window or a longer first training range.",
        )
    return Fold(index, first, train_last, validation_first, last, decision_first, decision_last)


def _lead_in(features: FeatureSpec) -> str:
    """What the first sample waits for, as the beginning of a sentence."""
    window = f"A window of {features.lookback} days"
    waiting = warm_up(features)
    return f"{window}, after {waiting} days without all columns, leaves" if waiting else f"{window} leaves"
