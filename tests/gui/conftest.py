"""What tests of widgets share."""

from __future__ import annotations

import pytest

from tests.gui.desk import Answers, settle
from workbench.experiment.executors.inline import InlineExecutor
from workbench.gui.main_window import MainWindow
from workbench.gui.runner import Runner
from workbench.gui.session import Session
from workbench.gui.theme import Theme, apply


@pytest.fixture
def theme(qapp):
    """The dark theme, put on the application."""
    theme = Theme("dark")
    apply(qapp, theme)
    return theme


@pytest.fixture
def opened(qtbot):
    """Makes a window on a document whose runs are made in this process; `answers` are the user's."""
    windows = []

    def make(document, **answers):
        session = Session(runner=Runner(make_executor=InlineExecutor), document=document)
        session.change_settings(welcome_hidden=True)
        window = MainWindow(session, Answers(unsaved="discard", **answers))
        window.show()
        settle(session)
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
