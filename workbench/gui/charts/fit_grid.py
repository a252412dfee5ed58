"""Every training of a run as one cell: folds across, seeds down."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from workbench.data.series import Floats
from workbench.gui.charts.legend import Entry
from workbench.gui.present import spoken
from workbench.gui.present.format import number
from workbench.gui.theme import Theme, pt

BETTER = 0.99
"""Below this a training was better than the naive forecast on its validation days."""
WORST = 1.09
ROW, GAP = 14, 2
MARGIN = 12
Fit = tuple[int, int]
SHADES = (
    Entry("shade: validation / naive", "word", "t3", keep=1),
    Entry("below 0.99", "box", "acc", keep=3),
    Entry("1.00", "box", "line2", keep=2),
    Entry("1.09", "box", "t3", keep=2),
)
"""For the legend of whoever shows the grid."""


class _Cells(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.ratios: Floats = np.full((0, 0), np.nan)
        self.now: Fit | None = None
        self.read: Fit | None = None
        self._label_width = QFontMetricsF(pt(8.25)).horizontalAdvance("seed 10") + 8
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def seeds(self) -> int:
        return self.ratios.shape[0]

    @property
    def folds(self) -> int:
        return self.ratios.shape[1]

    def sizeHint(self) -> QSize:
        return QSize(0, self.seeds * ROW + 20 if self.seeds else 0)

    def show_fits(self, ratios: Floats, now: Fit | None) -> None:
        """Take other ratios and another training under way; only cells that changed are painted anew."""
        before, was = self.ratios, self.now
        self.ratios, self.now = ratios, now
        if before.shape != ratios.shape:
            self.updateGeometry()
            self.update()
            return
        same = (before == ratios) | (np.isnan(before) & np.isnan(ratios))
        changed = {(int(fold), int(seed)) for seed, fold in np.argwhere(~same)}
        if was != now:
            changed |= {fit for fit in (was, now) if fit is not None}
        for fit in changed:
            self.update(self.cell(*fit).toAlignedRect().adjusted(-1, -1, 1, 1))

    def cell(self, fold: int, seed: int) -> QRectF:
        """Where a training's cell lies."""
        left = MARGIN + self._label_width
        step = (self.width() - left - MARGIN) / max(self.folds, 1)
        x = left + round(fold * step)
        width = left + round((fold + 1) * step) - x - GAP
        return QRectF(x, seed * ROW, max(width, 2), ROW - GAP)

    def shade(self, ratio: float) -> QColor:
        """Accent where it beat the naive forecast, else the lighter the worse."""
        tokens = self._theme.tokens
        if ratio < BETTER:
            return QColor(tokens.acc)
        share = min(max((ratio - 1.0) / (WORST - 1.0), 0.0), 1.0)
        near, far = QColor(tokens.line2), QColor(tokens.t3)
        return QColor(*(
            round(a + share * (b - a))
            for a, b in zip(near.getRgb()[:3], far.getRgb()[:3], strict=True)
        ))  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = event.region()
        for seed in range(self.seeds):
            for fold in range(self.folds):
                box = self.cell(fold, seed)
                if dirty.intersects(box.toAlignedRect()):
                    self._paint_cell(painter, (fold, seed), box)
        if self.read is not None:
            painter.setPen(QPen(QColor(tokens.t1), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.cell(*self.read).adjusted(-1, -1, 1, 1), 2, 2)
        painter.setFont(pt(8.25))
        painter.setPen(QColor(tokens.t2))
        for seed in range(self.seeds):
            box = QRectF(MARGIN, seed * ROW - 2, self._label_width, ROW + 2)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), f"seed {seed + 1}")
        painter.setPen(QColor(tokens.t3))
        self._paint_folds(painter)

    def _paint_cell(self, painter: QPainter, fit: Fit, box: QRectF) -> None:
        tokens = self._theme.tokens
        ratio = self.ratios[fit[1], fit[0]]
        if np.isfinite(ratio):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.shade(float(ratio)))
            painter.drawRoundedRect(box, 2, 2)
        else:
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        if fit == self.now:
            painter.setPen(QPen(QColor(tokens.acc), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), 2, 2)

    def _paint_folds(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(painter.font())
        step = 5 if self.folds > 12 else 1
        last_end = -1.0
        wanted = [0, *range(step - 1, self.folds, step), self.folds - 1] if self.folds else []
        for fold in sorted(set(wanted)):
            text = "fold 1" if fold == 0 else str(fold + 1)
            width = metrics.horizontalAdvance(text)
            middle = self.cell(fold, 0).center().x()
            left = min(max(middle - width / 2, self.cell(0, 0).left()), self.width() - MARGIN - width)
            if left > last_end + 6:
                box = QRectF(left, self.seeds * ROW, width + 4, 18)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
                last_end = left + width

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            fit = self.fit_at(event.pos())
            QToolTip.showText(event.globalPos(), self.describe(*fit) if fit else "", self)
            return True
        return super().event(event)

    def fit_at(self, point: QPoint) -> Fit | None:
        """The (fold, seed) of the cell under a point."""
        for seed in range(self.seeds):
            for fold in range(self.folds):
                if self.cell(fold, seed).contains(point.x(), point.y()):
                    return fold, seed
        return None

    def describe(self, fold: int, seed: int) -> str:
        """What the cell of a training says."""
        ratio = float(self.ratios[seed, fold])
        waiting = "under way" if (fold, seed) == self.now else "waiting"
        state = f"validation / naive {number(ratio, 3)}" if np.isfinite(ratio) else waiting
        return f"fold {fold + 1}, seed {seed + 1}: {state}"


ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class FitGrid(QWidget):
    """Grey by ratio, accent below 0.99, outlined now, hollow waiting; a tooltip names the training.

    The arrow keys read the trainings one by one: `read` carries the words, "" when the focus goes.
    """

    read = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._cells = _Cells(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._cells)
        self._place: Fit = (0, 0)
        self.set_fits(np.full((0, 0), np.nan))

    def set_fits(self, ratios: Floats, now: Fit | None = None) -> None:
        """Shape (seeds, folds), NaN for what has not ended; `now` is the (fold, seed) under way."""
        self._cells.show_fits(np.asarray(ratios, float), now)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._cells.ratios.size else Qt.FocusPolicy.NoFocus)
        self._say()
        self.setAccessibleName(spoken.trainings(self._cells.ratios, BETTER))

    def describe(self, fold: int, seed: int) -> str:
        """What the tooltip of a cell says."""
        return self._cells.describe(fold, seed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._place = (self._place[0] + step[0], self._place[1] + step[1])
        self._say()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say()

    def _say(self) -> None:
        """The training that the keyboard is on, in words; a grid that shrank takes the nearest."""
        cells = self._cells
        known = self.hasFocus() and cells.ratios.size > 0
        fold, seed = self._place
        self._place = min(max(fold, 0), max(cells.folds - 1, 0)), min(max(seed, 0), max(cells.seeds - 1, 0))
        words = self.describe(*self._place) if known else ""
        before, cells.read = cells.read, self._place if known else None
        if before != cells.read:
            cells.update()
        if known or before is not None:
            self.setAccessibleDescription(words)
            self.read.emit(words)
