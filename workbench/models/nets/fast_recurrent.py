"""Running a recurrent cell over a batch of sequences: to learn with our own time loops, else with torch's.

A layer is one product for all days (W_ih x), then a loop over the days that only holds what must wait for the
day before (`kernels`). Backward the same the other way round: the loop gives what the gates' arguments should
have been, and every weight's gradient is one product over all days.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.autograd.function import Function, once_differentiable

from workbench.models.nets import kernels


def run_cell(cell: nn.RNNBase, x: Tensor) -> Tensor:
    """(batch, time, features) -> (batch, time, hidden): the cell's outputs from a zero state."""
    if not _suits(cell, x):
        outputs: Tensor = cell(x)[0]
        return outputs
    days = x.transpose(0, 1).contiguous()
    for layer, parameters in enumerate(cell.all_weights):
        if layer and cell.dropout:
            days = nn.functional.dropout(days, cell.dropout)
        days = _LAYERS[cell.mode].apply(days, *parameters)  # type: ignore[no-untyped-call]
    return days.transpose(0, 1)


def compile_loops() -> None:
    """Compile every loop, or read it from numba's cache; else the first training with each would do it."""
    for cell in (nn.RNN(1, 1), nn.LSTM(1, 1), nn.GRU(1, 1)):
        run_cell(cell, torch.zeros(1, 1, 1)).sum().backward()  # type: ignore[no-untyped-call]


def _suits(cell: nn.RNNBase, x: Tensor) -> bool:
    """Whether our loops apply; torch's are the faster ones for many windows without gradients."""
    return cell.training and torch.is_grad_enabled() and x.device.type == "cpu" and x.dtype == torch.float32


class _Layer(Function):
    """What every layer shares. `days` is (time, batch, features), the result (time, batch, hidden)."""

    @staticmethod
    def gates_of_x(days: Tensor, w_ih: Tensor, bias: Tensor) -> Tensor:
        """W_ih x + bias of every day, (time, batch, gates * hidden)."""
        time, batch, features = days.shape
        return torch.addmm(bias, days.view(-1, features), w_ih.t()).view(time, batch, -1)

    @staticmethod
    def states(days: Tensor, w_hh: Tensor) -> Tensor:
        """Room for the states, (time + 1, batch, hidden), the first of them zero."""
        time, batch, _ = days.shape
        states = torch.empty(time + 1, batch, w_hh.shape[1])
        states[0] = 0.0
        return states

    @staticmethod
    def gradients(ctx: Any, days: Tensor, h: Tensor, from_x: Tensor, from_h: Tensor) -> tuple[Any, ...]:
        """The gradients of days, W_ih, W_hh, b_ih, b_hh from those of W_ih x + b_ih and of W_hh h + b_hh."""
        w_ih = ctx.saved_tensors[1]
        flat_x, flat_h = from_x.flatten(0, 1), from_h.flatten(0, 1)
        grad_days = (flat_x @ w_ih).view_as(days) if ctx.needs_input_grad[0] else None
        grad_bias_x = flat_x.sum(0)
        grad_bias_h = grad_bias_x.clone() if from_h is from_x else flat_h.sum(0)
        return (
            grad_days, flat_x.t() @ days.flatten(0, 1), flat_h.t() @ h[:-1].flatten(0, 1),
            grad_bias_x, grad_bias_h,
        )  # fmt: skip


class _RNNLayer(_Layer):
    @staticmethod
    def forward(ctx: Any, days: Tensor, *parameters: Tensor) -> Tensor:
        w_ih, w_hh, b_ih, b_hh = parameters
        h = _Layer.states(days, w_hh)
        h[1:] = _Layer.gates_of_x(days, w_ih, b_ih + b_hh)
        kernels.rnn_forward(h.numpy(), _transposed(w_hh))
        ctx.save_for_backward(days, w_ih, w_hh, h)
        return h[1:]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_out: Tensor) -> tuple[Any, ...]:
        days, _, w_hh, h = ctx.saved_tensors
        grad_gates = torch.empty_like(grad_out, memory_format=torch.contiguous_format)
        kernels.rnn_backward(_array(w_hh), h.numpy(), _array(grad_out), grad_gates.numpy())
        return _Layer.gradients(ctx, days, h, grad_gates, grad_gates)


class _LSTMLayer(_Layer):
    @staticmethod
    def forward(ctx: Any, days: Tensor, *parameters: Tensor) -> Tensor:
        w_ih, w_hh, b_ih, b_hh = parameters
        gates = _Layer.gates_of_x(days, w_ih, b_ih + b_hh)
        h, c = _Layer.states(days, w_hh), _Layer.states(days, w_hh)
        tanh_c = torch.empty_like(c[1:])
        kernels.lstm_forward(gates.numpy(), _transposed(w_hh), h.numpy(), c.numpy(), tanh_c.numpy())
        ctx.save_for_backward(days, w_ih, w_hh, h, gates, c, tanh_c)
        return h[1:]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_out: Tensor) -> tuple[Any, ...]:
        days, _, w_hh, h, gates, c, tanh_c = ctx.saved_tensors
        grad_gates = torch.empty_like(gates)
        saved = (gates.numpy(), c.numpy(), tanh_c.numpy())
        kernels.lstm_backward(_array(w_hh), saved, _array(grad_out), grad_gates.numpy())
        return _Layer.gradients(ctx, days, h, grad_gates, grad_gates)


class _GRULayer(_Layer):
    @staticmethod
    def forward(ctx: Any, days: Tensor, *parameters: Tensor) -> Tensor:
        w_ih, w_hh, b_ih, b_hh = parameters
        gates = _Layer.gates_of_x(days, w_ih, b_ih)
        h = _Layer.states(days, w_hh)
        m = torch.empty_like(h[1:])
        kernels.gru_forward(gates.numpy(), _transposed(w_hh), _array(b_hh), h.numpy(), m.numpy())
        ctx.save_for_backward(days, w_ih, w_hh, h, gates, m)
        return h[1:]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_out: Tensor) -> tuple[Any, ...]:
        days, _, w_hh, h, gates, m = ctx.saved_tensors
        from_x, from_h = torch.empty_like(gates), torch.empty_like(gates)
        saved = (gates.numpy(), h.numpy(), m.numpy())
        kernels.gru_backward(_array(w_hh), saved, _array(grad_out), from_x.numpy(), from_h.numpy())
        return _Layer.gradients(ctx, days, h, from_x, from_h)


_LAYERS: dict[str, type[_Layer]] = {"RNN_TANH": _RNNLayer, "LSTM": _LSTMLayer, "GRU": _GRULayer}


def _array(tensor: Tensor) -> kernels.Array:
    """The tensor's numbers for a kernel, copied only where they are not in one piece."""
    array: kernels.Array = tensor.detach().contiguous().numpy()
    return array


def _transposed(weights: Tensor) -> kernels.Array:
    return np.ascontiguousarray(weights.detach().numpy().T)
