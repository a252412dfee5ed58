"""Tests of what leaves the window: reports, pictures, tables, the clipboard."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from tests.gui.desk import Answers, FakeRun, settle
from tests.samples import make_result
from workbench.evaluation.simulate import equity_curve
from workbench.export.parts import Context
from workbench.export.report import build
from workbench.export.sheets import Block, Sheets, sheets
from workbench.gui.dialogs.written import WrittenBox
from workbench.gui.main_window import MainWindow
from workbench.gui.paper import pdf
from workbench.gui.session import Session
from workbench.project.document import Document
from workbench.project.project import new_project

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def opened(state="no_edge", runs=1):
    """A window on a project whose run is shown."""
    prices, result = make_result(state=state)
    project = new_project(prices.symbol, "csv", content_hash=prices.content_hash, spec=result.spec)
    document = Document(project, runs=(result,) * runs, prices={prices.content_hash: prices})
    shown = MainWindow(Session(runner=FakeRun().runner(), document=document), Answers(unsaved="discard"))
    shown.resize(1440, 900)
    shown.show()
    settle(shown.session)
    return shown


@pytest.fixture
def window(qtbot):
    shown = opened()
    yield shown
    shown.close()
    shown.deleteLater()


def test_that_the_button_writes_a_report_and_offers_to_open_it(window, qtbot, tmp_path):
    button = next(b for b in window.toolbar.findChildren(QAbstractButton) if b.text() == "Report")
    window.verbs.questions.answers["report_to_save"] = tmp_path / "r.html"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window.session)
    assert "<h1>NO EDGE</h1>" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert window.verbs.questions.asked[-1] == ("written", (tmp_path / "r.html",))
    assert window.session.message == f"Written to {tmp_path / 'r.html'}."
    suggested = window.verbs.questions.asked[-2][1][0]
    assert suggested.name == "ACME run-0000 report.html"


def test_that_the_suffix_decides_between_page_and_pdf(window, tmp_path):
    for name in ("r.pdf", "r.report"):
        window.verbs.questions.answers["report_to_save"] = tmp_path / name
        window.commands["file.report"].trigger()
        settle(window.session)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "r.report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_that_nothing_replaces_the_project(window, tmp_path):
    path = tmp_path / "study.swb"
    window.session.save_as(path)
    settle(window.session)
    before = path.read_bytes()
    window.verbs.questions.answers.update(report_to_save=path, table_to_save=path)
    window.commands["file.report"].trigger()
    settle(window.session)
    assert (tmp_path / "study.swb.html").exists() and path.read_bytes() == before
    window.commands["file.export.run"].trigger()
    settle(window.session)
    assert path.read_bytes() == before and "is the project itself" in window.session.message


def test_that_without_a_run_there_is_nothing_to_report(qtbot):
    shown = opened(runs=0)
    assert not shown.commands["file.report"].isEnabled()
    assert shown.commands["file.export.price.picture"].isEnabled()
    shown.verbs.exports.report()
    assert "no run to report on" in shown.session.message
    for act in (shown.verbs.exports.picture, shown.verbs.exports.table, shown.verbs.exports.copy):
        act("equity")
        assert "There is no equity chart" in shown.session.message
    shown.verbs.exports.copy("price")
    assert not QGuiApplication.clipboard().image().isNull()
    assert {name for name, _ in shown.verbs.questions.asked} == set()
    shown.close()
    shown.deleteLater()


@pytest.mark.parametrize("chart", ["price", "equity"])
def test_that_a_picture_has_the_size_that_was_chosen(window, chart, tmp_path):
    window.verbs.questions.answers["picture_to_save"] = (tmp_path / "p.png", 1500)
    window.commands[f"file.export.{chart}.picture"].trigger()
    settle(window.session)
    picture = QImage(str(tmp_path / "p.png"))
    panel = window.chart(chart)
    assert picture.width() == 1500
    assert picture.height() == pytest.approx(1500 * (panel.height() + 24) / panel.width(), abs=1)
    foot = picture.copy(0, picture.height() - 30, 700, 30)
    assert len({foot.pixel(x, y) for x in range(0, 700, 2) for y in range(30)}) > 5


@pytest.mark.parametrize("chart", ["price", "equity"])
def test_that_a_drawing_is_whole_and_carries_its_foot(window, chart, tmp_path):
    window.verbs.questions.answers["picture_to_save"] = (tmp_path / "p.svg", 1500)
    window.commands[f"file.export.{chart}.picture"].trigger()
    settle(window.session)
    text = (tmp_path / "p.svg").read_text(encoding="utf-8")
    words = " ".join(ElementTree.fromstring(text).itertext())
    data = window.session.result.data.sha256[:12]
    assert f"NO EDGE · 3 tries · 5 bp a side · data {data}" in words and "VAULT" in words
    assert QSvgRenderer(QByteArray(text.encode())).isValid() and "var(" not in text


def test_that_a_copied_chart_is_on_the_clipboard(window):
    window.commands["file.export.equity.copy"].trigger()
    assert QGuiApplication.clipboard().image().width() == 2 * window.chart("equity").width()
    assert window.session.message == "The equity chart is on the clipboard."


def test_that_tables_hold_what_is_shown(window, tmp_path):
    window.session.set_what_if_cost(9.0)
    settle(window.session)
    frames = {}
    for name in ("price", "equity"):
        window.verbs.questions.answers["table_to_save"] = tmp_path / f"{name}.csv"
        window.commands[f"file.export.{name}.table"].trigger()
        settle(window.session)
        text = (tmp_path / f"{name}.csv").read_text(encoding="utf-8")
        assert "# costs: 9 bp a side" in text
        frames[name] = pd.read_csv(io.StringIO(text), comment="#")
    first, last = window.chart("price").shown_bars
    days = [str(day) for day in window.session.prices.session[first:last]]
    assert frames["price"]["date"].tolist() == days and 30 < len(days) < 400
    np.testing.assert_allclose(
        frames["equity"]["model"], equity_curve(window.session.shown_backtest.net), atol=1e-12
    )


def test_that_the_shown_run_is_exported(window, tmp_path):
    window.verbs.questions.answers["table_to_save"] = tmp_path / "run.csv"
    window.commands["file.export.run"].trigger()
    settle(window.session)
    assert len(pd.read_csv(tmp_path / "run.csv", comment="#")) == len(window.session.result.predictions)


def test_that_an_invalid_run_leaves_no_forecast_in_a_chart(qtbot, tmp_path):
    shown = opened("invalid")
    shown.verbs.questions.answers.update(
        picture_to_save=(tmp_path / "p.svg", 900), table_to_save=tmp_path / "p.csv"
    )
    shown.verbs.exports.picture("price")
    shown.verbs.exports.table("price")
    settle(shown.session)
    text = (tmp_path / "p.svg").read_text(encoding="utf-8")
    assert "INVALID" in text and "one-step forecast" not in text
    assert "predicted_price" not in pd.read_csv(tmp_path / "p.csv", comment="#")
    shown.verbs.exports.picture("equity")
    assert "There is no equity chart" in shown.session.message
    shown.close()
    shown.deleteLater()


@pytest.mark.parametrize(("state", "pages"), [("no_edge", 3), ("invalid", 1)])
def test_that_sheets_are_printed_with_the_foot_on_each(qapp, state, pages):
    prices, result = make_result(state=state)
    made = sheets(build(result, Context(prices=prices, notes="A note. " * 3000 if pages > 1 else "")))
    printed = pdf(Sheets.from_json(made.to_json()))
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= pages


def test_that_blocks_too_many_for_a_sheet_go_on_in_the_next(qapp):
    blocks = tuple(Block(html=f"<p>{number}</p>") for number in range(120))
    assert len(re.findall(rb"/Type\s*/Page\b", pdf(Sheets("t", "f", blocks)))) == 3


def test_that_the_box_offers_to_open_the_report_and_its_folder(window, tmp_path, monkeypatch):
    from workbench.gui.dialogs import written

    places = []
    monkeypatch.setattr(written.QDesktopServices, "openUrl", lambda url: places.append(url.toLocalFile()))
    for name in ("opening", "showing"):
        box = WrittenBox(tmp_path / "r.html", window)
        box.open()
        getattr(box, name).click()
    assert places == [str(tmp_path / "r.html"), str(tmp_path)]
