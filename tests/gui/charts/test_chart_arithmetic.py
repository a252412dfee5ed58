import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import make_prices
from workbench.gui.charts.batch import finite_runs
from workbench.gui.charts.ends import apart
from workbench.gui.charts.epoch_canvas import epoch_ticks
from workbench.gui.charts.equity_canvas import growth_ticks, padded
from workbench.gui.charts.frame import Frame
from workbench.gui.charts.lines import thin
from workbench.gui.charts.price_canvas import price_ticks
from workbench.gui.charts.pyramid import Pyramid
from workbench.gui.charts.ticks import Calendar, log_ticks, nice_step, value_ticks
from workbench.gui.charts.viewport import FEWEST_BARS, Viewport
from workbench.gui.theme import DARK

PRICES = make_prices(3000)


def frame(x0=0.0, x1=100.0, y0=0.0, y1=1.0, width=700.0, height=200.0):
    return Frame(width, height, x0, x1, y0, y1, DARK)


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6), st.floats(40, 2000))
@settings(max_examples=200, deadline=None)
def test_that_value_ticks_lie_inside_and_keep_their_distance(low, span, pixels):
    ticks = value_ticks(low, low + span, pixels)
    places = [value for value, _ in ticks]
    slack = 1e-6 * span
    assert all(low - slack <= value <= low + span + slack for value in places)
    if len(places) > 1:
        assert np.diff(places).min() / span * pixels >= 62 * (1 - 1e-6)


def test_that_value_labels_have_the_same_decimals():
    texts = [text for _, text in value_ticks(0.93, 1.04, 110, gap=20)]
    assert texts == ["0.94", "0.96", "0.98", "1.00", "1.02", "1.04"]
    assert [text for _, text in value_ticks(2080, 2310, 210)] == ["2,100", "2,200", "2,300"]


def test_that_an_empty_or_broken_range_has_no_ticks():
    assert value_ticks(1.0, 1.0, 200) == ()
    assert value_ticks(float("nan"), 1.0, 200) == ()
    assert log_ticks(0.3, 0.3, 200) == []


@pytest.mark.parametrize(("smallest", "step"), [(0.9, 1), (1.0, 1), (1.1, 2), (3, 5), (7, 10), (0.03, 0.05)])
def test_that_steps_are_round(smallest, step):
    assert nice_step(smallest) == pytest.approx(step)


def test_that_a_log_axis_always_names_one_and_crowds_nothing():
    ticks = log_ticks(np.log10(0.35), np.log10(2.2), 120)
    assert "1.0" in [text for _, text in ticks]
    gaps = np.diff([place for place, _ in ticks]) * 120 / (np.log10(2.2) - np.log10(0.35))
    assert gaps.min() >= 20


@pytest.mark.parametrize("height", [100, 180, 275, 500])
@pytest.mark.parametrize(("low", "high"), [(36.4, 44.6), (5110, 5760), (0.94, 1.07)])
def test_that_a_price_axis_has_a_few_labels_whatever_its_prices(low, high, height):
    places = np.array([value for value, _ in price_ticks(frame(y0=low, y1=high, height=height))])
    assert 3 <= len(places) <= 12
    assert np.diff(places).min() / (high - low) * height >= 20 - 1e-6


@pytest.mark.parametrize("height", [95, 200, 460])
def test_that_an_equity_that_hardly_moved_is_labelled_evenly_and_at_one(height):
    labels = [text for _, text in growth_ticks(frame(y0=np.log10(0.66), y1=np.log10(1.18), height=height))]
    assert 3 <= len(labels) <= 9 and "1.0" in labels


@pytest.mark.parametrize(("low", "high", "height", "seen"), [
    (0.45, 1.95, 104, ["0.6", "1.0", "1.5"]),
    (0.7, 3.0, 95, ["0.7", "1.0", "2.0"]),
    (0.35, 1.5, 95, ["0.4", "0.6", "1.0", "1.4"]),
    (0.9, 8.0, 400, ["0.8", "1.0", "2.0", "4.0", "6.0"]),
])  # fmt: skip
def test_that_growth_is_labelled_above_one_and_below_it(low, high, height, seen):
    y0, y1 = padded(np.log10([low, high]))
    assert [text for _, text in growth_ticks(frame(y0=y0, y1=y1, height=height))] == seen


@given(st.floats(0.05, 1.0), st.floats(1.0, 50.0), st.integers(50, 500))
@settings(max_examples=200, deadline=None)
def test_that_a_side_of_one_is_without_a_label_only_where_it_has_no_room(low, high, height):
    y0, y1 = padded(np.log10([low, high]))
    scale = height / (y1 - y0)
    places = [place for place, _ in growth_ticks(frame(y0=y0, y1=y1, height=height))]
    assert all(6 - 1e-6 <= (place - y0) * scale <= height - 7 + 1e-6 for place in places)
    for side in (-1, 1):
        room = [
            value for value in np.arange(1, 21) / 10
            if side * np.log10(value) > 0 and 6 <= (np.log10(value) - y0) * scale <= height - 7
            and all(abs(np.log10(value) - place) * scale >= 17 for place in places)
        ]  # fmt: skip
        assert any(side * place > 1e-9 for place in places) or not room


def test_that_dates_name_months_where_they_begin_and_january_by_its_year():
    calendar = Calendar(PRICES.session)
    year = int(np.searchsorted(PRICES.session, np.datetime64("2012-01-01")))
    labels = dict(calendar.ticks(year - 40, year + 40, 800))
    assert labels[year] == "2012"
    february = int(np.searchsorted(PRICES.session, np.datetime64("2012-02-01")))
    assert labels[february] == "Feb"


def test_that_a_long_history_is_labelled_by_years_alone():
    labels = [text for _, text in Calendar(PRICES.session).ticks(0, len(PRICES), 700)]
    assert labels
    assert all(text.isdigit() and len(text) == 4 for text in labels)


def test_that_a_short_stretch_is_labelled_by_days():
    first = int(np.searchsorted(PRICES.session, np.datetime64("2012-02-20")))
    ticks = Calendar(PRICES.session).ticks(first, first + 12, 900)
    for bar, text in ticks:
        day = str(PRICES.session[int(bar)])
        assert text in (day[8:].lstrip("0"), "Mar")
    assert "Mar" in [text for _, text in ticks]


def test_that_days_in_the_middle_of_a_month_say_of_which_month():
    first = int(np.searchsorted(PRICES.session, np.datetime64("2012-02-08")))
    texts = [text for _, text in Calendar(PRICES.session).ticks(first, first + 9, 900)]
    assert texts[:3] == ["Feb 8", "9", "10"]


def test_that_epochs_are_counted_from_one():
    assert [text for _, text in epoch_ticks(frame(0.5, 20.5))] == ["1", "5", "10", "15", "20"]
    assert [text for _, text in epoch_ticks(frame(0.5, 4.5))] == ["1", "2", "3", "4"]


@given(st.integers(1, 700), st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_that_every_level_keeps_extremes_first_open_and_last_close(bars, start):
    series = PRICES.take(np.arange(start, start + bars))
    pyramid = Pyramid(series)
    level = pyramid.level(0.25, 2.0)
    assert level.size in (8, 1) or len(level) == 1
    for group in range(len(level)):
        part = slice(group * level.size, (group + 1) * level.size)
        assert level.high[group] == series.high[part].max()
        assert level.low[group] == series.low[part].min()
        assert level.open[group] == series.open[part][0]
        assert level.close[group] == series.close[part][-1]


def test_that_wide_bars_are_drawn_singly():
    assert Pyramid(PRICES).level(2.0, 2.0).size == 1
    assert Pyramid(PRICES).level(0.9, 2.0).size == 4


def test_that_the_extent_covers_every_visible_bar():
    pyramid = Pyramid(PRICES)
    low, high = pyramid.extent(100.4, 260.7)
    assert (low, high) == (PRICES.low[101:261].min(), PRICES.high[101:261].max())
    low, high = pyramid.extent(-50, 1e9)
    assert (low, high) == (PRICES.low.min(), PRICES.high.max())
    assert pyramid.extent(5000, 6000) == (0.0, 1.0)


def test_that_thinning_keeps_extremes_and_ends():
    x = np.arange(10_000.0)
    y = np.random.default_rng(0).normal(size=10_000).cumsum()
    kept_x, kept_y = thin(x, y, 300)
    assert len(kept_x) <= 602
    assert (kept_y.min(), kept_y.max()) == (y.min(), y.max())
    assert (kept_x[0], kept_x[-1]) == (0.0, 9999.0)
    assert (np.diff(kept_x) > 0).all()


def test_that_gaps_break_a_line():
    values = np.array([1.0, 2.0, np.nan, 3.0, np.nan, 4.0, 5.0, 6.0])
    assert finite_runs(values) == [slice(0, 2), slice(5, 8)]
    assert finite_runs(np.full(3, np.nan)) == []


@given(st.lists(st.floats(-50, 250), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_that_end_values_never_overlap_and_stay_inside(heights):
    placed = apart(heights, 200)
    assert all(6.9 <= y <= 193.1 for y in placed)
    assert all(b - a >= 14 - 1e-9 for a, b in zip(sorted(placed), sorted(placed)[1:], strict=False))


def test_that_end_values_with_room_stay_where_they_are():
    assert apart([150.0, 20.0, 80.0], 200) == [150.0, 20.0, 80.0]


def test_that_pixels_and_bars_are_inverse():
    box = frame(100.5, 220.25)
    for bar in (101, 150, 220):
        assert box.bar_at(float(box.x(bar))) == bar
    assert box.value_at(float(box.y(0.3))) == pytest.approx(0.3)


@pytest.fixture
def viewport(qapp):
    viewport = Viewport()
    viewport.set_bars(1000)
    return viewport


def test_that_zooming_keeps_the_bar_under_the_mouse(viewport):
    viewport.show(100, 300)
    viewport.zoom(0.5, around=150)
    assert (viewport.first, viewport.last) == (125, 225)


MOVES = st.tuples(st.sampled_from(["zoom", "pan", "show"]), st.floats(0.05, 20), st.floats(-3000, 3000))


@given(st.lists(MOVES))
@settings(max_examples=100, deadline=None)
def test_that_no_movement_leaves_the_data_behind(moves):
    viewport = Viewport()
    viewport.set_bars(1000)
    for kind, factor, bars in moves:
        if kind == "zoom":
            viewport.zoom(factor, bars)
        elif kind == "pan":
            viewport.pan(bars)
        else:
            viewport.show(bars, bars + factor)
        assert viewport.span >= FEWEST_BARS * (1 - 1e-9)
        assert viewport.first < 1000
        assert viewport.last > 0
        assert viewport.span <= 1000 * 1.2


def test_that_a_reset_goes_home_and_a_new_home_respects_the_user(viewport):
    viewport.set_home(800, 900)
    assert (viewport.first, viewport.last) == (800, 900)
    viewport.show(10, 60)
    viewport.set_home(700, 800)
    assert (viewport.first, viewport.last) == (10, 60)
    viewport.reset()
    assert (viewport.first, viewport.last) == (700, 800)


def test_that_labels_of_a_log_axis_name_their_place():
    for low, high in ((-1.0, 1.0), (-3.2, -1.9), (-1.1, -0.4), (1.0, 3.0)):
        for place, text in log_ticks(low, high, 400, gap=14):
            assert float(text.replace(",", "")) == pytest.approx(10**place, rel=1e-6), (place, text)
