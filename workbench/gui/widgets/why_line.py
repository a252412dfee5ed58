"""A why with several entries: words to choose from, and below them the text of the chosen one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.present.whys import Why
from workbench.gui.widgets.why import WhyButton, WhyFold


class WhyLine(QWidget):
    """Opened by one "?"; `entries` maps words to keys, the first is read first. `left` asks to be closed."""

    left = Signal()

    def __init__(self, entries: Mapping[str, str]) -> None:
        super().__init__()
        self._fold = WhyFold()
        self._words = tuple(WhyButton(key, text) for text, key in entries.items())
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in self._words:
            button.clicked.connect(lambda _=False, button=button: self._choose(button))
            button.toggled.connect(lambda shown, button=button: self._toggled(button, shown))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._fold)
        self._read: WhyButton | None = None
        self.hide()

    def show_entry(self, why: Why) -> None:
        """Begin with the first word, which is what the "?" stands for."""
        self._choose(self._words[0])

    def _toggled(self, button: WhyButton, shown: bool) -> None:
        if shown:
            self._choose(button)
        elif button is self._read:
            # Esc, or the same word again: nothing is chosen any more.
            self._read = None
            self.left.emit()

    def _choose(self, button: WhyButton) -> None:
        if button is self._read or not (button.isChecked() or button is self._words[0]):
            return
        self._read = button
        for word in self._words:
            word.setChecked(word is button)
        self._fold.show_entry(button.entry)
        self._fold.show()
