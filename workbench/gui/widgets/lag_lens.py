"""The lag lens: slide the forecast back one day and it snaps onto the price."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from workbench.gui.present import format as fmt
from workbench.gui.present import lag_lens as present
from workbench.gui.present import spoken
from workbench.gui.present.lag_lens import ONE_DAY, LagLens
from workbench.gui.theme import current, pt
from workbench.gui.widgets.text import label

PICTURE_HEIGHT = 46
STEPS = 20
"""Positions of the slider from 0 days to 1 day."""
PRICE_ALPHA = 150
HANDLE_RADIUS = 5


class _Picture(QWidget):
    """Price as a wide pale line, the forecast as a thin line on it."""

    def __init__(self) -> None:
        super().__init__()
        self.lens: LagLens | None = None
        self.days_back = 1.0
        self.setFixedHeight(PICTURE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(180, PICTURE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = current().tokens
        painter.fillRect(self.rect(), QColor(tokens.plot))
        if self.lens is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pale = QColor(tokens.t3)
        pale.setAlpha(PRICE_ALPHA)
        x, y = present.slid(self.lens, self.days_back)
        painter.setPen(_pen(pale, 4.0))
        painter.drawPolyline(self._points(range(len(self.lens.price)), self.lens.price))
        painter.setPen(_pen(QColor(tokens.acc), 1.6))
        painter.drawPolyline(self._points(x, y))

    def _points(self, x, y) -> QPolygonF:
        price, forecast = self.lens.price, self.lens.forecast
        low = min(price.min(), forecast.min())
        high = max(price.max(), forecast.max())
        across = (self.width() - 8) / (len(price) - 1)
        up = (self.height() - 12) / max(high - low, 1e-12)
        bottom = self.height() - 6
        places = zip(x, y, strict=True)
        return QPolygonF([QPointF(4 + a * across, bottom - (b - low) * up) for a, b in places])


class _Bars(QWidget):
    """Correlation of the forecast's moves with the price's by shift; one day is the model's own bar."""

    def __init__(self) -> None:
        super().__init__()
        self.lens: LagLens | None = None
        self.setMinimumWidth(104)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(104, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.lens is None:
            return
        painter = QPainter(self)
        tokens = current().tokens
        painter.setFont(pt(8.25))
        metrics = painter.fontMetrics()
        top, base = metrics.height() + 1, self.height() - metrics.height() - 3
        painter.fillRect(QRectF(0, base, self.width(), 1), QColor(tokens.line2))
        shifts = self.lens.profile.lags
        step = self.width() / len(shifts)
        for place, (shift, value) in enumerate(zip(shifts, self.lens.profile.correlations, strict=True)):
            height = max(1.0, abs(value) * (base - top))
            ink = tokens.acc if shift == ONE_DAY else tokens.t3
            # Below the line there is no room for a sign: a negative bar is drawn hollow-pale instead.
            colour = QColor(ink)
            colour.setAlpha(255 if value >= 0 else 110)
            painter.fillRect(QRectF(round(place * step + 2), base - height, round(step - 4), height), colour)
            if shift in (shifts[0], ONE_DAY, shifts[-1]):
                text = "1 day" if shift == ONE_DAY else fmt.number(shift, 0)
                painter.setPen(QColor(tokens.t1 if shift == ONE_DAY else tokens.t3))
                self._centred(painter, text, (place + 0.5) * step, base + 2)
        painter.setFont(pt(8.25, 600))
        painter.setPen(QColor(tokens.acc))
        self._centred(painter, present.peak_text(self.lens), (shifts.index(ONE_DAY) + 0.5) * step, 0)

    def _centred(self, painter: QPainter, text: str, middle: float, top: float) -> None:
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(text)
        left = min(max(0.0, middle - width / 2), self.width() - width)
        painter.drawText(QPointF(left, top + metrics.ascent()), text)


class _DaySlider(QSlider):
    """A hairline groove and a round handle; the style's own handle is not round."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, STEPS)
        self.setValue(STEPS)
        self.setFixedHeight(16)
        self.setAccessibleName("slide the forecast back, 0 to 1 day")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = current().tokens
        middle = self.height() / 2
        reach = self.width() - 2 * HANDLE_RADIUS - 2
        x = HANDLE_RADIUS + 1 + reach * self.value() / STEPS
        painter.fillRect(QRectF(0, middle - 1, self.width(), 2), QColor(tokens.line2))
        painter.fillRect(QRectF(0, middle - 1, x, 2), QColor(tokens.t3))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.focus if self.hasFocus() else tokens.t1), 1.5))
        painter.setBrush(QColor(tokens.focus if self.hasFocus() else tokens.bg1))
        painter.drawEllipse(QPointF(x, middle), HANDLE_RADIUS, HANDLE_RADIUS)


class LagLensView(QWidget):
    """Picture, slider and correlation bars."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = _Picture()
        self._bars = _Bars()
        self._days = label("1 day", 8.25)
        self._days.setMinimumWidth(self._days.fontMetrics().horizontalAdvance("0.55 day"))
        self._days.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider = _DaySlider()
        self.slider.valueChanged.connect(self._slide)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(label("slide back", 8.25))
        below.addWidget(self.slider, 1)
        below.addWidget(self._days)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self._picture)
        left.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addWidget(self._bars)

    def set_lens(self, lens: LagLens) -> None:
        """Show the lens of a run; the slider stays where it is."""
        self._picture.lens = self._bars.lens = lens
        self.setToolTip(f"<p>{present.tip(lens)}</p>")
        self._bars.setAccessibleName(spoken.shifts(lens))
        self._say()
        self._picture.update()
        self._bars.update()

    def _slide(self, position: int) -> None:
        days = position / STEPS
        self._picture.days_back = days
        self._say()
        self._days.setText(f"{days:g} {'days' if days == 0 else 'day'}")
        self._picture.update()


    def _say(self) -> None:
        if self._picture.lens is not None:
            self._picture.setAccessibleName(spoken.lens(self._picture.lens, self._picture.days_back))


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
