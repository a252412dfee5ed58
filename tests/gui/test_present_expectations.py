"""What may be expected before a run: the tables of METHOD A3.2 and A4.2.6, and what luck brings."""

from __future__ import annotations

import math

import pytest

from workbench.evaluation import luck
from workbench.gui.present import expectations


def test_that_the_sharpe_table_is_the_published_one():
    assert [row[1] for row in expectations.sharpe_rows()] == ["0.50", "0.79", "1.13", "1.60", "2.27"]


def test_that_two_percent_is_called_too_good():
    assert expectations.sharpe_rows()[-1][0] == "2\u2009%, too good to be true"
    assert all("too good" not in row[0] for row in expectations.sharpe_rows()[:-1])


def test_that_the_days_to_rule_out_luck_are_those_of_the_method():
    assert [row[1:] for row in expectations.luck_rows()] == [
        ("15,455", "61.3"), ("3,863", "15.3"), ("1,716", "6.8"), ("617", "2.4"),
    ]  # fmt: skip


def test_that_more_days_show_smaller_edges():
    assert luck.smallest_visible_edge(3780) == pytest.approx(0.0202, abs=1e-4)
    assert luck.smallest_visible_edge(400) > luck.smallest_visible_edge(4000)


@pytest.mark.parametrize(
    ("tries", "truth"), [(1, 0.0), (2, 1 / math.sqrt(math.pi)), (3, 0.8463), (10, 1.5388)]
)
def test_that_the_best_of_many_draws_is_exact(tries, truth):
    assert luck.best_of_luck(tries) == pytest.approx(truth, abs=2e-4)


def test_that_the_best_of_three_worthless_models_over_the_sample_has_a_sharpe_of_022():
    assert luck.sharpe_by_luck(3, 3780) == pytest.approx(0.2185, abs=1e-3)
