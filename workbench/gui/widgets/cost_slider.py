"""What the run would have earned at other costs: a slider that shows where it stops earning."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QSlider

from workbench.gui.present import spoken
from workbench.gui.theme import current, pt

STEPS_PER_BP = 10
MARGIN = 7
GROOVE_Y = 15
HANDLE_RADIUS = 6
TINT_ALPHA = 90
HEIGHT = 40


class CostSlider(QSlider):
    """Basis points a side; `cost_changed` carries them.

    An accent triangle above the groove marks the break-even cost, a hollow one the cost at which the run
    stops beating scaled holding.
    """

    cost_changed = Signal(float)

    def __init__(self, cost_bps: float = 5.0, high: float = 20.0) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._high = high
        self._break_even: float | None = None
        self._beats_holding: float | None = None
        self.setRange(0, round(high * STEPS_PER_BP))
        self.setSingleStep(STEPS_PER_BP // 2)
        self.setPageStep(STEPS_PER_BP * 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_cost(cost_bps)
        self.valueChanged.connect(lambda _: self._say())
        self.valueChanged.connect(lambda value: self.cost_changed.emit(value / STEPS_PER_BP))

    @property
    def cost_bps(self) -> float:
        return self.value() / STEPS_PER_BP

    def set_cost(self, cost_bps: float) -> None:
        """Show a cost without announcing it."""
        blocked = self.blockSignals(True)
        self.setValue(round(cost_bps * STEPS_PER_BP))
        self.blockSignals(blocked)
        self._say()
        self.update()

    def set_break_even(self, bps: float | None, beats_holding_bps: float | None = None) -> None:
        """Where net return, and where net return over scaled holding, cross zero; None where nowhere."""
        self._break_even, self._beats_holding = bps, beats_holding_bps
        self._say()
        self.update()

    def _say(self) -> None:
        self.setAccessibleName(spoken.costs(self.cost_bps, self._break_even, self._beats_holding))

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    def x_of(self, bps: float) -> float:
        """Pixel of a cost, clamped to the groove."""
        share = min(max(bps / self._high, 0.0), 1.0)
        return MARGIN + share * (self.width() - 2 * MARGIN)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def _follow(self, event: QMouseEvent) -> None:
        share = (event.position().x() - MARGIN) / max(self.width() - 2 * MARGIN, 1)
        half_bp = round(share * self._high * 2) / 2
        self.setValue(round(half_bp * STEPS_PER_BP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_groove(painter)
        self._paint_scale(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_marks(painter)
        tokens = current().tokens
        painter.setPen(QPen(QColor(tokens.focus if self.hasFocus() else tokens.t1), 1.5))
        painter.setBrush(QColor(tokens.focus if self.hasFocus() else tokens.bg1))
        painter.drawEllipse(QPointF(self.x_of(self.cost_bps), GROOVE_Y), HANDLE_RADIUS, HANDLE_RADIUS)

    def _paint_groove(self, painter: QPainter) -> None:
        tokens = current().tokens
        left, right = MARGIN, self.width() - MARGIN
        painter.fillRect(QRectF(left, GROOVE_Y - 1, right - left, 2), QColor(tokens.line2))
        if self._break_even is not None and self._break_even > 0:
            tint = QColor(tokens.acc)
            tint.setAlpha(tokens.opacity(TINT_ALPHA))
            painter.fillRect(QRectF(left, GROOVE_Y - 3, self.x_of(self._break_even) - left, 6), tint)
        painter.fillRect(QRectF(left, GROOVE_Y - 1, self.x_of(self.cost_bps) - left, 2), QColor(tokens.t1))

    def _paint_marks(self, painter: QPainter) -> None:
        tokens = current().tokens
        for bps, filled in ((self._beats_holding, False), (self._break_even, True)):
            if bps is None or not 0 <= bps <= self._high:
                continue
            x = self.x_of(bps)
            tip = GROOVE_Y - 6.5
            shape = QPolygonF([QPointF(x - 4, tip - 6), QPointF(x + 4, tip - 6), QPointF(x, tip)])
            painter.setPen(QPen(QColor(tokens.acc), 1.2))
            painter.setBrush(QColor(tokens.acc) if filled else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(shape)

    def _paint_scale(self, painter: QPainter) -> None:
        painter.setFont(pt(8.25))
        painter.setPen(QColor(current().tokens.t3))
        for quarter in range(5):
            bps = self._high * quarter / 4
            text = f"{bps:g} bp" if quarter == 0 else f"{bps:g}"
            width = 40.0
            left = min(max(self.x_of(bps) - width / 2, 0), self.width() - width)
            side = {0: Qt.AlignmentFlag.AlignLeft, 4: Qt.AlignmentFlag.AlignRight}
            flag = side.get(quarter, Qt.AlignmentFlag.AlignHCenter)
            painter.drawText(QRectF(left, GROOVE_Y + 9, width, 15), int(flag), text)
