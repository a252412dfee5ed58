"""What a run will cost, said before it starts."""

from __future__ import annotations

import math

from workbench.experiment.spec import ExperimentSpec
from workbench.features.pipeline import input_size
from workbench.models.catalog import CATALOG, LSTMSpec
from workbench.models.shapes import weight_count

# Floating-point operations a second of one worker at these sizes, and the share of the epochs that
# early stopping leaves, as measured on the default run; the window corrects them by its last run.
_FLOPS = 3.0e10
_EPOCHS_RUN = 0.45
_BASELINE_SECONDS = 0.35


def fits(spec: ExperimentSpec, rows: int) -> tuple[int, int]:
    """(folds, seeds) of a run on a series of `rows` bars."""
    chosen = spec.evaluation
    decisions = rows - chosen.vault_bars - spec.features.horizon - chosen.first_train
    folds = max(0, math.ceil(decisions / chosen.refit_every))
    if chosen.max_folds is not None:
        folds = min(folds, chosen.max_folds)
    return folds, spec.train.seeds if CATALOG[spec.model.kind].net else 1


def weights(spec: ExperimentSpec) -> int:
    """Numbers a net learns; 0 for a model that is no net."""
    return weight_count(spec.model, input_size(spec.features))


def estimate_seconds(spec: ExperimentSpec, rows: int, workers: int = 2) -> float:
    """Rough seconds of a whole run; grows with folds, seeds, epochs, bars and weights."""
    folds, seeds = fits(spec, rows)
    seconds = folds * _BASELINE_SECONDS
    if isinstance(spec.model, LSTMSpec):
        chosen = spec.evaluation
        mean_rows = chosen.first_train + chosen.refit_every * folds / 2
        context = 1 + spec.features.lookback / spec.train.segment_steps
        learned = mean_rows * 0.85 * context * 3
        checked = mean_rows * 0.15 * spec.features.lookback
        epochs = spec.train.epochs * (_EPOCHS_RUN if spec.train.patience else 1.0)
        seconds += folds * seeds * epochs * (learned + checked) * 2 * weights(spec) / _FLOPS
    return seconds / workers
