"""A run as the JSON of the command line: every key always there, undefined is null, never NaN."""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbench.data.series import PriceSeries
from workbench.errors import UsageError
from workbench.evaluation.figures import (
    BacktestResult,
    Excess,
    ForecastFigures,
    PerformanceFigures,
    SentinelReport,
    Trials,
    Verdict,
)
from workbench.evaluation.simulate import ladder
from workbench.experiment.result import DataIdentity, Predictions, RunResult

Json = dict[str, Any]

DATA_KEYS = ("symbol", "source", "rows", "first", "last", "sha256")
INPUT_KEYS = (*DATA_KEYS, "a_day_late", "without_news")
EPOCH_KEYS = ("fold", "seed", "epoch", "train_loss", "validation_loss", "naive_ratio", "seconds")
FORECAST_KEYS = (
    "n", "r2_oos", "mase", "rmse", "mae", "directional_accuracy", "base_rate", "clark_west_p",
    "pesaran_timmermann_p", "timing_p", "interval_coverage", "interval_coverage_low",
    "interval_coverage_high", "pinball", "crps", "qlike", "ridge_p",
)  # fmt: skip
NET_KEYS = (
    "total_return", "cagr", "sharpe_ratio", "max_drawdown", "psr", "sharpe_low", "sharpe_high",
    "max_drawdown_low", "max_drawdown_high",
)  # fmt: skip
BASELINE_KEYS = (*NET_KEYS, "mae")
BACKTEST_KEYS = ("break_even_bps", "break_even_vs_holding_bps", "turnover", "exposure", "trades")
TRIAL_KEYS = ("this_project", "this_data", "spa_p", "deflated_sharpe")
BASELINES = (
    "naive", "seasonal_naive", "drift", "ar", "ridge", "linear", "gradient_boosting", "ma_cross",
    "buy_and_hold", "scaled_buy_and_hold", "coin_flip",
)  # fmt: skip
WITHHELD = "invalid"


def run_json(result: RunResult) -> Json:
    """The whole run; figures are withheld (null) where the verdict is `invalid`."""
    withheld = is_withheld(result)
    return {
        "run_id": result.run_id,
        "started": result.started,
        "outcome": result.outcome,
        "spec": result.spec.to_json(),
        "data": data_json(result.data),
        "epochs": [{key: plain(getattr(epoch, key)) for key in EPOCH_KEYS} for epoch in result.epochs],
        "predictions": prediction_rows(result.predictions) if result.predictions else [],
        "positions": position_rows(result.backtest) if result.backtest else [],
        "forecast": forecast_json(result),
        "baselines": {
            name: figures_json(None if withheld else result.baselines.get(name), BASELINE_KEYS)
            for name in dict.fromkeys((*BASELINES, *result.baselines))
        },
        "backtest": backtest_json(result),
        "sentinel": sentinel_json(result.sentinel),
        "trials": trials_json(result.trials),
        "verdict": verdict_json(result.verdict),
        "environment": {key: plain(value) for key, value in result.environment.items()},
        "timing": timing_json(result.timing),
    }


def run_summary(result: RunResult) -> Json:
    """A run as `show --json` lists it."""
    return {
        "run_id": result.run_id,
        "started": result.started,
        "outcome": result.outcome,
        "spec": result.spec.to_json(),
        "data": data_json(result.data),
        "forecast": forecast_json(result),
        "backtest": backtest_json(result),
        "verdict": verdict_json(result.verdict),
    }


def is_withheld(result: RunResult) -> bool:
    """Numbers from a broken pipeline must not be seen."""
    return result.verdict is not None and result.verdict.state == WITHHELD


def data_json(data: DataIdentity) -> Json:
    """Which prices: the main symbol's, those of the inputs, and one hash of all."""
    inputs = [{key: plain(getattr(series, key)) for key in INPUT_KEYS} for series in data.inputs]
    own = {key: plain(getattr(data, key)) for key in DATA_KEYS}
    return {**own, "inputs": inputs, "all_sha256": data.all_sha256}


def series_json(series: PriceSeries) -> Json:
    """The same of prices at hand."""
    return {
        "symbol": series.symbol, "source": series.source, "rows": len(series),
        "first": str(series.session[0]), "last": str(series.session[-1]), "sha256": series.content_hash,
    }  # fmt: skip


def prediction_rows(predictions: Predictions) -> list[Json]:
    """One row a decision, in time order."""
    columns = {
        "asof": predictions.asof,
        "target_time": predictions.target_time,
        "fold": predictions.fold,
        "predicted_log_return": predictions.predicted,
        "actual_log_return": predictions.actual,
        "asof_price": predictions.asof_price,
        "predicted_price": predictions.predicted_price,
        "actual_price": predictions.actual_price,
        "lower": predictions.lower,
        "upper": predictions.upper,
    }
    return _rows(columns)


def position_rows(backtest: BacktestResult) -> list[Json]:
    """One row a decision: what is then held, from which session's open, at which price."""
    columns = {
        "decided": backtest.decided,
        "filled": backtest.filled,
        "position": backtest.position,
        "fill_price": backtest.fill_price,
    }
    return _rows(columns)


def forecast_json(result: RunResult) -> Json:
    """Skill, over exactly the prediction rows."""
    return forecast_figures_json(None if is_withheld(result) else result.forecast)


def forecast_figures_json(forecast: ForecastFigures | None) -> Json:
    """The same keys, null where there is no forecast."""
    return {key: plain(getattr(forecast, key, None)) for key in FORECAST_KEYS}


def backtest_json(result: RunResult) -> Json:
    """What the positions earned, before and after costs."""
    return strategy_json(None if is_withheld(result) else result.backtest)


def strategy_json(backtest: BacktestResult | None) -> Json:
    """The same keys, null where there is no backtest."""
    return {
        "gross": figures_json(backtest.gross_figures if backtest else None, NET_KEYS),
        "net": figures_json(backtest.net_figures if backtest else None, NET_KEYS),
        **{key: plain(getattr(backtest, key, None)) for key in BACKTEST_KEYS},
        "cost_ladder": [
            {"cost_bps": cost, **figures_json(figures, NET_KEYS)}
            for cost, figures in (ladder(backtest) if backtest else ())
        ],
    }


def figures_json(figures: PerformanceFigures | None, keys: tuple[str, ...]) -> Json:
    """The named figures, null where there are none."""
    return {key: plain(getattr(figures, key, None)) for key in keys}


def sentinel_json(sentinel: SentinelReport | None) -> Json:
    """Whether the leak check found nothing, and in how many checks."""
    return {key: getattr(sentinel, key, None) for key in ("passed", "checks")}


def verdict_json(verdict: Verdict | None) -> Json:
    """The verdict with its reasons."""
    if verdict is None:
        return {"state": None, "sentence": None, "reasons": [], "bars_needed": None}
    whole = asdict(verdict)
    return {key: plain(whole[key]) for key in ("state", "sentence", "reasons", "bars_needed")}


def excess_json(excess: Excess | None) -> Json:
    """Net return over scaled holding a year, with its interval."""
    return {key: plain(getattr(excess, key, None)) for key in ("mean", "low", "high")}


def trials_json(trials: Trials) -> Json:
    """Tries that count, and the days on which earlier ones were removed from the count."""
    removed = [removal.date for removal in trials.history_removed]
    return {**{key: plain(getattr(trials, key)) for key in TRIAL_KEYS}, "history_removed": removed}


def timing_json(timing: Mapping[str, float]) -> Json:
    """Seconds in all, in the trainings, and of every stage."""
    totals = {key: plain(timing.get(key)) for key in ("total_seconds", "fit_seconds")}
    stages = {key.removesuffix("_seconds"): plain(timing[key]) for key in timing if key != "total_seconds"}
    return {**totals, "stages": stages}


def plain(value: Any) -> Any:
    """A value that JSON can hold: numpy scalars as Python's, dates as ISO text, undefined as None."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def check_target(path: Path, project: Path | None = None) -> None:
    """Raise `UsageError` before the work begins if `path` cannot become a file, or is the project's."""
    remedy = "Name a file in a folder that exists and can be written to."
    try:
        target = path.resolve()
        is_writable = not path.is_dir() and os.access(path if path.exists() else target.parent, os.W_OK)
        is_project = project is not None and target == project.resolve()
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.", remedy) from error
    if is_project:
        raise UsageError(f"{path} is the project itself.", "Name another file for the JSON.")
    if not is_writable:
        raise UsageError(f"{path} cannot be written.", remedy)


def write_json(value: Json, path: Path) -> None:
    """Write `value` beside `path` and put it in its place whole; raises `UsageError` where that fails.

    A pipe or a device is written to as it is.
    """
    text = json.dumps(value, indent=1, allow_nan=False) + "\n"
    target = path.resolve()
    fresh = target.with_name(f".~json-{os.getpid()}")
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8")
            return
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, target)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror or error}.", "Name another file."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _rows(columns: Mapping[str, Any]) -> list[Json]:
    """Columns of equal length as rows."""
    values = [[plain(value) for value in column] for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
