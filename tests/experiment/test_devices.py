"""A device that is not there is named with the remedy; what is there, only a worker knows."""

from __future__ import annotations

import pytest

from workbench.experiment.devices import NAMES, device_problems, devices_here
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.spec import ExperimentSpec
from workbench.models.catalog import CATALOG
from workbench.training.devices import available_devices
from workbench.training.spec import TrainSpec

CUDA = ExperimentSpec().with_settings({"train.device": "cuda"})


def test_that_a_worker_tells_what_torch_can_use():
    with InlineExecutor() as executor:
        assert executor.submit(devices_here).result() == available_devices()


@pytest.mark.parametrize(
    ("device", "there", "remedy"),
    [
        ("cuda", ("cpu",), "Choose auto or CPU."),
        ("cuda", ("cpu", "mps"), "Choose auto, CPU or MPS."),
        ("mps", ("cpu", "cuda"), "Choose auto, CPU or CUDA."),
    ],
)
def test_that_a_missing_device_is_named_beside_its_field_with_those_there_are(device, there, remedy):
    (problem,) = device_problems(CUDA.with_settings({"train.device": device}), there)
    assert problem.field == "train.device"
    assert problem.sentence == f"This computer has no {NAMES[device]} device that torch can use."
    assert problem.hint == remedy


@pytest.mark.parametrize(("device", "there"), [("cuda", ()), ("auto", ("cpu",)), ("cuda", ("cpu", "cuda"))])
def test_that_what_is_there_or_not_known_is_no_problem(device, there):
    assert device_problems(CUDA.with_settings({"train.device": device}), there) == ()


@pytest.mark.parametrize("kind", [kind for kind, row in CATALOG.items() if not row.net])
def test_that_a_model_that_is_no_net_needs_no_device(kind):
    assert device_problems(CUDA.with_settings({"model.kind": kind}), ("cpu",)) == ()


def test_that_every_device_one_can_choose_has_a_name():
    choices = TrainSpec.model_json_schema()["properties"]["device"]["enum"]
    assert {"auto", *NAMES} == set(choices)
