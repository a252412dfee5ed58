"""The canvas of a chart: rows, ranges, and pictures kept for the screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from tests.gui.charts.pixels import picture
from workbench.gui.charts.axes import BarAxis, ValueAxis
from workbench.gui.charts.batch import FAR, Batch, whole
from workbench.gui.charts.canvas import Canvas, Pane
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.ghosts import Ghosts
from workbench.gui.charts.native import NativeRows, polygon
from workbench.gui.charts.text import CAPS, Lettering, scale_of


class Diagonal(Drawing):
    """A line from 0 to `end` on both axes; counts how often it is drawn."""

    def __init__(self, ink: str = "#ff0000", end: float = 1.0) -> None:
        self.ink, self.end, self.drawn, self.scales = ink, end, 0, set()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        self.drawn += 1
        self.scales.add(scale_of(painter))
        painter.setPen(QPen(QColor(self.ink), 3))
        painter.drawLine(QPointF(frame.x(0), frame.y(0)), QPointF(frame.x(self.end), frame.y(self.end)))


@pytest.fixture
def canvas(theme, qtbot):
    made = Canvas(theme, "a chart")
    qtbot.addWidget(made)
    made.still, made.live = Diagonal(), Diagonal("#0000ff", 0.5)
    made.upper, made.lower = Pane(theme, (made.still,), (made.live,)), Pane(theme, ())
    made.values = ValueAxis(theme, made.upper, lambda frame: [(0.5, "half")])
    made.dates = BarAxis(theme, made.lower, lambda frame: [])
    made.add(made.upper, 0)
    made.add(made.values, 0, at_right=True)
    made.add(made.lower, 1, height=40)
    made.add(made.dates, 2, height=made.dates.height)
    made.set_axis_width(60)
    made.resize(400, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_that_rows_fill_the_canvas_and_axes_stand_at_the_right_of_their_pane(canvas):
    dates = canvas.dates.height
    assert canvas.upper.area == QRectF(0, 0, 340, 300 - 40 - dates)
    assert canvas.values.area == QRectF(340, 0, 60, canvas.upper.area.height())
    assert canvas.lower.area == QRectF(0, 260 - dates, 340, 40)
    canvas.set_row_height(1, 0)
    assert canvas.upper.area.height() == 300 - dates and canvas.lower.area.height() == 0
    canvas.set_axis_width(100)
    assert canvas.upper.area.width() == 300
    assert canvas.inside(canvas.upper, QPointF(10, 5)) == QPointF(10, 5)
    assert canvas.inside(canvas.upper, QPointF(320, 5)) is None


def test_that_a_canvas_too_low_for_its_rows_gives_the_others_nothing(canvas):
    canvas.resize(400, 30)
    assert canvas.upper.area.height() == 0
    picture(canvas)


def test_that_what_is_kept_shows_the_very_pixels_that_were_drawn(canvas):
    canvas.upper.refresh()
    first = picture(canvas)
    drawn = canvas.still.drawn
    second, third = picture(canvas), picture(canvas)
    assert canvas.still.drawn == drawn + 1, "the second painting draws into what the third one copies"
    assert (first == second).all() and (second == third).all()
    assert (first[:, :, 2] > 200).any() and (first[:, :, 0] > 200).any()


def test_that_a_new_range_is_drawn_anew_and_the_same_one_is_not(canvas):
    canvas.upper.show_range(0, 1, 0, 1)
    before = picture(canvas), picture(canvas)
    drawn = canvas.still.drawn
    canvas.upper.show_range(0, 1, 0, 1)
    picture(canvas)
    assert canvas.still.drawn == drawn
    canvas.upper.show_range(0, 2, 0, 2)
    assert (picture(canvas) != before[1]).any()


def test_that_a_picture_at_another_scale_is_drawn_at_that_scale(canvas):
    picture(canvas)
    picture(canvas)
    canvas.still.scales.clear()
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(3, 3)
    canvas.render(painter, QPointF(0, 0).toPoint())
    painter.end()
    assert canvas.still.scales == {3.0}


def drawn_by(draw, scale: float = 1) -> np.ndarray:
    image = QImage(round(60 * scale), round(40 * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#406080"))
    draw(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).copy()


def test_that_rows_that_share_an_odd_height_lie_on_whole_pixels_and_meet(theme, qtbot):
    made = Canvas(theme, "a chart")
    qtbot.addWidget(made)
    panes = [Pane(theme, ()) for _ in range(3)]
    for row, pane in enumerate(panes):
        made.add(pane, row)
    made.resize(200, 100)
    made.show()
    edges = [(pane.area.top(), pane.area.bottom()) for pane in panes]
    assert edges == [(0, 33), (33, 67), (67, 100)]


def test_that_native_rows_are_drawn_as_qt_draws_its_own_objects():
    x, y = np.arange(50.0), np.full(50, 5.0)

    def draw(painter, call, *arguments):
        painter.setPen(QColor("#800000"))
        call(painter, *arguments)

    ours = drawn_by(lambda painter: draw(painter, Batch().lines, x, y, x, y + np.arange(50) / 2))
    lines = [QLineF(at, 5.0, at, 5.0 + at / 2) for at in range(50)]
    assert (ours == drawn_by(lambda painter: draw(painter, QPainter.drawLines, lines))).all()
    parts = [(x[:20], 3, 2, 9), (np.array([30.0]), 4, x[5:6], 6)]
    rects = [*(QRectF(at, 3, 2, 9) for at in range(20)), QRectF(30, 4, 5, 6)]
    for scale in (1, 2):
        boxes = drawn_by(lambda painter: Batch().boxes(painter, parts), scale)
        assert (boxes == drawn_by(lambda painter: painter.drawRects(rects), scale)).all()


@pytest.mark.parametrize("ground", ["", "#203040"])
@pytest.mark.parametrize("scale", [1, 1.25, 1.5, 2])
@pytest.mark.parametrize("face", [(8.25, 400), (10, 600), (7.5, CAPS)])
def test_that_a_label_looks_the_same_however_often_it_is_painted(theme, ground, scale, face):
    words = Lettering(face).label("1,234.50 VAULT")

    def paint(painter):
        painter.fillRect(QRectF(0, 0, 200, 60), QColor("#203040"))
        words.paint(painter, 3.3, 20.4, "#f0f0f0", ground)

    first = drawn_by(paint, scale).astype(int)
    assert len(np.unique(first)) > 20
    # Between whole scales the painter may place a single glyph a quarter of a pixel further.
    allowed = 0 if scale in (1, 2) else 0.6
    assert all(np.abs(drawn_by(paint, scale) - first).mean() <= allowed for _ in range(3))


def test_that_pixels_far_out_stay_within_the_painters_numbers():
    assert whole(np.array([1.4, 2.6, 1e300, -np.inf])).tolist() == [1, 3, FAR, -FAR]
    assert np.isnan(whole(np.array([np.nan]))).all()
    beyond = [(np.array([5.0]), whole(np.array([-1e300])), 3, 2 * FAR)]
    seen = drawn_by(lambda painter: Batch().boxes(painter, beyond))
    box = drawn_by(lambda painter: painter.drawRect(QRectF(5, -10, 3, 500)))
    assert (seen == box).all()


def test_that_an_empty_column_draws_nothing_and_longer_ones_grow_the_memory():
    blank = drawn_by(lambda painter: None)
    assert (drawn_by(lambda painter: Batch().boxes(painter, [(np.zeros(0), 1, 2, 3)])) == blank).all()
    rows = NativeRows(QLineF, 4)
    rows.rows(2)[:] = 1
    rows.rows(5000)[:] = 7
    assert (rows.rows(5000) == 7).all() and rows.first == QLineF(7, 7, 7, 7)


def test_that_a_polygon_has_the_points_of_its_arrays():
    made = polygon(np.array([1.0, 2.5, -3.0]), np.array([4.0, 5.0, 6.5]))
    assert [(point.x(), point.y()) for point in made.toList()] == [(1, 4), (2.5, 5), (-3, 6.5)]


def test_that_faint_curves_added_one_by_one_look_like_all_at_once(theme):
    random = np.random.default_rng(3)
    curves = tuple(1 + 0.02 * random.standard_normal(12).cumsum() for _ in range(6))
    frame = Frame(60, 40, 0.5, 12.5, 0.8, 1.2, theme.tokens)
    growing, whole = Ghosts(), Ghosts()
    for count in range(1, 7):
        growing.set(curves[:count])
        seen = drawn_by(lambda painter: growing.draw(painter, frame))
    whole.set(curves)
    assert (seen == drawn_by(lambda painter: whole.draw(painter, frame))).all()
    whole.set(curves[1:3])
    fewer = drawn_by(lambda painter: whole.draw(painter, frame))
    assert (fewer != seen).any()
    alone = Ghosts()
    alone.set(curves[1:3])
    assert (fewer == drawn_by(lambda painter: alone.draw(painter, frame))).all()
