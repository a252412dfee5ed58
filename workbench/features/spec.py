"""What a model sees and what it must say: columns, lookback, horizon."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

KNOWN_COLUMNS = ("ohlcv",)


class FeatureSpec(BaseModel):
    """The inputs of one prediction: `lookback` bars of `columns`, to say the return `horizon` bars ahead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lookback: int = Field(60, ge=2, le=1024, description="days the model sees before each prediction")
    columns: tuple[str, ...] = Field(("ohlcv",), min_length=1, description="groups of input columns")
    horizon: int = Field(1, ge=1, le=20, description="days ahead")

    @field_validator("columns", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @field_validator("columns")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in value if name not in KNOWN_COLUMNS]
        if unknown:
            raise ValueError(f"unknown column {unknown[0]!r}; known: {', '.join(KNOWN_COLUMNS)}")
        if len(set(value)) < len(value):
            raise ValueError("each group of columns may be named once")
        return value
