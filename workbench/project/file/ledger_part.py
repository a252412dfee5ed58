"""What a ledger knew of the project's prices, inside the file: tries of other projects, openings, reveals.

One JSON and two arrays. The newest tries keep their returns, as far as the limits let them; older ones still
count. A row that could not be read back stays out, so that no row of a stranger can ever hinder a save.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.dataclass import dataclass
from workbench.evaluation.figures import Removal
from workbench.evaluation.rows import Burn, KnownRows, OpeningRow, TrialRow
from workbench.experiment.result import RunResult
from workbench.project.file.arrays import encode
from workbench.project.file.limits import (
    FIRST_DAY,
    LAST_DAY,
    MAX_LEDGER_DATA,
    MAX_LEDGER_DAYS,
    MAX_LEDGER_EVENTS,
    MAX_LEDGER_NUMBER,
    MAX_LEDGER_SPEC,
    MAX_LEDGER_SPECS,
    MAX_LEDGER_TRIES,
    Refused,
)
from workbench.project.file.manifest import Part
from workbench.project.file.strict_json import parse, render
from workbench.project.records import Unfit, expect, record

KIND = "ledger"
ROWS, DAYS, RETURNS = "ledger/rows.json", "ledger/days.npy", "ledger/returns.npy"

_HASH = re.compile(r"[0-9a-f]{64}")
_RUN_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_PROJECT_ID = re.compile(r"[a-z0-9-]{1,36}")
_STATE = re.compile(r"[a-z_]{0,40}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATA_KEYS = {"sha256", "vault_start", "tries", "openings", "burns", "removals"}


@dataclass(frozen=True, slots=True)
class _Try:
    """A `TrialRow` without its arrays: of these, `days` columns are its own."""

    trial_key: str
    project_id: str
    time: str
    spec: str
    verdict: str
    outcome: str
    days: int


# ---- out ----


def to_parts(known: Mapping[str, KnownRows], runs: Iterable[RunResult]) -> list[Part]:
    """The entries of what is known of each snapshot (by content hash); tries that `runs` are stay out."""
    known = {sha256: rows for sha256, rows in [*known.items()][:MAX_LEDGER_DATA] if rows}
    own = {(run.data.sha256, run.trial_key) for run in runs}
    kept = _kept([
        (sha256, row) for sha256, rows in known.items() for row in rows.tries
        if (sha256, row.trial_key) not in own
    ])  # fmt: skip
    data = [_data_json(sha256, rows, kept.get(sha256, [])) for sha256, rows in known.items()]
    if not data:
        return []
    tries = [row for sha256 in known for row in kept.get(sha256, [])]
    days = [row.test_dates.astype("datetime64[D]").astype(np.int64) for row in tries]
    returns = [np.stack([row.net, row.scaled]) for row in tries]
    return [
        Part(ROWS, KIND, render({"data": data})),
        Part(DAYS, KIND, encode(np.concatenate([np.zeros(0, np.int64), *days]))),
        Part(RETURNS, KIND, encode(np.concatenate([np.zeros((2, 0)), *returns], axis=1))),
    ]


def _kept(tries: list[tuple[str, TrialRow]]) -> dict[str, list[TrialRow]]:
    """The newest tries the limits let in, by content hash, oldest first; older ones lose their returns."""
    kept: dict[str, list[TrialRow]] = {}
    days = specs = count = 0
    for sha256, row in sorted(tries, key=_age, reverse=True):
        with suppress(Unfit, Refused):
            whole = days + len(row.test_dates) <= MAX_LEDGER_DAYS
            slim = row if whole else _without_returns(row)
            _check_try(_fields(slim), slim.test_dates.astype("datetime64[D]").astype(np.int64),
                       np.stack([slim.net, slim.scaled]))  # fmt: skip
            specs, count = specs + len(row.spec_json.encode()), count + 1
            if count > MAX_LEDGER_TRIES or specs > MAX_LEDGER_SPECS:
                break
            days += len(slim.test_dates)
            kept.setdefault(sha256, []).insert(0, slim)
    return kept


def _age(one: tuple[str, TrialRow]) -> tuple[str, str]:
    return one[1].time, one[1].trial_key


def _without_returns(row: TrialRow) -> TrialRow:
    nothing = np.zeros(0)
    return TrialRow(row.trial_key, row.data_id, row.project_id, row.time, row.spec_json, row.test_dates[:0],
                    nothing, nothing, row.verdict, row.outcome)  # fmt: skip


def _fields(row: TrialRow) -> _Try:
    return _Try(row.trial_key, row.project_id, row.time, row.spec_json, row.verdict, row.outcome,
                len(row.test_dates))  # fmt: skip


def _data_json(sha256: str, rows: KnownRows, tries: list[TrialRow]) -> dict[str, Any]:
    return {
        "sha256": sha256,
        "vault_start": rows.vault_start,
        "tries": [asdict(_fields(row)) for row in tries],
        **{name: [asdict(one) for one in getattr(rows, name) if _is_fit(one)][-MAX_LEDGER_EVENTS:]
           for name in ("openings", "burns", "removals")},
    }  # fmt: skip


def _is_fit(row: OpeningRow | Burn | Removal) -> bool:
    try:
        _check_event(row)
    except Unfit:
        return False
    return True


# ---- in ----


def from_parts(value: dict[str, Any], days: NDArray[Any], returns: NDArray[Any]) -> dict[str, KnownRows]:
    """What was known of each snapshot, by content hash; raises `Unfit` naming what does not fit."""
    expect(set(value) == {"data"} and isinstance(value["data"], list), "its keys are not those of a ledger")
    expect(len(value["data"]) <= MAX_LEDGER_DATA, "it is about too many prices")
    fits = days.ndim == 1 and days.dtype == np.int64
    expect(fits and returns.shape == (2, len(days)) and returns.dtype == np.float64,
           "its arrays have a wrong shape or type")  # fmt: skip
    expect(len(days) <= MAX_LEDGER_DAYS, "its tries have too many days")
    found: dict[str, KnownRows] = {}
    place = 0
    for data in value["data"]:
        expect(isinstance(data, dict) and set(data) == _DATA_KEYS, "its keys are not those of a ledger")
        sha256 = data["sha256"]
        expect(isinstance(sha256, str) and bool(_HASH.fullmatch(sha256)), "it names no content hash")
        expect(sha256 not in found, "it speaks of the same prices twice")
        tries, place = _tries(data["tries"], days, returns, place)
        found[sha256] = KnownRows(_start(data["vault_start"]), tries, *_events(data))
    expect(place == len(days), "its arrays and its tries differ in length")
    expect(sum(len(rows.tries) for rows in found.values()) <= MAX_LEDGER_TRIES, "it holds too many tries")
    return found


def _tries(
    value: Any, days: NDArray[np.int64], returns: Floats, place: int
) -> tuple[tuple[TrialRow, ...], int]:
    """The tries of one snapshot, and where the arrays of the next begin."""
    expect(isinstance(value, list), "its tries are not a list")
    rows = []
    for item in value:
        fields = record(_Try, item)
        expect(0 <= fields.days <= len(days) - place, "its arrays and its tries differ in length")
        mine = slice(place, place + fields.days)
        rows.append(_check_try(fields, days[mine], returns[:, mine]))
        place += fields.days
    expect(len({row.trial_key for row in rows}) == len(rows), "it holds the same try twice")
    return tuple(rows), place


def _check_try(fields: _Try, days: NDArray[np.int64], returns: Floats) -> TrialRow:
    """The row; raises `Unfit` or `Refused` unless every part of it is what it should be."""
    expect(bool(_HASH.fullmatch(fields.trial_key)), "a try has a key that is none")
    expect(bool(_PROJECT_ID.fullmatch(fields.project_id)), "a try has a project id that is none")
    expect(bool(_STATE.fullmatch(fields.verdict)), "a try has a verdict that is none")
    expect(fields.outcome in ("finished", "cancelled"), "a try has an outcome that is none")
    expect(len(fields.spec) <= MAX_LEDGER_SPEC, "the spec of a try is too long")
    _check_time(fields.time)
    parse(fields.spec.encode("utf-8", "replace"), "the spec of a try")
    in_range = (days >= FIRST_DAY) & (days <= LAST_DAY)
    expect(bool(in_range.all() and (np.diff(days) > 0).all()), "the days of a try are out of order")
    expect(bool(np.isfinite(returns).all()), "a try has a return that is none")
    return TrialRow(
        trial_key=fields.trial_key, data_id="", project_id=fields.project_id, time=fields.time,
        spec_json=fields.spec, test_dates=days.astype("datetime64[D]"), net=returns[0], scaled=returns[1],
        verdict=fields.verdict, outcome=fields.outcome,
    )  # fmt: skip


def _start(value: str | None) -> str | None:
    expect(value is None or isinstance(value, str), "its vault_start is not what it should be")
    if value is not None:
        _check_date(value)
    return value


def _events(
    data: dict[str, Any],
) -> tuple[tuple[OpeningRow, ...], tuple[Burn, ...], tuple[Removal, ...]]:
    for name in ("openings", "burns", "removals"):
        expect(isinstance(data[name], list), f"its {name} are not a list")
        expect(len(data[name]) <= MAX_LEDGER_EVENTS, f"it holds too many {name}")
    openings = tuple(record(OpeningRow, row) for row in data["openings"])
    burns = tuple(record(Burn, row) for row in data["burns"])
    removals = tuple(record(Removal, row) for row in data["removals"])
    events: tuple[OpeningRow | Burn | Removal, ...] = (*openings, *burns, *removals)
    for row in events:
        _check_event(row)
    return openings, burns, removals


def _check_event(row: OpeningRow | Burn | Removal) -> None:
    """Raise `Unfit` unless its ids, dates and numbers can be what they say."""
    _check_time(row.time)
    if isinstance(row, Removal):
        expect(0 < row.tries <= MAX_LEDGER_NUMBER, "a removal has an impossible number")
        return
    expect(bool(_HASH.fullmatch(row.trial_key)), "an opening has a key that is none")
    expect(bool(_RUN_ID.fullmatch(row.run_id)), "an opening has a run id that is none")
    if isinstance(row, OpeningRow):
        expect(0 < row.number <= MAX_LEDGER_NUMBER, "an opening has an impossible number")
        _check_date(row.vault)
    else:
        _check_date(row.first)
        _check_date(row.last)
        expect(row.first <= row.last, "revealed days end before they begin")


def _check_time(text: str) -> None:
    expect(bool(_TIME.fullmatch(text)), "a time is none")
    with suppress(ValueError):
        datetime.fromisoformat(text)
        return
    raise Unfit("a time is none")


def _check_date(text: str) -> None:
    expect(bool(_DATE.fullmatch(text)), "a date is none")
    with suppress(ValueError):
        days = int(np.datetime64(text, "D").astype(np.int64))
        expect(FIRST_DAY <= days <= LAST_DAY, "a date is impossible")
        return
    raise Unfit("a date is none")
