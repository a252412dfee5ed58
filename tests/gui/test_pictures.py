"""Every state of the window beside the picture that was last looked at and found good.

Compared are means over squares of 16 pixels, so that another font or another way to smooth lines passes, and
a panel that is gone, empty, in a wrong colour or in a wrong place does not. What differs is stored under
build/shots/differs. After a change that is meant: `WORKBENCH_NEW_PICTURES=1 python3 dev.py test
tests/gui/test_pictures.py`, then look at every picture in tests/gui/seen.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontDatabase, QImage

from tests.gui.pictures import LARGE, SMALL, STATES, shown

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SEEN = Path(__file__).with_name("seen")
DIFFERS = Path(__file__).resolve().parents[2] / "build" / "shots" / "differs"
SQUARE = 16
STATUS_BAR = 24
"""At the foot stands what differs from machine to machine: memory, folders."""
IN_A_SQUARE, OVERALL = 40.0, 2.0
"""Of 255: most that a square may differ, and their mean."""
FONT, OTHER_FONT = "Inter", 8.0
"""The pictures are set in Inter; where it is not installed only their mean counts (about 5), and loosely."""
CASES = [
    *((name, theme, LARGE) for name in STATES for theme in ("dark", "light")),
    ("finished", "dark", SMALL), ("training", "light", SMALL),
]  # fmt: skip


def squares(image: QImage, shape: tuple[int, int] | None = None) -> np.ndarray:
    """Mean grey of every square, shape (rows, columns)."""
    rows, columns = shape or (image.height() // SQUARE, image.width() // SQUARE)
    small = QSize(columns, rows)
    smooth = Qt.TransformationMode.SmoothTransformation
    grey = image.scaled(small, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    grey = grey.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return lines[:, : grey.width()].astype(float)


def compare(name: str, now: QImage, folder: Path = SEEN) -> tuple[float, float]:
    """(largest difference of a square, their mean) from the picture in `folder`; what differs is stored."""
    shape = squares(now).shape
    before = squares(QImage(str(folder / f"{name}.png")), shape)
    difference = np.abs(before - squares(now))
    worst, mean = float(difference.max()), float(difference.mean())
    if worst > IN_A_SQUARE or mean > OVERALL:
        DIFFERS.mkdir(parents=True, exist_ok=True)
        now.save(str(DIFFERS / f"{name}.png"))
        shade = np.ascontiguousarray(np.clip(difference * 4, 0, 255).astype(np.uint8))
        rows, columns = shade.shape
        marked = QImage(shade.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8)
        marked.scaled(columns * SQUARE, rows * SQUARE).save(str(DIFFERS / f"{name}-difference.png"))
    return worst, mean


def settled(qapp, ready=lambda: True, least: int = 12) -> None:
    """Let delayed layouts and repaints happen, in `least` rounds of the event loop."""
    rounds, until = 0, time.monotonic() + 20
    while rounds < least or not ready():
        assert time.monotonic() < until, "the window did not get there"
        rounds += 1
        qapp.processEvents()
        time.sleep(0.005)


@pytest.mark.parametrize(("name", "theme", "size"), CASES, ids=lambda part: str(part).replace(", ", "x"))
def test_that_the_window_looks_as_it_did_when_it_was_looked_at(qapp, name, theme, size):
    picture = "-".join([name, theme, *(["small"] if size == SMALL else [])])
    with shown(qapp, name, theme, size, lambda ready: settled(qapp, ready)) as window:
        # What is drawn live waits for its timers.
        settled(qapp, least=120 if name == "training" else 12)
        image = window.grab().toImage()
    image = image.copy(QRect(0, 0, image.width(), image.height() - STATUS_BAR))
    if os.environ.get("WORKBENCH_NEW_PICTURES"):
        SEEN.mkdir(exist_ok=True)
        third = image.scaledToWidth(image.width() // 3, Qt.TransformationMode.SmoothTransformation)
        third.convertToFormat(QImage.Format.Format_Grayscale8).save(str(SEEN / f"{picture}.png"))
        DIFFERS.mkdir(parents=True, exist_ok=True)
        image.save(str(DIFFERS / f"{picture}.png"))
        pytest.skip("a new picture to be looked at")
    worst, mean = compare(picture, image)
    is_set_alike = FONT in QFontDatabase.families()
    fits = worst <= IN_A_SQUARE and mean <= OVERALL if is_set_alike else mean <= OTHER_FONT
    assert fits, f"see {DIFFERS} ({worst:.0f}, {mean:.2f})"


def test_that_an_empty_panel_or_another_theme_is_seen():
    def seen(name: str) -> QImage:
        small = QImage(str(SEEN / f"{name}.png")).convertToFormat(QImage.Format.Format_RGB32)
        return small.scaled(LARGE[0], LARGE[1] - STATUS_BAR)

    assert compare("finished-dark", seen("finished-dark"))[0] < 3
    patched = seen("finished-dark")
    for x in range(700, 900):
        for y in range(500, 600):
            patched.setPixelColor(x, y, Qt.GlobalColor.white)
    assert compare("finished-dark", patched)[0] > IN_A_SQUARE
    assert compare("finished-dark", seen("finished-light"))[1] > OVERALL
