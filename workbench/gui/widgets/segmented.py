"""One choice out of a few, all visible."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton

from workbench.gui.theme import pt, set_role

HEIGHT = 24


class Segmented(QFrame):
    """`options` are (key, text) pairs; `chosen` carries the key the user pressed.

    `tips` say by key what a short text stands for, to the mouse and to screen readers.
    """

    chosen = Signal(str)

    def __init__(
        self, options: tuple[tuple[str, str], ...], current: str, name: str = "", height: int = HEIGHT,
        tips: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for key, text in options:
            button = QPushButton(text)
            button.setCheckable(True)
            button.setFont(pt(8.6))
            said = tips.get(key, text)
            button.setAccessibleName(f"{name}: {said}" if name else said)
            button.setToolTip(tips.get(key, ""))
            set_role(button, kind="segment")
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self.setAccessibleName(name)
        self.setFixedHeight(height)
        set_role(self, field="segmented")
        self.set_current(current)

    @property
    def current(self) -> str:
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Show a choice without announcing it; an empty key shows none."""
        if key:
            self._buttons[key].setChecked(True)
            return
        if self._group.checkedButton() is not None:
            self._group.setExclusive(False)
            self._group.checkedButton().setChecked(False)
            self._group.setExclusive(True)
        # Of a group Qt lets the Tab key reach the checked button alone, which here is none.
        next(iter(self._buttons.values())).setFocusPolicy(Qt.FocusPolicy.StrongFocus)
