"""Line icons of our own (resources/icons, 16 px grid), tinted with the theme."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workbench.export.tokens import Tokens
from workbench.paths import resources

SIZES = (16, 32, 64)


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def has_icon(name: str) -> bool:
    """Whether there is an icon of this name."""
    return (resources() / "icons" / f"{name}.svg").is_file()


def svg(name: str, ink: str) -> QByteArray:
    """The SVG of an icon with every stroke and fill in `ink`."""
    return QByteArray(_source(name).replace("currentColor", ink).encode())


@lru_cache(maxsize=128)
def _renderer(name: str, ink: str) -> QSvgRenderer:
    return QSvgRenderer(svg(name, ink))


def paint_icon(painter: QPainter, name: str, ink: str, box: QRectF) -> None:
    """Draw an icon into `box`, sharp at any scale."""
    _renderer(name, ink).render(painter, box)


def pixmap(name: str, ink: str, size: int, ratio: float = 1.0) -> QPixmap:
    """A square pixmap of `size` logical pixels."""
    image = _drawn(_renderer(name, ink), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, tokens: Tokens, ink: str | None = None) -> QIcon:
    """The icon in the colour of text, or in `ink`; greyed where its action is disabled."""
    result = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, ink or tokens.t1), (QIcon.Mode.Disabled, tokens.line2)):
        drawing = _renderer(name, colour)
        for size in SIZES:
            result.addPixmap(_drawn(drawing, size), mode)
    return result


def _drawn(drawing: QSvgRenderer, pixels: int) -> QPixmap:
    image = QPixmap(pixels, pixels)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter)
    painter.end()
    return image
