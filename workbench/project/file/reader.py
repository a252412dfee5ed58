"""Opening: a project file is read, never run; nothing is trained, downloaded or unpacked to disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np
from pydantic import ValidationError

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import DamagedError, NewerFormatError, UsageError
from workbench.evaluation.rows import KnownRows
from workbench.experiment.result import RunResult
from workbench.models.shapes import state_shapes
from workbench.project import runs
from workbench.project.answers import Answers
from workbench.project.document import Document, FileIdentity, Origin
from workbench.project.file import answers_part, arrays, ledger_part, manifest, prices
from workbench.project.file.archive import Archive
from workbench.project.file.backups import backups
from workbench.project.file.limits import MAX_LEDGER_SPEC, MAX_UNKNOWN, MAX_WITHIN_DAY, Refused
from workbench.project.file.manifest import KINDS, MANIFEST, MIMETYPE, MIMETYPE_CONTENT, PROJECT, Manifest
from workbench.project.file.strict_json import parse
from workbench.project.file.weights import check_weights
from workbench.project.project import MAX_NOTES, Project
from workbench.project.records import Unfit, problem

T = TypeVar("T")

_LONGEST_REASON = 300


def open_document(path: Path) -> Document:
    """The document of a project file, clean and with every run.

    Prices that are not embedded are absent from `.prices`. Raises `DamagedError` for a file that is
    cut off, foreign or hostile, `NewerFormatError` for one of a newer program, `UsageError` when there
    is no such file; nothing is changed.
    """
    path = Path(path).resolve()
    content = load(path)
    return Document(
        content.project, content.runs, content.prices, path, origin=content.origin,
        ledger_rows=content.ledger_rows, answers=content.answers,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """All that a file holds."""

    project: Project
    runs: tuple[RunResult, ...]
    prices: dict[str, PriceSeries]
    origin: Origin
    identity: FileIdentity
    ledger_rows: dict[str, KnownRows]
    answers: dict[str, Answers]


def load(path: Path) -> Content:
    """Read and check everything in the file at `path`; errors as `open_document`."""

    def whole(file: BinaryIO) -> Content:
        return _Reading(path, file).content()

    return _guarded(path, whole)


def read_identity(path: Path) -> FileIdentity:
    """Which state of a file lies at `path`; errors as `open_document`."""

    def head(file: BinaryIO) -> FileIdentity:
        return _identity(path, file, Archive(file))

    return _guarded(path, head)


def _guarded(path: Path, read: Callable[[BinaryIO], T]) -> T:
    """`read` the regular file at `path`, every refusal as one sentence with its remedy."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UsageError(f"{path.name} is not a file.", "Choose a project file (.swb).")
        with path.open("rb") as file:
            return read(file)
    except NewerFormatError as error:
        raise NewerFormatError(f"{path.name} cannot be opened. {error.sentence}", error.hint) from error
    except Refused as error:
        raise DamagedError(f"{path.name} cannot be opened: {_short(error)}.", _remedy(path)) from error
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {path}.", "Check its name and folder.") from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise UsageError(f"{path.name} cannot be read: {reason}.", "Check its permissions.") from error


def _short(error: Refused) -> str:
    """Its text on one line, whatever the file put into it."""
    text = "".join(character if character.isprintable() else " " for character in str(error))
    return text if len(text) <= _LONGEST_REASON else text[:_LONGEST_REASON] + "…"


def _remedy(path: Path) -> str:
    kept = backups(path)
    if kept:
        return f"It was not changed; open an earlier copy instead: {kept[0]}."
    return "It was not changed; get the file again from where it came from."


def _identity(path: Path, file: BinaryIO, archive: Archive) -> FileIdentity:
    if MANIFEST not in archive.entries:
        raise Refused("it is not a Stock Workbench project")
    status = os.fstat(file.fileno())
    return FileIdentity(path, status.st_mtime_ns, status.st_size, manifest.digest(archive.read(MANIFEST)))


class _Reading:
    """One file on its way in."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._archive = Archive(file)
        self._identity = _identity(path, file, self._archive)
        self._manifest = self._read_manifest()
        self._rows = {row.name: row for row in self._manifest.entries}
        self._unread = set(self._rows)

    def content(self) -> Content:
        project, project_extra = self._project()
        found = self._prices()
        results = self._runs(found)
        ledger_rows = self._ledger_rows()
        answers = self._answers(results)
        others = self._other_entries()
        if self._unread:
            raise Refused(f"{min(self._unread)} belongs to no run and no prices")
        origin = Origin(
            identity=self._identity, revision=self._manifest.revision,
            embeds_yahoo=self._manifest.embeds_yahoo, manifest_extra=dict(self._manifest.model_extra or {}),
            project_extra=project_extra, other_entries=others,
        )
        return Content(project, results, found, origin, self._identity, ledger_rows, answers)

    def _read_manifest(self) -> Manifest:
        archive = self._archive
        if next(iter(archive.entries)) != MIMETYPE or archive.read(MIMETYPE) != MIMETYPE_CONTENT:
            raise Refused("it is not a Stock Workbench project")
        found = manifest.from_bytes(archive.read(MANIFEST))
        listed = [row.name for row in found.entries]
        if len(set(listed)) < len(listed):
            raise Refused(f"{MANIFEST} names an entry twice")
        stray = set(archive.entries) - {MIMETYPE, MANIFEST} - set(listed)
        if stray:
            raise Refused(f"{min(stray)} is not in its manifest")
        missing = set(listed) - set(archive.entries)
        if missing:
            raise Refused(f"{min(missing)} is missing")
        return found

    def _entry(self, name: str, *kinds: str) -> bytes:
        """The content of an entry of one of `kinds`, found to be what the manifest says."""
        row = self._rows.get(name)
        if row is None:
            raise Refused(f"{name} is missing")
        if row.kind not in kinds:
            raise Refused(f"{name} has a wrong kind")
        self._unread.discard(name)
        content = self._archive.read(name)
        if len(content) != row.size or manifest.digest(content) != row.sha256:
            raise Refused(f"{name} is not what its manifest says")
        return content

    def _named(self, kind: str, prefix: str = "") -> list[str]:
        rows = self._rows.values()
        return [row.name for row in rows if row.kind == kind and row.name.startswith(prefix)]

    def _other_entries(self) -> dict[str, tuple[str, bytes]]:
        others = [row for row in self._rows.values() if row.kind not in KINDS]
        if sum(row.size for row in others) > MAX_UNKNOWN:
            raise Refused("it holds too much that only a newer program could read")
        return {row.name: (row.kind, self._entry(row.name, row.kind)) for row in others}

    def _project(self) -> tuple[Project, dict[str, Any]]:
        """The project, and the keys of project.json this program does not know."""
        value = parse(self._entry(PROJECT, "project"), PROJECT, max_text=MAX_NOTES)
        known = {key: value.pop(key) for key in Project.model_fields if key in value}
        try:
            project = Project.model_validate(known)
        except ValidationError as error:
            raise Refused(f"{PROJECT} cannot be used: {problem(error)}") from error
        if project.project_id != self._manifest.project_id:
            raise Refused(f"{PROJECT} and {MANIFEST} speak of different projects")
        return project, value

    def _prices(self) -> dict[str, PriceSeries]:
        found: dict[str, PriceSeries] = {}
        rows = self._rows.values()
        if sum(row.size for row in rows if row.kind == prices.INTRADAY) > MAX_WITHIN_DAY:
            raise Refused("it holds more bars within the day than any project")
        for name in [*self._named(prices.DAYS), *self._named(prices.INTRADAY)]:
            if name.endswith(".json"):
                series = self._series(name, self._rows[name].kind)
                found[series.content_hash] = series
        return found

    def _series(self, name: str, kind: str) -> PriceSeries:
        stem = name.removesuffix(".json")
        array = "array" if kind == prices.DAYS else kind
        return prices.from_parts(
            name, parse(self._entry(name, kind), name),
            self._array(f"{stem}-days.npy", array), self._array(f"{stem}.npy", array),
            None if kind == prices.DAYS else self._array(f"{stem}-times.npy", array),
        )  # fmt: skip

    def _ledger_rows(self) -> dict[str, KnownRows]:
        """What a ledger knew; a file of schema 1 says nothing of it."""
        if not self._named(ledger_part.KIND):
            return {}
        content = [self._entry(name, ledger_part.KIND)
                   for name in (ledger_part.ROWS, ledger_part.DAYS, ledger_part.RETURNS)]  # fmt: skip
        rows = parse(content[0], ledger_part.ROWS, max_text=MAX_LEDGER_SPEC)
        days = arrays.decode(content[1], ledger_part.DAYS)
        returns = arrays.decode(content[2], ledger_part.RETURNS)
        try:
            return ledger_part.from_parts(rows, days, returns)
        except Unfit as error:
            raise Refused(f"{ledger_part.ROWS} cannot be used: {error}") from error

    def _answers(self, results: tuple[RunResult, ...]) -> dict[str, Answers]:
        """What runs answered when they were questioned; most files say nothing of it."""
        if not self._named(answers_part.KIND):
            return {}
        value = parse(self._entry(answers_part.NAME, answers_part.KIND), answers_part.NAME)
        try:
            return answers_part.from_json(value, results)
        except Unfit as error:
            raise Refused(f"{answers_part.NAME} cannot be used: {error}") from error

    def _runs(self, found: dict[str, PriceSeries]) -> tuple[RunResult, ...]:
        results: list[RunResult] = []
        for name in self._named("run"):
            try:
                result = self._run(name, name.rpartition("/")[0])
            except Unfit as error:
                raise Refused(f"{name} cannot be used: {error}") from error
            for sha256, rows in result.data.snapshots:
                if sha256 in found and len(found[sha256]) != rows:
                    raise Refused(f"{name} speaks of other prices than those in the file")
            results.append(result)
        return tuple(results)

    def _run(self, name: str, folder: str) -> RunResult:
        value = parse(self._entry(name, "run"), name)
        loaded = {
            entry.removeprefix(f"{folder}/").removesuffix(".npy"): self._array(entry)
            for entry in self._named("array", f"{folder}/")
        }
        weights = {
            entry.removeprefix(f"{folder}/weights/").removesuffix(".safetensors"):
                self._entry(entry, "weights")
            for entry in self._named("weights", f"{folder}/weights/")
        }
        result = runs.from_parts(value, loaded, weights)
        if f"{runs.folder_of(result.run_id)}/run.json" != name:
            raise Unfit("it lies in another run's folder")
        shapes = state_shapes(result.spec.model, result.spec.input_size) if weights else {}
        for title, content in weights.items():
            check_weights(content, shapes, f"{folder}/weights/{title}.safetensors")
        return result

    def _array(self, name: str, kind: str = "array") -> np.ndarray[Any, Any]:
        return arrays.decode(self._entry(name, kind), name)
