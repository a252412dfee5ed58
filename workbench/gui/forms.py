"""Form fields bound to one setting of the spec: range from its pydantic field, edits through the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic.fields import FieldInfo

from workbench.errors import UsageError
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.widgets.field_row import FieldRow
from workbench.gui.widgets.numeric_field import NumericField

if TYPE_CHECKING:
    from workbench.gui.session import Session


@dataclass(frozen=True, slots=True)
class Setting:
    """One numeric setting as the form shows it; `path` is `section.field` of the spec."""

    path: str
    label: str
    unit: str = ""
    decimals: int = 0
    step: float = 1.0


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


class SettingRow(FieldRow):
    """Label, number and unit of one setting; it commits when editing is finished."""

    def __init__(self, session: Session, setting: Setting) -> None:
        section, _, self._name = setting.path.partition(".")
        self._session, self._setting, self._section = session, setting, section
        part = getattr(session.document.project.spec, section)
        info = type(part).model_fields[self._name]
        bounds = bounds_of(info, setting.decimals)
        field = NumericField(
            getattr(part, self._name), setting.unit, bounds.low, bounds.high, setting.decimals,
            step=setting.step,
        )  # fmt: skip
        super().__init__(setting.label, field)
        self._problem_shown = ""
        self._whole = setting.decimals == 0
        self.setToolTip(f"{info.description} ({field.format(bounds.low)} to {field.format(bounds.high)})")
        self.setObjectName(setting.path)
        field.edited.connect(self._edited)

    def show_spec(self, spec: ExperimentSpec, problems: dict[str, str]) -> None:
        """Show the value of `spec`, and the problem that belongs to this field."""
        value = getattr(getattr(spec, self._section), self._name, None)
        if value is None:
            return
        self.field.set_value(value)
        problem = problems.get(self._setting.path, "")
        if problem != self._problem_shown:
            self._problem_shown = problem
            self.set_problem(problem)

    def _edited(self, value: float) -> None:
        try:
            self._session.set_setting(
                self._setting.path, int(value) if self._whole else value, f"Set {self._setting.label}"
            )
        except UsageError as error:
            self.set_problem(str(error))
