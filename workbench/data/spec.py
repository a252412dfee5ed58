"""What the user wants to look at: a symbol, where it comes from, and which snapshot of it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Source = Literal["sample", "csv", "yahoo", "synthetic", "store"]


class DataSpec(BaseModel):
    """One symbol. `content_hash` binds a project to its snapshot; `file_name` never has a path."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    symbol: str = Field("SP500", min_length=1, max_length=64, description="exchange ticker, upper case")
    inputs: tuple[str, ...] = Field((), description="further symbols the model may see")
    interval: Literal["1d"] = Field("1d", description="bar length")
    source: Source = Field("sample", description="where the prices come from")
    file_name: str | None = Field(None, max_length=255, description="name of the imported file")
    content_hash: str | None = Field(None, pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the snapshot")
