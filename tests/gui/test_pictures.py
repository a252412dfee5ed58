"""Every state of the window beside the picture that was last looked at and found good.

Compared are means over squares of 16 pixels, so that another font or another way to smooth lines passes, and
a panel that is gone, empty, in a wrong colour or in a wrong place does not. What differs is stored under
build/shots/differs. After a change that is meant: `WORKBENCH_NEW_PICTURES=1 python3 dev.py test
tests/gui/test_pictures.py`, then look at every picture in tests/gui/seen.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontDatabase, QImage

from tests.gui.pictures import LARGE, SMALL, STATES, picture

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SEEN = Path(__file__).with_name("seen")
ROOT = Path(__file__).resolve().parents[2]
DIFFERS = ROOT / "build" / "shots" / "differs"
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


def squares(image: QImage, shape: tuple[int, int]) -> np.ndarray:
    """Mean grey of every square, shape (rows, columns)."""
    rows, columns = shape
    small = QSize(columns, rows)
    smooth = Qt.TransformationMode.SmoothTransformation
    grey = image.scaled(small, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    grey = grey.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return lines[:, : grey.width()].astype(float)


def compare(name: str, now: QImage, folder: Path = SEEN, square: int = SQUARE) -> tuple[float, float]:
    """(largest difference of a square, their mean) from the picture in `folder`; what differs is stored."""
    shape = now.height() // square, now.width() // square
    difference = np.abs(squares(QImage(str(folder / f"{name}.png")), shape) - squares(now, shape))
    worst, mean = float(difference.max()), float(difference.mean())
    if worst > IN_A_SQUARE or mean > OVERALL:
        DIFFERS.mkdir(parents=True, exist_ok=True)
        now.save(str(DIFFERS / f"{name}.png"))
        shade = np.ascontiguousarray(np.clip(difference * 4, 0, 255).astype(np.uint8))
        rows, columns = shade.shape
        marked = QImage(shade.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8)
        marked.scaled(columns * SQUARE, rows * SQUARE).save(str(DIFFERS / f"{name}-difference.png"))
    return worst, mean


@pytest.mark.parametrize(("name", "theme", "size"), CASES, ids=lambda part: str(part).replace(", ", "x"))
def test_that_the_window_looks_as_it_did_when_it_was_looked_at(qapp, name, theme, size):
    place = "-".join([name, theme, *(["small"] if size == SMALL else [])])
    expect_as_seen(place, picture(qapp, name, theme, size))


def test_that_it_looks_so_at_200_per_cent_too(tmp_path):
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.gui.pictures", str(tmp_path), "dark", "finished"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    image = QImage(str(tmp_path / "finished-dark.png"))
    assert (image.width(), image.height()) == (2 * LARGE[0], 2 * LARGE[1])
    expect_as_seen("finished-dark-200", image, scale=2)


def expect_as_seen(place: str, image: QImage, scale: int = 1) -> None:
    """Compare with the picture in `seen`, or put it there where new ones are wanted."""
    image = image.copy(QRect(0, 0, image.width(), image.height() - scale * STATUS_BAR))
    if os.environ.get("WORKBENCH_NEW_PICTURES"):
        SEEN.mkdir(exist_ok=True)
        third = image.scaledToWidth(image.width() // (3 * scale), Qt.TransformationMode.SmoothTransformation)
        third.convertToFormat(QImage.Format.Format_Grayscale8).save(str(SEEN / f"{place}.png"))
        DIFFERS.mkdir(parents=True, exist_ok=True)
        image.save(str(DIFFERS / f"{place}.png"))
        pytest.skip("a new picture to be looked at")
    worst, mean = compare(place, image, SEEN, scale * SQUARE)
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
