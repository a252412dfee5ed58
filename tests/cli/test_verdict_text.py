"""The verdict as lines."""

from __future__ import annotations

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


def test_that_numbers_of_an_invalid_run_are_not_shown() -> None:
    text = "\n".join(verdict_lines(make_result(state="invalid")[1]))
    assert text.startswith("INVALID\n")
    for word in ("hits", "Sharpe", "costs a side"):
        assert word not in text


def test_that_a_stopped_run_says_so() -> None:
    result = make_result(outcome="cancelled")[1]
    assert verdict_lines(result) == [f"Stopped after {len(result.fits)} trainings; there is no verdict."]
