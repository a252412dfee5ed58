"""Whatever prices or runs come: something sensible, a sentence, no exception and no warning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.gui.charts.pixels import bluish, picture
from tests.samples import make_prices, make_result
from workbench.gui.charts.price import PriceChart
from workbench.gui.present import chart as present
from workbench.gui.present.chart import MISSING
from workbench.gui.theme import Theme, apply
from workbench.settings import ChartLook

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PRICES, RESULT = make_result()
FAINT_BLUE = 15
"""The interval's band is that much bluer than the chart's ground, at the least."""
NAMES = ("open", "high", "low", "close", "adj_close")
LOOKS = (
    ChartLook(), ChartLook(style="bars", log=True, averages=(20, 200)), ChartLook(style="line", log=True),
)  # fmt: skip


@pytest.fixture
def chart(qapp, qtbot):
    theme = Theme("dark")
    apply(qapp, theme)
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(760, 360)
    chart.show()
    return chart


def scaled(factor, bars=300):
    prices = make_prices(bars)
    return prices.replace(**{name: getattr(prices, name) * factor for name in NAMES})


def flat(price=50.0):
    prices = make_prices(300)
    return prices.replace(**{name: np.full(300, price) for name in NAMES})


def holes(prices, rows):
    changes = {name: getattr(prices, name).copy() for name in (*NAMES, "volume")}
    for column in changes.values():
        column[rows] = np.nan
    return prices.replace(**changes)


def gap_of_years():
    prices = make_prices(300)
    session = prices.session.copy()
    session[150:] += np.timedelta64(7 * 365, "D")
    return prices.replace(session=session)


ODD = {
    "one bar": (make_prices(1), "one day of prices"),
    "flat": (flat(), "50.00 on every day"),
    "flat and tiny": (flat(1e-8), "1.000e−8 on every day"),
    "gap of years": (gap_of_years(), "There is no price between 2010-07-30 and 2017-"),
    "holes": (holes(make_prices(300), slice(100, 112)), "12 days without a price are left blank."),
    "hole at the end": (holes(make_prices(300), slice(299, 300)), "1 day without a price is left blank."),
    "no price at all": (holes(make_prices(300), slice(None)), "No day here has a price."),
    "tiny": (scaled(1e-8 / 50), ""),
    "huge": (scaled(1e12 / 50), ""),
    "zero": (make_prices(300).replace(low=np.zeros(300)), ""),
    "nothing": (make_prices(1).first(0), "There are no prices here."),
}


@pytest.mark.parametrize("look", LOOKS, ids=["candles", "bars", "line"])
@pytest.mark.parametrize("case", ODD)
def test_that_odd_prices_are_drawn_with_a_sentence(chart, qtbot, case, look):
    prices, sentence = ODD[case]
    chart.set_prices(prices)
    chart.set_zones(None, None, 0)
    chart.show_look(look)
    assert sentence in chart.notice
    assert bool(chart.notice) == bool(sentence)
    for span in ("1m", "all"):
        chart.show_view(look.model_copy(update={"span": span}))
        picture(chart)
    qtbot.keyClick(chart._canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    if len(prices):
        assert picture(chart._canvas)[:, :600].std() > 0
        assert str(prices.session[chart._cursor.bar]) in chart.readout_text
    else:
        assert chart.readout_text == sentence


@pytest.mark.parametrize("factor", [1e-8 / 50, 1e12 / 50])
def test_that_labels_of_extreme_prices_differ_and_fit(chart, factor):
    chart.set_prices(scaled(factor))
    chart.set_zones(None, None, 0)
    axis = chart._canvas.price_axis
    labels = [text for _, text in axis._ticks(chart._canvas.price_pane.frame())]
    assert len(set(labels)) == len(labels) > 1
    assert axis.wanted_width() <= axis.area.width()
    assert chart._overview.axis_width == axis.area.width()


@pytest.mark.parametrize("case", ["gap of years", "holes", "one bar", "flat and tiny"])
def test_that_a_run_is_drawn_on_odd_prices(chart, case):
    prices, _ = ODD[case]
    known = np.isin(RESULT.predictions.asof, prices.session)
    chart.set_prices(prices)
    chart.set_zones(5, None, 2)
    chart.set_predictions(rows(RESULT.predictions, known), None)
    picture(chart)


def rows(predictions, kept):
    return replace(
        predictions,
        **{name: getattr(predictions, name)[..., kept] for name in type(predictions).__dataclass_fields__},
    )


def test_that_an_empty_run_draws_the_prices_alone(chart):
    empty = rows(RESULT.predictions, np.zeros(len(RESULT.predictions), bool))
    chart.set_prices(PRICES)
    chart.set_zones(750, 1250, 3)
    chart.set_predictions(empty, np.zeros(0))
    assert not bluish(picture(chart._canvas))[40:].any()
    chart.show_view(ChartLook(span="all"))
    picture(chart)


def test_that_an_empty_run_without_prices_says_so(chart):
    empty = rows(RESULT.predictions, np.zeros(len(RESULT.predictions), bool))
    chart.set_prices(None, sentence=MISSING)
    chart.set_predictions(empty, None)
    picture(chart)
    assert chart.readout_text == MISSING


@pytest.mark.parametrize("look", LOOKS, ids=["candles", "bars", "line"])
def test_that_a_run_whose_data_is_gone_draws_the_closes_it_remembers(chart, look):
    chart.show_look(look)
    chart.set_prices(None, name="ACME", sentence=MISSING)
    chart.set_predictions(RESULT.predictions, RESULT.backtest.position)
    for span in ("", "1m", "all"):
        chart.show_view(look.model_copy(update={"span": span}))
        pixels = picture(chart._canvas).astype(int)
        assert (pixels[..., 2] - pixels[..., 0] > FAINT_BLUE).any()
    assert chart.notice == MISSING


def test_that_a_zero_price_forbids_the_logarithm_and_nothing_else():
    assert not present.can_be_log(ODD["zero"][0])
    assert present.can_be_log(ODD["holes"][0])
    assert not present.can_be_log(None)
