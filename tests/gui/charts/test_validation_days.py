"""Validation days on the price chart and in the overview: a dashed rule, and not the ground of train."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.gui.charts.pixels import bluish, colour, picture
from tests.gui.fake_session import run_events, session_of
from tests.samples import FIRST_TRAIN, VAULT_BARS, make_result
from workbench.gui.charts import zones
from workbench.gui.charts.price import PriceChart
from workbench.gui.charts.text import Label, lettering
from workbench.gui.charts.zones import UNDER_NAMES
from workbench.gui.panels.price import PricePanel
from workbench.gui.theme import DARK

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")
PRICES, RESULT = make_result()
VAULT = len(PRICES) - VAULT_BARS
FIRST, LAST = FIRST_TRAIN - 120, FIRST_TRAIN - 11


@pytest.fixture
def chart(theme, qtbot):
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(900, 380)
    chart.show()
    chart.set_prices(PRICES)
    chart.set_zones(FIRST_TRAIN, VAULT, 3)
    chart.show_range(FIRST - 60, FIRST_TRAIN + 60)
    return chart


def columns(chart, first, last):
    """The pixels of these bars, a few inside their edges."""
    frame = chart._canvas.price_pane.frame()
    return slice(int(frame.left_edge(first)) + 3, int(frame.left_edge(last + 1)) - 3)


def test_that_their_rule_is_broken_and_that_of_the_test_is_not(chart):
    chart.set_validation((FIRST, LAST), "FOLD 1 · VALIDATION")
    top = bluish(picture(chart._canvas))[0]
    checked, test = top[columns(chart, FIRST, LAST)], top[columns(chart, FIRST_TRAIN, FIRST_TRAIN + 55)]
    assert 0.4 < checked.mean() < 0.75
    assert np.count_nonzero(np.diff(checked.astype(int))) > 20
    assert test.all()
    assert not top[columns(chart, LAST + 1, FIRST_TRAIN - 1)].any()


def test_that_only_days_weights_were_fitted_on_have_the_ground_of_train(chart):
    foot = chart._canvas.height() - 25

    def ground(first, last):
        """The commonest colour low in the volume pane."""
        part = picture(chart._canvas)[foot - 120 : foot - 60, columns(chart, first, last)].reshape(-1, 3)
        found, counts = np.unique(part, axis=0, return_counts=True)
        return tuple(found[counts.argmax()])

    assert ground(FIRST, LAST) == colour(DARK.train)
    chart.set_validation((FIRST, LAST))
    assert ground(FIRST, LAST) == colour(DARK.plot)
    assert ground(FIRST - 50, FIRST - 1) == colour(DARK.train)
    assert ground(LAST + 1, FIRST_TRAIN - 1) == colour(DARK.train)


def test_that_among_test_days_the_solid_rule_stays_and_theirs_runs_beneath_the_names(chart):
    chart.set_validation((FIRST_TRAIN + 10, FIRST_TRAIN + 50), "FOLD 2 · VALIDATION")
    blue = bluish(picture(chart._canvas))
    part = columns(chart, FIRST_TRAIN + 10, FIRST_TRAIN + 50)
    assert blue[0, part].all()
    assert 0.4 < blue[UNDER_NAMES, part].mean() < 0.75


def labels(chart, monkeypatch):
    """(text, left, right) of the zones' names as they are written."""
    written = []

    class Spy(Label):
        def paint(self, painter, left, middle, ink, *more, **named):
            written.append((self._text, left, left + self.width))
            super().paint(painter, left, middle, ink, *more, **named)

    monkeypatch.setattr(zones, "label", lambda text, face: Spy(text, lettering(face)))
    chart._canvas.price_pane.refresh()
    picture(chart._canvas)
    return {text: (left, right) for text, left, right in written}


def test_that_their_name_stands_clear_of_the_others_wherever_they_lie(chart, monkeypatch):
    chart.set_zone_labels("FOLD 1 · OUT OF SAMPLE", "FOLD 2 · NEXT")
    chart.set_live_predictions(FIRST_TRAIN, np.full(30, 0.002))
    chart.show_range(FIRST_TRAIN - 20, FIRST_TRAIN + 100)
    seen = 0
    for first in range(FIRST_TRAIN - 130, FIRST_TRAIN + 60, 7):
        chart.set_validation((first, first + 100), "FOLD 3 · VALIDATION")
        found = labels(chart, monkeypatch)
        ends = sorted(found.values())
        assert all(right < left for (_, right), (left, _) in pairwise(ends)), (first, found)
        name = next((found[text] for text in ("FOLD 3 · VALIDATION", "VALIDATION") if text in found), None)
        if name is not None:
            seen += 1
            frame = chart._canvas.price_pane.frame()
            assert frame.left_edge(first) <= name[0] < name[1] <= frame.left_edge(first + 101)
    assert seen > 15


def test_that_the_overview_marks_them_too(chart):
    before = bluish(picture(chart._overview))
    chart.set_validation((FIRST, LAST))
    frame = chart._overview._pane.frame()
    part = slice(int(frame.left_edge(FIRST)) + 1, int(frame.left_edge(LAST + 1)) - 1)
    assert not before[0, part].any()
    assert bluish(picture(chart._overview))[0, part].any()


def test_that_no_mark_reaches_the_vault(chart):
    chart.set_validation((VAULT - 20, VAULT + 30))
    chart.show_range(VAULT - 60, VAULT + 60)
    blue = bluish(picture(chart._canvas))
    edge = int(chart._canvas.price_pane.frame().left_edge(VAULT))
    assert blue[UNDER_NAMES, :edge].any()
    assert not blue[:, edge + 1 : int(chart._canvas.price_pane.frame().width)].any()


def test_that_the_legend_names_them_while_they_are_marked(chart):
    assert "validation" not in chart.legend.accessibleName()
    chart.set_validation((FIRST, LAST))
    assert "validation days" in chart.legend.accessibleName()
    chart.set_validation(None)
    assert "validation" not in chart.legend.accessibleName()


def test_that_the_panel_marks_the_fold_under_the_crosshair_and_else_the_first(theme, qtbot):
    session = session_of(theme, PRICES, RESULT)
    panel = PricePanel(session)
    qtbot.addWidget(panel)
    panel.resize(900, 420)
    panel.show()
    session.show(RESULT)
    marks, chart = panel._chart._marks, panel._chart
    first = marks.validation
    assert first[1] < FIRST_TRAIN and marks.validation_label == "FOLD 1 · VALIDATION"
    chart._cursor.put(VAULT - 5, float("nan"))
    assert marks.validation[0] > first[1] and marks.validation_label.startswith("FOLD 3")
    chart._cursor.leave()
    assert marks.validation == first


def test_that_the_panel_marks_the_fold_in_training(theme, qtbot):
    session = session_of(theme, PRICES, RESULT)
    panel = PricePanel(session)
    qtbot.addWidget(panel)
    panel.resize(900, 420)
    panel.show()
    session.happen(*run_events(PRICES, RESULT, 2, epochs_of_last=1))
    assert session.running
    assert panel._chart._marks.validation_label == "FOLD 2 · VALIDATION"
