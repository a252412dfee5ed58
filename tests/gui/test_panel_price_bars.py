"""The Price panel draws weeks and months: zones, view and exports follow, what belongs to days is hidden."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from PySide6.QtWidgets import QPushButton

from tests.gui.desk import open_session, settle
from tests.gui.fake_session import run_events, session_of
from tests.gui.test_exports import opened
from tests.samples import FIRST_TRAIN, VAULT_BARS, make_prices, make_result
from workbench.data.grouping import grouped
from workbench.data.spec import DataSpec
from workbench.gui import edits
from workbench.gui.panels.price import PricePanel
from workbench.gui.present import bars as present
from workbench.gui.present import chart as present_chart
from workbench.gui.present.price import ZoneBars
from workbench.gui.theme import Theme, apply
from workbench.settings import ChartLook

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")
PRICES = make_prices(1500)
VAULT = len(PRICES) - VAULT_BARS


@pytest.fixture
def panel(qapp, qtbot):
    theme = Theme("dark")
    apply(qapp, theme)
    prices, result = make_result()
    session = session_of(theme, prices, result)
    panel = PricePanel(session)
    qtbot.addWidget(panel)
    panel.resize(900, 420)
    panel.show()
    session.show(result)
    return panel


def segment(panel, words):
    return next(b for b in panel._chart.tools.findChildren(QPushButton) if b.accessibleName() == words)


def look_of(panel):
    session = panel._session
    return session.settings.charts.get(session.document.project.active_symbol, ChartLook())


def test_that_the_control_draws_weeks_and_is_remembered_for_the_symbol(panel):
    segment(panel, "Weekly bars").click()
    series = panel.bars.series
    assert series.interval == "1wk" and look_of(panel).bars == "1wk"
    assert segment(panel, "Weekly bars").isChecked()
    assert panel._chart.viewport.bars == len(series) < len(PRICES) / 4
    segment(panel, "Daily bars").click()
    assert panel.bars.series is panel._session.prices and panel._session.settings.charts == {}
    assert segment(panel, "Daily bars").isChecked()


@pytest.mark.parametrize("interval", ["1wk", "1mo"])
def test_that_no_drawn_bar_holds_sealed_and_open_days(panel, interval):
    panel._chart.tools.changed.emit(ChartLook(bars=interval))
    marks, groups = panel._chart._marks, panel.bars.groups
    assert groups.first[marks.vault_first] == VAULT
    assert groups.first[marks.first_test] >= FIRST_TRAIN > groups.first[marks.first_test - 1]


def test_that_forecasts_and_trades_go_with_the_days_and_the_legend_says_so(panel):
    assert panel._trades is not None and "one-step forecast" in panel._chart.legend.accessibleName()
    segment(panel, "Monthly bars").click()
    canvas = panel._chart._canvas
    assert canvas.forecasts[0].steps is None and canvas.trades.marks is None
    assert present.NOTE in panel._chart.legend.accessibleName()
    panel._chart.cursor_moved.emit(40)
    assert panel._said.text == ""
    segment(panel, "Daily bars").click()
    assert canvas.forecasts[0].steps is not None and canvas.trades.marks is not None
    assert present.NOTE not in panel._chart.legend.accessibleName()


def test_that_the_days_in_sight_stay_in_sight(panel):
    panel._chart.show_range(300, 520)
    before = PRICES.session[[300, 520]]
    segment(panel, "Weekly bars").click()
    first, last = panel.shown_bars
    groups = panel.bars.groups
    assert groups.begins[first] <= before[0] <= groups.series.session[first]
    assert groups.begins[last - 1] <= before[1] <= groups.series.session[last - 1]
    segment(panel, "Daily bars").click()
    first, last = panel.shown_bars
    assert np.abs(PRICES.session[[first, last - 1]] - before).astype(int).max() < 7
    assert PRICES.session[first] <= before[0] and PRICES.session[last - 1] >= before[1]


@pytest.mark.parametrize(
    ("interval", "key", "bars"), [("1wk", "1y", 53), ("1mo", "1y", 13), ("1mo", "5y", 58)]
)
def test_that_a_range_spans_the_same_time_in_longer_bars(panel, interval, key, bars):
    panel._chart.tools.changed.emit(ChartLook(bars=interval))
    panel._chart.tools.changed.emit(ChartLook(bars=interval, span=key))
    viewport, vault = panel._chart.viewport, panel._chart._marks.vault_first
    assert vault - max(viewport.first, 0) == pytest.approx(bars, abs=1.6)
    assert look_of(panel).span == key


def test_that_a_month_of_months_still_shows_a_few_before_the_vault(panel):
    panel._chart.tools.changed.emit(ChartLook(bars="1mo"))
    panel._chart.tools.changed.emit(ChartLook(bars="1mo", span="1m"))
    viewport, vault = panel._chart.viewport, panel._chart._marks.vault_first
    assert viewport.span == 8 and viewport.first < vault - 5 and vault <= viewport.last < vault + 2


def test_that_a_vault_of_another_size_is_split_off_anew_and_the_view_stays(qapp, qtbot):
    theme = Theme("dark")
    apply(qapp, theme)
    with open_session(qapp, theme=theme) as session:
        panel = PricePanel(session)
        qtbot.addWidget(panel)
        panel.resize(900, 420)
        panel.show()
        settle(session)
        segment(panel, "Weekly bars").click()
        panel._chart.show_range(700, 800)
        seen = (panel._chart.look.first, panel._chart.look.last)
        session.set_setting("evaluation.vault_bars", 503, "Set the vault")
        marks, prices = panel._chart._marks, session.prices
        assert panel.bars.groups.first[marks.vault_first] == len(prices) - 503
        assert (panel._chart.look.first, panel._chart.look.last) == seen
        session.show_symbol("NASDAQ")
        settle(session)
        assert panel.bars.series.interval == "1d"
        session.show_symbol("SP500")
        assert panel.bars.series.interval == "1wk" and panel._chart.look.first == seen[0]


def test_that_a_run_under_way_shows_how_far_it_came_in_weeks(panel):
    session, result = panel._session, panel._session.result
    segment(panel, "Weekly bars").click()
    session.happen(*run_events(session.prices, result, 1))
    forecast = FIRST_TRAIN + int((result.predictions.fold == 0).sum())
    assert panel._chart._marks.live_end == panel.bars.groups.of(forecast)
    assert panel._chart._canvas.forecasts[0].steps is None
    segment(panel, "Daily bars").click()
    assert panel._chart._canvas.forecasts[0].steps is not None


def test_that_the_readout_marks_a_week_that_is_not_over(panel):
    segment(panel, "Weekly bars").click()
    last = len(panel.bars.series) - 1
    panel._chart._cursor.put(last, 1.0)
    count = panel.bars.groups.count(last)
    expected = f"{count} day{'s' if count > 1 else ''} so far" if panel.bars.groups.goes_on else "O"
    assert expected in panel._chart.readout_text


def test_that_good_friday_ends_its_week_once_the_exchanges_calendar_is_known(qapp, qtbot):
    days = np.arange("2024-01-02", "2024-03-29", dtype="datetime64[D]")
    days = days[np.is_busday(days)]
    prices = make_prices(len(days), symbol="AAPL", source="yahoo").replace(session=days)
    with open_session(qapp) as session:
        data = DataSpec(symbol="AAPL", source="yahoo", content_hash=prices.content_hash)
        session.book.keep(data, prices)
        session.edit("Add AAPL", edits.with_symbol(session.document.project, data))
        panel = PricePanel(session)
        qtbot.addWidget(panel)
        panel.resize(900, 420)
        panel.show()
        segment(panel, "Weekly bars").click()
        last = len(panel.bars.series) - 1
        panel._chart._cursor.put(last, 1.0)
        assert "4 days so far" in panel._chart.readout_text
        settle(session)
        assert "so far" not in panel._chart.readout_text and not panel.bars.groups.goes_on
        segment(panel, "Monthly bars").click()
        assert not panel.bars.groups.goes_on


def test_that_notes_are_about_weeks_not_over_and_weeks_cut_by_the_vault_alone():
    days = np.arange("2024-01-01", "2024-01-18", dtype="datetime64[D]")
    prices = make_prices(13).replace(session=days[np.is_busday(days)])
    groups = grouped(prices, "1wk", cut=6)
    assert [present.note(groups, bar) for bar in range(4)] == ["", "1 day", "4 days", "3 days so far"]
    assert present.note(None, 3) == ""


def test_that_zones_of_whole_bars_stay_as_they_are_and_mixed_bars_count_as_known():
    zones = ZoneBars(7, 11, 3, 9)
    assert present.shown_bars(PRICES, "", 11).zones(zones) == zones
    days = np.arange("2024-01-01", "2024-01-18", dtype="datetime64[D]")
    prices = make_prices(13).replace(session=days[np.is_busday(days)])
    assert present.shown_bars(prices, "1wk", 11).zones(zones) == ZoneBars(2, 3, 3, 1)


def test_that_the_choice_is_the_prices_own_bars_and_longer_ones():
    words = [words for _, _, words in present.lengths(PRICES)]
    assert words == ["Daily bars", "Weekly bars", "Monthly bars"]
    assert [key for key, _, _ in present.lengths(PRICES.replace(interval="1wk"))] == ["1wk", "1mo"]
    assert present.lengths(PRICES.replace(interval="1mo")) == () == present.lengths(None)
    weekly = PRICES.replace(interval="1wk")
    assert present.shown_bars(weekly, "1d", None).series is weekly


def test_that_another_symbol_meets_the_last_close_it_has_in_each_week():
    groups = grouped(PRICES, "1wk")
    missing = groups.series.session[5]
    other = PRICES.take(PRICES.session != missing)
    closes = present_chart.beside(groups.series, other, groups.begins)
    before = int(np.searchsorted(PRICES.session, missing)) - 1
    assert closes[5] == PRICES.close[before] and closes[6] == groups.series.close[6]
    absent = PRICES.take((PRICES.session < groups.begins[5]) | (PRICES.session > missing))
    assert np.isnan(present_chart.beside(groups.series, absent, groups.begins)[5])


def test_that_exports_hold_the_weeks_in_sight_and_no_forecasts(qtbot, tmp_path):
    window = opened()
    panel = window.chart("price")
    segment(panel, "Weekly bars").click()
    window.verbs.questions.answers["table_to_save"] = tmp_path / "p.csv"
    window.commands["file.export.price.table"].trigger()
    settle(window.session)
    text = (tmp_path / "p.csv").read_text(encoding="utf-8")
    first, last = panel.shown_bars
    table = pd.read_csv(io.StringIO(text), comment="#")
    assert list(table["date"]) == [str(day) for day in panel.bars.series.session[first:last]]
    assert list(table["high"]) == list(panel.bars.series.high[first:last])
    assert "predicted_price" not in table
    assert "weekly, of daily ones" in text and window.session.prices.content_hash in text
    window.verbs.questions.answers["picture_to_save"] = (tmp_path / "p.svg", 1500)
    window.commands["file.export.price.picture"].trigger()
    settle(window.session)
    drawn = (tmp_path / "p.svg").read_text(encoding="utf-8")
    assert f"{last - first} weeks to" in drawn and "one-step forecast" not in drawn
    window.close()
    window.deleteLater()
