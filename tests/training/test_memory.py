"""Memory that runs out: half the batch once, with a notice, and then a named end."""

import pytest
import torch

from workbench.models.catalog import LSTMSpec
from workbench.training import fit as module
from workbench.training.loop import Hooks
from workbench.training.spec import TrainSpec

ALLOCATOR = "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"


def fit_with(monkeypatch, fits_up_to: int, batch_size: int, error: Exception):
    """What `fit` does where only batches of `fits_up_to` segments fit: (result, batches tried, notices)."""
    tried, notices = [], []

    def pretended(model, train, views, seed, hooks):
        tried.append(train.batch_size)
        if train.batch_size > fits_up_to:
            raise error
        return "fitted"

    monkeypatch.setattr(module, "fit_net", pretended)
    hooks = Hooks(lambda report: None, lambda: "run", notice=notices.append)
    spec = TrainSpec(batch_size=batch_size)
    return lambda: module.fit(LSTMSpec(), spec, None, 0, hooks), tried, notices


@pytest.mark.parametrize("error", [RuntimeError(ALLOCATOR), MemoryError(), torch.OutOfMemoryError("CUDA")])
def test_that_half_the_batch_is_tried_once_and_said(monkeypatch, error):
    run, tried, notices = fit_with(monkeypatch, fits_up_to=4, batch_size=8, error=error)
    assert run() == "fitted"
    assert tried == [8, 4]
    assert notices == ["Memory ran out at 8 segments a step, so this training goes on with 4."]


def test_that_a_second_shortage_ends_the_training_as_a_memory_error(monkeypatch):
    run, tried, _ = fit_with(monkeypatch, fits_up_to=1, batch_size=8, error=RuntimeError(ALLOCATOR))
    with pytest.raises(MemoryError):
        run()
    assert tried == [8, 4]


def test_that_one_segment_cannot_be_halved(monkeypatch):
    run, tried, notices = fit_with(monkeypatch, fits_up_to=0, batch_size=1, error=RuntimeError(ALLOCATOR))
    with pytest.raises(MemoryError):
        run()
    assert (tried, notices) == ([1], [])


def test_that_another_error_is_no_shortage(monkeypatch):
    run, tried, _ = fit_with(monkeypatch, fits_up_to=0, batch_size=8, error=RuntimeError("shapes differ"))
    with pytest.raises(RuntimeError, match="shapes differ"):
        run()
    assert tried == [8]
