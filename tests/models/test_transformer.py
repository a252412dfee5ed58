"""Attention: it looks back and never ahead, it can be read out, and distance alone decides the bias."""

import torch

from workbench.models.catalog import TransformerSpec
from workbench.models.kinds.transformer import DISTANCES
from workbench.models.nets.transformer import TransformerNet, distance_bias, place_of, sloping_table

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
    x, bias = torch.randn(2, DAYS, 8), distance_bias(sloping_table(2), DAYS)
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
    bias = distance_bias(sloping_table(2), 200)
    torch.testing.assert_close(bias[:, 1:, 1:], bias[:, :-1, :-1])
    assert torch.isinf(bias[:, 3, 4:]).all()
    assert torch.isfinite(bias[:, 199]).all()
    assert bias[0, 3, 3] == 0
    assert bias[0, 3, 1] == -2 * 2**-1
    assert bias[1, 3, 1] == -2 * 2**-5


def test_that_near_days_have_places_of_their_own_and_far_ones_share():
    places = place_of(torch.arange(300))
    assert places[:16].tolist() == list(range(16))
    assert places[16:128].unique().tolist() == list(range(16, DISTANCES))
    assert set(places[128:].tolist()) == {DISTANCES - 1}
    assert (places.diff() >= 0).all()


def test_that_the_distances_learn():
    one = net()
    one.sequence(torch.randn(1, DAYS, COLUMNS), DAYS).square().sum().backward()
    assert (one.distance.grad[:, :DAYS] != 0).all()
    assert not one.distance.grad[:, DAYS:].any()
