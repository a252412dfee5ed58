"""Buttons: the one primary action, outlined ones, icon-only ones and tabs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from workbench.gui.theme import current, icon, pt, set_role


class _Tinted:
    """Keeps the icon of a button in the theme's colour."""

    def _keep_tinted(self, icon_name: str, on_fill: bool = False) -> None:
        self._icon_name, self._on_fill = icon_name, on_fill
        # A click says where one is; the ring is for the keyboard.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme = current()
        theme.changed.connect(self._tint)
        self._tint()

    def set_icon(self, icon_name: str) -> None:
        """Change the icon; it keeps following the theme."""
        self._icon_name = icon_name
        self._tint()

    def _tint(self) -> None:
        if self._icon_name:
            tokens = current().tokens
            self.setIcon(icon(self._icon_name, tokens, tokens.onacc if self._on_fill else None))


class PrimaryButton(_Tinted, QPushButton):
    """The filled button: Train, and nothing else in the window."""

    def __init__(self, text: str, icon_name: str = "", height: int = 36) -> None:
        super().__init__(text)
        set_role(self, kind="primary")
        self.setFont(pt(9.75, 600))
        self.setIconSize(QSize(14, 14))
        self.setFixedHeight(height)
        self._keep_tinted(icon_name, on_fill=True)


class OutlineButton(_Tinted, QPushButton):
    """A button with a hairline border."""

    def __init__(self, text: str, icon_name: str = "", height: int = 28) -> None:
        super().__init__(text)
        set_role(self, kind="outline")
        self.setIconSize(QSize(15, 15))
        self.setFixedHeight(height)
        self._keep_tinted(icon_name)


class FlatButton(_Tinted, QPushButton):
    """A button without a border, for places where an outline would be loud."""

    def __init__(self, text: str, icon_name: str = "", height: int = 24) -> None:
        super().__init__(text)
        set_role(self, kind="flat")
        self.setIconSize(QSize(14, 14))
        self.setFixedHeight(height)
        self._keep_tinted(icon_name)


class IconButton(_Tinted, QToolButton):
    """An icon alone; `name` is what it does, for the tooltip and for screen readers."""

    def __init__(self, icon_name: str, name: str, size: int = 28) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setIconSize(QSize(15, 15))
        self.setFixedSize(size, size)
        self._keep_tinted(icon_name)


class TabButton(QPushButton):
    """One tab of a row of tabs; put several into a QButtonGroup."""

    def __init__(self, text: str, height: int = 32) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(pt(9, 600))
        self.setFixedHeight(height)
        set_role(self, kind="tab")
