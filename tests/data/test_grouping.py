"""Weeks and months drawn together from days: nothing is lost, nothing sealed is mixed with what is open."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import make_prices
from workbench.data import intervals
from workbench.data.grouping import grouped
from workbench.data.providers.sample import load_sample

WEEK = {"1wk": lambda day: day.isocalendar()[:2], "1mo": lambda day: (day.year, day.month)}


def days(*texts):
    return np.array(texts, "datetime64[D]")


def series_of(session, **columns):
    prices = make_prices(len(session)).replace(session=session)
    return prices.replace(**columns) if columns else prices


@st.composite
def some_prices(draw):
    """A Friday, then rising days with gaps of any size, some without a price, some with a split."""
    steps = [0, *draw(st.lists(st.integers(1, 40) | st.just(1), max_size=60))]
    session = np.datetime64("2001-03-30") + np.cumsum(steps)
    prices = make_prices(len(steps)).replace(session=session)
    blank = np.array(draw(st.lists(st.booleans(), min_size=len(steps), max_size=len(steps))))
    splits = np.where(np.arange(len(steps)) % 7 == draw(st.integers(0, 6)), 2.0, 0.0)
    names = ("open", "high", "low", "close")
    hidden = {name: np.where(blank, np.nan, getattr(prices, name)) for name in names}
    return prices.replace(**hidden, splits=splits)


@given(some_prices(), st.sampled_from(["1wk", "1mo"]), st.integers(-3, 70))
def test_that_every_bar_is_in_one_group_and_each_figure_is_that_of_its_bars(prices, interval, cut):
    groups = grouped(prices, interval, cut)
    ends = [*groups.first[1:], len(prices)]
    key = WEEK[interval]
    assert groups.first[0] == 0 and sum(groups.count(g) for g in range(len(groups))) == len(prices)
    for g, (start, end) in enumerate(zip(groups.first, ends, strict=True)):
        rows, made = slice(start, end), groups.series
        assert len({key(day) for day in prices.session[rows].tolist()}) == 1
        assert not start < cut < end
        assert made.session[g] == prices.session[end - 1]
        known = np.isfinite(prices.close[rows])
        if known.any():
            assert made.open[g] == prices.open[rows][known][0]
            assert made.high[g] == np.nanmax(prices.high[rows])
            assert made.low[g] == np.nanmin(prices.low[rows])
            assert made.close[g] == prices.close[rows][known][-1]
            assert made.adj_close[g] == prices.adj_close[rows][known][-1]
        else:
            assert np.isnan([made.open[g], made.high[g], made.low[g], made.close[g], made.adj_close[g]]).all()
        assert made.volume[g] == pytest.approx(prices.volume[rows].sum())
        assert made.splits[g] == (2.0 ** (prices.splits[rows] > 0).sum() if prices.splits[rows].any() else 0)
        assert all(groups.of(bar) == g for bar in range(start, end))


@given(some_prices(), st.sampled_from(["1wk", "1mo"]))
def test_that_without_a_cut_two_neighbours_never_share_their_week_or_month(prices, interval):
    key = WEEK[interval]
    labels = [key(day) for day in grouped(prices, interval).series.session.tolist()]
    assert len(set(labels)) == len(labels)


def test_that_a_week_across_the_edge_of_the_vault_is_split_there():
    week = days("2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12")
    prices = series_of(week)
    groups = grouped(prices, "1wk", cut=3)
    assert list(groups.first) == [0, 3]
    assert groups.series.high[0] == prices.high[:3].max() and groups.series.high[1] == prices.high[3:].max()
    assert groups.from_bar(3) == 1 and groups.of(2) == 0 and groups.of(3) == 1


def test_that_a_zone_begins_with_the_first_group_that_holds_nothing_before_it():
    prices = load_sample("SP500")
    groups = grouped(prices, "1wk")
    bar = 1001
    group = groups.from_bar(bar)
    assert groups.first[group] >= bar > groups.first[group - 1]
    assert groups.of(len(prices)) == len(groups)


@pytest.mark.parametrize(
    ("last", "interval", "goes_on"),
    [("2024-01-11", "1wk", True), ("2024-01-12", "1wk", False), ("2024-01-12", "1mo", True),
     ("2024-03-29", "1mo", False), ("2024-03-28", "1mo", True)],
)
def test_that_a_week_goes_on_while_a_usual_trading_day_of_it_is_to_come(last, interval, goes_on):
    session = np.arange("2023-11-01", np.datetime64(last) + 1, dtype="datetime64[D]")
    prices = series_of(session[np.is_busday(session)])
    assert grouped(prices, interval).goes_on is goes_on


@pytest.mark.parametrize(
    ("following", "interval", "goes_on"),
    [("2024-04-01", "1wk", False), ("2024-04-01", "1mo", False), ("2024-03-29", "1wk", True),
     ("2024-03-29", "1mo", True), (None, "1wk", True), (None, "1mo", True)],
)
def test_that_a_holiday_ends_a_week_where_the_following_session_is_known(following, interval, goes_on):
    session = np.arange("2024-01-02", "2024-03-29", dtype="datetime64[D]")
    prices = series_of(session[np.is_busday(session)])
    known = None if following is None else np.datetime64(following)
    assert grouped(prices, interval, following=known).goes_on is goes_on


def test_that_a_week_of_seven_days_goes_on_until_sunday():
    session = np.arange("2024-01-01", "2024-01-14", dtype="datetime64[D]")
    assert grouped(series_of(session), "1wk").goes_on
    assert not grouped(series_of(np.append(session, session[-1] + 1)), "1wk").goes_on


def test_that_an_exchange_without_fridays_has_weeks_from_sunday():
    session = np.arange("2024-01-07", "2024-01-19", dtype="datetime64[D]")
    weekday = (session.astype(int) + 3) % 7
    groups = grouped(series_of(session[(weekday != 4) & (weekday != 5)]), "1wk")
    assert [groups.count(g) for g in range(len(groups))] == [5, 5]
    assert not groups.goes_on


def test_that_no_prices_give_no_groups_and_another_interval_is_refused():
    none = make_prices(5).first(0)
    assert len(grouped(none, "1wk")) == 0
    with pytest.raises(ValueError, match="1y"):
        grouped(make_prices(5), "1y")


def test_that_intervals_have_words_and_an_order():
    said = [intervals.adjective(key) for key in ("1d", "1wk", "1mo", "1h", "4h", "5m", "3mo")]
    assert said == ["daily", "weekly", "monthly", "hourly", "4-hour", "5-minute", "3mo"]
    assert [intervals.minutes(key) for key in ("5m", "1h", "90m")] == [5, 60, 90]
    assert not any(intervals.is_intraday(key) for key in ("1d", "1wk", "1mo", "0m", ""))
    assert intervals.coarser("1h") == ("1d", "1wk", "1mo") and intervals.coarser("1wk") == ("1mo",)
    assert intervals.coarser("1mo") == () == intervals.coarser("3mo")
    assert [intervals.of_minutes(count) for count in (5, 60, 90, 240)] == ["5m", "1h", "90m", "4h"]
