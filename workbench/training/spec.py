"""How a model is fitted."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

# Exact windows cost `lookback` steps each, and all of them would cost as much as the training itself.
MOST_VALIDATION_WINDOWS = 128

Schedule = Literal["constant", "one_cycle", "cosine"]
Device = Literal["auto", "cpu", "cuda", "mps"]
Interval = Literal["conformal", "garch"]


class TrainSpec(BaseModel):
    """Training by epochs. `batch_size` counts segments of `lookback - 1 + segment_steps` bars."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    epochs: int = Field(20, ge=1, le=10_000, description="passes over the training range at most")
    learning_rate: float = Field(1e-3, gt=0.0, le=1.0, description="Adam's step")
    batch_size: int = Field(4, ge=1, le=4096, description="segments in one step")
    patience: int = Field(5, ge=0, le=10_000, description="epochs without improvement; 0 = never stop early")
    seeds: int = Field(5, ge=1, le=100, description="random starts; their mean is the model")
    seed: int = Field(0, ge=0, le=2**31 - 1, description="the first random start")
    segment_steps: int = Field(60, ge=1, le=4096, description="loss terms of one segment")
    grad_clip: float = Field(1.0, gt=0.0, description="largest norm of a step's gradient")
    schedule: Schedule = Field("constant", description="how the learning rate moves over the epochs")
    weight_decay: float = Field(0.0, ge=0.0, le=1.0, description="pull of all weights towards zero")
    averaging: float = Field(
        0.0, ge=0.0, lt=1.0, description="share of the past in the running mean of the weights; 0 = off"
    )
    warm_start: bool = Field(False, description="each fold goes on from the weights of the one before")
    device: Device = Field("auto", description="where nets learn; auto times what is there")
    interval: Interval = Field(
        "conformal", description="width of the 80 % interval: from past misses, or GARCH's volatility too"
    )
