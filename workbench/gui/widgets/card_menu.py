"""All cards to choose from, in columns side by side: a menu whose entries say what they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.present.models import Group
from workbench.gui.theme import set_role
from workbench.gui.widgets.card import CardButton
from workbench.gui.widgets.text import WrapLabel, panel_title

CARD_WIDTH = 316
MARGIN, BETWEEN, GAP, BESIDE = 12, 12, 4, 18
BAR = 8
"""Width of the scroll bar, where the screen is lower than the menu."""


class CardMenu(QFrame):
    """`chosen` carries the key of the card pressed. Esc, or a click elsewhere, closes it without a choice.

    Up and down walk a column, left and right go to the nearest card of the next one.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, groups: Sequence[Group], name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        # A click on the card that opened the menu closes it; played again it would open it anew.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.setAccessibleName(name)
        set_role(self, ground="menu")
        self.columns: list[list[CardButton]] = []
        self._content = QWidget()
        self._scroll = _KeylessScroll()
        self._build(groups)

    def open_beside(self, place: QRect, key: str, room: QRect) -> None:
        """Open right of `place` with the card of `key` marked and focused; `room` is where it may lie.

        Both rectangles are in global coordinates.
        """
        self._content.adjustSize()
        wanted = self._content.sizeHint() + QSize(2, 2)
        height = min(wanted.height(), room.height() - 2 * GAP)
        width = wanted.width() + (BAR if height < wanted.height() else 0)
        self.resize(min(width, room.width()), height)
        self.move(fitting_corner(place, self.size(), room))
        for card in (card for column in self.columns for card in column):
            card.setChecked(card.entry.key == key)
            card.set_mark("check" if card.isChecked() else "")
        self.show()
        for card in (card for column in self.columns for card in column if card.isChecked()):
            self._focus(card)

    # ---- Qt's own ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        card = self.focusWidget()
        column = next((column for column in self.columns if card in column), None)
        if column is None:
            super().keyPressEvent(event)
            return
        self._walk(column, column.index(card), Qt.Key(event.key()))

    # ---- inside ----

    def _build(self, groups: Sequence[Group]) -> None:
        row = QHBoxLayout(self._content)
        row.setContentsMargins(MARGIN, MARGIN - 2, MARGIN, MARGIN)
        row.setSpacing(BETWEEN)
        for group in groups:
            row.addLayout(self._column(group))
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._scroll)

    def _column(self, group: Group) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addWidget(panel_title(group.title))
        column.addSpacing(2)
        cards = [CardButton(entry) for entry in group.entries]
        for card in cards:
            card.setCheckable(True)
            card.set_width(CARD_WIDTH)
            card.clicked.connect(lambda _=False, key=card.entry.key: self._choose(key))
            column.addWidget(card)
        self.columns.append(cards)
        column.addStretch(1)
        if group.note:
            note = WrapLabel(group.note, 8.6, ink="t3")
            note.setFixedWidth(CARD_WIDTH)
            column.addWidget(note)
        return column

    def _walk(self, column: list[CardButton], row: int, key: Qt.Key) -> None:
        """Move the focus from the card in `row` of `column` as an arrow key says; the ends are the ends."""
        steps = {
            Qt.Key.Key_Up: max(row - 1, 0), Qt.Key.Key_Down: min(row + 1, len(column) - 1),
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(column) - 1,
        }  # fmt: skip
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in steps:
            self._focus(column[steps[key]])
        elif key in sides:
            beside = self.columns.index(column) + sides[key]
            if 0 <= beside < len(self.columns):
                middle = column[row].geometry().center().y()
                self._focus(min(self.columns[beside], key=lambda c: abs(c.geometry().center().y() - middle)))

    def _focus(self, card: CardButton) -> None:
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(card, 0, GAP)

    def _choose(self, key: str) -> None:
        self.close()
        self.chosen.emit(key)


class _KeylessScroll(QScrollArea):
    """Scrolls to where the focus is; the arrow keys are for moving that."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


def fitting_corner(place: QRect, size: QSize, room: QRect) -> QPoint:
    """Top left corner for a menu of `size` right of `place`, moved as far as it must be to lie in `room`."""
    left = min(place.right() + 1 + BESIDE, room.right() + 1 - size.width())
    top = min(place.top(), room.bottom() + 1 - GAP - size.height())
    return QPoint(max(left, room.left()), max(top, room.top() + GAP))
