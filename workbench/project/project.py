"""`Project`: what the user wants, whole and frozen; every edit makes a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self
from unicodedata import category
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from workbench.data.spec import DataSpec, Source
from workbench.errors import UsageError
from workbench.experiment.spec import ExperimentSpec

MAX_NOTES = 20_000
"""Characters of notes a project may hold."""
MAX_RUN_NOTE = 280
"""Characters of the note on one run."""
MAX_RUN_NOTES = 2_000
JOINERS = "\u200c\u200d"
"""Unseen characters that writing and emoji need; all others could turn a line round or hide in it."""


def one_line(text: str) -> str:
    """Plain words in one line: no line breaks, no control or direction characters, no broken ones."""
    seen = (
        " " if category(letter) in ("Cc", "Zl", "Zp")
        else "" if category(letter) in ("Cf", "Cs") and letter not in JOINERS else letter
        for letter in text
    )  # fmt: skip
    return " ".join("".join(seen).split())


class RunNote(BaseModel):
    """What the user wrote on a run: intent, not fact, so it can be edited and undone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run_id: str = Field(min_length=1, max_length=100, description="the run it is about")
    text: str = Field(max_length=MAX_RUN_NOTE, description="plain text in one line")

    @field_validator("text")
    @classmethod
    def _is_one_line(cls, value: str) -> str:
        line = one_line(value)
        if not line:
            raise ValueError("a note holds no words")
        return line


class Project(BaseModel):
    """Symbols, the one looked at, the experiment on it, and notes; `spec.data` is the active symbol's.

    A note may be about a run that is not there: it is kept, and shown nowhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    project_id: str = Field(description="UUID, for life")
    symbols: tuple[DataSpec, ...] = Field(min_length=1, max_length=500, description="the watch list")
    active_symbol: str = Field(description="the symbol the experiment is about")
    spec: ExperimentSpec = Field(description="the experiment")
    notes: str = Field("", max_length=MAX_NOTES, description="free text")
    run_notes: tuple[RunNote, ...] = Field((), max_length=MAX_RUN_NOTES, description="notes on runs")

    @field_validator("project_id")
    @classmethod
    def _is_a_uuid(cls, value: str) -> str:
        if str(UUID(value)) != value:
            raise ValueError("must be a UUID in lower case")
        return value

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        names = [data.symbol for data in self.symbols]
        if len(set(names)) < len(names):
            raise ValueError("a symbol stands in the project twice")
        if self.active_symbol not in names:
            raise ValueError(f"the active symbol {self.active_symbol} is not one of the project's symbols")
        if self.spec.data != self.data(self.active_symbol):
            raise ValueError("the experiment is not about the active symbol")
        strangers = {symbol for data in self.symbols for symbol in data.inputs} - {*names}
        if strangers:
            raise ValueError(f"the input {min(strangers)} is not one of the project's symbols")
        if any(character in (data.file_name or "") for data in self.symbols for character in "/\\"):
            raise ValueError("a file name must not hold a path")
        if len({note.run_id for note in self.run_notes}) < len(self.run_notes):
            raise ValueError("a run has two notes")
        return self

    def run_note(self, run_id: str) -> str:
        """What the user wrote on a run, or nothing."""
        return next((note.text for note in self.run_notes if note.run_id == run_id), "")

    def data(self, symbol: str) -> DataSpec:
        """The project's `DataSpec` of `symbol`; raises `UsageError` when it has none."""
        for data in self.symbols:
            if data.symbol == symbol:
                return data
        raise UsageError(f"{symbol} is not in this project.", "Add the symbol first.")


def new_project(
    symbol: str = "SP500",
    source: Source = "sample",
    *,
    content_hash: str | None = None,
    file_name: str | None = None,
    spec: ExperimentSpec | None = None,
    inputs: Sequence[DataSpec] = (),
) -> Project:
    """A fresh project about one symbol, with `inputs` beside it on the list and in the experiment.

    `spec` gives the experiment, its data are replaced.
    """
    data = DataSpec(
        symbol=symbol, source=source, content_hash=content_hash, file_name=file_name,
        inputs=tuple(other.symbol for other in inputs),
    )  # fmt: skip
    experiment = (spec or ExperimentSpec()).model_copy(update={"data": data})
    symbols = (data, *inputs)
    return Project(project_id=str(uuid4()), symbols=symbols, active_symbol=symbol, spec=experiment)
