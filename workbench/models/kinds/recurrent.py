"""Specs of the nets that keep a memory: RNN, LSTM and GRU."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from workbench.models.kinds.base import NetSpec, Shapes


class RecurrentSpec(NetSpec):
    """Settings that all three share; the names are those of `torch.nn.LSTM`."""

    cell: ClassVar[str] = "rnn"
    """Name of the torch module inside the net, and so the prefix of its weights."""
    gates: ClassVar[int] = 1
    """Blocks of `hidden_size` rows in each weight matrix."""

    hidden_size: int = Field(64, ge=1, le=1024, description="numbers the memory holds")
    num_layers: int = Field(2, ge=1, le=8, description="recurrent layers, one above the other")
    dropout: float = Field(0.0, ge=0.0, le=0.9, description="share of links cut while learning")
    bidirectional: bool = Field(False, description="always off: it would read each day after its future")

    @field_validator("bidirectional")
    @classmethod
    def _forward_only(cls, value: bool) -> bool:
        if value:
            raise ValueError(
                "a bidirectional net also reads each day from its future back, which no forecast may; "
                "leave it off"
            )
        return value

    def state_shapes(self, input_size: int) -> Shapes:
        """Those of `torch.nn.{RNN,LSTM,GRU}(batch_first=True)` under the cell's name, then the head."""
        rows = self.gates * self.hidden_size
        shapes: Shapes = {}
        for layer in range(self.num_layers):
            below = input_size if layer == 0 else self.hidden_size
            shapes[f"{self.cell}.weight_ih_l{layer}"] = (rows, below)
            shapes[f"{self.cell}.weight_hh_l{layer}"] = (rows, self.hidden_size)
            shapes[f"{self.cell}.bias_ih_l{layer}"] = (rows,)
            shapes[f"{self.cell}.bias_hh_l{layer}"] = (rows,)
        return {**shapes, **self.head_shapes(self.hidden_size)}


class RNNSpec(RecurrentSpec):
    """The plain recurrent net (Elman, 1990): h = tanh(W_x x + W_h h + b)."""

    kind: Literal["rnn"] = "rnn"


class LSTMSpec(RecurrentSpec):
    """Long short-term memory (Hochreiter and Schmidhuber, 1997), as in `torch.nn.LSTM`."""

    cell: ClassVar[str] = "lstm"
    gates: ClassVar[int] = 4

    kind: Literal["lstm"] = "lstm"


class GRUSpec(RecurrentSpec):
    """Gated recurrent unit (Cho et al., 2014), as in `torch.nn.GRU`."""

    cell: ClassVar[str] = "gru"
    gates: ClassVar[int] = 3

    kind: Literal["gru"] = "gru"
