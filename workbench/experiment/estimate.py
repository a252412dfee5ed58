"""What a run will cost, said before it starts."""

from __future__ import annotations

import math

from workbench.evaluation.walk_forward import VALIDATION_SHARE
from workbench.experiment.spec import ExperimentSpec
from workbench.features.pipeline import input_size
from workbench.models.catalog import CATALOG, LSTMSpec
from workbench.models.shapes import weight_count
from workbench.training.spec import MOST_VALIDATION_WINDOWS

# Measured on one core of a server of 2024 with the default run: operations a second of a fit, seconds a
# batch and a step of one layer cost whatever their size, and the share of epochs early stopping leaves.
_FLOPS = 6.0e10
_BATCH_SECONDS = 1.0e-3
_STEP_SECONDS = 6.0e-6
_EPOCHS_RUN = 0.45
_FIT_SECONDS = 0.03
_FOLD_SECONDS = 0.1
_START_SECONDS = 3.0


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
    """Rough seconds of a whole run with `workers` processes, from the work there is to do."""
    folds, seeds = fits(spec, rows)
    seconds = folds * _FOLD_SECONDS
    if isinstance(spec.model, LSTMSpec):
        samples = spec.evaluation.first_train + spec.evaluation.refit_every * folds / 2
        epochs = spec.train.epochs * (_EPOCHS_RUN if spec.train.patience else 1.0)
        seconds += folds * seeds * (_FIT_SECONDS + epochs * _epoch_seconds(spec, spec.model, samples))
    return _START_SECONDS + seconds / workers


def _epoch_seconds(spec: ExperimentSpec, model: LSTMSpec, samples: float) -> float:
    """Learning on sequences and checking on windows, once."""
    learned, checked = samples * (1 - VALIDATION_SHARE), samples * VALIDATION_SHARE
    checked = min(checked, MOST_VALIDATION_WINDOWS)
    steps = spec.train.segment_steps
    segment = spec.features.lookback - 1 + steps
    batches = math.ceil(learned / steps / spec.train.batch_size)
    operations = 2 * weights(spec) * (3 * segment * learned / steps + spec.features.lookback * checked)
    waiting = batches * (_BATCH_SECONDS + segment * model.num_layers * _STEP_SECONDS)
    return waiting + operations / _FLOPS
