"""Every figure of the Reality panel has a why: paragraph, formula, source, in words that are not banned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.gui.test_present_reality import BANNED
from tests.samples import make_result
from workbench.evaluation.figures import Robustness
from workbench.experiment.run_state import RunState
from workbench.gui.present import baselines, figures, rests, whys

NEEDED = {
    "excess", "hits", "tries", "years", "forecast", "timing", "spa", "deflated", "break_even", "ratio",
    "lag_lens", "leaks", "vault",
}  # fmt: skip


def shown_labels():
    """The labels of every figure that the four cells ever show."""
    _, result = make_result()
    ended = figures.finished(result, result.backtest, result.verdict, 3)
    others = (*figures.withheld(3, 0.5), *figures.stopped(3, 0.5, ""), *figures.running(RunState(), 3, 0.5))
    return {figure.label for figure in (*ended, *others)}


def test_that_every_figure_has_a_why():
    assert set(whys.WHYS) >= NEEDED
    assert not [label for label in shown_labels() if whys.of_figure(label) is None]


def test_that_every_column_of_the_baselines_and_every_row_of_the_sections_has_a_why():
    assert set(whys.COLUMN_KEYS) == set(baselines.COLUMNS[1:])
    assert set(whys.COLUMN_KEYS.values()) <= set(whys.WHYS)
    _, result = make_result()
    backtest = replace(result.backtest, robustness=Robustness((1e-4, 2e-4), (0.1, 0.1), 0.0, 0.1))
    rows = (*rests.rests(result, backtest).rows, *rests.evidence_rows(result, result.verdict))
    assert {row.key for row in rows} - {""} <= set(whys.WHYS)
    assert [row.name for row in rows if not row.key] == ["all starts together"]


@pytest.mark.parametrize("key", whys.WHYS)
def test_that_a_why_is_whole_and_has_no_banned_word(key):
    why = whys.WHYS[key]
    assert why.title and why.formula and why.source
    assert 80 < len(why.paragraph) < 420
    assert why.paragraph.endswith(".")
    assert not BANNED.search(whys.in_words(why))


def test_that_no_two_whys_share_a_title():
    assert len({why.title for why in whys.WHYS.values()}) == len(whys.WHYS)
