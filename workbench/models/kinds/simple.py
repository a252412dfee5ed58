"""Specs of the models without epochs: what any net must be better than."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workbench.models.kinds.base import Spec


class RidgeSpec(Spec):
    """Ridge regression on the flattened window; its penalty is chosen on the validation part."""

    kind: Literal["ridge"] = "ridge"


class LinearSpec(Spec):
    """DLinear's idea (Zeng et al., 2023): the past returns as trend and rest, a linear layer on each."""

    kind: Literal["linear"] = "linear"


class GradientBoostingSpec(Spec):
    """Boosted trees on histograms (Friedman, 2001), on the newest bars of the window alone."""

    kind: Literal["gradient_boosting"] = "gradient_boosting"
    bars: int = Field(4, ge=1, le=60, description="newest days the trees see")
    iterations: int = Field(50, ge=1, le=1000, description="trees, one after the other")


class ARSpec(Spec):
    """AR(1): a share of today's return, and a constant; two numbers by least squares."""

    kind: Literal["ar"] = "ar"


class DriftSpec(Spec):
    """The mean of all returns known so far."""

    kind: Literal["drift"] = "drift"


class NaiveSpec(Spec):
    """Tomorrow = today: a log return of 0."""

    kind: Literal["naive"] = "naive"


class MACrossSpec(Spec):
    """In the market while the mean of the last 50 closes is above that of the last 200; no forecast."""

    kind: Literal["ma_cross"] = "ma_cross"


class CoinFlipSpec(Spec):
    """A coin decides each day; it has no forecast."""

    kind: Literal["coin_flip"] = "coin_flip"


class BuyAndHoldSpec(Spec):
    """Always in the market; no forecast."""

    kind: Literal["buy_and_hold"] = "buy_and_hold"
