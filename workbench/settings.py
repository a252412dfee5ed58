"""What the window remembers between two starts: one small JSON file, replaced whole."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

ThemeMode = Literal["light", "dark", "contrast", "system"]
RECENT_FILES = 8
CHARTS = 100
"""Symbols whose charts are remembered."""
PROJECTS = 100
"""Projects whose open charts are remembered."""
STUDIES = 4
"""Indicators that one chart shows at a time."""

log = logging.getLogger(__name__)


class ChartLook(BaseModel):
    """How one symbol's price chart is looked at.

    `bars` are the days, weeks or months that the prices are drawn together to; empty for bars as they are.

    The view is a `span` of days or months from the chart's own end (`5d`, `3m`, `1y`, `all`), the days or
    times from `first` to `last` in ISO form, or neither: the chart's own first view.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    style: Literal["candles", "bars", "line"] = "candles"
    bars: Literal["", "1d", "1wk", "1mo"] = ""
    log: bool = False
    averages: tuple[int, ...] = Field((), max_length=8)
    studies: tuple[str, ...] = Field((), max_length=STUDIES)
    """Indicators beneath the prices, from top to bottom."""
    beside: str = ""
    span: Literal["", "1d", "5d", "1m", "3m", "1y", "5y", "all"] = ""
    first: str = ""
    last: str = ""

    @model_validator(mode="before")
    @classmethod
    def _several_studies(cls, value: object) -> object:
        """An earlier program remembered one indicator as `study`."""
        if not isinstance(value, dict) or "studies" in value or not value.get("study"):
            return value
        return {**value, "studies": (value["study"],)}


class Settings(BaseModel):
    """Frozen; keys of a newer program are ignored. `geometry` and `splitters` are Qt's states in base64."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    theme: ThemeMode = "system"
    up_down_swapped: bool = False
    recent_files: tuple[str, ...] = Field((), max_length=RECENT_FILES)
    geometry: str = ""
    splitters: dict[str, str] = Field(default_factory=dict)
    welcome_hidden: bool = False
    charts: dict[str, ChartLook] = Field(default_factory=dict)
    tabs: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """The symbols whose charts are open, by project; nothing says that a project still has them."""

    def with_chart(self, symbol: str, look: ChartLook) -> dict[str, ChartLook]:
        """The looks with that of `symbol` as the latest; ordinary and long forgotten ones are dropped."""
        others = {name: known for name, known in self.charts.items() if name != symbol}
        if look != ChartLook():
            others[symbol] = look
        return dict(list(others.items())[-CHARTS:])

    def with_tabs(self, project_id: str, symbols: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """The open charts with a project's as the latest; one alone and long forgotten ones are dropped."""
        others = {name: known for name, known in self.tabs.items() if name != project_id}
        if len(symbols) > 1:
            others[project_id] = symbols
        return dict(list(others.items())[-PROJECTS:])

    def with_recent(self, path: Path) -> Settings:
        """The settings with `path` as the most recent file; equal paths appear once."""
        name = str(path.resolve())
        others = [known for known in self.recent_files if known != name]
        return self.model_copy(update={"recent_files": (name, *others)[:RECENT_FILES]})

    def without_recent(self, path: Path) -> Settings:
        """The settings without `path` among the recent files."""
        gone = {str(path), str(path.resolve())}
        kept = tuple(known for known in self.recent_files if known not in gone)
        return self.model_copy(update={"recent_files": kept})


def load(path: Path) -> Settings:
    """The settings in `path`; a missing or damaged file gives the defaults, never an error."""
    try:
        return Settings.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError, ValidationError) as error:
        log.warning("The settings in %s cannot be read and start anew: %s", path, error)
        return Settings()


def save(settings: Settings, path: Path) -> None:
    """Write `settings` beside `path` and put it in its place; raises OSError, and the old file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(settings.model_dump_json(indent=1), encoding="utf-8")
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def remember(settings: Settings, path: Path) -> None:
    """`save`, where a failure is worth a line in the log and nothing else."""
    try:
        save(settings, path)
    except OSError as error:
        log.warning("The settings were not written: %s", error)
