"""What tests of widgets share."""

from __future__ import annotations

import pytest

from workbench.gui.theme import Theme, apply


@pytest.fixture
def theme(qapp):
    """The dark theme, put on the application."""
    theme = Theme("dark")
    apply(qapp, theme)
    return theme
