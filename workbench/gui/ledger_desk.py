"""Asks the ledger, on the IO worker, how often these data were tried and where their vault begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from workbench.data.series import PriceSeries
from workbench.errors import WorkbenchError
from workbench.evaluation.vault import Opening
from workbench.experiment.result import RunResult
from workbench.gui.io_worker import IoWorker
from workbench.project.document import Document


@dataclass(frozen=True, slots=True)
class Counted:
    """`trials` = (this project, this data); `vault_start` is None until a run has fixed it.

    `openings` are what the vault said, by run of the document; `begun` counts this user's over all data.
    """

    content_hash: str
    trials: tuple[int, int]
    vault_start: np.datetime64 | None
    openings: Mapping[str, Opening] = field(default_factory=dict)
    begun: int = 0


class LedgerDesk:
    """Reads, and brings along what a project from elsewhere knows; the run itself writes its own row."""

    def __init__(self, io: IoWorker, file: Path) -> None:
        self._io = io
        self._file = file

    def count(
        self,
        prices: PriceSeries,
        document: Document,
        done: Callable[[Counted], None],
        failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Look the tries on `prices` up and call `done`; without a ledger and without runs there are none.

        What the document's runs know and the ledger does not is written down first.
        """
        project_id, runs = document.project.project_id, document.runs
        if not self._file.exists() and not runs:
            done(Counted(prices.content_hash, (0, 0), None))
            return
        self._io.submit(lambda: self._read(prices, project_id, runs), done, failed)

    def _read(self, prices: PriceSeries, project_id: str, runs: tuple[RunResult, ...]) -> Counted:
        from workbench.evaluation.ledger import TrialLedger
        from workbench.experiment.record import unite
        from workbench.experiment.vault import trial_key

        ledger = TrialLedger(self._file)
        unite(ledger, prices, project_id, runs)
        data_id = ledger.identify(prices)
        start, begun = ledger.fixed_vault(prices), ledger.openings_begun()
        asked = ((run.run_id, ledger.opening_of(run.data.sha256, trial_key(run))) for run in runs if begun)
        openings = {run_id: opening for run_id, opening in asked if opening is not None}
        return Counted(prices.content_hash, ledger.counts(data_id, project_id), start, openings, begun)
