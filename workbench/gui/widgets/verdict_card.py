"""The verdict: the largest words of the window, and the one sentence behind them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from workbench.gui.theme import UNFINISHED, Theme, pixmap, pt, set_font
from workbench.gui.widgets.text import WrapLabel, label

WORD_SIZES = (27.0, 24.0, 19.5, 17.0, 15.0, 13.0)
ONE_LINE_FROM = 24.0
"""Below this size a word is broken into two lines rather than made smaller."""
BAR_WIDTH = 4
RADIUS = 6
ICON = 22
MARGIN = 16


class VerdictCard(QFrame):
    """Ink bar, icon, word, an optional subline, the sentence, and one line of why."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state = "not_run"
        self._lines = ""
        self._icon = QLabel()
        self._icon.setFixedSize(ICON, ICON)
        self._word = label("", 27, 600)
        self._subline = WrapLabel("", 9.75, 600)
        self._sentence = WrapLabel("", 9.75, ink="t1", line_height=128)
        self._why = WrapLabel("", 8.25, ink="t2")
        self._build()
        theme.changed.connect(self._tint)
        self.show_state("not_run", "NOT RUN YET", "")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._word, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head = head
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 10, 12, 12)
        column.setSpacing(6)
        column.addLayout(head)
        for part in (self._subline, self._sentence, self._why):
            column.addWidget(part)

    def show_state(self, state: str, word: str, sentence: str, why: str = "", subline: str = "") -> None:
        """`state` names the inks; a line feed in `word` breaks it by meaning."""
        self._state, self._lines = state, word
        self._subline.set_text(subline)
        self._sentence.set_text(sentence)
        self._why.set_text(why)
        self._subline.setVisible(bool(subline))
        self._why.setVisible(bool(why))
        self.setAccessibleName("verdict: " + word.replace("\n", " ").lower())
        self.setAccessibleDescription(" ".join(part for part in (subline, sentence, why) if part))
        self._tint()
        self._fit()

    @property
    def word(self) -> str:
        """The word on one line."""
        return self._lines.replace("\n", " ")

    @property
    def sentence(self) -> str:
        return self._sentence.plain_text

    def _tint(self) -> None:
        ink, _, mark = self._theme.tokens.state_ink(self._state)
        self._icon.setPixmap(pixmap(mark, ink, ICON, self.devicePixelRatioF()))
        for part in (self._word, self._subline):
            part.setStyleSheet(f"color: {ink};")
        self.update()

    def _fit(self) -> None:
        """The largest size at which the word fits the card."""
        width = self.width() - MARGIN - 12 - ICON - 8
        lines, size = fit_word(self._lines, width)
        self._word.setText(lines)
        set_font(self._word, pt(size, 600))
        height = QFontMetricsF(self._word.font()).height()
        self._icon.setFixedHeight(round(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground, _ = self._theme.tokens.state_ink(self._state)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, RADIUS, RADIUS)
        painter.fillPath(shape, QColor(ground))
        if self._state in UNFINISHED:
            painter.setPen(QPen(QColor(ink), 1.2, Qt.PenStyle.CustomDashLine))
            pen = painter.pen()
            pen.setDashPattern([4, 2.5])
            painter.setPen(pen)
            painter.drawPath(shape)
            return
        border = QColor(ink)
        border.setAlpha(90)
        painter.setPen(QPen(border, 1))
        painter.drawPath(shape)
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, BAR_WIDTH, self.height()), QColor(ink))


def fit_word(word: str, width: float) -> tuple[str, float]:
    """The lines and the point size at which `word` fits `width` pixels; the smallest size if none does."""
    sizes = [size for size in WORD_SIZES if "\n" not in word or size < ONE_LINE_FROM]
    for size in sizes:
        metrics = QFontMetricsF(pt(size, 600))
        whole = word if "\n" in word or size >= ONE_LINE_FROM else balanced(word)
        if all(metrics.horizontalAdvance(line) <= width for line in whole.split("\n")):
            return whole, size
    return whole, WORD_SIZES[-1]


def balanced(word: str) -> str:
    """`word` in two lines of about equal length."""
    parts = word.split()
    if len(parts) < 2:
        return word
    breaks = [(" ".join(parts[:i]), " ".join(parts[i:])) for i in range(1, len(parts))]
    return "\n".join(min(breaks, key=lambda pair: max(map(len, pair))))
