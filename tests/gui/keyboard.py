"""Going round a window with the Tab key, and seeing where one is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGraphicsView,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSizeGrip,
    QTabBar,
    QTextEdit,
    QWidget,
)

from workbench.gui.charts.epoch_canvas import EpochCanvas
from workbench.gui.charts.fit_grid import FitGrid
from workbench.gui.theme import current
from workbench.gui.widgets.numeric_field import NumericField

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QGraphicsView,
    QLineEdit, QPlainTextEdit, QTabBar, QTextEdit, FitGrid,
)  # fmt: skip
PARTS_OF_OTHERS = (EpochCanvas, QScrollBar, QHeaderView, QSizeGrip)
"""A loss (`EpochCanvas`) does nothing for the mouse. A scroll bar follows what has the focus; headers sort
what `sort by` sorts as well."""
MOST_STOPS = 300
LEAST_PIXELS = 8
"""That must differ between with and without the focus."""


def tab_round(window: QWidget, visit=lambda stop: None, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press Tab until it comes back to the first stop; `visit` is called at each. In order, each once."""
    QTest.keyClick(QApplication.focusWidget() or window, key)
    stops: list[QWidget] = []
    while (here := QApplication.focusWidget()) not in stops:
        assert here is not None and window.isAncestorOf(here), f"Tab left after {names(stops[-3:])}"
        assert len(stops) < MOST_STOPS, "Tab never comes round"
        stops.append(here)
        visit(here)
        QTest.keyClick(here, key)
        assert QApplication.focusWidget() is not here or len(stops) == 1, f"{named(here)} keeps Tab to itself"
    assert here is stops[0], f"Tab goes round without {names(stops[: stops.index(here)])}"
    return stops


def controls(window: QWidget) -> list[QWidget]:
    """All that a mouse can use: visible and enabled."""
    return [
        part for part in window.findChildren(QWidget)
        if isinstance(part, CONTROLS) and not isinstance(part, PARTS_OF_OTHERS)
        and part.isVisible() and part.isEnabled() and part.window() is window and not _is_inner(part)
    ]  # fmt: skip


def _is_inner(part: QWidget) -> bool:
    """What is only a part of another control: the cross on a tab, the list within a drop-down."""
    parent = part.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, (QTabBar, QComboBox)):
            return True
        parent = parent.parentWidget()
    return False


def stands_for(control: QWidget, stops: list[QWidget]) -> QWidget | None:
    """The stop by which a control is reached: itself, or of a group the one that the arrow keys leave."""
    if control in stops:
        return control
    group = control.group() if isinstance(control, QAbstractButton) else None
    if group is None or not group.exclusive():
        return None
    return next((button for button in group.buttons() if button in stops), None)


def said_of(stop: QWidget) -> str:
    """What a screen reader calls it: its own name, else the words on it."""
    return stop.accessibleName() or (stop.text() if isinstance(stop, QAbstractButton) else "")


def look(stop: QWidget) -> np.ndarray:
    """What is seen of a control now, shape (height, width, 3), shares of light."""
    # A number's frame wears the ring for the text in it.
    shower = stop.parentWidget() if isinstance(stop.parentWidget(), NumericField) else stop
    QApplication.processEvents()
    seen = shower.grab()
    ground = QPixmap(seen.size())
    ground.setDevicePixelRatio(seen.devicePixelRatio())
    ground.fill(QColor(current().tokens.bg1))
    painter = QPainter(ground)
    painter.drawPixmap(0, 0, seen)
    painter.end()
    image = ground.toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    parts = lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def differing(one: np.ndarray, other: np.ndarray, least: float) -> int:
    """How many pixels of two pictures stand in a contrast of at least `least` to each other."""
    if one.shape != other.shape:
        return 0
    weights = np.array([0.2126, 0.7152, 0.0722])
    lights = np.stack([one @ weights, other @ weights]) + 0.05
    return int((lights.max(axis=0) / lights.min(axis=0) >= least).sum())


def is_in_sight(stop: QWidget) -> bool:
    """Whether any of it is: not covered, not scrolled away."""
    shower = stop.viewport() if isinstance(stop, QAbstractScrollArea) else stop
    return not shower.visibleRegion().isEmpty()


def named(stop: QWidget) -> str:
    parent = stop.parentWidget()
    return f"{type(parent).__name__}/{type(stop).__name__} {said_of(stop)!r}"


def names(stops: list[QWidget]) -> str:
    return ", ".join(named(stop) for stop in stops)
