"""Which devices a training can use here, and what to say of one that is not there. No torch until asked."""

from __future__ import annotations

from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.validate import Problem
from workbench.models.catalog import CATALOG

NAMES = {"cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}


def devices_here() -> tuple[str, ...]:
    """The devices torch can use, the CPU first. A job for a worker: it imports torch."""
    from workbench.training.devices import available_devices

    return available_devices()


def device_problems(spec: ExperimentSpec, there: tuple[str, ...]) -> tuple[Problem, ...]:
    """A problem where a net shall learn on a device that is not `there`.

    None for a model that is no net, and none where it is not known what is there (empty).
    """
    wanted = spec.train.device
    if not there or not CATALOG[spec.model.kind].net or wanted in ("auto", *there):
        return ()
    sentence = f"This computer has no {NAMES[wanted]} device that torch can use."
    choices = ["auto", *(NAMES[device] for device in there)]
    return (Problem("train.device", sentence, f"Choose {', '.join(choices[:-1])} or {choices[-1]}."),)
