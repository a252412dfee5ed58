"""A small framed fact: icon, what it is, how it stands."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from workbench.gui.theme import current, pixmap, set_role
from workbench.gui.widgets.text import label

HEIGHT = 26


class Badge(QFrame):
    """`Leaks ... clean`, `Vault ... sealed, 500 days`."""

    def __init__(self, icon_name: str, name: str, value: str = "") -> None:
        super().__init__()
        self._icon_name = icon_name
        self._ink = "t2"
        self._picture = QLabel()
        self._name = label(name, 8.6, ink="t2")
        self._value = label(value, 8.6, 600, "t1")
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 9, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(self._name)
        row.addStretch(1)
        row.addWidget(self._value)
        self.setFixedHeight(HEIGHT)
        set_role(self, ground="card")
        current().changed.connect(self._tint)
        self.set_value(value)

    def add(self, widget: QWidget) -> None:
        """Append at the right end."""
        self.layout().addWidget(widget)

    def width_of(self, value: str) -> int:
        """Pixels it needs to say `value` whole."""
        other = QFontMetrics(self._value.font()).horizontalAdvance(value) + 1
        return self.sizeHint().width() - self._value.sizeHint().width() + other

    def set_value(self, value: str, ink: str = "t1", icon_name: str = "") -> None:
        """How it stands; `ink` red also tints the icon."""
        self._icon_name = icon_name or self._icon_name
        self._ink = "t2" if ink == "t1" else ink
        self._value.setText(value)
        set_role(self._value, ink=ink)
        self.setAccessibleName(f"{self._name.text()}: {value}")
        self._tint()

    @property
    def value(self) -> str:
        return self._value.text()

    def _tint(self) -> None:
        ink = getattr(current().tokens, self._ink)
        self._picture.setPixmap(pixmap(self._icon_name, ink, 14, self.devicePixelRatioF()))
