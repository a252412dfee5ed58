"""Faults of the Qt binding that would only show as a crash after an hour."""

from __future__ import annotations

import sys

import pytest


def test_that_qt_calls_leave_none_refcount_unchanged(qapp: object) -> None:
    """PySide6 6.12.0 drops one reference to None in every void call below Python 3.12."""
    from PySide6.QtCore import QLineF, QTimer
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QWidget

    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter, widget, timer, line = QPainter(image), QWidget(), QTimer(), QLineF(0, 0, 7, 7)
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.drawLine(line)
        widget.setWindowTitle("title")
        timer.start(1000)
    after = sys.getrefcount(None)
    painter.end()
    timer.stop()
    assert abs(after - before) <= 200


@pytest.mark.x11
def test_that_a_window_is_exposed_on_a_real_x_server(qtbot: object) -> None:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QLabel

    label = QLabel("hello")
    qtbot.addWidget(label)
    with qtbot.waitExposed(label):
        label.show()
    assert QGuiApplication.platformName() == "xcb"
