"""Figures on the screen: minus signs, spaces, decimals, and what stands where there is no figure."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gui.present import format as fmt


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "text"),
    [
        (-1.44, 1, True, "\u22121.4"),
        (3.56, 1, True, "+3.6"),
        (3.56, 1, False, "3.6"),
        (0.0, 2, True, "0.00"),
        (-0.004, 2, True, "0.00"),
        (12345.678, 1, False, "12,345.7"),
    ],
)
def test_that_numbers_carry_true_signs_and_zero_carries_none(value, decimals, signed, text):
    assert fmt.number(value, decimals, signed=signed) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_that_a_written_number_reads_back_as_itself_rounded(value, decimals):
    text = fmt.number(value, decimals, signed=True)
    read = float(text.replace(",", "").replace(fmt.MINUS, "-"))
    assert read == pytest.approx(value, abs=0.51 * 10**-decimals + 1e-6)
    assert "-" not in text


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_that_what_has_no_value_reads_as_a_dash_or_as_told(value):
    assert fmt.number(value) == "—"
    assert fmt.percent(value) == "—"
    assert fmt.number(value, missing=fmt.DOT) == "·"
    assert fmt.price(value) == "—"
    assert fmt.volume(value) == "—"
    assert fmt.duration(value) == "—"
    assert fmt.p_value(value) == "—"


def test_that_percent_has_a_thin_space_before_its_sign():
    assert fmt.percent(0.479) == "47.9\u2009%"
    assert fmt.percent(-0.46, 0, signed=True) == "\u221246\u2009%"


def test_that_intervals_stand_in_square_brackets():
    assert fmt.interval(-6.1, 3.6, signed=True) == "[\u22126.1, +3.6]"
    assert fmt.interval(46.31, 49.49) == "[46.3, 49.5]"


def test_that_volume_is_scaled_and_zero_volume_is_no_volume():
    assert fmt.volume(4.2e9) == "4.20 bn"
    assert fmt.volume(3_410_000) == "3.41 m"
    assert fmt.volume(900) == "900"
    assert fmt.volume(0.0) == "—"


def test_that_small_prices_keep_their_digits():
    assert fmt.price(2133.04) == "2,133.04"
    assert fmt.price(0.083119) == "0.08312"


def test_that_durations_are_minutes_and_seconds():
    assert fmt.duration(52.4) == "0:52"
    assert fmt.duration(61) == "1:01"
    assert fmt.duration(3723) == "1:02:03"


def test_that_clock_reads_iso_times_and_keeps_quiet_otherwise():
    assert fmt.clock("2026-03-01T14:22:31") == "14:22"
    assert fmt.clock("yesterday") == ""


def test_that_p_values_below_a_hundredth_are_not_written_as_zero():
    assert fmt.p_value(0.0004) == "<0.01"
    assert fmt.p_value(0.18) == "0.18"


def test_that_counts_take_the_right_noun():
    assert fmt.counted(1, "day") == "1 day"
    assert fmt.counted(5861, "day") == "5,861 days"
    assert fmt.counted(2, "try", "tries") == "2 tries"


def test_that_empty_parts_leave_no_stray_dots():
    assert fmt.joined("run 3", "", "LSTM") == "run 3 · LSTM"


def test_that_dates_are_iso():
    assert fmt.iso_date("2016-10-27T00:00") == "2016-10-27"


def test_that_figures_stay_with_their_units_and_short_facts_whole():
    assert fmt.unbroken("breaks even at 4.2 bp a side") == "breaks even at 4.2\u00a0bp a side"
    assert fmt.unbroken("a forecast needs 2 %") == "a forecast needs 2\u00a0%"
    assert fmt.unbroken("net p 0.03 · each needs 0.05") == "net\u00a0p\u00a00.03 · each\u00a0needs\u00a00.05"
