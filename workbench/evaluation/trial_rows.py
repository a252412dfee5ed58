"""The ledger's rows about tries: which there were, and since when they count."""

from __future__ import annotations

import json
import sqlite3

import numpy as np

from workbench.evaluation.append_only import Entry, add, body_text
from workbench.evaluation.figures import Removal
from workbench.evaluation.rows import TrialRow
from workbench.evaluation.snapshots import days_bytes

OWN, ADOPTED = "own", "adopted"
"""Keys of removals: made here, or news that a project brought."""


def append(connection: sqlite3.Connection, row: TrialRow) -> None:
    """Add one run."""
    facts = {"spec": row.spec_json, "verdict": row.verdict, "outcome": row.outcome}
    body = body_text({**facts, "days": len(row.test_dates)})
    arrays = days_bytes(row.test_dates) + np.concatenate([row.net, row.scaled]).astype("<f8").tobytes()
    add(connection, Entry("trial", row.data_id, row.trial_key, body, arrays, row.project_id, row.time))


def counted(connection: sqlite3.Connection, data_id: str) -> list[TrialRow]:
    """Every run on this data that counts, in the order they were made."""
    rows = connection.execute(
        "SELECT data_id, key, project_id, time, body, arrays FROM entries "
        "WHERE kind = 'trial' AND data_id = ? AND number > ? ORDER BY number",
        (data_id, last_forgotten(connection, data_id)),
    )
    return [_trial(row) for row in rows]


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


def last_forgotten(connection: sqlite3.Connection, data_id: str) -> int:
    """The row since which tries count; what was removed elsewhere counts here."""
    (number,) = connection.execute(
        "SELECT COALESCE(MAX(number), 0) FROM entries WHERE kind = 'forgotten' AND data_id = ? AND key = ?",
        (data_id, OWN),
    ).fetchone()
    return int(number)


def removals(connection: sqlite3.Connection, data_id: str) -> tuple[Removal, ...]:
    """Every time tries on this data were removed from the count, oldest first."""
    rows = connection.execute(
        "SELECT time, body FROM entries WHERE kind = 'forgotten' AND data_id = ? ORDER BY number", (data_id,)
    )
    return tuple(Removal(time, json.loads(body)["tries"]) for time, body in rows)


def add_removal(connection: sqlite3.Connection, data_id: str, removal: Removal) -> None:
    """Write down that tries were removed in another ledger: told, and no reason to count fewer here."""
    body = body_text({"tries": removal.tries})
    add(connection, Entry("forgotten", data_id, ADOPTED, body, b"", time=removal.time))
