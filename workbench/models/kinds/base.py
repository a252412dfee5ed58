"""What every model's spec has in common. No torch here: the window reads these too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbench.dataclass import dataclass

Shapes = dict[str, tuple[int, ...]]
"""Name -> shape of every tensor in the state of a net."""

Head = Literal["point", "gaussian", "quantile"]
NORMAL_90 = 1.2815515655446004
"""The 90 % quantile of the standard normal distribution: a normal band reaches so many deviations."""
OUTPUTS: dict[Head, int] = {"point": 1, "gaussian": 2, "quantile": 3}


class Spec(BaseModel):
    """A model's settings: frozen, comparable, JSON there and back."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def problem(self, lookback: int) -> tuple[str, str, str] | None:
        """(field, sentence, remedy) where these settings cannot work with a window of `lookback` bars."""
        return None


class NetSpec(Spec):
    """A model trained by epochs. `head` is what it says of tomorrow: a number, a bell curve or quantiles."""

    draws: ClassVar[bool] = False
    """Whether it reads pictures of the window instead of its numbers."""

    head: Head = Field(
        "point", description="says one number, a bell curve, or the 10 %, 50 % and 90 % quantiles"
    )

    @property
    def outputs(self) -> int:
        """Numbers the net says for each prediction."""
        return OUTPUTS[self.head]

    def state_shapes(self, input_size: int) -> Shapes:
        """Shapes of all tensors of the net; a stranger's file is measured against them without torch."""
        raise NotImplementedError

    def head_shapes(self, width: int) -> Shapes:
        """The last linear layer, `width` numbers to `outputs`."""
        return {"head.weight": (self.outputs, width), "head.bias": (self.outputs,)}


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """One model of the catalogue.

    `net` is the place of its class as `module:Class` (torch), empty for a model fitted without epochs.
    `random`: its start is random, so seeds matter. `window`: it reads `features.lookback` bars.
    `defaults`: settings of the other parts that differ for this kind.
    """

    kind: str
    spec: type[Spec]
    title: str
    story: str
    net: str = ""
    random: bool = False
    forecasts: bool = True
    window: bool = True
    defaults: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
