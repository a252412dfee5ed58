"""A chart's canvas: panes and axes in rows, painted by the widget itself in whole pixels.

One widget, no scene beneath: a frame is a few dozen calls of one painter (docs/decisions/027).
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.text import scale_of
from workbench.gui.theme import Theme

_NOWHERE = QRectF(0, 0, 0, 0)


class Box:
    """A part of a canvas with an area of its own; `paint` finds the painter at its upper left corner."""

    def __init__(self) -> None:
        self.area = _NOWHERE
        """Where it lies, in the canvas' pixels."""
        self.is_shown = True
        self.canvas: Canvas | None = None

    def set_shown(self, shown: bool) -> None:
        """Paint it or not; it keeps its row."""
        if shown != self.is_shown:
            self.is_shown = shown
            self.update()

    def place(self, area: QRectF) -> None:
        """Lie there from now on."""
        self.area = area

    def update(self) -> None:
        """Have its area painted anew."""
        if self.canvas is not None:
            self.canvas.update(self.area.toAlignedRect())

    def paint(self, painter: QPainter) -> None:
        raise NotImplementedError


class Pane(Box):
    """`still` drawings beneath, `live` ones (crosshair, dragged window) above.

    The still ones go straight to the screen the first time after a change, the second time into a pixmap
    that all later paintings copy. So a moving crosshair repaints little, and a moving range pays for no
    pixmap.
    """

    def __init__(
        self, theme: Theme, still: tuple[Drawing, ...], live: tuple[Drawing, ...] = ()
    ) -> None:
        super().__init__()
        self._theme = theme
        self.log = False
        self._range = (0.0, 1.0, 0.0, 1.0)
        self._still, self._live = (
            tuple(sorted(drawings, key=lambda drawing: drawing.z)) for drawings in (still, live)
        )
        self._settled = False
        self._kept: QPixmap | None = None
        self._frame: Frame | None = None

    def frame(self) -> Frame:
        """The present pixels, range and colours."""
        known, tokens = self._frame, self._theme.tokens
        if known is None or known.tokens is not tokens or known.log != self.log:
            width, height = self.area.width(), self.area.height()
            known = self._frame = Frame(width, height, *self._range, tokens, self.log)
        return known

    def show_range(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """Show x0..x1 bars by y0..y1 values, exactly; logarithms of values where `log` is set."""
        if (x0, x1, y0, y1) != self._range:
            self._range, self._frame = (x0, x1, y0, y1), None
            self.refresh()

    def refresh(self) -> None:
        """Paint everything anew, what follows its range included."""
        self._settled, self._kept = False, None
        if self.canvas is not None:
            self.canvas.update()

    def refresh_live(self) -> None:
        """Paint only what follows the mouse."""
        self.update()

    def place(self, area: QRectF) -> None:
        if area != self.area:
            super().place(area)
            self._frame = None
            self.refresh()

    def paint(self, painter: QPainter) -> None:
        frame = self.frame()
        if frame.width < 2 or frame.height < 2:
            return
        painter.setClipRect(frame.box, Qt.ClipOperation.IntersectClip)
        ratio = scale_of(painter)
        # A picture of the chart has a scale of its own; what is kept for the screen would be stretched.
        if self._settled and self.canvas is not None and ratio == self.canvas.devicePixelRatioF():
            if self._kept is None:
                self._kept = self._pixmap(frame, ratio)
            painter.drawPixmap(QPointF(0, 0), self._kept)
        else:
            _draw(self._still, painter, frame)
            self._settled = True
        _draw(self._live, painter, frame)

    def _pixmap(self, frame: Frame, ratio: float) -> QPixmap:
        """The still drawings on the chart's ground: opaque, it is copied several times as fast."""
        pixmap = QPixmap(QSize(ceil(frame.width * ratio), ceil(frame.height * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(frame.tokens.plot))
        painter = QPainter(pixmap)
        _draw(self._still, painter, frame)
        painter.end()
        return pixmap


def _draw(drawings: tuple[Drawing, ...], painter: QPainter, frame: Frame) -> None:
    for drawing in drawings:
        painter.save()
        drawing.draw(painter, frame)
        painter.restore()


class Canvas(QWidget):
    """Rows of panes, each with a value axis at its right, and axes beneath; as wide as all axes ask for.

    Rows of a fixed height take it, the others share what is left.
    """

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._ring = False
        self._boxes: list[tuple[int, Box, bool]] = []
        self._heights: dict[int, float | None] = {}
        self._axis_width = 0.0
        self.setMinimumSize(60, 24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        # Its ground covers it all: whatever lies behind need not be painted first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        theme.changed.connect(self.retint)

    def add(self, box: Box, row: int, *, at_right: bool = False, height: float | None = None) -> None:
        """Put a box into a row, as wide as the panes or `at_right` of them; `height` fixes the row's."""
        box.canvas = self
        self._boxes.append((row, box, at_right))
        self._heights.setdefault(row, height)
        self._lay_out()

    @property
    def axis_width(self) -> float:
        """Pixels at the right of the panes."""
        return self._axis_width

    def set_axis_width(self, width: float) -> None:
        """Leave that many pixels at the right of the panes."""
        if width != self._axis_width:
            self._axis_width = width
            self._lay_out()

    def set_row_height(self, row: int, height: float | None) -> None:
        """Fix the height of a row in pixels, or let it take what is left (None)."""
        if self._heights.get(row, -1) != height:
            self._heights[row] = height
            self._lay_out()

    def retint(self) -> None:
        """Take the colours of the theme."""
        for _, box, _ in self._boxes:
            if isinstance(box, Pane):
                box.refresh()
        self.update()

    def inside(self, pane: Pane, point: QPointF) -> QPointF | None:
        """`point` of this widget in a pane's pixels, or None where it lies outside."""
        return point - pane.area.topLeft() if pane.area.contains(point) else None

    def sizeHint(self) -> QSize:
        return QSize(256, 192)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, asked = QPainter(self), QRectF(event.rect())
        painter.fillRect(asked, QColor(self.theme.tokens.plot))
        for _, box, _ in self._boxes:
            if box.is_shown and box.area.intersects(asked):
                painter.save()
                painter.translate(box.area.topLeft())
                box.paint(painter)
                painter.restore()
        if self._ring:
            painter.setPen(QPen(QColor(self.theme.tokens.focus), 1.5))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._set_ring(by_key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._set_ring(False)

    def _set_ring(self, shown: bool) -> None:
        """A frame around the chart that the keyboard reached; a click shows where one is anyhow."""
        self._ring = shown
        self.update()

    def _lay_out(self) -> None:
        fixed = sum(height for height in self._heights.values() if height is not None)
        sharing = sum(height is None for height in self._heights.values())
        shared = max(self.height() - fixed, 0) / max(sharing, 1)
        width, tops, top = max(self.width() - self._axis_width, 0), {}, 0.0
        for row in sorted(self._heights):
            height = self._heights[row]
            foot = top + (shared if height is None else height)
            # Whole pixels: all that is painted in them stays sharp, and is painted faster.
            tops[row] = round(top), round(foot) - round(top)
            top = foot
        for row, box, at_right in self._boxes:
            left, wide = (width, self._axis_width) if at_right else (0.0, width)
            box.place(QRectF(left, tops[row][0], wide, tops[row][1]))
        self.update()
