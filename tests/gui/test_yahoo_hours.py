"""Days and hours of one ticker side by side in the window: added, named apart, fetched again."""

from __future__ import annotations

import pytest

from tests.gui.desk import Answers, FakeRun, settle
from tests.project.conftest import make_hours
from tests.samples import make_prices
from workbench.data import health, intervals
from workbench.data.providers import yahoo
from workbench.errors import UsageError
from workbench.gui.main_window import MainWindow
from workbench.gui.panels.watchlist import WatchlistPanel
from workbench.gui.session import Session
from workbench.gui.symbol_tabs import SymbolTabs

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")


@pytest.fixture
def asked(monkeypatch):
    """What Yahoo was asked, as (symbol, interval); it knows every ticker, and hours as well as days."""
    asked = []

    def fetch(symbol, start=None, end=None, interval="1d"):
        asked.append((symbol, interval))
        name = intervals.named(symbol, interval)
        if interval == "1m":
            raise UsageError("Yahoo keeps them for 8 days only.", "Begin later, or take longer bars.")
        if interval == "1d":
            series = make_prices(1700 + len(asked), symbol=name, source="yahoo")
        else:
            series = make_hours(210 + len(asked), symbol=name, source="yahoo", interval=interval)
        series = series.replace(name=intervals.named("Apple Inc.", interval))
        return series, health.check(series)

    monkeypatch.setattr(yahoo, "fetch", fetch)
    return asked


@pytest.fixture
def window(qapp):
    session = Session(runner=FakeRun().runner())
    session.change_settings(welcome_hidden=True)
    window = MainWindow(session, Answers(unsaved="discard"))
    window.resize(1440, 900)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def add(window, symbol):
    window.verbs.questions.answers["ticker"] = (symbol, "yahoo")
    window.commands["data.add_ticker"].trigger()
    settle(window.session)


def rows(window):
    listed = window.findChild(WatchlistPanel)._list
    return [listed.item(place).text() for place in range(listed.count())]


def test_that_hours_stand_beside_the_days_of_the_same_ticker(window, asked):
    add(window, "AAPL")
    add(window, "AAPL 1h")
    assert asked == [("AAPL", "1d"), ("AAPL", "1h")]
    assert rows(window)[-2:] == ["Apple Inc., Yahoo, 1,701 days", "Apple Inc. 1h, Yahoo, 212 hours"]
    tabs = window.findChild(SymbolTabs)
    names = [tabs.tabText(place).replace("&&", "&") for place in range(tabs.count())]
    assert names == ["S&P 500", "Apple Inc.", "Apple Inc. 1h"]
    assert window.session.prices.interval == "1h"
    window.session.show_symbol("AAPL")
    settle(window.session)
    assert window.session.prices.interval == "1d"
    assert window.session.book.stored_symbols() == ("AAPL", "AAPL 1h")


def test_that_fetching_again_asks_for_the_same_length(window, asked):
    add(window, "AAPL 1h")
    first = window.session.prices.content_hash
    window.commands["data.fetch_again"].trigger()
    settle(window.session)
    assert asked == [("AAPL", "1h")] * 2 and window.session.prices.content_hash != first
    assert [row for row in rows(window) if row.startswith("Apple")] == ["Apple Inc. 1h, Yahoo, 212 hours"]


def test_that_training_on_yahoos_hours_is_refused_with_yahoos_days_as_remedy(window, asked):
    add(window, "AAPL 1h")
    (problem,) = window.session.problems
    assert str(problem) == (
        "Training needs daily bars, and those of AAPL 1h are hourly. Fetch the days of AAPL."
    )


def test_that_what_yahoo_no_longer_has_is_said_and_nothing_is_added(window, asked):
    before = rows(window)
    add(window, "AAPL 1m")
    assert window.session.message.endswith("for 8 days only. Begin later, or take longer bars.")
    assert window.session.message_level == "error" and rows(window) == before
