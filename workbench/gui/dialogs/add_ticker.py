"""Add a symbol: from Yahoo, from what this computer keeps, a sample, or a planted world."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.data.providers.sample import SAMPLES
from workbench.data.providers.synthetic import WORLDS, symbol_text
from workbench.gui.present.ticker import LENGTHS, SOURCES, note_of, problem_of, wanted_symbol
from workbench.gui.theme import set_role
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.text import WrapLabel, label


class AddTickerDialog(QDialog):
    """`wanted` is (symbol, source) once it was accepted."""

    def __init__(self, stored: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted: tuple[str, str] | None = None
        self.setWindowTitle("Add a ticker")
        self.setMinimumWidth(420)
        set_role(self, ground="panel")
        sources = tuple((key, words) for key, (words, _) in SOURCES.items() if key != "store" or stored)
        self.source = Segmented(sources, "yahoo", "source")
        lengths = tuple((key, words) for key, (words, _) in LENGTHS.items())
        self.length = Segmented(lengths, "1d", "one bar")
        self._length_name = label("One bar", 9, 600, "t1")
        self.symbol = QLineEdit()
        self.symbol.setPlaceholderText("AAPL, MSFT, ^GSPC, SAP.DE …")
        self.symbol.setAccessibleName("symbol")
        self.sample = _combo(list(SAMPLES.items()), "sample")
        worlds = [(symbol_text(key), f"{key}: {words}") for key, words in WORLDS.items()]
        self.world = _combo(worlds, "planted world")
        self.stored = _combo([(name, name) for name in stored], "stored symbol")
        self._fields = {
            "yahoo": self.symbol, "store": self.stored, "sample": self.sample, "synthetic": self.world,
        }  # fmt: skip
        self._pages = QStackedWidget()
        self._note = WrapLabel("", 8.6)
        self._problem = WrapLabel("", 8.25, ink="red")
        self.add = QPushButton("Add")
        self._build()
        self.source.chosen.connect(self._show_source)
        self.length.chosen.connect(lambda _: self._show_note())
        self._show_source("yahoo")
        self.symbol.setFocus(Qt.FocusReason.PopupFocusReason)

    def accept(self) -> None:
        """Take the answer, unless it is no symbol: then say so beside the field."""
        source = self.source.current
        field = self._fields[source]
        symbol = field.text().strip().upper() if isinstance(field, QLineEdit) else str(field.currentData())
        # What is chosen from a list is there, whatever its letters.
        problem = problem_of(symbol) if isinstance(field, QLineEdit) else ""
        self._problem.set_text(problem)
        if not problem:
            self.wanted = (wanted_symbol(symbol, source, self.length.current), source)
            super().accept()

    def _build(self) -> None:
        for field in self._fields.values():
            self._pages.addWidget(field)
        self._pages.setFixedHeight(28)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        self.add.clicked.connect(self.accept)
        self.add.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(label("Where from", 9, 600, "t1"))
        column.addWidget(self.source)
        column.addWidget(label("Which", 9, 600, "t1"))
        column.addWidget(self._pages)
        column.addWidget(self._problem)
        column.addWidget(self._length_name)
        column.addWidget(self.length)
        column.addWidget(self._note)
        column.addStretch(1)
        column.addLayout(buttons)

    def _show_source(self, source: str) -> None:
        self._pages.setCurrentWidget(self._fields[source])
        for part in (self._length_name, self.length):
            part.setVisible(source == "yahoo")
        self._show_note()
        self._problem.set_text("")
        self.add.setText("Fetch and add" if source == "yahoo" else "Add")

    def _show_note(self) -> None:
        self._note.set_text(note_of(self.source.current, self.length.current))


def _combo(options: list[tuple[str, str]], name: str) -> QComboBox:
    combo = QComboBox()
    for key, text in options:
        combo.addItem(text, key)
    combo.setAccessibleName(name)
    return combo
