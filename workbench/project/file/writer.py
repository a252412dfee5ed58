"""Saving: the old file stays whole until the new one has been written, read back and found right."""

from __future__ import annotations

import logging
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from workbench.data.series import PriceSeries
from workbench.errors import DamagedError, UsageError
from workbench.experiment.result import RunResult
from workbench.models.shapes import state_shapes
from workbench.project import runs
from workbench.project.document import Document, FileIdentity, Origin, Snapshot
from workbench.project.file import answers_part, ledger_part, manifest, prices, replacing
from workbench.project.file.arrays import encode
from workbench.project.file.backups import rotate
from workbench.project.file.limits import (
    MAX_ENTRIES,
    MAX_FILE,
    MAX_JSON,
    MAX_WITHIN_DAY,
    MEGABYTE,
    Refused,
)
from workbench.project.file.manifest import MANIFEST, MIMETYPE, MIMETYPE_CONTENT, PROJECT, Manifest, Part
from workbench.project.file.reader import load, read_identity
from workbench.project.file.strict_json import render
from workbench.project.file.turns import taking_turns
from workbench.project.file.weights import check_weights
from workbench.project.records import Unfit

log = logging.getLogger(__name__)

_SPARE = 64 * MEGABYTE
_DIRECTORY_BYTES = 400
"""What an entry costs besides its content: two headers, its name twice, its row in the manifest."""
_EPOCH = (1980, 1, 1, 0, 0, 0)  # equal content gives equal bytes


class SaveError(UsageError):
    """The project could not be saved; what was on disk is as it was (exit 2)."""


class ChangedElsewhereError(SaveError):
    """Another program changed the file since it was opened or saved here."""


def save(document: Document, path: Path, *, embed_yahoo: bool | None = None, force: bool = False) -> None:
    """Save `document` at `path` and make it clean; `write` says what may be raised and what is kept."""
    snapshot = document.snapshot()
    document.mark_saved(snapshot, write(snapshot, path, embed_yahoo=embed_yahoo, force=force))


def write(snapshot: Snapshot, path: Path, *, embed_yahoo: bool | None = None, force: bool = False) -> Origin:
    """Write `snapshot` at `path`, from any thread; hand what it returns to `Document.mark_saved`.

    Yahoo's prices go in only with `embed_yahoo`; None means as in the file it came from. Raises
    `ChangedElsewhereError` unless `force` when the file is no longer the one that was opened or saved,
    `SaveError` for everything else that fails; either way the file at `path` is as it was.
    """
    target = Path(path).resolve()
    if embed_yahoo is None:
        embed_yahoo = snapshot.origin.embeds_yahoo
    known = None if force else snapshot.seen.get(target)
    try:
        origin = _put_in_place(snapshot, target, embed_yahoo, known)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SaveError(
            f"{target.name} could not be saved: {reason}.",
            "Nothing on disk was changed; save it in another folder or make room.",
        ) from error
    except (DamagedError, Unfit, TypeError) as error:
        cause = error.__cause__ or error
        sentence = f"{target.name} could not be saved, because it could not be read back: {cause}."
        raise SaveError(sentence, "The file on disk was not changed; please report this.") from error
    if origin.identity is not None:
        snapshot.seen[target] = origin.identity
    return origin


def _refuse_if_changed(known: FileIdentity | None, target: Path) -> None:
    """Only a file that was opened or saved here can have changed behind our back."""
    if known is None or not target.exists():
        return
    status = target.stat()
    if (status.st_mtime_ns, status.st_size) == (known.modified_ns, known.size):
        return
    try:
        same = read_identity(target).manifest == known.manifest
    except (DamagedError, UsageError):
        same = False
    if not same:
        raise ChangedElsewhereError(
            f"{target.name} was changed by another program since it was opened here.",
            "Save under another name, or overwrite it on purpose.",
        )


def _put_in_place(
    snapshot: Snapshot, target: Path, embed_yahoo: bool, known: FileIdentity | None
) -> Origin:
    parts = _parts(snapshot, embed_yahoo)
    _refuse_without_room(target, parts)
    described = _manifest(snapshot, parts, embed_yahoo)
    descriptor, temporary = replacing.open_temporary(target.parent)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            _write_zip(file, [Part(MANIFEST, "", manifest.to_bytes(described)), *parts])
            file.flush()
            replacing.sync(file.fileno())
        written = load(temporary)  # every hash and every rule: what cannot be opened replaces nothing
        with taking_turns(target):
            _refuse_if_changed(known, target)
            if target.exists():
                shutil.copymode(target, temporary)
            rotate(target)
            replacing.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    replacing.sync_folder(target.parent)
    return replace(written.origin, identity=replace(written.identity, path=target))


def refuse_read_only(target: Path) -> None:
    """Raise `SaveError` where a save at `target` is bound to fail: known before any long work begins."""
    if target.exists() and not os.access(target, os.W_OK):
        raise SaveError(f"{target.name} is read-only.", "Save under another name, or allow writing.")
    if target.parent.is_dir() and not os.access(target.parent, os.W_OK):
        raise SaveError(
            f"The folder {target.parent} is read-only.", "Save in another folder, or allow writing."
        )


def _refuse_without_room(target: Path, parts: list[Part]) -> None:
    refuse_read_only(target)
    needed = 2 * sum(len(part.content) + _DIRECTORY_BYTES for part in parts) + _SPARE
    if shutil.disk_usage(target.parent).free < needed:
        raise SaveError(
            f"{target.name} could not be saved: the disk is nearly full.",
            f"Make {needed // MEGABYTE + 1} MB of room, or save it on another disk.",
        )


def _manifest(snapshot: Snapshot, parts: list[Part], embed_yahoo: bool) -> Manifest:
    known = {"project_id": snapshot.project.project_id, "embeds_yahoo": embed_yahoo}
    if any(run.trials.history_removed for run in snapshot.runs):
        known["min_reader"] = manifest.READER_OF_REMOVALS
    return Manifest.model_validate({
        **snapshot.origin.manifest_extra, **known, "entries": manifest.rows(parts),
        "revision": snapshot.origin.revision + 1, "parent_revision": snapshot.origin.revision,
    })  # fmt: skip


def _parts(snapshot: Snapshot, embed_yahoo: bool) -> list[Part]:
    """Every entry but the mimetype and the manifest; weights last, as far as the limits let them in."""
    told = snapshot.project.model_dump(mode="json")
    if not snapshot.project.run_notes:
        del told["run_notes"]  # as programs that know of no such notes have it
    wanted = {**snapshot.origin.project_extra, **told}
    parts = [Part(PROJECT, "project", render(wanted))]
    for series in snapshot.prices.values():
        if series.close_time is None and _goes_along(snapshot, series, embed_yahoo):
            parts += prices.to_parts(series)
    for result in snapshot.runs:
        parts += _run_parts(result)
    parts += [Part(name, kind, content) for name, (kind, content) in snapshot.origin.other_entries.items()]
    parts += answers_part.to_parts(snapshot.answers, snapshot.runs)
    _check_room(parts)
    parts += _ledger_that_fits(snapshot, parts)
    parts += _intraday_that_fits(snapshot, embed_yahoo, parts)
    return parts + _weights_that_fit(snapshot.runs, parts)


def _ledger_that_fits(snapshot: Snapshot, parts: list[Part]) -> list[Part]:
    """What a ledger knew, unless it would be what makes the file too full to be saved."""
    fresh = ledger_part.to_parts(snapshot.ledger_rows, snapshot.runs)
    is_readable = all(len(part.content) <= MAX_JSON for part in fresh if part.name == ledger_part.ROWS)
    if is_readable and min(_room(parts + fresh)) >= 0:
        return fresh
    log.warning("Tries of other projects stay out of the file: it is full.")
    return []


def _intraday_that_fits(snapshot: Snapshot, embed_yahoo: bool, parts: list[Part]) -> list[Part]:
    """Bars within the day, the active symbol's first, as many as a program that knows of none can keep.

    Nothing is trained on them and the store has them as well: they never make a file too full.
    """
    active = snapshot.project.spec.data.content_hash
    within = [series for series in snapshot.prices.values() if series.close_time is not None]
    kept: list[Part] = []
    left = MAX_WITHIN_DAY - sum(len(content) for _, content in snapshot.origin.other_entries.values())
    for series in sorted(within, key=lambda one: one.content_hash != active):
        if not _goes_along(snapshot, series, embed_yahoo):
            continue
        fresh = prices.to_parts(series) if prices.size_of(series) < left else []
        size = sum(len(part.content) for part in fresh)
        if not fresh or size > left or min(_room(parts + kept + fresh)) < 0:
            log.warning("The bars of %s stay in the store: the file is full.", series.symbol)
            continue
        kept += fresh
        left -= size
    return kept


def _goes_along(snapshot: Snapshot, series: PriceSeries, embed_yahoo: bool) -> bool:
    return prices.travels(series, embed_yahoo) and _belongs(snapshot, series.content_hash, series.symbol)


def _belongs(snapshot: Snapshot, content_hash: str, symbol: str) -> bool:
    """Whether the project or one of its runs speaks of this series."""
    spoken_of = {data.content_hash for data in snapshot.project.symbols}
    spoken_of |= {sha256 for run in snapshot.runs for sha256, _ in run.data.snapshots}
    unbound = {data.symbol for data in snapshot.project.symbols if data.content_hash is None}
    return content_hash in spoken_of or symbol in unbound


def _run_parts(result: RunResult) -> list[Part]:
    folder = runs.folder_of(result.run_id)
    parts = [Part(f"{folder}/run.json", "run", render(runs.to_json(result)))]
    return parts + [
        Part(f"{folder}/{name}.npy", "array", encode(array)) for name, array in runs.to_arrays(result).items()
    ]


def _room(parts: list[Part]) -> tuple[int, int]:
    """(entries, bytes) still free in a file that holds `parts`."""
    used = sum(len(part.content) + _DIRECTORY_BYTES for part in parts)
    return MAX_ENTRIES - len(parts) - 2, MAX_FILE - MEGABYTE - used


def _check_room(parts: list[Part]) -> None:
    if min(_room(parts)) < 0:
        raise SaveError(
            "The project has more runs or prices than one file can hold.",
            "Start a new project for further runs.",
        )


def _weights_that_fit(results: tuple[RunResult, ...], parts: list[Part]) -> list[Part]:
    """Weights of the newest runs; those of older ones stay out of the file when it is full.

    Verdicts, curves and predictions never depend on them, and a training makes the same weights again.
    """
    entries, size = _room(parts)
    kept: list[Part] = []
    for result in reversed(results):
        fresh = _weights(result)
        entries -= len(fresh)
        size -= sum(len(part.content) + _DIRECTORY_BYTES for part in fresh)
        if min(entries, size) < 0:
            break
        kept += fresh
    return kept


def _weights(result: RunResult) -> list[Part]:
    """The weights of a run, if they could be opened again: not of a net too large or broken in training."""
    shapes = state_shapes(result.spec.model, result.spec.input_size)
    parts = [
        Part(f"{runs.folder_of(result.run_id)}/weights/{name}.safetensors", "weights", content)
        for name, content in result.weights.items()
    ]
    for part in parts:
        try:
            check_weights(part.content, shapes, part.name)
        except Refused as refusal:
            log.warning("Weights of run %s stay out of the file: %s.", result.run_id, refusal)
            return []
    return parts


def _write_zip(file: BinaryIO, parts: list[Part]) -> None:
    """The mimetype first and plain, so that its text stands at byte 38 for all who look only at the head."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in [(MIMETYPE, MIMETYPE_CONTENT), *((part.name, part.content) for part in parts)]:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
