"""Labels: text in the type scale, and text that wraps without blowing up its panel."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from workbench.gui.theme import caps, pt, set_role


def label(text: str, size: float = 9, weight: int = 400, ink: str = "t2") -> QLabel:
    """One line of plain text; `ink` is a role of the theme (t1, t2, t3, acc, ...)."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setFont(pt(size, weight))
    set_role(result, ink=ink)
    return result


def panel_title(text: str) -> QLabel:
    """The name of a panel: small spaced capitals."""
    result = label(text.upper(), ink="t2")
    result.setFont(caps())
    result.setAccessibleName(text)
    return result


def rule(parent: QWidget | None = None) -> QFrame:
    """A hairline across the panel."""
    line = QFrame(parent)
    line.setFixedHeight(1)
    set_role(line, ground="rule")
    return line


class WrapLabel(QLabel):
    """Wrapped text that asks for no width and just the height its present width needs."""

    def __init__(
        self, text: str = "", size: float = 9, weight: int = 400, ink: str = "t2", line_height: int = 120
    ) -> None:
        super().__init__()
        self._line_height = line_height
        self._plain = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFont(pt(size, weight))
        set_role(self, ink=ink)
        self.set_text(text)

    @property
    def plain_text(self) -> str:
        return self._plain

    def set_text(self, text: str) -> None:
        """Show `text` as it is: markup in it is not interpreted."""
        if text == self._plain:
            return
        self._plain = text
        body = escape(text).replace("\n", "<br/>")
        self.setText(f'<p style="line-height:{self._line_height}%; margin:0">{body}</p>' if text else "")
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_ink(self, ink: str) -> None:
        set_role(self, ink=ink)

    def sizeHint(self) -> QSize:
        return QSize(0, max(self.heightForWidth(self.width()), 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
