"""`ExperimentSpec`: everything the user wants of a run, as one small, comparable value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench.data.spec import DataSpec
from workbench.errors import UsageError
from workbench.evaluation.spec import EvaluationSpec
from workbench.features.pipeline import input_size
from workbench.features.spec import FeatureSpec
from workbench.models.catalog import CATALOG, LSTMSpec, ModelSpec, NetSpec
from workbench.training.spec import TrainSpec

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# The sections whose fields `--set` may name; the data are chosen by their own verbs, but for what is beside.
SECTIONS = ("model", "features", "train", "evaluation")
INPUTS = "data.inputs"
BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


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

    def trial_key(self, inputs: Sequence[str] = ()) -> str:
        """SHA-256 of what makes a try a new try (METHOD A5.1b): not the data's name, costs or device.

        `inputs` are the content hashes of the further symbols, in order: what they are called is no try,
        other bars of them are.
        """
        spec = self.to_json()
        del spec["data"], spec["train"]["device"]
        spec["evaluation"] = self.evaluation.as_tried()
        return _digest({**spec, "inputs": list(inputs)} if inputs else spec)

    @property
    def input_size(self) -> int:
        """Numbers a model sees each day; for one that looks at pictures, the days in them."""
        if isinstance(self.model, NetSpec) and self.model.draws:
            return self.features.lookback
        return input_size(self.features, len(self.data.inputs))

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
        kind = settings.get("model.kind", self.model.kind)
        if kind not in CATALOG:
            raise UsageError(f"There is no model {kind!r}.", f"Known models: {', '.join(CATALOG)}.")
        if kind != self.model.kind:
            spec["model"] = {"kind": kind}
            self._take_defaults(spec, kind)
        for path, value in settings.items():
            section, _, field = path.partition(".")
            if path != INPUTS and (section not in SECTIONS or not field):
                raise UsageError(
                    f"There is no setting {path!r}.", "Settings look like model.hidden_size=64."
                )
            spec[section][field] = value
        try:
            return ExperimentSpec.model_validate(spec)
        except ValidationError as error:
            raise UsageError(*explain(error)) from error

    def _take_defaults(self, spec: dict[str, Any], kind: str) -> None:
        """Settings of other parts that stand as the old kind would have them follow the new one's."""
        plain, old, new = ExperimentSpec.usual(), CATALOG[self.model.kind].defaults, CATALOG[kind].defaults
        for path in {**old, **new}:
            section, _, field = path.partition(".")
            if spec[section][field] == old.get(path, plain[section][field]):
                spec[section][field] = new.get(path, plain[section][field])

    @classmethod
    def usual(cls) -> dict[str, Any]:
        """The JSON of a spec that nobody has touched."""
        return cls().to_json()


def explain(error: ValidationError) -> tuple[str, str]:
    """The first problem of a pydantic error as (sentence, remedy) in plain words."""
    first = error.errors()[0]
    path = ".".join(str(part) for part in first["loc"] if part not in CATALOG) or "the settings"
    if first["type"] == "extra_forbidden":
        return f"There is no setting {path!r} here.", "Check its spelling and the chosen model."
    return f"{path} cannot be {first['input']!r}.", _wanted(first)


def _wanted(problem: ErrorDetails) -> str:
    """What a field must be: its kind of number and its whole range, or the words it knows."""
    if problem["type"] == "literal_error":
        return f"It must be {problem['ctx']['expected'].replace(chr(39), '')}."
    number = {"int": "a whole number", "float": "a number", "finite": "a number"}.get(
        problem["type"].partition("_")[0]
    )
    limits = _range(problem["loc"])
    if number or any(name in problem.get("ctx", {}) for name in BOUNDS):
        return f"It must be {', '.join(part for part in (number, limits) if part)}."
    text = problem["msg"].removeprefix("Value error, ")
    return f"{text[:1].upper()}{text[1:]}."


def _range(place: tuple[int | str, ...]) -> str:
    """"at least 1 and at most 1024": the bounds in the declaration of the field at `place`."""
    section, *middle, name = place
    owner: Any = ExperimentSpec.model_fields[str(section)].annotation
    if middle and middle[0] in CATALOG:
        owner = CATALOG[str(middle[0])].spec
    fields = getattr(owner, "model_fields", {})
    metadata = fields[name].metadata if name in fields else ()
    found = {bound: getattr(rule, bound) for bound in BOUNDS for rule in metadata if hasattr(rule, bound)}
    return " and ".join(f"{words} {found[bound]:,.10g}" for bound, words in BOUNDS.items() if bound in found)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
