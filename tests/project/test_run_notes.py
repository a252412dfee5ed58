"""Notes on runs: intent in the project, plain words in one line, an optional part of the file."""

from __future__ import annotations

import json
import zipfile

import pytest
from pydantic import ValidationError

from workbench.project.file.reader import open_document
from workbench.project.file.writer import save
from workbench.project.project import MAX_RUN_NOTE, RunNote, new_project, one_line


def with_note(project, text, run_id="run-0000"):
    return project.model_copy(update={"run_notes": (RunNote(run_id=run_id, text=text),)})


def project_json(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("project.json"))


def test_that_a_note_is_saved_and_opened_and_makes_the_document_dirty(document, tmp_path):
    save(document, tmp_path / "study.swb")
    heard = []
    document.subscribe(lambda changed: heard.append(changed.parts))
    document.replace(with_note(document.project, "too small a window"))
    assert document.dirty and heard == [frozenset({"run_notes", "dirty"})]
    save(document, tmp_path / "study.swb")
    again = open_document(tmp_path / "study.swb")
    assert again.project.run_note("run-0000") == "too small a window"
    assert again.project == document.project


def test_that_a_project_without_notes_on_runs_is_written_as_before_there_were_any(document, tmp_path):
    save(document, tmp_path / "study.swb")
    assert "run_notes" not in project_json(tmp_path / "study.swb")


def test_that_a_note_on_a_run_that_is_not_there_is_kept(document, tmp_path):
    document.replace(with_note(document.project, "gone", run_id="run-9999"))
    save(document, tmp_path / "study.swb")
    assert open_document(tmp_path / "study.swb").project.run_note("run-9999") == "gone"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\nlines\tand  spaces ", "two lines and spaces"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\x1b[31mred\x00", "[31mred"),
        ("ab\u202egp.exe", "abgp.exe"),
        ("half \ud800 a letter", "half a letter"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627", "\u0645\u06cc\u200c\u062e\u0648\u0627"),
    ],
)
def test_that_a_note_is_one_line_of_seen_characters(typed, kept):
    assert one_line(typed) == kept
    assert RunNote(run_id="run-0000", text=kept).text == kept


@pytest.mark.parametrize("text", ["", " \n ", "\u202e", "x" * (MAX_RUN_NOTE + 1)])
def test_that_a_note_without_words_or_with_too_many_is_refused(text):
    with pytest.raises(ValidationError):
        RunNote(run_id="run-0000", text=text)


def test_that_a_run_has_one_note_at_most():
    notes = [{"run_id": "run-0000", "text": text} for text in ("one", "two")]
    with pytest.raises(ValidationError, match="two notes"):
        type(new_project()).model_validate({**new_project().model_dump(), "run_notes": notes})
