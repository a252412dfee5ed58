"""The ledger's rows about vaults: where the sealed days begin, who asked them, when they were revealed.

Revealed days end a vault, and the next begins behind them. An opening belongs to the vault its date lies in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

import numpy as np

from workbench.evaluation.append_only import Entry, add, body_text
from workbench.evaluation.rows import Burn, OpeningRow


def first_vault(connection: sqlite3.Connection, data_id: str) -> np.datetime64 | None:
    """The date fixed at the first run; None before it."""
    row = connection.execute(
        "SELECT key FROM entries WHERE kind = 'vault' AND data_id = ?", (data_id,)
    ).fetchone()
    return np.datetime64(row[0], "D") if row else None


def sealed_from(connection: sqlite3.Connection, data_id: str) -> np.datetime64 | None:
    """The first sealed date now: of what was revealed here, the day after. News of others unseals nothing."""
    burns = [burn for burn in burn_rows(connection, data_id) if not burn.adopted]
    return _after(first_vault(connection, data_id), burns)


def unseen_from(connection: sqlite3.Connection, data_id: str) -> np.datetime64 | None:
    """The first date that nobody was shown, whoever revealed the days before it."""
    return _after(first_vault(connection, data_id), burn_rows(connection, data_id))


def burn_rows(connection: sqlite3.Connection, data_id: str) -> tuple[Burn, ...]:
    """Every reveal of this data's sealed days, oldest first."""
    rows = connection.execute(
        "SELECT key, time, body FROM entries WHERE kind = 'burned' AND data_id = ? ORDER BY number",
        (data_id,),
    )
    return tuple(Burn(trial_key=key, time=time, **json.loads(body)) for key, time, body in rows)


def own_burn(connection: sqlite3.Connection, data_id: str, day: str) -> Burn | None:
    """The reveal made here that ended the vault of the ISO date `day`."""
    return next((b for b in burn_rows(connection, data_id) if not b.adopted and b.last >= day), None)


def add_burn(connection: sqlite3.Connection, data_id: str, burn: Burn) -> None:
    """Write a reveal down; an empty `time` means now."""
    facts = {"run_id": burn.run_id, "first": burn.first, "last": burn.last, "adopted": burn.adopted}
    add(connection, Entry("burned", data_id, burn.trial_key, body_text(facts), b"", time=burn.time))


def opening_rows(connection: sqlite3.Connection, data_id: str) -> list[OpeningRow]:
    """One row for each vault and try that was asked about, in that order; the first answer stays."""
    start, burns = first_vault(connection, data_id), burn_rows(connection, data_id)
    begun: dict[tuple[str, int], OpeningRow] = {}
    answers: dict[tuple[str, int], bool] = {}
    rows = connection.execute(
        "SELECT kind, key, time, body FROM entries WHERE kind IN ('opening', 'opened') AND data_id = ? "
        "ORDER BY number",
        (data_id,),
    )
    for kind, key, time, body in rows:
        told = json.loads(body)
        vault = told.get("vault") or str(start)  # rows written before vaults could end name none
        place = key, vaults_before(burns, vault)
        if kind == "opening":
            begun.setdefault(place, OpeningRow(key, told["run_id"], told["number"], vault, time))
        else:
            answers.setdefault(place, told["passed"])
    return [OpeningRow(row.trial_key, row.run_id, row.number, row.vault, row.time, answers.get(place))
            for place, row in begun.items()]  # fmt: skip


def find_opening(
    connection: sqlite3.Connection, data_id: str, trial_key: str, vault: str
) -> OpeningRow | None:
    """What the vault that holds the date `vault` was asked about a try."""
    burns = burn_rows(connection, data_id)
    wanted = vaults_before(burns, vault)
    return next(
        (row for row in opening_rows(connection, data_id)
         if row.trial_key == trial_key and vaults_before(burns, row.vault) == wanted),
        None,
    )  # fmt: skip


def add_opening(connection: sqlite3.Connection, data_id: str, row: OpeningRow) -> None:
    """Write an opening down, without its answer; an empty `time` means now."""
    body = body_text({"number": row.number, "run_id": row.run_id, "vault": row.vault})
    add(connection, Entry("opening", data_id, row.trial_key, body, b"", time=row.time))


def add_answer(connection: sqlite3.Connection, data_id: str, row: OpeningRow, passed: bool) -> None:
    """Write the answer of an opening down."""
    body = body_text({"number": row.number, "passed": passed, "vault": row.vault})
    add(connection, Entry("opened", data_id, row.trial_key, body, b""))


def add_missing_answer(connection: sqlite3.Connection, data_id: str, row: OpeningRow) -> None:
    """Write the answer `row` has down, unless that opening has one here."""
    found = find_opening(connection, data_id, row.trial_key, row.vault)
    if row.passed is not None and found is not None and found.passed is None:
        add_answer(connection, data_id, found, row.passed)


def next_number(connection: sqlite3.Connection) -> int:
    """The number of the next opening, over all data: never one that was used, here or in a project."""
    bodies = connection.execute("SELECT body FROM entries WHERE kind = 'opening'").fetchall()
    return max([len(bodies), *(int(json.loads(body)["number"]) for (body,) in bodies)]) + 1


def vaults_before(burns: Sequence[Burn], day: str) -> int:
    """How many reveals lie wholly before an ISO date: which vault it belongs to."""
    return sum(burn.last < day for burn in burns)


def _after(start: np.datetime64 | None, burns: Sequence[Burn]) -> np.datetime64 | None:
    if start is None:
        return None
    return max([start, *(np.datetime64(burn.last, "D") + np.timedelta64(1, "D") for burn in burns)])
