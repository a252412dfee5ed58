"""How a model is judged."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

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
    cost_bps: float = Field(5.0, ge=0.0, le=1000.0, description="cost a side in basis points, all in")
    rule: Rule = Field("long_flat", description="in the market or out, or long and short")
