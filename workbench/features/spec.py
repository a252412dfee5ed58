"""What a model sees and what it must say: columns, lookback, horizon."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from workbench.features.registry import FEATURES

KNOWN_COLUMNS = tuple(FEATURES)


class FeatureSpec(BaseModel):
    """The inputs of one prediction: `lookback` bars of `columns`, to say the return `horizon` bars ahead.

    `columns` names groups of the registry; one text with commas does as well.
    """

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
        unknown = [name for name in value if name not in FEATURES]
        if unknown:
            raise ValueError(f"unknown column {unknown[0]!r}; known: {', '.join(KNOWN_COLUMNS)}")
        if len(set(value)) < len(value):
            raise ValueError("each group of columns may be named once")
        return value


def warm_up(spec: FeatureSpec) -> int:
    """Bars at the start without a value in some column, beyond the very first, which never has one."""
    return max(FEATURES[name].look_back for name in spec.columns) - 1


def lookback_problem(spec: FeatureSpec) -> tuple[str, str] | None:
    """(sentence, remedy) where the window is shorter than what its longest group looks back on."""
    longest = max((FEATURES[name] for name in spec.columns), key=lambda row: row.look_back)
    if spec.lookback >= longest.look_back:
        return None
    sentence = (
        f"A window of {spec.lookback} days is shorter than the {longest.look_back} days that "
        f"{longest.title} looks back on."
    )
    return sentence, f"Choose a window of at least {longest.look_back} days, or leave {longest.name} out."
