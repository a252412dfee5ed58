"""One of the four figures: label, figure and unit with its "?", ruler, and the line below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.present.figures import Figure
from workbench.gui.present.whys import of_figure
from workbench.gui.theme import set_role
from workbench.gui.widgets.ruler import IntervalRuler
from workbench.gui.widgets.text import WrapLabel, label
from workbench.gui.widgets.why import WhyButton, WhyFold

FIGURE_POINTS = 13.5
SMALL_POINTS = 8.25


class FigureCell(QWidget):
    """Shows one `Figure`; equal figures cost nothing to show again. `fold` is put where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Figure | None = None
        self._label = label("", SMALL_POINTS)
        self.why, self.fold = WhyButton("excess"), WhyFold()
        self._value = label("", FIGURE_POINTS, 600, "t1")
        self._unit = label("", SMALL_POINTS)
        self._ruler = IntervalRuler()
        self._below = WrapLabel("", SMALL_POINTS, line_height=112)
        figure = QHBoxLayout()
        figure.setSpacing(5)
        figure.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBaseline)
        figure.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBaseline)
        figure.addWidget(self.why, 0, Qt.AlignmentFlag.AlignVCenter)
        figure.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 0, 5)
        column.setSpacing(1)
        column.addWidget(self._label)
        column.addLayout(figure)
        column.addWidget(self._ruler)
        column.addWidget(self._below)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_figure(self, figure: Figure) -> None:
        """Show `figure`, unless it is shown already."""
        if figure == self._shown:
            return
        self._shown = figure
        self._label.setText(figure.label)
        entry = of_figure(figure.label)
        self.why.setVisible(entry is not None)
        if entry is not None:
            self.why.set_entry(entry)
        self._value.setText(figure.value)
        set_role(self._value, ink="t3" if figure.muted else "t1")
        self._unit.setText("" if figure.muted else figure.unit)
        self._unit.setVisible(bool(self._unit.text()))
        self._below.set_text(figure.below)
        ruler = figure.ruler
        self._ruler.setVisible(ruler is not None)
        self._ruler.set_label(figure.label)
        if ruler is not None:
            self._ruler.set_values(ruler.estimate, ruler.low, ruler.high, ruler.tick)
        self.setToolTip(f"<p>{figure.tip}</p>" if figure.tip else "")
        self.setAccessibleName(figure.label)
        self.setAccessibleDescription(f"{figure.value} {figure.unit}. {figure.below}".strip())

    @property
    def figure(self) -> Figure | None:
        """What is shown."""
        return self._shown
