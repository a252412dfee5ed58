"""The price store keeps every snapshot, notices damage and serves many threads."""

import hashlib
import sqlite3
import threading

import numpy as np
import pytest

from tests.worlds import make_world
from workbench.data.findings import Finding, HealthReport
from workbench.data.health import check
from workbench.data.series import COLUMNS
from workbench.data.store import FILE_NAME, PriceStore
from workbench.errors import DamagedError, NewerFormatError, UsageError, WorkbenchError


@pytest.fixture
def store(tmp_path):
    return PriceStore(tmp_path / "store")


def world(symbol: str = "AAPL", seed: int = 0, bars: int = 50):
    return make_world("W0", bars=bars, seed=seed).replace(
        symbol=symbol, source="csv", name="Apple", currency="USD"
    )


def put(store, series) -> bool:
    return store.put(series, check(series))


def test_that_a_series_comes_back_bit_for_bit(store):
    series = world()
    assert put(store, series) is True
    back = store.latest("AAPL")
    for column in ("session", *COLUMNS):
        np.testing.assert_array_equal(getattr(back, column), getattr(series, column))
    assert (back.symbol, back.source, back.name, back.currency, back.interval, back.content_hash) == (
        "AAPL", "csv", "Apple", "USD", "1d", series.content_hash,
    )


def test_that_identical_content_is_a_no_op(store):
    assert put(store, world()) is True
    before = store.history("AAPL")
    assert put(store, world()) is False
    assert store.history("AAPL") == before


def test_that_other_content_is_a_new_snapshot_and_the_old_one_stays(store):
    old, new = world(seed=1), world(seed=2)
    put(store, old)
    put(store, new)
    assert store.latest("AAPL").content_hash == new.content_hash
    assert store.snapshot(old.content_hash).close[3] == old.close[3]
    assert [row.sha256 for row in store.history("AAPL")] == [new.content_hash, old.content_hash]


def test_that_old_content_put_again_is_the_newest_again(store):
    for series in (world(seed=1), world(seed=2)):
        put(store, series)
    assert put(store, world(seed=1)) is False
    assert store.latest("AAPL").content_hash == world(seed=1).content_hash
    assert len(store.history("AAPL")) == 2


def test_that_equal_content_may_have_two_symbols(store):
    put(store, world("AAPL"))
    put(store, world("COPY"))
    assert store.latest("AAPL").symbol == "AAPL" and store.latest("COPY").symbol == "COPY"


def test_that_symbols_are_found_in_any_case(store):
    put(store, world("AAPL"))
    assert store.latest("aapl").symbol == "AAPL"


def test_that_the_report_is_kept_with_the_prices(store):
    series = make_world("W7", bars=300, seed=1)
    report = check(series)
    store.put(series, report)
    assert report.red and store.report(series.content_hash) == report
    assert store.report("0" * 64) is None


def test_that_the_report_of_the_mended_file_counts(store):
    series = world()
    store.put(series, HealthReport(51, 50, (Finding("duplicate", "red", "1 session given twice."),)))
    assert store.put(series, HealthReport(50, 50)) is False
    assert store.report(series.content_hash) == HealthReport(50, 50)


def test_that_the_listing_names_the_newest_of_each_symbol(store):
    put(store, world("B", seed=1))
    put(store, world("A", seed=2))
    put(store, world("B", seed=3))
    rows = store.listing()
    assert [(row.symbol, row.sha256) for row in rows] == [
        ("A", world(seed=2).content_hash), ("B", world(seed=3).content_hash),
    ]
    first = rows[0]
    assert (first.rows, first.first, first.last, first.source) == (50, "2000-01-03", "2000-03-10", "csv")
    assert rows[0].fetched.endswith("+00:00")


def test_that_an_empty_store_is_asked_without_making_a_file(store):
    assert store.latest("AAPL") is None and store.listing() == [] and store.report("0" * 64) is None
    assert not store.path.exists()


def test_that_the_file_is_in_write_ahead_mode(store):
    put(store, world())
    db = sqlite3.connect(store.path)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    db.close()


@pytest.mark.parametrize("content", [b"this is no database at all" * 300, b"\x00" * 8192])
def test_that_a_foreign_file_is_damage_and_stays_as_it_is(store, content):
    store.path.parent.mkdir()
    store.path.write_bytes(content)
    for use in (lambda: store.latest("AAPL"), store.listing, lambda: put(store, world())):
        with pytest.raises(DamagedError, match="Nothing was changed"):
            use()
    assert store.path.read_bytes() == content
    assert [path.name for path in store.path.parent.iterdir()] == [FILE_NAME]


def execute(store, statement: str, *values) -> None:
    db = sqlite3.connect(store.path)
    db.execute(statement, values)
    db.commit()
    db.close()


def test_that_another_programs_database_is_refused(store):
    store.path.parent.mkdir()
    execute(store, "CREATE TABLE notes (text TEXT)")
    with pytest.raises(DamagedError, match="another program"):
        put(store, world())


def test_that_a_newer_format_is_refused(store):
    put(store, world())
    execute(store, "PRAGMA user_version = 99")
    with pytest.raises(NewerFormatError, match="newer version"):
        store.latest("AAPL")


def test_that_one_flipped_bit_is_noticed(store):
    put(store, world())
    columns = bytearray(world().close.tobytes() * len(COLUMNS))
    columns[100] ^= 1
    execute(store, "UPDATE contents SET columns = ?", bytes(columns))
    with pytest.raises(DamagedError, match="checksum"):
        store.latest("AAPL")


@pytest.mark.parametrize("blob", [b"", b"short", "text"])
def test_that_a_cut_blob_is_noticed(store, blob):
    put(store, world())
    execute(store, "UPDATE contents SET columns = ?", blob)
    with pytest.raises(DamagedError, match="incomplete"):
        store.latest("AAPL")


def test_that_an_unreadable_report_is_noticed(store):
    put(store, world())
    execute(store, "UPDATE contents SET report = '{}'")
    with pytest.raises(DamagedError, match="health report"):
        store.report(world().content_hash)


def test_that_a_truncated_file_is_damage(store):
    put(store, world(bars=2000))
    store.path.write_bytes(store.path.read_bytes()[:9000])
    with pytest.raises(DamagedError):
        store.latest("AAPL")


def test_that_a_folder_in_the_way_names_the_remedy(store):
    store.path.mkdir(parents=True)
    with pytest.raises(UsageError, match="--store"):
        put(store, world())


def test_that_many_threads_write_and_read_at_once(store):
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for seed in range(5):
                put(store, world(f"S{number}", seed=seed))
                assert store.latest(f"S{number}").content_hash == world(seed=seed).content_hash
                store.listing()
        except (WorkbenchError, AttributeError, AssertionError) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [len(store.history(row.symbol)) for row in store.listing()] == [5] * 8


def test_that_loading_one_symbol_reads_no_other(store):
    put(store, world("AAPL"))
    for number in range(30):
        put(store, world(f"S{number}", seed=number))
    # Were the others read, their damage would show.
    execute(store, "UPDATE contents SET columns = x'00' WHERE sha256 != ?", world("AAPL").content_hash)
    assert store.latest("AAPL") is not None
    db = sqlite3.connect(store.path)
    plan = str(db.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM snapshots WHERE symbol = 'AAPL' ORDER BY sequence DESC LIMIT 1"
    ).fetchall())
    db.close()
    assert "SCAN" not in plan


def test_that_a_closed_store_refuses(store):
    store.close()
    with pytest.raises(ValueError, match="closed"):
        put(store, world())


@pytest.mark.parametrize("offset", [None, np.full(50, -300)])
def test_that_bars_within_the_day_come_back_with_their_times(store, offset):
    series = hours(offset)
    put(store, series)
    back = store.latest("AAPL")
    assert (back.interval, back.content_hash) == ("1h", series.content_hash)
    np.testing.assert_array_equal(back.close_time, series.close_time)
    np.testing.assert_array_equal(back.stamp, series.stamp)
    assert (back.utc_offset is None) == (offset is None)


def hours(offset=None):
    """Fifty bars of an hour in the place of days."""
    close = np.datetime64("2024-01-05T15:00", "ns") + np.arange(50) * np.timedelta64(1, "h")
    ahead = np.zeros(50, int) if offset is None else offset
    local = close + (ahead - 60).astype("timedelta64[m]")
    return world().replace(
        session=local.astype("datetime64[D]"), interval="1h", close_time=close, utc_offset=offset
    )


def test_that_the_content_of_daily_bars_has_the_hash_it_always_had():
    series = world()
    digest = hashlib.sha256(b"1d" + series.session.astype("<i8").tobytes())
    for column in COLUMNS:
        digest.update(getattr(series, column).astype("<f8").tobytes())
    assert series.content_hash == digest.hexdigest()


def test_that_times_are_part_of_the_content_of_bars_within_the_day():
    later = hours().replace(close_time=hours().close_time + np.timedelta64(1, "m"))
    hashes = {one.content_hash for one in (hours(), hours(np.full(50, -300)), hours(np.full(50, 0)), later)}
    assert len(hashes) == 4
    with pytest.raises(ValueError, match="close_time"):
        hours().replace(close_time=hours().close_time[:3])


def test_that_a_part_of_bars_within_the_day_keeps_its_times():
    series = hours(np.full(50, -300))
    part = series.take(np.arange(10, 20))
    np.testing.assert_array_equal(part.stamp, series.stamp[10:20])
    assert str(series.stamp[0]) == "2024-01-05T09:00:00"
    assert str(series.to_frame().index[0]) == "2024-01-05 09:00:00"
