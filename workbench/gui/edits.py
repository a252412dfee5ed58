"""The edits a user can make to a project, as pure functions from project to project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from workbench.data.spec import DataSpec
from workbench.errors import UsageError
from workbench.experiment.spec import ExperimentSpec, explain
from workbench.project.project import MAX_RUN_NOTE, Project, RunNote, new_project, one_line


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
    """The project with `data` among its symbols, and active; an equal symbol is replaced in its place.

    What is replaced leaves its inputs to the newcomer.
    """
    for entry in project.symbols:
        if entry.symbol == data.symbol:
            data = data.model_copy(update={"inputs": entry.inputs})
            return _about(project, _with(project.symbols, data), data)
    return _about(project, (*project.symbols, data), data)


def with_inputs(project: Project, inputs: Sequence[str]) -> Project:
    """The project whose active symbol has `inputs` beside it, in the order of its list.

    Raises `UsageError` for a symbol that is not in the project, and for one that is the active one.
    """
    chosen = {project.data(symbol).symbol for symbol in inputs}
    if project.active_symbol in chosen:
        raise UsageError(f"{project.active_symbol} is the symbol itself.", "Choose other symbols.")
    ordered = tuple(entry.symbol for entry in project.symbols if entry.symbol in chosen)
    try:
        data = DataSpec.model_validate({**project.spec.data.model_dump(), "inputs": ordered})
    except ValidationError as error:
        raise UsageError(*explain(error)) from error
    return _about(project, _with(project.symbols, data), data)


def with_active(project: Project, symbol: str) -> Project:
    """The project looking at another of its symbols; raises `UsageError` when it has none of that name."""
    return _about(project, project.symbols, project.data(symbol))


def without_symbol(project: Project, symbol: str) -> Project:
    """The project without one of its symbols, no input any more either; its neighbour becomes active.

    The last one stays.
    """
    place = project.symbols.index(project.data(symbol))
    left = tuple(_beside_others(entry, symbol) for entry in project.symbols if entry.symbol != symbol)
    if not left:
        raise UsageError("A project keeps at least one symbol.", "Add another symbol first.")
    stays = symbol != project.active_symbol
    active = project.active_symbol if stays else left[min(place, len(left) - 1)].symbol
    return _about(project, left, next(entry for entry in left if entry.symbol == active))


def with_run_note(project: Project, run_id: str, text: str) -> Project:
    """The project with `text` as the note on a run, in one line; without words the note is gone.

    Raises `UsageError` for one that is too long.
    """
    line = one_line(text)
    if len(line) > MAX_RUN_NOTE:
        raise UsageError(f"A note holds at most {MAX_RUN_NOTE} characters.", "Write a shorter one.")
    kept = [note for note in project.run_notes if note.run_id != run_id]
    fresh = [RunNote(run_id=run_id, text=line)] if line else []
    return _checked(project, run_notes=tuple(sorted([*kept, *fresh], key=lambda note: note.run_id)))


def _beside_others(data: DataSpec, removed: str) -> DataSpec:
    """The symbol without `removed` among its inputs."""
    kept = tuple(symbol for symbol in data.inputs if symbol != removed)
    return data.model_copy(update={"inputs": kept})


def _with(symbols: tuple[DataSpec, ...], data: DataSpec) -> tuple[DataSpec, ...]:
    """The symbols with `data` in the place of the one of its name."""
    return tuple(data if entry.symbol == data.symbol else entry for entry in symbols)


def _about(project: Project, symbols: tuple[DataSpec, ...], data: DataSpec) -> Project:
    return _rebuilt(project, symbols, project.spec.model_copy(update={"data": data}))


def _rebuilt(project: Project, symbols: tuple[DataSpec, ...], spec: ExperimentSpec) -> Project:
    return _checked(project, symbols=symbols, active_symbol=spec.data.symbol, spec=spec)


def _checked(project: Project, **changes: Any) -> Project:
    """A new project, checked as a whole: a copy of a pydantic model is not."""
    return Project(**{**dict(project), **changes})
