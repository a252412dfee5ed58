"""Rows of named figures, each with its "?": name, value, and what it needs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from workbench.gui.present.rests import FigureRow
from workbench.gui.theme import pt, set_font, set_role
from workbench.gui.widgets.text import label
from workbench.gui.widgets.why import WhyFold, Whys

ROW_HEIGHT = 18
NAME, WHY, VALUE, NOTE = range(4)


class FigureRows(QWidget):
    """The rows are made once for their names; later only the values change."""

    def __init__(self, whys: Whys, name: str) -> None:
        super().__init__()
        self._whys = whys
        self._shown: tuple[FigureRow, ...] = ()
        self._values: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(5)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(VALUE, 1)

    def show_rows(self, rows: tuple[FigureRow, ...]) -> None:
        """Show these; rows of other names than known are added, those not named are hidden."""
        if rows == self._shown:
            return
        self._shown = rows
        for row in rows:
            if row.key not in self._values:
                self._add(row.key)
            self._fill(row)
        wanted = {row.key for row in rows}
        for key, parts in self._values.items():
            for part in parts:
                part.setVisible(key in wanted)
            if key:
                self._buttons[key].setVisible(key in wanted)

    def texts(self) -> list[tuple[str, str, str]]:
        """What is shown, row by row."""
        return [(row.name, row.value, row.note) for row in self._shown]

    @property
    def _buttons(self):
        return {key: self._grid.itemAtPosition(2 * place, WHY).widget()
                for place, key in enumerate(self._values) if key}  # fmt: skip

    def _add(self, key: str) -> None:
        place = 2 * len(self._values)
        name, value, note = label("", 8.6), label("", 8.6, ink="t1"), label("", 8.25, ink="t3")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        value.setAlignment(right)
        note.setAlignment(right)
        self._values[key] = (name, value, note)
        for column, part in ((NAME, name), (VALUE, value), (NOTE, note)):
            part.setFixedHeight(ROW_HEIGHT)
            self._grid.addWidget(part, place, column)
        if key:
            fold = WhyFold()
            self._grid.addWidget(self._whys.button(key, fold), place, WHY)
            self._grid.addWidget(fold, place + 1, 0, 1, NOTE + 1)

    def _fill(self, row: FigureRow) -> None:
        name, value, note = self._values[row.key]
        name.setText(row.name)
        value.setText(row.value)
        note.setText(row.note)
        value.setAccessibleName(f"{row.name}: {row.value} {row.note}".strip())
        for part in (name, value):
            set_font(part, pt(8.6, 600 if row.strong else 400))
        set_role(name, ink="acc" if row.strong else "t2")
