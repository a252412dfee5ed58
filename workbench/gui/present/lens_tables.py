"""The lag lens and the slider of costs as tables."""

from __future__ import annotations

from workbench.evaluation.figures import BacktestResult
from workbench.export.tables import ladder_table
from workbench.gui.present import format as fmt
from workbench.gui.present.lag_lens import ONE_DAY, LagLens, peak_text

SHIFT_COLUMNS = ("forecast shifted by", "correlation")
COST_COLUMNS = ("at a cost of", "a year", "Sharpe", "fall")
"""Of the columns of the report's table: those that a narrow panel has room for."""


def shift_rows(lens: LagLens) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """(cells, whether it is the bar of one day) of every shift."""
    return tuple(
        (
            (_days(lag), peak_text(lens) if lag == ONE_DAY else fmt.number(value, 3)),
            lag == ONE_DAY,
        )
        for lag, value in zip(lens.profile.lags, lens.profile.correlations, strict=True)
    )  # fmt: skip


def cost_rows(backtest: BacktestResult) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """(cells, whether it is the run's own cost) at the report's costs, then where the run stops earning."""
    rows = []
    for row in ladder_table(backtest).rows:
        _, year, sharpe, fall = (cell.text for cell in row.cells)
        rows.append(((row.name, year, sharpe, fall), row.own))
    for words, never, bps in (
        ("breaks even at", "loses at any cost", backtest.break_even_bps),
        ("beats scaled holding up to", "beats scaled holding at no cost", backtest.break_even_vs_holding_bps),
    ):
        known = bps is not None and bps > 0
        rows.append(((f"{words} {fmt.number(bps, 1)} bp" if known else never, "", "", ""), False))
    return tuple(rows)


def _days(lag: int) -> str:
    return "0 days" if lag == 0 else f"{fmt.number(lag, 0)} {'day' if abs(lag) == 1 else 'days'}"
