"""A titled part of a panel that folds to its head."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.theme import current, paint_icon
from workbench.gui.widgets.text import label, rule

HEAD_HEIGHT = 26


class _Head(QAbstractButton):
    """The whole head is the button: chevron, title, note at the right."""

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setChecked(True)
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.title = label(title, 9, 600, "t1")
        self.note = label(note, 8.25, ink="t3")
        self._whole_note, self._short_note = note, ""
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 0, 0, 0)
        self.row.setSpacing(6)
        self.row.addWidget(self.title)
        self.row.addWidget(self.note, 1)
        for part in (self.title, self.note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.note.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A button that comes into the row takes its room from the note, and the head stays as wide."""
        if event.type() == QEvent.Type.Resize:
            self._elide()
        return False

    def sizeHint(self) -> QSize:
        return QSize(self.row.minimumSize().width(), HEAD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, HEAD_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_note()

    @property
    def whole_note(self) -> str:
        """The note, however much of it has room."""
        return self._whole_note

    def set_note(self, note: str, short: str = "") -> None:
        """Show a note at the right, `short` where the whole has no room."""
        self._whole_note, self._short_note = note, short
        self.fit_note()

    def fit_note(self) -> None:
        """What does not fit is said shorter, or ends in an ellipsis, and is whole in the tooltip."""
        self.row.activate()
        self._elide()

    def _elide(self) -> None:
        metrics, room = self.note.fontMetrics(), self.note.width()
        fits = metrics.horizontalAdvance(self._whole_note) <= room
        words = self._whole_note if fits else self._short_note or self._whole_note
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        if self.note.text() != shown:
            self.note.setText(shown)
        self.setToolTip("" if shown == self._whole_note else self._whole_note)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = current().tokens
        name = "chevron-down" if self.isChecked() else "chevron-right"
        paint_icon(painter, name, tokens.t3, QRectF(0, self.height() / 2 - 5, 10, 10))
        if self.hasFocus():
            painter.setPen(tokens.focus)
            painter.drawRect(self.rect().adjusted(0, 2, -1, -3))


class Section(QWidget):
    """`body` takes the contents; `toggled` says that it was opened or folded by hand or by code.

    `name` is read aloud in place of a title that stands more than once in a panel.
    """

    toggled = Signal(bool)
    used = Signal()
    """Its switch was pressed: it is not to fold under the user's hand."""

    def __init__(self, title: str, note: str = "", *, ruled: bool = True, name: str = "") -> None:
        super().__init__()
        self._head = _Head(title, note)
        self._head.setAccessibleName(name or title)
        self._box = QWidget()
        self.body = QVBoxLayout(self._box)
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if ruled:
            column.addWidget(rule())
        column.addWidget(self._head)
        column.addWidget(self._box)
        self._head.toggled.connect(self._box.setVisible)
        self._head.toggled.connect(self.toggled)

    @property
    def is_open(self) -> bool:
        return self._head.isChecked()

    def set_open(self, opened: bool) -> None:
        self._head.setChecked(opened)

    def set_title(self, title: str) -> None:
        self._head.title.setText(title)
        self._head.setAccessibleName(title)

    def set_note(self, note: str, short: str = "") -> None:
        """The text at the right end of the head; `short` stands for it where it has no room."""
        self._head.set_note(note, short)

    @property
    def note(self) -> str:
        """That text, however much of it has room."""
        return self._head.whole_note

    def set_why(self, button: QAbstractButton, fold: QWidget) -> None:
        """A "?" at the right end of the head, whose text unfolds at the top of the body."""
        self._head.row.addWidget(button)
        self.body.insertWidget(0, fold)
        button.toggled.connect(lambda shown: self.set_open(self.is_open or shown))

    def set_switch(self, button: QAbstractButton) -> None:
        """A small button in the head, left of a "?", of use while the body is seen."""
        self._head.row.insertWidget(2, button)
        self._head.toggled.connect(button.setEnabled)
        button.clicked.connect(lambda: self.used.emit())

    def add(self, widget: QWidget) -> None:
        """Append to the body."""
        self.body.addWidget(widget)
