"""The time loops of RNN, LSTM and GRU, forward and backward, as machine code by numba.

torch's own loops spend a small net's time on launching small operations. Here are only the steps that must
follow one another; whatever all days can do at once is one large matrix product, done by torch
(see `fast_recurrent`). Every array is float32, contiguous and time first; `h` (time + 1, batch, hidden) has
the state before day t at t and the zeros of the beginning at 0. Products are as torch writes them, with
`w_hh` (gates * hidden, hidden); the forward passes take it transposed, for inner loops along rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
F = TypeVar("F", bound=Callable[..., Any])

# Not all of fastmath: with "nnan" and "ninf" a diverged training could look sound.
_MATHS = {"contract", "reassoc", "nsz", "arcp"}


def _compiled(function: F) -> F:
    """Compiled at its first call, and kept on disk where numba finds a place for it.

    The place is `__pycache__` beside this file, else the user's cache folder; a program in which there is
    neither compiles anew in each process. They are `.pyc` files by another name: made here, for here.
    """
    options: Any = {"nogil": True, "fastmath": _MATHS, "error_model": "numpy"}
    try:
        return cast("F", numba.njit(function, cache=True, **options))
    except RuntimeError:  # numba found no place
        return cast("F", numba.njit(function, **options))


def _inlined(function: F) -> F:
    """Part of the kernels that call it, so that their loops over it become vector instructions."""
    return cast("F", numba.njit(function, fastmath=_MATHS, error_model="numpy", forceinline=True))


_ZERO, _HALF, _ONE = np.float32(0.0), np.float32(0.5), np.float32(1.0)
# A ratio of two polynomials in x squared, to the last bits of float32; from Eigen's `ptanh_float`.
_TANH_ENDS = np.float32(7.90531110763549805)
_TANH_ABOVE = tuple(
    np.float32(c)
    for c in (
        -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
        1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03,
    )
)  # fmt: skip
_TANH_BELOW = tuple(
    np.float32(c)
    for c in (1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03)
)


@_inlined
def _tanh(x: np.float32) -> np.float32:
    # Written so that NaN passes both comparisons and stays NaN.
    x = _TANH_ENDS if x > _TANH_ENDS else x
    x = -_TANH_ENDS if x < -_TANH_ENDS else x
    square = x * x
    above = _TANH_ABOVE[0]
    for i in range(1, 7):
        above = above * square + _TANH_ABOVE[i]
    below = _TANH_BELOW[0]
    for i in range(1, 4):
        below = below * square + _TANH_BELOW[i]
    return x * above / below


@_inlined
def _sigmoid(x: np.float32) -> np.float32:
    return _HALF + _HALF * _tanh(_HALF * x)


@_inlined
def _add_product(out: Array, a: Array, w: Array) -> None:
    """`out` (rows, n) += `a` (rows, k) @ `w` (k, n)."""
    rows = len(a)
    in_fours = rows - rows % 4
    for row in range(0, in_fours, 4):
        _add_product_of_four(out[row : row + 4], a[row : row + 4], w)
    for row in range(in_fours, rows):
        _add_product_of_one(out[row], a[row], w)


@_inlined
def _add_product_of_four(out: Array, a: Array, w: Array) -> None:
    """The same for four rows: every number that is read is used four times, every one written holds four."""
    out0, out1, out2, out3 = out[0], out[1], out[2], out[3]
    a0, a1, a2, a3 = a[0], a[1], a[2], a[3]
    inner, n = w.shape
    in_fours = inner - inner % 4
    for k in range(0, in_fours, 4):
        w0, w1, w2, w3 = w[k], w[k + 1], w[k + 2], w[k + 3]
        # Named one by one, they stay in registers; an element of `a` could change under the writes to `out`.
        a00, a01, a02, a03 = a0[k], a0[k + 1], a0[k + 2], a0[k + 3]
        a10, a11, a12, a13 = a1[k], a1[k + 1], a1[k + 2], a1[k + 3]
        a20, a21, a22, a23 = a2[k], a2[k + 1], a2[k + 2], a2[k + 3]
        a30, a31, a32, a33 = a3[k], a3[k + 1], a3[k + 2], a3[k + 3]
        for j in range(n):
            out0[j] += a00 * w0[j] + a01 * w1[j] + a02 * w2[j] + a03 * w3[j]
            out1[j] += a10 * w0[j] + a11 * w1[j] + a12 * w2[j] + a13 * w3[j]
            out2[j] += a20 * w0[j] + a21 * w1[j] + a22 * w2[j] + a23 * w3[j]
            out3[j] += a30 * w0[j] + a31 * w1[j] + a32 * w2[j] + a33 * w3[j]
    for k in range(in_fours, inner):
        for row in range(4):
            _add_multiple(out[row], a[row, k], w[k])


@_inlined
def _add_product_of_one(out: Array, a: Array, w: Array) -> None:
    """The same for one row of `out` (n,) and `a` (k,)."""
    inner, n = w.shape
    in_fours = inner - inner % 4
    for k in range(0, in_fours, 4):
        w0, w1, w2, w3 = w[k], w[k + 1], w[k + 2], w[k + 3]
        a0, a1, a2, a3 = a[k], a[k + 1], a[k + 2], a[k + 3]
        for j in range(n):
            out[j] += a0 * w0[j] + a1 * w1[j] + a2 * w2[j] + a3 * w3[j]
    for k in range(in_fours, inner):
        _add_multiple(out, a[k], w[k])


@_inlined
def _add_multiple(out: Array, factor: np.float32, row: Array) -> None:
    for j in range(len(out)):
        out[j] += factor * row[j]


# ---- RNN: h = tanh(x' + W h) -----------------------------------------------------------------------------


@_compiled
def rnn_forward(h: Array, w_hh_t: Array) -> None:
    """Turn `h[1:]` from what x and the biases give, W_ih x + b_ih + b_hh, into the states."""
    for t in range(len(h) - 1):
        _add_product(h[t + 1], h[t], w_hh_t)
        for row in h[t + 1]:
            for j in range(len(row)):
                row[j] = _tanh(row[j])


@_compiled
def rnn_backward(w_hh: Array, h: Array, grad_out: Array, grad_gates: Array) -> None:
    """Write the gradients of the arguments of tanh from `grad_out`; all (time, batch, hidden)."""
    time, batch, hidden = grad_out.shape
    grad_h = np.zeros((batch, hidden), np.float32)  # what the days after t say of h[t + 1]
    for t in range(time - 1, -1, -1):
        for b in range(batch):
            _rnn_cell_backward(h[t + 1, b], grad_out[t, b], grad_h[b], grad_gates[t, b])
        _add_product(grad_h, grad_gates[t], w_hh)


@_inlined
def _rnn_cell_backward(h: Array, grad_out: Array, grad_h: Array, grad_gate: Array) -> None:
    for j in range(len(h)):
        grad_gate[j] = (grad_out[j] + grad_h[j]) * (_ONE - h[j] * h[j])
        grad_h[j] = _ZERO


# ---- LSTM: c = f c + i g, h = o tanh(c) ------------------------------------------------------------------


@_compiled
def lstm_forward(gates: Array, w_hh_t: Array, h: Array, c: Array, tanh_c: Array) -> None:
    """Fill the states `h` and `c` (time + 1, batch, hidden) and `tanh_c` (time, batch, hidden).

    `gates` (time, batch, 4 * hidden) in torch's order i, f, g, o come as W_ih x + b_ih + b_hh and leave as
    the gates' values.
    """
    time, batch, _ = gates.shape
    for t in range(time):
        _add_product(gates[t], h[t], w_hh_t)
        for b in range(batch):
            _lstm_cell(gates[t, b], c[t, b], c[t + 1, b], tanh_c[t, b], h[t + 1, b])


@_inlined
def _lstm_cell(gates: Array, c_before: Array, c: Array, tanh_c: Array, h: Array) -> None:
    hidden = len(h)
    i, f = gates[:hidden], gates[hidden : 2 * hidden]
    g, o = gates[2 * hidden : 3 * hidden], gates[3 * hidden :]
    # Short loops over few arrays: with all in one, the checks that none overlap would be too many for LLVM.
    for j in range(2 * hidden):
        gates[j] = _sigmoid(gates[j])
    for j in range(hidden):
        g[j] = _tanh(g[j])
    for j in range(hidden):
        o[j] = _sigmoid(o[j])
    for j in range(hidden):
        c[j] = f[j] * c_before[j] + i[j] * g[j]
    for j in range(hidden):
        tanh_c[j] = _tanh(c[j])
    for j in range(hidden):
        h[j] = o[j] * tanh_c[j]


@_compiled
def lstm_backward(w_hh: Array, saved: tuple[Array, Array, Array], grad_out: Array, grad_gates: Array) -> None:
    """Write the gradients of the gates' arguments, (time, batch, 4 * hidden), from `grad_out`.

    `saved` are the gates, c and tanh_c that `lstm_forward` left.
    """
    gates, c, tanh_c = saved
    time, batch, hidden = grad_out.shape
    grad_h = np.zeros((batch, hidden), np.float32)  # what the days after t say of h[t + 1]
    grad_c = np.zeros((batch, hidden), np.float32)
    for t in range(time - 1, -1, -1):
        for b in range(batch):
            _add_multiple(grad_h[b], _ONE, grad_out[t, b])
            state = (c[t, b], tanh_c[t, b])
            _lstm_cell_backward(gates[t, b], state, grad_h[b], grad_c[b], grad_gates[t, b])
        _add_product(grad_h, grad_gates[t], w_hh)


@_inlined
def _lstm_cell_backward(
    gates: Array, state: tuple[Array, Array], grad_h: Array, grad_c: Array, grad_gates: Array
) -> None:
    c_before, tanh_c = state
    hidden = len(grad_h)
    i, f = gates[:hidden], gates[hidden : 2 * hidden]
    g, o = gates[2 * hidden : 3 * hidden], gates[3 * hidden :]
    grad_i, grad_f = grad_gates[:hidden], grad_gates[hidden : 2 * hidden]
    grad_g, grad_o = grad_gates[2 * hidden : 3 * hidden], grad_gates[3 * hidden :]
    for j in range(hidden):
        grad_c[j] += grad_h[j] * o[j] * (_ONE - tanh_c[j] * tanh_c[j])
    for j in range(hidden):
        grad_o[j] = grad_h[j] * tanh_c[j] * o[j] * (_ONE - o[j])
        grad_h[j] = _ZERO
    for j in range(hidden):
        grad_i[j] = grad_c[j] * g[j] * i[j] * (_ONE - i[j])
    for j in range(hidden):
        grad_f[j] = grad_c[j] * c_before[j] * f[j] * (_ONE - f[j])
    for j in range(hidden):
        grad_g[j] = grad_c[j] * i[j] * (_ONE - g[j] * g[j])
    for j in range(hidden):
        grad_c[j] *= f[j]


# ---- GRU: n = tanh(x' + r m), h = (1 - z) n + z h, where m = W_hn h + b_hn -------------------------------


@_compiled
def gru_forward(gates: Array, w_hh_t: Array, b_hh: Array, h: Array, m: Array) -> None:
    """Fill the states `h` (time + 1, batch, hidden) and `m` (time, batch, hidden), the n gate's own product.

    `gates` (time, batch, 3 * hidden) in torch's order r, z, n come as W_ih x + b_ih and leave as the gates'
    values.
    """
    time, batch, _ = gates.shape
    from_h = np.empty((batch, len(b_hh)), np.float32)
    for t in range(time):
        for b in range(batch):
            from_h[b] = b_hh
        _add_product(from_h, h[t], w_hh_t)
        for b in range(batch):
            _gru_cell(gates[t, b], from_h[b], h[t, b], h[t + 1, b], m[t, b])


@_inlined
def _gru_cell(gates: Array, from_h: Array, h_before: Array, h: Array, m: Array) -> None:
    hidden = len(h)
    r, z, n = gates[:hidden], gates[hidden : 2 * hidden], gates[2 * hidden :]
    m_now = from_h[2 * hidden :]
    for j in range(2 * hidden):
        gates[j] = _sigmoid(gates[j] + from_h[j])
    for j in range(hidden):
        m[j] = m_now[j]
    for j in range(hidden):
        n[j] = _tanh(n[j] + r[j] * m[j])
    for j in range(hidden):
        h[j] = n[j] + z[j] * (h_before[j] - n[j])


@_compiled
def gru_backward(
    w_hh: Array, saved: tuple[Array, Array, Array], grad_out: Array, grad_from_x: Array, grad_from_h: Array
) -> None:
    """Write the gradients of W_ih x + b_ih and W_hh h + b_hh, (time, batch, 3 * hidden), from `grad_out`.

    `saved` are the gates, h and m that `gru_forward` left.
    """
    gates, h, m = saved
    time, batch, hidden = grad_out.shape
    grad_h = np.zeros((batch, hidden), np.float32)  # what the days after t say of h[t + 1]
    for t in range(time - 1, -1, -1):
        for b in range(batch):
            _add_multiple(grad_h[b], _ONE, grad_out[t, b])
            grads = (grad_from_x[t, b], grad_from_h[t, b])
            _gru_cell_backward(gates[t, b], h[t, b], m[t, b], grad_h[b], grads)
        _add_product(grad_h, grad_from_h[t], w_hh)


@_inlined
def _gru_cell_backward(
    gates: Array, h_before: Array, m: Array, grad_h: Array, grads: tuple[Array, Array]
) -> None:
    from_x, from_h = grads
    hidden = len(h_before)
    r, z, n = gates[:hidden], gates[hidden : 2 * hidden], gates[2 * hidden :]
    grad_r, grad_z, grad_n = from_x[:hidden], from_x[hidden : 2 * hidden], from_x[2 * hidden :]
    grad_m = from_h[2 * hidden :]
    for j in range(hidden):
        grad_n[j] = grad_h[j] * (_ONE - z[j]) * (_ONE - n[j] * n[j])
    for j in range(hidden):
        grad_z[j] = grad_h[j] * (h_before[j] - n[j]) * z[j] * (_ONE - z[j])
    for j in range(hidden):
        grad_r[j] = grad_n[j] * m[j] * r[j] * (_ONE - r[j])
    for j in range(hidden):
        grad_m[j] = grad_n[j] * r[j]
    for j in range(2 * hidden):
        from_h[j] = from_x[j]
    for j in range(hidden):
        grad_h[j] *= z[j]
