"""Tables as CSV: comment lines with verdict, tries, costs and data hash, then one header and the rows.

`pandas.read_csv(file, comment="#")` reads them. Numbers are written so that they come back to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from workbench.data.intervals import unit
from workbench.data.series import PriceSeries
from workbench.evaluation.figures import BacktestResult, Removal, Verdict
from workbench.evaluation.sentences import removal_text
from workbench.evaluation.simulate import equity_curve
from workbench.evaluation.terms import told
from workbench.experiment.result import Predictions, RunResult
from workbench.export import format as fmt
from workbench.export.foot import NOT_RUN, comment_lines, verdict_word
from workbench.export.words import CAVEAT

QUANTILES = ("05", "25", "50", "75", "95")
Facts = list[tuple[str, str]]


def run_facts(
    result: RunResult, tries: int, verdict: Verdict | None = None, cost_bps: float | None = None,
    removals: Sequence[Removal] = (),
) -> Facts:  # fmt: skip
    """What the comment lines of a run say; `verdict` and `cost_bps` are those of a what-if.

    `removals` are those that the ledger knows now.
    """
    data, chosen, said = result.data, result.spec.evaluation, verdict or result.verdict
    cost = chosen.cost_bps if cost_bps is None else cost_bps
    word = verdict_word(said, result.outcome)
    return [
        ("verdict", f"{word}. {said.sentence}" if said else word),
        ("tries on this data", fmt.joined(
            fmt.count(max(tries, result.trials.this_data)),
            *(removal_text(removal) for removal in removals or result.trials.history_removed),
        )),
        ("costs", told(cost, chosen.terms)),
        ("data", f"{data.symbol} ({data.source}) {data.rows} days {data.first} to {data.last}"),
        ("data SHA-256", data.all_sha256),
        ("run", f"{result.run_id} {result.spec.model.kind} {result.started}"),
        ("note", CAVEAT),
    ]


def price_facts(prices: PriceSeries, tries: int) -> Facts:
    """The same of prices that nothing was trained on."""
    return [
        ("verdict", NOT_RUN),
        ("tries on this data", fmt.count(tries)),
        ("data", f"{prices.symbol} ({prices.source}) {fmt.counted(len(prices), unit(prices.interval))}"),
        ("data SHA-256", prices.content_hash),
        ("note", CAVEAT),
    ]


def run_csv(result: RunResult, facts: Facts) -> str:
    """Predictions and positions, one row a decision, under the names of the run's JSON.

    Raises `ValueError` for a run that never got that far.
    """
    said, traded = result.predictions, result.backtest
    if said is None or traded is None:
        raise ValueError("a run without predictions has no table")
    at = {day: place for place, day in enumerate(traded.decided.tolist())}
    places = [at.get(day) for day in said.asof.tolist()]
    positions = {
        name: [None if place is None else values[place] for place in places]
        for name, values in (
            ("filled", traded.filled), ("position", traded.position), ("fill_price", traded.fill_price)
        )
    }  # fmt: skip
    return table({**_predicted(said), **positions}, facts)


def equity_csv(result: RunResult, backtest: BacktestResult, facts: Facts) -> str:
    """What one unit became, as the equity chart shows it."""
    columns: dict[str, Iterable[Any]] = {
        "date": np.concatenate([backtest.decided[:1], backtest.filled]),
        "model": equity_curve(backtest.net),
        "buy_and_hold": equity_curve(backtest.holding_net),
        "scaled_buy_and_hold": equity_curve(backtest.scaled_net),
    }
    beside = result.companions
    if beside is not None and len(beside.ridge) == len(backtest.net):
        columns["ridge"] = equity_curve(beside.ridge)
    if beside is not None and beside.cloud.shape == (5, len(backtest.net) + 1):
        columns |= {f"random_traders_{q}": line for q, line in zip(QUANTILES, beside.cloud, strict=True)}
    return table(columns, facts)


def bars_csv(prices: PriceSeries, bars: slice, predictions: Predictions | None, facts: Facts) -> str:
    """The bars in sight, and what a run had said of each the day before."""
    columns: dict[str, Iterable[Any]] = {"date": prices.stamp[bars]}
    if predictions is not None:
        facts = [*facts, ("columns", "predicted_price and lower and upper (80 %) compare with adj_close")]
    for name in ("open", "high", "low", "close", "adj_close", "volume"):
        columns[name] = getattr(prices, name)[bars]
    if predictions is not None:
        at = {day: place for place, day in enumerate(predictions.target_time.tolist())}
        places = [at.get(day) for day in prices.session[bars].tolist()]
        told_of = (
            ("predicted_price", predictions.predicted_price), ("lower", predictions.lower),
            ("upper", predictions.upper),
        )  # fmt: skip
        for name, values in told_of:
            columns[name] = [None if place is None else values[place] for place in places]
    return table(columns, facts)


def table(columns: Mapping[str, Iterable[Any]], facts: Facts) -> str:
    """Comment lines, the header, the rows; raises `ValueError` for columns of different lengths."""
    cells = [[_cell(value) for value in column] for column in columns.values()]
    rows = (",".join(row) for row in zip(*cells, strict=True))
    return "\n".join([*comment_lines(facts), ",".join(columns), *rows]) + "\n"


def _predicted(said: Predictions) -> dict[str, Iterable[Any]]:
    return {
        "asof": said.asof,
        "target_time": said.target_time,
        "fold": said.fold,
        "predicted_log_return": said.predicted,
        "actual_log_return": said.actual,
        "asof_price": said.asof_price,
        "predicted_price": said.predicted_price,
        "actual_price": said.actual_price,
        "lower": said.lower,
        "upper": said.upper,
    }


def _cell(value: Any) -> str:
    """A number or a date as text; empty where there is none."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return repr(value) if isinstance(value, float) else str(value)
