"""Bars within the day from a CSV file to the chart: times, ranges, zoom, exports, and no training on them."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QPushButton

from tests.gui.desk import Answers, FakeRun, settle
from tests.samples import make_prices
from workbench.data.providers.csv_file import read_csv
from workbench.evaluation.spec import EvaluationSpec
from workbench.gui.charts.clock import DayClock, calendar_of
from workbench.gui.charts.text import Label
from workbench.gui.charts.ticks import MONTHS, Calendar
from workbench.gui.main_window import MainWindow
from workbench.gui.present import bars as present_bars
from workbench.gui.present import chart as present
from workbench.gui.present import price as present_price
from workbench.gui.present import setup as present_setup
from workbench.gui.session import Session
from workbench.project.file.reader import open_document

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")
OPEN, CLOSE = 570, 960
"""Minutes of the day between which an exchange trades."""


def written(folder, step=60, days=60):
    """A file of bars of `step` minutes on so many trading days."""
    session = np.arange("2024-01-01", "2024-12-31", dtype="datetime64[D]")
    session = session[np.is_busday(session)][:days]
    times = [(day, minute) for day in session for minute in range(OPEN, CLOSE, step)]
    walk = make_prices(len(times))
    lines = ["Datetime,Open,High,Low,Close,Volume"]
    for (day, minute), *row in zip(times, walk.open, walk.high, walk.low, walk.close, strict=True):
        figures = ",".join(f"{value:.4f}" for value in row)
        lines.append(f"{day} {minute // 60:02}:{minute % 60:02}:00-05:00,{figures},100")
    path = folder / f"ACME{step}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def hours(tmp_path, **kwargs):
    return read_csv(written(tmp_path, **kwargs))[0]


@pytest.fixture
def window(qapp, tmp_path):
    session = Session(runner=FakeRun().runner())
    session.change_settings(welcome_hidden=True)
    window = MainWindow(session, Answers(unsaved="discard"))
    window.resize(1440, 900)
    window.show()
    session.import_csv(written(tmp_path))
    settle(session)
    yield window
    window.close()
    window.deleteLater()


def press(window, words):
    buttons = window.centre.price._chart.tools.findChildren(QPushButton)
    next(button for button in buttons if button.accessibleName() == words).click()


def test_that_the_readout_and_the_control_tell_hours_and_times(window):
    panel = window.centre.price
    chart = panel._chart
    assert chart.viewport.bars == 420
    chart._cursor.put(8, 1.0)
    assert "2024-01-02\u00a010:30" in chart.readout_text
    names = [button.accessibleName() for button in chart.tools.findChildren(QPushButton)]
    assert [name for name in names if name.endswith("bars")] == [
        "Hourly bars", "Daily bars", "Weekly bars", "Monthly bars",
    ]
    ranges = [name.removeprefix("range: ") for name in names if name.startswith("range")]
    assert ranges == ["1D", "5D", "1M", "3M", "all"]


@pytest.mark.parametrize(("words", "days"), [("1D", 1), ("5D", 5)])
def test_that_a_range_of_days_shows_whole_trading_days(window, words, days):
    press(window, f"range: {words}")
    panel = window.centre.price
    first, last = panel.shown_bars
    session = panel.bars.series.session
    assert len(np.unique(session[first:last])) == days or last - first == 8
    assert last == len(session) and window.centre.price._chart.look.span == f"{days}d"


def test_that_the_zoom_is_remembered_to_the_hour_and_comes_back(window):
    chart = window.centre.price._chart
    chart.show_range(100, 130)
    window.session.show_symbol("SP500")
    settle(window.session)
    assert chart.viewport.bars > 5000
    known = window.session.settings.charts["ACME60 1h"]
    assert (known.first, known.last) == ("2024-01-19T11:30:00", "2024-01-25T13:30:00")
    window.session.show_symbol("ACME60 1h")
    assert (chart.viewport.first, chart.viewport.last) == (99.5, 130.5)


def test_that_days_of_hours_can_be_drawn_and_the_view_keeps_its_days(window):
    panel = window.centre.price
    panel._chart.show_range(100, 201)
    press(window, "Daily bars")
    series = panel.bars.series
    assert series.interval == "1d" and len(series) == 60
    first, last = panel.shown_bars
    assert (str(series.session[first]), str(series.session[last - 1])) == ("2024-01-19", "2024-02-08")
    press(window, "Hourly bars")
    first, last = panel.shown_bars
    stamp = panel.bars.series.stamp
    assert str(stamp[first]) == "2024-01-19T09:30:00" and str(stamp[last - 1]) == "2024-02-08T15:30:00"


def test_that_nothing_is_sealed_and_training_is_refused_beside_the_button(window):
    panel = window.centre.price
    assert panel.zones == present_price.ZoneBars(None, None, 0)
    assert not window.commands["run.train"].isEnabled()
    (problem,) = window.session.problems
    assert problem.field == "data"
    assert str(problem) == (
        "Training needs daily bars, and those of ACME60 1h are hourly. Import the same prices as daily bars."
    )
    assert window._progress().text == str(problem)
    window.session.show_symbol("SP500")
    settle(window.session)
    assert window.commands["run.train"].isEnabled()


def test_that_the_table_names_the_time_of_each_bar(window, tmp_path):
    panel = window.centre.price
    panel._chart.show_range(100, 130)
    window.verbs.questions.answers["table_to_save"] = tmp_path / "p.csv"
    window.commands["file.export.price.table"].trigger()
    settle(window.session)
    text = (tmp_path / "p.csv").read_text(encoding="utf-8")
    table = pd.read_csv(io.StringIO(text), comment="#", parse_dates=["date"])
    assert len(table) == 31 and str(table["date"][0]) == "2024-01-19 11:30:00"
    assert "420 hours" in text


def test_that_a_project_brings_its_hours_along_to_a_computer_that_has_none(window, tmp_path):
    session = window.session
    stamps, content_hash = session.prices.stamp, session.prices.content_hash
    session.save_as(tmp_path / "study.swb")
    settle(session)
    assert content_hash in open_document(tmp_path / "study.swb").prices
    other = Session(runner=FakeRun().runner(), store_folder=tmp_path / "another-computer")
    other.open_path(tmp_path / "study.swb")
    settle(other)
    assert (other.prices.interval, other.prices.content_hash) == ("1h", content_hash)
    assert (other.prices.stamp == stamps).all() and other.message_level != "error"
    other.close()


def test_that_hours_are_called_hours_in_the_setup(tmp_path):
    series = hours(tmp_path)
    assert present_setup.bars_note(series) == "hourly"
    assert present_setup.bars_note(hours(tmp_path, step=15, days=5)) == "15 min"
    assert present_setup.bars_tip(series).startswith("Hourly bars as they are; no dividends")
    assert not present_setup.has_zones(series) and present_setup.has_zones(make_prices(9))
    assert "420 hourly bars" in present_setup.loaded_sentence(
        type("Data", (), {"source": "csv"})(), series, ()
    )  # fmt: skip


def test_that_days_keep_their_own_calendar(tmp_path):
    assert type(calendar_of(make_prices(30))) is Calendar
    assert isinstance(calendar_of(hours(tmp_path)), DayClock)


def test_that_labels_are_times_then_days_then_months(tmp_path):
    clock = calendar_of(hours(tmp_path, step=5))
    within = [text for _, text in clock.ticks(77.5, 155.5, 800)]
    assert within[0] == "Jan 2" and {"11:00", "12:00", "15:00"} <= set(within)
    halves = [text for _, text in calendar_of(hours(tmp_path)).ticks(7.5, 20.5, 1200)]
    assert halves[:3] == ["Jan 2", "11:30", "12:30"] and "Jan 3" in halves
    week = [text for _, text in clock.ticks(77.5, 467.5, 800)]
    assert week == ["Jan 2", "Jan 3", "Jan 4", "Jan 5", "Jan 8"]
    long = calendar_of(hours(tmp_path, days=240))
    assert [text for _, text in long.ticks(0, 240 * 7, 800)][:3] == ["Mar", "May", "Jul"]


def test_that_times_without_a_day_among_them_begin_with_their_day(tmp_path):
    clock = calendar_of(hours(tmp_path, step=5))
    afternoon = clock.ticks(120.2, 150.5, 800)
    assert afternoon[0] == (121, "Jan 2")
    assert [text for _, text in afternoon[1:]] == [
        "13:30", "13:45", "14:00", "14:15", "14:30", "14:45", "15:00", "15:15", "15:30",
    ]
    overnight = [text for _, text in clock.ticks(140, 180, 800)]
    assert overnight[0] == "Jan 2" and "Jan 3" in overnight
    near = [text for _, text in clock.ticks(154, 200, 800)]
    assert near[0] == "Jan 3" and "Jan 2" not in near


@pytest.mark.parametrize("words", ["1D", "5D", "1M", "3M", "all"])
def test_that_every_range_shows_a_date_whole_on_the_axis(window, words, tmp_path, monkeypatch):
    painted = []

    def paint(label, painter, x, *_, **__):
        painted.append((label._text, x, x + label.width))

    window.session.import_csv(written(tmp_path, step=5))
    settle(window.session)
    press(window, f"range: {words}")
    monkeypatch.setattr(Label, "paint", paint)
    axis = window.centre.price._chart._canvas._dates
    image = QImage(axis.area.size().toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    axis.paint(painter)
    painter.end()
    dates = [row for row in painted if row[0][:3] in MONTHS]
    assert dates and painted == sorted(painted, key=lambda row: row[1])
    assert all(left >= 0 and right <= axis.area.width() for _, left, right in painted)
    assert all(a[2] < b[1] for a, b in pairwise(painted))


@pytest.fixture(scope="module")
def clocks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hours")
    return [calendar_of(hours(folder, step=step, days=40)) for step in (5, 30, 60)]


@given(data=st.data())
def test_that_labels_stand_on_bars_in_sight_and_not_too_close(clocks, data):
    clock = data.draw(st.sampled_from(clocks))
    bars = len(clock._stamp)
    first = data.draw(st.floats(-10, bars - 9))
    last = data.draw(st.floats(first + 8, bars + 10))
    pixels, gap = data.draw(st.integers(100, 2000)), 74
    ticks = clock.ticks(first, last, pixels, gap)
    places = np.array([bar for bar, _ in ticks])
    assert all(first <= bar <= last and float(bar).is_integer() for bar in places)
    assert (np.diff(places) > 0.8 * (last - first) * gap / max(pixels, gap)).all()
    for bar, text in ticks:
        stamp = clock._stamp[int(bar)]
        assert text == str(stamp)[11:16] or str(stamp)[8:10].lstrip("0") in text or text.isalpha()


def test_that_a_moment_is_a_day_or_a_time(tmp_path):
    assert present_bars.moment(make_prices(5), 2) == str(make_prices(5).session[2])
    assert present_bars.moment(hours(tmp_path), 1) == "2024-01-01\u00a010:30"


def test_that_two_symbols_of_hours_meet_by_the_hour(tmp_path):
    series = hours(tmp_path)
    other = series.take(np.arange(len(series)) != 5)
    closes = present.beside(series, other)
    assert np.isnan(closes[5]) and closes[6] == series.close[6]
    daily = present_bars.shown_bars(series, "1d", None).series
    assert present.beside(daily, series)[3] == series.close[27]


def test_that_hours_have_no_vault_however_many_there_are(tmp_path):
    chosen = EvaluationSpec()
    series = hours(tmp_path, days=240)
    assert len(series) > 2 * chosen.vault_bars
    assert present_price.zones(None, series, None, chosen) == present_price.ZoneBars(None, None, 0)
    assert present_price.zones(None, make_prices(len(series)), None, chosen).vault_first is not None
