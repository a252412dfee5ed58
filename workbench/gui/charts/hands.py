"""Mouse, wheel, fingers and keys upon a chart of bars: they move its viewport and its crosshair."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QPinchGesture, QToolTip

from workbench.gui.charts.canvas import Canvas, Pane
from workbench.gui.charts.viewport import Viewport
from workbench.gui.theme import Theme

WHEEL_ZOOM = 1.0015
KEY_PAN, KEY_ZOOM = 0.1, 1.25


SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ZOOMS = {
    Qt.Key.Key_Up: 1 / KEY_ZOOM, Qt.Key.Key_Plus: 1 / KEY_ZOOM,
    Qt.Key.Key_Down: KEY_ZOOM, Qt.Key.Key_Minus: KEY_ZOOM,
}  # fmt: skip


def move_by_key(viewport: Viewport, key: Qt.Key) -> bool:
    """Arrows, plus and minus, Home, End and 0 upon the bars in sight; whether it was one of them."""
    if key in SIDES:
        viewport.pan(SIDES[key] * KEY_PAN * viewport.span)
    elif key in ZOOMS:
        viewport.zoom(ZOOMS[key])
    elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        viewport.pan(-viewport.bars if key == Qt.Key.Key_Home else viewport.bars)
    elif key == Qt.Key.Key_0:
        viewport.reset()
    else:
        return False
    return True


class BarCanvas(Canvas):
    """`hovered` carries the bar and the value under the mouse, NaN outside the first pane; `left` its end."""

    hovered = Signal(int, float)
    left = Signal()
    stepped = Signal(int)
    """Shift and an arrow key: move the crosshair by so many bars."""
    menu_asked = Signal(QPoint)
    """The place on the screen where a menu is wanted."""

    def __init__(self, theme: Theme, name: str, viewport: Viewport) -> None:
        super().__init__(theme, name)
        self._viewport = viewport
        self._drag: float | None = None
        self.tip: Callable[[int], str] = lambda bar: ""
        self.grabGesture(Qt.GestureType.PinchGesture)

    def panes(self) -> tuple[Pane, ...]:
        """The panes from top to bottom; the first one's values are read."""
        raise NotImplementedError

    def wheelEvent(self, event: QWheelEvent) -> None:
        across, along = event.angleDelta().x(), event.angleDelta().y()
        if abs(across) > abs(along):
            self._viewport.pan(-across / 120 * KEY_PAN * self._viewport.span)
        elif along:
            self._viewport.zoom(WHEEL_ZOOM**-along, self._bar_at(event.position().x()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.NativeGesture:
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.pinch(1 + event.value(), event.position())
                return True
        elif event.type() == QEvent.Type.Gesture:
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.pinch(pinch.scaleFactor(), pinch.centerPoint())
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip(round(self._bar_at(event.pos().x()))), self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())
        event.accept()

    def pinch(self, factor: float, place: QPointF) -> None:
        """Two fingers drew apart (`factor` above 1) or together around `place`."""
        if factor > 0:
            self._viewport.zoom(1 / factor, self._bar_at(place.x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = event.position().x() - self._drag
            self._drag = event.position().x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._viewport.pan(-moved / self.panes()[0].frame().bar_width)
        self._hover(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._viewport.reset()

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = SIDES.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stepped.emit(step)
        elif not move_by_key(self._viewport, Qt.Key(event.key())):
            event.ignore()

    def _bar_at(self, pixel: float) -> float:
        frame = self.panes()[0].frame()
        return frame.x0 + float(np.clip(pixel, 0, frame.width)) / frame.bar_width

    def _hover(self, event: QMouseEvent) -> None:
        for pane in self.panes():
            place = self.inside(pane, event.position())
            if place is not None and pane.is_shown:
                frame, first = pane.frame(), pane is self.panes()[0]
                value = frame.value_at(place.y()) if first else float("nan")
                self.hovered.emit(frame.bar_at(place.x()), value)
                return
        self.left.emit()
