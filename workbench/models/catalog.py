"""Every model there is: its spec, its words, and where its net lives. No torch here."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from workbench.models.kinds.base import CatalogRow, NetSpec, Spec
from workbench.models.kinds.chart_cnn import ChartCNNSpec
from workbench.models.kinds.convolution import CNNSpec
from workbench.models.kinds.recurrent import GRUSpec, LSTMSpec, RNNSpec
from workbench.models.kinds.simple import (
    ARSpec,
    BuyAndHoldSpec,
    CoinFlipSpec,
    DriftSpec,
    GradientBoostingSpec,
    LinearSpec,
    MACrossSpec,
    NaiveSpec,
    RidgeSpec,
)
from workbench.models.kinds.transformer import TransformerSpec

__all__ = [
    "CATALOG", "ARSpec", "BuyAndHoldSpec", "CNNSpec", "CatalogRow", "ChartCNNSpec", "CoinFlipSpec",
    "DriftSpec", "GRUSpec", "GradientBoostingSpec", "LSTMSpec", "LinearSpec", "MACrossSpec", "ModelSpec",
    "NaiveSpec", "NetSpec", "RNNSpec", "RidgeSpec", "Spec", "TransformerSpec",
]  # fmt: skip

ModelSpec = Annotated[
    LSTMSpec | RNNSpec | GRUSpec | CNNSpec | ChartCNNSpec | TransformerSpec
    | RidgeSpec | LinearSpec | GradientBoostingSpec | ARSpec | DriftSpec | NaiveSpec
    | MACrossSpec | CoinFlipSpec | BuyAndHoldSpec,
    Field(discriminator="kind"),
]  # fmt: skip

_NETS = "workbench.models.nets"

CATALOG: dict[str, CatalogRow] = {
    row.kind: row
    for row in (
        CatalogRow(
            "chart_cnn", ChartCNNSpec, "chart-image CNN",
            "Looks at a picture of the chart, as people do. The story began here, and did worse than a coin.",
            net=f"{_NETS}.chart_image:ChartImageNet", random=True,
            defaults=MappingProxyType({"features.lookback": 20, "evaluation.refit_every": 250}),
        ),
        CatalogRow(
            "rnn", RNNSpec, "RNN",
            "Keeps a diary, and each day may look only at yesterday's page: what was long ago fades.",
            net=f"{_NETS}.recurrent:RecurrentNet", random=True,
        ),
        CatalogRow(
            "lstm", LSTMSpec, "LSTM",
            "Keeps notes on the desk: each day it decides what to forget, what to write down "
            "and what to say aloud.",
            net=f"{_NETS}.recurrent:RecurrentNet", random=True,
        ),
        CatalogRow(
            "gru", GRUSpec, "GRU",
            "The LSTM's lighter sibling: one note instead of two, so it is quicker, and lives on in small "
            "devices.",
            net=f"{_NETS}.recurrent:RecurrentNet", random=True,
        ),
        CatalogRow(
            "cnn", CNNSpec, "CNN on numbers",
            "Slides small patterns over the days, each layer looking twice as far back. It has no memory.",
            net=f"{_NETS}.cnn:CNNNet", random=True,
        ),
        CatalogRow(
            "transformer", TransformerSpec, "Transformer",
            "Keeps no diary: each day it looks up whichever earlier days matter, all at once.",
            net=f"{_NETS}.transformer:TransformerNet", random=True,
        ),
        CatalogRow(
            "ridge", RidgeSpec, "ridge",
            "A straight line through the same window. What it cannot find, a net must prove it can.",
        ),
        CatalogRow(
            "linear", LinearSpec, "linear, trend + rest",
            "Past returns as a slow and a quick part, each weighed by a line. Often enough it beats "
            "Transformers.",
        ),
        CatalogRow(
            "gradient_boosting", GradientBoostingSpec, "gradient boosting",
            "Fifty small decision trees on the last four days, each mending what the others left.",
            window=False,
        ),
        CatalogRow(
            "ar", ARSpec, "AR(1), two numbers",
            "Tomorrow is a share of today, and a constant. Two numbers in all.", window=False,
        ),
        CatalogRow(
            "ma_cross", MACrossSpec, "MA 50 / 200",
            "In while the 50-day mean is above the 200-day mean, else out. It learns nothing.",
            forecasts=False, window=False,
        ),
        CatalogRow(
            "drift", DriftSpec, "drift", "Says the average of all days so far, every day.", window=False
        ),
        CatalogRow(
            "naive", NaiveSpec, "tomorrow = today", "Says that nothing will change.", window=False
        ),
        CatalogRow(
            "coin_flip", CoinFlipSpec, "coin flip", "Heads in, tails out. It has seen nothing at all.",
            random=True, forecasts=False, window=False,
        ),
        CatalogRow(
            "buy_and_hold", BuyAndHoldSpec, "buy & hold",
            "Buys on the first day and does nothing more. The alternative that is free.",
            forecasts=False, window=False,
        ),
    )
}
