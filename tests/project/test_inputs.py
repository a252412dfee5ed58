"""A project whose model sees several symbols: what it demands, and that all comes back from the file."""

import dataclasses

import pytest
from pydantic import ValidationError

from tests.samples import fingerprint, make_prices, make_result
from workbench.data.spec import DataSpec
from workbench.experiment.result import InputIdentity
from workbench.project import runs
from workbench.project.document import Document
from workbench.project.file.reader import open_document
from workbench.project.file.writer import SaveError, save
from workbench.project.project import Project, new_project
from workbench.project.records import Unfit


@pytest.fixture
def other():
    return make_prices(900, symbol="OTHER", seed=9)


@pytest.fixture
def beside(small_run, other):
    """A run that saw OTHER beside its own prices; without weights, which were made for one symbol."""
    run = small_run[1]
    identity = InputIdentity(
        "OTHER", "csv", len(other), str(other.session[0]), str(other.session[-1]), other.content_hash,
        a_day_late=True, without_news=111,
    )  # fmt: skip
    spec = run.spec.with_settings({"data.inputs": "OTHER"})
    data = dataclasses.replace(run.data, inputs=(identity,))
    return dataclasses.replace(run, spec=spec, data=data, weights={})


def test_that_inputs_stand_on_the_list_and_in_the_experiment_of_a_new_project():
    project = new_project("AAPL", "yahoo", inputs=(DataSpec(symbol="MSFT", source="yahoo"),))
    assert [data.symbol for data in project.symbols] == ["AAPL", "MSFT"]
    assert project.spec.data.inputs == project.data("AAPL").inputs == ("MSFT",)
    assert project.data("MSFT").inputs == ()


def test_that_a_project_refuses_an_input_it_does_not_have():
    project = new_project("AAPL", inputs=(DataSpec(symbol="MSFT"),))
    with pytest.raises(ValidationError, match="the input MSFT is not one of the project's symbols"):
        Project.model_validate({**project.model_dump(), "symbols": project.symbols[:1]})


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [(("AAPL",), "the symbol itself"), (("X", "X"), "named twice"), (("",), "1 to 64"),
     (tuple(map(str, range(17))), "at most 16")],
)  # fmt: skip
def test_that_inputs_that_cannot_be_are_refused(inputs, reason):
    with pytest.raises(ValidationError, match=reason):
        DataSpec(symbol="AAPL", inputs=inputs)


def test_that_a_run_with_inputs_and_their_prices_come_back_from_the_file(tmp_path, small_run, other, beside):
    prices = small_run[0]
    both = {prices.content_hash: prices, other.content_hash: other}
    document = Document(new_project("ACME", "csv", content_hash=prices.content_hash), prices=both)
    document.add_run(beside)
    save(document, tmp_path / "several.swb")
    again = open_document(tmp_path / "several.swb")
    assert fingerprint(again.runs[0]) == fingerprint(beside)
    assert again.runs[0].data == beside.data
    assert again.prices.keys() == both.keys()
    assert again.runs[0].data.all_sha256 == beside.data.all_sha256 != prices.content_hash


def test_that_prices_of_other_length_under_an_inputs_hash_are_refused(tmp_path, small_run, other, beside):
    wrong = dataclasses.replace(beside.data.inputs[0], rows=899)
    document = Document(
        new_project("ACME", "csv", content_hash=small_run[0].content_hash),
        prices={other.content_hash: other},
    )
    document.add_run(dataclasses.replace(beside, data=dataclasses.replace(beside.data, inputs=(wrong,))))
    with pytest.raises(SaveError, match="other prices than those in the file"):
        save(document, tmp_path / "wrong.swb")


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value["data"].update(inputs=[]),
        lambda value: value["data"].update(inputs={}),
        lambda value: value["data"]["inputs"][0].update(rows="900"),
        lambda value: value["data"]["inputs"][0].update(colour="red"),
        lambda value: value["data"]["inputs"].append(value["data"]["inputs"][0]),
    ],
)
def test_that_a_run_whose_inputs_do_not_fit_is_refused(beside, change):
    value, arrays = runs.to_json(beside), runs.to_arrays(beside)
    value["data"]["inputs"] = list(value["data"]["inputs"])
    assert runs.from_parts(value, arrays, {}).data == beside.data
    change(value)
    with pytest.raises(Unfit):
        runs.from_parts(value, arrays, {})


def test_that_runs_written_before_there_were_inputs_have_none():
    run = make_result(bars=1010, folds=1, seeds=1)[1]
    value = runs.to_json(run)
    del value["data"]["inputs"]
    assert runs.from_parts(value, runs.to_arrays(run), {}).data == run.data
