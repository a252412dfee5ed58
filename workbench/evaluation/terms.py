"""What an account pays beside the commission."""

from __future__ import annotations

from dataclasses import replace

from workbench.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """What an account pays and earns beside the commission; with the defaults nothing.

    `half_spread_bps` basis points a side; `min_fee` the least commission of a trade and `capital` the
    account, both in the currency of the prices; `slippage` the k of k x a day's deviation x sqrt(order /
    a day's turnover), the square-root law; `borrow` on what is sold short, `financing` on what is held beyond
    the account and `cash_yield` on what lies idle, all fractions a year.
    """

    half_spread_bps: float = 0.0
    min_fee: float = 0.0
    capital: float = 100_000.0
    slippage: float = 0.0
    borrow: float = 0.0
    financing: float = 0.0
    cash_yield: float = 0.0

    @property
    def least_fee(self) -> float:
        """The least commission of a trade as a share of the account."""
        return self.min_fee / self.capital

    @property
    def is_free(self) -> bool:
        """Whether nothing is paid or earned, whatever the size of the account."""
        return not (
            self.half_spread_bps or self.min_fee or self.slippage or self.borrow or self.financing
            or self.cash_yield
        )  # fmt: skip

    def dearer(self, factor: float) -> Terms:
        """The same with everything that is paid multiplied; what is earned stays."""
        paid = ("half_spread_bps", "min_fee", "slippage", "borrow", "financing")
        return replace(self, **{name: factor * getattr(self, name) for name in paid})


FREE = Terms()


def told(cost_bps: float, terms: Terms) -> str:
    """`5 bp a side`, and whatever else is charged."""
    parts = (
        (terms.half_spread_bps, f"half a spread of {terms.half_spread_bps:g} bp"),
        (terms.min_fee, f"at least {terms.min_fee:,.10g} a trade"),
        (terms.slippage, f"slippage {terms.slippage:g}"),
        (terms.borrow, f"borrowed shares {terms.borrow:.2%} a year"),
        (terms.financing, f"borrowed money {terms.financing:.2%} a year"),
        (terms.cash_yield, f"idle cash earns {terms.cash_yield:.2%} a year"),
    )
    return ", ".join([f"{cost_bps:g} bp a side", *(text for charged, text in parts if charged)])
