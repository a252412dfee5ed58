"""A button that turns a picture into a table of the same, and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QAbstractButton, QWidget

from workbench.gui.theme import set_role
from workbench.gui.widgets.buttons import IconButton

SIDE, ICON = 18, 12


class TableTurn(QObject):
    """One of `picture` and `table` is seen, while there is anything; `say` is told whether the table is."""

    def __init__(
        self, button: QAbstractButton, picture: QWidget, table: QWidget, say: Callable[[bool], None]
    ) -> None:
        super().__init__(button)
        self._button, self._picture, self._table, self._say = button, picture, table, say
        self._known = self._as_table = False
        button.clicked.connect(self._turn)

    def set_known(self, known: bool) -> None:
        """Whether there is anything to show at all."""
        self._known = known
        self._table.setVisible(known and self._as_table)
        self._picture.setVisible(known and not self._as_table)
        self._button.setVisible(known)
        self._say(self._as_table)

    def _turn(self) -> None:
        self._as_table = not self._as_table
        self.set_known(self._known)


def table_button(name: str) -> IconButton:
    """The small one for the head of a section; `name` is what is turned: `Lag lens as a table`."""
    button = IconButton("table", name, SIDE)
    button.setIconSize(QSize(ICON, ICON))
    button.setCheckable(True)
    set_role(button, edge="none")
    return button
