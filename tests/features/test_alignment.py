"""Several symbols: a bar counts once it has closed, on its own day, and never on a holiday."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import make_world
from workbench.data.providers.sample import load_sample
from workbench.data.series import PriceSeries
from workbench.errors import DataError
from workbench.evaluation.sentinel import check_features
from workbench.features.alignment import (
    INDICES,
    SUFFIXES,
    closing_times,
    exchange_of,
    known_rows,
    next_session,
    offset,
    over_by,
)
from workbench.features.pipeline import build_features, column_names, input_size
from workbench.features.registry import FEATURES
from workbench.features.spec import FeatureSpec

SPEC = FeatureSpec(columns=("ohlcv", "returns", "rsi"))
WIDTH = len(column_names(SPEC))
PRICE_COLUMNS = ("open", "high", "low", "close", "adj_close")


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


def weekdays(first: str, last: str, *holidays: str) -> np.ndarray:
    every = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    return every[np.is_busday(every) & ~np.isin(every, days(*holidays))]


def series(symbol: str, session: np.ndarray, source: str = "yahoo", seed: int = 0) -> PriceSeries:
    world = make_world("W0", bars=max(2, len(session)), seed=seed).first(len(session))
    return world.replace(symbol=symbol, source=source, session=session)


def news(main: PriceSeries, other: PriceSeries) -> dict[str, str | None]:
    """Main session -> session of the other's bar that is known then."""
    return {
        str(day): str(other.session[row]) if row >= 0 else None
        for day, row in zip(main.session, known_rows(main, other), strict=True)
    }


# Exchanges and their hours


@pytest.mark.parametrize(
    ("symbol", "source", "code"),
    [
        ("AAPL", "yahoo", "XNYS"), ("BRK-B", "yahoo", "XNYS"), ("7203.T", "yahoo", "XTKS"),
        ("VOD.L", "csv", "XLON"), ("sap.de", "csv", "XETR"), ("^N225", "yahoo", "XTKS"),
        ("^UNHEARD", "yahoo", None), ("BTC-USD", "yahoo", "24/7"), ("EURUSD=X", "yahoo", "24/5"),
        ("GC=F", "yahoo", "us_futures"), ("SP500", "sample", "XNYS"), ("AAPL", "csv", None),
        ("W0-seed1", "synthetic", None), ("THING.XX", "yahoo", None),
    ],
)  # fmt: skip
def test_that_symbol_and_source_tell_the_exchange(symbol, source, code):
    assert exchange_of(series(symbol, weekdays("2024-01-01", "2024-01-10"), source)) == code


def test_that_every_exchange_of_the_tables_is_one_exchange_calendars_knows():
    from exchange_calendars import get_calendar_names

    assert {*SUFFIXES.values(), *INDICES.values(), "24/7", "24/5", "us_futures"} <= {*get_calendar_names()}


@pytest.mark.parametrize(
    ("code", "day", "close"),
    [
        ("XNYS", "2024-03-08", "2024-03-08T21:00"),  # winter
        ("XNYS", "2024-03-11", "2024-03-11T20:00"),  # summer time since Sunday
        ("XNYS", "2024-11-29", "2024-11-29T18:00"),  # the half day after Thanksgiving
        ("XNYS", "2024-07-04", "2024-07-04T20:00"),  # a holiday: the usual hour
        ("XLON", "2024-03-28", "2024-03-28T16:30"), ("XLON", "2024-04-02", "2024-04-02T15:30"),
        ("XTKS", "2024-11-01", "2024-11-01T06:00"), ("XTKS", "2024-11-05", "2024-11-05T06:30"),
        ("XTKS", "1985-05-07", "1985-05-07T06:00"),  # before its calendar begins
        ("24/7", "2024-01-06", "2024-01-07T00:00"),
    ],
)  # fmt: skip
def test_that_closing_times_know_summer_time_and_half_days(code, day, close):
    assert closing_times(code, days(day))[0] == np.datetime64(close)


def test_that_calendars_that_cannot_be_made_from_the_start_still_tell_the_usual_hour():
    assert closing_times("XTAE", days("2015-01-05"))[0] == np.datetime64("2015-01-05T15:15")
    assert closing_times("XSAU", days("2015-01-05"))[0] == np.datetime64("2015-01-05T12:00")
    assert len(closing_times("XNYS", days())) == 0


# Which bar is known


@pytest.mark.parametrize(("symbol", "last", "following"), [
    ("AAPL", "2024-03-28", "2024-04-01"), ("AAPL 1h", "2024-03-28", "2024-04-01"),
    ("AAPL", "2024-07-03", "2024-07-05"), ("SAP.DE 5m", "2024-12-23", "2024-12-27"),
    ("BTC-USD", "2024-03-29", "2024-03-30"), ("ODD.ZZ", "2024-03-28", None),
])
def test_that_the_following_session_is_the_exchanges_own(symbol, last, following):
    session = weekdays("2024-01-02", last)
    found = next_session(series(symbol, session))
    assert (None if found is None else str(found)) == following


def test_that_beyond_its_calendar_no_session_is_known():
    assert next_session(series("AAPL", days("2199-01-02"))) is None


def test_that_the_same_exchange_shows_the_bar_of_the_same_session():
    session = weekdays("2024-01-01", "2024-03-01")
    assert known_rows(series("A", session), series("B", session)).tolist() == list(range(len(session)))


def test_that_london_is_known_in_new_york_on_the_same_day_and_not_on_its_holiday():
    # Good Friday closes both, Easter Monday London alone.
    main = series("AAPL", weekdays("2024-03-25", "2024-04-05", "2024-03-29"))
    other = series("VOD.L", weekdays("2024-03-25", "2024-04-05", "2024-03-29", "2024-04-01"))
    found = news(main, other)
    assert found.pop("2024-04-01") is None
    assert all(day == known for day, known in found.items())


def test_that_tokyo_knows_new_yorks_day_before():
    main = series("7203.T", weekdays("2024-11-01", "2024-12-06", "2024-11-04"))
    other = series("AAPL", weekdays("2024-11-01", "2024-12-06", "2024-11-28"))
    found = news(main, other)
    assert offset(main, other).tolist() == [1] * len(main)
    assert found["2024-11-01"] is None  # nothing lies before
    assert found["2024-11-05"] == "2024-11-04"  # after a holiday in Tokyo: the last close, not Friday's
    assert found["2024-11-11"] == "2024-11-08"  # a Monday knows Friday
    assert found["2024-11-28"] == "2024-11-27"
    assert found["2024-11-29"] is None  # Thanksgiving: Wednesday was shown already
    assert found["2024-12-02"] == "2024-11-29"


def test_that_new_york_knows_tokyo_of_the_same_day():
    main = series("AAPL", weekdays("2024-11-01", "2024-12-06", "2024-11-28"))
    other = series("7203.T", weekdays("2024-11-01", "2024-12-06", "2024-11-04"))
    found = news(main, other)
    assert found.pop("2024-11-04") is None
    assert all(day == known for day, known in found.items())


def test_that_a_half_day_in_new_york_does_not_know_torontos_close():
    main = series("AAPL", weekdays("2024-11-25", "2024-12-03", "2024-11-28"))
    other = series("RY.TO", weekdays("2024-11-25", "2024-12-03"))
    found = news(main, other)
    assert found["2024-11-27"] == "2024-11-27"
    assert found["2024-11-29"] == "2024-11-28"  # New York closed at one; Toronto's Thursday is news
    assert found["2024-12-02"] == "2024-12-02"


def test_that_summer_time_decides_where_only_one_of_both_has_it():
    # Sao Paulo closes at 21:00 UTC all year, New York at 21:00 in winter and at 20:00 in summer.
    session = weekdays("2024-03-04", "2024-03-15")
    main, other = series("AAPL", session), series("PETR4.SA", session)
    assert offset(main, other).tolist() == [0] * 5 + [1] * 5
    found = news(main, other)
    assert found["2024-03-08"] == "2024-03-08"
    assert found["2024-03-11"] is None  # Friday was shown on Friday
    assert found["2024-03-12"] == "2024-03-11"


def test_that_a_weekend_of_a_coin_is_known_on_monday():
    main = series("AAPL", weekdays("2024-01-02", "2024-01-12"))
    other = series("BTC-USD", np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-01-13")))
    assert news(main, other)["2024-01-08"] == "2024-01-07"


@pytest.mark.parametrize(
    ("here", "there"), [("csv", "yahoo"), ("yahoo", "csv"), ("csv", "csv"), ("csv", "synthetic")]
)
def test_that_of_an_unknown_exchange_only_past_days_are_known(here, there):
    session = weekdays("2024-01-01", "2024-01-31", "2024-01-15")
    main, other = series("AAPL", session, here), series("MSFT", np.delete(session, 6), there)
    found = news(main, other)
    assert found["2024-01-01"] is None
    assert found["2024-01-08"] == "2024-01-05"  # a Monday knows Friday
    assert found["2024-01-09"] == "2024-01-08"
    assert found["2024-01-10"] is None  # it did not trade on the 9th
    assert found["2024-01-16"] == "2024-01-12"


def test_that_two_exchanges_named_by_their_suffix_need_no_caution():
    session = weekdays("2024-01-01", "2024-01-31")
    assert not offset(series("VOD.L", session, "csv"), series("7203.T", session, "csv")).any()


def test_that_a_bar_that_is_missing_is_missed_and_not_filled():
    session = weekdays("2024-01-01", "2024-02-29")
    main = series("AAPL", session)
    other = series("MSFT", np.delete(session, [5, 6, 20]))
    rows = known_rows(main, other)
    assert np.flatnonzero(rows < 0).tolist() == [5, 6, 20]
    assert (other.session[rows[rows >= 0]] == main.session[rows >= 0]).all()


def test_that_an_old_bar_is_no_news_after_a_long_gap():
    main = series("7203.T", days("2024-01-09", "2024-03-01", "2024-03-04"))
    other = series("AAPL", days("2023-06-01", "2023-06-02"))
    assert known_rows(main, other).tolist() == [-1, -1, -1]
    assert known_rows(main, other.first(0)).tolist() == [-1, -1, -1]


EVERY = np.arange(np.datetime64("2024-02-01"), np.datetime64("2024-04-20"))
some_days = st.sets(st.sampled_from(EVERY.tolist()), min_size=1).map(
    lambda found: np.array(sorted(found), dtype="datetime64[D]")
)
symbols = st.sampled_from(["AAPL", "7203.T", "VOD.L", "PETR4.SA", "BTC-USD", "^VIX", "RY.TO"])


@settings(max_examples=150, deadline=None)
@given(symbols, symbols, some_days, some_days)
def test_that_what_is_shown_has_closed_is_new_and_of_the_days_since_the_bar_before(one, two, here, there):
    main, other = series(one, here), series(two, there)
    rows = known_rows(main, other)
    shown = np.flatnonzero(rows >= 0)
    assert len(set(rows[shown])) == len(shown)
    codes = exchange_of(main), exchange_of(other)
    for bar in shown:
        day, theirs = main.session[bar : bar + 1], other.session[rows[bar]][np.newaxis]
        assert closing_times(codes[1], theirs) <= closing_times(codes[0], day)
        assert theirs == day or theirs >= main.session[bar - 1]
    # Nothing of the same day that has closed is kept back.
    for bar in np.flatnonzero(np.isin(here, there)):
        day = here[bar : bar + 1]
        if closing_times(codes[1], day) <= closing_times(codes[0], day):
            assert other.session[rows[bar]] == day and rows[bar] >= 0


anywhere = st.one_of(symbols, st.just("THING.XX"))


@settings(max_examples=150, deadline=None)
@given(anywhere, anywhere, some_days, some_days)
def test_that_nothing_is_shown_before_it_is_surely_over(one, two, here, there):
    main, other = series(one, here), series(two, there)
    rows, over = known_rows(main, other), over_by(main, other)
    assert (rows < over).all()
    assert (np.diff(over) >= 0).all()
    if "THING.XX" in (one, two):
        shown = rows >= 0
        assert (other.session[rows[shown]] < main.session[shown]).all()


@settings(max_examples=50, deadline=None)
@given(anywhere, anywhere, some_days, some_days, st.integers(1, 80))
def test_that_later_sessions_change_no_earlier_row(one, two, here, there, bars):
    main, other = series(one, here), series(two, there)
    whole = known_rows(main, other)
    np.testing.assert_array_equal(known_rows(main.first(bars), other), whole[:bars])
    known = other.take(other.session <= main.session[:bars][-1])
    np.testing.assert_array_equal(known_rows(main.first(bars), known), whole[:bars])


# The columns


def tokyo_and_new_york() -> tuple[PriceSeries, PriceSeries]:
    main = series("7203.T", weekdays("2020-01-06", "2021-06-30", "2020-07-23", "2020-07-24"), seed=1)
    other = series("AAPL", weekdays("2020-01-06", "2021-06-30", "2020-07-03", "2020-09-07"), seed=2)
    return main, other


def test_that_further_symbols_stand_beside_the_main_one_under_their_own_names():
    main, other = load_sample("SP500"), load_sample("NASDAQ")
    table = build_features(main, SPEC, (other,))
    own = column_names(SPEC)
    assert table.names == (*own, *(f"NASDAQ.{name}" for name in own), "NASDAQ.traded")
    assert table.values.shape == (len(main), input_size(SPEC, 1)) == (len(main), 2 * WIDTH + 1)
    np.testing.assert_array_equal(table.values[:, :WIDTH], build_features(main, SPEC).values)
    np.testing.assert_array_equal(table.values[:, WIDTH:-1], build_features(other, SPEC).values)
    assert (table.values[:, -1] == 1).all()
    three = build_features(main, SPEC, (other, series("X", main.session)))
    assert three.values.shape[1] == len(three.names) == input_size(SPEC, 2)


def test_that_the_others_returns_are_those_of_its_own_bars():
    main, other = tokyo_and_new_york()
    table = build_features(main, SPEC, (other,)).values
    own = build_features(other, SPEC).values
    rows = known_rows(main, other)
    np.testing.assert_array_equal(table[rows >= 0, WIDTH:-1], own[rows[rows >= 0]])
    # The bar after the holiday of 3 July reaches back over it to 2 July.
    after = int(np.flatnonzero(other.session == np.datetime64("2020-07-06"))[0])
    change = np.log(other.adj_close[after] / other.adj_close[after - 1])
    bar = int(np.flatnonzero(main.session == np.datetime64("2020-07-07"))[0])
    assert table[bar, WIDTH + 3] == pytest.approx(change, abs=1e-9)


def test_that_a_holiday_of_the_other_is_zeros_and_says_so():
    main, other = tokyo_and_new_york()
    table = build_features(main, SPEC, (other,)).values
    for day in ("2020-07-06", "2020-09-08"):
        bar = int(np.flatnonzero(main.session == np.datetime64(day))[0])
        assert not table[bar, WIDTH:].any()
        assert table[bar, :WIDTH].any()
        assert table[bar - 1, -1] == table[bar + 1, -1] == 1


def test_that_a_bar_of_the_other_without_prices_counts_as_not_traded():
    main, other = load_sample("SP500").first(300), load_sample("NASDAQ").first(300)
    columns = {name: getattr(other, name).copy() for name in PRICE_COLUMNS}
    for column in columns.values():
        column[100] = np.nan
    table = build_features(main, SPEC, (other.replace(**columns),)).values
    assert not table[100, WIDTH:].any()
    assert np.isfinite(table).all() and table[101:, -1].all()


@pytest.mark.parametrize(
    "pair", [tokyo_and_new_york(), tokyo_and_new_york()[::-1]], ids=["Tokyo", "New York"]
)
@pytest.mark.parametrize("name", FEATURES)
def test_that_no_later_bar_of_either_moves_an_earlier_row(pair, name):
    main, other = pair
    spec = FeatureSpec(columns=(name,))

    def of_main(prices):
        return prices.session, build_features(prices, spec, (other,)).values

    def of_other(prices):
        return main.session, build_features(main, spec, (prices,)).values

    for prices, compute in ((main, of_main), (other, of_other)):
        report = check_features(prices, compute)
        assert report.passed and report.checks > 10, report.hits


def test_that_in_tokyo_nothing_of_new_yorks_same_day_is_known():
    main, other = tokyo_and_new_york()
    clean = build_features(main, SPEC, (other,)).values
    for bar in (50, 120, 200):
        day = main.session[bar]
        later = other.session >= day
        times = np.where(later, 5.0, 1.0)
        changed = {name: getattr(other, name) * times for name in PRICE_COLUMNS}
        moved = (build_features(main, SPEC, (other.replace(**changed),)).values != clean).any(axis=1)
        assert not moved[: bar + 1].any()
        assert moved[bar + 1 :].any()


def test_that_the_unit_of_the_others_prices_leaves_the_columns_bit_identical():
    main, other = load_sample("SP500"), load_sample("NASDAQ")
    scaled = other.replace(**{name: getattr(other, name) * 7.3 for name in PRICE_COLUMNS})
    spec = FeatureSpec(columns=tuple(FEATURES))
    np.testing.assert_array_equal(
        build_features(main, spec, (other,)).values, build_features(main, spec, (scaled,)).values
    )


def test_that_a_symbol_given_twice_and_bars_of_weeks_are_refused():
    main = load_sample("SP500").first(100)
    with pytest.raises(DataError, match="SP500 is given twice"):
        build_features(main, SPEC, (main,))
    weekly = load_sample("NASDAQ").first(100).replace(interval="1wk")
    with pytest.raises(DataError, match="bars of NASDAQ are not days"):
        build_features(main, SPEC, (weekly,))
    assert build_features(weekly, SPEC).values.any()
