"""The table `Beside every baseline`: the model among what it must beat, the best after costs on top."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.evaluation import sentences
from workbench.evaluation.figures import PerformanceFigures
from workbench.evaluation.terms import FREE, Terms
from workbench.experiment.result import RunResult
from workbench.experiment.spec import ExperimentSpec
from workbench.export.words import LABELS, is_no_gain, model_name
from workbench.gui.present import format as fmt

__all__ = [
    "COLUMNS", "LABELS", "SHORT_NOTES", "TIP", "Row", "base_rate", "baseline_rows", "is_no_gain",
    "known_baselines", "model_name", "note", "rows_of", "waiting_rows",
]  # fmt: skip

SHORT_NOTES = {sentences.TEXTS["no_gain"]: "no gain over ridge"}
"""What stands for a note of the table where there is no room for it."""
COLUMNS = ("", "hits", "vs naive", "Sharpe", "fall")
TIP = (
    "hits: days whose direction was foretold, %. vs naive: mean squared error over that of "
    "“tomorrow = today”, below 1 is better. Sharpe: a year, after costs; the table is sorted by it. "
    "fall: deepest loss from a peak. A dash means it does not apply."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `cells` follow `COLUMNS` after the name."""

    name: str
    cells: tuple[str, str, str, str]
    is_model: bool = False


def rows_of(result: RunResult, *, shown: bool = True) -> tuple[Row, ...]:
    """The rows of a finished run by Sharpe ratio after costs, the best first, what never trades last.

    With `shown` False the model's own figures read `withheld`, and its row stands on top: its place would
    tell them.
    """
    others = {name: figures for name, figures in result.baselines.items() if name != result.spec.model.kind}
    held = others.get("buy_and_hold")
    if held is not None and held.directional_accuracy is None and result.predictions is not None:
        rises = float(np.mean(result.predictions.actual > 0))
        others["buy_and_hold"] = replace(held, directional_accuracy=rises)
    rows = [(_traded_sharpe(name, others[name]), row) for name, row in _named_rows(others)]
    name = model_name(result.spec)
    if shown:
        net = None if result.backtest is None else result.backtest.net_figures.sharpe_ratio
        rows.insert(0, (net, Row(name, _own_cells(result), True)))
    ranked = sorted(rows, key=lambda ranked: math.inf if ranked[0] is None else -ranked[0])
    own = () if shown else (Row(name, ("", "", fmt.WITHHELD, ""), True),)
    return (*own, *(row for _, row in ranked))


def waiting_rows(
    spec: ExperimentSpec, known: Mapping[str, PerformanceFigures], mark: str = fmt.DOT
) -> tuple[Row, ...]:
    """The rows without a finished run: `mark` for the model, what needs no training for the rest."""
    return (Row(model_name(spec), (mark,) * 4, True), *baseline_rows(known))


def baseline_rows(baselines: Mapping[str, PerformanceFigures]) -> tuple[Row, ...]:
    """One row a baseline, in the order of `LABELS`, unknown ones last under their own name."""
    return tuple(row for _, row in _named_rows(baselines))


def known_baselines(
    prices: PriceSeries, decisions: NDArray[np.int64], cost_bps: float, terms: Terms = FREE
) -> dict[str, PerformanceFigures]:
    """What needs no training: buy & hold over the out-of-sample days, and tomorrow = today.

    `decisions` are the consecutive bars at whose close a run would decide; no later bar than the one
    after the last of them is read. Empty where there is none.
    """
    from workbench.evaluation.simulate import simulate

    if not len(decisions):
        return {}
    held = simulate(prices, decisions, np.ones(len(decisions)), cost_bps, terms).net_figures
    holding = PerformanceFigures(
        sharpe_ratio=held.sharpe_ratio,
        max_drawdown=held.max_drawdown,
        directional_accuracy=float(np.mean(prices.log_returns[decisions + 1] > 0)),
    )
    return {"buy_and_hold": holding, "naive": PerformanceFigures(naive_ratio=1.0)}


def base_rate(known: Mapping[str, PerformanceFigures]) -> float | None:
    """The share of the commoner direction, from `known_baselines`."""
    held = known.get("buy_and_hold")
    rises = None if held is None else held.directional_accuracy
    return None if rises is None else max(rises, 1 - rises)


def note(cost_bps: float, terms: Terms = FREE) -> str:
    """`after 5 bp a side`."""
    return f"after {fmt.cost(cost_bps, terms)}"


def _named_rows(baselines: Mapping[str, PerformanceFigures]) -> list[tuple[str, Row]]:
    order = [name for name in LABELS if name in baselines]
    order += [name for name in baselines if name not in LABELS]
    return [(n, Row(LABELS.get(n, n.replace("_", " ")), _cells(n, baselines[n]))) for n in order]


def _traded_sharpe(name: str, figures: PerformanceFigures) -> float | None:
    """What the table is sorted by; None for who never trades."""
    return None if name == "naive" else figures.sharpe_ratio


def _own_cells(result: RunResult) -> tuple[str, str, str, str]:
    net = None if result.backtest is None else result.backtest.net_figures
    forecast = result.forecast
    return _texts(
        None if forecast is None else forecast.directional_accuracy,
        None if forecast is None else forecast.naive_ratio,
        None if net is None else net.sharpe_ratio,
        None if net is None else net.max_drawdown,
    )


def _cells(name: str, figures: PerformanceFigures) -> tuple[str, str, str, str]:
    if name == "naive":
        # It never trades and never names a direction: only its error means something.
        return _texts(None, figures.naive_ratio if figures.naive_ratio is not None else 1.0, None, None)
    if name == "scaled_buy_and_hold":
        return _texts(None, None, figures.sharpe_ratio, figures.max_drawdown)
    return _texts(
        figures.directional_accuracy, figures.naive_ratio, figures.sharpe_ratio, figures.max_drawdown
    )


def _texts(
    hits: float | None, ratio: float | None, sharpe: float | None, fall: float | None
) -> tuple[str, str, str, str]:
    return (
        fmt.points(hits),
        fmt.number(ratio, 3),
        fmt.number(sharpe, 2, signed=True),
        fmt.percent(None if fall is None else -abs(fall), 0),
    )
