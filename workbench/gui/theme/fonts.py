"""The type scale: Inter with tabular figures where it is to be had, sizes in points."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from workbench.paths import resources

TEXT = "Inter"
DISPLAY = "Inter Display"
BODY_POINTS = 9.0
SMALLEST_POINTS = 8.25
DISPLAY_FROM_POINTS = 16.0


@cache
def _load_fonts() -> None:
    for file in sorted((resources() / "fonts").glob("Inter*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))


@cache
def _there_is(family: str) -> bool:
    _load_fonts()
    return QFontDatabase.hasFamily(family)


def body_font() -> QFont:
    """The application font: Inter or the platform's own, every digit equally wide."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if _there_is(TEXT):
        font.setFamilies([TEXT])
    font.setPointSizeF(BODY_POINTS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def pt(size: float, weight: int = 400) -> QFont:
    """The application font in `size` points and `weight` (400 or 600); large sizes in the display cut."""
    base = QApplication.font()
    if base != _Made.of:
        _Made.of, _Made.fonts = base, {}
    known = _Made.fonts.get((size, weight)) or _Made.fonts.setdefault((size, weight), _make(size, weight))
    return QFont(known)


class _Made:
    """The fonts made so far, of one application font: making one takes longer than painting with it."""

    of: QFont | None = None
    fonts: ClassVar[dict[tuple[float, int], QFont]] = {}


def _make(size: float, weight: int) -> QFont:
    font = QFont(QApplication.font())
    if size >= DISPLAY_FROM_POINTS and _there_is(DISPLAY):
        font.setFamilies([DISPLAY])
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 99)
    font.setPointSizeF(size)
    font.setWeight(QFont.Weight(weight))
    return font


def caps(size: float = 7.5) -> QFont:
    """Spaced semibold capitals for panel names and zone labels; the text itself must be upper case."""
    font = pt(size, 600)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    return font
