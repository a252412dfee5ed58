"""Spec of the net that looks things up: a causal Transformer encoder."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workbench.models.kinds.base import NetSpec, Shapes

DISTANCES = 32
"""Places of the table that says how much each head minds how long ago a day was."""


class TransformerSpec(NetSpec):
    """Causal Transformer encoder (Vaswani et al., 2017); the names are those of `torch.nn.Transformer`."""

    kind: Literal["transformer"] = "transformer"
    d_model: int = Field(32, ge=1, le=512, description="numbers that stand for a day")
    nhead: int = Field(4, ge=1, le=16, description="look-ups side by side")
    num_encoder_layers: int = Field(2, ge=1, le=8, description="layers, one above the other")
    dim_feedforward: int = Field(64, ge=1, le=2048, description="width of the layer between look-ups")
    dropout: float = Field(0.0, ge=0.0, le=0.9, description="share of links cut while learning")

    def problem(self, lookback: int) -> tuple[str, str, str] | None:
        """Every head gets an equal share of `d_model`."""
        if self.d_model % self.nhead == 0:
            return None
        return (
            "model.d_model", f"{self.d_model} numbers cannot be shared by {self.nhead} heads.",
            f"Choose a multiple of {self.nhead}, or another number of heads.",
        )  # fmt: skip

    def state_shapes(self, input_size: int) -> Shapes:
        """Embedding, layers, distances, last norm and head, as in `nets.transformer`."""
        shapes = _linear("embed", self.d_model, input_size)
        for layer in range(self.num_encoder_layers):
            name, width, inner = f"layers.{layer}", self.d_model, self.dim_feedforward
            shapes |= _norm(f"{name}.norm_attention", width) | _norm(f"{name}.norm_feedforward", width)
            shapes |= _linear(f"{name}.qkv", 3 * width, width) | _linear(f"{name}.out", width, width)
            shapes |= _linear(f"{name}.inner", inner, width) | _linear(f"{name}.outer", width, inner)
        shapes["distance"] = (self.nhead, DISTANCES)
        return {**shapes, **_norm("norm", self.d_model), **self.head_shapes(self.d_model)}


def _linear(name: str, rows: int, columns: int) -> Shapes:
    return {f"{name}.weight": (rows, columns), f"{name}.bias": (rows,)}


def _norm(name: str, width: int) -> Shapes:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}
