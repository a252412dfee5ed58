"""`--set`, as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cli.settings import one_setting_each, parse_settings
from workbench.errors import UsageError
from workbench.experiment.spec import ExperimentSpec


def test_that_settings_may_follow_one_another_and_a_file_may_follow_them() -> None:
    words = ["--set", "a=1", "b=2", "file.swb", "--set=c=3", "d=4", "--json", "e=5"]
    assert one_setting_each(words) == [
        "--set", "a=1", "--set", "b=2", "file.swb", "--set=c=3", "--set", "d=4", "--json", "e=5",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["file", "--json", "x=1", "y=2"])))
def test_that_words_before_any_set_are_left_alone(words: list[str]) -> None:
    assert one_setting_each(words) == words


@pytest.mark.parametrize("typed", ["lookback", "=5", "features.lookback=", " = "])
def test_that_what_is_no_setting_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="is no setting"):
        parse_settings([typed])


def test_that_the_same_setting_twice_is_refused_unless_it_agrees() -> None:
    assert parse_settings(["a.b=1", "a.b=1"]) == {"a.b": "1"}
    with pytest.raises(UsageError, match="set twice, to 1 and 2"):
        parse_settings(["a.b=1", "a.b=2"])


def test_that_typed_values_reach_the_spec_as_numbers_in_any_order() -> None:
    typed = ["model.hidden_size=16", "evaluation.cost_bps=2.5", "evaluation.max_folds=3", "model.kind=lstm"]
    spec = ExperimentSpec().with_settings(parse_settings(typed))
    assert (spec.model.hidden_size, spec.evaluation.cost_bps, spec.evaluation.max_folds) == (16, 2.5, 3)
    assert ExperimentSpec().with_settings(parse_settings(reversed(typed))) == spec
    assert spec.with_settings(parse_settings(["evaluation.max_folds=none"])).evaluation.max_folds is None


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("model.hidden_size=0", "at least 1"),
        ("model.hidden_size=1025", "at most 1,024"),
        ("model.hidden_size=many", "'many'"),
        ("model.kind=oracle", "no model 'oracle'"),
        ("model.wings=2", "model.wings"),
        ("data.symbol=AAPL", "no setting 'data.symbol'"),
        ("hidden_size=5", "no setting 'hidden_size'"),
        ("evaluation.cost_bps=nan", "cost_bps"),
        ("evaluation.rule=all_in", "all_in"),
    ],
)
def test_that_a_value_out_of_range_is_named_with_its_range(typed: str, complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        ExperimentSpec().with_settings(parse_settings([typed]))
    assert complaint in str(caught.value)


def test_that_a_field_the_kind_lacks_is_refused() -> None:
    with pytest.raises(UsageError, match="hidden_size"):
        ExperimentSpec().with_settings(parse_settings(["model.kind=ridge", "model.hidden_size=5"]))
