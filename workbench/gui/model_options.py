"""The settings of every model and what few change: rows made from the specs, folded parts of the setup."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.errors import UsageError
from workbench.experiment.devices import NAMES
from workbench.experiment.spec import ExperimentSpec
from workbench.features.registry import FEATURES
from workbench.gui.forms import BoundRow, Pick, Setting, SettingRow, Switch, is_changed, row_of
from workbench.gui.present import setup as present
from workbench.gui.widgets.check_list import CheckList
from workbench.gui.widgets.section import Section
from workbench.models.catalog import CATALOG

if TYPE_CHECKING:
    from workbench.gui.session import Session

COLUMNS = "features.columns"
WORDS = {
    "hidden_size": ("hidden size", "units"),
    "d_model": ("numbers a day", " "),
    "nhead": ("heads", " "),
    "channels": ("channels", " "),
    "kernel_size": ("kernel size", "days"),
    "num_layers": ("layers", " "),
    "num_encoder_layers": ("layers", " "),
    "dim_feedforward": ("feed-forward", "units"),
    "bars": ("bars", "days"),
    "iterations": ("iterations", "trees"),
}
"""Label and unit of a model's main fields, in the order they stand in. A field not named here comes last."""
FOLDED = ("dim_feedforward",)
"""Fields beyond the four that stand open at most; they are the first under "More"."""
HEAD = Pick(
    "model.head", "forecast as", (("point", "point"), ("gaussian", "bell curve"), ("quantile", "quantiles"))
)
DROPOUT = Setting("model.dropout", "dropout", " ", decimals=2, step=0.05)
SCHEDULE = Pick(
    "train.schedule", "schedule",
    (("constant", "constant"), ("one_cycle", "one cycle"), ("cosine", "cosine")),
)  # fmt: skip
WARM_START = Switch("train.warm_start", "warm start")
DEVICE = Pick("train.device", "device", (("auto", "auto"), *NAMES.items()))
INTERVAL = Pick("train.interval", "interval", (("conformal", "conformal"), ("garch", "GARCH")))
BATCH = Setting("train.batch_size", "batch size", " ")
PATIENCE = Setting("train.patience", "patience", " ")
DECAY = Setting("train.weight_decay", "weight decay", " ", decimals=6, step=0.0001)
AVERAGING = Setting("train.averaging", "averaging", " ", decimals=4, step=0.01)
COSTS_AND_SIZE = (
    Setting("evaluation.half_spread_bps", "half the spread", "bp", decimals=2),
    Setting("evaluation.min_fee", "least fee", " ", decimals=2),
    Setting("evaluation.capital", "account", decimals=2, step=10_000),
    Setting("evaluation.slippage", "slippage", "x", decimals=2, step=0.1),
    Setting("evaluation.borrow_percent", "borrowed shares", "% yr", decimals=2),
    Setting("evaluation.financing_percent", "borrowed money", "% yr", decimals=2),
    Setting("evaluation.cash_percent", "idle cash earns", "% yr", decimals=2),
    Setting("evaluation.threshold_bps", "least forecast", "bp", decimals=2),
    Setting("evaluation.volatility_target_percent", "volatility target", "% yr", decimals=1),
    Setting("evaluation.max_leverage", "largest position", "x", decimals=2, step=0.1),
)


def main_rows(session: Session) -> list[SettingRow]:
    """A row for every whole number that some model has and that is not folded, each name once."""
    names = dict.fromkeys(WORDS)
    for row in CATALOG.values():
        fields = row.spec.model_fields.items()
        names.update(dict.fromkeys(name for name, info in fields if info.annotation is int))
    return [SettingRow(session, _number(name)) for name in names if name not in FOLDED]


def _number(name: str) -> Setting:
    words = WORDS.get(name, (name.replace("_", " "), " "))
    return Setting(f"model.{name}", *words)


def more_of_model(session: Session) -> MoreSection:
    """What only nets have."""
    return MoreSection(session, (*map(_number, FOLDED), DROPOUT, HEAD), "More about the model")


def more_of_training(session: Session) -> MoreSection:
    """How nets learn, and how wide the interval is that any forecast gets."""
    parts = (BATCH, PATIENCE, SCHEDULE, DECAY, AVERAGING, WARM_START, DEVICE, INTERVAL)
    return MoreSection(session, parts, "More about training")


def more_of_costs(session: Session) -> MoreSection:
    """What few accounts pay, and how large a position is."""
    return MoreSection(session, COSTS_AND_SIZE, "More about costs and size")


class MoreSection(Section):
    """Folded rows; it hides with the last of them, and opens when a problem comes up inside.

    The rows are made when it is first opened: the window need not wait for what few look at.
    """

    def __init__(self, session: Session, parts: tuple[Setting | Pick | Switch, ...], name: str) -> None:
        super().__init__("More", ruled=False, name=name)
        self._session, self._parts = session, parts
        self._rows: tuple[BoundRow, ...] = ()
        self._shown: tuple[ExperimentSpec, dict[str, str]] | None = None
        self._editable = True
        self._troubled = False
        self.set_open(False)
        self.toggled.connect(self._make_rows)

    @property
    def paths(self) -> tuple[str, ...]:
        """The settings it holds, made or not."""
        return tuple(part.path for part in self._parts)

    def show_spec(self, spec: ExperimentSpec, problems: dict[str, str]) -> None:
        """Show the rows this model has, and how many of them are not as they come."""
        used = [path for path in self.paths if present.uses(spec.model.kind, path)]
        self._shown = spec, problems
        self._fill_rows()
        self.setVisible(bool(used))
        self.set_note(present.changed_note(sum(is_changed(spec, path) for path in used)))
        troubled = any(path in problems for path in used)
        if troubled and not self._troubled:
            self.set_open(True)
        self._troubled = troubled

    def set_editable(self, editable: bool) -> None:
        """Fold and look always; change only between runs."""
        self._editable = editable
        for row in self._rows:
            row.setEnabled(editable)

    def _make_rows(self, opened: bool) -> None:
        if not opened or self._rows:
            return
        self._rows = tuple(row_of(self._session, part) for part in self._parts)
        for row in self._rows:
            self.add(row)
        # Widgets that come late would be the last that Tab reaches.
        stops = [part for row in self._rows for part in row.findChildren(QWidget) if self._is_stop(part)]
        for before, after in itertools.pairwise((self._head, *stops)):
            QWidget.setTabOrder(before, after)
        self._fill_rows()
        self.set_editable(self._editable)

    def _is_stop(self, part: QWidget) -> bool:
        takes_focus = part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.focusProxy() is None
        # The list that a choice lets down is a window of its own.
        return takes_focus and part.window() is self.window()

    def _fill_rows(self) -> None:
        if self._shown is None:
            return
        spec, problems = self._shown
        for row in self._rows:
            row.setVisible(present.uses(spec.model.kind, row.path))
            row.show_spec(spec, problems)


class InputsSection(Section):
    """Which groups of columns the model sees."""

    def __init__(self, session: Session) -> None:
        super().__init__("Inputs", ruled=False)
        self._session = session
        self._troubled = False
        shown = (row for row in FEATURES.values() if row.shown)
        self.list = CheckList((row.name, row.title, row.explanation) for row in shown)
        self.add(self.list)
        self.list.toggled.connect(self._toggled)
        self.set_open(False)

    def show_spec(self, spec: ExperimentSpec, problems: dict[str, str]) -> None:
        """Show what is ticked; hidden for a model that reads no columns."""
        used = present.uses(spec.model.kind, COLUMNS)
        self.setVisible(used)
        self.list.set_ticked(spec.features.columns)
        self.set_note(present.inputs_note(spec.features.columns))
        problem = problems.get(COLUMNS, "") if used else ""
        self.list.set_problem(problem)
        if problem and not self._troubled:
            self.set_open(True)
        self._troubled = bool(problem)

    def set_editable(self, editable: bool) -> None:
        """Fold and look always; change only between runs."""
        self.list.setEnabled(editable)

    def _toggled(self, key: str, ticked: bool) -> None:
        now = self._session.document.project.spec.features.columns
        columns = tuple(name for name in FEATURES if (ticked if name == key else name in now))
        text = f"{'Add' if ticked else 'Leave out'} {FEATURES[key].title}"
        try:
            self._session.set_setting(COLUMNS, columns, text)
        except UsageError as error:
            self.list.set_ticked(now)
            self.list.set_problem(str(error))
