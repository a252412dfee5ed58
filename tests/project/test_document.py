import pytest

from tests.samples import make_result
from workbench.project.document import Document, Origin
from workbench.project.project import new_project


@pytest.fixture
def heard():
    return []


@pytest.fixture
def fresh(heard):
    document = Document(new_project())
    document.subscribe(heard.append)
    return document


def noted(project, text):
    return project.model_copy(update={"notes": text})


def test_that_a_fresh_document_is_clean_and_has_no_path(fresh):
    assert not fresh.dirty
    assert fresh.path is None
    assert fresh.runs == ()


def test_that_a_replacement_is_announced_once_with_exactly_what_differs(fresh, heard):
    fresh.replace(noted(fresh.project, "new"), origin="edit")
    assert [(change.parts, change.origin) for change in heard] == [({"notes", "dirty"}, "edit")]


def test_that_an_equal_project_changes_nothing(fresh, heard):
    fresh.replace(fresh.project.model_copy())
    assert heard == []
    assert not fresh.dirty


def test_that_a_changed_setting_is_a_change_of_the_spec_alone(fresh, heard):
    project = fresh.project
    spec = project.spec.with_settings({"model.hidden_size": 8})
    fresh.replace(project.model_copy(update={"spec": spec}))
    assert heard[0].parts == {"spec", "dirty"}


def test_that_undoing_to_what_was_saved_is_clean_again(fresh, heard):
    before = fresh.project
    fresh.replace(noted(before, "one"))
    fresh.replace(noted(before, "two"))
    fresh.replace(before)
    assert not fresh.dirty
    assert [change.parts for change in heard] == [{"notes", "dirty"}, {"notes"}, {"notes", "dirty"}]


def test_that_a_run_is_added_for_good(fresh, heard, small_run):
    before = fresh.project
    fresh.add_run(small_run[1])
    fresh.replace(noted(before, "one"))
    fresh.replace(before)
    assert fresh.runs == (small_run[1],)
    assert fresh.run(small_run[1].run_id) is small_run[1]
    assert fresh.dirty
    assert heard[0].parts == {"runs", "dirty"}


def test_that_the_same_run_cannot_be_added_twice(fresh, small_run):
    fresh.add_run(small_run[1])
    with pytest.raises(ValueError, match="already"):
        fresh.add_run(small_run[1])
    assert len(fresh.runs) == 1


def test_that_an_unsubscribed_callback_hears_no_more(fresh, heard):
    late = []
    leave = fresh.subscribe(late.append)
    fresh.replace(noted(fresh.project, "one"))
    leave()
    leave()
    fresh.replace(noted(fresh.project, "two"))
    assert len(late) == 1
    assert len(heard) == 2


def test_that_a_change_made_by_a_subscriber_is_told_after_the_first_one(heard):
    document = Document(new_project())

    def answer(changed):
        if changed.origin == "edit":
            document.replace(noted(document.project, "answer"), origin="answer")

    document.subscribe(answer)
    document.subscribe(heard.append)
    document.replace(noted(document.project, "question"), origin="edit")
    assert [change.origin for change in heard] == ["edit", "answer"]
    assert document.project.notes == "answer"


def test_that_a_subscriber_that_fails_does_not_silence_the_next_change(heard):
    document = Document(new_project())

    def fail(_changed):
        raise RuntimeError("broken subscriber")

    leave = document.subscribe(fail)
    document.subscribe(heard.append)
    with pytest.raises(RuntimeError):
        document.replace(noted(document.project, "one"))
    leave()
    document.replace(noted(document.project, "two"))
    assert len(heard) == 1


def test_that_a_snapshot_does_not_follow_the_document(fresh, small_run):
    snapshot = fresh.snapshot()
    fresh.add_run(small_run[1])
    fresh.prices[small_run[0].content_hash] = small_run[0]
    assert snapshot.runs == ()
    assert dict(snapshot.prices) == {}


def test_that_edits_made_while_a_snapshot_was_written_stay_unsaved(fresh):
    fresh.replace(noted(fresh.project, "written"))
    snapshot = fresh.snapshot()
    fresh.replace(noted(fresh.project, "typed meanwhile"))
    fresh.mark_saved(snapshot, Origin(revision=1))
    assert fresh.dirty
    fresh.replace(snapshot.project)
    assert not fresh.dirty


def test_that_sample_runs_are_reproducible_and_differ_by_seed():
    from tests.samples import fingerprint

    assert fingerprint(make_result()[1]) == fingerprint(make_result()[1])
    assert fingerprint(make_result()[1]) != fingerprint(make_result(run_seed=1)[1])
