"""Opening the vault for one run: trained on as before, judged on the sealed days, one bit written down."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from workbench.data.series import PriceSeries
from workbench.errors import DataError, UsageError
from workbench.evaluation.evidence import LEAST_BARS, stored_inputs
from workbench.evaluation.figures import Verdict
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening, stands
from workbench.evaluation.verdict import judge
from workbench.evaluation.walk_forward import make_folds
from workbench.evaluation.zones import Zones
from workbench.events import Event
from workbench.experiment.executors.base import Executor
from workbench.experiment.inputs import check_inputs
from workbench.experiment.result import RunResult
from workbench.experiment.revealed import revealed_on, vault_day
from workbench.experiment.spec import ExperimentSpec

if TYPE_CHECKING:
    from workbench.experiment.alone import Tested


def open_vault(
    result: RunResult, prices: PriceSeries, ledger: TrialLedger, executor: Executor, *,
    inputs: tuple[PriceSeries, ...] = (), emit: Callable[[Event], None] = lambda event: None,
    cancel: threading.Event | None = None,
) -> Opening:  # fmt: skip
    """The one bit of this try: asked again, the ledger's answer is given back and nothing is computed.

    The opening is written down before anything is seen: an opening that was interrupted counts, and goes
    on under its own number. Raises `UsageError` for a run without verdict, `DataError` for other prices, a
    run that has seen sealed days, or fewer than 250 of them that nobody was shown; `Cancelled` when stopped.
    """
    # Here, because the window reads what an answer is long before it asks for one.
    from workbench.experiment.gather import gather

    check_tested(result, prices)
    recorded = opening_of(result, prices, ledger)
    if recorded is not None and recorded.passed is not None:
        return recorded
    first = _first_unseen(result, prices, ledger)
    check_inputs(result.spec, prices, inputs)
    data_id = ledger.identify(prices)
    opening = ledger.begin_opening(data_id, trial_key(result), result.run_id, vault_day(result))
    if opening.passed is not None:
        return opening
    executor.set_control("run")
    job = executor.submit(meets, result.spec, prices, first, inputs, opening.alpha)
    (passed,) = gather(executor, [job], emit, cancel or threading.Event())
    return ledger.end_opening(opening, passed=passed)


def opening_of(result: RunResult, prices: PriceSeries, ledger: TrialLedger) -> Opening | None:
    """What the vault this run was made before has said of it.

    None where it was not asked, or about days that this run has seen since.
    """
    found = ledger.opening(ledger.identify(prices), trial_key(result), vault_day(result))
    if found is None or result.predictions is None:
        return found
    return found if str(result.predictions.target_time[-1]) < found.vault else None


def meets(
    spec: ExperimentSpec, prices: PriceSeries, start: np.datetime64, inputs: tuple[PriceSeries, ...],
    alpha: float,
) -> bool:  # fmt: skip
    """A job for a worker: does the spec pass on the days from `start` on? Nothing else leaves it."""
    tested = on_sealed_days(spec, prices, start, inputs)
    return stands(tested.forecast, tested.backtest, alpha)


def on_sealed_days(
    spec: ExperimentSpec, prices: PriceSeries, start: np.datetime64, inputs: tuple[PriceSeries, ...]
) -> Tested:
    """A job for a worker: the spec on the days from `start` on, trained anew every `refit_every` of them."""
    from workbench.experiment.alone import over_folds

    first = int(np.searchsorted(prices.session, start)) - 1
    zones = Zones(len(prices), first, len(prices))
    evaluation = spec.evaluation.model_copy(update={"max_folds": None})
    return over_folds(spec, prices, make_folds(zones, evaluation, spec.features), inputs)


def after_vault(verdict: Verdict, opening: Opening | None, revealed: str | None = None) -> Verdict:
    """The verdict with what the vault said, where it was opened for this try.

    `revealed` is the ISO date since when the days it rests on are no longer unseen.
    """
    has_said = opening is not None and opening.passed is not None
    if verdict.state == "invalid" or not (has_said or revealed):
        return verdict
    evidence = dataclasses.replace(stored_inputs(verdict), revealed=revealed)
    if opening is not None and has_said:
        evidence = dataclasses.replace(evidence, vault_passed=opening.passed, vault_alpha=opening.alpha)
    return judge(evidence)


def verdict_now(result: RunResult, prices: PriceSeries, ledger: TrialLedger) -> Verdict:
    """The verdict of a run on `prices` with all that was asked of its vault, and shown of it, since."""
    assert result.verdict is not None
    burns = ledger.burns(ledger.identify(prices))
    return after_vault(result.verdict, opening_of(result, prices, ledger), revealed_on(result, burns))


def as_left(result: RunResult, opening: Opening | None, burns: Sequence[Burn]) -> RunResult:
    """The run with the verdict that its vault, and what was shown of it since, have left it."""
    if result.verdict is None:
        return result
    verdict = after_vault(result.verdict, opening, revealed_on(result, burns))
    return dataclasses.replace(result, verdict=verdict)


def trial_key(result: RunResult) -> str:
    """The try that a run is in the ledger."""
    return result.trial_key


def check_tested(result: RunResult, prices: PriceSeries) -> None:
    """Raise `UsageError` for a run without verdict, `DataError` where these are not its prices."""
    if result.verdict is None or result.predictions is None:
        raise UsageError(
            f"Run {result.run_id} never ended, so there is nothing to test.", "Run it again to its end."
        )
    if prices.content_hash != result.data.sha256:
        raise DataError("The prices are not the ones this run was made with.", "Run again on these prices.")


def _first_unseen(result: RunResult, prices: PriceSeries, ledger: TrialLedger) -> np.datetime64:
    """The first sealed date that nobody was shown, once nothing speaks against opening the vault there."""
    assert result.predictions is not None
    start = ledger.vault_start(prices, result.spec.evaluation.vault_bars)
    unseen = max(start, ledger.unseen_from(prices) or start)
    if result.predictions.target_time[-1] >= start:
        raise DataError(
            f"This run has seen days that are sealed here, from {start} on.",
            "Run again, then open the vault.",
        )
    sealed = int(np.sum(prices.session >= unseen))
    if sealed >= LEAST_BARS:
        return unseen
    burns = ledger.burns(ledger.identify(prices))
    if not burns:
        raise DataError(
            f"Only {sealed} days are sealed; the vault needs {LEAST_BARS}.", "Wait for more days."
        )
    raise DataError(
        f"The sealed days were revealed on {burns[-1].date}: {sealed} days have come since, "
        f"and the vault needs {LEAST_BARS}.",
        "Wait for more days, then run again.",
    )
