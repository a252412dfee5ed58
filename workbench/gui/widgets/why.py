"""The small "?" beside a figure, and the text it unfolds in place below."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout

from workbench.gui.present.whys import WHYS, Why, in_words
from workbench.gui.theme import current, pt, set_role
from workbench.gui.widgets.text import WrapLabel

SIDE = 15
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class WhyButton(QAbstractButton):
    """Checked while its text is open. Enter and Space open and close it, Esc closes it.

    With `words` it is a word to press instead of a question mark.
    """

    def __init__(self, key: str, words: str = "") -> None:
        super().__init__()
        self._ring = False
        self._words = words
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(pt(8.25))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_entry(WHYS[key])
        self.toggled.connect(lambda _open: self.update())

    @property
    def entry(self) -> Why:
        return self._entry

    def set_entry(self, why: Why) -> None:
        """Explain another figure, which stands in the same place."""
        if hasattr(self, "_entry") and why is not self._entry:
            self.setChecked(False)
        self._entry = why
        self.setAccessibleName(f"why: {why.title}")
        self.setToolTip(f"<p>why: {why.title}</p>")

    def fold_away(self) -> None:
        """Close the text from inside it: the keyboard comes back here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setChecked(False)

    def sizeHint(self) -> QSize:
        if not self._words:
            return QSize(SIDE, SIDE)
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 2, self.fontMetrics().height() + 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS:
            self.toggle()
        elif event.key() == Qt.Key.Key_Escape and self.isChecked():
            self.setChecked(False)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The press has done it; Qt's own Space acts on the release and would do it again."""
        if event.key() not in KEYS:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A click says where one is; the ring is for the keyboard. The focus itself is for Esc.
        self._ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isChecked() or self.underMouse()
        ink = QColor(tokens.t1 if lit else tokens.t3)
        if self._words:
            self._paint_words(painter, ink)
            return
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(tokens.focus) if self._ring else ink, 1))
        # A ring alone would hardly differ from the circle that is there anyhow: the disc is filled.
        filled = tokens.focus if self._ring else tokens.bg3 if self.isChecked() else None
        painter.setBrush(QColor(filled) if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        painter.setPen(QColor(tokens.bg1) if self._ring else ink)
        painter.setFont(pt(7.5, 600))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "?")

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        tokens = current().tokens
        painter.setPen(ink)
        painter.setFont(pt(8.25, 600 if self.isChecked() else 400))
        box = QRectF(self.rect()).adjusted(1, 0, 0, -2)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._words)
        if self._ring:
            painter.setPen(QPen(QColor(tokens.focus), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-2, 0.75, 2, -0.75), 2, 2)
            return
        pen = QPen(ink, 1)
        pen.setStyle(Qt.PenStyle.SolidLine if self.isChecked() else Qt.PenStyle.DotLine)
        painter.setPen(pen)
        base = self.height() - 1.5
        painter.drawLine(QPointF(1, base), QPointF(self.width() - 1, base))

    def enterEvent(self, event) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event) -> None:
        self.update()
        super().leaveEvent(event)


class WhyFold(QFrame):
    """The text of one entry; hidden and empty until it is opened: there are many, and few are read."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[WrapLabel, ...] = ()
        self.hide()

    @property
    def text(self) -> str:
        """All that is shown."""
        return "\n".join(part.plain_text for part in self._parts)

    def show_entry(self, why: Why) -> None:
        """Say paragraph, formula and source of an entry."""
        if not self._parts:
            self._build()
        for part, words in zip(
            self._parts, (why.paragraph, why.formula, f"Source: {why.source}"), strict=True
        ):
            part.set_text(words)
        self.setAccessibleName(f"why: {why.title}")
        self.setAccessibleDescription(in_words(why))

    def _build(self) -> None:
        self._parts = (
            WrapLabel("", 8.6, ink="t1", line_height=122),
            WrapLabel("", 8.6, ink="t2", line_height=118),
            WrapLabel("", 8.25, ink="t3", line_height=114),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 7, 9, 8)
        column.setSpacing(6)
        for part in self._parts:
            column.addWidget(part)
        set_role(self, ground="card")


class Fold(Protocol):
    """What a "?" opens: it shows an entry, and is shown or hidden."""

    def show_entry(self, why: Why) -> None: ...

    def setVisible(self, visible: bool) -> None: ...


class Whys(QObject):
    """Joins buttons to folds, one text open at a time; `opened(fold)` carries None when it closes."""

    opened = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folds: dict[WhyButton, Fold] = {}

    def join(self, button: WhyButton, fold: Fold) -> None:
        """Let `button` open and close `fold`; several buttons may share one."""
        self._folds[button] = fold
        button.toggled.connect(lambda shown: self._toggled(button, shown))

    def button(self, key: str, fold: Fold) -> WhyButton:
        """A new button for an entry, joined to its fold."""
        made = WhyButton(key)
        self.join(made, fold)
        return made

    def close_all(self) -> None:
        """Fold every text."""
        for button in self._folds:
            button.setChecked(False)

    def _toggled(self, button: WhyButton, shown: bool) -> None:
        fold = self._folds[button]
        if shown:
            for other in self._folds:
                if other is not button:
                    other.setChecked(False)
            fold.show_entry(button.entry)
        fold.setVisible(shown)
        self.opened.emit(fold if shown else None)
