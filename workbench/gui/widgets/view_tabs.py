"""The tabs at the head of the centre column; each view has a row of its own, its own tab always chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from workbench.gui.widgets.buttons import TabButton

VIEWS = (("price", "Price"), ("compare", "Compare"))


class ViewTabs(QWidget):
    """`chosen` carries the key of another view than this one."""

    chosen = Signal(str)

    def __init__(self, own: str, height: int) -> None:
        super().__init__()
        self._own = own
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (_, title) in enumerate(VIEWS):
            tab = TabButton(title, height)
            self._buttons.addButton(tab, place)
            row.addWidget(tab)
        self._buttons.idClicked.connect(self._clicked)
        self._check_own()

    def take_focus(self) -> None:
        """The keyboard goes on from this view's tab."""
        self._tab(self._own).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def focused(self) -> bool:
        """Whether one of the tabs has the keyboard."""
        return any(button.hasFocus() for button in self._buttons.buttons())

    def _tab(self, key: str) -> TabButton:
        return self._buttons.button([view for view, _ in VIEWS].index(key))

    def _check_own(self) -> None:
        self._tab(self._own).setChecked(True)

    def _clicked(self, place: int) -> None:
        # Checked again before anybody is told: this row may be hidden then, and is right when it comes back.
        self._check_own()
        key = VIEWS[place][0]
        if key != self._own:
            self.chosen.emit(key)
