"""CSV files as people have them become the same prices, or one sentence with the remedy."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.worlds import make_world
from workbench.data.findings import HealthReport
from workbench.data.providers import csv_file
from workbench.data.providers.csv_file import read_csv
from workbench.data.series import COLUMNS, PriceSeries
from workbench.errors import DataError, UsageError, WorkbenchError

YAHOO = ("Date", "Open", "High", "Low", "Close", "Adj Close", "Volume")
FIELDS = dict(zip(YAHOO, ("session", "open", "high", "low", "close", "adj_close", "volume"), strict=True))
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"

WORLD = make_world("W0", bars=60, seed=3)


def dates(style: str = "%Y-%m-%d") -> list[str]:
    return [day.strftime(style) for day in WORLD.session.tolist()]


def table(names=YAHOO, days: list[str] | None = None) -> list[list[str]]:
    columns = [
        days or dates() if name == "Date" else [repr(float(x)) for x in getattr(WORLD, FIELDS[name])]
        for name in names
    ]
    return [list(names), *(list(row) for row in zip(*columns, strict=True))]


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    return "".join(delimiter.join(row) + "\n" for row in rows)


@pytest.fixture
def read(tmp_path):
    def read(content: str | bytes, name: str = "apple.csv", **arguments) -> tuple[PriceSeries, HealthReport]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_csv(path, **arguments)

    return read


def same_prices(series: PriceSeries) -> bool:
    return series.content_hash == WORLD.content_hash


def kinds(report: HealthReport) -> list[str]:
    return [finding.kind for finding in report.findings]


def test_that_yahoos_layout_is_read_exactly(read):
    series, report = read(text(table()))
    assert same_prices(series) and report.findings == ()
    assert (series.symbol, series.source, series.interval) == ("apple", "csv", "1d")
    assert (report.rows_in, report.rows_kept) == (60, 60)


def test_that_the_symbol_may_be_given(read):
    assert read(text(table()), symbol=" AAPL ")[0].symbol == "AAPL"
    with pytest.raises(UsageError):
        read(text(table()), symbol="X" * 65)
    assert len(read(text(table()), name="y" * 90 + ".csv")[0].symbol) == 64


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_that_byte_order_marks_are_no_matter(read, encoding):
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert same_prices(read(mark + text(table()).encode(encoding))[0])


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ", "])
def test_that_other_separators_are_recognised(read, delimiter):
    assert same_prices(read(text(table(), delimiter))[0])


def test_that_decimal_commas_are_recognised(read):
    rows = [[cell.replace(".", ",") for cell in row] for row in table()]
    assert same_prices(read(text(rows, ";"))[0])


def test_that_thousands_are_no_decimals(read):
    content = "Date,Open,High,Low,Close,Volume\n" + "".join(
        f'{day},"1,200.50","1,300.00","1,100.25","1,250.75","2,000,000"\n' for day in dates()[:5]
    )
    series = read(content)[0]
    assert (series.open[0], series.close[0], series.volume[0]) == (1200.5, 1250.75, 2e6)
    german = "\n".join(
        f"{day};1.200,50;1.300,00;1.100,25;1.250,75;2.000.000" for day in dates()[:5]
    )
    series = read("Date;Open;High;Low;Close;Volume\n" + german)[0]
    assert (series.open[0], series.close[0], series.volume[0]) == (1200.5, 1250.75, 2e6)


def test_that_currency_signs_and_millions_are_read(read):
    rows = "".join(f"{day},$10.5,$11,$10,$10.25,1.5M\n" for day in dates()[:5])
    series = read("Date,Open,High,Low,Close/Last,Vol.\n" + rows)[0]
    assert (series.open[0], series.close[0], series.volume[0]) == (10.5, 10.25, 1.5e6)


def test_that_columns_may_come_in_any_order_and_case(read):
    names = ("Volume", "Close", "Date", "Adj Close", "High", "Low", "Open")
    content = text(table(names))
    assert same_prices(read(content)[0])
    assert same_prices(read(content.replace("Date", "DATE").replace("Adj Close", "adj_close"))[0])


def test_that_newest_first_is_sorted_with_a_notice(read):
    header, *rows = table()
    series, report = read(text([header, *rows[::-1]]))
    assert same_prices(series)
    assert kinds(report) == ["unsorted"]


def test_that_missing_columns_are_filled_in_and_told(read):
    series, report = read(text(table(("Date", "Open", "High", "Low", "Close"))))
    assert kinds(report) == ["no_volume", "no_adj_close"]
    assert not series.volume.any()
    np.testing.assert_array_equal(series.adj_close, WORLD.close)


def test_that_dividends_and_splits_are_read_and_other_columns_named(read):
    header, *rows = table()
    events = [["0.5" if bar == 5 else "0.0", "4.0" if bar == 9 else "0.0", "x"] for bar in range(60)]
    rows = [row + event for row, event in zip(rows, events, strict=True)]
    series, report = read(text([[*header, "Dividends", "Stock Splits", "Open Interest"], *rows]))
    assert (series.dividends[5], series.dividends.sum()) == (0.5, 0.5)
    assert (series.splits[9], series.splits.sum()) == (4.0, 4.0)
    assert "open interest" in report.of_kind("unused_columns")[0].text


def test_that_null_rows_are_dropped_and_counted(read):
    header, *rows = table()
    for bar in (4, 40):
        rows[bar] = [rows[bar][0], *["null"] * 6]
    series, report = read(text([header, *rows]))
    assert (len(series), report.rows_in, report.rows_kept) == (58, 60, 58)
    assert report.of_kind("bad_row")[0].count == 2


def test_that_blank_and_short_lines_do_not_stop_the_rest(read):
    lines = text(table()).splitlines()
    lines[10:10] = ["", "  ", "2000-01-15,1.0"]
    series, report = read("\r\n".join(lines))
    assert same_prices(series)
    assert [(finding.kind, finding.count) for finding in report.findings] == [("bad_row", 1)]


@pytest.mark.parametrize("style", [
    "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%b %d, %Y",
    "%d-%b-%y", "%d %B %Y", "%m/%d/%y", "%Y-%m-%d 00:00:00-05:00", "%Y-%m-%dT00:00:00+09:00",
])
def test_that_dates_are_read_in_any_style(read, style):
    quoted = [f'"{day}"' for day in dates(style)]
    assert same_prices(read(text(table(days=quoted)))[0])


def test_that_midnights_of_the_east_written_in_utc_keep_their_session(read):
    tokyo = [f"{day} 15:00:00+00:00" for day in (WORLD.session - 1).astype(str)]
    assert same_prices(read(text(table(days=tokyo)))[0])
    new_york = [f"{day} 05:00:00Z" for day in dates()]
    assert same_prices(read(text(table(days=new_york)))[0])


def short(days: list[str]) -> str:
    return "Date,Open,High,Low,Close\n" + "".join(f"{day},1.5,1.5,1.5,1.5\n" for day in days)


def test_that_weekdays_decide_between_day_and_month(read):
    # Read day first these are Sundays, Wednesdays and Saturdays months apart.
    series, report = read(short(["01/03/2005", "01/04/2005", "01/05/2005", "01/06/2005"]))
    assert str(series.session[0]) == "2005-01-03"
    assert report.of_kind("date_order")[0].severity == "note"
    assert str(read(short(["03/01/2005", "04/01/2005", "05/01/2005"]))[0].session[0]) == "2005-01-03"


def test_that_an_undecidable_order_asks_and_takes_the_answer(read):
    with pytest.raises(UsageError, match="--date-order"):
        read(short(["05/05/2005", "06/06/2005"]))
    with pytest.raises(UsageError, match="--date-order"):
        read(short(["03/01/2005"]))
    assert str(read(short(["03/01/2005"]), date_order="day-first")[0].session[0]) == "2005-01-03"
    assert str(read(short(["03/01/2005"]), date_order="month-first")[0].session[0]) == "2005-03-01"


def test_that_mixed_orders_are_refused(read):
    with pytest.raises(DataError, match="mix"):
        read(short(["13/01/2005", "01/14/2005"]))


def test_that_weekly_and_monthly_bars_are_accepted_and_named(read):
    weeks = [str(day) for day in np.arange("2020-01-03", "2021-06-01", 7, dtype="datetime64[D]")]
    series, report = read(short(weeks))
    assert series.interval == "1wk" and report.of_kind("not_daily")[0].severity == "amber"
    months = [f"{year}-{month:02}-01" for year in range(2015, 2020) for month in range(1, 13)]
    assert read(short(months))[0].interval == "1mo"
    assert not report.of_kind("gap")


def hourly(row="{day} {hour:02}:30{zone}", zones=("", ""), header="Date"):
    """Six bars a day, the later half of the days in another zone."""
    lines = [f"{header},Open,High,Low,Close,Volume"]
    for place, day in enumerate(dates()[:10]):
        zone = zones[place >= 5]
        for hour in range(9, 15):
            when = row.format(day=day, hour=hour, zone=zone, hour12=(hour - 1) % 12 + 1, half="AP"[hour > 11])
            lines.append(f"{when},{hour},{hour + 2},{hour - 1},{hour + 1},100")
    return "\n".join(lines)


@pytest.mark.parametrize(("row", "header"), [
    ("{day} {hour:02}:30", "Date"), ("{day}T{hour:02}:30:00", "Datetime"),
    ("{day},{hour:02}:30", "Date,Time"),
    ("{day} {hour12}:30 {half}M", "Date"), ("{day} {hour:02}:30:00.000", "timestamp"),
])
def test_that_bars_within_the_day_are_read_with_the_time_each_begins(read, row, header):
    series, report = read(hourly(row, header=header))
    assert (series.interval, len(series)) == ("1h", 60)
    first, last = (str(series.stamp[place]) for place in (0, -1))
    assert (first, last) == (f"{dates()[0]}T09:30:00", f"{dates()[9]}T14:30:00")
    assert str(series.close_time[0]).startswith(f"{dates()[0]}T10:30:00") and series.utc_offset is None
    assert (series.session[:6] == np.datetime64(dates()[0])).all()
    assert list(series.open[:6]) == list(range(9, 15))
    assert {"no_time_zone", "within_day"} <= {found.kind for found in report.findings}
    assert not report.red


def test_that_a_time_zone_is_kept_and_the_close_is_told_in_utc(read):
    series, report = read(hourly(zones=("-05:00", "-04:00")))
    assert str(series.close_time[0]).startswith(f"{dates()[0]}T15:30:00")
    assert str(series.close_time[-1]).startswith(f"{dates()[9]}T19:30:00")
    first, last = (str(series.stamp[place]) for place in (0, -1))
    assert (first, last) == (f"{dates()[0]}T09:30:00", f"{dates()[9]}T14:30:00")
    assert not report.of_kind("no_time_zone") and not report.of_kind("utc_times")


def test_that_times_in_utc_are_said_to_be(read):
    series, report = read(hourly(zones=("Z", "+00:00")))
    assert report.of_kind("utc_times") and list(np.unique(series.utc_offset)) == [0]


def test_that_a_time_no_clock_shows_is_left_out_and_counted(read):
    text = hourly().replace("10:30", "25:30", 1)
    series, report = read(text)
    assert len(series) == 59 and report.of_kind("bad_row")[0].count == 1


def test_that_bars_out_of_order_and_twice_are_told_apart_by_their_time(read):
    lines = hourly().split("\n")
    series, report = read("\n".join([lines[0], *lines[:0:-1], lines[5]]))
    assert len(series) == 60 and (np.diff(series.stamp) > np.timedelta64(0)).all()
    assert report.of_kind("duplicate")[0].count == 1 and report.of_kind("unsorted")


def test_that_bars_shorter_than_a_minute_are_refused_with_a_remedy(read):
    rows = [f"{day} 09:30:{second:02},1,1,1,1" for day in dates()[:5] for second in range(0, 50, 10)]
    with pytest.raises(DataError, match="shorter than a minute"):
        read("\n".join(["Date,Open,High,Low,Close", *rows]))


def test_that_more_rows_than_days_need_times(read, monkeypatch):
    monkeypatch.setattr(csv_file, "MOST_SESSIONS", 50)
    with pytest.raises(DataError, match="no times"):
        read(text(table()))
    assert len(read(hourly())[0]) == 60


def test_that_yfinances_own_table_is_read(read):
    rows = table(("Date", "Close", "High", "Low", "Open", "Volume"))
    header = [["Price", *rows[0][1:]], ["Ticker", *["AAPL"] * 5], ["Date", *[""] * 5]]
    series, _ = read(text([*header, *rows[1:]]))
    np.testing.assert_array_equal(series.close, WORLD.close)


@pytest.mark.parametrize(("content", "what"), [
    (b"", "is empty"), (b" \n\n", "is empty"), (b"\xef\xbb\xbf", "is empty"),
    (b"Date,Open,High,Low,Close\n", "no rows"),
    (b"hello\nworld\n", "no line with column names"),
    (b"Date,Close\n2020-01-02,1\n", "no column Open, High, Low"),
    (b"Date,Open,High,Low,Close\n\x00,1,1,1,1\n", "zero bytes"),
    (b"<!DOCTYPE html><html></html>", "web page"), (b'{"chart": 1}', "web page or JSON"),
    (b"PK\x03\x04rest", "ZIP file"),
    (b"Date,Open,High,Low,Close\nx,1,1,1,1\ny,1,1,1,1\n", "dates cannot be read"),
    (b"Date,Open,High,Low,Close\n2020-01-02,a,b,c,d\n", "No row of apple is usable"),
    (b"Date,Open,High,Low,Close\n2020-01-02,0,0,0,0\n", "No row of apple is usable"),
    (b"Date,Open,Open,High,Low,Close\n2020-01-02,1,1,1,1,1\n", "twice"),
    (b"\xff\xfe\x00", "not a readable text file"),
    (b'Date,Open,High,Low,Close\n2020-01-02,"' + b"1" * 140_000, "not sound CSV"),
])
def test_that_what_is_no_price_file_is_one_sentence(read, content, what):
    with pytest.raises(DataError) as caught:
        read(content)
    assert what in caught.value.sentence and caught.value.hint
    assert caught.value.sentence.count("\n") == 0


def test_that_too_large_files_are_refused_before_reading(read, monkeypatch):
    monkeypatch.setattr(csv_file, "MOST_BYTES", 100)
    with pytest.raises(DataError, match="larger than 200 MB"):
        read(text(table()))
    monkeypatch.setattr(csv_file, "MOST_BYTES", 10**6)
    monkeypatch.setattr(csv_file, "MOST_ROWS", 30)
    with pytest.raises(DataError, match="61 lines"):
        read(text(table()))


def test_that_a_missing_file_or_a_folder_is_one_sentence(tmp_path):
    with pytest.raises(UsageError, match="There is no file"):
        read_csv(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="is not a file"):
        read_csv(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_that_an_endless_source_is_refused_before_reading(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for endless in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(UsageError, match="is not a file"):
            read_csv(endless)


@pytest.mark.parametrize("rows", ["2020-01-02,0,0,0,0", "2020-01-02,,,,", "2999-01-02,1,1,1,1"])
def test_that_the_reason_why_no_row_is_usable_is_given(read, rows):
    with pytest.raises(DataError, match=r"1 (impossible )?row .*left out"):
        read(f"Date,Open,High,Low,Close\n{rows}\n".encode())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(
    st.tuples(st.integers(0, 3000), st.sampled_from(
        [b"", b",", b"\n", b'"', b"-", b"null", b"1e999", b"\xff", b"/", b"9", b";", b"nan", b" ", b"_"]
    ), st.integers(0, 40)), min_size=1, max_size=8,
))
def test_that_a_mangled_file_gives_sound_prices_or_our_error(tmp_path, edits):
    content = text(table()).encode()
    for place, piece, cut in edits:
        content = content[:place] + piece + content[place + cut :]
    path = tmp_path / "mangled.csv"
    path.write_bytes(content)
    try:
        series, report = read_csv(path)
    except WorkbenchError:
        return
    assert report.rows_kept == len(series) > 0
    for column in COLUMNS:
        assert np.isfinite(getattr(series, column)).all()
    assert (np.diff(series.session).astype(int) > 0).all()


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the real price files are not at {REAL}")
@pytest.mark.parametrize(("name", "rows", "interval"), [
    ("yahoo-AAPL-20040819-20180120", 3379, "1d"), ("yahoo-INTC-19950101-20040412", 2335, "1d"),
    ("yahoo-SPY-20080101-20180101", 2517, "1d"), ("weekly-sample-2006", 52, "1wk"),
])
def test_that_real_files_are_read(name, rows, interval):
    series, _ = read_csv(REAL / f"{name}.csv")
    assert (len(series), series.interval) == (rows, interval)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the real price files are not at {REAL}")
def test_that_a_real_file_of_minutes_is_read():
    series, _ = read_csv(REAL / "sp500-2019-11-intraday-1min.csv")
    assert series.interval == "1m" and len(np.unique(series.session)) < len(series) / 100
    assert (np.diff(series.stamp) > np.timedelta64(0)).all()
