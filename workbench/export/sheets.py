"""A report as blocks for paper: words in the simple HTML that Qt's text knows, drawings as SVG.

Whoever prints needs to know nothing of runs, so it may do so in a process of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from itertools import accumulate
from textwrap import wrap

from workbench.dataclass import dataclass
from workbench.export.figures import Figure
from workbench.export.parts import Cell, Report, Row, Section, Table
from workbench.export.small_svg import draw_ruler
from workbench.export.svg import Drawing, inks_of, text_width
from workbench.export.tokens import LIGHT
from workbench.export.words import CAVEAT

WIDTH = 760
"""Of all blocks, pixels of 1/96 inch before the sheet scales them."""
MOST_ROWS = 24
"""Of a table in one block: longer ones go on in the next."""
MOST_LETTERS = 1800
FIGURE_ROOM = 92.0
FIGURE_WIDTHS = (176.0, 160.0, 138.0, 142.0, 144.0)
FIGURES_AT = tuple(accumulate(FIGURE_WIDTHS, initial=0.0))[:-1]
INKS = inks_of(LIGHT)


@dataclass(frozen=True, slots=True)
class Block:
    """`html`, or else `svg` of `height` pixels; `keep` holds it on one sheet with the next block."""

    html: str = ""
    svg: str = ""
    height: float = 0.0
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Sheets:
    """All blocks in order, and the line at the foot of every sheet."""

    title: str
    foot: str
    blocks: tuple[Block, ...]

    def to_json(self) -> str:
        """For the process that prints."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Sheets:
        """What `to_json` wrote; raises `ValueError` or `KeyError` for anything else."""
        held = json.loads(text)
        return cls(held["title"], held["foot"], tuple(Block(**block) for block in held["blocks"]))


def sheets(report: Report) -> Sheets:
    """The report for paper, verdict first."""
    return Sheets(f"{' '.join(report.head.lines)} \u2013 {report.title}", report.foot, tuple(_blocks(report)))


def _blocks(report: Report) -> Iterator[Block]:
    yield Block(html=_card(report))
    yield Block(html=_line(f"<b>{escape(report.title)}</b>", escape(report.about), 12))
    yield _figures(report.figures)
    for section in report.sections:
        yield from _section(section)
    yield Block(html=f'<p style="font-size:11px;color:{INKS["t3"]}">{escape(CAVEAT)}</p>')


def _section(section: Section) -> Iterator[Block]:
    yield _rule()
    yield Block(html=_line(f"<b>{escape(section.title)}</b>", escape(section.note), 15), keep=True)
    for line in section.text:
        yield from _paragraphs(line, 12)
    if section.chart is not None:
        chart = section.chart
        yield Block(svg=chart.svg(INKS, alone=True), height=chart.height * WIDTH / chart.width)
    if section.table is not None:
        for first in range(0, len(section.table.rows), MOST_ROWS):
            yield Block(html=_table(section.table, first))
    for line in section.after:
        yield from _paragraphs(line, 11)


def _paragraphs(line: str, size: int) -> Iterator[Block]:
    for part in wrap(line, MOST_LETTERS) or [""]:
        yield Block(html=f'<p style="font-size:{size}px">{escape(part)}</p>')


def _card(report: Report) -> str:
    """A bar in the ink of the verdict, then the word, the sentence and why."""
    head = report.head
    ink, ground, _ = LIGHT.state_ink(head.state)
    lines = [f'<p style="font-size:36px;font-weight:600;color:{ink}">{escape(" ".join(head.lines))}</p>']
    if head.subline:
        lines.append(f'<p style="font-size:15px;color:{ink}">{escape(head.subline)}</p>')
    lines.append(f'<p style="font-size:17px;color:{INKS["t1"]}">{escape(head.sentence)}</p>')
    if head.why:
        lines.append(f'<p style="font-size:11.5px">{escape(head.why)}</p>')
    return (
        '<table width="100%" cellspacing="0" cellpadding="0"><tr>'
        f'<td width="5" bgcolor="{ink}"></td><td bgcolor="{ground}" style="padding:10px 16px 12px 16px">'
        f"{''.join(lines)}</td></tr></table>"
    )


def _figures(figures: tuple[Figure, ...]) -> Block:
    drawing = Drawing(WIDTH, FIGURE_ROOM, INKS, "the figures of the verdict")
    for figure, left, step in zip(figures, FIGURES_AT, FIGURE_WIDTHS, strict=True):
        drawing.text(left, 12, figure.label, "t2", 11)
        drawing.text(left, 34, figure.value, "t3" if figure.muted else "t1", 19, weight=600)
        if figure.unit:
            drawing.text(left + text_width(figure.value, 20) + 6, 34, figure.unit, "t3", 11)
        if figure.ruler is not None:
            draw_ruler(drawing, figure.ruler, left, 41)
        top = 54 if figure.ruler is None else 72
        letters = int((step - 14) / 5.3)
        for number, words in enumerate(wrap(figure.below, letters)[:3]):
            drawing.text(left, top + 13 * number, words, "t2", 10.5)
    return Block(svg=drawing.svg(alone=True), height=drawing.height)


def _table(table: Table, first: int) -> str:
    """`MOST_ROWS` rows from `first` on, beneath the names of the columns where there are any."""
    shown = table.rows[first : first + MOST_ROWS]
    sides = tuple("left" if table.is_words else cell.side for cell in shown[0].cells) if shown else ()
    names = Row(table.columns[0], tuple(Cell(name) for name in table.columns[1:]))
    wide = ' width="150"' if table.is_words else ""
    lines = [_row(names, sides, INKS["t3"], wide)] if any(table.columns) else []
    lines += [_row(row, sides, INKS["t1"] if row.own else INKS["t2"], wide) for row in shown]
    return f'<table width="100%" cellspacing="0" cellpadding="0">{"".join(lines)}</table>'


def _row(row: Row, sides: tuple[str, ...], ink: str, wide: str) -> str:
    style = f"font-size:11.5px;padding:2px 0 2px 10px;color:{ink}{';font-weight:600' if row.own else ''}"
    held = "".join(
        f'<td align="{side}" style="{style}">{escape(cell.text)}</td>'
        for side, cell in zip(sides, row.cells, strict=False)
    )
    return f'<tr><td{wide} style="{style.replace(" 10px", " 0")}">{escape(row.name)}</td>{held}</tr>'


def _rule() -> Block:
    """The hairline above a section."""
    drawing = Drawing(WIDTH, 8, INKS, "")
    drawing.line((0, 4, WIDTH, 4), "line2")
    return Block(svg=drawing.svg(alone=True), height=drawing.height, keep=True)


def _line(left: str, right: str, size: int) -> str:
    """A title at the left, what belongs to it at the right; both are HTML already."""
    return (
        f'<table width="100%" cellspacing="0" cellpadding="0"><tr>'
        f'<td style="font-size:{size}px;color:{INKS["t1"]}">{left}</td>'
        f'<td align="right" style="font-size:11.5px">{right}</td></tr></table>'
    )
