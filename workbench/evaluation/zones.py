"""The three zones of a series: train, dev out-of-sample, vault (METHOD 0.1)."""

from __future__ import annotations

import numpy as np

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import DataError


@dataclass(frozen=True, slots=True)
class Zones:
    """Bar indices: the first `first_train` bars train, from there to `vault_first` - 1 is out of sample.

    `rows` bars in all; from `vault_first` on everything is sealed.
    """

    rows: int
    first_train: int
    vault_first: int

    @property
    def test_bars(self) -> int:
        """Bars whose returns are predicted out of sample."""
        return max(0, self.vault_first - 1 - self.first_train)


def vault_first(prices: PriceSeries, vault_bars: int, vault_start: np.datetime64 | None = None) -> int:
    """Index of the first sealed bar: the ledger's date where there is one, else rows - vault_bars."""
    if vault_start is None:
        return len(prices) - vault_bars
    return int(np.searchsorted(prices.session, vault_start))


def make_zones(
    prices: PriceSeries, first_train: int, vault_bars: int, vault_start: np.datetime64 | None = None
) -> Zones:
    """The zones of a series; `DataError` where no bar would be left to predict."""
    first = vault_first(prices, vault_bars, vault_start)
    if first <= first_train + 1:
        raise DataError(
            f"Only {max(first, 0)} bars lie before the vault, and the first training takes {first_train}.",
            "Import a longer history or choose a smaller first training range.",
        )
    return Zones(len(prices), first_train, first)
