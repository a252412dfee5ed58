"""Writing the user's note on a run, from wherever it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import UsageError
from workbench.gui import edits
from workbench.gui.present.compare import note_step

if TYPE_CHECKING:
    from workbench.gui.session import Session


def number_of(session: Session, run_id: str) -> int:
    """What a run is called, counted from 1; raises `ValueError` for one that is gone."""
    return [run.run_id for run in session.document.runs].index(run_id) + 1


def write_note(session: Session, run_id: str, text: str) -> None:
    """One step that undo takes back; a note that is too long is complained of and not written."""
    try:
        project = edits.with_run_note(session.document.project, run_id, text)
    except UsageError as error:
        session.complain(error)
        return
    session.edit(note_step(number_of(session, run_id)), project)
