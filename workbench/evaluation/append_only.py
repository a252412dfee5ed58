"""A file of rows that are only ever added, each carrying the hash of the row before it.

One SQLite table (WAL, synchronous FULL) whose triggers refuse change and removal. A damaged file is
reported, never replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.dataclass import dataclass
from workbench.errors import DamagedError, NewerFormatError, UsageError

FORMAT = 1
SECONDS_TO_WAIT = 30.0

_SCHEMA = f"""
CREATE TABLE entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    data_id TEXT NOT NULL,
    key TEXT NOT NULL,
    project_id TEXT NOT NULL,
    time TEXT NOT NULL,
    body TEXT NOT NULL,
    arrays BLOB NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX entries_by_data ON entries (kind, data_id);
CREATE INDEX entries_by_key ON entries (kind, key);
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'append-only'); END;
PRAGMA user_version = {FORMAT};
"""
_READ_ALL = (
    "SELECT number, kind, data_id, key, project_id, time, body, arrays, previous, hash "
    "FROM entries ORDER BY number"
)
_INSERT = (
    "INSERT INTO entries (number, kind, data_id, key, project_id, time, body, arrays, previous, hash) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row about to be added, without its place in the chain. An empty `time` means now."""

    kind: str
    data_id: str
    key: str
    body: str
    arrays: bytes
    project_id: str = ""
    time: str = ""


class AppendOnlyFile:
    """The file at `path`; made when missing, verified when opened.

    Any thread and any number of processes may use it: each operation has a connection of its own, each
    write is one immediate transaction. Raises `DamagedError` when the file is not whole,
    `NewerFormatError` when a newer program wrote it, `UsageError` when it cannot be read or written at all.
    """

    def __init__(self, path: Path, title: str) -> None:
        self.path = path
        self.title = title
        if not path.exists():
            self._create()
        self.verify()

    @contextlib.contextmanager
    def connection(self, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection for one operation; what is written in it is kept whole or not at all."""
        if not self.path.exists():
            raise self.damaged("its file has disappeared")
        try:
            with contextlib.closing(_connect(self.path)) as connection:
                connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                try:
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()
        except sqlite3.OperationalError as error:
            if "no such" in str(error):
                raise self.damaged("its tables are missing") from error
            raise UsageError(
                f"{self.title} cannot be used: {error}.",
                f"Check that {self.path.parent} is writable, has space, and is not held by another program.",
            ) from error
        except sqlite3.DatabaseError as error:
            raise self.damaged(str(error)) from error

    def verify(self) -> None:
        """Recompute the chain. Raises `DamagedError` naming the first row that does not fit."""
        with self.connection() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > FORMAT:
                raise NewerFormatError(
                    f"{self.title} ({self.path.name}) was written by a newer version of this program.",
                    "Update the program.",
                )
            issued = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
            previous, last = "", 0
            for *row, stored in connection.execute(_READ_ALL):
                if row[0] != last + 1 or row[-1] != previous or stored != _chain_hash(row):
                    raise self.damaged(f"its row {last + 1} does not fit the rows before it")
                previous, last = stored, row[0]
            if version < 1 or last != (issued[0] if issued else 0):
                raise self.damaged("rows are missing at its end")

    def damaged(self, what: str) -> DamagedError:
        """The error to raise: nothing was changed, and nothing will be."""
        return DamagedError(
            f"{self.title} is damaged: {what}.", f"Nothing was changed. Bring {self.path} back from a backup."
        )

    def _create(self) -> None:
        """An empty file, complete before it has its name: two processes may both try, one wins."""
        if self.path.with_name(self.path.name + "-wal").exists():
            raise self.damaged("its main file is missing beside its journal")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.path.parent, prefix=".new-") as folder:
                draft = Path(folder) / self.path.name
                with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.executescript(_SCHEMA)
                _give_name(draft, self.path)
        except OSError as error:
            raise UsageError(
                f"{self.title} cannot be made: {error}.", f"Check that {self.path.parent} is writable."
            ) from error


def add(connection: sqlite3.Connection, entry: Entry) -> None:
    """Add a row at the end of the chain, inside a writing connection."""
    last = connection.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, "")
    time = entry.time or datetime.now(UTC).isoformat(timespec="seconds")
    row = [
        number, entry.kind, entry.data_id, entry.key, entry.project_id, time, entry.body, entry.arrays,
        previous,
    ]
    connection.execute(_INSERT, [*row, _chain_hash(row)])


def body_text(facts: dict[str, Any]) -> str:
    """The body of a row: JSON in one form."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))


def _connect(path: Path) -> sqlite3.Connection:
    # mode=rw: a missing file must never be made anew in passing.
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=SECONDS_TO_WAIT, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _give_name(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            draft.replace(path)


def _chain_hash(row: list[Any]) -> str:
    """SHA-256 over every column but the hash itself; lengths keep the borders of the columns apart."""
    digest = hashlib.sha256()
    for value in row:
        content = value if isinstance(value, bytes) else str(value).encode()
        digest.update(len(content).to_bytes(8, "little"))
        digest.update(content)
    return digest.hexdigest()
