"""Asks the ledger, on the IO worker, how often these data were tried and where their vault begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workbench.data.series import PriceSeries
from workbench.errors import WorkbenchError
from workbench.gui.io_worker import IoWorker


@dataclass(frozen=True, slots=True)
class Counted:
    """`trials` = (this project, this data); `vault_start` is None until a run has fixed it."""

    content_hash: str
    trials: tuple[int, int]
    vault_start: np.datetime64 | None


class LedgerDesk:
    """Reads only; the run itself writes."""

    def __init__(self, io: IoWorker, file: Path) -> None:
        self._io = io
        self._file = file

    def count(
        self,
        prices: PriceSeries,
        project_id: str,
        done: Callable[[Counted], None],
        failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Look the tries on `prices` up and call `done`; without a ledger there are none."""
        if not self._file.exists():
            done(Counted(prices.content_hash, (0, 0), None))
            return
        self._io.submit(lambda: self._read(prices, project_id), done, failed)

    def _read(self, prices: PriceSeries, project_id: str) -> Counted:
        from workbench.evaluation.ledger import TrialLedger

        ledger = TrialLedger(self._file)
        data_id = ledger.identify(prices)
        start = ledger.fixed_vault(prices)
        return Counted(prices.content_hash, ledger.counts(data_id, project_id), start)
