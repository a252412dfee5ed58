"""The JSON of a run is a public interface: its keys, its nulls, its meaning."""

from __future__ import annotations

import dataclasses
import json
import math
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.samples import make_result
from workbench.cli.run_json import check_target, plain, run_json, run_summary, write_json
from workbench.errors import UsageError

FIGURES = {
    "total_return", "cagr", "sharpe_ratio", "max_drawdown", "psr", "sharpe_low", "sharpe_high",
    "max_drawdown_low", "max_drawdown_high",
}  # fmt: skip
# As CLI.md prints them.
KEYS: dict[str, set[str]] = {
    "data": {"symbol", "source", "rows", "first", "last", "sha256", "inputs", "all_sha256"},
    "forecast": {
        "n", "r2_oos", "mase", "rmse", "mae", "directional_accuracy", "base_rate", "clark_west_p",
        "pesaran_timmermann_p", "timing_p", "interval_coverage", "interval_coverage_low",
        "interval_coverage_high", "pinball", "crps", "qlike", "ridge_p",
    },
    "backtest": {
        "gross", "net", "break_even_bps", "break_even_vs_holding_bps", "turnover", "exposure", "trades",
        "cost_ladder",
    },
    "sentinel": {"passed", "checks"},
    "trials": {"this_project", "this_data", "spa_p", "deflated_sharpe", "history_removed"},
    "verdict": {"state", "sentence", "reasons", "bars_needed"},
    "timing": {"total_seconds", "fit_seconds", "stages"},
}  # fmt: skip
ROWS: dict[str, set[str]] = {
    "epochs": {"fold", "seed", "epoch", "train_loss", "validation_loss", "naive_ratio", "seconds"},
    "predictions": {
        "asof", "target_time", "fold", "predicted_log_return", "actual_log_return", "asof_price",
        "predicted_price", "actual_price", "lower", "upper",
    },
    "positions": {"decided", "filled", "position", "fill_price"},
}  # fmt: skip
BASELINES = {"naive", "seasonal_naive", "ridge", "buy_and_hold", "scaled_buy_and_hold", "coin_flip"}


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value


@pytest.mark.parametrize("outcome", ["finished", "cancelled"])
@pytest.mark.parametrize("state", ["no_edge", "invalid"])
def test_that_every_key_is_always_there(outcome: str, state: str) -> None:
    whole = run_json(make_result(state=state, outcome=outcome)[1])
    assert {*KEYS, *ROWS, "run_id", "spec", "baselines", "environment"} <= set(whole)
    for name, keys in KEYS.items():
        assert set(whole[name]) == keys
    for side in ("gross", "net"):
        assert set(whole["backtest"][side]) == FIGURES
    assert set(whole["baselines"]) >= BASELINES
    for figures in whole["baselines"].values():
        assert set(figures) == FIGURES | {"mae"}
    for name, keys in ROWS.items():
        assert all(set(row) == keys for row in whole[name])


def test_that_the_json_is_strict_and_comes_back_equal(tmp_path: Path) -> None:
    whole = run_json(make_result()[1])
    write_json(whole, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == whole
    assert [file.name for file in tmp_path.iterdir()] == ["out.json"]
    assert not [leaf for leaf in leaves(whole) if isinstance(leaf, float) and not math.isfinite(leaf)]


def test_that_prediction_rows_say_what_their_keys_mean() -> None:
    result = make_result()[1]
    rows = run_json(result)["predictions"]
    assert len(rows) == len(result.predictions)
    assert [row["asof"] for row in rows] == sorted(row["asof"] for row in rows)
    for row in rows:
        assert date.fromisoformat(row["asof"]) < date.fromisoformat(row["target_time"])
        predicted_price = row["asof_price"] * math.exp(row["predicted_log_return"])
        assert row["predicted_price"] == pytest.approx(predicted_price)
        assert math.log(row["actual_price"] / row["asof_price"]) == pytest.approx(row["actual_log_return"])


def test_that_positions_are_filled_after_they_are_decided() -> None:
    for row in run_json(make_result()[1])["positions"]:
        assert row["filled"] > row["decided"]
        assert row["position"] in (0.0, 1.0)


def test_that_what_is_undefined_is_null() -> None:
    result = make_result()[1]
    nothing = np.full(len(result.predictions), np.nan)
    no_fill = np.full(len(result.backtest.decided), np.nan)
    result = dataclasses.replace(
        result,
        predictions=dataclasses.replace(result.predictions, predicted=nothing, lower=nothing),
        backtest=dataclasses.replace(result.backtest, fill_price=no_fill, break_even_bps=math.inf),
        forecast=dataclasses.replace(result.forecast, r2_oos=math.nan),
    )
    whole = run_json(result)
    row = whole["predictions"][0]
    assert (row["predicted_log_return"], row["predicted_price"], row["lower"]) == (None, None, None)
    assert row["actual_log_return"] is not None
    assert whole["positions"][0]["fill_price"] is None
    assert whole["backtest"]["break_even_bps"] is None
    assert whole["forecast"]["r2_oos"] is None


def test_that_figures_are_withheld_for_invalid_and_for_nothing_else() -> None:
    shown, withheld = run_json(make_result(state="no_edge")[1]), run_json(make_result(state="invalid")[1])
    for name in ("forecast", "backtest", "baselines"):
        assert any(leaf is not None for leaf in leaves(shown[name]))
        assert all(leaf is None for leaf in leaves(withheld[name]))
    assert withheld["verdict"]["state"] == "invalid"


def test_that_a_cancelled_run_keeps_its_epochs_and_has_no_verdict() -> None:
    result = make_result(outcome="cancelled")[1]
    whole = run_json(result)
    assert len(whole["epochs"]) == len(result.epochs) > 0
    assert whole["predictions"] == whole["positions"] == []
    assert whole["verdict"] == {"state": None, "sentence": None, "reasons": [], "bars_needed": None}


def test_that_a_summary_is_part_of_the_whole() -> None:
    result = make_result()[1]
    whole, summary = run_json(result), run_summary(result)
    assert {"run_id", "started", "spec", "data", "forecast", "backtest", "verdict"} <= set(summary)
    assert all(whole[key] == value for key, value in summary.items())


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (np.float64(0.5), 0.5), (np.int64(3), 3), (np.bool_(True), True), (math.nan, None), (-math.inf, None),
        (np.datetime64("2020-02-03"), "2020-02-03"), (np.datetime64("NaT"), None), ((1, math.nan), [1, None]),
    ],
)  # fmt: skip
def test_that_plain_values_are_what_json_holds(value: Any, wanted: Any) -> None:
    assert plain(value) == wanted


def test_that_a_target_that_cannot_be_written_is_refused_before_and_after(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "none" / "out.json"):
        with pytest.raises(UsageError, match="cannot be written"):
            check_target(target)
        with pytest.raises(UsageError, match="cannot be written"):
            write_json({}, target)
    assert list(tmp_path.iterdir()) == []


def test_that_a_name_too_long_is_refused(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 300)
    with pytest.raises(UsageError, match="cannot be written"):
        check_target(target)
    with pytest.raises(UsageError, match="cannot be written"):
        write_json({}, target)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_that_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_json({"n": 1}, pipe)
        assert json.loads(os.read(reader, 100)) == {"n": 1}
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_that_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_json({"n": 1}, tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text(encoding="utf-8")) == {"n": 1}
