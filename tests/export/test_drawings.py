"""Drawings: well-formed, within their edges, whatever the figures; labels apart."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.samples import make_backtest, make_prices, make_result
from workbench.export.axes import date_ticks, log_ticks, value_ticks
from workbench.export.equity_svg import equity_drawing
from workbench.export.figures import Ruler
from workbench.export.price_svg import PriceView, price_drawing
from workbench.export.small_svg import ratios_drawing, ruler_svg
from workbench.export.svg import Drawing, apart, inks_of, text_width, thinned
from workbench.export.tokens import DARK, LIGHT

INKS = inks_of(LIGHT)


def check(drawing: Drawing) -> str:
    """The text of a drawing that is whole and stays within its edges."""
    text = drawing.svg(alone=True)
    root = ElementTree.fromstring(text)
    assert "nan" not in text and "inf" not in text
    for part in root:
        for name in ("x", "x1", "x2", "y", "y1", "y2"):
            limit = drawing.width if name[0] == "x" else drawing.height
            assert -1 <= float(part.attrib.get(name, 0)) <= limit + 1, part.attrib
        points = np.array([pair.split(",") for pair in part.attrib.get("points", "").split()], float)
        if len(points):
            assert points.min() >= -1 and points[:, 0].max() <= drawing.width + 1
            assert points[:, 1].max() <= drawing.height + 1
    return text


@pytest.mark.parametrize("returns", ["usual", "nothing", "ruin", "huge"])
@pytest.mark.parametrize("sealed", [0, 5, 4000])
def test_that_any_curve_can_be_drawn(returns, sealed):
    _, result = make_result()
    net = {"usual": result.backtest.net, "nothing": np.zeros(499), "ruin": np.full(499, -0.2),
           "huge": np.full(499, 0.05)}[returns]  # fmt: skip
    text = check(equity_drawing(result, replace(result.backtest, net=net), sealed, INKS))
    assert text.count("<polyline") == 6 and "VAULT" in text


def test_that_a_run_of_two_days_without_companions_or_vault_is_drawn():
    prices = make_prices()
    _, result = make_result()
    backtest = make_backtest(prices, np.array([750, 751]), np.array([1.0, 0.0]))
    short = replace(result, companions=None, data=replace(result.data, vault_start=None), backtest=backtest)
    text = check(equity_drawing(short, backtest, 0, INKS))
    assert "VAULT" not in text and "ridge" not in text


@pytest.mark.parametrize(("first", "last"), [(740, 860), (0, 1500), (1240, 1260), (700, 701)])
@pytest.mark.parametrize("said", ["all", "nothing", "none"])
def test_that_any_stretch_of_prices_can_be_drawn(first, last, said):
    prices, result = make_result()
    nothing = np.full(len(result.predictions), np.nan)
    predictions = {
        "all": result.predictions,
        "nothing": replace(result.predictions, predicted=nothing, lower=nothing, upper=nothing),
        "none": None,
    }[said]
    text = check(price_drawing(PriceView(prices, first, last, predictions, 750, 1250), INKS))
    assert ("one-step forecast" in text) == (last - first < 160 and said != "none")


def test_that_no_forecast_reaches_into_the_vault():
    prices, result = make_result()
    drawn = price_drawing(PriceView(prices, 1200, 1300, result.predictions, 750, 1250), INKS)
    edge = 800 / 100 * 50
    dots = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn.svg())]
    assert len(dots) > 30 and max(dots) < edge


def test_that_no_bars_in_sight_is_an_error():
    with pytest.raises(ValueError, match="no bars"):
        price_drawing(PriceView(make_prices(), 10, 10), INKS)


@pytest.mark.parametrize("folds", [1, 3, 40])
def test_that_every_training_has_its_dot(folds):
    _, result = make_result(folds=folds)
    text = check(ratios_drawing(result, INKS))
    assert text.count("<circle") == 2 * folds + 1
    with pytest.raises(ValueError, match="nothing was trained"):
        ratios_drawing(replace(result, epochs=()), INKS)


@pytest.mark.parametrize("ruler", [Ruler(1, -2, 4, 0), Ruler(50, 50, 50, 50), Ruler(1e9, -1e9, 2e9, 0.5)])
def test_that_any_ruler_can_be_drawn(ruler):
    text = ruler_svg(ruler, INKS)
    assert "nan" not in text
    ElementTree.fromstring(text)


def test_that_words_are_escaped_and_a_frame_carries_title_and_foot():
    drawing = Drawing(100, 50, inks_of(DARK), 'a "label" & <more>')
    drawing.text(0, 10, "<b>&", "t1")
    root = ElementTree.fromstring(drawing.framed("<title>", "foot & all"))
    assert [part.text for part in root.iter() if part.text and part.text.strip()] == [
        "<title>", "<b>&", "foot & all",
    ]  # fmt: skip


def test_that_thinning_keeps_ends_and_extremes():
    y = np.random.default_rng(0).normal(size=5000)
    kept = thinned(y, 100)
    assert len(kept) <= 202 and {0, 4999, int(y.argmin()), int(y.argmax())} <= set(kept.tolist())
    assert thinned(y[:50], 100).tolist() == list(range(50))


def test_that_labels_keep_their_order_and_their_distance():
    places = apart([10.0, 11.0, 60.0, 10.5], 14.0)
    assert sorted(range(4), key=places.__getitem__) == [0, 3, 1, 2]
    assert np.diff(sorted(places)).min() >= 13.9 and places[2] == 60.0


def test_that_ticks_are_round_and_far_enough_apart():
    assert log_ticks(-0.5, 0.4, 240) == pytest.approx([0.5, 0.7, 1.0, 1.5, 2.0])
    assert value_ticks(31.2, 43.0, 300) == [32.0, 34.0, 36.0, 38.0, 40.0, 42.0]
    days = np.busday_offset("2010-01-04", np.arange(1500))
    assert [words for _, words in date_ticks(days, 400)] == ["2011", "2012", "2013", "2014", "2015"]
    months = [words for _, words in date_ticks(days[:120], 500)]
    assert months == ["2010-02", "2010-03", "2010-04", "2010-05", "2010-06"]


def test_that_figures_are_reckoned_as_wide_as_they_are_set():
    assert text_width("\u221211.6", 19) == text_width("\u221288.6", 19) > text_width("none", 19)
