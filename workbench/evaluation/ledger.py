"""The trial ledger: every try on the same data counts, whatever project it was made in (METHOD A5.1b).

Row kinds: `data` (a snapshot of prices, and which data it belongs to), `vault` (the date at which that
data's sealed days begin), `trial`, `opening` and `opened` (the vault was asked about a try, and said),
`burned` (the sealed days were shown in full), and `forgotten` (the tries before it no longer count).
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from workbench.data.series import PriceSeries
from workbench.errors import DataError, UsageError
from workbench.evaluation import trial_rows, vault_rows
from workbench.evaluation.append_only import AppendOnlyFile, Entry, add, body_text
from workbench.evaluation.figures import Removal
from workbench.evaluation.rows import Burn, KnownRows, OpeningRow, TrialRow
from workbench.evaluation.snapshots import LEAST_COMMON_SESSIONS, identify, register, same_data
from workbench.evaluation.vault import Opening

__all__ = ["LEAST_COMMON_SESSIONS", "TrialLedger", "TrialRow", "same_data"]


class TrialLedger:
    """The ledger in the file `path`; errors and promises are those of `AppendOnlyFile`."""

    def __init__(self, path: str | Path) -> None:
        self._file = AppendOnlyFile(Path(path), "The trial ledger")

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._file.path

    def identify(self, prices: PriceSeries) -> str:
        """The id of the data these prices belong to; prices never seen get the id they would have."""
        with self._file.connection() as connection:
            return identify(connection, prices)

    # ---- the vault ----

    def vault_start(self, prices: PriceSeries, vault_bars: int) -> np.datetime64:
        """The first sealed date of this data: fixed at the first call, `vault_bars` from the end.

        Whatever comes later, more bars or another `vault_bars`, the date stays, until the sealed days are
        revealed: then it is the day after the last of them. Raises `DataError` when the prices hold no day
        outside the vault.
        """
        with self._file.connection(writing=True) as connection:
            data_id = identify(connection, prices)
            fixed = vault_rows.sealed_from(connection, data_id)
            start = _new_start(prices, vault_bars) if fixed is None else fixed
            if not np.any(prices.session < start):
                raise DataError(
                    f"Every day of these prices lies in the sealed vault, which begins on {start}.",
                    "Use prices that begin earlier.",
                )
            register(connection, data_id, prices)
            if fixed is None:
                body = body_text({"vault_bars": vault_bars, "symbol": prices.symbol})
                add(connection, Entry("vault", data_id, str(start), body, b""))
        return start

    def adopt_vault(self, prices: PriceSeries, start: np.datetime64) -> None:
        """Seal from `start` on what nothing was run on here yet; a date that is fixed stays."""
        with self._file.connection(writing=True) as connection:
            data_id = identify(connection, prices)
            register(connection, data_id, prices)
            if vault_rows.first_vault(connection, data_id) is None:
                body = body_text({"symbol": prices.symbol, "adopted": True})
                add(connection, Entry("vault", data_id, str(start), body, b""))

    def fixed_vault(self, prices: PriceSeries) -> np.datetime64 | None:
        """The first sealed date of this data, or None as long as nothing was run on it."""
        with self._file.connection() as connection:
            return vault_rows.sealed_from(connection, identify(connection, prices))

    def unseen_from(self, prices: PriceSeries) -> np.datetime64 | None:
        """The first sealed date that was shown nowhere: later than `fixed_vault` where others revealed it."""
        with self._file.connection() as connection:
            return vault_rows.unseen_from(connection, identify(connection, prices))

    def begin_opening(self, data_id: str, trial_key: str, run_id: str, vault: str = "") -> Opening:
        """Write down that the vault is opened for a try; the opening that is there already, if one is.

        `vault` is an ISO date the vault holds; without it the present one is meant.
        """
        with self._file.connection(writing=True) as connection:
            vault = vault or str(vault_rows.sealed_from(connection, data_id))
            found = vault_rows.find_opening(connection, data_id, trial_key, vault)
            if found is None:
                found = OpeningRow(trial_key, run_id, vault_rows.next_number(connection), vault, time="")
                vault_rows.add_opening(connection, data_id, found)
        return _opening(data_id, found)

    def end_opening(self, opening: Opening, *, passed: bool) -> Opening:
        """Write the bit down; the first answer stays."""
        data_id, key = opening.data_id, opening.trial_key
        with self._file.connection(writing=True) as connection:
            found = vault_rows.find_opening(connection, data_id, key, opening.vault)
            row = found or OpeningRow(key, opening.run_id, opening.number, opening.vault, time="")
            if row.passed is None:
                vault_rows.add_answer(connection, data_id, row, passed)
                row = dataclasses.replace(row, passed=passed)
        return _opening(data_id, row)

    def opening(self, data_id: str, trial_key: str, vault: str = "") -> Opening | None:
        """What the vault said of a try; None where it was never opened for it. `vault` as above."""
        with self._file.connection() as connection:
            vault = vault or str(vault_rows.sealed_from(connection, data_id))
            found = vault_rows.find_opening(connection, data_id, trial_key, vault)
        return None if found is None else _opening(data_id, found)

    def burns(self, data_id: str) -> tuple[Burn, ...]:
        """Every time this data's sealed days were revealed, oldest first."""
        with self._file.connection() as connection:
            return vault_rows.burn_rows(connection, data_id)

    def begin_reveal(self, data_id: str, burn: Burn) -> Burn:
        """Write down that the sealed days of `burn` are about to be shown; a reveal that is there stays.

        From then on the vault begins on the day after the last of them.
        """
        with self._file.connection(writing=True) as connection:
            found = vault_rows.own_burn(connection, data_id, burn.first)
            if found is None:
                vault_rows.add_burn(connection, data_id, burn)
                found = vault_rows.own_burn(connection, data_id, burn.first)
        assert found is not None
        return found

    # ---- tries ----

    def append(self, row: TrialRow) -> None:
        """Add one run. An identical rerun is another row but no other try."""
        with self._file.connection(writing=True) as connection:
            trial_rows.append(connection, row)

    def counts(self, data_id: str, project_id: str) -> tuple[int, int]:
        """Distinct tries on this data that count: (made in this project, made anywhere)."""
        with self._file.connection() as connection:
            here, anywhere = connection.execute(
                "SELECT COUNT(DISTINCT CASE WHEN project_id = ? THEN key END), COUNT(DISTINCT key) "
                "FROM entries WHERE kind = 'trial' AND data_id = ? AND number > ?",
                (project_id, data_id, trial_rows.last_forgotten(connection, data_id)),
            ).fetchone()
        return int(here), int(anywhere)

    def trials(self, data_id: str) -> list[TrialRow]:
        """Every run on this data that counts, in the order they were made."""
        with self._file.connection() as connection:
            return trial_rows.counted(connection, data_id)

    def forget(self, prices: PriceSeries) -> Removal:
        """Count no try on this data made before now; nothing is deleted, and that it was done stays for ever.

        The vault's date and its openings stay. Raises `UsageError` where no try counts.
        """
        with self._file.connection(writing=True) as connection:
            data_id = identify(connection, prices)
            tries = len({row.trial_key for row in trial_rows.counted(connection, data_id)})
            if not tries:
                raise UsageError(f"No tries are counted on {prices.symbol}.", "There is nothing to remove.")
            body = body_text({"tries": tries, "symbol": prices.symbol})
            add(connection, Entry("forgotten", data_id, trial_rows.OWN, body, b""))
            return trial_rows.removals(connection, data_id)[-1]

    def removals(self, data_id: str) -> tuple[Removal, ...]:
        """Every time tries on this data were removed from the count, oldest first."""
        with self._file.connection() as connection:
            return trial_rows.removals(connection, data_id)

    # ---- what travels ----

    def known(self, data_id: str) -> KnownRows:
        """All that is known of this data, as values that another ledger can `adopt`."""
        with self._file.connection() as connection:
            start = vault_rows.first_vault(connection, data_id)
            latest = {row.trial_key: row for row in trial_rows.counted(connection, data_id)}
            return KnownRows(
                vault_start=None if start is None else str(start),
                tries=tuple(latest.values()),
                openings=tuple(vault_rows.opening_rows(connection, data_id)),
                burns=vault_rows.burn_rows(connection, data_id),
                removals=trial_rows.removals(connection, data_id),
            )

    def adopt(self, data_id: str, known: KnownRows) -> int:
        """Write down what another ledger knew and this one does not; how many rows.

        It can only make this one stricter: no try stops counting here because it was removed there, and no
        day is unsealed because it was revealed there.
        """
        with self._file.connection(writing=True) as connection:
            here = {(kind, key, time) for kind, key, time in connection.execute(
                "SELECT kind, key, time FROM entries WHERE data_id = ?", (data_id,))}  # fmt: skip
            before = len(here)
            removed = {time for kind, _, time in here if kind == "forgotten"}
            for row in known.tries:
                if _is_new(here, "trial", row.trial_key, row.time):
                    trial_rows.append(connection, dataclasses.replace(row, data_id=data_id))
            for burn in known.burns:
                if _is_new(here, "burned", burn.trial_key, burn.time):
                    vault_rows.add_burn(connection, data_id, dataclasses.replace(burn, adopted=True))
            for opening in known.openings:
                if _is_new(here, "opening", opening.trial_key, opening.time):
                    vault_rows.add_opening(connection, data_id, opening)
                vault_rows.add_missing_answer(connection, data_id, opening)
            for removal in known.removals:
                is_own = removal.time in removed
                if not is_own and _is_new(here, "forgotten", trial_rows.ADOPTED, removal.time):
                    trial_rows.add_removal(connection, data_id, removal)
            return len(here) - before

    def verify(self) -> None:
        """Recompute the chain. Raises `DamagedError` naming the first row that does not fit."""
        self._file.verify()


def _new_start(prices: PriceSeries, vault_bars: int) -> np.datetime64:
    if len(prices) <= vault_bars:
        raise DataError(
            f"{prices.symbol} has {len(prices)} days, and the vault alone takes {vault_bars}.",
            f"Use more than {vault_bars} days, or a smaller evaluation.vault_bars.",
        )
    return np.datetime64(prices.session[len(prices) - vault_bars], "D")


def _is_new(here: set[tuple[str, str, str]], kind: str, key: str, time: str) -> bool:
    """Whether no such row is there yet; from now on one is."""
    is_new = (kind, key, time) not in here
    here.add((kind, key, time))
    return is_new


def _opening(data_id: str, row: OpeningRow) -> Opening:
    return Opening(row.number, data_id, row.trial_key, row.run_id, row.passed, row.vault)
