"""`ExperimentSpec`: everything the user wants of a run, as one small, comparable value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench.data.spec import DataSpec
from workbench.errors import UsageError
from workbench.evaluation.spec import EvaluationSpec
from workbench.features.spec import FeatureSpec
from workbench.models.catalog import CATALOG, LSTMSpec, ModelSpec
from workbench.training.spec import TrainSpec

# The sections whose fields `--set` may name; the data are chosen by their own verbs.
SECTIONS = ("model", "features", "train", "evaluation")


class ExperimentSpec(BaseModel):
    """Intent, frozen: with the prices, the only input of a run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: DataSpec = DataSpec()
    features: FeatureSpec = FeatureSpec()
    model: ModelSpec = Field(default_factory=LSTMSpec)
    train: TrainSpec = TrainSpec()
    evaluation: EvaluationSpec = EvaluationSpec()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return self.model_dump(mode="json")

    def spec_hash(self) -> str:
        """SHA-256 of the whole spec."""
        return _digest(self.to_json())

    def trial_key(self) -> str:
        """SHA-256 of what makes a try a new try (METHOD A5.1b): all but the data's name and the costs."""
        spec = self.to_json()
        del spec["data"], spec["evaluation"]["cost_bps"]
        return _digest(spec)

    def rows_needed(self) -> int:
        """Bars a series must have: first_train + refit_every + vault_bars + horizon."""
        chosen = self.evaluation
        return chosen.first_train + chosen.refit_every + chosen.vault_bars + self.features.horizon

    def with_settings(self, settings: Mapping[str, Any]) -> ExperimentSpec:
        """The spec with `section.field` paths set; a new `model.kind` takes that kind's defaults.

        The order of the settings does not matter. Raises `UsageError` naming the field, its value and
        its range.
        """
        spec = self.to_json()
        kind = settings.get("model.kind")
        if kind is not None and kind != self.model.kind:
            if kind not in CATALOG:
                raise UsageError(
                    f"There is no model {kind!r}.", f"Known models: {', '.join(CATALOG)}."
                )
            spec["model"] = {"kind": kind}
        for path, value in settings.items():
            section, _, field = path.partition(".")
            if section not in SECTIONS or not field:
                raise UsageError(
                    f"There is no setting {path!r}.", "Settings look like model.hidden_size=64."
                )
            spec[section][field] = value
        try:
            return ExperimentSpec.model_validate(spec)
        except ValidationError as error:
            raise UsageError(*explain(error)) from error


def explain(error: ValidationError) -> tuple[str, str]:
    """The first problem of a pydantic error as (sentence, remedy) in plain words."""
    first = error.errors()[0]
    parts = [str(part) for part in first["loc"] if part not in CATALOG]
    path = ".".join(parts) or "the settings"
    bounds = first.get("ctx", {})
    names = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    wanted = ", ".join(f"{words} {bounds[key]}" for key, words in names.items() if key in bounds)
    if first["type"] == "extra_forbidden":
        return f"There is no setting {path!r} here.", "Check its spelling and the chosen model."
    remedy = f"It must be {wanted}." if wanted else first["msg"].removeprefix("Value error, ") + "."
    return f"{path} cannot be {first['input']!r}.", remedy


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
