"""What a run will cost, said before it starts."""

from __future__ import annotations

import math

from workbench.evaluation.walk_forward import VALIDATION_SHARE
from workbench.experiment.spec import ExperimentSpec
from workbench.models.catalog import CATALOG, ChartCNNSpec, NetSpec
from workbench.models.kinds.chart_cnn import PICTURE_HEIGHT
from workbench.models.kinds.recurrent import RecurrentSpec
from workbench.models.shapes import weight_count
from workbench.training.spec import MOST_VALIDATION_WINDOWS

# Measured on one core of a server of 2024 with the default run: operations a second of a fit, seconds a
# batch and a step of one layer cost whatever their size, and the share of epochs early stopping leaves.
_FLOPS = {"cnn": 1.0e10, "transformer": 5.0e9}
_RECURRENT_FLOPS = 6.0e10
_BATCH_SECONDS = 1.0e-3
_EPOCHS_RUN = 0.45
_FIT_SECONDS = 0.03
_FOLD_SECONDS = 0.1
_START_SECONDS = 3.0
_STEP_SECONDS = {"lstm": 2.0e-6, "rnn": 2.0e-6, "gru": 9.0e-6}
"""What one step of one layer costs beside its arithmetic: a recurrence waits for the day before."""
_PICTURE_SECONDS = {5: 0.17e-3, 20: 0.65e-3, 60: 5.1e-3}
"""To learn from one picture with 8 filters in the first block."""
_WIDTH_POWER = 1.4
"""How these seconds grow with the filters: four times as many took 7.2 times as long."""
_LEARNING_SHARE = 3
"""Learning costs three times what reading does: once forward, twice backward."""

GIGABYTE = 1e9
_COPIES_OF_WEIGHTS = 6
"""Weights, gradients, Adam's two moments, the best epoch's, and what is being sent."""
_NUMBERS_KEPT = 12
"""Numbers kept for the backward pass for each output number of a layer and day."""
_FLOAT_BYTES = 4


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
    return weight_count(spec.model, spec.input_size)


def memory_bytes(spec: ExperimentSpec) -> float:
    """Rough bytes one training takes: copies of its weights, and what one batch keeps to learn from."""
    model = spec.model
    if not isinstance(model, NetSpec):
        return 0.0
    days = spec.train.batch_size * (_window(spec) - 1 + spec.train.segment_steps)
    largest = max(shape[0] for shape in model.state_shapes(spec.input_size).values())
    layers = getattr(model, "num_layers", getattr(model, "num_encoder_layers", 1))
    kept = days * layers * largest * _NUMBERS_KEPT
    if isinstance(model, ChartCNNSpec):
        kept = days * PICTURE_HEIGHT[spec.features.lookback] * 3 * spec.features.lookback * model.channels * 2
    return _FLOAT_BYTES * (_COPIES_OF_WEIGHTS * weights(spec) + kept)


def estimate_seconds(spec: ExperimentSpec, rows: int, workers: int = 2) -> float:
    """Rough seconds of a whole run with `workers` processes, from the work there is to do."""
    folds, seeds = fits(spec, rows)
    seconds = folds * _FOLD_SECONDS
    if isinstance(spec.model, NetSpec):
        samples = spec.evaluation.first_train + spec.evaluation.refit_every * folds / 2
        samples = min(samples, spec.evaluation.train_bars or samples)
        epochs = spec.train.epochs * (_EPOCHS_RUN if spec.train.patience else 1.0)
        seconds += folds * seeds * (_FIT_SECONDS + epochs * _epoch_seconds(spec, spec.model, samples))
    return _START_SECONDS + seconds / workers


def _window(spec: ExperimentSpec) -> int:
    """Rows one prediction looks at: a picture is one row."""
    return 1 if isinstance(spec.model, ChartCNNSpec) else spec.features.lookback


def _epoch_seconds(spec: ExperimentSpec, model: NetSpec, samples: float) -> float:
    """Learning on sequences and checking on windows, once."""
    learned, checked = samples * (1 - VALIDATION_SHARE), samples * VALIDATION_SHARE
    checked = min(checked, MOST_VALIDATION_WINDOWS)
    steps = spec.train.segment_steps
    segment = _window(spec) - 1 + steps
    batches = math.ceil(learned / steps / spec.train.batch_size)
    rows = _LEARNING_SHARE * segment * learned / steps + _window(spec) * checked
    waiting = batches * _BATCH_SECONDS
    if isinstance(model, RecurrentSpec):
        waiting += batches * segment * model.num_layers * _STEP_SECONDS[model.cell]
    return waiting + rows * _row_seconds(spec, model)


def _row_seconds(spec: ExperimentSpec, model: NetSpec) -> float:
    """Seconds of arithmetic to read one row once."""
    if isinstance(model, ChartCNNSpec):
        widths = float((model.channels / 8) ** _WIDTH_POWER)
        return _PICTURE_SECONDS[spec.features.lookback] * widths / _LEARNING_SHARE
    return 2.0 * weights(spec) / _FLOPS.get(spec.model.kind, _RECURRENT_FLOPS)
