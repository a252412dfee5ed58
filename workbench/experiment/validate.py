"""What stands in the way of a run, said before it starts, beside the field it belongs to."""

from __future__ import annotations

import numpy as np

from workbench.data.intervals import adjective, is_intraday, parted
from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import DataError, UsageError, WorkbenchError
from workbench.evaluation.walk_forward import Fold, make_folds
from workbench.evaluation.zones import Zones, make_zones
from workbench.experiment.estimate import GIGABYTE, memory_bytes
from workbench.experiment.inputs import UnfitInput, check_inputs
from workbench.experiment.spec import INPUTS, ExperimentSpec
from workbench.features.spec import lookback_problem
from workbench.models.catalog import CATALOG, NetSpec


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the spec's field it belongs to, a sentence, and the remedy."""

    field: str
    sentence: str
    hint: str

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


_LEVERAGE = Problem(
    "evaluation.max_leverage",
    "The largest position is the most a volatility target may ask for, and there is no target.",
    "Set evaluation.volatility_target_percent, or evaluation.max_leverage back to 1.",
)


def validate(
    spec: ExperimentSpec,
    prices: PriceSeries,
    vault_start: np.datetime64 | None = None,
    inputs: tuple[PriceSeries, ...] = (),
) -> tuple[Problem, ...]:
    """Problems of a run on these prices beside `inputs`; empty when it can start. Milliseconds, no torch."""
    found = settings_problems(spec)
    if found:
        return found
    try:
        plan(spec, prices, vault_start)
        check_inputs(spec, prices, inputs)
    except UnfitInput as error:
        return (Problem(INPUTS, error.sentence, error.hint),)
    except WorkbenchError as error:
        field = "data" if isinstance(error, (TooFewBars, NotDays)) else "features.lookback"
        return (Problem(field, error.sentence, error.hint),)
    return ()


def settings_problems(spec: ExperimentSpec) -> tuple[Problem, ...]:
    """Settings that each are fine and cannot stand together, whatever the prices."""
    model, features = spec.model, spec.features
    problems: list[Problem] = []
    impossible = model.problem(features.lookback)
    if impossible:
        return (Problem(*impossible),)
    too_short = lookback_problem(features)
    if too_short and CATALOG[model.kind].window and not (isinstance(model, NetSpec) and model.draws):
        problems.append(Problem("features.lookback", *too_short))
    if spec.evaluation.max_leverage != 1.0 and not spec.evaluation.volatility_target_percent:
        problems.append(_LEVERAGE)
    problems += _too_large(spec)
    return tuple(problems)


def _too_large(spec: ExperimentSpec) -> list[Problem]:
    """A problem where one training needs more memory than the computer has."""
    needed = memory_bytes(spec)
    if needed < GIGABYTE:
        return []
    import psutil

    there = psutil.virtual_memory().total
    if needed <= there:
        return []
    field = "model.hidden_size" if hasattr(spec.model, "hidden_size") else "train.batch_size"
    sentence = (
        f"A training with these settings needs about {needed / GIGABYTE:,.0f} GB of memory, and this "
        f"computer has {there / GIGABYTE:.0f}."
    )
    return [Problem(field, sentence, "Choose a smaller model or fewer segments in one step.")]


class NotDays(DataError):
    """Bars shorter than a day: years, costs and fills are counted in days everywhere."""


def daily_remedy(prices: PriceSeries) -> str:
    """Where the daily bars of such prices come from, in a sentence."""
    if prices.source == "yahoo":
        return f"Fetch the days of {parted(prices.symbol)[0]}."
    return "Import the same prices as daily bars."


class TooFewBars(DataError):
    """The series is shorter than the spec needs."""


def plan(
    spec: ExperimentSpec, prices: PriceSeries, vault_start: np.datetime64 | None = None
) -> tuple[Zones, tuple[Fold, ...]]:
    """Zones and folds of a run.

    `DataError` naming the bars needed where there are too few, and for bars within the day; `UsageError` for
    settings that cannot be.
    """
    if is_intraday(prices.interval):
        raise NotDays(
            f"Training needs daily bars, and those of {prices.symbol} are {adjective(prices.interval)}.",
            daily_remedy(prices),
        )
    for problem in settings_problems(spec):
        raise UsageError(problem.sentence, problem.hint)
    needed = spec.rows_needed()
    if len(prices) < needed:
        raise TooFewBars(
            f"{prices.symbol} has {len(prices)} bars, and these settings need {needed}.",
            "Import a longer history, or choose a smaller first training range or vault.",
        )
    chosen = spec.evaluation
    zones = make_zones(prices, chosen.first_train, chosen.vault_bars, vault_start)
    if zones.vault_first < chosen.first_train + chosen.refit_every + spec.features.horizon:
        raise TooFewBars(
            f"Only {zones.vault_first} bars of {prices.symbol} lie before its sealed vault, and these "
            f"settings need {chosen.first_train + chosen.refit_every + spec.features.horizon}.",
            "Import a longer history, or choose a smaller first training range.",
        )
    return zones, make_folds(zones, chosen, spec.features)
