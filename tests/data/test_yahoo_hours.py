"""Bars within the day: the real yfinance against a Yahoo here, within Yahoo's limits and beyond."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tests.data.test_yahoo import fetched
from tests.fake_yahoo import FakeYahoo
from workbench.data import intervals
from workbench.data.providers import yahoo_bars
from workbench.data.store import PriceStore
from workbench.errors import DataError, UnknownSymbolError, UsageError

pytestmark = pytest.mark.usefixtures("fresh_yfinance")
TODAY = np.datetime64("now", "D")


def days_ago(count: int) -> str:
    return str(TODAY - count)


@pytest.mark.parametrize(("interval", "bars"), [
    ("1h", 7), ("90m", 5), ("30m", 13), ("15m", 26), ("5m", 78), ("2m", 195),
])
def test_that_bars_of_every_length_arrive_with_their_times(yahoo, interval, bars):
    series, report = fetched(yahoo, interval=interval)
    minutes = intervals.minutes(interval)
    assert (series.interval, len(series), series.currency) == (interval, 10 * bars, "USD")
    assert (series.symbol, series.name) == (f"AAPL {interval}", f"AAPL Incorporated {interval}")
    assert len(np.unique(series.session)) == 10
    clock = np.unique(series.stamp - series.stamp.astype("datetime64[D]")).astype(int) // 60
    np.testing.assert_array_equal(clock, 570 + minutes * np.arange(bars))
    assert ((series.utc_offset == -300) | (series.utc_offset == -240)).all()
    begins = (series.close_time - np.timedelta64(minutes, "m")).astype("datetime64[s]")
    np.testing.assert_array_equal(begins + 60 * series.utc_offset, series.stamp)
    assert {finding.kind for finding in report.findings} <= {"within_day", "no_adj_close", "gap"}
    asked = {query["interval"] for query in yahoo.asked}
    assert asked == {"15m" if interval == "30m" else interval}


def test_that_minutes_of_the_last_days_arrive(yahoo):
    yahoo.trading_days = 4
    assert len(fetched(yahoo, interval="1m")[0]) == 4 * 390


def test_that_half_hours_are_made_of_quarters(yahoo):
    quarters, halves = fetched(yahoo, interval="15m")[0], fetched(yahoo, interval="30m")[0]
    np.testing.assert_array_equal(halves.high, quarters.high.reshape(-1, 2).max(axis=1))
    np.testing.assert_array_equal(halves.close, quarters.close[1::2])
    np.testing.assert_array_equal(halves.close_time, quarters.close_time[1::2])


@pytest.mark.parametrize("timezone", ["Asia/Tokyo", "Europe/Berlin", "Australia/Sydney"])
def test_that_the_times_are_those_of_the_exchange(timezone):
    with FakeYahoo(timezone=timezone) as server:
        series, _ = fetched(server, interval="1h")
    clock = (series.stamp - series.stamp.astype("datetime64[D]")).astype(int) // 3600
    assert set(clock) == {*range(9, 16)}
    assert (series.session == series.stamp.astype("datetime64[D]")).all()


def test_that_bars_under_way_or_just_ended_are_left_out():
    with FakeYahoo() as server:
        server.live = True
        asked = datetime.now(UTC)
        series, report = fetched(server, interval="5m")
    ended = series.close_time[-1].astype("datetime64[s]").astype(datetime).replace(tzinfo=UTC)
    assert timedelta(minutes=29.5) < asked - ended < timedelta(minutes=36)
    (partial,) = report.of_kind("partial_bar")
    assert (partial.severity, partial.count) in (("note", 6), ("note", 7))
    assert partial.text.startswith(f"Left out as not final yet: {partial.count} bars of 20")


def test_that_an_end_is_included(yahoo):
    everything, _ = fetched(yahoo, interval="1h")
    last = np.unique(everything.session)[-3]
    series, _ = fetched(yahoo, interval="1h", end=str(last))
    assert series.session[-1] == last and series.session[0] == everything.session[0]
    series, _ = fetched(yahoo, interval="1h", start=str(last), end=str(last))
    assert len(series) == 7


@pytest.mark.parametrize(("interval", "words", "kept"), [
    ("1h", "hourly", 730), ("30m", "30-minute", 60), ("5m", "5-minute", 60), ("1m", "1-minute", 8),
])
def test_that_a_range_before_yahoos_limit_is_refused_before_asking(yahoo, interval, words, kept):
    for range_ in ({"start": days_ago(kept + 3)}, {"start": days_ago(kept + 9), "end": days_ago(kept + 3)},
                   {"end": days_ago(kept + 3)}):
        with pytest.raises(UsageError) as refusal:
            fetched(yahoo, interval=interval, **range_)
        assert refusal.value.sentence == f"Yahoo keeps {words} bars for {kept} days only."
        assert refusal.value.hint.startswith(f"Begin on {TODAY - (kept - 2)} or later")
    assert yahoo.requests == []


@pytest.mark.parametrize("timezone", ["America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize("interval", ["1h", "5m", "1m"])
def test_that_the_earliest_day_named_is_one_that_yahoo_still_has(interval, timezone):
    first = yahoo_bars.earliest(interval, TODAY)
    with FakeYahoo(timezone=timezone) as server:
        server.trading_days = 900
        series, _ = fetched(server, interval=interval, start=str(first))
    assert first <= series.session[0] <= first + 4


def test_that_nothing_in_a_range_is_one_sentence_with_the_limit(yahoo):
    yahoo.trading_days = 2
    with pytest.raises(DataError) as refusal:
        fetched(yahoo, interval="5m", start=days_ago(50), end=days_ago(40))
    assert refusal.value.sentence == (
        f"Yahoo has no 5-minute prices of AAPL from {days_ago(50)} to {days_ago(40)}."
    )
    assert refusal.value.hint == "Choose days of the last 60, longer bars or another symbol."


def test_that_an_unknown_symbol_is_unknown_within_the_day_as_well(yahoo):
    yahoo.behaviour["NOPE"] = "unknown"
    with pytest.raises(UnknownSymbolError, match="does not know NOPE"):
        fetched(yahoo, "NOPE", interval="1h")


@pytest.mark.parametrize("interval", ["1wk", "4h", "3m", "hour", ""])
def test_that_a_length_without_bars_is_refused_with_those_there_are(yahoo, interval):
    with pytest.raises(UsageError, match="no bars of") as refusal:
        fetched(yahoo, interval=interval)
    assert "1d, 1h, 90m, 30m, 15m, 5m, 2m or 1m" in refusal.value.hint
    assert yahoo.requests == []


def test_that_days_and_hours_of_one_ticker_stand_side_by_side_in_the_store(yahoo, tmp_path):
    store = PriceStore(tmp_path)
    for interval in ("1d", "1h", "5m", "1h"):
        store.put(*fetched(yahoo, interval=interval))
    assert [row.symbol for row in store.listing()] == ["AAPL", "AAPL 1h", "AAPL 5m"]
    assert [store.latest(symbol).interval for symbol in ("AAPL", "AAPL 1h", "aapl 5M")] == ["1d", "1h", "5m"]


@pytest.mark.parametrize(("symbol", "interval", "name"), [
    ("AAPL", "1d", "AAPL"), ("AAPL", "1wk", "AAPL"), ("AAPL", "1h", "AAPL 1h"), ("AAPL 1h", "1h", "AAPL 1h"),
    ("AAPL 1h", "5m", "AAPL 1h 5m"), ("x" * 64, "15m", "x" * 60 + " 15m"),
])
def test_that_bars_within_the_day_are_named_with_their_length(symbol, interval, name):
    assert intervals.named(symbol, interval) == name


@pytest.mark.parametrize(("symbol", "parts"), [
    ("AAPL", ("AAPL", "1d")), ("AAPL 1h", ("AAPL", "1h")), ("my prices", ("my prices", "1d")),
    (" 1h", (" 1h", "1d")), ("AAPL 1d", ("AAPL 1d", "1d")),
])
def test_that_a_name_tells_ticker_and_length(symbol, parts):
    assert intervals.parted(symbol) == parts
