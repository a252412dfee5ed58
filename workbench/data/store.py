"""The price store: every snapshot of every symbol ever fetched or imported, in one SQLite file.

A snapshot is never changed. It is known by the SHA-256 of its content, so a project can stay bound to
the very prices it was made with, and damage shows when the bytes are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.findings import HealthReport
from workbench.data.series import COLUMNS, TIMES, PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import DamagedError, NewerFormatError, UsageError, WorkbenchError

FILE_NAME = "prices.sqlite"
FORMAT = 2
DAYS_ALONE = 1
"""The format of a store without bars within the day: programs that know of none read and write it as well.

In format 2 the times of such bars stand behind their sessions; a program of format 1 would call them damaged.
"""
APPLICATION_ID = 0x53574250  # "SWBP"
BUSY_SECONDS = 20.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS contents (
    sha256 TEXT PRIMARY KEY, interval TEXT NOT NULL, rows INTEGER NOT NULL,
    sessions BLOB NOT NULL, columns BLOB NOT NULL, report TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS snapshots (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, symbol TEXT NOT NULL COLLATE NOCASE, sha256 TEXT NOT NULL,
    source TEXT NOT NULL, name TEXT NOT NULL, currency TEXT NOT NULL, rows INTEGER NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, fetched TEXT NOT NULL, UNIQUE (symbol, sha256)
);
CREATE INDEX IF NOT EXISTS newest ON snapshots (symbol, sequence);
CREATE INDEX IF NOT EXISTS by_content ON snapshots (sha256, sequence);
"""
_SERIES_QUERY = """
SELECT s.symbol, s.source, s.name, s.currency, c.interval, c.rows, c.sessions, c.columns, c.sha256
FROM snapshots s JOIN contents c ON c.sha256 = s.sha256
"""


@dataclass(frozen=True, slots=True)
class StoreRow:
    """One snapshot of the listing; `first`, `last` are ISO dates, `fetched` is ISO 8601 in UTC."""

    symbol: str
    source: str
    rows: int
    first: str
    last: str
    sha256: str
    fetched: str


class PriceStore:
    """The store in `folder`. Opens a connection per use, so any thread may call any method.

    Every method raises DamagedError when the file is not a sound price store; nothing is changed then.
    """

    def __init__(self, folder: Path) -> None:
        self.path = Path(folder) / FILE_NAME
        self._closed = False

    def put(self, series: PriceSeries, report: HealthReport) -> bool:
        """Keep a snapshot with its health report; False if this content was already there.

        Content that is already there becomes the symbol's newest again, with the new report.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as db:
            _write_ahead(db)
            db.execute("BEGIN IMMEDIATE")
            _create(db)
            db.execute(
                # The mended file may give the bars that were kept of the faulty one: its report counts.
                "INSERT INTO contents VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (sha256) DO UPDATE SET report = excluded.report",
                (series.content_hash, series.interval, len(series), *_pack(series), report.to_json()),
            )
            known = db.execute(
                "SELECT sequence, fetched FROM snapshots WHERE symbol = ? AND sha256 = ?",
                (series.symbol, series.content_hash),
            ).fetchone()
            if known is None or known[0] != _newest_sequence(db, series.symbol):
                _insert_snapshot(db, series, known)
            _mark_times(db)
            db.execute("COMMIT")
        return known is None

    def latest(self, symbol: str) -> PriceSeries | None:
        """The newest snapshot of a symbol, or None."""
        query = f"{_SERIES_QUERY} WHERE s.symbol = ? ORDER BY s.sequence DESC LIMIT 1"
        return self._series(query, (symbol,))

    def snapshot(self, content_hash: str) -> PriceSeries | None:
        """The snapshot of a content hash, or None."""
        query = f"{_SERIES_QUERY} WHERE s.sha256 = ? ORDER BY s.sequence DESC LIMIT 1"
        return self._series(query, (content_hash,))

    def report(self, content_hash: str) -> HealthReport | None:
        """The health report made when the content was fetched or imported, or None."""
        rows = self._rows("SELECT report FROM contents WHERE sha256 = ?", (content_hash,))
        if not rows:
            return None
        try:
            return HealthReport.from_json(rows[0][0])
        except (ValueError, TypeError, KeyError) as error:
            raise self._damaged("a health report cannot be read") from error

    def listing(self) -> list[StoreRow]:
        """The newest snapshot of every symbol, in the order of symbols."""
        return [StoreRow(*row) for row in self._rows(
            "SELECT symbol, source, rows, first, last, sha256, fetched FROM snapshots WHERE sequence IN "
            "(SELECT max(sequence) FROM snapshots GROUP BY symbol) ORDER BY symbol"
        )]

    def history(self, symbol: str) -> list[StoreRow]:
        """All snapshots of one symbol, the newest first."""
        return [StoreRow(*row) for row in self._rows(
            "SELECT symbol, source, rows, first, last, sha256, fetched FROM snapshots "
            "WHERE symbol = ? ORDER BY sequence DESC", (symbol,)
        )]

    def close(self) -> None:
        """Refuse further use. Nothing stays open between calls."""
        self._closed = True

    def _series(self, query: str, values: tuple[str, ...]) -> PriceSeries | None:
        rows = self._rows(query, values)
        if not rows:
            return None
        symbol, source, name, currency, interval, bars, sessions, columns, sha256 = rows[0]
        try:
            arrays = _unpack(bars, sessions, columns)
        except (ValueError, TypeError) as error:
            raise self._damaged(f"the prices of {symbol} are incomplete") from error
        series = PriceSeries(
            symbol=symbol, source=source, name=name, currency=currency, interval=interval, **arrays
        )
        if series.content_hash != sha256:
            raise self._damaged(f"the prices of {symbol} no longer match their checksum")
        return series

    def _rows(self, query: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        if not self.path.is_file():
            return []
        with self._connection() as db:
            # A file that was made but never written to has no tables yet.
            return db.execute(query, values).fetchall() if _format(db) else []

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise ValueError("the price store is closed")
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as db:
                self._recognise(db)
                yield db
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def _recognise(self, db: sqlite3.Connection) -> None:
        db.execute("BEGIN")  # one look: another process may be making the tables this very moment
        found = _format(db)
        identity = db.execute("PRAGMA application_id").fetchone()[0]
        foreign = found or db.execute("SELECT 1 FROM sqlite_master").fetchone()
        db.execute("COMMIT")
        if identity != APPLICATION_ID and foreign:
            raise self._damaged("it is a database of another program")
        if found > FORMAT:
            raise NewerFormatError(
                f"The price store {self.path} was written by a newer version of this program.",
                "Update the program, or choose another folder with --store.",
            )

    def _refused(self, error: sqlite3.Error) -> WorkbenchError:
        text = str(error).lower()
        if isinstance(error, sqlite3.OperationalError):
            if "locked" in text or "busy" in text:
                return WorkbenchError(f"The price store {self.path} is in use elsewhere.", "Try again.")
            if any(word in text for word in ("unable to open", "readonly", "full", "disk i/o")):
                return UsageError(
                    f"The price store {self.path} cannot be written or read ({error}).",
                    "Check the folder's permissions and free space, or choose another with --store.",
                )
        return self._damaged(str(error))

    def _damaged(self, why: str) -> DamagedError:
        return DamagedError(
            f"The price store {self.path} is damaged: {why}.",
            "Nothing was changed; move the file away and fetch or import the prices again.",
        )


def _format(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _write_ahead(db: sqlite3.Connection) -> None:
    """Readers never wait for a writer. The mode is a property of the file, set once."""
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # It takes the file for a moment and does not wait for others: then the next write sets it.
        with suppress(sqlite3.OperationalError):
            db.execute("PRAGMA journal_mode = WAL")


def _create(db: sqlite3.Connection) -> None:
    """The tables of a new store, inside the caller's transaction."""
    if _format(db):
        return
    for statement in _SCHEMA.split(";"):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {DAYS_ALONE}")


def _mark_times(db: sqlite3.Connection) -> None:
    """Make a store with bars within the day one of format 2; nothing in it is moved or written anew.

    Those that a store of format 1 may hold already, written before there was a format 2, count as well.
    """
    if _format(db) < FORMAT and db.execute(
        "SELECT 1 FROM contents WHERE length(sessions) > 8 * rows LIMIT 1"  # a blob's length alone is read
    ).fetchone():
        db.execute(f"PRAGMA user_version = {FORMAT}")


def _newest_sequence(db: sqlite3.Connection, symbol: str) -> int | None:
    newest: int | None = db.execute(
        "SELECT max(sequence) FROM snapshots WHERE symbol = ?", (symbol,)
    ).fetchone()[0]
    return newest


def _insert_snapshot(
    db: sqlite3.Connection, series: PriceSeries, known: tuple[int, str] | None
) -> None:
    if known is not None:
        db.execute("DELETE FROM snapshots WHERE sequence = ?", (known[0],))
    fetched = datetime.now(UTC).isoformat(timespec="seconds")
    db.execute(
        "INSERT INTO snapshots (symbol, sha256, source, name, currency, rows, first, last, fetched) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            series.symbol, series.content_hash, series.source, series.name, series.currency, len(series),
            str(series.session[0]), str(series.session[-1]), fetched,
        ),
    )


def _pack(series: PriceSeries) -> tuple[bytes, bytes]:
    """Sessions as int64 days since 1970, columns as float64 (columns, bars), both little-endian.

    Of bars within the day the sessions are followed by `close_time` in ns and by `utc_offset`, where known.
    """
    columns = np.stack([getattr(series, name) for name in COLUMNS])
    times = [getattr(series, name) for name in TIMES if getattr(series, name) is not None]
    days = b"".join(values.astype("<i8").tobytes() for values in (series.session, *times))
    return days, columns.astype("<f8").tobytes()


def _unpack(bars: int, sessions: bytes, columns: bytes) -> dict[str, NDArray[Any]]:
    """The inverse of `_pack`; ValueError if a length does not fit."""
    table = np.frombuffer(columns, dtype="<f8").reshape(len(COLUMNS), bars)
    session, *times = np.frombuffer(sessions, dtype="<i8").reshape(-1, bars)
    known = {name: values.astype(TIMES[name]) for name, values in zip(TIMES, times, strict=False)}
    if len(known) != len(times):
        raise ValueError("more times than there can be")
    return {"session": session.astype("datetime64[D]"), **known, **dict(zip(COLUMNS, table, strict=True))}
