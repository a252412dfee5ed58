import gc
import re

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from tests.gui.sight import MACHADO, contrast, distance
from workbench.gui.theme import (
    CONTRAST,
    DARK,
    LIGHT,
    MODES,
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
from workbench.gui.theme import theme as theme_module
from workbench.gui.theme.sheet import style_sheet
from workbench.paths import resources

ALL = pytest.mark.parametrize("tokens", [DARK, LIGHT, CONTRAST], ids=["dark", "light", "contrast"])


def least(tokens) -> float:
    """The contrast its texts must have: WCAG AA, in high contrast AAA."""
    return 7.0 if tokens.high_contrast else 4.5


@ALL
@pytest.mark.parametrize("ink", ["t1", "t2", "t3", "acc", "up", "down", "amber", "red", "green"])
def test_that_every_text_ink_is_readable_on_panel_and_plot(tokens, ink):
    for ground in (tokens.bg1, tokens.plot):
        assert contrast(getattr(tokens, ink), ground) >= least(tokens)


@pytest.mark.parametrize("ground", ["bg0", "bg1", "bg2", "plot", "train"])
@pytest.mark.parametrize("ink", ["t1", "t2", "t3", "acc", "up", "down", "amber", "red", "green"])
def test_that_in_high_contrast_every_text_is_readable_on_every_ground(ink, ground):
    assert contrast(getattr(CONTRAST, ink), getattr(CONTRAST, ground)) >= 7.0


def test_that_high_contrast_is_white_on_black_and_its_button_too_is_readable():
    assert (CONTRAST.plot, CONTRAST.bg1, CONTRAST.t1) == ("#000000", "#000000", "#FFFFFF")
    assert contrast(CONTRAST.onacc, CONTRAST.accfill) >= 7.0
    assert contrast(CONTRAST.accfill, CONTRAST.bg0) >= 3.0
    assert contrast(CONTRAST.t1, CONTRAST.held) >= 7.0


@pytest.mark.parametrize("ground", ["bg0", "bg1", "bg2", "plot"])
@pytest.mark.parametrize("line", ["line", "line2", "focus"])
def test_that_in_high_contrast_lines_that_say_something_are_seen(line, ground):
    assert contrast(getattr(CONTRAST, line), getattr(CONTRAST, ground)) >= 3.0
    assert contrast(CONTRAST.hatch, CONTRAST.train) >= 3.0


@pytest.mark.parametrize("eyes", [None, *MACHADO])
@ALL
def test_that_up_and_down_and_the_state_inks_are_told_apart_by_all_eyes(tokens, eyes):
    assert distance(tokens.up, tokens.down, eyes) >= 40
    assert distance(tokens.amber, tokens.red, eyes) >= 26


def test_that_distances_are_those_worked_out_when_the_colours_were_chosen():
    dark = [round(distance(DARK.up, DARK.down, eyes)) for eyes in MACHADO]
    light = [round(distance(LIGHT.up, LIGHT.down, eyes)) for eyes in MACHADO]
    assert (dark, light) == ([41, 46, 61], [47, 59, 74])


@pytest.mark.parametrize("state", STATES)
@ALL
def test_that_every_state_has_a_readable_ink_and_an_icon(tokens, state):
    ink, ground, mark = tokens.state_ink(state)
    assert contrast(ink, ground) >= least(tokens)
    assert (resources() / "icons" / f"{mark}.svg").is_file()


def test_that_green_appears_only_once_it_survived():
    for tokens in (DARK, LIGHT, CONTRAST):
        greens = {state for state in STATES if tokens.state_ink(state)[0] == tokens.green}
        assert greens == {"survived_so_far"}


def test_that_a_state_unknown_to_this_program_is_shown_calmly():
    assert LIGHT.state_ink("written_by_a_newer_program") == LIGHT.state_ink("no_edge")


def test_that_swapping_exchanges_two_colours_and_no_other():
    swapped = DARK.swapped()
    assert (swapped.up, swapped.down) == (DARK.down, DARK.up)
    changed = [name for name in DARK.__slots__ if getattr(DARK, name) != getattr(swapped, name)]
    assert sorted(changed) == ["down", "up"]


def test_that_the_sheet_knows_every_colour_it_names():
    for tokens in (DARK, LIGHT, CONTRAST):
        sheet = style_sheet(tokens)
        assert "$" not in sheet
        assert set(re.findall(r"#[0-9A-Fa-f]+", sheet)) <= set(tokens.colours().values())


def test_that_what_shines_through_is_denser_in_high_contrast_alone():
    assert (DARK.opacity(92), LIGHT.opacity(92)) == (92, 92)
    assert 150 < CONTRAST.opacity(92) < CONTRAST.opacity(150) == 255


def test_that_the_theme_announces_a_change_once(qapp):
    theme = Theme("dark")
    heard = []
    theme.changed.connect(lambda: heard.append(theme.tokens.dark))
    theme.set_mode("dark")
    theme.set_mode("light")
    assert heard == [False]
    theme.set_mode("contrast")
    assert theme.tokens == CONTRAST
    assert heard == [False, True]
    with pytest.raises(ValueError, match="sepia"):
        theme.set_mode("sepia")


class Eyesight(QObject):
    """Stands for QAccessibilityHints."""

    contrastPreferenceChanged = Signal(object)

    def __init__(self):
        super().__init__()
        self.high = False

    def contrastPreference(self):
        return Qt.ContrastPreference.HighContrast if self.high else Qt.ContrastPreference.NoPreference

    def set_high(self, high):
        self.high = high
        self.contrastPreferenceChanged.emit(None)


class Hints(QObject):
    """Stands for QStyleHints before Qt 6.10."""

    colorSchemeChanged = Signal(object)
    scheme = Qt.ColorScheme.Dark

    def colorScheme(self):
        return self.scheme


class NewHints(Hints):
    """Stands for QStyleHints from Qt 6.10 on."""

    def __init__(self):
        super().__init__()
        self.eyesight = Eyesight()

    def accessibility(self):
        return self.eyesight


@pytest.mark.skipif(not hasattr(Qt, "ContrastPreference"), reason="Qt tells it from 6.10 on")
def test_that_as_the_system_follows_its_high_contrast_and_no_other_mode_does(qapp, monkeypatch):
    hints = NewHints()
    monkeypatch.setattr(theme_module.QGuiApplication, "styleHints", lambda: hints)
    followers = {mode: Theme(mode) for mode in MODES}
    heard = []
    followers["system"].changed.connect(lambda: heard.append(followers["system"].tokens))
    hints.eyesight.set_high(True)
    assert [followers[mode].tokens for mode in ("light", "dark", "contrast")] == [LIGHT, DARK, CONTRAST]
    assert Theme("system").tokens == CONTRAST
    hints.eyesight.set_high(False)
    assert heard == [CONTRAST, DARK]


@pytest.mark.skipif(not hasattr(Qt, "ContrastPreference"), reason="Qt tells it from 6.10 on")
def test_that_this_qt_tells_of_a_change_of_contrast(qapp, monkeypatch):
    theme = Theme("system")
    assert theme.tokens in (LIGHT, DARK, CONTRAST)
    monkeypatch.setattr(theme_module, "_system_mode", lambda: "contrast")
    gc.collect()
    hints = theme_module.QGuiApplication.styleHints()
    hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert theme.tokens == CONTRAST


def test_that_a_qt_that_tells_no_contrast_is_followed_in_light_and_dark(qapp, monkeypatch):
    hints = Hints()
    monkeypatch.setattr(theme_module.QGuiApplication, "styleHints", lambda: hints)
    theme = Theme("system")
    assert theme.tokens == DARK
    hints.scheme = Qt.ColorScheme.Light
    hints.colorSchemeChanged.emit(hints.scheme)
    assert theme.tokens == LIGHT


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
