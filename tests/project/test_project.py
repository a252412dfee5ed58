import pytest
from pydantic import ValidationError

from workbench.data.spec import DataSpec
from workbench.experiment.spec import ExperimentSpec
from workbench.project.project import MAX_NOTES, Project, new_project


def altered(**changes):
    return Project.model_validate({**new_project().model_dump(), **changes})


def test_that_a_new_project_is_about_its_one_symbol():
    project = new_project("AAPL", "yahoo", content_hash="a" * 64)
    assert project.active_symbol == "AAPL"
    assert project.symbols == (DataSpec(symbol="AAPL", source="yahoo", content_hash="a" * 64),)
    assert project.spec.data == project.symbols[0]


def test_that_two_new_projects_have_different_ids():
    assert new_project().project_id != new_project().project_id


def test_that_a_given_spec_keeps_all_but_its_data():
    spec = ExperimentSpec().with_settings({"model.hidden_size": 7})
    project = new_project("MSFT", "csv", spec=spec)
    assert project.spec.model == spec.model
    assert project.spec.data.symbol == "MSFT"


def test_that_a_project_survives_json():
    project = altered(notes="Two lines\nof notes")
    assert Project.model_validate_json(project.model_dump_json()) == project


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"symbols": ()}, "at least 1"),
        ({"active_symbol": "NASDAQ"}, "not one of the project's symbols"),
        ({"symbols": (DataSpec(), DataSpec())}, "twice"),
        ({"spec": ExperimentSpec(data=DataSpec(symbol="NASDAQ"))}, "not about the active symbol"),
        ({"project_id": "not a uuid"}, "UUID"),
        ({"project_id": "{12345678-1234-5678-1234-567812345678}"}, "lower case"),
        ({"notes": "x" * (MAX_NOTES + 1)}, "at most"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_that_a_project_refuses_to_contradict_itself(changes, reason):
    with pytest.raises(ValidationError, match=reason):
        altered(**changes)


def test_that_a_file_name_with_a_path_is_refused():
    with pytest.raises(ValidationError, match="path"):
        new_project("X", "csv", file_name="../../etc/passwd")
