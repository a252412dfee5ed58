"""A drawing as SVG text: lines, areas, words. No library, no script, every stranger's word escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.export.tokens import LIGHT, Tokens

Inks = Mapping[str, str]
"""Role of `Tokens` -> what an SVG attribute says for it."""
FONT = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
HATCH_STEP = 7.0
PAD = 16.0


def page_inks() -> Inks:
    """Inks that the page's style sheet fills in, so that one drawing serves light and dark."""
    return {role: f"var(--{role})" for role in LIGHT.colours()}


def inks_of(tokens: Tokens) -> Inks:
    """The colours themselves, for paper and for programs that know no style sheets."""
    return tokens.colours()


class Drawing:
    """Collects shapes in pixels from the top left corner; `svg` gives the text of the picture."""

    def __init__(self, width: float, height: float, inks: Inks, label: str) -> None:
        self.width, self.height = width, height
        self._inks = inks
        self._label = label
        self._parts: list[str] = []

    def svg(self, *, alone: bool = False) -> str:
        """The picture; `alone` as a file of its own rather than within a page."""
        space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
        size = f' width="{_n(self.width)}" height="{_n(self.height)}"' if alone else ""
        head = (
            f'<svg{space} viewBox="0 0 {_n(self.width)} {_n(self.height)}"{size} role="img" '
            f'aria-label="{escape(self._label)}" font-family="{FONT}">'
        )
        return "\n".join([head, *self._parts, "</svg>"])

    def framed(self, title: str, foot: str) -> str:
        """The picture as a file of its own, a title above it and a line below, on the ground of a panel."""
        around = Drawing(self.width + 2 * PAD, self.height + 66, self._inks, f"{title}: {self._label}")
        around.rect((0, 0, around.width, around.height), "plot")
        around.text(PAD, 24, title, "t1", 15, weight=600)
        around._parts += [f'<g transform="translate({_n(PAD)} 36)">', *self._parts, "</g>"]
        around.text(PAD, around.height - 11, foot, "t2", 11.5)
        return around.svg(alone=True)

    def rect(self, box: tuple[float, float, float, float], ink: str, opacity: float = 1.0) -> None:
        """A filled box: left, top, width, height."""
        x, y, width, height = (_n(value) for value in box)
        self._parts.append(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}" '
            f'fill="{self._inks[ink]}"{_faint(opacity)}/>'
        )

    def line(
        self, ends: tuple[float, float, float, float], ink: str, width: float = 1.0, dash: str = ""
    ) -> None:
        """A straight line: from x, y to x, y."""
        x1, y1, x2, y2 = (_n(value) for value in ends)
        self._parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{self._inks[ink]}" '
            f'stroke-width="{_n(width)}"{_dashed(dash)}/>'
        )

    def curve(self, x: Floats, y: Floats, ink: str, width: float = 1.0, dash: str = "") -> None:
        """A line through points, shape (points,)."""
        self._parts.append(
            f'<polyline points="{_points(x, y)}" fill="none" stroke="{self._inks[ink]}" '
            f'stroke-width="{_n(width)}" stroke-linejoin="round"{_dashed(dash)}/>'
        )

    def band(self, x: Floats, low: Floats, high: Floats, ink: str, opacity: float) -> None:
        """The area between two curves over the same `x`, shape (points,)."""
        across = np.concatenate([x, x[::-1]])
        around = np.concatenate([high, low[::-1]])
        self._parts.append(
            f'<polygon points="{_points(across, around)}" fill="{self._inks[ink]}"{_faint(opacity)}/>'
        )

    def dot(self, x: float, y: float, ink: str, radius: float = 3.0, opacity: float = 1.0) -> None:
        """A filled circle."""
        self._parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{self._inks[ink]}"{_faint(opacity)}/>'
        )

    def text(
        self, x: float, y: float, words: str, ink: str, size: float = 11.0, *,
        anchor: str = "start", weight: int = 400, spacing: float = 0.0,
    ) -> None:  # fmt: skip
        """Words on the base line `y`; `anchor` is start, middle or end."""
        spaced = f' letter-spacing="{spacing:g}"' if spacing else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" fill="{self._inks[ink]}" font-size="{_n(size)}" '
            f'font-weight="{weight}" text-anchor="{anchor}"{spaced}>{escape(words)}</text>'
        )

    def hatch(self, box: tuple[float, float, float, float], ink: str) -> None:
        """Lines of 45 degrees within a box, without a pattern: not every program knows those."""
        left, top, width, height = box
        for shift in np.arange(HATCH_STEP, width + height, HATCH_STEP):
            start = (left + max(shift - height, 0.0), top + min(shift, height))
            end = (left + min(shift, width), top + max(shift - width, 0.0))
            self.line((*start, *end), ink)


def thinned(y: Floats, most: int) -> NDArray[np.int64]:
    """Which of the points, shape (n,), to draw: of each of `most` stretches the lowest and the highest."""
    if len(y) <= 2 * most:
        return np.arange(len(y))
    edges = np.linspace(0, len(y), most + 1).astype(int)
    kept = {0, len(y) - 1}
    for start, end in pairwise(edges):
        kept |= {start + int(np.argmin(y[start:end])), start + int(np.argmax(y[start:end]))}
    return np.array(sorted(kept))


def text_width(words: str, size: float) -> float:
    """About how wide words are: a page without scripts cannot measure them. Figures are all as wide as 0."""
    narrow = sum(letter in " .,:;'|ijlI·[]()" for letter in words)
    figures = sum(letter in "0123456789+\u2212" for letter in words)
    return size * (0.56 * (len(words) - narrow - figures) + 0.3 * narrow + 0.64 * figures)


def apart(wanted: Sequence[float], gap: float) -> list[float]:
    """Heights at least `gap` apart, in the order of `wanted`, each as near to what was wanted as can be."""
    order = np.argsort(wanted, kind="stable")
    placed = np.array(wanted, float)[order]
    for _ in range(60):
        for i in range(len(placed) - 1):
            short = gap - (placed[i + 1] - placed[i])
            if short > 0:
                placed[i] -= short / 2
                placed[i + 1] += short / 2
    result = np.empty(len(placed))
    result[order] = placed
    return [float(value) for value in result]


def _points(x: Floats, y: Floats) -> str:
    return " ".join(f"{_n(a)},{_n(b)}" for a, b in zip(x, y, strict=True))


def _n(value: float) -> str:
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _faint(opacity: float) -> str:
    return "" if opacity == 1.0 else f' fill-opacity="{opacity:g}"'


def _dashed(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""
