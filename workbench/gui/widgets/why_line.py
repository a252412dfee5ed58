"""A line of words under a table, each of which unfolds why that column or row is there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.widgets.text import label
from workbench.gui.widgets.why import WhyFold, Whys


class WhyLine(QWidget):
    """`words` maps what stands there to the key of its entry; all share one place for their text."""

    def __init__(self, whys: Whys, words: Mapping[str, str]) -> None:
        super().__init__()
        fold = WhyFold()
        row = QHBoxLayout()
        row.setSpacing(9)
        row.addWidget(label("why?", 8.25, ink="t3"))
        for text, key in words.items():
            row.addWidget(whys.button(key, fold, text))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(fold)
