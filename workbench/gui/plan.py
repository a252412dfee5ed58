"""What pressing Train would do: zones, folds, trainings, seconds, weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.experiment import estimate, validate
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.unfinished import folder_of, is_empty


@dataclass(frozen=True, slots=True)
class Plan:
    """`train`, `test`, `unused`, `vault` count days and add up to all; `seconds` estimates the whole run.

    `train` is what the first fold may know, `unused` lies behind the last fold when folds are left out.
    """

    train: int
    test: int
    vault: int
    first_decision: int
    """Index of the first bar whose close a prediction is made at."""
    folds: int
    seeds: int
    seconds: float
    weights: int
    unused: int = 0
    kept: int = 0
    """Trainings that an interruption of this very run has left: it goes on from there."""

    @property
    def fits(self) -> int:
        """Trainings in all."""
        return self.folds * self.seeds

    @property
    def vault_first(self) -> int:
        """Index of the first sealed bar."""
        return self.train + self.test + self.unused


def make_plan(
    spec: ExperimentSpec, prices: PriceSeries, vault_start: np.datetime64 | None = None,
    inputs: tuple[PriceSeries, ...] = (), unfinished: Path | None = None,
) -> Plan:  # fmt: skip
    """The plan of a spec that `validate` finds no problem in; `vault_start` is the ledger's, once fixed.

    `unfinished` is the folder of interrupted runs.
    """
    zones, folds = validate.plan(spec, prices, vault_start)
    decided = folds[-1].decision_last - folds[0].decision_first + 1
    train = folds[0].decision_first + 1
    _, seeds = estimate.fits(spec, len(prices))
    # The ledger's date where it has one: after a reveal no bar may be sealed yet.
    sealed_from = prices.session[zones.vault_first] if vault_start is None else vault_start
    finished = 0
    if unfinished is not None and not is_empty(unfinished):
        # Most starts find nothing there, and need nothing of what goes on with it.
        from workbench.experiment.kept_fits import kept

        finished = kept(folder_of(unfinished, spec, (prices, *inputs), sealed_from))
    return Plan(
        train=train,
        test=decided,
        vault=zones.rows - zones.vault_first,
        first_decision=folds[0].decision_first,
        folds=len(folds),
        seeds=seeds,
        seconds=estimate.estimate_seconds(spec, len(prices)),
        weights=estimate.weights(spec),
        unused=zones.vault_first - train - decided,
        kept=finished,
    )
