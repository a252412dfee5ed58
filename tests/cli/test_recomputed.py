"""The figures of a run's JSON, computed again from its rows and the prices in a few lines of their own."""

import numpy as np
import pytest

from tests.experiment.helpers import run_small, small_spec
from tests.worlds import make_world
from workbench.cli.run_json import run_json

PRICES = make_world("W3", bars=1100, seed=4, phi=0.15)


@pytest.mark.parametrize("rule", ["long_flat", "long_short"])
def test_that_an_independent_few_lines_find_the_same_figures(rule):
    told = run_json(run_small(small_spec("ridge", evaluation__rule=rule), PRICES))
    said = np.array([row["predicted_log_return"] for row in told["predictions"]])
    came = np.array([row["actual_log_return"] for row in told["predictions"]])
    held = np.array([row["position"] for row in told["positions"]])
    day = {str(session): bar for bar, session in enumerate(PRICES.session)}
    decided = np.array([day[row["asof"]] for row in told["predictions"]])
    filled = np.array([day[row["filled"]] for row in told["positions"]])
    assert [day[row["target_time"]] for row in told["predictions"]] == list(decided + 1)

    close, open_ = PRICES.adj_close, PRICES.open * PRICES.adj_close / PRICES.close
    np.testing.assert_allclose(np.log(close[decided + 1] / close[decided]), came, rtol=0, atol=1e-12)
    wanted = np.where(said > 0, 1.0, 0.0 if rule == "long_flat" else -1.0)
    np.testing.assert_array_equal(held, wanted)
    market = np.append(open_[filled[1:]], close[filled[-1]]) / open_[filled] - 1
    changes = np.abs(np.diff(held, prepend=0.0))
    changes[-1] += abs(held[-1])
    gross = held * market
    net = gross - 5e-4 * changes
    wealth = np.cumprod(1 + net)
    returns = np.diff(np.log(close))
    mean_so_far = np.array([returns[:bar].mean() for bar in decided])

    forecast, backtest = told["forecast"], told["backtest"]
    assert forecast["n"] == len(said)
    same = {
        forecast["mae"]: np.abs(said - came).mean(),
        forecast["rmse"]: np.sqrt(((said - came) ** 2).mean()),
        forecast["directional_accuracy"]: ((said > 0) == (came > 0)).mean(),
        forecast["base_rate"]: max((came > 0).mean(), (came <= 0).mean()),
        forecast["r2_oos"]: 1 - ((came - said) ** 2).sum() / ((came - mean_so_far) ** 2).sum(),
        backtest["net"]["total_return"]: wealth[-1] - 1,
        backtest["net"]["sharpe_ratio"]: net.mean() / net.std(ddof=1) * np.sqrt(252),
        backtest["net"]["max_drawdown"]: (wealth / np.maximum.accumulate(np.append(1, wealth))[1:] - 1).min(),
        backtest["gross"]["total_return"]: np.prod(1 + gross) - 1,
        backtest["break_even_bps"]: gross.sum() / changes.sum() * 1e4,
        backtest["turnover"]: changes.sum() / len(held) * 252,
        backtest["exposure"]: np.abs(held).mean(),
        told["baselines"]["buy_and_hold"]["total_return"]:
            np.prod(1 + market - 5e-4 * np.eye(len(market))[[0, -1]].sum(axis=0)) - 1,
    }
    for figure, again in same.items():
        assert figure == pytest.approx(again, abs=1e-9)
