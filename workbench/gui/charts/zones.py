"""The grounds of a chart: what was learned from, what was not seen, and what is sealed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from workbench.dataclass import dataclass
from workbench.export.vault import SEALED, zone_names
from workbench.gui.charts.batch import Batch, whole
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.text import CAPS, label, scale_of
from workbench.gui.theme import paint_icon

HATCH_GAP = 7
HATCH_WIDE, HATCH_HIGH = 64 * HATCH_GAP, 16 * HATCH_GAP
"""Of a piece; whole pixels at 125 % and 150 % as well, pixels."""
RULE_HEIGHT, UNDER_NAMES = 2, 20
"""Of the accent rule, and where another one runs beneath the names, pixels."""
DASH = (2.0, 1.5)
"""Of the rule over validation days, in its own widths."""
LABEL_TOP = 5
LABEL_LEFT = 6
LOCK = 11
NAME = (7.5, CAPS)
LEFT_OUT = "LEFT OUT"


@dataclass(slots=True)
class ZoneMarks:
    """Where the zones begin, as bar indices; None where there is no such zone yet.

    `live_end` is the last bar predicted so far while a run is under way.
    """

    first_test: int | None = None
    vault_first: int | None = None
    folds: int = 0
    bars: int = 0
    live_end: int | None = None
    test_end: int | None = None
    """The first bar no forecast is about where folds were left out; None where the test meets the vault."""
    sealed: bool = True
    """Whether what begins at `vault_first` is the vault, rather than mere room at the end."""
    test_label: str = "TEST · OUT OF SAMPLE"
    next_label: str = "NEXT FOLD"
    vault_word: str = SEALED
    """`sealed`, or `revealed` and since when."""
    validation: tuple[int, int] | None = None
    """First and last bar that one fold is checked on."""
    validation_label: str = "VALIDATION"
    beyond: bool = False
    """Whether something is said of days behind the last bar: the vault ends with it."""

    def seen(self, frame: Frame) -> float:
        """Pixel up to which days were forecast, or will be where no run is under way."""
        vault = self.edges(frame)[1]
        if self.live_end is not None:
            return min(frame.left_edge(self.live_end + 1), vault)
        return vault if self.test_end is None else min(frame.left_edge(self.test_end), vault)

    @property
    def after_test(self) -> str:
        """What the days between the forecasts and the vault are called."""
        return self.next_label if self.live_end is not None or self.test_end is None else LEFT_OUT

    def check(self, bars: tuple[int, int] | None, name: str) -> bool:
        """Take other validation days, under another name; whether they are others."""
        before = self.validation, self.validation_label
        self.validation, self.validation_label = bars, name
        return before != (bars, name)

    def checked(self, frame: Frame) -> tuple[float, float] | None:
        """Pixels of the validation days in sight; None where there are none."""
        if self.validation is None:
            return None
        first, last = frame.left_edge(self.validation[0]), frame.left_edge(self.validation[1] + 1)
        return (first, last) if last > 0 and first < self.edges(frame)[1] else None

    def edges(self, frame: Frame) -> tuple[float, float]:
        """Pixels where the test zone and the vault begin; the frame's width where they do not."""
        test = frame.width if self.first_test is None else frame.left_edge(self.first_test)
        vault = frame.width if self.vault_first is None else frame.left_edge(self.vault_first)
        return min(max(test, 0.0), frame.width), min(max(vault, 0.0), frame.width)


def paint_hatch(painter: QPainter, frame: Frame, box: QRectF) -> None:
    """Ground and 45-degree lines of what is sealed or withheld, anchored to the lower left of `box`.

    Piece by piece: what the painter tiles by itself it hands to other threads, and waits for them.
    """
    ratio = scale_of(painter)
    tile = _hatch_tile(frame.tokens.train, frame.tokens.hatch, ratio)
    bottom = box.bottom()
    while bottom > box.top():
        height = min(HATCH_HIGH, bottom - box.top())
        left = box.left()
        while left < box.right():
            width = min(HATCH_WIDE, box.right() - left)
            part = QRectF(0, (HATCH_HIGH - height) * ratio, width * ratio, height * ratio)
            painter.drawPixmap(QPointF(left, bottom - height), tile, part)
            left += width
        bottom -= height


@lru_cache(maxsize=8)
def _hatch_tile(ground: str, ink: str, ratio: float) -> QPixmap:
    """A piece of the hatch whose copies join without a seam, also at 125 % and 150 %."""
    tile = QPixmap(round(HATCH_WIDE * ratio), round(HATCH_HIGH * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(QColor(ground))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), 1))
    starts = np.arange(-HATCH_HIGH, HATCH_WIDE + 1, HATCH_GAP)
    Batch().lines(painter, starts - 1, HATCH_HIGH + 1, starts + HATCH_HIGH + 1, -1)
    painter.end()
    return tile


class ZoneGrounds(Drawing):
    """Flat ground before the test but for validation days, hatch from the vault on."""

    z = -9

    def __init__(self, marks: ZoneMarks) -> None:
        self._marks = marks

    def draw(self, painter: QPainter, frame: Frame) -> None:
        test, vault = self._marks.edges(frame)
        if self._marks.first_test is not None and test > 0:
            self._train(painter, frame, min(test, vault))
        if vault < frame.width and self._marks.sealed:
            end = min(frame.left_edge(self._marks.bars), frame.width) if self._marks.beyond else frame.width
            box = QRectF(vault, 0, end - vault, frame.height)
            paint_hatch(painter, frame, box)
            painter.fillRect(QRectF(vault, 0, 1, frame.height), QColor(frame.tokens.t3))

    def _train(self, painter: QPainter, frame: Frame, end: float) -> None:
        """What weights were fitted on, up to pixel `end`."""
        first, last = self._marks.checked(frame) or (end, end)
        for left, right in ((0.0, min(first, end)), (max(last, 0.0), end)):
            if right > left:
                painter.fillRect(QRectF(left, 0, right - left, frame.height), QColor(frame.tokens.train))


def paint_validation_rule(painter: QPainter, frame: Frame, marks: ZoneMarks, below: float) -> None:
    """The dashed accent rule over validation days, on the top edge or at `below` where the solid one runs."""
    span = marks.checked(frame)
    if span is None:
        return
    top = 0.0 if span[1] <= marks.edges(frame)[0] else below
    pen = QPen(QColor(frame.tokens.acc), RULE_HEIGHT, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern(DASH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    middle = top + RULE_HEIGHT / 2
    painter.drawLine(QPointF(span[0], middle), QPointF(min(span[1], marks.edges(frame)[1]), middle))


class ZoneLabels(Drawing):
    """The 2 px accent rule over what the model had not seen, and the names of the zones.

    Validation days have a dashed rule: no weights were fitted on them, but they said when to stop.
    """

    z = 5

    def __init__(self, marks: ZoneMarks) -> None:
        self._marks = marks

    def draw(self, painter: QPainter, frame: Frame) -> None:
        marks, tokens = self._marks, frame.tokens
        test, vault = marks.edges(frame)
        if marks.first_test is not None:
            seen = marks.seen(frame)
            painter.fillRect(QRectF(test, 0, max(seen - test, 0), RULE_HEIGHT), QColor(tokens.acc))
            paint_validation_rule(painter, frame, marks, UNDER_NAMES)
            behind = max(seen, 0.0)
            taken = (
                self._label(painter, QRectF(test, 0, seen - test, 0), marks.test_label, tokens.acc),
                self._label(painter, QRectF(behind, 0, vault - behind, 0), marks.after_test, tokens.t3),
            )
            self._train_labels(painter, frame, test, taken)
        self._vault_label(painter, frame, vault)

    def _train_labels(
        self, painter: QPainter, frame: Frame, test: float, taken: tuple[QRectF, ...]
    ) -> None:
        """TRAIN before the validation days, else behind them; their own name beside those in `taken`."""
        tokens, span = frame.tokens, self._marks.checked(frame)
        if span is None:
            self._label(painter, QRectF(0, 0, test, 0), "TRAIN", tokens.t3)
            return
        first, last = max(span[0], 0.0), min(span[1], frame.width)
        before, behind = QRectF(0, 0, min(first, test), 0), QRectF(last, 0, max(test - last, 0), 0)
        if not self._label(painter, before, "TRAIN", tokens.t3).width():
            self._label(painter, behind, "TRAIN", tokens.t3)
        for text in (self._marks.validation_label, "VALIDATION"):
            start, width = first, label(text, NAME).width + LABEL_LEFT
            for other in taken:
                if start < other.right() and start + width + LABEL_LEFT > other.left():
                    start = other.right() + LABEL_LEFT
            if self._label(painter, QRectF(start, 0, last - start, 0), text, tokens.acc).width():
                break

    def _label(self, painter: QPainter, box: QRectF, text: str, ink: str) -> QRectF:
        """Write a name if it fits; where it stands, empty where it does not."""
        words = label(text, NAME)
        if not text or words.width + 2 * LABEL_LEFT > box.width():
            return QRectF()
        words.paint(painter, box.left() + LABEL_LEFT, LABEL_TOP + words.height / 2, ink)
        return QRectF(box.left() + LABEL_LEFT, LABEL_TOP, words.width, words.height)

    def _vault_label(self, painter: QPainter, frame: Frame, left: float) -> None:
        room, lock = frame.width - left, LOCK + 5
        if room < lock + 6:
            return
        texts = (label(text, NAME) for text in zone_names(self._marks.vault_word))
        words = next((words for words in texts if words.width + lock + 12 <= room), None)
        height = label("VAULT", NAME).height
        width = lock + (words.width + 7 if words else 3)
        painter.fillRect(QRectF(left + 3, LABEL_TOP - 1, width, height + 2), QColor(frame.tokens.train))
        middle = LABEL_TOP + height / 2
        box = QRectF(left + LABEL_LEFT, middle - LOCK / 2 - 0.5, LOCK, LOCK)
        mark = "lock" if self._marks.vault_word == SEALED else "unlock"
        paint_icon(painter, mark, frame.tokens.t3, box)
        if words:
            words.paint(painter, left + LABEL_LEFT + lock, middle, frame.tokens.t3)


class GridLines(Drawing):
    """Hairlines at the axis' values; they stop at the vault."""

    z = -8

    def __init__(self, ticks, marks: ZoneMarks | None = None) -> None:
        self._ticks, self._marks, self._batch = ticks, marks, Batch()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        end = frame.width if self._marks is None else self._marks.edges(frame)[1]
        y = whole(frame.y(np.array([value for value, _ in self._ticks(frame)])))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(frame.tokens.grid))
        self._batch.boxes(painter, [(np.zeros(len(y)), y, int(end) + 1, 1)])
