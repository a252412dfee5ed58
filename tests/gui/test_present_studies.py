"""What indicators say in their heads, and who gives way where height is short."""

from __future__ import annotations

import math

import pytest

from workbench.features.registry import FEATURES
from workbench.gui.present import studies as present


@pytest.mark.parametrize("studies", range(5))
@pytest.mark.parametrize("volume", [True, False])
def test_that_the_prices_keep_their_height_and_nobody_is_given_more_than_there_is(studies, volume):
    for height in range(60, 700):
        room = present.room_beneath(height, studies, volume)
        taken = room.studies * room.height + (present.VOLUME_HEIGHT if room.volume else 0)
        if room.studies:
            assert height - taken >= present.PRICES_LEAST
            assert present.STUDY_LEAST <= room.height <= present.STUDY_HEIGHT
        assert room.studies <= studies and (volume or not room.volume)


def test_that_the_volume_gives_way_before_a_pane_is_left_out():
    panes = 2 * present.STUDY_LEAST
    enough = present.PRICES_LEAST + present.VOLUME_HEIGHT + panes
    assert present.room_beneath(enough, 2, True) == present.Beneath(True, 2, present.STUDY_LEAST)
    less = present.room_beneath(enough - 1, 2, True)
    assert (less.volume, less.studies) == (False, 2)
    assert present.room_beneath(present.PRICES_LEAST + panes - 1, 2, True).studies == 1


def test_that_the_prices_of_the_smallest_window_leave_room_for_four():
    assert present.room_beneath(269, 4, True).studies == 4


def test_that_a_chart_too_low_for_any_keeps_its_volume_and_says_so():
    assert present.room_beneath(100, 2, True) == present.Beneath(True, 0, 0)
    assert present.left_out(1) == "1 indicator needs a taller chart"
    assert present.left_out(2) == "2 indicators need a taller chart"
    assert present.left_out(0) == ""


def test_that_lengths_are_those_the_registry_computes_with():
    assert present.lengths(FEATURES["macd"]) == "12, 26, 9 days"
    assert present.lengths(FEATURES["volatility"]) == "21 days"
    assert present.lengths(FEATURES["calendar"]) == ""
    for row in FEATURES.values():
        assert all(length <= row.look_back for length in row.lengths), row.name


def test_that_figures_carry_the_names_of_their_lines_where_there_are_several():
    said = present.figures(("macd", "macd_signal"), (-0.00472, math.nan), sealed=False)
    assert said == (("macd", "\u22120.0047"), ("signal", "\u2014"))
    assert present.figures(("obv",), (12.345,), sealed=False) == (("", "12.35"),)


def test_that_a_sealed_day_has_no_figure():
    assert present.figures(("macd", "macd_signal"), (1.0, 2.0), sealed=True) == (("", "none in the vault"),)


def test_that_a_head_can_be_read_aloud():
    said = present.sentence("Volatility", "21 days", (("", "0.0139"),))
    assert said == "Volatility, 21 days: 0.0139"
    assert present.sentence("Calendar", "", ()) == "Calendar"
