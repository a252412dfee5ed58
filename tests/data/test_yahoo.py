"""The real yfinance against a Yahoo on this machine, in every mood Yahoo has."""

import os
import subprocess
import sys

import numpy as np
import pytest

from tests.fake_yahoo import FakeYahoo, FakeYahooProxy, have_openssl, made_up
from workbench.data.providers.yahoo import fetch
from workbench.errors import (
    DataError,
    OfflineError,
    ProviderBrokenError,
    ThrottledError,
    UnknownSymbolError,
    UsageError,
)

pytestmark = pytest.mark.usefixtures("fresh_yfinance")


def fetched(yahoo, symbol: str = "AAPL", **arguments):
    return fetch(symbol, session=yahoo.session(), **arguments)


def test_that_prices_arrive_as_yahoo_gives_them(yahoo):
    series, report = fetched(yahoo, " aapl ")
    expected = made_up("AAPL")
    np.testing.assert_array_equal(series.session, expected.session)
    for column in ("open", "high", "low", "close", "volume", "adj_close"):
        np.testing.assert_array_equal(getattr(series, column), getattr(expected, column))
    assert (series.symbol, series.source, series.currency, series.name) == (
        "AAPL", "yahoo", "USD", "AAPL Incorporated",
    )
    assert report.findings == ()


@pytest.mark.parametrize("timezone", ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Sydney"])
def test_that_the_session_is_the_date_at_the_exchange(timezone):
    with FakeYahoo(timezone=timezone) as yahoo:
        np.testing.assert_array_equal(fetched(yahoo)[0].session, made_up("AAPL").session)


def test_that_events_and_the_adjusted_close_are_kept_apart_from_the_close(yahoo):
    series = made_up("AAPL")
    dividends, splits, adjusted = np.zeros(300), np.zeros(300), np.array(series.close)
    dividends[100], splits[200] = 1.25, 4.0
    adjusted[:100] *= 1 - 1.25 / series.close[99]
    yahoo.series["AAPL"] = series.replace(dividends=dividends, splits=splits, adj_close=adjusted)
    back, report = fetched(yahoo)
    np.testing.assert_array_equal(back.close, series.close)
    np.testing.assert_array_equal(back.adj_close, adjusted)
    assert (back.dividends[100], back.dividends.sum()) == (1.25, 1.25)
    assert (back.splits[200], back.splits.sum()) == (4.0, 4.0)
    assert report.findings == ()


def test_that_a_missing_adjusted_close_shows_as_missing_dividends(yahoo):
    series = made_up("AAPL")
    dividends = np.zeros(300)
    dividends[100] = 1.25
    yahoo.series["AAPL"] = series.replace(dividends=dividends)
    yahoo.behaviour["AAPL"] = "no_adjusted"
    assert [finding.kind for finding in fetched(yahoo)[1].findings] == ["missing_dividend"]


def test_that_start_and_end_limit_the_range(yahoo):
    series, _ = fetched(yahoo, start="2024-02-01", end="2024-03-01")
    assert (str(series.session[0]), str(series.session[-1])) == ("2024-02-01", "2024-03-01")
    assert str(fetched(yahoo, end="2024-03-01")[0].session[0]) == "2023-11-06"


def test_that_a_second_fetch_asks_yahoo_again(yahoo):
    counts = []
    for _ in range(3):
        fetched(yahoo, start="2024-02-01", end="2024-03-01")
        counts.append(yahoo.requests.count("/v8/finance/chart/AAPL"))
    assert counts == [2, 3, 4]  # the first time it also asks for the time zone


def test_that_todays_bar_is_left_out_while_its_session_runs():
    # The exchange is where the time is about noon, so that its session's end is today, too.
    with FakeYahoo(timezone=noon_zone()) as yahoo:
        yahoo.today = True
        series, report = fetched(yahoo)
        assert len(series) == 300
        assert [finding.kind for finding in report.findings] == ["partial_bar"]


def test_that_todays_bar_is_kept_once_its_session_has_settled():
    with FakeYahoo(timezone=noon_zone()) as yahoo:
        yahoo.today = True
        yahoo.session_ends_in = -3600.0
        series, report = fetched(yahoo)
        assert len(series) == 301
        assert not report.of_kind("partial_bar")
        yahoo.session_ends_in = -600.0
        assert len(fetched(yahoo)[0]) == 300


def noon_zone() -> str:
    """A zone where it is now about noon ("Etc/GMT-3" lies three hours east)."""
    from datetime import UTC, datetime

    east = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-east:+d}"


@pytest.mark.parametrize(("behaviour", "error", "words"), [
    ("throttled", ThrottledError, "too many requests"),
    ("unknown", UnknownSymbolError, "does not know AAPL"),
    ("html", ProviderBrokenError, "not prices"),
    ("error_500", ProviderBrokenError, "not prices"),
    ("empty", UnknownSymbolError, "no prices of AAPL"),
    ("hang_up", OfflineError, "cannot be reached"),
])
def test_that_each_failure_has_its_own_error(yahoo, behaviour, error, words):
    yahoo.behaviour["AAPL"] = behaviour
    with pytest.raises(error) as caught:
        fetched(yahoo)
    assert words in caught.value.sentence and caught.value.hint
    assert caught.value.exit_code == 3


def test_that_silence_about_every_symbol_is_yahoos_fault():
    with FakeYahoo("empty") as yahoo, pytest.raises(ProviderBrokenError, match="prices for any symbol"):
        fetched(yahoo)


def test_that_an_empty_range_is_told_from_an_unknown_symbol(yahoo):
    with pytest.raises(DataError, match="no daily prices of AAPL from 1990-01-01 to 1990-06-01"):
        fetched(yahoo, start="1990-01-01", end="1990-06-01")


def test_that_a_refused_connection_is_offline():
    with FakeYahoo() as yahoo:
        session = yahoo.session()
    with pytest.raises(OfflineError):
        fetch("AAPL", session=session)


def test_that_a_name_that_cannot_be_looked_up_is_offline(monkeypatch):
    from curl_cffi import requests

    class Offline(requests.Session):
        def request(self, method, url, *args, **kwargs):
            raise requests.exceptions.DNSError("Could not resolve host")

    with pytest.raises(OfflineError):
        fetch("AAPL", session=Offline())


def test_that_a_slow_yahoo_is_called_slow():
    from curl_cffi import requests

    class Slow(requests.Session):
        def request(self, method, url, *args, **kwargs):
            raise requests.exceptions.Timeout("Operation timed out")

    with pytest.raises(OfflineError, match="in time"):
        fetch("AAPL", session=Slow())


@pytest.mark.parametrize(("symbol", "arguments"), [
    ("", {}), ("../../etc", {}), ("A B", {}), ("AAPL", {"start": "yesterday"}),
    ("AAPL", {"start": "2024-02-01", "end": "2024-01-01"}),
])
def test_that_bad_arguments_are_refused_before_asking(yahoo, symbol, arguments):
    with pytest.raises(UsageError):
        fetched(yahoo, symbol, **arguments)
    assert yahoo.requests == []


def test_that_yfinance_keeps_its_caches_in_the_app_data(yahoo, home):
    fetched(yahoo)
    assert (home / "yfinance" / "tkr-tz.db").is_file()


@pytest.mark.skipif(not have_openssl(), reason="needs the program openssl to make certificates")
def test_that_another_process_reaches_the_local_yahoo_through_a_proxy(yahoo, tmp_path):
    code = "from workbench.data.providers.yahoo import fetch; s, r = fetch('AAPL'); print(len(s), r.rows_in)"
    with FakeYahooProxy(yahoo, tmp_path) as proxy:
        environment = {**os.environ, **proxy.environment, "WORKBENCH_HOME": str(tmp_path / "home")}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("300 300", "", 0)


def test_that_an_answer_in_a_new_format_is_yahoos_fault(yahoo):
    yahoo.behaviour["AAPL"] = "new_format"
    with pytest.raises(ProviderBrokenError, match="not prices"):
        fetched(yahoo)
