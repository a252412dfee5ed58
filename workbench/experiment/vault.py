"""Opening the vault for one run: trained on as before, judged on the sealed days, one bit written down."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable

import numpy as np

from workbench.data.series import PriceSeries
from workbench.errors import DataError, UsageError
from workbench.evaluation.evidence import LEAST_BARS, stored_inputs
from workbench.evaluation.figures import Verdict
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.vault import Opening, stands
from workbench.evaluation.verdict import judge
from workbench.evaluation.walk_forward import make_folds
from workbench.evaluation.zones import Zones
from workbench.events import Event
from workbench.experiment.alone import over_folds
from workbench.experiment.executors.base import Executor
from workbench.experiment.gather import gather
from workbench.experiment.inputs import check_inputs
from workbench.experiment.result import RunResult
from workbench.experiment.spec import ExperimentSpec


def open_vault(
    result: RunResult, prices: PriceSeries, ledger: TrialLedger, executor: Executor, *,
    inputs: tuple[PriceSeries, ...] = (), emit: Callable[[Event], None] = lambda event: None,
    cancel: threading.Event | None = None,
) -> Opening:  # fmt: skip
    """The one bit of this try: asked again, the ledger's answer is given back and nothing is computed.

    The opening is written down before anything is seen: an opening that was interrupted counts, and goes
    on under its own number. Raises `UsageError` for a run without verdict, `DataError` for other prices, a
    run that has seen sealed days, or fewer than 250 of them; `Cancelled` when stopped.
    """
    start = _checked(result, prices, ledger)
    check_inputs(result.spec, prices, inputs)
    data_id = ledger.identify(prices)
    opening = ledger.begin_opening(data_id, trial_key(result), result.run_id)
    if opening.passed is not None:
        return opening
    executor.set_control("run")
    job = executor.submit(meets, result.spec, prices, start, inputs, opening.alpha)
    (passed,) = gather(executor, [job], emit, cancel or threading.Event())
    return ledger.end_opening(opening, passed=passed)


def meets(
    spec: ExperimentSpec, prices: PriceSeries, start: np.datetime64, inputs: tuple[PriceSeries, ...],
    alpha: float,
) -> bool:  # fmt: skip
    """A job for a worker: does the spec pass on the days from `start` on? Nothing else leaves it.

    Trained anew every `refit_every` days within the vault as before it.
    """
    first = int(np.searchsorted(prices.session, start)) - 1
    zones = Zones(len(prices), first, len(prices))
    evaluation = spec.evaluation.model_copy(update={"max_folds": None})
    tested = over_folds(spec, prices, make_folds(zones, evaluation, spec.features), inputs)
    return stands(tested.forecast, tested.backtest, alpha)


def after_vault(verdict: Verdict, opening: Opening | None) -> Verdict:
    """The verdict with what the vault said, where it was opened for this try."""
    if opening is None or opening.passed is None or verdict.state == "invalid":
        return verdict
    evidence = dataclasses.replace(
        stored_inputs(verdict), vault_passed=opening.passed, vault_alpha=opening.alpha
    )
    return judge(evidence)


def trial_key(result: RunResult) -> str:
    """The try that a run is in the ledger."""
    return result.spec.trial_key([series.sha256 for series in result.data.inputs])


def _checked(result: RunResult, prices: PriceSeries, ledger: TrialLedger) -> np.datetime64:
    """The first sealed day, once nothing speaks against opening it."""
    if result.verdict is None or result.predictions is None:
        raise UsageError(
            f"Run {result.run_id} never ended, so there is nothing to test.", "Run it again to its end."
        )
    if prices.content_hash != result.data.sha256:
        raise DataError("The prices are not the ones this run was made with.", "Run again on these prices.")
    start = ledger.vault_start(prices, result.spec.evaluation.vault_bars)
    sealed = int(np.sum(prices.session >= start))
    if result.predictions.target_time[-1] >= start:
        raise DataError(
            f"This run has seen days that are sealed here, from {start} on.",
            "Run again, then open the vault.",
        )
    if sealed < LEAST_BARS:
        raise DataError(
            f"Only {sealed} days are sealed; the vault needs {LEAST_BARS}.", "Wait for more days."
        )
    return start
