"""A model without its companions: fitted over all folds and tested, here and now, as one job for a worker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import Cancelled
from workbench.evaluation.figures import BacktestResult, ForecastFigures
from workbench.evaluation.signals import positions
from workbench.evaluation.simulate import simulate
from workbench.evaluation.walk_forward import Fold, make_folds
from workbench.evaluation.zones import Zones
from workbench.experiment.assemble import assemble
from workbench.experiment.assess import forecast_figures
from workbench.experiment.fold_jobs import Material, fit_jobs
from workbench.experiment.inputs import lay_beside
from workbench.experiment.jobs import run_fit
from workbench.experiment.result import Predictions
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.validate import plan
from workbench.models.catalog import CATALOG


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """What a model said out of sample and what that is worth."""

    predictions: Predictions
    forecast: ForecastFigures
    backtest: BacktestResult


def fit_and_test(
    spec: ExperimentSpec, prices: PriceSeries, vault_start: np.datetime64 | None = None
) -> Tested:
    """The figures of `run_experiment` for the same spec, without its baselines, sentinel and verdict.

    One symbol, no events. Nothing from the vault on is read. Raises as `run_experiment` does.
    """
    zones, folds = plan(spec, prices, vault_start)
    return over_folds(spec, prices.first(zones.vault_first), folds)


def fit_and_test_all(spec: ExperimentSpec, prices: PriceSeries) -> Tested:
    """The same on prices that hold no vault: twins, and those before the vault."""
    zones = Zones(len(prices), spec.evaluation.first_train, len(prices))
    return over_folds(spec, prices, make_folds(zones, spec.evaluation, spec.features))


def over_folds(
    spec: ExperimentSpec, prices: PriceSeries, folds: Sequence[Fold], inputs: tuple[PriceSeries, ...] = ()
) -> Tested:
    """Fit and test over these folds; raises `Cancelled` where the worker is told to stop."""
    values, _ = lay_beside(spec.features, prices, inputs)
    seeds = spec.train.seeds if CATALOG[spec.model.kind].net else 1
    material = Material(spec, prices, tuple(folds), "", values)
    fits = []
    for job in fit_jobs(material, spec.model, seeds, silent=True):
        fits.append(run_fit(job))
        if fits[-1].outcome == "cancelled":
            raise Cancelled("The run was stopped.")
    predictions, signal = assemble(spec, prices, folds, fits)
    chosen = spec.evaluation
    decisions = np.searchsorted(prices.session, predictions.asof)
    wanted = positions(predictions.predicted if signal is None else signal, prices, decisions, chosen)
    backtest = simulate(prices, decisions, wanted, chosen.cost_bps, chosen.terms)
    return Tested(predictions, forecast_figures(spec, prices, predictions, backtest), backtest)
