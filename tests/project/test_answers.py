"""What runs answered when they were questioned: facts of the project, an optional part of the file."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import pytest

from tests.project.conftest import make_answers
from workbench.experiment.placebo import Score
from workbench.project.answers import Answers
from workbench.project.file.reader import open_document
from workbench.project.file.writer import save


def test_that_answers_are_saved_and_opened_to_the_bit(document, small_run, tmp_path):
    answers = make_answers(small_run[1])
    save(document, tmp_path / "study.swb")
    document.add_answers("run-0000", answers)
    assert document.dirty
    save(document, tmp_path / "study.swb")
    assert not document.dirty
    assert open_document(tmp_path / "study.swb").answers == {"run-0000": answers}


def test_that_a_later_answer_replaces_that_to_the_same_question_alone(document, small_run):
    answers = make_answers(small_run[1])
    document.add_answers("run-0000", answers)
    document.add_answers("run-0000", Answers(planted=answers.planted[:1]))
    assert document.answers["run-0000"] == Answers(answers.placebo, answers.planted[:1])


def test_that_a_run_that_is_not_there_answers_nothing(document, small_run):
    with pytest.raises(ValueError, match="not in the document"):
        document.add_answers("run-0009", make_answers(small_run[1]))


def test_that_a_file_without_answers_has_no_such_part(document, tmp_path):
    save(document, tmp_path / "study.swb")
    with zipfile.ZipFile(tmp_path / "study.swb") as archive:
        assert "answers.json" not in archive.namelist()


def test_that_an_answer_that_could_not_be_read_back_hinders_no_save(document, small_run, tmp_path, caplog):
    answers = make_answers(small_run[1])
    scores = {**answers.placebo.scores, "real": {0: Score(float("nan"), 1.0, 1.0)}}
    document.add_answers("run-0000", Answers(replace(answers.placebo, scores=scores)))
    save(document, tmp_path / "study.swb")
    assert open_document(tmp_path / "study.swb").answers == {}
    assert "stays out of the file" in caplog.text
