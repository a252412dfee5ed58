"""Further symbols for the model, ticked in a folded part of the setup."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.errors import UsageError
from workbench.experiment.spec import INPUTS, ExperimentSpec
from workbench.gui import edits
from workbench.gui.beside import beside
from workbench.gui.present import inputs as present
from workbench.gui.theme import pt
from workbench.gui.widgets.check_list import TickBox
from workbench.gui.widgets.section import Section
from workbench.gui.widgets.text import WrapLabel

if TYPE_CHECKING:
    from workbench.gui.session import Session


class InputSymbols(Section):
    """A box for every other symbol of the project; each tick is an undoable edit."""

    def __init__(self, session: Session) -> None:
        super().__init__("Further symbols", ruled=False)
        self._session = session
        self._troubled = False
        self.boxes: dict[str, TickBox] = {}
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._empty = WrapLabel(present.NO_OTHERS, 8.25, ink="t3")
        self._caution = WrapLabel("", 8.25, ink="amber")
        self._problem = WrapLabel("", 8.25, ink="red")
        for part in (self._list, self._empty, self._caution, self._problem):
            self.add(part)
        self.set_open(False)

    @property
    def problem(self) -> str:
        """The sentence shown below the boxes; empty if all is well."""
        return self._problem.plain_text

    @property
    def caution(self) -> str:
        """What is said of inputs that count a day late; empty if none does."""
        return self._caution.plain_text

    def show_spec(self, spec: ExperimentSpec, problems: dict[str, str]) -> None:
        """Show what is ticked; opens when a problem comes up inside."""
        project = self._session.document.project
        self._show_boxes(present.others(project), project.active_symbol)
        for symbol, box in self.boxes.items():
            box.setChecked(symbol in spec.data.inputs)
        self.setVisible(present.is_shown(spec))
        self.set_note(present.note(spec.data.inputs))
        seen = beside(project, self._session.book).inputs
        _show(self._caution, present.caution(self._session.prices, seen))
        problem = problems.get(INPUTS, "")
        _show(self._problem, problem)
        if problem and not self._troubled:
            self.set_open(True)
        self._troubled = bool(problem)

    def set_editable(self, editable: bool) -> None:
        """Fold and look always; change only between runs."""
        self._list.setEnabled(editable)

    def _show_boxes(self, symbols: tuple[str, ...], active: str) -> None:
        self._empty.setVisible(not symbols)
        if tuple(self.boxes) != symbols:
            for box in self.boxes.values():
                box.hide()
                box.deleteLater()
            self.boxes = {symbol: self._tick_box(symbol) for symbol in symbols}
            # Boxes that come late would be the last that Tab reaches.
            for before, after in itertools.pairwise((self._head, *self.boxes.values())):
                QWidget.setTabOrder(before, after)
        for symbol, box in self.boxes.items():
            box.setToolTip(present.box_tip(symbol, active))
            box.setAccessibleDescription(box.toolTip())

    def _tick_box(self, symbol: str) -> TickBox:
        box = TickBox(symbol)
        box.setFont(pt(8.6))
        box.setMinimumWidth(1)
        box.setAccessibleName(symbol)
        box.clicked.connect(lambda ticked: self._toggled(symbol, ticked))
        self._column.addWidget(box)
        return box

    def _toggled(self, symbol: str, ticked: bool) -> None:
        project = self._session.document.project
        now = project.spec.data.inputs
        wanted = (*now, symbol) if ticked else tuple(name for name in now if name != symbol)
        try:
            changed = edits.with_inputs(project, wanted)
        except UsageError as error:
            self.boxes[symbol].setChecked(symbol in now)
            _show(self._problem, str(error))
            return
        text = f"{'Add' if ticked else 'Leave out'} {symbol} as an input"
        self._session.edit(text, changed)


def _show(text: WrapLabel, sentence: str) -> None:
    text.set_text(sentence)
    text.setVisible(bool(sentence))
