"""Form fields bound to one setting of the spec: range from its pydantic field, edits through the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from PySide6.QtWidgets import QWidget

from workbench.dataclass import dataclass
from workbench.errors import UsageError
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.widgets.choice import Choice
from workbench.gui.widgets.field_row import FieldRow
from workbench.gui.widgets.numeric_field import NumericField
from workbench.gui.widgets.segmented import Segmented
from workbench.models.catalog import CATALOG

if TYPE_CHECKING:
    from workbench.gui.session import Session

PICK_WIDTH = 108

@dataclass(frozen=True, slots=True)
class Setting:
    """One numeric setting as the form shows it; `path` is `section.field` of the spec."""

    path: str
    label: str
    unit: str = ""
    decimals: int = 0
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class Pick:
    """One setting with a few words to choose from; `options` are (key, text) pairs."""

    path: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """One setting that is no or yes."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a field accepts, both ends included at `decimals`."""

    low: float
    high: float


def bounds_of(field: FieldInfo, decimals: int) -> Bounds:
    """The range of a pydantic field; an open end moves in by one unit of the last decimal."""
    low, high, smallest = -1e9, 1e9, 10.0**-decimals
    for rule in field.metadata:
        low = getattr(rule, "ge", low)
        high = getattr(rule, "le", high)
        if hasattr(rule, "gt"):
            low = rule.gt + smallest
        if hasattr(rule, "lt"):
            high = rule.lt - smallest
    return Bounds(low, high)


def field_of(spec: ExperimentSpec, path: str) -> FieldInfo:
    """The pydantic field of a setting; of the first model that has it, where the chosen one does not."""
    section, _, name = path.partition(".")
    parts = [type(getattr(spec, section))]
    if section == "model":
        parts += [row.spec for row in CATALOG.values()]
    return next(part.model_fields[name] for part in parts if name in part.model_fields)


def is_changed(spec: ExperimentSpec, path: str) -> bool:
    """Whether the user chose something other than what the setting comes with."""
    section, _, name = path.partition(".")
    part = getattr(spec, section)
    return bool(getattr(part, name) != type(part).model_fields[name].default)


class BoundRow(FieldRow):
    """A form row of one setting; `path` names it, and not every model need have it."""

    def __init__(self, session: Session, path: str, text: str, field: QWidget) -> None:
        super().__init__(text, field)
        self.path = path
        self._section, _, self._name = path.partition(".")
        self._session, self._text = session, text
        self._problem_shown = ""
        self.setObjectName(path)

    def show_spec(self, spec: ExperimentSpec, problems: dict[str, str]) -> None:
        """Show the value of `spec`, and the problem that belongs to this field."""
        part = getattr(spec, self._section)
        if self._name not in type(part).model_fields:
            return
        self._show_value(part)
        problem = problems.get(self.path, "")
        if problem != self._problem_shown:
            self._problem_shown = problem
            self.set_problem(problem)

    def _show_value(self, part: BaseModel) -> None:
        raise NotImplementedError

    def _set(self, value: object) -> None:
        try:
            self._session.set_setting(self.path, value, f"Set {self._text}")
        except UsageError as error:
            self.set_problem(str(error))


class SettingRow(BoundRow):
    """Label, number and unit of one setting; it commits when editing is finished."""

    def __init__(self, session: Session, setting: Setting) -> None:
        info = field_of(session.document.project.spec, setting.path)
        bounds = bounds_of(info, setting.decimals)
        number = NumericField(
            info.default, setting.unit, bounds.low, bounds.high, setting.decimals, step=setting.step
        )
        super().__init__(session, setting.path, setting.label, number)
        self._number, self._setting = number, setting
        self._tell_range(info)
        number.edited.connect(self._edited)

    def _show_value(self, part: BaseModel) -> None:
        self._tell_range(type(part).model_fields[self._name])
        self._number.set_value(getattr(part, self._name))

    def _tell_range(self, info: FieldInfo) -> None:
        """Models differ in what they accept in a field of the same name."""
        bounds = bounds_of(info, self._setting.decimals)
        low, high = self._number.format(bounds.low), self._number.format(bounds.high)
        self._number.set_range(bounds.low, bounds.high)
        self.setToolTip(f"{info.description} ({low} to {high})")

    def _edited(self, value: float) -> None:
        self._set(value if self._setting.decimals else int(value))


class PickRow(BoundRow):
    """Label and drop-down list of one setting."""

    def __init__(self, session: Session, pick: Pick) -> None:
        info = field_of(session.document.project.spec, pick.path)
        choice = Choice(pick.options, str(info.default), pick.label)
        choice.setFixedWidth(PICK_WIDTH)
        super().__init__(session, pick.path, pick.label, choice)
        self._choice = choice
        self.setToolTip(info.description or "")
        choice.chosen.connect(self._picked)

    def _show_value(self, part: BaseModel) -> None:
        self._choice.set_current(getattr(part, self._name))

    def _picked(self, key: str) -> None:
        # A choice that stays is no edit.
        if key != getattr(getattr(self._session.document.project.spec, self._section), self._name):
            self._set(key)


class SwitchRow(BoundRow):
    """Label, and no or yes."""

    def __init__(self, session: Session, setting: Switch) -> None:
        info = field_of(session.document.project.spec, setting.path)
        switch = Segmented((("no", "no"), ("yes", "yes")), "no", setting.label)
        super().__init__(session, setting.path, setting.label, switch)
        self._switch = switch
        self.setToolTip(info.description or "")
        switch.chosen.connect(self._switched)

    def _show_value(self, part: BaseModel) -> None:
        self._switch.set_current("yes" if getattr(part, self._name) else "no")

    def _switched(self, key: str) -> None:
        part = getattr(self._session.document.project.spec, self._section)
        if (key == "yes") != getattr(part, self._name):
            self._set(key == "yes")


def row_of(session: Session, part: Setting | Pick | Switch) -> BoundRow:
    """The row that shows a setting and lets it be changed."""
    if isinstance(part, Setting):
        return SettingRow(session, part)
    return PickRow(session, part) if isinstance(part, Pick) else SwitchRow(session, part)
