"""Asks the ledger, on the IO worker, how often these data were tried and where their vault begins."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workbench.data.series import PriceSeries
from workbench.errors import WorkbenchError
from workbench.evaluation.rows import KnownRows
from workbench.gui.io_worker import IoWorker
from workbench.project.document import Document, Snapshot

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counted:
    """`trials` = (this project, this data); `vault_start` is None until a run has fixed it."""

    content_hash: str
    trials: tuple[int, int]
    vault_start: np.datetime64 | None
    known: KnownRows


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
    from workbench.evaluation.ledger import TrialLedger
    from workbench.experiment.record import unite

    ledger, project_id = TrialLedger(file), snapshot.project.project_id
    unite(ledger, prices, project_id, snapshot.runs, snapshot.ledger_rows.get(prices.content_hash))
    data_id = ledger.identify(prices)
    return Counted(
        prices.content_hash, ledger.counts(data_id, project_id), ledger.fixed_vault(prices),
        ledger.known(data_id),
    )  # fmt: skip
