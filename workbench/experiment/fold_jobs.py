"""One job a training: what each fold may see, cut from the prices, for a model and its companions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.evaluation.walk_forward import Fold
from workbench.experiment.jobs import FitJob
from workbench.experiment.spec import ExperimentSpec
from workbench.features.pipeline import build_features, build_target
from workbench.features.views import Whole, decision_view, train_view
from workbench.models.catalog import ModelSpec, NetSpec
from workbench.models.chart_picture import build_chart_columns


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What all jobs of a run are cut from; `values` (bars, columns) are those of all its symbols.

    What must outlive a crash is kept in `folder`, if any.
    """

    spec: ExperimentSpec
    prices: PriceSeries
    folds: tuple[Fold, ...]
    run_id: str
    values: Floats
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that `model` sees, as the sentinel wants them: (sessions, values); picklable."""

    spec: ExperimentSpec
    model: ModelSpec

    def __call__(self, prices: PriceSeries, *inputs: PriceSeries) -> tuple[Dates, Floats]:
        if _draws(self.model):
            return prices.session, build_chart_columns(prices, self.spec.features.lookback)
        table = build_features(prices, self.spec.features, inputs)
        return table.session, table.values


def fit_jobs(material: Material, model: ModelSpec, seeds: int, *, silent: bool = False) -> Iterator[FitJob]:
    """A job per fold and seed, fold by fold; each carries only what its fold may see.

    The last fold's weights are kept (docs/decisions/003), those of a `silent` companion never.
    """
    spec, features, prices = material.spec, material.spec.features, material.prices
    values = build_chart_columns(prices, features.lookback) if _draws(model) else material.values
    whole = Whole(values, build_target(prices, features.horizon), prices.log_returns)
    last = material.folds[-1].index
    for fold in material.folds:
        view = train_view(
            whole, features.lookback, (fold.train_first, fold.train_last),
            (fold.validation_first, fold.validation_last),
        )  # fmt: skip
        decisions = decision_view(
            whole, features.lookback, (fold.decision_first, fold.decision_last), features.horizon
        )
        for seed in range(seeds):
            yield FitJob(
                material.run_id, model.model_dump(), spec.train.model_dump(), view, decisions, fold.index,
                seed, _dates(prices, fold), keep_weights=fold.index == last and not silent,
                silent=silent, folder="" if silent else material.folder,
            )  # fmt: skip


def _draws(model: ModelSpec) -> bool:
    return isinstance(model, NetSpec) and model.draws


def by_seed(jobs: Sequence[FitJob]) -> list[list[FitJob]]:
    """The jobs of each seed, fold after fold."""
    seeds = sorted({job.seed for job in jobs})
    return [[job for job in jobs if job.seed == seed] for seed in seeds]


def _dates(prices: PriceSeries, fold: Fold) -> dict[str, str]:
    spans = {
        "train": (fold.train_first, fold.train_last),
        "validation": (fold.validation_first, fold.validation_last),
        "test": (fold.decision_first, fold.decision_last),
    }
    return {
        f"{name}_{end}": str(prices.session[bar])
        for name, bars in spans.items()
        for end, bar in zip(("first", "last"), bars, strict=True)
    }
