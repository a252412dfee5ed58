"""A chart as it is shown, as pixels, with the line below it that no export goes without."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import Tokens, pt

FOOT = 24
MARGIN = 12


def size_of(panel: QWidget) -> QSize:
    """Of the picture, in the window's own pixels."""
    return QSize(panel.width(), panel.height() + FOOT)


def image(panel: QWidget, foot: str, tokens: Tokens, width: int) -> QImage:
    """The panel `width` pixels wide, its height as it follows; all is drawn anew, nothing stretched."""
    scale = width / panel.width()
    held = QImage(width, round(size_of(panel).height() * scale), QImage.Format.Format_RGB32)
    held.fill(QColor(tokens.bg1))
    painter = QPainter(held)
    painter.scale(scale, scale)
    _paint(painter, panel, foot, tokens)
    painter.end()
    return held


def png(panel: QWidget, foot: str, tokens: Tokens, width: int) -> bytes:
    """The same as a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(panel, foot, tokens, width).save(buffer, "PNG")
    buffer.close()
    return held.data()


def _paint(painter: QPainter, panel: QWidget, foot: str, tokens: Tokens) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    panel.render(painter, QPoint(0, 0))
    painter.setFont(pt(8.25))
    painter.setPen(QColor(tokens.t2))
    box = QRectF(MARGIN, panel.height(), panel.width() - 2 * MARGIN, FOOT)
    metrics = QFontMetricsF(painter.font())
    line = metrics.elidedText(foot, Qt.TextElideMode.ElideMiddle, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
