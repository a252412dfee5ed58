"""Asks the ledger, on the IO worker, how often these data were tried and where their vault begins."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import WorkbenchError
from workbench.evaluation.figures import Removal
from workbench.evaluation.rows import KnownRows
from workbench.evaluation.vault import Opening
from workbench.experiment.result import RunResult
from workbench.experiment.revealed import vault_day
from workbench.gui.io_worker import IoWorker
from workbench.project.document import Document, Snapshot

if TYPE_CHECKING:
    from workbench.evaluation.ledger import TrialLedger

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counted:
    """`trials` = (this project, this data); `vault_start` is None until a run has fixed it.

    `openings` are what the vault said, by run of the document; `begun` counts this user's over all data.
    """

    content_hash: str
    trials: tuple[int, int]
    vault_start: np.datetime64 | None
    known: KnownRows
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
        """Look the tries on `prices` up and call `done`; without a ledger and without rows there are none.

        What the document knows and the ledger does not is written down first; what the ledger knows of these
        prices the document then carries.
        """
        snapshot = document.snapshot()
        if not _has_rows(snapshot, prices, self._file):
            done(Counted(prices.content_hash, (0, 0), None, KnownRows()))
            return

        def counted(answer: Counted) -> None:
            document.ledger_rows[prices.content_hash] = answer.known
            done(answer)

        self._io.submit(lambda: _read(snapshot, prices, self._file), counted, failed)

    def forget(
        self,
        prices: PriceSeries,
        document: Document,
        done: Callable[[Removal], None],
        failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Count no try on `prices` made before now, those that the document alone knows included."""
        snapshot = document.snapshot()
        self._io.submit(lambda: _united(snapshot, prices, self._file).forget(prices), done, failed)


def with_rows(snapshot: Snapshot, prices: PriceSeries | None, file: Path) -> Snapshot:
    """The snapshot with what the ledger knows of `prices` now; one that fails never hinders a save."""
    if prices is None or not _has_rows(snapshot, prices, file):
        return snapshot
    try:
        known = _read(snapshot, prices, file).known
    except WorkbenchError as error:
        log.info("saved without the ledger's newest rows: %s", error)
        return snapshot
    return dataclasses.replace(snapshot, ledger_rows={**snapshot.ledger_rows, prices.content_hash: known})


def _has_rows(snapshot: Snapshot, prices: PriceSeries, file: Path) -> bool:
    return file.exists() or bool(snapshot.runs or snapshot.ledger_rows.get(prices.content_hash))


def _read(snapshot: Snapshot, prices: PriceSeries, file: Path) -> Counted:
    ledger, project_id = _united(snapshot, prices, file), snapshot.project.project_id
    data_id, begun = ledger.identify(prices), ledger.openings_begun()
    asked = ((run.run_id, _opening(run, prices, ledger)) for run in snapshot.runs if begun)
    return Counted(
        prices.content_hash, ledger.counts(data_id, project_id), ledger.fixed_vault(prices),
        ledger.known(data_id), {run_id: opening for run_id, opening in asked if opening is not None}, begun,
    )  # fmt: skip


def _united(snapshot: Snapshot, prices: PriceSeries, file: Path) -> TrialLedger:
    """The ledger, with what the document knows of these prices and it did not."""
    from workbench.evaluation.ledger import TrialLedger

    ledger = TrialLedger(file)
    known = snapshot.ledger_rows.get(prices.content_hash)
    if snapshot.runs or known:
        # A thread that imports holds up a window that opens: nothing to bring along, nothing to import.
        from workbench.experiment.record import unite

        unite(ledger, prices, snapshot.project.project_id, snapshot.runs, known)
    return ledger


def _opening(run: RunResult, prices: PriceSeries, ledger: TrialLedger) -> Opening | None:
    """What the vault said of a run, on these prices or on others."""
    from workbench.experiment.vault import opening_of

    if run.data.sha256 == prices.content_hash:
        return opening_of(run, prices, ledger)
    return ledger.opening_of(run.data.sha256, run.trial_key, vault_day(run))
