"""Panes of a chart and the view that lays them out in rows: boxes that paint in whole pixels.

Built on Qt's graphics view itself: pyqtgraph's boxes would add a fifth of a second to every start.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsGridLayout,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsSceneResizeEvent,
    QGraphicsView,
    QGraphicsWidget,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QWidget,
)

from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.theme import Theme


class Picture(QGraphicsItem):
    """Paints drawings into a pane's pixels; cached, so that a moving crosshair does not repaint them."""

    def __init__(self, pane: Pane, drawings: tuple[Drawing, ...], cached: bool) -> None:
        super().__init__()
        self._pane = pane
        self._drawings = tuple(sorted(drawings, key=lambda drawing: drawing.z))
        self.setParentItem(pane)
        if cached:
            self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._pane.size().width(), self._pane.size().height())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        frame = self._pane.frame()
        if frame.width < 2 or frame.height < 2:
            return
        for drawing in self._drawings:
            painter.save()
            drawing.draw(painter, frame)
            painter.restore()

    def resized(self) -> None:
        self.prepareGeometryChange()


class Pane(QGraphicsWidget):
    """One box of a chart: `still` drawings beneath, `live` ones (crosshair, dragged window) above."""

    changed = Signal()
    """Another range or another size: whoever draws beside the pane paints anew."""

    def __init__(self, theme: Theme, still: tuple[Drawing, ...], live: tuple[Drawing, ...] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._range = (0.0, 1.0, 0.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
        self._still = Picture(self, still, cached=True)
        self._live = Picture(self, live, cached=False)
        self._live.setZValue(10)

    def frame(self) -> Frame:
        """The present pixels, range and colours."""
        size = self.size()
        return Frame(size.width(), size.height(), *self._range, self._theme.tokens)

    def show_range(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """Show x0..x1 bars by y0..y1 values, exactly."""
        wanted = (float(x0), float(x1), float(y0), float(y1))
        if wanted != self._range:
            self._range = wanted
            self._repaint()

    def refresh(self) -> None:
        """Paint everything anew."""
        self._still.update()
        self._live.update()

    def refresh_live(self) -> None:
        """Paint only what follows the mouse."""
        self._live.update()

    def resizeEvent(self, event: QGraphicsSceneResizeEvent) -> None:
        super().resizeEvent(event)
        self._still.resized()
        self._live.resized()
        self._repaint()

    def _repaint(self) -> None:
        self.refresh()
        self.changed.emit()


class Canvas(QGraphicsView):
    """A view whose items stand in rows and columns and fill it."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._ring = False
        self.rows = QGraphicsWidget()
        self._grid = QGraphicsGridLayout(self.rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._prepare()
        self.setMinimumSize(60, 24)
        self.setAccessibleName(name)
        theme.changed.connect(self.retint)

    def _prepare(self) -> None:
        self.setScene(QGraphicsScene(self))
        self.scene().addItem(self.rows)
        self.setBackgroundBrush(QColor(self.theme.tokens.plot))
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def put(self, item: QGraphicsWidget, row: int, column: int) -> None:
        """Place an item; a row is as high as `set_row_height` says."""
        self._grid.addItem(item, row, column)

    def retint(self) -> None:
        """Take the colours of the theme: items that paint themselves follow no palette."""
        self.setBackgroundBrush(QColor(self.theme.tokens.plot))
        for item in self.scene().items():
            item.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        box = QRectF(self.viewport().rect())
        self.setSceneRect(box)
        self.rows.setGeometry(box)

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
        layout = self._grid
        if height is None:
            layout.setRowMinimumHeight(row, 0)
            layout.setRowMaximumHeight(row, 16777215)
        else:
            layout.setRowFixedHeight(row, height)
        layout.setRowStretchFactor(row, stretch)
        # The rows were laid out before this height was known, perhaps too tall for the view.
        layout.activate()
        self._fill()

    def inside(self, pane: Pane, point: QPointF) -> QPointF | None:
        """`point` of this widget in a pane's pixels, or None where it lies outside."""
        place = pane.mapFromScene(self.mapToScene(point.toPoint()))
        return place if pane.rect().contains(place) else None

    # Qt's handlers would send every movement through the scene.
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
