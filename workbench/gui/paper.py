"""Prints the blocks of a report on sheets of A4: text as text, drawings as drawings, nothing as pixels."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtSvg import QSvgRenderer

from workbench.export.sheets import WIDTH, Block, Sheets
from workbench.export.svg import FONT, inks_of
from workbench.export.tokens import LIGHT

MARGIN_MM = 15
DOTS_PER_INCH = 300
GAP = 7.0
FOOT = 26.0
"""Kept free at the bottom of every sheet."""
INKS = inks_of(LIGHT)
FAMILIES = ["Inter", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif"]
STYLE = f"body {{ color: {INKS['t2']}; }} p {{ margin: 0 0 4px 0; }}"


def print_file(source: Path, target: Path) -> int:
    """Print what `Sheets.to_json` wrote to `source`; the exit code. For a process of its own."""
    app = QGuiApplication.instance() or QGuiApplication([])
    target.write_bytes(pdf(Sheets.from_json(source.read_text(encoding="utf-8"))))
    app.processEvents()
    return 0


def pdf(sheets: Sheets) -> bytes:
    """The sheets as a PDF; needs an application, no window."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(sheets.title)
    writer.setCreator("Stock Workbench")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setResolution(DOTS_PER_INCH)
    painter = QPainter(writer)
    scale = writer.width() / WIDTH
    painter.scale(scale, scale)
    paint(sheets, painter, writer.height() / scale, writer.newPage)
    painter.end()
    buffer.close()
    return held.data()


def paint(sheets: Sheets, painter: QPainter, height: float, new_page: Callable[[], object]) -> int:
    """Paint sheets of `WIDTH` x `height` units one after the other; how many there were.

    Blocks stand whole on one sheet, headings with what they head.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = height - FOOT
    pages, y = 1, 0.0
    for group in _groups(sheets.blocks):
        parts = [_Part(block) for block in group]
        needed = sum(part.height + GAP for part in parts) - GAP
        if y and y + needed > room:
            _foot(sheets, painter, height, pages)
            new_page()
            pages, y = pages + 1, 0.0
        for part in parts:
            part.draw(painter, y)
            y += part.height + GAP
    _foot(sheets, painter, height, pages)
    return pages


class _Part:
    """One block and how high it is."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._document: QTextDocument | None = None
        self.height = block.height
        if not block.svg:
            self._document = _document(block.html)
            self.height = self._document.size().height()

    def draw(self, painter: QPainter, y: float) -> None:
        painter.save()
        painter.translate(0, y)
        if self._document is not None:
            self._document.drawContents(painter)
        else:
            box = QRectF(0, 0, WIDTH, self.height)
            # Qt's SVG takes the list of families for one name, which nobody has.
            family = escape(QFontInfo(QFont(FAMILIES)).family())
            svg = self._block.svg.replace(FONT, family)
            QSvgRenderer(QByteArray(svg.encode())).render(painter, box)
        painter.restore()


def _groups(blocks: tuple[Block, ...]) -> list[list[Block]]:
    """Blocks that belong on one sheet together."""
    groups: list[list[Block]] = []
    held: list[Block] = []
    for block in blocks:
        held.append(block)
        if not block.keep:
            groups.append(held)
            held = []
    return [*groups, held] if held else groups


def _document(html: str) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUseDesignMetrics(True)
    font = QFont(FAMILIES)
    font.setPixelSize(12)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(STYLE)
    document.setTextWidth(WIDTH)
    document.setHtml(f"<body>{html}</body>")
    return document


def _foot(sheets: Sheets, painter: QPainter, height: float, page: int) -> None:
    """Verdict, tries, costs and data hash on every sheet: each may be passed on alone."""
    font = QFont(FAMILIES)
    font.setPixelSize(10)
    painter.setFont(font)
    painter.setPen(QColor(INKS["line2"]))
    painter.drawLine(0, round(height - FOOT + 8), WIDTH, round(height - FOOT + 8))
    painter.setPen(QColor(INKS["t2"]))
    painter.drawText(QRectF(0, height - 15, WIDTH - 60, 15), sheets.foot)
    painter.drawText(QRectF(WIDTH - 60, height - 15, 60, 15), 0x0002, f"page {page}")
