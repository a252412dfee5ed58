"""What the settings are called where they stand in a line of text or a table, by their path."""

from __future__ import annotations

from typing import Any

from workbench.experiment.spec import ExperimentSpec
from workbench.gui.present import format as fmt
from workbench.models.catalog import CATALOG

WORDS = {
    "data.symbol": "symbol",
    "data.source": "source",
    "data.inputs": "further symbols",
    "model.kind": "model",
    "model.hidden_size": "hidden size",
    "model.num_layers": "layers",
    "model.num_encoder_layers": "layers",
    "model.d_model": "numbers a day",
    "model.nhead": "heads",
    "model.dim_feedforward": "feed-forward",
    "model.head": "forecast as",
    "features.lookback": "window size",
    "features.columns": "inputs",
    "features.horizon": "days ahead",
    "train.seeds": "random starts",
    "train.seed": "first random start",
    "train.grad_clip": "largest gradient",
    "train.segment_steps": "days in a segment",
    "evaluation.first_train": "first training, days",
    "evaluation.refit_every": "learn anew every",
    "evaluation.train_bars": "learn from the last",
    "evaluation.vault_bars": "sealed days",
    "evaluation.max_folds": "folds at most",
    "evaluation.cost_bps": "cost a side, bp",
    "evaluation.half_spread_bps": "half the spread, bp",
    "evaluation.min_fee": "least fee",
    "evaluation.capital": "account",
    "evaluation.borrow_percent": "borrowing shares, %",
    "evaluation.financing_percent": "borrowing money, %",
    "evaluation.cash_percent": "cash earns, %",
    "evaluation.threshold_bps": "least forecast, bp",
    "evaluation.volatility_target_percent": "volatility target, %",
    "evaluation.max_leverage": "largest position",
}
"""Others are called as their field is, with spaces."""
SECTIONS = ("data", "model", "features", "train", "evaluation")
"""In the order the setup has them."""
UNSAID = frozenset(("data.content_hash", "data.file_name", "data.name", "train.device"))
"""What says nothing about how a run was meant."""


def settings_of(spec: ExperimentSpec) -> dict[str, Any]:
    """Path -> value of every setting that says how a run was meant."""
    sections = spec.to_json()
    told = {"model.kind": spec.model.kind}
    for section in sorted(sections, key=SECTIONS.index):
        told |= {f"{section}.{name}": value for name, value in sections[section].items()}
    return {path: value for path, value in told.items() if path not in UNSAID}


def words_of(path: str) -> str:
    """What the setting at `section.field` is called."""
    return WORDS.get(path, path.partition(".")[2].replace("_", " "))


def value_words(path: str, value: Any) -> str:
    """The value as read in a table."""
    if value is None or value == []:
        return fmt.DASH
    if path == "model.kind":
        return CATALOG[value].title
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{value:,.10g}".replace("-", fmt.MINUS)
    if isinstance(value, list):
        return ", ".join(str(part.get("symbol", part) if isinstance(part, dict) else part) for part in value)
    return str(value).replace("_", " / " if path == "evaluation.rule" else " ")
