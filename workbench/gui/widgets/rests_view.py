"""The body of `What it rests on`: the random starts, the weaknesses, the folds."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.present import rests as present
from workbench.gui.widgets.figure_rows import FigureRows
from workbench.gui.widgets.fold_strip import FoldStrip
from workbench.gui.widgets.seed_fan import SeedFan
from workbench.gui.widgets.text import WrapLabel, label
from workbench.gui.widgets.why import WhyFold, Whys


class RestsView(QWidget):
    """Shows one `Rests`; equal ones cost nothing to show again."""

    def __init__(self, whys: Whys) -> None:
        super().__init__()
        self._shown: present.Rests | None = None
        self._fan = SeedFan()
        self._rows = FigureRows(whys, "what it rests on")
        self._won = label("", 8.6, ink="t2")
        self._strip = FoldStrip()
        self._read = WrapLabel("", 8.25, ink="t3")
        fold = WhyFold()
        self._folds = QWidget()
        head = QHBoxLayout()
        head.setSpacing(5)
        head.addWidget(self._won)
        head.addWidget(whys.button("folds", fold))
        head.addStretch(1)
        below = QVBoxLayout(self._folds)
        below.setContentsMargins(0, 6, 0, 0)
        below.setSpacing(3)
        below.addLayout(head)
        for part in (fold, self._strip, self._read):
            below.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        for part in (self._fan, self._rows, self._folds):
            column.addWidget(part)
        self._strip.read.connect(lambda words: self._read.set_text(words or present.LUCK))

    def show_rests(self, rests: present.Rests) -> None:
        if rests == self._shown:
            return
        self._shown = rests
        self._fan.setVisible(rests.fan is not None)
        if rests.fan is not None:
            self._fan.show_fan(rests.fan)
        self._rows.show_rows(rests.rows)
        self._folds.setVisible(bool(rests.folds))
        self._strip.show_cells(rests.folds)
        self._won.setText(rests.folds_won)
        self._read.set_text(present.LUCK)
