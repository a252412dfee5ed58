"""Colours, fonts, icons and the style sheet of the window."""

from workbench.export.tokens import CONTRAST, DARK, LIGHT, STATES, UNFINISHED, Tokens
from workbench.gui.theme.fonts import caps, pt
from workbench.gui.theme.icons import has_icon, icon, paint_icon, pixmap
from workbench.gui.theme.sheet import restyle, set_font, set_role
from workbench.gui.theme.theme import MODES, Theme, apply, current, dress, palette, prepare

__all__ = [
    "CONTRAST", "DARK", "LIGHT", "MODES", "STATES", "UNFINISHED", "Theme", "Tokens",
    "apply", "caps", "current", "dress", "has_icon", "icon", "paint_icon", "palette", "pixmap", "prepare",
    "pt", "restyle", "set_font", "set_role",
]  # fmt: skip
