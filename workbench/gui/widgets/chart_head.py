"""The small head over a chart: its name, a grey note, its legend at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workbench.gui.charts.legend import Entry, Legend
from workbench.gui.theme import Theme
from workbench.gui.widgets.fold_head import ElidedNote
from workbench.gui.widgets.text import label

HEIGHT = 24
MARGIN = 12


class ChartHead(QWidget):
    """Title in 600, note in grey, legend flush right."""

    def __init__(self, theme: Theme, title: str, note: str = "") -> None:
        super().__init__()
        self._note = ElidedNote()
        self._note.set_text(note)
        self._legend = Legend(theme)
        self._legend.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(label(title, 9, 600, "t1"))
        row.addWidget(self._note, 1)
        row.addWidget(self._legend)
        self._row = row
        self.setFixedHeight(HEIGHT)

    def add(self, control: QWidget) -> None:
        """A small control at the right end."""
        self._row.addWidget(control)

    def set_note(self, note: str) -> None:
        self._note.set_text(note)

    def set_legend(self, entries: tuple[Entry, ...]) -> None:
        self._legend.set_entries(entries)
