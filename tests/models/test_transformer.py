"""Attention: it looks back and never ahead, it can be read out, and distance alone decides the bias."""

import torch

from workbench.models.catalog import TransformerSpec
from workbench.models.nets.transformer import TransformerNet, distance_bias

DAYS, COLUMNS = 12, 3


def net() -> TransformerNet:
    torch.manual_seed(0)
    return TransformerNet(TransformerSpec(d_model=8, nhead=2, dim_feedforward=12), COLUMNS).eval()


def test_that_attention_sums_to_one_and_never_looks_ahead():
    found = net().attention(torch.randn(2, DAYS, COLUMNS))
    assert found.shape == (2, 2, 2, DAYS, DAYS)
    torch.testing.assert_close(found.sum(dim=-1), torch.ones(2, 2, 2, DAYS))
    assert not torch.triu(found, diagonal=1).any()


def test_that_the_attention_read_out_is_what_the_layer_uses():
    torch.manual_seed(1)
    layer = net().layers[0]
    x, bias = torch.randn(2, DAYS, 8), distance_bias(DAYS, 2, torch.device("cpu"))
    *_, value = layer._split(x)
    looked_up = (layer.weights(x, bias) @ value).transpose(1, 2).flatten(2)
    half = x + layer.out(looked_up)
    inner = torch.nn.functional.gelu(layer.inner(layer.norm_feedforward(half)))
    torch.testing.assert_close(layer(x, bias), half + layer.outer(inner))


def test_that_a_later_day_has_no_gradient_into_an_earlier_answer():
    x = torch.randn(1, DAYS, COLUMNS, requires_grad=True)
    net().sequence(x, DAYS)[0, 5].sum().backward()
    assert x.grad is not None
    assert x.grad[0, :6].abs().sum(dim=1).min() > 0
    assert not x.grad[0, 6:].any()


def test_that_the_bias_depends_on_the_days_between_alone():
    bias = distance_bias(6, 2, torch.device("cpu"))
    torch.testing.assert_close(bias[:, 1:, 1:], bias[:, :-1, :-1])
    assert bias[0, 3, 3] == 0
    assert bias[0, 3, 1] == -2 * 2**-4
    assert bias[1, 3, 1] == -2 * 2**-8
