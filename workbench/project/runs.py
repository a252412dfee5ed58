"""A `RunResult` as JSON and arrays, and back, without losing a bit.

Numbers that are undefined become null; arrays keep NaN where their meaning allows it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from workbench.data.series import Dates, Floats
from workbench.evaluation.figures import (
    BacktestResult,
    ForecastFigures,
    PerformanceFigures,
    SentinelReport,
    Trials,
    Verdict,
)
from workbench.experiment.result import (
    Companions,
    DataIdentity,
    EpochRecord,
    FitSummary,
    Predictions,
    RunResult,
)
from workbench.experiment.spec import ExperimentSpec
from workbench.project.file.limits import FIRST_DAY, LAST_DAY
from workbench.project.records import Unfit, as_json, checked, expect, fields_of, optional, problem, record

Arrays = dict[str, NDArray[Any]]

EPOCH_INDEX = ("fold", "seed", "epoch")
EPOCH_VALUES = ("train_loss", "validation_loss", "naive_ratio", "seconds")
PREDICTION_DAYS = ("asof", "target_time")
PREDICTION_VALUES = ("predicted", "actual", "asof_price", "actual_price", "lower", "upper")
BACKTEST_DAYS = ("decided", "filled")
BACKTEST_VALUES = ("position", "fill_price", "market", "gross", "net", "holding_net", "scaled_net")
IMPACT = "backtest-impact"  # there where a run was charged slippage
CLOUD_QUANTILES = 5

_RUN_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_OUTCOMES = ("finished", "cancelled")


def folder_of(run_id: str) -> str:
    """The run's folder inside the file; raises `Unfit` for an id that could not be one."""
    if not _RUN_ID.fullmatch(run_id):
        raise Unfit(f"the run id {run_id[:60]!r} is not allowed")
    return f"runs/{run_id}"


def to_json(result: RunResult) -> dict[str, Any]:
    """Everything of a run but its arrays and weights, as plain values."""
    value: dict[str, Any] = {"run_id": result.run_id, "started": result.started, "outcome": result.outcome}
    value["spec"] = result.spec.to_json()
    for name in ("data", "forecast", "sentinel", "trials", "verdict"):
        value[name] = as_json(getattr(result, name))
    if not result.trials.history_removed:  # programs of schema 1 know no such key
        del value["trials"]["history_removed"]
    value["fits"] = [as_json(fit) for fit in result.fits]
    value["baselines"] = {name: as_json(row) for name, row in result.baselines.items()}
    value["backtest"] = _backtest_scalars(result.backtest) if result.backtest else None
    value["environment"], value["timing"] = dict(result.environment), dict(result.timing)
    return value


def to_arrays(result: RunResult) -> Arrays:
    """The arrays of a run by entry name; what a cancelled run never reached is absent."""
    arrays: Arrays = {
        "epochs-index": _columns(result.epochs, EPOCH_INDEX, np.int64),
        "epochs": _columns(result.epochs, EPOCH_VALUES, np.float64),
    }
    if result.predictions is not None:
        made = result.predictions
        arrays["predictions-days"] = np.stack([*_days(made, PREDICTION_DAYS), made.fold.astype(np.int64)])
        arrays["predictions"] = _stack(made, PREDICTION_VALUES)
        arrays["predictions-per-seed"] = made.per_seed.astype(np.float64)
    if result.backtest is not None:
        arrays["backtest-days"] = np.stack(_days(result.backtest, BACKTEST_DAYS))
        arrays["backtest"] = _stack(result.backtest, BACKTEST_VALUES)
        if len(result.backtest.impact):
            arrays[IMPACT] = result.backtest.impact.astype(np.float64)
    if result.companions is not None:
        for name in ("ridge", "coin_flip_net", "cloud"):
            arrays[f"companions-{name}"] = getattr(result.companions, name).astype(np.float64)
    return arrays


def from_parts(value: Mapping[str, Any], arrays: Arrays, weights: Mapping[str, bytes]) -> RunResult:
    """The run again; raises `Unfit` naming the first thing that does not fit."""
    known = {field.name for field in dataclasses.fields(RunResult)} - {"epochs", "predictions", "companions"}
    expect(set(value) == known - {"weights"}, "its keys are not those of a run")
    scalars = value["backtest"]
    expected = {"epochs-index", "epochs"} | _group(arrays, "predictions", "-days", "", "-per-seed")
    expected |= _group(arrays, "companions", "-ridge", "-coin_flip_net", "-cloud")
    expected |= {"backtest-days", "backtest"} | {IMPACT} & set(arrays) if scalars is not None else set()
    expect(set(arrays) == expected, "arrays are missing or left over")
    spec, data = _spec(value["spec"]), record(DataIdentity, value["data"])
    named = tuple(series.symbol for series in data.inputs)
    expect(named == spec.data.inputs, "its inputs are not those of its spec")
    predictions = _predictions(arrays) if "predictions" in arrays else None
    backtest = _backtest(arrays, scalars) if scalars is not None else None
    companions = _companions(arrays, backtest) if "companions-cloud" in arrays else None
    if backtest is not None and predictions is not None:
        known_days = bool(np.isin(backtest.decided, predictions.asof).all())
        expect(known_days, "it decides on days it never predicts")
    return RunResult(
        run_id=_text(value, "run_id"), started=_text(value, "started"), spec=spec,
        data=data, outcome=_outcome(value), epochs=_epochs(arrays),
        fits=tuple(record(FitSummary, fit) for fit in _list(value["fits"])),
        predictions=predictions, backtest=backtest, companions=companions,
        forecast=optional(ForecastFigures, value["forecast"]),
        baselines=_baselines(value["baselines"]),
        sentinel=optional(SentinelReport, value["sentinel"]), trials=record(Trials, value["trials"]),
        verdict=optional(Verdict, value["verdict"]),
        environment=checked(dict[str, str | int | float | bool | None], value["environment"], "environment"),
        timing=checked(dict[str, float], value["timing"], "timing"), weights=dict(weights),
    )


def days_to_dates(days: NDArray[np.int64]) -> Dates:
    """Days since 1970, shape (n,), as datetime64[D]."""
    return days.astype("datetime64[D]")


# ---- out ----


def _backtest_scalars(backtest: BacktestResult) -> dict[str, Any]:
    arrays = (*BACKTEST_DAYS, *BACKTEST_VALUES, "impact")
    names = [field.name for field in dataclasses.fields(backtest) if field.name not in arrays]
    return {name: as_json(getattr(backtest, name)) for name in names}


def _columns(records: tuple[EpochRecord, ...], names: tuple[str, ...], dtype: Any) -> NDArray[Any]:
    return np.array([[getattr(row, name) for row in records] for name in names], dtype=dtype)


def _days(owner: object, names: tuple[str, ...]) -> list[NDArray[np.int64]]:
    return [getattr(owner, name).astype("datetime64[D]").astype(np.int64) for name in names]


def _stack(owner: object, names: tuple[str, ...]) -> Floats:
    return np.stack([getattr(owner, name).astype(np.float64) for name in names])


# ---- in ----


def _group(arrays: Arrays, stem: str, *endings: str) -> set[str]:
    """All arrays of a part as soon as one of them is there."""
    names = {stem + ending for ending in endings}
    return names if names & set(arrays) else set()


def _table(arrays: Arrays, name: str, rows: int, dtype: Any) -> list[NDArray[Any]]:
    array = arrays[name]
    fits = array.ndim == 2 and len(array) == rows and array.dtype == dtype
    expect(fits, f"{name} has a wrong shape or type")
    return list(array)


def _days_table(arrays: Arrays, name: str, rows: int, length: int) -> list[NDArray[np.int64]]:
    table = _table(arrays, name, rows, np.int64)
    expect(len(table[0]) == length, f"{name} and its values differ in length")
    for days in table[:2]:
        expect(bool(((days >= FIRST_DAY) & (days <= LAST_DAY)).all()), f"{name} holds an impossible date")
    expect(bool((np.diff(table[0]) > 0).all()), f"{name} is not in time order")
    expect(bool((table[1] > table[0]).all()), f"{name} has an effect before its cause")
    return table


def _epochs(arrays: Arrays) -> tuple[EpochRecord, ...]:
    index = _table(arrays, "epochs-index", len(EPOCH_INDEX), np.int64)
    values = _table(arrays, "epochs", len(EPOCH_VALUES), np.float64)
    expect(len(index[0]) == len(values[0]), "its epochs differ in length")
    columns = [column.tolist() for column in (*index, *values)]
    return tuple(EpochRecord(*row) for row in zip(*columns, strict=True))


def _predictions(arrays: Arrays) -> Predictions:
    values = dict(zip(PREDICTION_VALUES, _table(arrays, "predictions", 6, np.float64), strict=True))
    rows = len(values["predicted"])
    asof, target_time, fold = _days_table(arrays, "predictions-days", 3, rows)
    per_seed = arrays["predictions-per-seed"]
    expect(per_seed.ndim == 2 and per_seed.dtype == np.float64 and per_seed.shape[1] == rows,
            "predictions-per-seed has a wrong shape or type")
    for name, array in values.items():
        finite = np.isfinite(array) if name.endswith("price") else ~np.isinf(array)
        expect(bool(finite.all()), f"its {name} holds a number that is none")
    expect(bool((fold >= 0).all() and (np.diff(fold) >= 0).all()), "its folds are not in order")
    return Predictions(
        asof=days_to_dates(asof), target_time=days_to_dates(target_time), fold=fold,
        per_seed=per_seed, **values,
    )


def _backtest(arrays: Arrays, scalars: Any) -> BacktestResult:
    values = dict(zip(BACKTEST_VALUES, _table(arrays, "backtest", 7, np.float64), strict=True))
    days = _days_table(arrays, "backtest-days", 2, len(values["position"]))
    for name, array in values.items():
        finite = ~np.isinf(array) if name == "fill_price" else np.isfinite(array)
        expect(bool(finite.all()), f"its {name} holds a number that is none")
    impact = arrays.get(IMPACT, np.zeros(0))
    fits = impact.dtype == np.float64 and impact.shape in ((0,), values["position"].shape)
    expect(fits and bool((np.isfinite(impact) & (impact >= 0)).all()), "its impact is not what it should be")
    fixed: dict[str, Any] = {**dict(zip(BACKTEST_DAYS, map(days_to_dates, days), strict=True)), **values}
    fixed["impact"] = impact
    expect(isinstance(scalars, dict) and not set(scalars) & set(fixed), "its backtest has wrong keys")
    return BacktestResult(**fixed, **fields_of(BacktestResult, scalars, skip=frozenset(fixed)))


def _companions(arrays: Arrays, backtest: BacktestResult | None) -> Companions:
    cloud = arrays["companions-cloud"]
    lines = {name: arrays[f"companions-{name}"] for name in ("ridge", "coin_flip_net")}
    days = len(backtest.decided) if backtest is not None else 0
    expect(cloud.size == 0 or cloud.shape == (CLOUD_QUANTILES, days + 1), "its cloud has a wrong shape")
    for name, line in {**lines, "cloud": cloud}.items():
        finite = line.dtype == np.float64 and bool(np.isfinite(line).all())
        expect(finite, f"its {name} holds a number that is none")
    for name, line in lines.items():
        expect(line.shape in ((0,), (days,)), f"its {name} differs in length from its backtest")
    return Companions(ridge=lines["ridge"], cloud=cloud, coin_flip_net=lines["coin_flip_net"])


def _spec(value: Any) -> ExperimentSpec:
    try:
        return ExperimentSpec.model_validate(value)
    except ValidationError as error:
        raise Unfit(f"its spec is refused: {problem(error)}") from error


def _baselines(value: Any) -> dict[str, PerformanceFigures]:
    expect(isinstance(value, dict), "its baselines are not an object")
    return {name: record(PerformanceFigures, row) for name, row in value.items()}


def _outcome(value: Mapping[str, Any]) -> str:
    expect(value["outcome"] in _OUTCOMES, "its outcome is neither finished nor cancelled")
    return str(value["outcome"])


def _text(value: Mapping[str, Any], name: str) -> str:
    expect(isinstance(value[name], str), f"its {name} is not a text")
    return str(value[name])


def _list(value: Any) -> list[Any]:
    expect(isinstance(value, list), "its fits are not a list")
    return list(value)
