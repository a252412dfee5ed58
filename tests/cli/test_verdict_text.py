"""The verdict as lines."""

from __future__ import annotations

from dataclasses import replace

from tests.samples import make_result
from workbench.cli.verdict_text import CAVEAT, verdict_lines


def test_that_the_verdict_comes_first_and_the_base_rate_stands_beside_the_hits() -> None:
    result = make_result(state="no_edge")[1]
    lines = verdict_lines(result)
    assert lines[0] == "NO EDGE"
    assert lines[1] == result.verdict.sentence
    (hits,) = [line for line in lines if "hits" in line]
    forecast = result.forecast
    assert hits.endswith(f"{100 * forecast.directional_accuracy:.1f} %, {100 * forecast.base_rate:.1f} %")
    assert lines[-1] == CAVEAT


def test_that_tries_costs_and_the_datas_hash_stand_beneath() -> None:
    result = make_result(run_seed=2)[1]
    line = verdict_lines(result)[-2]
    assert "tries on this data: 5" in line
    assert f"{result.spec.evaluation.cost_bps:g} bp a side" in line
    assert result.data.sha256[:12] in line


def test_that_a_figure_that_could_be_luck_comes_with_its_range() -> None:
    result = make_result(state="no_edge")[1]
    (before,) = [line for line in verdict_lines(result) if "95 % range" in line]
    assert before.endswith(" -")
    net = replace(
        result.backtest.net_figures, sharpe_low=-0.4, sharpe_high=0.6, max_drawdown_low=-0.51,
        max_drawdown_high=-0.2,
    )
    forecast = replace(
        result.forecast, interval_coverage=0.79, interval_coverage_low=0.77, interval_coverage_high=0.81
    )
    backtest = replace(result.backtest, net_figures=net)
    text = "\n".join(verdict_lines(replace(result, backtest=backtest, forecast=forecast)))
    assert "about -0.40 to 0.60, -51 % to -20 %" in text
    assert "79.0 % (77.0 % to 81.0 %)" in text


def test_that_numbers_of_an_invalid_run_are_not_shown() -> None:
    text = "\n".join(verdict_lines(make_result(state="invalid")[1]))
    assert text.startswith("INVALID\n")
    for word in ("hits", "Sharpe", "costs a side"):
        assert word not in text


def test_that_a_stopped_run_says_so() -> None:
    result = make_result(outcome="cancelled")[1]
    assert verdict_lines(result) == [f"Stopped after {len(result.fits)} trainings; there is no verdict."]
