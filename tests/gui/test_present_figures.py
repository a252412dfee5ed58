"""The four figures: each beside what it must be compared with, none where there is none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.gui.fake_session import run_events
from tests.samples import make_result
from workbench.evaluation.figures import Excess, ForecastFigures, Removal, Verdict
from workbench.experiment.run_state import RunState, reduce_events
from workbench.gui.present import figures, training


@cache
def sample():
    return make_result()


def backtest(**changes):
    return replace(sample()[1].backtest, **changes)


def with_sharpe(value):
    return backtest(net_figures=replace(sample()[1].backtest.net_figures, sharpe_ratio=value))


def verdict(state="no_edge", bars_needed=None):
    return Verdict(state, "A sentence.", (), bars_needed)


def test_that_excess_stands_with_its_interval_and_zero():
    figure = figures.excess_figure(backtest(excess=Excess(-0.0144, -0.0611, 0.0359)))
    assert (figure.value, figure.unit) == ("\u22121.4", "% a year")
    assert figure.below == "[\u22126.1, +3.6]  after costs"
    assert figure.ruler.tick == 0.0
    assert figure.ruler.low == pytest.approx(-6.11)


def test_that_hits_stand_beside_the_base_rate():
    figure = figures.hits_figure(ForecastFigures(n=3780, directional_accuracy=0.479, base_rate=0.537))
    assert figure.value == "47.9"
    assert figure.below == "[46.3, 49.5]  base 53.7"
    assert figure.ruler.tick == pytest.approx(53.7)


def test_that_a_model_without_forecast_has_no_hits():
    figure = figures.hits_figure(ForecastFigures(n=500, base_rate=0.52))
    assert figure.value == "—"
    assert figure.muted
    assert figure.ruler is None
    assert figure.below == "base rate 52.0"


def test_that_removed_tries_are_noted_beside_those_that_count_and_nowhere_else():
    four = figures.withheld(3, None)
    assert figures.with_removals(four, ()) == four
    earlier, removal = Removal("2026-11-20T10:00:00+00:00", 1), Removal("2026-11-25T10:00:00+00:00", 7)
    noted = figures.with_removals(four, (earlier, removal))
    tries = noted[2]
    assert tries.value == "3"
    assert tries.below.endswith("history removed on 2026-11-25 (7 tries), and 1 time before")
    assert tries.tip.splitlines()[-2:] == [
        "history removed on 2026-11-20 (1 try)", "history removed on 2026-11-25 (7 tries)",
    ]
    assert [noted[place] for place in (0, 1, 3)] == [four[place] for place in (0, 1, 3)]


def test_that_many_tries_name_what_luck_alone_would_show():
    figure = figures.tries_figure(3, 3780)
    assert figure.value == "3"
    assert figure.below == "the best of 3 by luck alone: Sharpe 0.22"


def test_that_the_first_try_names_the_spread_of_luck():
    assert figures.tries_figure(1, 3780).below == "luck alone: Sharpe 0.00 give or take 0.26"


def test_that_no_number_of_years_helps_what_earns_nothing():
    figure = figures.years_figure(with_sharpe(-0.2), verdict())
    assert (figure.value, figure.unit) == ("none", "would help")
    assert figure.below.startswith("nothing earned; edges under ")


def test_that_years_not_computed_are_not_called_hopeless():
    assert figures.years_figure(with_sharpe(0.4), verdict()).value == "—"


def test_that_costs_not_days_are_missing_before_costs_only():
    figure = figures.years_figure(with_sharpe(0.1), verdict("edge_before_costs_only", 4000))
    assert figure.below == "costs, not days, are what is missing"


def test_that_years_count_252_days_and_the_tip_has_the_days():
    figure = figures.years_figure(with_sharpe(0.4), verdict("suggestive_unproven", 3024))
    assert (figure.value, figure.unit) == ("12", "years")
    assert figure.tip.startswith("3,024 more trading days.")
    assert figures.years_figure(with_sharpe(0.4), verdict(bars_needed=630)).value == "2.5"
    assert figures.years_figure(with_sharpe(2.0), verdict(bars_needed=0)).value == "0"


def test_that_an_invalid_run_shows_no_figure_of_its_own():
    shown = figures.withheld(4, 0.537)
    assert [figure.value for figure in shown] == ["withheld", "withheld", "4", "withheld"]
    assert shown[1].below == "base rate 53.7"
    assert all(figure.ruler is None for figure in shown)


def test_that_a_running_run_shows_only_how_its_trainings_compare():
    prices, result = sample()
    state = reduce_events(RunState(), run_events(prices, result, 2, epochs_of_last=4))
    shown = figures.running(state, 3, 0.537)
    assert [figure.value for figure in shown[:3]] == ["·", "·", "3"]
    assert shown[2].below == "this run will count, even if you stop it"
    ratios = list(training.best_ratios(state).values())
    assert len(ratios) == 3
    assert float(shown[3].value) == pytest.approx(np.median(ratios), abs=6e-4)
    assert shown[3].below == f"3 trainings, {sum(ratio < 1 for ratio in ratios)} below 1"
    assert shown[3].ruler.tick == 1.0


def test_that_before_the_first_training_ends_there_is_a_dot():
    assert figures.ratio_figure([]).value == "·"
    assert figures.ratio_figure([float("nan")]).value == "·"


def test_that_a_stopped_run_has_dashes_and_still_counts():
    shown = figures.stopped(2, None, "the run never ended")
    assert [figure.value for figure in shown] == ["—", "—", "2", "—"]
    assert shown[0].below == "the run never ended"


def test_that_a_finished_run_shows_the_costs_of_the_what_if():
    _, result = sample()
    cheap = backtest(excess=Excess(0.02, -0.01, 0.05))
    shown = figures.finished(result, cheap, result.verdict, 3)
    assert shown[0].value == "+2.0"
    assert shown[1].value == f"{100 * result.forecast.directional_accuracy:.1f}"
