"""Which days told a fold when to stop learning: drawn for one fold at a time (docs/decisions/023)."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import DataError
from workbench.evaluation.spec import EvaluationSpec
from workbench.evaluation.walk_forward import make_folds
from workbench.evaluation.zones import Zones
from workbench.experiment.run_state import RunState
from workbench.experiment.spec import ExperimentSpec
from workbench.features.spec import FeatureSpec
from workbench.gui.present import format as fmt
from workbench.models.catalog import NetSpec

NAME = "VALIDATION"
LEGEND = "validation days"


@dataclass(frozen=True, slots=True)
class Validation:
    """Of every fold the first and the last bar it is checked on, and the first bar its forecasts are about.

    `end` is the first bar that no forecast is about.
    """

    spans: tuple[tuple[int, int], ...]
    first_targets: tuple[int, ...]
    end: int

    def fold_of(self, bar: int) -> int | None:
        """The fold whose forecast is about a bar; None where there is no forecast."""
        fold = bisect_right(self.first_targets, bar) - 1
        return fold if fold >= 0 and bar < self.end else None


def validation(
    prices: PriceSeries | None, vault_first: int | None, spec: ExperimentSpec
) -> Validation | None:
    """The checked days of all folds; None where there are none, or where a model does not stop by them."""
    if prices is None or vault_first is None or not isinstance(spec.model, NetSpec):
        return None
    return _of_folds(len(prices), vault_first, spec.evaluation, spec.features)


@lru_cache(maxsize=4)
def _of_folds(
    bars: int, vault_first: int, evaluation: EvaluationSpec, features: FeatureSpec
) -> Validation | None:
    try:
        folds = make_folds(Zones(bars, evaluation.first_train, vault_first), evaluation, features)
    except DataError:
        return None
    if not folds:
        return None
    return Validation(
        tuple((fold.validation_first, fold.validation_last) for fold in folds),
        tuple(fold.decision_first + features.horizon for fold in folds),
        folds[-1].decision_last + features.horizon + 1,
    )


def fold_shown(known: Validation, bar: int, state: RunState | None) -> int:
    """The fold whose forecast is under the crosshair, else the one in training, else the first.

    `bar` is -1 while the crosshair is away, `state` that of a run under way.
    """
    under = known.fold_of(bar)
    if under is not None:
        return under
    if state is None or state.current is None:
        return 0
    return min(state.current[0], len(known.spans) - 1)


def label(known: Validation, fold: int) -> str:
    """What the checked days of a fold are called."""
    return f"FOLD {fold + 1}{fmt.SEPARATOR}{NAME}" if len(known.spans) > 1 else NAME
