"""Tests of the picture in the setup: it is the model's own, of days the model may see, sharp to the pixel."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from tests.gui.desk import choose, open_session, type_into
from tests.samples import make_prices
from workbench.evaluation.walk_forward import make_folds
from workbench.evaluation.zones import make_zones
from workbench.experiment.fold_jobs import Columns
from workbench.experiment.spec import ExperimentSpec
from workbench.gui.menus import Commands
from workbench.gui.model_sight import ModelSight
from workbench.gui.present.model_sight import sight
from workbench.gui.setup_dock import SetupDock
from workbench.gui.theme import DARK, LIGHT, Theme, apply
from workbench.gui.verbs import Verbs
from workbench.gui.widgets.pixel_picture import PixelPicture, as_image, whole_times
from workbench.models.catalog import CATALOG
from workbench.models.chart_picture import draw

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CHART = ExperimentSpec().with_settings({"model.kind": "chart_cnn"})


@pytest.fixture
def session(qapp):
    with open_session(qapp) as opened:
        yield opened


@pytest.fixture
def dock(qtbot, session):
    owner = QWidget()
    qtbot.addWidget(owner)
    dock = SetupDock(session, Commands(owner, Verbs(session, owner, None), session.theme))
    qtbot.addWidget(dock)
    dock.resize(252, 900)
    dock.show()
    yield dock


def shown(dock) -> ModelSight:
    return dock.findChild(ModelSight)


@pytest.mark.parametrize("days", [5, 20, 60])
def test_that_it_is_what_the_model_gets_for_its_last_decision(session, days):
    spec = CHART.with_settings({"features.lookback": days})
    session.edit("Choose", session.document.project.model_copy(update={"spec": spec}))
    prices = session.prices
    zones = make_zones(prices, spec.evaluation.first_train, spec.evaluation.vault_bars)
    last = make_folds(zones, spec.evaluation, spec.features)[-1].decision_last
    _, columns = Columns(spec, spec.model)(prices)
    seen = sight(spec, prices, session.plan)
    assert np.array_equal(seen.pixels, draw(columns, days)[last])
    assert str(prices.session[last]) in seen.caption and last < zones.vault_first


def test_that_the_caption_says_days_date_and_size(session):
    caption = sight(CHART, session.prices, None).caption.replace("\u00a0", " ")
    assert caption == "What the model sees: the 20 days to 2017-01-03, 60 × 64 pixels"


@pytest.mark.parametrize("kind", [kind for kind in CATALOG if kind != "chart_cnn"])
def test_that_models_that_see_numbers_have_no_picture(session, kind):
    assert sight(ExperimentSpec().with_settings({"model.kind": kind}), session.prices, None) is None


def test_that_without_prices_or_with_too_few_there_is_no_picture(session):
    assert sight(CHART, None, None) is None
    assert sight(CHART, make_prices(515), None) is None


def test_that_the_setup_shows_it_for_the_chart_cnn_alone(dock):
    assert not shown(dock).isVisible()
    choose(dock, "chart_cnn")
    assert shown(dock).isVisible() and shown(dock).picture.pixels.shape == (64, 60)
    assert shown(dock).picture.accessibleName() == shown(dock).caption.plain_text != ""
    choose(dock, "lstm")
    assert not shown(dock).isVisible()


def test_that_it_follows_the_window_and_the_symbol(qtbot, dock, session):
    choose(dock, "chart_cnn")
    type_into(qtbot, dock, "features.lookback", "60")
    assert shown(dock).picture.pixels.shape == (96, 180)
    before = shown(dock).picture.pixels.copy()
    session.show_symbol("NASDAQ")
    assert not np.array_equal(shown(dock).picture.pixels, before)
    type_into(qtbot, dock, "features.lookback", "30")
    assert not shown(dock).isVisible()
    session.undo()
    assert shown(dock).isVisible()


@pytest.mark.parametrize("width", [236, 252, 400])
@pytest.mark.parametrize("days", [5, 20, 60])
def test_that_picture_and_caption_have_room(qtbot, dock, session, width, days):
    dock.resize(width, 700)
    choose(dock, "chart_cnn")
    session.set_setting("features.lookback", days, "Set window size")
    part = shown(dock)
    qtbot.waitUntil(lambda: part.caption.height() >= part.caption.heightForWidth(part.caption.width()))
    for piece in (part.picture, part.caption):
        assert part.rect().contains(piece.geometry()), (piece, part.rect(), piece.geometry())
    assert not part.picture.geometry().intersects(part.caption.geometry())


@pytest.mark.parametrize(
    ("size", "room", "times"),
    [((60, 64), (200, 128), 2),
     ((180, 96), (214, 128), 1), ((15, 32), (214, 128), 4), ((180, 96), (90, 99), 1)],
)  # fmt: skip
def test_that_a_picture_grows_by_whole_times(size, room, times):
    assert whole_times(size, room) == times


@pytest.mark.parametrize(("mode", "tokens"), [("dark", DARK), ("light", LIGHT)])
def test_that_every_pixel_is_a_sharp_square_in_the_colours_of_the_theme(qapp, qtbot, mode, tokens):
    apply(qapp, Theme(mode))
    pixels = np.random.default_rng(7).integers(0, 2, (32, 15), dtype=np.uint8)
    picture = PixelPicture()
    qtbot.addWidget(picture)
    picture.show_pixels(pixels, 200)
    image = picture.grab().toImage()
    assert (image.width(), image.height()) == (4 * 15 + 2, 4 * 32 + 2)
    inks = [tokens.plot.lower(), tokens.t1.lower()]
    for y in range(4 * 32):
        for x in range(4 * 15):
            assert image.pixelColor(x + 1, y + 1).name() == inks[pixels[y // 4, x // 4]], (x, y)


def test_that_an_image_owns_its_pixels():
    pixels = np.ones((4, 3), np.uint8)
    image = as_image(pixels, "#000000", "#ffffff")
    pixels[:] = 0
    assert image.pixelColor(2, 3).name() == "#ffffff"
