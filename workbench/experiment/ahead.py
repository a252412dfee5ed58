"""What a run says beyond its one-step forecasts: the day after the last bar, and a free run of its nets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import DataError
from workbench.evaluation.walk_forward import Fold
from workbench.experiment.assemble import interval
from workbench.experiment.free_run import FreeRun, Misses, free_run
from workbench.experiment.inputs import check_inputs, lay_beside
from workbench.experiment.result import RunResult
from workbench.experiment.validate import plan
from workbench.experiment.vault import check_tested
from workbench.features.pipeline import build_target
from workbench.features.views import DecisionView, TrainView, Whole, decision_view, train_view
from workbench.models.catalog import CATALOG
from workbench.models.chart_picture import build_chart_columns
from workbench.models.kinds.base import NetSpec
from workbench.training.fitted import Fitted

LONGEST_DAYS = 126
SAME = 1e-3
"""Share of a day's deviation by which what is said again may differ: other machines round differently."""


@dataclass(frozen=True, slots=True, eq=False)
class NextDay:
    """What the last fold says of the `horizon` days after `asof`, the last bar: log returns from its close.

    `lower` and `upper` bound the 80 % interval, NaN where there is none; `per_seed` (seeds,). The fold
    learned and was checked on days up to `known_until`. Dates are ISO.
    """

    asof: str
    known_until: str
    horizon: int
    predicted: float
    lower: float
    upper: float
    per_seed: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """Both answers; where there is none, why not, in a sentence."""

    next_day: NextDay | None
    no_next_day: str
    run: FreeRun | None
    no_run: str


def look_ahead(result: RunResult, prices: PriceSeries, inputs: tuple[PriceSeries, ...] = ()) -> Ahead:
    """A job for a worker: ask the last fold of a run again.

    The free run begins at the first decision of that fold, whose weights have seen no day behind it, and
    ends before the vault. Raises as `check_tested` and `check_inputs` do, and `DataError` where the weights
    that were kept do not say what the run said.
    """
    check_tested(result, prices)
    check_inputs(result.spec, prices, inputs)
    if not CATALOG[result.spec.model.kind].forecasts:
        silent = "This model decides without a forecast."
        return Ahead(None, silent, None, silent)
    last = _LastFold.of(result, prices, inputs)
    no_run = _no_free_run(last)
    return Ahead(last.next_day(), "", None if no_run else last.free_run(), no_run)


@dataclass(frozen=True, slots=True, eq=False)
class _LastFold:
    """The last fold of a run, and the arrays that its views are cut from."""

    result: RunResult
    prices: PriceSeries
    fold: Fold
    whole: Whole

    @classmethod
    def of(cls, result: RunResult, prices: PriceSeries, inputs: tuple[PriceSeries, ...]) -> _LastFold:
        spec, start = result.spec, result.data.vault_start
        # A run without a vault sealed no bar of these prices: its vault begins behind them.
        sealed_from = np.datetime64(start) if start else prices.session[-1] + 1
        _, folds = plan(spec, prices, sealed_from)
        if isinstance(spec.model, NetSpec) and spec.model.draws:
            values = build_chart_columns(prices, spec.features.lookback)
        else:
            values, _ = lay_beside(spec.features, prices, inputs)
        target = build_target(prices, spec.features.horizon)
        return cls(result, prices, folds[-1], Whole(values, target, prices.log_returns))

    def next_day(self) -> NextDay:
        """Said at the close of the last bar."""
        end = len(self.prices) - 1
        fits = self._fits(self._decisions(end, end))
        low, high = interval(fits, self.whole.target)
        said = np.array([fit.said.predicted[0] for fit in fits])
        return NextDay(
            str(self.prices.session[end]), str(self.prices.session[self.fold.validation_last]),
            self.result.spec.features.horizon, float(said.mean()), float(low[0]), float(high[0]), said,
        )  # fmt: skip

    def free_run(self) -> FreeRun:
        """From the first decision of the fold, over as many sessions as it decides on."""
        from workbench.training.recall import RecalledNet

        spec, fold = self.result.spec, self.fold
        views = (self._learned(), self._decisions(fold.decision_first, fold.decision_last))
        nets = [RecalledNet(spec.model, views, kept) for kept in self._kept()]  # type: ignore[arg-type]
        self._expect_the_same([net.fitted(learned=False).said.predicted for net in nets])
        checked = [net.fitted(learned=True) for net in nets]
        rows = checked[0].checked_rows
        said = np.mean([one.checked.predicted for one in checked], axis=0)

        def say(seen: Floats) -> Floats:
            return np.asarray(np.mean([net.say(seen).predicted for net in nets], axis=0))

        end = min(fold.decision_last + 2, fold.decision_first + 1 + LONGEST_DAYS)
        days = self.prices.session[fold.decision_first + 1 : end]
        known = self.prices.first(fold.decision_first + 1)
        misses = Misses(rows, self.whole.target[rows] - said)
        return free_run(known, days, spec.features, say, misses, seed=spec.train.seed)

    def _fits(self, decisions: DecisionView) -> list[Fitted]:
        """A net is asked again with the weights it has; what learns in an instant learns again."""
        from workbench.training.volatility import with_garch_band

        spec, views = self.result.spec, (self._learned(), decisions)
        if not isinstance(spec.model, NetSpec):
            from workbench.training.fit import fit
            from workbench.training.loop import Hooks
            from workbench.training.seeding import fit_seed

            seed = fit_seed(spec.train.seed, 0, self.fold.index)
            return [fit(spec.model, spec.train, views, seed, Hooks(lambda report: None, lambda: "run"))]
        from workbench.training.recall import RecalledNet

        learned = [fit.best_epoch > 0 for fit in self.result.fits if fit.fold == self.fold.index]
        fits = [
            RecalledNet(spec.model, views, kept).fitted(best)
            for kept, best in zip(self._kept(), learned, strict=True)
        ]
        return [with_garch_band(one, views) for one in fits] if spec.train.interval == "garch" else fits

    def _kept(self) -> list[bytes]:
        """Weights of the fold, seed by seed; `DataError` where they are not there."""
        names = [f"fold-{self.fold.index}-seed-{seed}" for seed in range(self.result.spec.train.seeds)]
        if any(name not in self.result.weights for name in names):
            raise DataError("The weights of this run were not kept.", "Run it again.")
        return [self.result.weights[name] for name in names]

    def _expect_the_same(self, said: Sequence[Floats]) -> None:
        assert self.result.predictions is not None
        then = self.result.predictions.per_seed[:, self.result.predictions.fold == self.fold.index]
        if np.abs(np.stack(said) - then).max() > SAME * np.nanstd(self.prices.log_returns):
            raise DataError(
                "The weights that were kept do not say what the run said, so another version made them.",
                "Run it again.",
            )

    def _learned(self) -> TrainView:
        fold = self.fold
        spans = (fold.train_first, fold.train_last), (fold.validation_first, fold.validation_last)
        return train_view(self.whole, self.result.spec.features.lookback, *spans)

    def _decisions(self, first: int, last: int) -> DecisionView:
        features = self.result.spec.features
        return decision_view(self.whole, features.lookback, (first, last), features.horizon)


def _no_free_run(last: _LastFold) -> str:
    """Why the run's model cannot be left to itself; empty where it can."""
    spec = last.result.spec
    if not isinstance(spec.model, NetSpec):
        return f"A free run is made of nets, and {CATALOG[spec.model.kind].title} is none."
    if spec.model.draws:
        return "A free run would have to draw the pictures of days that never were."
    if spec.data.inputs:
        return (
            "A free run would have to invent the further symbols' prices too; leave them out of the inputs."
        )
    if spec.features.horizon != 1:
        return f"A free run goes day by day, and this run forecasts {spec.features.horizon} days at once."
    return ""
