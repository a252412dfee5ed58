"""A free run and the next day on the price chart, as a user asks for them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.experiment.helpers import run_small, small_spec
from tests.gui.desk import settle
from tests.gui.test_inquiries import document_of
from tests.samples import VAULT_BARS, make_result
from tests.worlds import make_world
from workbench.errors import DataError
from workbench.experiment.ahead import Ahead, NextDay
from workbench.experiment.free_run import FreeRun
from workbench.gui.charts.price import PriceChart
from workbench.gui.present.ahead import WAITING

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
DAYS = 20


def answer(prices, origin):
    """A cone of 20 days from bar `origin`, and a day after the last bar."""
    wide = np.linspace(-0.3, 0.3, 5)[:, None] * np.linspace(0, 1, DAYS + 1)
    said = NextDay(str(prices.session[-1]), str(prices.session[origin - 6]), 1, 0.0, -0.02, 0.02, np.zeros(2))
    return Ahead(said, "", FreeRun(str(prices.session[origin]), wide), "")


class FakeAhead:
    """Answers at once, or with an error."""

    def __init__(self, found=None, error=None):
        self.orders, self.found, self.error = [], found, error

    def __call__(self, order, emit, cancel, executor):
        self.orders.append(order)
        if self.error is not None:
            raise self.error
        return self.found


@pytest.fixture
def asked(opened):
    """(window, its chart, a fake that answers)."""
    prices, result = make_result()
    window = opened(document_of(prices, make_result(run_seed=1)[1], result))
    origin = len(prices) - VAULT_BARS - DAYS - 1
    fake = FakeAhead(answer(prices, origin))
    window.session.inquiries.engines["ahead"] = fake
    return window, window.findChild(PriceChart), fake


def choose(window, chart, qtbot, wanted=True):
    """The entry of the chart's menu."""
    chart.tools._fill()
    entry = next(action for action in chart.tools.menu.actions() if action.text().startswith("Free run"))
    assert entry.isEnabled() and entry.isChecked() != wanted
    entry.trigger()
    qtbot.waitUntil(lambda: window.session.inquiries.asking is None, timeout=20_000)
    settle(window.session)


def entry_of(chart):
    chart.tools._fill()
    return next(action for action in chart.tools.menu.actions() if action.text().startswith("Free run"))


def test_that_the_cone_takes_the_place_of_the_forecasts_day_by_day_and_gives_it_back(asked, qtbot):
    window, chart, fake = asked
    canvas = chart._canvas
    assert canvas.cone.cone is None and canvas.forecasts[0].shown and chart.told == ""
    choose(window, chart, qtbot)
    assert canvas.cone.cone.prices.shape == (5, DAYS + 1)
    assert canvas.next_day.mark.bar == len(window.session.prices)
    assert not any(drawing.shown for drawing in canvas.forecasts[:3]) and canvas.forecasts[3].shown
    assert "free run" in chart.legend.accessibleName() and "one-step" not in chart.legend.accessibleName()
    assert "Left to itself from" in chart.told and "The trading day after" in chart.told
    view = chart.viewport
    assert view.first < canvas.cone.cone.origin and view.last > canvas.cone.cone.origin + DAYS
    choose(window, chart, qtbot, wanted=False)
    assert canvas.cone.cone is None and all(drawing.shown for drawing in canvas.forecasts)
    assert chart.told == "" and "one-step" in chart.legend.accessibleName()
    choose(window, chart, qtbot)
    assert canvas.cone.cone is not None and len(fake.orders) == 1, "it is asked once a run"


def test_that_nothing_of_it_is_drawn_in_the_vault(asked, qtbot):
    window, chart, _ = asked
    choose(window, chart, qtbot)
    bars = len(window.session.prices)
    chart.show_range(bars - VAULT_BARS - 3, bars + 3)
    settle(window.session)
    frame = chart._canvas.price_pane.frame()
    image = chart._canvas.grab().toImage()
    ratio = image.devicePixelRatio()

    def is_blue(x, y):
        ink = image.pixelColor(int(x * ratio), int(y * ratio))
        return ink.blue() > ink.red() + 40

    def blue(left, right):
        rows = range(4, int(frame.height) - 4)
        return sum(is_blue(x, y) for x in range(int(left), int(right)) for y in rows)

    vault, end = frame.left_edge(bars - VAULT_BARS), frame.left_edge(bars)
    assert blue(vault + 2, end) == 0
    assert blue(end, frame.width - 1) > 20, "the next day stands behind the last bar"


def test_that_another_run_is_asked_for_itself(asked, qtbot):
    window, chart, fake = asked
    choose(window, chart, qtbot)
    window.session.show_run(window.session.document.runs[0].run_id)
    qtbot.waitUntil(lambda: window.session.inquiries.asking is None, timeout=20_000)
    assert [order.run.run_id for order in fake.orders] == ["run-0000", "run-0001"]
    assert chart._canvas.cone.cone is not None


def test_that_a_refusal_stands_above_the_chart_and_can_be_asked_again(asked, qtbot):
    window, chart, fake = asked
    fake.error = DataError("The weights of this run were not kept.", "Run it again.")
    choose(window, chart, qtbot)
    assert chart.told == "The weights of this run were not kept. Run it again."
    assert chart._canvas.cone.cone is None and chart._canvas.forecasts[0].shown
    choose(window, chart, qtbot, wanted=False)
    fake.error = None
    choose(window, chart, qtbot)
    assert len(fake.orders) == 2 and chart._canvas.cone.cone is not None


def test_that_it_waits_for_another_question(asked, qtbot):
    window, chart, fake = asked
    inquiries = window.session.inquiries
    inquiries.can_ask = lambda: False
    chart.tools.ahead.emit(True)
    assert chart.told == WAITING and fake.orders == []
    del inquiries.can_ask
    window.session.tell("inquiry")
    qtbot.waitUntil(lambda: chart._canvas.cone.cone is not None, timeout=20_000)


def test_that_it_is_offered_on_daily_bars_of_a_finished_run_alone(asked, opened):
    _, chart, _ = asked
    assert entry_of(chart).isEnabled()
    chart.tools.changed.emit(chart.look.model_copy(update={"bars": "1wk"}))
    assert not entry_of(chart).isEnabled()
    prices, stopped = make_result(outcome="cancelled")
    assert not entry_of(opened(document_of(prices, stopped)).findChild(PriceChart)).isEnabled()


def test_that_a_real_run_answers(opened, qtbot):
    prices = make_world("W0", bars=1000, seed=5)
    spec = small_spec("lstm")
    data = spec.data.model_copy(update={"symbol": prices.symbol, "source": "synthetic"})
    window = opened(document_of(prices, run_small(spec.model_copy(update={"data": data}), prices)))
    chart = window.findChild(PriceChart)
    choose(window, chart, qtbot)
    assert chart._canvas.cone.cone is not None, chart.told
    assert window.session.message == "The free run and the next day stand on the price chart."
    assert window.session.trials[1] == 1, "no try is counted"
