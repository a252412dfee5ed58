"""`Document`: the open project; intent is replaced, facts are only added. No Qt here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.evaluation.rows import KnownRows
from workbench.experiment.result import RunResult
from workbench.project.answers import Answers
from workbench.project.project import Project


@dataclass(frozen=True, slots=True)
class Changed:
    """Which parts of the document differ now, and who asked for it.

    Parts: `symbols`, `active_symbol`, `spec`, `notes`, `run_notes`, `runs`, `answers`, `path`, `dirty`,
    `document`.
    """

    parts: frozenset[str]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What tells one saved state of a file from another; `manifest` is a SHA-256, empty if unreadable."""

    path: Path
    modified_ns: int
    size: int
    manifest: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file on disk held that the document does not use, to be written back as it was."""

    identity: FileIdentity | None = None
    revision: int = 0
    embeds_yahoo: bool = False
    manifest_extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    project_extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    other_entries: Mapping[str, tuple[str, bytes]] = field(default_factory=lambda: MappingProxyType({}))
    """Entries of kinds this program does not know: name -> (kind, content)."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The document at one moment, immutable: what another thread may write to disk."""

    project: Project
    runs: tuple[RunResult, ...]
    prices: Mapping[str, PriceSeries]
    origin: Origin
    seen: dict[Path, FileIdentity]
    """What this document last read or wrote at each path, shared by its snapshots: saves know each other."""
    ledger_rows: Mapping[str, KnownRows] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, Answers] = field(default_factory=lambda: MappingProxyType({}))


Callback = Callable[[Changed], None]


class Document:
    """The project, its runs and prices, where it is saved, and who wants to know of changes.

    `prices` maps content hash -> series, `ledger_rows` content hash -> what a ledger knew of these prices;
    both are plain working memory and never make the document dirty. `answers` maps run id -> what the run
    answered when it was questioned: facts, to be saved.
    """

    def __init__(
        self,
        project: Project,
        runs: tuple[RunResult, ...] = (),
        prices: Mapping[str, PriceSeries] | None = None,
        path: Path | None = None,
        *,
        origin: Origin | None = None,
        ledger_rows: Mapping[str, KnownRows] | None = None,
        answers: Mapping[str, Answers] | None = None,
    ) -> None:
        self._project = project
        self._runs = tuple(runs)
        self.prices: dict[str, PriceSeries] = dict(prices or {})
        self.ledger_rows: dict[str, KnownRows] = dict(ledger_rows or {})
        self._answers: Mapping[str, Answers] = MappingProxyType(dict(answers or {}))
        self._path = path
        self._origin = origin or Origin()
        identity = self._origin.identity
        self._seen = {identity.path: identity} if identity else {}
        self._saved = self._facts()
        self._callbacks: list[Callback] = []
        self._waiting: deque[Changed] = deque()

    @property
    def project(self) -> Project:
        return self._project

    @property
    def runs(self) -> tuple[RunResult, ...]:
        """Every run, oldest first."""
        return self._runs

    @property
    def path(self) -> Path | None:
        """The file it was opened from or saved to; None before the first save."""
        return self._path

    @property
    def dirty(self) -> bool:
        """Whether the file on disk lacks something; undoing back to what was saved is clean again."""
        return self._facts() != self._saved

    def run(self, run_id: str) -> RunResult | None:
        """The run of that id, or None."""
        return next((run for run in self._runs if run.run_id == run_id), None)

    def snapshot(self) -> Snapshot:
        """All of it at this moment."""
        prices, rows = MappingProxyType(dict(self.prices)), MappingProxyType(dict(self.ledger_rows))
        return Snapshot(self._project, self._runs, prices, self._origin, self._seen, rows, self._answers)

    def replace(self, project: Project, origin: str = "") -> None:
        """Put `project` in the place of the present one; nobody hears of an equal one."""
        before, was_dirty = self._project, self.dirty
        self._project = project
        parts = {name for name in ("symbols", "active_symbol", "spec", "notes", "run_notes")
                 if getattr(before, name) != getattr(project, name)}
        if before.project_id != project.project_id:
            parts.add("document")
        self._announce(parts, was_dirty, origin)

    def add_run(self, result: RunResult) -> None:
        """Append a run. It stays: no undo takes it back. Raises ValueError for an id already there."""
        if self.run(result.run_id) is not None:
            raise ValueError(f"run {result.run_id} is already in the document")
        was_dirty = self.dirty
        self._runs = (*self._runs, result)
        self._announce({"runs"}, was_dirty, "run")

    @property
    def answers(self) -> Mapping[str, Answers]:
        """What runs answered when they were questioned, by run id."""
        return self._answers

    def add_answers(self, run_id: str, answers: Answers) -> None:
        """Keep what a run answered, in the place of an earlier answer to the same question.

        Raises ValueError for a run that is not in the document.
        """
        if self.run(run_id) is None:
            raise ValueError(f"run {run_id} is not in the document")
        was_dirty = self.dirty
        known = self._answers.get(run_id, Answers())
        self._answers = MappingProxyType({**self._answers, run_id: known.with_later(answers)})
        self._announce({"answers"}, was_dirty, "run")

    def mark_saved(self, snapshot: Snapshot, origin: Origin) -> None:
        """`snapshot` of this document now lies on disk as `origin` says; what came after it stays unsaved."""
        was_dirty, old_path = self.dirty, self._path
        self._saved = (snapshot.project, len(snapshot.runs), snapshot.answers)
        self._origin = origin
        self._path = origin.identity.path if origin.identity else old_path
        self._announce({"path"} if self._path != old_path else set(), was_dirty, "save")

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Call `callback(Changed)` once after every change, in order; returns what ends it."""
        self._callbacks.append(callback)

        def unsubscribe() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return unsubscribe

    def _facts(self) -> tuple[Project, int, Mapping[str, Answers]]:
        """What a save keeps."""
        return self._project, len(self._runs), self._answers

    def _announce(self, parts: set[str], was_dirty: bool, origin: str) -> None:
        if was_dirty != self.dirty:
            parts = {*parts, "dirty"}
        if not parts:
            return
        self._waiting.append(Changed(frozenset(parts), origin))
        if len(self._waiting) > 1:
            return  # a subscriber made this change: it is told to all once they have heard of the first
        try:
            while self._waiting:
                for callback in tuple(self._callbacks):
                    if callback in self._callbacks:
                        callback(self._waiting[0])
                self._waiting.popleft()
        finally:
            self._waiting.clear()
