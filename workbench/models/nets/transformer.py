"""A causal Transformer encoder: each day looks up the earlier days that matter, all at once."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from workbench.models.kinds.transformer import DISTANCES, TransformerSpec

FARTHEST = 128
"""Days; all that lie further back share the last place of the distance table."""


class TransformerNet(nn.Module):
    """Pre-norm encoder (Vaswani et al., 2017) with learned distance biases (T5; Raffel et al., 2020).

    A bias that depends on how long ago a day was, and not on its place in the input, lets the same weights
    serve windows and longer segments alike. All layers share one; it begins as a slope, steep for some heads.
    """

    def __init__(self, spec: TransformerSpec, input_size: int) -> None:
        super().__init__()
        self.embed = nn.Linear(input_size, spec.d_model)
        self.layers = nn.ModuleList(EncoderLayer(spec) for _ in range(spec.num_encoder_layers))
        self.norm = nn.LayerNorm(spec.d_model)
        self.head = nn.Linear(spec.d_model, spec.outputs)
        self.distance = nn.Parameter(sloping_table(spec.nhead))

    def forward(self, windows: Tensor) -> Tensor:
        """(batch, lookback, features) -> (batch, outputs): what is said on each window's last day."""
        return self.sequence(windows, 1)[:, 0]

    def sequence(self, segments: Tensor, steps: int) -> Tensor:
        """(batch, time, features) -> (batch, steps, outputs): what is said on the last `steps` days."""
        x, bias = self.embed(segments), distance_bias(self.distance, segments.shape[1])
        for layer in self.layers:
            x = layer(x, bias)
        said: Tensor = self.head(self.norm(x[:, -steps:]))
        return said

    def attention(self, windows: Tensor) -> Tensor:
        """(batch, time, features) -> (batch, layers, heads, time, time): how much each day looked at which.

        Rows sum to 1 and hold zeros above the diagonal.
        """
        x, bias = self.embed(windows), distance_bias(self.distance, windows.shape[1])
        found = []
        for layer in self.layers:
            assert isinstance(layer, EncoderLayer)
            found.append(layer.weights(x, bias))
            x = layer(x, bias)
        return torch.stack(found, dim=1)


class EncoderLayer(nn.Module):
    """Look up, then think: attention and a feed-forward net, each added to what was there."""

    def __init__(self, spec: TransformerSpec) -> None:
        super().__init__()
        self.norm_attention = nn.LayerNorm(spec.d_model)
        self.norm_feedforward = nn.LayerNorm(spec.d_model)
        self.qkv = nn.Linear(spec.d_model, 3 * spec.d_model)
        self.out = nn.Linear(spec.d_model, spec.d_model)
        self.inner = nn.Linear(spec.d_model, spec.dim_feedforward)
        self.outer = nn.Linear(spec.dim_feedforward, spec.d_model)
        self.dropout = nn.Dropout(spec.dropout)
        self._heads = spec.nhead

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(batch, time, d_model) with `bias` (heads, time, time) -> (batch, time, d_model)."""
        query, key, value = self._split(x)
        looked_up = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        x = x + self.dropout(self.out(looked_up.transpose(1, 2).flatten(2)))
        inner = functional.gelu(self.inner(self.norm_feedforward(x)))
        return x + self.dropout(self.outer(inner))  # type: ignore[no-any-return]

    def weights(self, x: Tensor, bias: Tensor) -> Tensor:
        """(batch, heads, time, time): the attention that `forward` uses."""
        query, key, _ = self._split(x)
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        return torch.softmax(scores + bias, dim=-1)

    def _split(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Query, key and value, each (batch, heads, time, d_model / heads)."""
        parts = self.qkv(self.norm_attention(x)).chunk(3, dim=-1)
        query, key, value = (part.unflatten(-1, (self._heads, -1)).transpose(1, 2) for part in parts)
        return query, key, value


def sloping_table(heads: int) -> Tensor:
    """(heads, DISTANCES): where the distance table begins, minus 8 x 2^(-8 h / heads) a day for head h.

    Eight times the slopes of ALiBi (Press et al., 2022): with the steepest heads yesterday can be told from
    the day before at once, which W4 of METHOD A1.3 asks for.
    """
    slopes = 8.0 * torch.pow(2.0, -8.0 * torch.arange(1, heads + 1) / heads)
    places = place_of(torch.arange(FARTHEST))
    nearest = torch.stack([(places == place).nonzero().min() for place in range(DISTANCES)])
    return -slopes[:, None] * nearest


def place_of(ago: Tensor) -> Tensor:
    """Place of each number of days in the table: one each for the first, ever wider ones after (T5)."""
    exact = DISTANCES // 2
    share = torch.log(ago.clamp(min=1) / exact) / math.log(FARTHEST / exact)
    wider = (exact + share * (DISTANCES - exact)).long().clamp(max=DISTANCES - 1)
    return torch.where(ago < exact, ago, wider)


def distance_bias(table: Tensor, time: int) -> Tensor:
    """(heads, DISTANCES) -> (heads, time, time): what is added to a look from a day at another.

    Minus infinity for the future.
    """
    ago = torch.arange(time - 1, -1, -1, device=table.device)
    future = table.new_full((len(table), time - 1), float("-inf"))
    # One row of all distances, read from a place further left each day.
    row = torch.cat([table[:, place_of(ago)], future], dim=1)
    return row.unfold(1, time, 1).flip(1)
