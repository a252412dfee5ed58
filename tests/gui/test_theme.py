import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from workbench.gui.theme import (
    DARK,
    LIGHT,
    STATES,
    Theme,
    apply,
    current,
    icon,
    palette,
    pt,
    set_font,
    set_role,
)
from workbench.gui.theme.sheet import style_sheet
from workbench.paths import resources


def contrast(ink: str, ground: str) -> float:
    """WCAG 2 contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [c / 255 for c in QColor(colour).getRgb()[:3]]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ink", ["t1", "t2", "t3", "acc", "up", "down", "amber", "red", "green"])
def test_that_every_text_ink_is_readable_on_panel_and_plot(tokens, ink):
    for ground in (tokens.bg1, tokens.plot):
        assert contrast(getattr(tokens, ink), ground) >= 4.5


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_that_every_state_has_a_readable_ink_and_an_icon(tokens, state):
    ink, ground, mark = tokens.state_ink(state)
    assert contrast(ink, ground) >= 4.5
    assert (resources() / "icons" / f"{mark}.svg").is_file()


def test_that_green_appears_only_once_it_survived():
    greens = {state for state in STATES if DARK.state_ink(state)[0] == DARK.green}
    assert greens == {"survived_so_far"}


def test_that_a_state_unknown_to_this_program_is_shown_calmly():
    assert LIGHT.state_ink("written_by_a_newer_program") == LIGHT.state_ink("no_edge")


def test_that_swapping_exchanges_two_colours_and_no_other():
    swapped = DARK.swapped()
    assert (swapped.up, swapped.down) == (DARK.down, DARK.up)
    changed = [name for name in DARK.__slots__ if getattr(DARK, name) != getattr(swapped, name)]
    assert sorted(changed) == ["down", "up"]


def test_that_the_sheet_knows_every_colour_it_names():
    for tokens in (DARK, LIGHT):
        sheet = style_sheet(tokens)
        assert "$" not in sheet
        assert set(re.findall(r"#[0-9A-Fa-f]+", sheet)) <= {
            getattr(tokens, name) for name in tokens.__slots__ if name != "dark"
        }


def test_that_the_theme_announces_a_change_once(qapp):
    theme = Theme("dark")
    heard = []
    theme.changed.connect(lambda: heard.append(theme.tokens.dark))
    theme.set_mode("dark")
    theme.set_mode("light")
    assert heard == [False]
    with pytest.raises(ValueError, match="sepia"):
        theme.set_mode("sepia")


def test_that_applying_a_theme_sets_palette_and_tabular_figures(qapp):
    theme = Theme("dark")
    apply(qapp, theme)
    assert current() is theme
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.bg1)
    theme.set_mode("light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.bg1)
    assert qapp.font().featureTags()


def test_that_disabled_text_of_the_palette_is_dimmer(qapp):
    dimmed = palette(DARK).color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert dimmed == QColor(DARK.t3)


def test_that_a_font_set_late_survives_a_change_of_theme(qapp, qtbot):
    theme = Theme("dark")
    apply(qapp, theme)
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("NO EDGE", window)
    window.show()
    set_font(label, pt(19.5, 600))
    theme.set_mode("light")
    set_role(label, ink="t1")
    assert label.font().pointSizeF() == 19.5


def test_that_every_icon_is_drawn_in_the_ink_asked_for(qapp):
    for file in sorted((resources() / "icons").glob("*.svg")):
        if file.stem == "app":
            continue
        image = icon(file.stem, DARK, "#FF0000").pixmap(32, 32).toImage()
        inks = {
            image.pixelColor(x, y).name() for x in range(32) for y in range(32)
            if image.pixelColor(x, y).alpha() == 255
        }  # fmt: skip
        assert inks == {"#ff0000"}, file.stem
