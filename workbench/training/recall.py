"""A net that was fitted before: its weights and the scale of its fold, so that it can be asked again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.features.windows import windows
from workbench.models.build import build_net
from workbench.models.kinds.base import NetSpec
from workbench.training import weights
from workbench.training.fitted import Fitted, Said
from workbench.training.loop import checked_rows, predict
from workbench.training.net_fit import input_columns, rows_seen, said_of
from workbench.training.scaled import Views, scale


class RecalledNet:
    """The net of one fold and seed. `views` are those it was fitted on; only the decisions may be others.

    Raises RuntimeError where `kept` (safetensors) are not the weights of such a net.
    """

    def __init__(self, model: NetSpec, views: Views, kept: bytes) -> None:
        self._model, self._views = model, views
        self._scaled = scale(views)
        self._net = build_net(model, input_columns(model, views))  # type: ignore[arg-type]
        weights.from_bytes(self._net, kept)

    def say(self, seen: Floats) -> Said:
        """Log returns said of windows of feature rows as they are, (n, lookback, columns)."""
        return self._said(self._scaled.scaler.apply(seen))

    def fitted(self, learned: bool) -> Fitted:
        """What the fit said, of the decisions in the views and, had it `learned`, of the checked days."""
        seen = rows_seen(self._model, self._views, self._scaled)
        first, last = self._views[0].validation_first, self._views[0].validation_last
        rows = checked_rows((first, last)) if learned else np.zeros(0, np.int64)
        checked = windows(seen.train, seen.lookback, first, last)[rows - first]
        decided = windows(seen.decide, seen.lookback, seen.lookback - 1, len(seen.decide) - 1)
        return Fitted(self._said(decided), self._said(checked), rows)

    def _said(self, seen: NDArray[np.float32]) -> Said:
        if not len(seen):
            return Said.only(np.zeros(0))
        return said_of(self._model.head, predict(self._net, seen), self._scaled.scaler.target_scale)
