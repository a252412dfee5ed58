"""Which data some prices belong to: snapshots of one series are one data, whatever it is called."""

from __future__ import annotations

import sqlite3

import numpy as np

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.evaluation.append_only import Entry, add, body_text

LEAST_COMMON_SESSIONS = 250
LEAST_AGREEING = 0.95
AGREEMENT = 1e-4


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


def identify(connection: sqlite3.Connection, prices: PriceSeries) -> str:
    """The id of the data these prices belong to; prices never seen get the id they would have."""
    known = _known_snapshot(connection, prices)
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


def register(connection: sqlite3.Connection, data_id: str, prices: PriceSeries) -> None:
    """Remember this snapshot, so that later ones that overlap it, and not the first, are recognised too."""
    if _known_snapshot(connection, prices) is None:
        body = body_text({"symbol": prices.symbol, "source": prices.source, "rows": len(prices)})
        arrays = days_bytes(prices.session) + prices.log_returns.astype("<f4").tobytes()
        add(connection, Entry("data", data_id, prices.content_hash, body, arrays))


def days_bytes(sessions: Dates) -> bytes:
    """Days since 1970, four bytes each, little-endian."""
    return sessions.astype("datetime64[D]").astype("<i4").tobytes()


def _known_snapshot(connection: sqlite3.Connection, prices: PriceSeries) -> str | None:
    row = connection.execute(
        "SELECT data_id FROM entries WHERE kind = 'data' AND key = ?", (prices.content_hash,)
    ).fetchone()
    return str(row[0]) if row else None


def _snapshot(arrays: bytes) -> tuple[Dates, Floats]:
    days = len(arrays) // 8
    sessions = np.frombuffer(arrays, "<i4", count=days).astype("datetime64[D]")
    return sessions, np.frombuffer(arrays, "<f4", offset=4 * days).astype(np.float64)
