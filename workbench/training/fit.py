"""Fit one model on one fold, whatever its kind, and let it decide."""

from __future__ import annotations

import torch

from workbench.models.catalog import ModelSpec
from workbench.models.kinds.base import NetSpec
from workbench.models.nets import fast_recurrent
from workbench.training.fitted import Fitted
from workbench.training.loop import Hooks
from workbench.training.net_fit import fit_net
from workbench.training.plain_fits import PLAIN_FITS
from workbench.training.scaled import Views
from workbench.training.spec import TrainSpec
from workbench.training.volatility import with_garch_band


def prepare() -> None:
    """Do now what the first fit would otherwise wait for: the imports of this file, and machine code."""
    fast_recurrent.compile_loops()


def fit(model: ModelSpec, train: TrainSpec, views: Views, seed: int, hooks: Hooks) -> Fitted:
    """Fit `model` on the train view alone, then predict the decision view.

    `seed` is `seeding.fit_seed`'s; the same seed and views give the same bits on one machine and torch.
    Raises `MemoryError` where even half a batch does not fit.
    """
    if isinstance(model, NetSpec):
        fitted = _fit_within_memory(model, train, views, seed, hooks)
    else:
        fitted = PLAIN_FITS[model.kind](model, views, seed)
    return with_garch_band(fitted, views) if train.interval == "garch" else fitted


def _fit_within_memory(model: NetSpec, train: TrainSpec, views: Views, seed: int, hooks: Hooks) -> Fitted:
    """`fit_net`; where memory runs out it begins again with half the batch, once, and says so."""
    try:
        return fit_net(model, train, views, seed, hooks)
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        if train.batch_size == 1:
            raise MemoryError(str(error)) from error
    half = train.batch_size // 2
    hooks.notice(
        f"Memory ran out at {train.batch_size} segments a step, so this training goes on with {half}."
    )
    try:
        return fit_net(model, train.model_copy(update={"batch_size": half}), views, seed, hooks)
    except RuntimeError as error:
        if is_out_of_memory(error):
            raise MemoryError(str(error)) from error
        raise


def is_out_of_memory(error: Exception) -> bool:
    """Whether this is torch's or Python's way to say that there is no memory left."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    text = str(error).lower()
    return "can't allocate memory" in text or "out of memory" in text or "not enough memory" in text
