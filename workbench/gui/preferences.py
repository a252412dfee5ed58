"""What the window remembers between two starts, and the theme it wears."""

from __future__ import annotations

from typing import Any

from workbench import paths, settings
from workbench.gui.theme import Theme


class Preferences:
    """`settings` as they are now; every change is written down at once."""

    def __init__(self, theme: Theme | None = None) -> None:
        self.settings = settings.load(paths.settings_file())
        self.theme = theme or Theme(self.settings.theme)
        self.theme.set_up_down_swapped(self.settings.up_down_swapped)

    def change(self, **changes: Any) -> None:
        """Change what the window remembers, and write it down."""
        self.settings = self.settings.model_copy(update=changes)
        settings.remember(self.settings, paths.settings_file())

    def set_theme(self, mode: str) -> None:
        """Light, dark, high contrast or as the system has it."""
        self.theme.set_mode(mode)
        self.change(theme=mode)

    def set_up_down_swapped(self, swapped: bool) -> None:
        """Exchange the colours of rising and falling days."""
        self.theme.set_up_down_swapped(swapped)
        self.change(up_down_swapped=swapped)
