"""What the user chooses: model, training, costs and rule, in the order the data flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.errors import UsageError
from workbench.gui.forms import Setting, SettingRow
from workbench.gui.input_symbols import InputSymbols
from workbench.gui.model_options import (
    InputsSection,
    main_rows,
    more_of_costs,
    more_of_model,
    more_of_training,
)
from workbench.gui.model_picker import ModelPicker
from workbench.gui.model_sight import ModelSight
from workbench.gui.present import setup as present
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.text import label, rule
from workbench.models.catalog import CATALOG
from workbench.project.document import Changed

if TYPE_CHECKING:
    from workbench.gui.session import Session

WINDOW = Setting("features.lookback", "window size", "days")
EPOCHS = Setting("train.epochs", "epochs", " ")
SEEDS = Setting("train.seeds", "seeds", " ")
REFIT = Setting("evaluation.refit_every", "learn anew every", "days")
RATE = Setting("train.learning_rate", "learning rate", " ", decimals=6, step=0.0005)
COST = Setting("evaluation.cost_bps", "cost a side", "bp", decimals=2)
RULES = (("long_flat", "long / flat"), ("long_short", "long / short"))
PARTS = {"document", "spec", "problems", "result", "prices"}
"""A run begins and ends with `result`; what lies between, thousands of `run_state`, changes nothing here."""


class SetupPanel(QWidget):
    """Parts 2 to 4 of the setup; every change is an undoable edit, every problem stands beside its field."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        spec = session.document.project.spec
        self._model = ModelPicker(spec.model.kind)
        self._weights = label("", 8.25, ink="t3")
        self._folds = label("", 8.25, ink="t3")
        self._rule = Segmented(RULES, spec.evaluation.rule, "rule")
        self._rows = {
            setting.path: SettingRow(session, setting)
            for setting in (WINDOW, EPOCHS, SEEDS, REFIT, RATE, COST)
        }
        self._model_rows = main_rows(session)
        self._sight = ModelSight()
        self._more_model, self._more_training = more_of_model(session), more_of_training(session)
        self._more_costs = more_of_costs(session)
        self._inputs = InputsSection(session)
        self._symbols = InputSymbols(session)
        self._build()
        self._model.chosen.connect(self._choose_model)
        self._rule.chosen.connect(lambda key: self._set("evaluation.rule", key, "Set rule"))
        session.subscribe(self.refresh)
        self.refresh(Changed(frozenset(PARTS)))

    def refresh(self, changed: Changed) -> None:
        """Show the spec, its problems and what it amounts to."""
        if not changed.parts & PARTS:
            return
        spec, plan = self._session.document.project.spec, self._session.plan
        problems: dict[str, str] = {}
        for problem in self._session.problems:
            problems.setdefault(problem.field, str(problem))
        for row in (*self._rows.values(), *self._model_rows):
            row.show_spec(spec, problems)
            row.setVisible(present.uses(spec.model.kind, row.path))
        for section in (
            self._more_model, self._inputs, self._symbols, self._more_training, self._more_costs
        ):
            section.show_spec(spec, problems)
            section.set_editable(not self._session.running)
        self._model.set_current(spec.model.kind)
        self._sight.show_spec(spec, self._session.prices, plan)
        self._rule.set_current(spec.evaluation.rule)
        self._weights.setText(present.weights_note(plan))
        self._folds.setText(present.folds_note(plan, spec.evaluation.train_bars))
        for part in (self._model, self._rule, *self._rows.values(), *self._model_rows):
            part.setEnabled(not self._session.running)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(rule())
        column.addLayout(_head("2", "Model", self._weights))
        column.addWidget(self._model)
        column.addSpacing(2)
        column.addWidget(self._rows[WINDOW.path])
        for row in self._model_rows:
            column.addWidget(row)
        column.addWidget(self._sight)
        column.addWidget(self._more_model)
        column.addWidget(self._inputs)
        column.addWidget(self._symbols)
        column.addSpacing(4)
        column.addWidget(rule())
        column.addLayout(_head("3", "Training", self._folds))
        for setting in (EPOCHS, SEEDS, REFIT, RATE):
            column.addWidget(self._rows[setting.path])
        column.addWidget(self._more_training)
        column.addSpacing(4)
        column.addWidget(rule())
        column.addLayout(_head("4", "Costs and rule", None))
        column.addWidget(self._rows[COST.path])
        line = QHBoxLayout()
        line.addWidget(label("rule"), 1)
        line.addWidget(self._rule)
        column.addLayout(line)
        column.addWidget(label(present.RULE_NOTE, 8.25, ink="t3"))
        column.addWidget(self._more_costs)
        column.addStretch(1)

    def _choose_model(self, kind: str) -> None:
        self._set("model.kind", kind, f"Choose {CATALOG[kind].title}")

    def _set(self, path: str, value: object, text: str) -> None:
        try:
            self._session.set_setting(path, value, text)
        except UsageError as error:
            self._session.complain(error)


def _head(number: str, title: str, tail: QLabel | None) -> QHBoxLayout:
    """`2 Model` with a note at its right end."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 6, 0, 2)
    line.setSpacing(8)
    line.addWidget(label(number, 9, 600, "t3"))
    name = label(title, 9.75, 600, "t1")
    line.addWidget(name)
    line.addStretch(1)
    if tail is not None:
        line.addWidget(tail)
    return line
