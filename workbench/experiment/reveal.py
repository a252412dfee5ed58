"""Showing the sealed days in full: all figures of one run on them, after which they are sealed no more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import DataError, UsageError
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening
from workbench.events import Event
from workbench.experiment.executors.base import Executor
from workbench.experiment.inputs import check_inputs
from workbench.experiment.result import RunResult
from workbench.experiment.revealed import vault_day
from workbench.experiment.vault import check_tested, on_sealed_days, opening_of, trial_key

if TYPE_CHECKING:
    from workbench.experiment.alone import Tested


@dataclass(frozen=True, slots=True, eq=False)
class Revealed:
    """A run's figures on the days that were sealed, and the row that says they no longer are."""

    burn: Burn
    opening: Opening
    tested: Tested


def reveal_vault(
    result: RunResult, prices: PriceSeries, ledger: TrialLedger, executor: Executor, *,
    inputs: tuple[PriceSeries, ...] = (), emit: Callable[[Event], None] = lambda event: None,
    cancel: threading.Event | None = None,
) -> Revealed:  # fmt: skip
    """All figures of a run on the sealed days; the vault of this data then begins behind them.

    The reveal is written down before anything is computed: one that was interrupted stands. Days that are
    revealed already cost nothing more. Raises `UsageError` for a run without verdict or one the vault was
    not opened for, `DataError` for other prices or a run that has seen these days; `Cancelled` when stopped.
    """
    # Here, because the window reads what an answer is long before it asks for one.
    from workbench.experiment.gather import gather

    check_tested(result, prices)
    check_inputs(result.spec, prices, inputs)
    opening = opening_of(result, prices, ledger)
    if opening is None or opening.passed is None:
        raise UsageError(
            f"The vault was not opened for run {result.run_id}.", "Ask for its one bit first: `vault open`."
        )
    burn = _written(result, prices, ledger)
    shown = prices.first(int(np.searchsorted(prices.session, np.datetime64(burn.last, "D"), side="right")))
    executor.set_control("run")
    job = executor.submit(on_sealed_days, result.spec, shown, np.datetime64(burn.first, "D"), inputs)
    (tested,) = gather(executor, [job], emit, cancel or threading.Event())
    return Revealed(burn, opening, tested)


def _written(result: RunResult, prices: PriceSeries, ledger: TrialLedger) -> Burn:
    """The reveal of this run's vault, in the ledger."""
    assert result.predictions is not None
    data_id = ledger.identify(prices)
    day, seen = vault_day(result), str(result.predictions.target_time[-1])
    mine = [burn for burn in ledger.burns(data_id) if not burn.adopted and burn.last >= day]
    start = ledger.vault_start(prices, result.spec.evaluation.vault_bars)
    sealed = prices.session[prices.session >= start]
    first = mine[0].first if mine else str(sealed[0]) if len(sealed) else None
    if first is None or seen >= first:
        raise DataError(
            "This run has seen days that the vault holds here.", "Run again, then open the vault."
        )
    if mine:
        return mine[0]
    return ledger.begin_reveal(
        data_id, Burn(trial_key(result), result.run_id, first, str(sealed[-1]), time="")
    )
