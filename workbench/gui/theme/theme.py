"""The theme in force: light, dark, high contrast or as the system has it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QStyleFactory

from workbench.export.tokens import CONTRAST, DARK, LIGHT, Tokens
from workbench.gui.theme.fonts import body_font
from workbench.gui.theme.sheet import style_sheet

MODES = ("light", "dark", "contrast", "system")
_PROPERTY = "workbench_theme"


class Theme(QObject):
    """Holds the colours in force and says when they change; everything painted by hand listens."""

    changed = Signal()

    def __init__(self, mode: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self._swap = False
        self._tokens = self._choose()
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._refresh)
        if _tells_contrast(hints):
            hints.accessibility().contrastPreferenceChanged.connect(self._refresh)

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    @property
    def mode(self) -> str:
        """`light`, `dark`, `contrast` or `system`."""
        return self._mode

    @property
    def up_down_swapped(self) -> bool:
        return self._swap

    def set_mode(self, mode: str) -> None:
        """Choose `light`, `dark`, `contrast` or `system`; anything else is a ValueError."""
        if mode not in MODES:
            raise ValueError(f"theme mode is one of {MODES}, not {mode!r}")
        self._mode = mode
        self._refresh()

    def set_up_down_swapped(self, swapped: bool) -> None:
        """Exchange the colours of rising and falling days, and nothing else."""
        self._swap = swapped
        self._refresh()

    def _refresh(self, *_: object) -> None:
        tokens = self._choose()
        if tokens != self._tokens:
            self._tokens = tokens
            self.changed.emit()

    def _choose(self) -> Tokens:
        mode = _system_mode() if self._mode == "system" else self._mode
        tokens = {"contrast": CONTRAST, "dark": DARK}.get(mode, LIGHT)
        return tokens.swapped() if self._swap else tokens


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application, and again whenever the theme changes."""
    prepare(app, theme)
    dress(app, theme)


def prepare(app: QApplication, theme: Theme) -> None:
    """All of `apply` but the style sheet.

    With a sheet in force Qt styles a widget again each time it gets a parent; a window built without
    one and dressed as a whole is there in half the time.
    """
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(body_font())
    app.setPalette(palette(theme.tokens))
    app.setProperty(_PROPERTY, theme)
    theme.changed.connect(lambda: dress(app, theme))


def current() -> Theme:
    """The theme applied to the application; a light one where none was applied yet."""
    app = QApplication.instance()
    theme = app.property(_PROPERTY) if app is not None else None
    if theme is None:
        theme = Theme("light", app)
        if app is not None:
            app.setProperty(_PROPERTY, theme)
    return theme


def dress(app: QApplication, theme: Theme) -> None:
    """Put the colours of the theme on everything there is."""
    app.setPalette(palette(theme.tokens))
    app.setStyleSheet(style_sheet(theme.tokens))


def palette(tokens: Tokens) -> QPalette:
    """The palette of a colour scheme, for whatever the style sheet does not name."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, colour in {
        role.Window: tokens.bg1, role.WindowText: tokens.t2, role.Base: tokens.bg2,
        role.AlternateBase: tokens.bg1, role.Text: tokens.t1, role.PlaceholderText: tokens.t3,
        role.Button: tokens.bg2, role.ButtonText: tokens.t1, role.BrightText: tokens.t1,
        role.Light: tokens.bg3, role.Midlight: tokens.bg3, role.Mid: tokens.line2,
        role.Dark: tokens.line2, role.Shadow: tokens.bg0, role.Highlight: tokens.bg3,
        role.HighlightedText: tokens.t1, role.Link: tokens.t1, role.LinkVisited: tokens.t2,
        role.ToolTipBase: tokens.bg2, role.ToolTipText: tokens.t1, role.Accent: tokens.accfill,
    }.items():  # fmt: skip
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.t3))
    return result


def _system_mode() -> str:
    """What the system has: high contrast before dark before light."""
    # Kept while they are asked: PySide takes what they answer away together with them.
    hints = QGuiApplication.styleHints()
    if _tells_contrast(hints):
        wanted = hints.accessibility().contrastPreference()
        if wanted == Qt.ContrastPreference.HighContrast:
            return "contrast"
    return "dark" if hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _tells_contrast(hints: QStyleHints | None) -> bool:
    """Qt knows from 6.10 on whether the system is set to high contrast."""
    return hasattr(hints, "accessibility")
