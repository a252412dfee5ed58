"""Tables as they lie on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.gui.present.format import MINUS, THIN


def as_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Titles and rows, cells parted by tabs, as spreadsheets take them.

    Minus signs are hyphens there, and no thin space parts % from its figure.
    """
    lines = ["\t".join(columns), *("\t".join(row) for row in rows)]
    return "\n".join(lines).replace(MINUS, "-").replace(THIN, "") + "\n"
