"""The model chosen, as a card; pressing it opens the cards of all models."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent

from workbench.gui.present import models as present
from workbench.gui.widgets.card import CardButton
from workbench.gui.widgets.card_menu import CardMenu


class ModelPicker(CardButton):
    """`chosen` carries the kind the user picked, also where it is the present one."""

    chosen = Signal(str)

    def __init__(self, kind: str) -> None:
        super().__init__(present.entry(kind), "chevron-down", indented=False)
        self._menu: CardMenu | None = None
        self.clicked.connect(self.open_menu)
        self.set_current(kind)

    @property
    def current(self) -> str:
        """The kind shown."""
        return self.entry.key

    def set_current(self, kind: str) -> None:
        """Show a kind without announcing it."""
        self.set_entry(present.entry(kind))
        self.setAccessibleName(f"model: {self.entry.title}")

    def open_menu(self) -> CardMenu:
        """Show all models beside this card."""
        if self._menu is None:
            self._menu = CardMenu(self, present.groups(), "models")
            self._menu.chosen.connect(self.chosen)
        place = QRect(self.mapToGlobal(QPoint(0, 0)), self.size())
        room = self.window().geometry() & self.screen().availableGeometry()
        self._menu.open_beside(place, self.current, room)
        return self._menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the menu, as it does a drop-down list."""
        if event.key() == Qt.Key.Key_Down:
            self.click()
        else:
            super().keyPressEvent(event)
