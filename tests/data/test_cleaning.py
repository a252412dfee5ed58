"""Rows of a source become usable bars; whatever is dropped is counted and told."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.worlds import make_world
from workbench.data.cleaning import RawBars, clean
from workbench.data.health import check
from workbench.data.providers.base import build_series
from workbench.data.series import COLUMNS
from workbench.errors import DataError

NAMES = ("session", *COLUMNS)
TODAY = np.datetime64("2026-01-05")


def raw(bars: int = 400, **columns: np.ndarray) -> RawBars:
    """A clean world as raw rows, with some columns replaced."""
    series = make_world("W0", bars=bars, seed=1)
    names = ("session", "open", "high", "low", "close", "volume", "adj_close", "dividends", "splits")
    fields = {name: np.array(getattr(series, name)) for name in names}
    return RawBars(**{**fields, **columns})


def changed(name: str, bar: int, value: float, bars: int = 400) -> RawBars:
    column = np.array(getattr(raw(bars), name))
    column[bar] = value
    return raw(bars, **{name: column})


def kinds(findings) -> list[tuple[str, str, int]]:
    return [(finding.kind, finding.severity, finding.count) for finding in findings]


def test_that_clean_rows_pass_unchanged():
    bars, findings = clean(raw(), today=TODAY)
    assert findings == ()
    np.testing.assert_array_equal(bars["close"], raw().close)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("open", 0.0), ("close", -1.0), ("close", np.nan), ("high", np.inf), ("adj_close", 0.0),
        ("high", 1.0), ("low", 1e6), ("volume", -5.0), ("volume", np.inf), ("dividends", np.inf),
    ],
)
def test_that_one_impossible_row_is_left_out_and_named(name, value):
    bars, findings = clean(changed(name, 7, value), today=TODAY)
    assert kinds(findings) == [("bad_row", "amber", 1)]
    assert findings[0].dates == (str(raw().session[7]),)
    assert len(bars["close"]) == 399
    assert raw().session[7] not in bars["session"]


def test_that_more_than_half_a_percent_of_impossible_rows_is_red():
    close = np.array(raw().close)
    close[[10, 20]] = 0.0
    assert kinds(clean(raw(close=close), today=TODAY)[1]) == [("bad_row", "amber", 2)]
    close[30] = 0.0
    assert kinds(clean(raw(close=close), today=TODAY)[1]) == [("bad_row", "red", 3)]


def test_that_rows_without_any_price_are_told_apart_from_impossible_ones():
    columns = {name: np.array(getattr(raw(), name)) for name in ("open", "high", "low", "close", "adj_close")}
    for column in columns.values():
        column[[5, 6]] = np.nan
    bars, findings = clean(raw(**columns), today=TODAY)
    assert kinds(findings) == [("bad_row", "note", 2)]
    assert len(bars["close"]) == 398


def test_that_a_high_just_inside_the_close_is_accepted_and_left_as_it_is():
    series = raw()
    top = max(series.open[9], series.close[9])
    accepted, findings = clean(changed("high", 9, top * (1 - 0.9e-6)), today=TODAY)
    assert findings == ()
    assert accepted["high"][9] == top * (1 - 0.9e-6)
    assert kinds(clean(changed("high", 9, top * (1 - 1.1e-6)), today=TODAY)[1]) == [("bad_row", "amber", 1)]


def test_that_descending_rows_are_sorted_with_a_note():
    backwards = {name: getattr(raw(), name)[::-1] for name in NAMES}
    bars, findings = clean(RawBars(**backwards), today=TODAY)
    assert kinds(findings) == [("unsorted", "note", 400)]
    np.testing.assert_array_equal(bars["close"], raw().close)


def doubled(bar: int, **changes: float) -> RawBars:
    columns = {name: getattr(raw(), name) for name in NAMES}
    fields = {name: np.insert(column, bar, column[bar]) for name, column in columns.items()}
    for name, value in changes.items():
        fields[name][bar + 1] = value
    return RawBars(**fields)


def test_that_identical_rows_of_a_session_are_merged():
    bars, findings = clean(doubled(50), today=TODAY)
    assert kinds(findings) == [("duplicate", "note", 1)]
    np.testing.assert_array_equal(bars["close"], raw().close)


def test_that_different_rows_of_a_session_are_red_and_the_first_is_kept():
    bars, findings = clean(doubled(50, volume=1.0), today=TODAY)
    assert kinds(findings) == [("duplicate", "red", 1)]
    assert bars["volume"][50] == raw().volume[50]


def test_that_future_rows_are_rejected_but_tomorrow_in_the_far_east_is_not():
    series = raw()
    bars, findings = clean(series, today=series.session[-2])
    assert findings == ()
    bars, findings = clean(series, today=series.session[-4])
    assert kinds(findings) == [("future_row", "amber", 2)]
    assert bars["session"][-1] == series.session[-3]


def test_that_missing_columns_are_filled_in_and_told():
    series = raw()
    bars, findings = clean(
        RawBars(series.session, series.open, series.high, series.low, series.close), today=TODAY
    )
    assert kinds(findings) == [("no_volume", "note", 400), ("no_adj_close", "note", 400)]
    assert not bars["volume"].any() and not bars["dividends"].any()
    np.testing.assert_array_equal(bars["adj_close"], series.close)


def test_that_nothing_usable_is_one_sentence():
    with pytest.raises(DataError, match="No row of X is usable: 400 impossible rows of 400"):
        build_series(raw(close=np.zeros(400)), "X", "csv")


@settings(deadline=None)
@example([(0, "open", -1.7976913371709788e308)])
@given(st.lists(st.tuples(
    st.integers(0, 59), st.sampled_from(["open", "high", "low", "close", "adj_close", "volume", "splits"]),
    st.floats(allow_nan=True, allow_infinity=True),
), max_size=12))
def test_that_whatever_the_rows_hold_the_bars_kept_are_sound(faults):
    fields = {name: np.array(getattr(raw(60), name)) for name in NAMES}
    for bar, name, value in faults:
        fields[name][bar] = value
    bars, findings = clean(RawBars(**fields), today=TODAY)
    prices = np.array([bars[name] for name in ("open", "high", "low", "close", "adj_close")])
    assert np.isfinite(prices).all() and (prices > 0).all()
    assert np.isfinite(bars["volume"]).all() and (bars["volume"] >= 0).all()
    assert (bars["high"] >= np.maximum(bars["open"], bars["close"]) * (1 - 1e-6)).all()
    assert (bars["low"] <= np.minimum(bars["open"], bars["close"]) * (1 + 1e-6)).all()
    assert 60 - len(bars["close"]) == sum(f.count for f in findings if f.kind == "bad_row")


def test_that_a_finished_series_is_checked_for_impossible_rows_too():
    series = make_world("W0", bars=300)
    close = np.array(series.close)
    close[100] = np.nan
    report = check(series.replace(close=close))
    assert (report.rows_in, report.rows_kept) == (300, 299)
    assert kinds(report.findings) == [("bad_row", "amber", 1)]


def test_that_a_bar_within_the_day_that_is_not_over_is_left_out_where_the_zone_is_known():
    close = np.datetime64("2024-01-05T15:00", "ns") + np.arange(8) * np.timedelta64(1, "h")
    timed = {"session": close.astype("datetime64[D]"), "close_time": close}
    now = np.datetime64("2024-01-05T20:30", "s")
    bars, findings = clean(raw(8, **timed, utc_offset=np.zeros(8, int)), today=now)
    assert len(bars["session"]) == 6 and ("partial_bar", "note", 2) in kinds(findings)
    assert len(clean(raw(8, **timed), today=now)[0]["session"]) == 8


def test_that_minutes_that_stand_still_are_no_fault():
    close = np.datetime64("2024-01-05T15:00", "ns") + np.arange(60) * np.timedelta64(1, "m")
    still = {name: np.full(60, 10.0) for name in ("open", "high", "low", "close", "adj_close")}
    rows = raw(60, session=close.astype("datetime64[D]"), close_time=close, **still)
    _, report = build_series(rows, "X", "csv", interval="1m")
    assert {found.kind for found in report.findings} == {"within_day"}
