"""How a model is judged."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbench.evaluation.terms import Terms

Rule = Literal["long_flat", "long_short"]


class EvaluationSpec(BaseModel):
    """Walk-forward, expanding or rolling, sealed vault, costs and rule (METHOD A2)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    first_train: int = Field(750, ge=250, le=1_000_000, description="days before the first prediction")
    refit_every: int = Field(125, ge=1, le=1_000_000, description="days between two trainings")
    train_bars: int | None = Field(
        None, ge=250, le=1_000_000, description="only the last so many days are learned from; else all"
    )
    vault_bars: int = Field(500, ge=250, le=1_000_000, description="last days, sealed")
    max_folds: int | None = Field(None, ge=1, description="only the first folds")
    cost_bps: float = Field(5.0, ge=0.0, le=1000.0, description="commission a side in basis points, all in")
    half_spread_bps: float = Field(0.0, ge=0.0, le=1000.0, description="half the spread, basis points a side")
    min_fee: float = Field(0.0, ge=0.0, le=1e6, description="least commission of a trade, in currency")
    capital: float = Field(100_000.0, gt=0.0, le=1e9, description="the account, in currency")
    slippage: float = Field(
        0.0, ge=0.0, le=100.0,
        description="k of k x a day's deviation x root of the order's share of the volume"
    )
    borrow_percent: float = Field(0.0, ge=0.0, le=1000.0, description="per cent a year on what is sold short")
    financing_percent: float = Field(
        0.0, ge=0.0, le=1000.0, description="per cent a year on what is held beyond the account"
    )
    cash_percent: float = Field(0.0, ge=0.0, le=100.0, description="per cent a year earned by idle cash")
    rule: Rule = Field("long_flat", description="in the market or out, or long and short")
    threshold_bps: float = Field(
        0.0, ge=0.0, le=5000.0, description="a forecast smaller than this moves nothing: no position"
    )
    volatility_target_percent: float = Field(
        0.0, ge=0.0, le=1000.0, description="per cent a year a position should fluctuate by; 0 = full size"
    )
    max_leverage: float = Field(
        1.0, gt=0.0, le=10.0, description="the most a volatility target may ask for, times the account"
    )

    @property
    def terms(self) -> Terms:
        """What trading costs beside `cost_bps`."""
        return Terms(
            self.half_spread_bps, self.min_fee, self.capital, self.slippage, self.borrow_percent / 100.0,
            self.financing_percent / 100.0, self.cash_percent / 100.0,
        )  # fmt: skip

    def as_tried(self) -> dict[str, Any]:
        """What makes a try a new try: no assumption about costs, and no choice that is as it always was."""
        told = self.model_dump(mode="json")
        usual = {name for name in _CAME_LATER if told[name] == type(self).model_fields[name].default}
        return {name: value for name, value in told.items() if name not in ASSUMED | usual}


ASSUMED = frozenset(
    ("cost_bps", "half_spread_bps", "min_fee", "capital", "slippage", "borrow_percent", "financing_percent",
     "cash_percent")
)  # fmt: skip
"""Costs: a change of these on seen results is no try (METHOD A5.1b)."""
_CAME_LATER = ("train_bars", "threshold_bps", "volatility_target_percent", "max_leverage")
