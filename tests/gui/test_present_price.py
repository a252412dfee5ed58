"""What is drawn on the price, and what is said of a predicted day."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.gui.fake_session import run_events
from tests.samples import FIRST_TRAIN, VAULT_BARS, make_result
from workbench.experiment.run_state import RunState, reduce_events
from workbench.gui.plan import Plan
from workbench.gui.present import price as present


@cache
def sample():
    return make_result()


def plan(**changes):
    fields = {
        "train": 751, "test": 499, "vault": 250, "first_decision": 750, "folds": 4, "seeds": 2,
        "seconds": 10.0, "weights": 100,
    }  # fmt: skip
    return Plan(**{**fields, **changes})


def test_that_predictions_stand_on_their_target_bar_in_the_charts_own_prices():
    prices, result = sample()
    drawn = present.forecasts(prices, result.predictions)
    assert drawn.bar[0] == FIRST_TRAIN + 1
    np.testing.assert_allclose(
        drawn.price * prices.factor[drawn.bar], result.predictions.predicted_price, rtol=1e-12
    )
    exact = replace(result.predictions, predicted=result.predictions.actual)
    np.testing.assert_allclose(present.forecasts(prices, exact).price, prices.close[drawn.bar], rtol=1e-9)


def test_that_a_model_without_forecast_draws_none():
    prices, result = sample()
    silent = replace(result.predictions, predicted=np.full(len(result.predictions), np.nan))
    assert len(present.forecasts(prices, silent).bar) == 0
    assert present.forecasts(prices, None) is None


def test_that_sessions_missing_from_the_prices_are_left_out():
    prices, result = sample()
    shorter = prices.take(np.delete(np.arange(len(prices)), FIRST_TRAIN + 1))
    drawn = present.forecasts(shorter, result.predictions)
    assert len(drawn.bar) == len(result.predictions) - 1


def test_that_a_predicted_bar_reads_prediction_actual_and_error():
    prices, result = sample()
    drawn = present.forecasts(prices, result.predictions)
    said = dict(present.forecast_readout(prices, int(drawn.bar[10]), drawn))
    close = prices.close[drawn.bar[10]]
    assert said["actual"] == f"{close:,.2f}"
    assert said["predicted"] == f"{drawn.price[10]:,.2f}"
    error = drawn.price[10] / close - 1
    assert said["error"].startswith("+" if error > 0 else "\u2212")
    assert said["error"].endswith("\u2009%")


def test_that_bars_without_prediction_read_nothing_more():
    prices, result = sample()
    drawn = present.forecasts(prices, result.predictions)
    assert present.forecast_readout(prices, FIRST_TRAIN, drawn) == ()
    assert present.forecast_readout(prices, len(prices) - 1, drawn) == ()
    assert present.forecast_readout(prices, 900, None) == ()


def test_that_no_prediction_reaches_the_vault():
    prices, result = sample()
    drawn = present.forecasts(prices, result.predictions)
    zones = present.zones(plan(), prices, result, result.spec.evaluation)
    assert zones.vault_first == len(prices) - VAULT_BARS
    assert drawn.bar.max() < zones.vault_first


def test_that_zones_are_the_shown_runs_and_else_the_next_runs():
    prices, result = sample()
    chosen = result.spec.evaluation
    assert present.zones(plan(folds=4), prices, result, chosen) == present.ZoneBars(FIRST_TRAIN, 1250, 3)
    assert present.zones(plan(folds=4), prices, None, chosen) == present.ZoneBars(750, 1250, 4)
    other = replace(result, data=replace(result.data, sha256="0" * 64))
    assert present.zones(plan(folds=4), prices, other, chosen).folds == 4


def test_that_the_vault_is_sealed_even_while_something_must_be_mended():
    prices, result = sample()
    chosen = result.spec.evaluation
    assert present.zones(None, prices, None, chosen) == present.ZoneBars(None, len(prices) - VAULT_BARS, 0)
    assert present.zones(None, None, None, chosen) == present.ZoneBars(None, None, 0)


def test_that_days_of_folds_left_out_are_not_called_test():
    prices, result = sample()
    chosen, kept = result.spec.evaluation, result.predictions.fold == 0
    shown = replace(result, predictions=present_rows(result.predictions, kept))
    end = FIRST_TRAIN + int(kept.sum()) + 1
    assert present.zones(plan(), prices, shown, chosen).test_end == end
    half = replace(plan(), test=200, unused=1250 - 751 - 200, train=751)
    assert present.zones(half, prices, None, chosen).test_end == 951


def present_rows(predictions, rows):
    """The predictions of some days alone."""
    return replace(
        predictions,
        **{name: getattr(predictions, name)[..., rows] for name in type(predictions).__dataclass_fields__},
    )


def test_that_a_fold_is_the_mean_of_the_seeds_done():
    prices, result = sample()
    state = reduce_events(RunState(), run_events(prices, result, 2, epochs_of_last=1))
    folds = present.fold_forecasts(state)
    assert [(fold.fold, fold.seeds) for fold in folds] == [(0, 2), (1, 1)]
    first = result.predictions.fold == 0
    np.testing.assert_allclose(folds[0].log_returns, result.predictions.per_seed[:, first].mean(axis=0))
    assert folds[0].first_bar == FIRST_TRAIN
    assert present.fold_forecasts(RunState()) == ()


def test_that_the_zone_is_called_after_the_fold_reached():
    prices, result = sample()
    state = reduce_events(RunState(), run_events(prices, result, 2))
    folds = present.fold_forecasts(state)
    assert present.zone_labels(True, folds, state) == ("FOLD 2 · OUT OF SAMPLE", "FOLD 3 · NEXT")
    assert present.zone_labels(True, (), state)[1] == "FOLD 1 · NEXT"
    assert present.zone_labels(False, folds, state)[0] == "TEST · OUT OF SAMPLE"


@pytest.mark.parametrize(("source", "remedy"), [("yahoo", "Yahoo"), ("csv", "import the file")])
def test_that_missing_prices_name_the_remedy(source, remedy):
    _, result = sample()
    lost = replace(result, data=replace(result.data, source=source))
    assert remedy in present.missing_prices(lost)


def test_that_a_run_belongs_to_exactly_its_prices():
    prices, result = sample()
    assert present.is_run_of(prices, result)
    assert not present.is_run_of(prices.first(1400), result)
    assert not present.is_run_of(None, result)
