"""The edits a user can make to a project, as pure functions from project to project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.data.spec import DataSpec
from workbench.errors import UsageError
from workbench.experiment.spec import ExperimentSpec
from workbench.project.project import Project, new_project


def first_project() -> Project:
    """What the first start shows: both samples on the list, the S&P 500 charted."""
    project = with_symbol(new_project(), DataSpec(symbol="NASDAQ"))
    return with_active(project, "SP500")


def with_spec(project: Project, spec: ExperimentSpec) -> Project:
    """The project with another intent; its data stay the active symbol's."""
    return _rebuilt(project, project.symbols, spec.model_copy(update={"data": project.spec.data}))


def with_settings(project: Project, settings: Mapping[str, Any]) -> Project:
    """The project with `section.field` settings; raises `UsageError` naming field, value and range."""
    return with_spec(project, project.spec.with_settings(settings))


def with_symbol(project: Project, data: DataSpec) -> Project:
    """The project with `data` among its symbols, and active; an equal symbol is replaced in its place."""
    known = any(entry.symbol == data.symbol for entry in project.symbols)
    kept = tuple(data if entry.symbol == data.symbol else entry for entry in project.symbols)
    return _about(project, kept if known else (*kept, data), data)


def with_active(project: Project, symbol: str) -> Project:
    """The project looking at another of its symbols; raises `UsageError` when it has none of that name."""
    return _about(project, project.symbols, project.data(symbol))


def without_symbol(project: Project, symbol: str) -> Project:
    """The project without one of its symbols; its neighbour becomes active. The last one stays."""
    place = project.symbols.index(project.data(symbol))
    left = project.symbols[:place] + project.symbols[place + 1 :]
    if not left:
        raise UsageError("A project keeps at least one symbol.", "Add another symbol first.")
    active = project.spec.data if symbol != project.active_symbol else left[min(place, len(left) - 1)]
    return _about(project, left, active)


def _about(project: Project, symbols: tuple[DataSpec, ...], data: DataSpec) -> Project:
    return _rebuilt(project, symbols, project.spec.model_copy(update={"data": data}))


def _rebuilt(project: Project, symbols: tuple[DataSpec, ...], spec: ExperimentSpec) -> Project:
    """A new project, checked as a whole: a copy of a pydantic model is not."""
    return Project(
        project_id=project.project_id, symbols=symbols, active_symbol=spec.data.symbol, spec=spec,
        notes=project.notes,
    )  # fmt: skip
