"""The type scale: Inter with tabular figures where it is to be had, sizes in points."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, wraps
from typing import ParamSpec, TypeVar

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from workbench.paths import resources

TEXT = "Inter"
DISPLAY = "Inter Display"
BODY_POINTS = 9.0
SMALLEST_POINTS = 8.25
DISPLAY_FROM_POINTS = 16.0


P, T = ParamSpec("P"), TypeVar("T")


def remembered(maxsize: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the last `maxsize` results for as long as the application's font is the same."""

    def keep(make: Callable[P, T]) -> Callable[P, T]:
        known, of = lru_cache(maxsize)(make), QFont()

        @wraps(make)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            nonlocal of
            font = QApplication.font()
            if font != of:
                of = font
                known.cache_clear()
            return known(*args, **kwargs)

        return ask

    return keep


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
    # A copy: whoever asks may change it.
    return QFont(_made(size, weight))


@remembered(maxsize=64)
def _made(size: float, weight: int) -> QFont:
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
