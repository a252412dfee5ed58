"""Panes, axes and mouse of a chart on pyqtgraph: boxes that paint in whole pixels."""

from __future__ import annotations

import os

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

from math import ceil

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.theme import Theme


class Picture(QGraphicsItem):
    """Paints drawings into a pane's pixels.

    `kept`: the first painting after a change goes straight to the screen, the second one into a pixmap that
    all later ones copy. So a moving crosshair repaints nothing, and a moving range pays for no pixmap.
    """

    def __init__(self, pane: Pane, drawings: tuple[Drawing, ...], kept: bool) -> None:
        super().__init__()
        self._pane = pane
        self._drawings = tuple(sorted(drawings, key=lambda drawing: drawing.z))
        self._keeps, self._settled = kept, False
        self._kept: QPixmap | None = None
        self.setParentItem(pane)

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._pane.size().width(), self._pane.size().height())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        frame = self._pane.frame()
        if frame.width < 2 or frame.height < 2:
            return
        if self._keeps and self._settled:
            if self._kept is None:
                self._kept = self._pixmap(frame, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(0, 0), self._kept)
        else:
            painter.setClipRect(frame.box, Qt.ClipOperation.IntersectClip)
            self._draw(painter, frame)
        self._settled = True

    def changed(self) -> None:
        """What is drawn is another: paint it anew."""
        self._settled, self._kept = False, None
        self.update()

    def resized(self) -> None:
        self.prepareGeometryChange()
        self.changed()

    def _draw(self, painter: QPainter, frame: Frame) -> None:
        for drawing in self._drawings:
            painter.save()
            drawing.draw(painter, frame)
            painter.restore()

    def _pixmap(self, frame: Frame, ratio: float) -> QPixmap:
        """The drawings on the chart's ground: opaque, it is copied several times as fast."""
        pixmap = QPixmap(QSize(ceil(frame.width * ratio), ceil(frame.height * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(frame.tokens.plot))
        painter = QPainter(pixmap)
        self._draw(painter, frame)
        painter.end()
        return pixmap


class Pane(pg.ViewBox):
    """One box of a chart: `still` drawings beneath, `live` ones (crosshair, dragged window) above."""

    def __init__(
        self, theme: Theme, still: tuple[Drawing, ...], live: tuple[Drawing, ...] = ()
    ) -> None:
        super().__init__(enableMenu=False, enableMouse=False, defaultPadding=0)
        self._theme = theme
        self.log = False
        self.setMouseEnabled(False, False)
        self.disableAutoRange()
        self._still = Picture(self, still, kept=True)
        self._live = Picture(self, live, kept=False)
        self._live.setZValue(10)
        self.sigRangeChanged.connect(self.refresh)
        self.sigResized.connect(self._resized)

    def frame(self) -> Frame:
        """The present pixels, range and colours."""
        (x0, x1), (y0, y1) = self.viewRange()
        size = self.size()
        return Frame(size.width(), size.height(), x0, x1, y0, y1, self._theme.tokens, self.log)

    def show_range(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """Show x0..x1 bars by y0..y1 values, exactly; logarithms of values where `log` is set."""
        self.setRange(xRange=(x0, x1), yRange=(y0, y1), padding=0, disableAutoRange=True)

    def refresh(self, *_: object) -> None:
        """Paint everything anew."""
        self._still.changed()
        self._live.update()

    def refresh_live(self) -> None:
        """Paint only what follows the mouse."""
        self._live.update()

    def _resized(self, *_: object) -> None:
        self._still.resized()
        self._live.resized()
        self.refresh()


class Canvas(pg.GraphicsView):
    """A pyqtgraph view laid out in rows, without pyqtgraph's own mouse handling."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(background=QColor(theme.tokens.plot))
        self.theme = theme
        self._ring = False
        self.rows = pg.GraphicsLayout(border=None)
        self.rows.layout.setContentsMargins(0, 0, 0, 0)
        self.rows.layout.setSpacing(0)
        self.setCentralWidget(self.rows)
        self.setMinimumSize(60, 24)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        # Its ground covers it all: whatever lies behind need not be painted first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        theme.changed.connect(self.retint)

    def retint(self) -> None:
        """Take the colours of the theme; pyqtgraph does not follow palettes by itself."""
        self.setBackground(QColor(self.theme.tokens.plot))
        for item in self.scene().items():
            item.changed() if isinstance(item, Picture) else item.update()

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
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        if self._ring:
            painter.setPen(QPen(QColor(self.theme.tokens.focus), 1.5))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def set_row_height(self, row: int, height: float | None, *, stretch: int = 0) -> None:
        """Fix the height of a row in pixels, or let it take what is left (None)."""
        layout = self.rows.layout
        if height is None:
            layout.setRowMinimumHeight(row, 0)
            layout.setRowMaximumHeight(row, 16777215)
        else:
            layout.setRowFixedHeight(row, height)
        layout.setRowStretchFactor(row, stretch)
        # The rows were laid out before this height was known, perhaps too tall for the view.
        layout.activate()
        self.rows.setGeometry(QRectF(self.viewport().rect()))

    def inside(self, pane: Pane, point: QPointF) -> QPointF | None:
        """`point` of this widget in a pane's pixels, or None where it lies outside."""
        place = pane.mapFromScene(self.mapToScene(point.toPoint()))
        return place if pane.rect().contains(place) else None

    # pyqtgraph's handlers would send every movement through its scene.
    def mousePressEvent(self, event) -> None:
        event.ignore()

    def mouseMoveEvent(self, event) -> None:
        event.ignore()

    def mouseReleaseEvent(self, event) -> None:
        event.ignore()

    def mouseDoubleClickEvent(self, event) -> None:
        event.ignore()

    def wheelEvent(self, event) -> None:
        event.ignore()

    def keyPressEvent(self, event) -> None:
        event.ignore()

    def keyReleaseEvent(self, event) -> None:
        event.ignore()
