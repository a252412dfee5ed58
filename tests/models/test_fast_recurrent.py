"""Our time loops say and learn what torch's own recurrent cells do."""

import copy

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from workbench.models.nets.fast_recurrent import run_cell

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def said_and_learned(run, cell, x, weights):
    """The outputs, and the gradients of the input and all parameters where `weights` weigh the outputs."""
    cell.zero_grad()
    x = x.detach().clone().requires_grad_()
    outputs = run(cell, x)
    (outputs * weights).sum().backward()
    return [outputs.detach(), x.grad, *(parameter.grad.clone() for parameter in cell.parameters())]


@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=30, deadline=None)
@given(
    shape=st.tuples(st.integers(1, 9), st.integers(1, 40), st.integers(1, 6)),
    hidden=st.integers(1, 37),
    layers=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_outputs_and_gradients_of_any_shape_are_torchs(name, shape, hidden, layers, seed):
    torch.manual_seed(seed)
    batch, time, features = shape
    cell = CELLS[name](features, hidden, layers, batch_first=True)
    x, weights = torch.randn(shape), torch.randn(batch, time, hidden)
    ours = said_and_learned(run_cell, cell, x, weights)
    exact = said_and_learned(lambda c, x: c(x)[0], copy.deepcopy(cell).double(), x.double(), weights.double())
    for mine, right in zip(ours, exact, strict=True):
        torch.testing.assert_close(
            mine.double(), right, rtol=2e-4, atol=2e-5 * (1 + float(right.abs().max()))
        )


@pytest.mark.parametrize("name", CELLS)
def test_large_arguments_saturate_like_torchs(name):
    cell = CELLS[name](1, 8, 1, batch_first=True)
    x = torch.tensor([[[1e4], [-1e4], [30.0], [-30.0], [1e30]]])
    torch.testing.assert_close(run_cell(cell, x), cell(x)[0], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("poison", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_seen_from_its_day_on(name, poison):
    """So that a diverged training is noticed: fast arithmetic that assumes finite numbers would hide it."""
    cell = CELLS[name](2, 8, 2, batch_first=True)
    x = torch.randn(4, 6, 2)
    x[1, 3] = poison
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.abs_()
    said = run_cell(cell, x)
    if poison != poison:
        assert said[1, 3:].isnan().all()
    assert said[1, :3].isfinite().all()
    assert said[[0, 2, 3]].isfinite().all()
    torch.testing.assert_close(said, cell(x)[0], equal_nan=True, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", CELLS)
def test_dropout_falls_between_the_layers_and_nowhere_else(name):
    both = CELLS[name](3, 40, 2, dropout=0.25, batch_first=True)
    first, second = CELLS[name](3, 40, batch_first=True), CELLS[name](40, 40, batch_first=True)
    for single, weights in zip((first, second), both.all_weights, strict=True):
        for own, shared in zip(single.all_weights[0], weights, strict=True):
            own.data.copy_(shared.data)
    x = torch.randn(2, 5, 3)
    torch.manual_seed(3)
    said = run_cell(both, x)
    torch.manual_seed(3)
    mask = nn.functional.dropout(torch.ones(5, 2, 40), 0.25).transpose(0, 1)
    assert 0.15 < float((mask == 0).float().mean()) < 0.35
    torch.testing.assert_close(said, second(first(x)[0] * mask)[0], rtol=1e-5, atol=1e-6)
    both.eval()
    torch.testing.assert_close(run_cell(both, x), second(first(x)[0])[0], rtol=1e-5, atol=1e-6)


def test_the_same_batch_gives_the_same_bits():
    torch.manual_seed(0)
    cell = nn.LSTM(5, 64, 2, batch_first=True)
    x, weights = torch.randn(4, 119, 5), torch.randn(4, 119, 64)
    first, second = (said_and_learned(run_cell, cell, x, weights) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))
