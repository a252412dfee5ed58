"""Price stores of every format, kept for ever: they open, they lose nothing, and their number tells."""

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from tests.data.test_store import hours, put, world
from workbench.data import store as store_module
from workbench.data.series import TIMES
from workbench.data.store import FILE_NAME, PriceStore
from workbench.errors import NewerFormatError

GOLDEN = Path(__file__).parent / "golden"
DAILY = {
    "AAPL": ("1d", "7eafb9a78e990d84351ab68172ed7b7fe50b291a388cf4d6a633cc20ba39bbaa"),
    "MSFT": ("1d", "e76c021379d26c8e6021b5de23002ae788682e9b35b968806224b2cb9c23ccf4"),
}
WITHIN_THE_DAY = {
    "HOURS": ("1h", "e7c4983084439bbe68ed5caf9cb5294aead932b1c6443f7e6f19f0de9e5763f1"),
    "CLOCK": ("5m", "f350aaffbac90fc7d59c392cca9797562365081bc2559f2da767e8f53ccf6d50"),
}
EARLIER_AAPL = "725bf7343588d6070a8e6132b4905d735d68739e749a8e9b8345d81cdac95627"
STORES = {
    "store-1": DAILY,
    "store-1-times": DAILY | WITHIN_THE_DAY,  # of a build that had such bars before there was a format 2
    "store-2": DAILY | WITHIN_THE_DAY,
}


def opened(name: str, folder: Path) -> PriceStore:
    """A copy of a golden store."""
    folder.mkdir(exist_ok=True)
    shutil.copy(GOLDEN / f"{name}.sqlite", folder / FILE_NAME)
    return PriceStore(folder)


def number(store: PriceStore) -> int:
    db = sqlite3.connect(store.path)
    found = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    return int(found)


def contents(store: PriceStore) -> dict[str, tuple[str, str]]:
    found = {row.symbol: store.latest(row.symbol) for row in store.listing()}
    return {symbol: (series.interval, series.content_hash) for symbol, series in found.items()}


@pytest.mark.parametrize("name", STORES)
def test_that_a_store_of_every_format_opens_with_all_it_holds(name, tmp_path):
    store = opened(name, tmp_path / "store")
    assert contents(store) == STORES[name]
    assert [row.sha256 for row in store.history("AAPL")] == [DAILY["AAPL"][1], EARLIER_AAPL]
    assert store.snapshot(EARLIER_AAPL).close[-1] == 105.0
    assert all(store.report(content_hash) is not None for _, content_hash in STORES[name].values())


@pytest.mark.parametrize("name", ["store-1-times", "store-2"])
def test_that_times_come_back_from_every_format_that_had_them(name, tmp_path):
    store = opened(name, tmp_path / "store")
    hourly, clock = store.latest("HOURS"), store.latest("CLOCK")
    assert [str(stamp) for stamp in hourly.stamp[[0, -1]]] == ["2024-01-05T09:30:00", "2024-01-05T16:30:00"]
    assert str(hourly.close_time[0]) == "2024-01-05T15:30:00.000000000"
    assert (hourly.utc_offset == -300).all() and clock.utc_offset is None
    assert str(clock.stamp[1]) == "2024-01-05T09:35:00"


def test_that_reading_an_older_store_leaves_its_number(tmp_path):
    store = opened("store-1", tmp_path / "store")
    before = store.path.read_bytes()
    contents(store)
    assert store.path.read_bytes() == before and number(store) == 1


def test_that_a_store_of_days_alone_stays_one_that_older_programs_read(tmp_path):
    old, new = opened("store-1", tmp_path / "old"), PriceStore(tmp_path / "new")
    for store in (old, new):
        put(store, world("NVDA"))
        assert number(store) == 1
    assert contents(old) == DAILY | {"NVDA": ("1d", world().content_hash)}


def test_that_bars_within_the_day_make_it_format_2_and_nothing_is_lost(tmp_path):
    store = opened("store-1", tmp_path / "store")
    put(store, hours(np.full(50, -300)).replace(symbol="NVDA"))
    assert number(store) == 2
    assert contents(store) == DAILY | {"NVDA": ("1h", hours(np.full(50, -300)).content_hash)}
    put(store, world("AMD"))
    assert number(store) == 2


def test_that_the_next_write_gives_their_number_to_times_written_before_there_was_one(tmp_path):
    store = opened("store-1-times", tmp_path / "store")
    put(store, world("NVDA"))
    assert number(store) == 2
    assert contents(store) == STORES["store-1-times"] | {"NVDA": ("1d", world().content_hash)}


def test_that_a_program_of_format_1_says_update_rather_than_damaged(tmp_path, monkeypatch):
    store = PriceStore(tmp_path / "store")
    put(store, hours())
    monkeypatch.setattr(store_module, "FORMAT", 1)  # the check that programs of format 1 have
    with pytest.raises(NewerFormatError, match="newer version") as refusal:
        store.latest("AAPL")
    assert "Update the program" in refusal.value.hint


def test_that_a_golden_store_holds_the_very_kinds_of_times_there_are():
    assert list(TIMES) == ["close_time", "utc_offset"]
