"""The Price panel keeps each symbol's look and view, and brings indicator, other symbol and trades."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from tests.gui.desk import open_session, settle
from tests.gui.fake_session import session_of
from tests.samples import VAULT_BARS, make_prices, make_result
from workbench import settings
from workbench.errors import WorkbenchError
from workbench.features.aside import columns_of, computed_aside
from workbench.features.pipeline import build_features
from workbench.features.spec import FeatureSpec
from workbench.gui.panels.price import PricePanel
from workbench.settings import ChartLook, Settings

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")


class Desk:
    """Stands for the IO worker: keeps tasks until told."""

    def __init__(self):
        self.tasks = []

    def submit(self, work, done, failed):
        self.tasks.append((work, done, failed))


@pytest.fixture
def panel(theme, qtbot):
    prices, result = make_result()
    session = session_of(theme, prices, result)
    session.io = Desk()
    panel = PricePanel(session)
    qtbot.addWidget(panel)
    panel.resize(900, 420)
    panel.show()
    session.show(result)
    return panel


def ask(panel, **fields):
    """Choose something in the chart's menu."""
    panel._chart.tools.changed.emit(panel._chart.look.model_copy(update=fields))


def test_that_the_crosshair_reads_prediction_actual_error_position_and_trade(panel):
    trades = panel._trades
    bought = int(trades.bar[trades.change > 0][2])
    panel._chart.cursor_moved.emit(bought)
    for name in ("predicted", "actual", "error", "position long", "bought"):
        assert name in panel._said.text
    panel._chart.cursor_moved.emit(len(panel._session.prices) - VAULT_BARS + 5)
    assert panel._said.text == ""
    panel._chart.cursor_moved.emit(100)
    assert panel._said.text == ""


def test_that_a_running_training_shows_no_trades_of_the_run_before(panel):
    session = panel._session
    session.running = True
    session.tell("run_state")
    assert panel._trades is None
    assert panel._chart._canvas.trades.marks is None


def test_that_choices_are_written_down_for_the_symbol_at_once(panel):
    session = panel._session
    ask(panel, style="bars", log=True)
    ask(panel, span="1y", first="", last="")
    symbol = session.document.project.active_symbol
    assert session.settings.charts == {symbol: ChartLook(style="bars", log=True, span="1y")}
    panel._chart.viewport.reset()
    ask(panel, style="candles", log=False)
    assert session.settings.charts == {}


def test_that_zooming_alone_is_written_down_when_the_chart_goes_out_of_sight(panel):
    panel._chart.show_range(300, 400)
    assert panel._session.settings.charts == {}
    panel.hide()
    look = next(iter(panel._session.settings.charts.values()))
    prices = panel._session.prices
    assert (look.first, look.last) == (str(prices.session[300]), str(prices.session[400]))


def test_that_every_symbol_has_its_own_look_and_view(qapp, qtbot, theme):
    with open_session(qapp, theme=theme) as session:
        panel = PricePanel(session)
        qtbot.addWidget(panel)
        panel.resize(900, 420)
        panel.show()
        session.show_symbol("SP500")
        ask(panel, style="line", averages=(50,), studies=("rsi", "obv"))
        panel._chart.show_range(1000, 1200)
        session.show_symbol("NASDAQ")
        settle(session)
        assert panel._chart.look == ChartLook()
        session.show_symbol("SP500")
        assert (panel._chart.viewport.first, panel._chart.viewport.last) == (999.5, 1200.5)
        assert (panel._chart.look.style, panel._chart.look.averages) == ("line", (50,))
        assert [study.key for study in panel._chart._canvas.studies.studies] == ["rsi", "obv"]
        ask(panel, beside="NASDAQ")
        assert "NASDAQ" in panel._chart.legend.accessibleName()
        panel.hide()
    known = settings.load(settings_file())
    assert known.charts["SP500"].beside == "NASDAQ"


def settings_file():
    from workbench import paths

    return paths.settings_file()


def test_that_an_indicator_is_asked_for_once_and_shown_when_it_comes(panel):
    desk, chart = panel._session.io, panel._chart
    ask(panel, studies=("volatility",))
    ask(panel, studies=("volatility",), style="bars")
    assert len(desk.tasks) == 1
    assert "computed" in chart._canvas.studies.studies[0].title
    values = columns_of("volatility", panel._session.prices)
    desk.tasks[0][1]((values,))
    (study,) = chart._canvas.studies.studies
    assert (study.title, study.over) == ("Volatility", "21 days")
    np.testing.assert_array_equal(study.columns[0][1].values, values[:, 0])
    ask(panel, studies=())
    assert chart._canvas.studies.studies == ()


def test_that_several_indicators_are_computed_in_one_go_and_stand_in_the_order_chosen(panel):
    desk, canvas, prices = panel._session.io, panel._chart._canvas, panel._session.prices
    ask(panel, studies=("obv", "volatility"))
    assert len(desk.tasks) == 1
    desk.tasks[0][1]((columns_of("obv", prices), columns_of("volatility", prices)))
    ask(panel, studies=("obv", "volatility", "returns"))
    assert len(desk.tasks) == 2
    desk.tasks[1][1]((columns_of("returns", prices),))
    assert [study.key for study in canvas.studies.studies] == ["obv", "volatility", "returns"]
    for study in canvas.studies.studies:
        values = columns_of(study.key, prices)[:, -1]
        np.testing.assert_array_equal(study.columns[-1][1].values, values)


def test_that_a_closed_indicator_is_forgotten_and_the_others_move_up(panel):
    ask(panel, studies=("obv", "volatility"))
    symbol = panel._session.document.project.active_symbol
    assert panel._session.settings.charts[symbol].studies == ("obv", "volatility")
    panel._chart._canvas.studies.buttons[0].click()
    assert panel._session.settings.charts[symbol].studies == ("volatility",)
    (study,) = panel._chart._canvas.studies.studies
    assert study.key == "volatility"


def test_that_an_indicator_this_program_does_not_know_takes_no_place(panel):
    ask(panel, studies=("telepathy", "obv"))
    assert [study.key for study in panel._chart._canvas.studies.studies] == ["obv"]
    panel._chart.tools._set_study("rsi", True)
    assert panel._chart.look.studies == ("obv", "rsi")


def test_that_an_indicator_that_cannot_be_had_says_so(panel):
    desk = panel._session.io
    ask(panel, studies=("rsi",))
    desk.tasks[0][2](WorkbenchError("no"))
    assert "cannot" in panel._chart._canvas.studies.studies[0].title
    ask(panel, studies=("rsi",), log=True)
    assert len(desk.tasks) == 1


def test_that_columns_of_the_chart_are_those_of_the_model():
    prices = make_prices(300)
    spec = FeatureSpec(columns=("bollinger", "volatility"))
    expected = build_features(prices, spec).values
    found = np.hstack([columns_of(name, prices) for name in spec.columns])
    np.testing.assert_allclose(found[30:], expected[30:], atol=1e-6)


def test_that_days_without_prices_are_left_out_of_the_columns():
    prices = make_prices(300)
    close = prices.close.copy()
    close[100:110] = np.nan
    found = columns_of("volatility", prices.replace(close=close))
    assert np.isnan(found[100:110]).all()
    assert np.isfinite(found[110:]).all()


def test_that_a_process_of_its_own_gives_the_same_columns():
    prices = make_prices(200)
    macd, obv = computed_aside(("macd", "obv"), prices)
    np.testing.assert_array_equal(macd, columns_of("macd", prices))
    np.testing.assert_array_equal(obv, columns_of("obv", prices))


def test_that_only_so_many_charts_are_remembered_and_ordinary_ones_are_not():
    known = Settings()
    for number in range(settings.CHARTS + 5):
        charts = known.with_chart(f"S{number}", ChartLook(log=True))
        known = known.model_copy(update={"charts": charts})
    assert len(known.charts) == settings.CHARTS
    assert "S0" not in known.charts
    assert "S50" not in known.with_chart("S50", ChartLook())


def test_that_a_study_without_prices_asks_nobody(panel):
    panel._session.prices = None
    panel._session.result = None
    panel._session.tell("prices")
    ask(panel, studies=("rsi",))
    assert panel._session.io.tasks == []


def test_that_the_menu_offers_the_indicators_of_the_registry_and_the_other_symbols(panel):
    project = SimpleNamespace(
        spec=panel._session.spec, active_symbol="ACME",
        symbols=(SimpleNamespace(symbol="ACME"), SimpleNamespace(symbol="OTHER")),
    )  # fmt: skip
    panel._extras._session = SimpleNamespace(
        document=SimpleNamespace(project=project), prices=panel._session.prices
    )
    choices = panel._extras.choices()
    assert choices.symbols == ("OTHER",)
    assert ("rsi", "Relative strength (RSI)") in choices.studies
    assert choices.log
