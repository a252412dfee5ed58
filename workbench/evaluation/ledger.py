"""The trial ledger: every try on the same data counts, whatever project it was made in (METHOD A5.1b).

Row kinds: `data` (a snapshot of prices, and which data it belongs to), `vault` (the date at which that
data's sealed days begin), `trial`, and `opening` and `opened` (the vault was asked about a try, and said).
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.errors import DataError
from workbench.evaluation.append_only import AppendOnlyFile, Entry, add
from workbench.evaluation.vault import Opening

LEAST_COMMON_SESSIONS = 250
LEAST_AGREEING = 0.95
AGREEMENT = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class TrialRow:
    """One run on one data. `time` is ISO 8601; `test_dates` has shape (dates,).

    `net` and `scaled` (holding scaled to the run's exposure) are its simple returns after costs per date.
    """

    trial_key: str
    data_id: str
    project_id: str
    time: str
    spec_json: str
    test_dates: Dates
    net: Floats
    scaled: Floats
    verdict: str
    outcome: str


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
            return _identify(connection, prices)

    def vault_start(self, prices: PriceSeries, vault_bars: int) -> np.datetime64:
        """The first sealed session of this data: fixed at the first call, `vault_bars` from the end.

        Whatever comes later, more bars or another `vault_bars`, the date stays. Raises `DataError` when
        the prices hold no day outside the vault.
        """
        with self._file.connection(writing=True) as connection:
            data_id = _identify(connection, prices)
            fixed = _fixed_vault(connection, data_id)
            start = _new_start(prices, vault_bars) if fixed is None else fixed
            if not np.any(prices.session < start):
                raise DataError(
                    f"Every day of these prices lies in the sealed vault, which begins on {start}.",
                    "Use prices that begin earlier.",
                )
            _register(connection, data_id, prices)
            if fixed is None:
                body = _json({"vault_bars": vault_bars, "symbol": prices.symbol})
                add(connection, Entry("vault", data_id, str(start), body, b""))
        return start

    def adopt_vault(self, prices: PriceSeries, start: np.datetime64) -> None:
        """Seal from `start` on what nothing was run on here yet; a date that is fixed stays."""
        with self._file.connection(writing=True) as connection:
            data_id = _identify(connection, prices)
            _register(connection, data_id, prices)
            if _fixed_vault(connection, data_id) is None:
                body = _json({"symbol": prices.symbol, "adopted": True})
                add(connection, Entry("vault", data_id, str(start), body, b""))

    def fixed_vault(self, prices: PriceSeries) -> np.datetime64 | None:
        """The first sealed session of this data, or None as long as nothing was run on it."""
        with self._file.connection() as connection:
            return _fixed_vault(connection, _identify(connection, prices))

    def append(self, row: TrialRow) -> None:
        """Add one run. An identical rerun is another row but no other try."""
        facts = {"spec": row.spec_json, "verdict": row.verdict, "outcome": row.outcome}
        body = _json({**facts, "days": len(row.test_dates)})
        returns = np.concatenate([row.net, row.scaled]).astype("<f8").tobytes()
        arrays = _days(row.test_dates) + returns
        entry = Entry("trial", row.data_id, row.trial_key, body, arrays, row.project_id, row.time)
        with self._file.connection(writing=True) as connection:
            add(connection, entry)

    def counts(self, data_id: str, project_id: str) -> tuple[int, int]:
        """Distinct tries on this data: (made in this project, made anywhere)."""
        with self._file.connection() as connection:
            here, anywhere = connection.execute(
                "SELECT COUNT(DISTINCT CASE WHEN project_id = ? THEN key END), COUNT(DISTINCT key) "
                "FROM entries WHERE kind = 'trial' AND data_id = ?",
                (project_id, data_id),
            ).fetchone()
        return int(here), int(anywhere)

    def trials(self, data_id: str) -> list[TrialRow]:
        """Every run on this data, in the order they were made."""
        with self._file.connection() as connection:
            rows = connection.execute(
                "SELECT data_id, key, project_id, time, body, arrays FROM entries "
                "WHERE kind = 'trial' AND data_id = ? ORDER BY number",
                (data_id,),
            ).fetchall()
        return [_trial(row) for row in rows]

    def begin_opening(self, data_id: str, trial_key: str, run_id: str) -> Opening:
        """Write down that the vault is opened for a try; the opening that is there already, if one is."""
        with self._file.connection(writing=True) as connection:
            found = _opening(connection, data_id, trial_key)
            if found is not None:
                return found
            (before,) = connection.execute("SELECT COUNT(*) FROM entries WHERE kind = 'opening'").fetchone()
            body = _json({"number": before + 1, "run_id": run_id})
            add(connection, Entry("opening", data_id, trial_key, body, b""))
            begun = _opening(connection, data_id, trial_key)
        assert begun is not None
        return begun

    def end_opening(self, opening: Opening, *, passed: bool) -> Opening:
        """Write the bit down; the first answer stays."""
        data_id, trial_key = opening.data_id, opening.trial_key
        with self._file.connection(writing=True) as connection:
            found = _opening(connection, data_id, trial_key)
            if found is None or found.passed is None:
                body = _json({"number": opening.number, "passed": passed})
                add(connection, Entry("opened", data_id, trial_key, body, b""))
            kept = _opening(connection, data_id, trial_key)
        assert kept is not None
        return kept

    def opening(self, data_id: str, trial_key: str) -> Opening | None:
        """What the vault said of a try; None where it was never opened for it."""
        with self._file.connection() as connection:
            return _opening(connection, data_id, trial_key)

    def openings_begun(self) -> int:
        """How many openings this user has begun, over all data: each later one must pass more."""
        with self._file.connection() as connection:
            (begun,) = connection.execute("SELECT COUNT(*) FROM entries WHERE kind = 'opening'").fetchone()
        return int(begun)

    def opening_of(self, content_hash: str, trial_key: str) -> Opening | None:
        """The same as `opening` for a snapshot of prices known by its hash alone."""
        with self._file.connection() as connection:
            data_id = _data_of(connection, content_hash)
            return None if data_id is None else _opening(connection, data_id, trial_key)

    def verify(self) -> None:
        """Recompute the chain. Raises `DamagedError` naming the first row that does not fit."""
        self._file.verify()


def same_data(first: tuple[Dates, Floats], second: tuple[Dates, Floats]) -> bool:
    """Whether two series of (sessions, log returns) are one data (METHOD A5.1b).

    At least 250 sessions coincide and at least 95 % of the log returns they share agree within 1e-4:
    appending, re-adjusting and renaming leave that true.
    """
    sessions, rows, others = np.intersect1d(first[0], second[0], assume_unique=True, return_indices=True)
    if len(sessions) < LEAST_COMMON_SESSIONS:
        return False
    difference = np.abs(first[1][rows] - second[1][others])
    shared = difference[~np.isnan(difference)]
    return len(shared) > 0 and float(np.mean(shared <= AGREEMENT)) >= LEAST_AGREEING


def _identify(connection: sqlite3.Connection, prices: PriceSeries) -> str:
    known = _data_of(connection, prices.content_hash)
    if known:
        return known
    wanted = (prices.session, prices.log_returns)
    snapshots = connection.execute(
        "SELECT data_id, arrays FROM entries WHERE kind = 'data' ORDER BY number DESC"
    )
    for data_id, arrays in snapshots:
        if same_data(_snapshot(arrays), wanted):
            return str(data_id)
    return prices.content_hash


def _data_of(connection: sqlite3.Connection, content_hash: str) -> str | None:
    row = connection.execute(
        "SELECT data_id FROM entries WHERE kind = 'data' AND key = ?", (content_hash,)
    ).fetchone()
    return str(row[0]) if row else None


def _register(connection: sqlite3.Connection, data_id: str, prices: PriceSeries) -> None:
    """Remember this snapshot, so that later ones that overlap it, and not the first, are recognised too."""
    if _data_of(connection, prices.content_hash) is None:
        body = _json({"symbol": prices.symbol, "source": prices.source, "rows": len(prices)})
        arrays = _days(prices.session) + prices.log_returns.astype("<f4").tobytes()
        add(connection, Entry("data", data_id, prices.content_hash, body, arrays))


def _fixed_vault(connection: sqlite3.Connection, data_id: str) -> np.datetime64 | None:
    row = connection.execute(
        "SELECT key FROM entries WHERE kind = 'vault' AND data_id = ?", (data_id,)
    ).fetchone()
    return np.datetime64(row[0], "D") if row else None


def _opening(connection: sqlite3.Connection, data_id: str, trial_key: str) -> Opening | None:
    rows = connection.execute(
        "SELECT body, time FROM entries WHERE kind IN ('opening', 'opened') AND data_id = ? AND key = ? "
        "ORDER BY number LIMIT 2",
        (data_id, trial_key),
    ).fetchall()
    if not rows:
        return None
    begun, *ended = (json.loads(body) for body, _ in rows)
    passed = bool(ended[0]["passed"]) if ended else None
    return Opening(begun["number"], data_id, trial_key, begun["run_id"], passed, rows[0][1])


def _new_start(prices: PriceSeries, vault_bars: int) -> np.datetime64:
    if len(prices) <= vault_bars:
        raise DataError(
            f"{prices.symbol} has {len(prices)} days, and the vault alone takes {vault_bars}.",
            f"Use more than {vault_bars} days, or a smaller evaluation.vault_bars.",
        )
    return np.datetime64(prices.session[len(prices) - vault_bars], "D")


def _trial(row: tuple[str, str, str, str, str, bytes]) -> TrialRow:
    data_id, key, project_id, time, body, arrays = row
    facts = json.loads(body)
    days = facts["days"]
    returns = np.frombuffer(arrays, "<f8", offset=4 * days).reshape(2, days).astype(np.float64)
    return TrialRow(
        trial_key=key,
        data_id=data_id,
        project_id=project_id,
        time=time,
        spec_json=facts["spec"],
        test_dates=np.frombuffer(arrays, "<i4", count=days).astype("datetime64[D]"),
        net=returns[0],
        scaled=returns[1],
        verdict=facts["verdict"],
        outcome=facts["outcome"],
    )


def _snapshot(arrays: bytes) -> tuple[Dates, Floats]:
    days = len(arrays) // 8
    sessions = np.frombuffer(arrays, "<i4", count=days).astype("datetime64[D]")
    return sessions, np.frombuffer(arrays, "<f4", offset=4 * days).astype(np.float64)


def _days(sessions: Dates) -> bytes:
    return sessions.astype("datetime64[D]").astype("<i4").tobytes()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
