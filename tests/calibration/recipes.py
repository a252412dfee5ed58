"""The models that are calibrated: small, so that hundreds of paths are affordable, and trained to the end."""

from __future__ import annotations

from workbench.experiment.spec import ExperimentSpec

VAULT_BARS = 250  # they only make the paths longer
_RECURRENT = {"model.hidden_size": 8, "model.num_layers": 1}
SIZES: dict[str, dict[str, object]] = {
    "lstm": _RECURRENT,
    "gru": _RECURRENT,
    "rnn": _RECURRENT,
    "cnn": {"model.channels": 8, "model.num_layers": 2},
    "transformer": {
        "model.d_model": 16, "model.nhead": 4, "model.dim_feedforward": 32, "model.num_encoder_layers": 2,
        "evaluation.refit_every": 250,
    },
    "chart_cnn": {"model.channels": 8, "features.lookback": 5, "evaluation.refit_every": 500},
}  # fmt: skip
NETS = tuple(SIZES)
# Every segment is a step of its own: in METHOD C6's five epochs these nets learn nothing yet.
_TRAINING = {
    "train.seeds": 2, "train.epochs": 50, "train.patience": 10, "train.learning_rate": 1e-2,
    "train.batch_size": 1,
}  # fmt: skip
_LEAST = {"features.lookback": 5, "features.columns": "close", "evaluation.first_train": 1000}
_SLOWER: dict[str, dict[str, object]] = {
    "transformer": {"train.learning_rate": 3e-3},
    "chart_cnn": {"train.epochs": 30, "train.learning_rate": 1e-3},
}


def net(kind: str, **settings: object) -> ExperimentSpec:
    """METHOD C6: window 10, 800 days to learn from first, 2 seeds."""
    small = {"features.lookback": 10, "evaluation.first_train": 800, **_TRAINING, **SIZES[kind]}
    return _spec(kind, {**small, **_SLOWER.get(kind, {}), **settings})


def ridge(**settings: object) -> ExperimentSpec:
    """METHOD C1 to C4 and C8: ridge on the returns of five days, 1,000 days to learn from first."""
    return _spec("ridge", {**_LEAST, **settings})


def ar(**settings: object) -> ExperimentSpec:
    """AR(1) on the same days: two numbers, and no penalty that could silence it."""
    return _spec("ar", {**_LEAST, **settings})


def ridge_beside_nets() -> ExperimentSpec:
    """Ridge on what the nets of METHOD C6 see."""
    seen = {"features.lookback": 10, "evaluation.first_train": 800}
    return _spec("ridge", seen)


def _spec(kind: str, settings: dict[str, object]) -> ExperimentSpec:
    paths = {key.replace("__", "."): value for key, value in settings.items()}
    return ExperimentSpec().with_settings(
        {"model.kind": kind, "evaluation.vault_bars": VAULT_BARS, "evaluation.cost_bps": 0.0, **paths}
    )
