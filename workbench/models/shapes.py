"""The shapes of a net's weights, told from its spec alone: a stranger's file is measured without torch."""

from __future__ import annotations

from math import prod

from workbench.models.catalog import LSTMSpec, ModelSpec

Shapes = dict[str, tuple[int, ...]]

LSTM_GATES = 4
"""Input, forget, cell and output gate, stacked in this order along the first axis."""


def state_shapes(spec: ModelSpec, input_size: int) -> Shapes:
    """Name -> shape of every tensor in the state of the net of `spec`; empty for a model without a net.

    `input_size` is the number of feature columns of one bar. The LSTM's names and shapes are those of
    `torch.nn.LSTM(input_size, hidden_size, num_layers, batch_first=True)` under `lstm.`, and of
    `torch.nn.Linear(hidden_size, 1)` under `head.`.
    """
    if isinstance(spec, LSTMSpec):
        return {**_lstm(spec, input_size), "head.weight": (1, spec.hidden_size), "head.bias": (1,)}
    return {}


def weight_count(spec: ModelSpec, input_size: int) -> int:
    """Number of trainable weights of the net of `spec`; 0 for a model without a net."""
    return sum(prod(shape) for shape in state_shapes(spec, input_size).values())


def _lstm(spec: LSTMSpec, input_size: int) -> Shapes:
    rows = LSTM_GATES * spec.hidden_size
    shapes: Shapes = {}
    for layer in range(spec.num_layers):
        below = input_size if layer == 0 else spec.hidden_size
        shapes[f"lstm.weight_ih_l{layer}"] = (rows, below)
        shapes[f"lstm.weight_hh_l{layer}"] = (rows, spec.hidden_size)
        shapes[f"lstm.bias_ih_l{layer}"] = (rows,)
        shapes[f"lstm.bias_hh_l{layer}"] = (rows,)
    return shapes
