"""One whole run: boundaries, repeatability, both executors, the user's stop, and a worker's death."""

import os
import signal
import threading

import numpy as np
import pytest

from tests.experiment.helpers import run_small, small_spec
from tests.worlds import make_world
from workbench.errors import DataError, FitFailed
from workbench.events import EpochEnded, FoldEnded, LogLine, StageStarted
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.executors.processes import ProcessExecutor
from workbench.experiment.pipeline import run_experiment
from workbench.experiment.validate import validate
from workbench.experiment.what_if import with_cost
from workbench.models.catalog import CATALOG

PRICES = make_world("W0", bars=800, seed=11)


@pytest.fixture(scope="module")
def pool():
    with ProcessExecutor(2) as executor:
        yield executor


@pytest.fixture(scope="module")
def ridge_run():
    return run_small(small_spec(), PRICES)


def test_that_predictions_cover_each_day_between_first_training_and_vault(ridge_run):
    predictions = ridge_run.predictions
    assert len(predictions) == 800 - 250 - 1 - 300
    np.testing.assert_array_equal(predictions.asof, PRICES.session[300:549])
    np.testing.assert_array_equal(predictions.target_time, PRICES.session[301:550])
    np.testing.assert_array_equal(np.bincount(predictions.fold), [100, 100, 49])
    np.testing.assert_allclose(
        predictions.actual, np.log(predictions.actual_price / predictions.asof_price), atol=1e-12
    )
    assert (predictions.lower < predictions.predicted_price).all()
    assert (predictions.upper > predictions.predicted_price).all()
    assert 0.6 < ridge_run.forecast.interval_coverage < 0.95


def test_that_nothing_of_the_vault_is_read(ridge_run):
    changed = {
        name: np.where(np.arange(800) >= 550, getattr(PRICES, name) * 9.0, getattr(PRICES, name))
        for name in ("open", "high", "low", "close", "adj_close", "volume")
    }
    other = run_small(small_spec(), PRICES.replace(**changed))
    np.testing.assert_array_equal(other.predictions.predicted, ridge_run.predictions.predicted)
    np.testing.assert_array_equal(other.backtest.net, ridge_run.backtest.net)
    assert other.forecast == ridge_run.forecast
    assert other.baselines == ridge_run.baselines
    assert ridge_run.data.vault_start == str(PRICES.session[550])


def test_that_the_positions_follow_the_forecast_and_fill_a_day_later(ridge_run):
    backtest = ridge_run.backtest
    np.testing.assert_array_equal(backtest.position, (ridge_run.predictions.predicted > 0).astype(float))
    assert (backtest.filled > backtest.decided).all()
    np.testing.assert_allclose(backtest.fill_price, PRICES.adj_open[301:550])


def test_that_every_baseline_stands_beside_the_model(ridge_run):
    assert set(ridge_run.baselines) == {
        "naive", "seasonal_naive", "drift", "ar", "ridge", "linear", "gradient_boosting", "ma_cross",
        "buy_and_hold", "scaled_buy_and_hold", "coin_flip",
    }  # fmt: skip
    assert ridge_run.baselines["naive"].mae == pytest.approx(np.abs(ridge_run.predictions.actual).mean())
    assert ridge_run.baselines["naive"].naive_ratio == 1.0
    week_before = PRICES.log_returns[300 - 4 : 549 - 4]
    error = np.abs(ridge_run.predictions.actual - week_before).mean()
    assert ridge_run.baselines["seasonal_naive"].mae == pytest.approx(error)
    assert ridge_run.baselines["seasonal_naive"].sharpe_ratio is not None
    assert ridge_run.baselines["ridge"].mae == ridge_run.forecast.mae
    assert ridge_run.companions.cloud.shape == (5, 250)
    np.testing.assert_array_equal(ridge_run.companions.ridge, ridge_run.backtest.net)


def test_that_figures_come_with_what_luck_could_have_made_of_them(ridge_run):
    net, forecast = ridge_run.backtest.net_figures, ridge_run.forecast
    assert net.sharpe_low < net.sharpe_ratio < net.sharpe_high
    assert net.max_drawdown_low < net.max_drawdown <= net.max_drawdown_high <= 0
    assert with_cost(ridge_run, ridge_run.backtest.cost_bps)[0].net_figures == net
    assert with_cost(ridge_run, 6.0)[0].net_figures.sharpe_low is None
    assert forecast.interval_coverage_low < forecast.interval_coverage < forecast.interval_coverage_high
    actual, predicted = ridge_run.predictions.actual, ridge_run.predictions.predicted
    spread = np.std(actual - predicted)
    # A normal forecast scores 0.564 of its spread where that is right; the interval is a little off.
    assert forecast.crps == pytest.approx(spread / np.sqrt(np.pi), rel=0.1)
    assert forecast.qlike == pytest.approx(2 * np.log(spread) + 1, abs=0.5)
    # 1.755 spreads apart, each bound costs 0.1755 of one at 10 and 90 %.
    assert forecast.pinball == pytest.approx(0.1755 * spread, rel=0.1)


def test_that_overlapping_outcomes_promise_nothing_about_the_coverage():
    forecast = run_small(small_spec(features__horizon=3), PRICES).forecast
    assert forecast.interval_coverage is not None and forecast.interval_coverage_low is None
    assert forecast.crps > 0


def test_that_a_verdict_comes_with_its_inputs_and_a_clean_sentinel(ridge_run):
    assert ridge_run.outcome == "finished"
    assert ridge_run.sentinel.passed
    assert ridge_run.verdict.state == "too_little_evidence"
    assert ridge_run.verdict.inputs["n"] == 249


@pytest.mark.parametrize("kind", CATALOG)
def test_that_processes_and_inline_agree_bit_for_bit(kind, pool):
    spec = small_spec(kind, evaluation__max_folds=2)
    inline, spawned = run_small(spec, PRICES), run_small(spec, PRICES, pool)
    np.testing.assert_array_equal(inline.predictions.per_seed, spawned.predictions.per_seed)
    np.testing.assert_array_equal(inline.backtest.net, spawned.backtest.net)
    assert inline.forecast == spawned.forecast
    assert inline.verdict == spawned.verdict
    assert inline.weights == spawned.weights


def test_that_a_kind_without_forecast_has_positions_but_no_predicted_returns():
    result = run_small(small_spec("coin_flip"), PRICES)
    assert np.isnan(result.predictions.predicted).all()
    assert 0.3 < result.backtest.exposure < 0.7
    assert result.forecast.clark_west_p is None
    assert result.forecast.timing_p is not None


def test_that_events_come_in_order_and_tell_of_every_training():
    events = []
    result = run_small(small_spec("lstm"), PRICES, emit=events.append)
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    stages = [event.stage for event in events if isinstance(event, StageStarted)]
    assert stages == ["features", "fit", "baselines", "evaluate"]
    epochs = [event for event in events if isinstance(event, EpochEnded)]
    assert len(epochs) == len(result.epochs) == 3 * 2 * 2
    ends = {(event.fold, event.seed): event for event in events if isinstance(event, FoldEnded)}
    assert set(ends) == {(fold, seed) for fold in range(3) for seed in range(2)}
    assert ends[1, 0].first_decision == 400
    mean = np.mean([ends[1, 0].predicted, ends[1, 1].predicted], axis=0)
    np.testing.assert_allclose(mean, result.predictions.predicted[100:200])


def test_that_only_the_last_folds_weights_are_kept():
    assert set(run_small(small_spec("lstm"), PRICES).weights) == {"fold-2-seed-0", "fold-2-seed-1"}


def test_that_the_vault_follows_the_ledgers_date():
    result = run_small(small_spec(), PRICES, vault_start=PRICES.session[500])
    assert result.predictions.target_time[-1] == PRICES.session[499]
    assert result.data.vault_start == str(PRICES.session[500])


def test_that_too_few_bars_are_refused_with_the_number_needed():
    spec = small_spec()
    with pytest.raises(DataError, match="need 651"):
        run_small(spec, PRICES.first(650))
    assert validate(spec, PRICES.first(651)) == ()
    (problem,) = validate(spec, PRICES.first(650))
    assert problem.field == "data"
    (problem,) = validate(small_spec(features__lookback=290), PRICES)
    assert problem.field == "features.lookback"


@pytest.mark.parametrize("where", ["inline", "processes"])
def test_that_cancel_during_the_second_fold_keeps_the_first_folds_history(where, pool):
    cancel = threading.Event()
    events = []

    def emit(event) -> None:
        events.append(event)
        if sum(isinstance(seen, FoldEnded) and seen.fold == 0 for seen in events) == 2:
            cancel.set()

    spec = small_spec("lstm", train__epochs=100, train__patience=0, evaluation__refit_every=80)
    executor = pool if where == "processes" else InlineExecutor()
    result = run_experiment(spec, PRICES, emit, cancel, executor)
    if where == "inline":
        executor.shutdown()
    assert result.outcome == "cancelled"
    assert result.verdict is None
    assert {(fit.fold, fit.seed) for fit in result.fits} >= {(0, 0), (0, 1)}
    assert len(result.fits) < 8
    assert {(record.fold, record.seed) for record in result.epochs} == {
        (fit.fold, fit.seed) for fit in result.fits
    }


def test_that_a_pool_serves_the_next_run_after_a_cancel(pool):
    cancel = threading.Event()
    cancel.set()
    spec = small_spec("lstm")
    assert run_experiment(spec, PRICES, lambda event: None, cancel, pool).outcome == "cancelled"
    assert run_small(spec, PRICES, pool).outcome == "finished"


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")
def test_that_a_killed_worker_is_a_named_failure_and_the_next_run_works(pool):
    def kill_a_worker(event) -> None:
        if isinstance(event, EpochEnded) and event.fold == 0:
            os.kill(next(iter(pool._pool._processes)), signal.SIGKILL)

    spec = small_spec("lstm", train__epochs=200, train__patience=0)
    with pytest.raises(FitFailed, match="ended unexpectedly"):
        run_small(spec, PRICES, pool, emit=_once(kill_a_worker))
    assert run_small(small_spec("lstm"), PRICES, pool).outcome == "finished"


def _once(function):
    done = []

    def call(event) -> None:
        if not done and isinstance(event, EpochEnded):
            done.append(event)
            function(event)

    return call


def test_that_a_diverged_training_withholds_the_verdict_and_says_so(monkeypatch):
    from workbench.training import trainer

    monkeypatch.setattr(trainer, "LARGEST_GRADIENT", 1e-9)
    events = []
    result = run_small(small_spec("lstm", evaluation__max_folds=1), PRICES, emit=events.append)
    assert {fit.outcome for fit in result.fits} == {"diverged"}
    assert result.verdict.state == "invalid"
    assert np.isfinite(result.predictions.predicted).all()
    assert np.isnan(result.predictions.lower).all()
    lines = [event.text for event in events if isinstance(event, LogLine)]
    assert lines[0] == (
        "Fold 1, seed 1 diverged; it learned nothing. Try a smaller learning rate."
    )
    assert len(lines) == 2


def test_that_another_cost_changes_the_money_but_not_the_forecast(ridge_run):
    dear, verdict = with_cost(ridge_run, 50.0)
    assert dear.net.sum() < ridge_run.backtest.net.sum()
    np.testing.assert_array_equal(dear.gross, ridge_run.backtest.gross)
    assert verdict.inputs["cost_bps"] == 50.0
    again, same = with_cost(ridge_run, ridge_run.spec.evaluation.cost_bps)
    np.testing.assert_array_equal(again.net, ridge_run.backtest.net)
    assert same == ridge_run.verdict


def test_that_a_warm_start_goes_on_from_the_fold_before_and_only_the_later_folds_change():
    cold = small_spec("lstm", evaluation__max_folds=2)
    warm = cold.with_settings({"train.warm_start": "true"})
    one, two = run_small(cold, PRICES), run_small(warm, PRICES)
    first = one.predictions.fold == 0
    np.testing.assert_array_equal(one.predictions.per_seed[:, first], two.predictions.per_seed[:, first])
    assert not np.array_equal(one.predictions.predicted[~first], two.predictions.predicted[~first])
    assert two.spec.train.warm_start
    assert [(fit.fold, fit.seed) for fit in two.fits] == [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize("head", ["gaussian", "quantile"])
def test_that_the_interval_of_any_head_covers_about_as_much_as_it_says(head):
    result = run_small(small_spec("lstm", model__head=head), PRICES)
    assert 0.6 <= result.forecast.interval_coverage <= 0.95
    assert (result.predictions.lower < result.predictions.upper).all()


def test_that_a_garch_interval_moves_with_the_market_and_a_conformal_one_does_not():
    def widths(interval: str) -> np.ndarray:
        said = run_small(small_spec("ridge", train__interval=interval), PRICES).predictions
        return np.log(said.upper / said.lower)[said.fold == 0]

    assert np.ptp(widths("conformal")) < 1e-9
    assert np.ptp(widths("garch")) > 1e-4


def test_that_a_run_can_be_recognised_by_the_hash_of_what_it_said():
    spec = small_spec("ridge", evaluation__max_folds=1)
    one, two = run_small(spec, PRICES), run_small(spec, PRICES)
    assert one.environment["predictions_sha256"] == two.environment["predictions_sha256"]
    other = run_small(small_spec("drift", evaluation__max_folds=1), PRICES)
    assert one.environment["predictions_sha256"] != other.environment["predictions_sha256"]
