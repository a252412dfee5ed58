"""Every model there is: its spec, its words, and what it needs. No torch here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class LSTMSpec(_Spec):
    """Long short-term memory (Hochreiter and Schmidhuber, 1997), as in `torch.nn.LSTM`."""

    kind: Literal["lstm"] = "lstm"
    hidden_size: int = Field(64, ge=1, le=1024, description="numbers the memory holds")
    num_layers: int = Field(2, ge=1, le=8, description="recurrent layers, one above the other")
    dropout: float = Field(0.0, ge=0.0, le=0.9, description="share of links cut while learning")


class RidgeSpec(_Spec):
    """Ridge regression on the flattened window; its penalty is chosen on the validation part."""

    kind: Literal["ridge"] = "ridge"


class NaiveSpec(_Spec):
    """Tomorrow = today: a log return of 0."""

    kind: Literal["naive"] = "naive"


class DriftSpec(_Spec):
    """The mean of all returns known so far."""

    kind: Literal["drift"] = "drift"


class CoinFlipSpec(_Spec):
    """A coin decides each day; it has no forecast."""

    kind: Literal["coin_flip"] = "coin_flip"


ModelSpec = Annotated[
    LSTMSpec | RidgeSpec | NaiveSpec | DriftSpec | CoinFlipSpec, Field(discriminator="kind")
]


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """One model. `random`: its start is random, so seeds matter; `net`: it is trained by epochs (torch)."""

    kind: str
    spec: type[_Spec]
    title: str
    story: str
    random: bool = False
    net: bool = False
    forecasts: bool = True


CATALOG: dict[str, CatalogRow] = {
    row.kind: row
    for row in (
        CatalogRow(
            "lstm", LSTMSpec, "LSTM",
            "Keeps notes on the desk: each day it decides what to forget, what to write down "
            "and what to say aloud.",
            random=True, net=True,
        ),
        CatalogRow(
            "ridge", RidgeSpec, "ridge",
            "A straight line through the same window. What it cannot find, a net must prove it can.",
        ),
        CatalogRow("drift", DriftSpec, "drift", "Says the average of all days so far, every day."),
        CatalogRow("naive", NaiveSpec, "tomorrow = today", "Says that nothing will change."),
        CatalogRow(
            "coin_flip", CoinFlipSpec, "coin flip", "Heads in, tails out. It has seen nothing at all.",
            random=True, forecasts=False,
        ),
    )
}
