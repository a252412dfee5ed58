"""The head of a chart panel: chevron, title, note, and a legend at the right; a click folds what is below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from workbench.gui.present.format import SEPARATOR
from workbench.gui.theme import current, paint_icon
from workbench.gui.widgets.text import label

HEIGHT = 28
MARGIN = 12
CHEVRON = 22
LEAST_SHOWN = 0.5
"""Of a fact: less of it is not worth showing."""


class ElidedNote(QWidget):
    """A grey line in whatever room the others leave: facts go whole from its end, the last is elided.

    A fragment that would say too little is not shown at all.
    """

    def __init__(self, size: float = 8.25, ink: str = "t3") -> None:
        super().__init__()
        self._label = label("", size, ink=ink)
        self._label.setParent(self)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._elide()

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(0, self._label.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._label.fontMetrics().height())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self._label.fontMetrics()
        shown = shortened(self._text, self.width(), metrics)
        self._label.setText(shown)
        self._label.setGeometry(self.rect())
        self.setToolTip(self._text if shown != self._text else "")


def shortened(text: str, room: float, metrics: QFontMetrics) -> str:
    """As many of the facts of a dotted line as `room` pixels hold; one alone is elided, or left out."""
    facts = text.split(SEPARATOR)
    while len(facts) > 1 and metrics.horizontalAdvance(SEPARATOR.join(facts)) > room:
        facts.pop()
    rest = SEPARATOR.join(facts)
    if metrics.horizontalAdvance(rest) > room and room < LEAST_SHOWN * metrics.horizontalAdvance(rest):
        return ""
    return metrics.elidedText(rest, Qt.TextElideMode.ElideRight, int(room))


class FoldHead(QAbstractButton):
    """Checked means open; `toggled` says that it was opened or folded."""

    def __init__(self, title: str, *, foldable: bool = True) -> None:
        super().__init__()
        self._title = label(title, 9.75, 600, "t1")
        self._note = ElidedNote()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self._title)
        self._row.addWidget(self._note, 1)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for part in (self._title, self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_title(title)
        self.set_foldable(foldable)

    def add(self, widget: QWidget) -> None:
        """Append at the right end, as wide as it asks for."""
        widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._row.addWidget(widget)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        """The grey text behind the title."""
        self._note.set_text(note)
        self.setAccessibleDescription(note)

    @property
    def note(self) -> str:
        return self._note.text

    def set_foldable(self, foldable: bool) -> None:
        """Whether there is a chevron and a click does anything."""
        self.setEnabled(foldable)
        self._row.setContentsMargins(MARGIN + (CHEVRON if foldable else 0), 0, MARGIN, 0)
        cursor = Qt.CursorShape.PointingHandCursor if foldable else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.isEnabled():
            return
        painter = QPainter(self)
        tokens = current().tokens
        name = "chevron-down" if self.isChecked() else "chevron-right"
        paint_icon(painter, name, tokens.t3, QRectF(MARGIN + 1, self.height() / 2 - 5, 10, 10))
        if self.hasFocus():
            painter.setPen(tokens.focus)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
