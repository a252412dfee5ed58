"""What the user wants to look at: a symbol, where it comes from, and which snapshot of it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

Source = Literal["sample", "csv", "yahoo", "synthetic", "store"]


MOST_INPUTS = 16
"""Further symbols of one model."""


class DataSpec(BaseModel):
    """One symbol. `content_hash` binds a project to its snapshot; `file_name` never has a path.

    `inputs` are further symbols, each once and never the symbol itself; one text with commas does as well.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    symbol: str = Field("SP500", min_length=1, max_length=64, description="exchange ticker, upper case")
    inputs: tuple[str, ...] = Field((), description="further symbols the model may see")
    interval: Literal["1d"] = Field("1d", description="bar length")
    source: Source = Field("sample", description="where the prices come from")
    file_name: str | None = Field(None, max_length=255, description="name of the imported file")
    content_hash: str | None = Field(None, pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the snapshot")

    @field_validator("inputs", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(","))
        return () if value is None else value

    @field_validator("inputs")
    @classmethod
    def _others(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if len(value) > MOST_INPUTS:
            raise ValueError(f"at most {MOST_INPUTS} further symbols can be named")
        if not all(1 <= len(symbol) <= 64 for symbol in value):
            raise ValueError("a symbol has 1 to 64 characters; name symbols with a comma between them")
        if info.data.get("symbol") in value:
            raise ValueError(f"{info.data['symbol']} is the symbol itself; name other symbols only")
        twice = [symbol for symbol in value if value.count(symbol) > 1]
        if twice:
            raise ValueError(f"{twice[0]} is named twice; name each symbol once")
        return value

    @property
    def alone(self) -> Self:
        """The same prices without further symbols."""
        return self.model_copy(update={"inputs": ()})
