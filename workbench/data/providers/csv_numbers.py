"""Numbers as people write them in CSV files: decimal commas, thousands, currency signs, "null"."""

from __future__ import annotations

import re

import numpy as np

from workbench.data.series import Floats

_CURRENCY = str.maketrans("", "", "$€£¥ \u00a0\u202f'")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+")
_SCALE = {"K": 1e3, "M": 1e6, "B": 1e9}


def decimal_mark(cells: list[str], delimiter: str) -> str:
    """"," or ".": which of the two ends the whole part of the numbers in these price cells."""
    for cell in cells:
        comma, point = cell.rfind(","), cell.rfind(".")
        if comma >= 0 and point >= 0:
            return "," if comma > point else "."
        if comma >= 0 and not _THOUSANDS.fullmatch(cell.strip()):
            return ","
        if point >= 0 and cell.count(".") == 1 and len(cell) - point != 4:
            return "."
    # Only cells like "1,234" are left: who separates columns by semicolons writes decimal commas.
    return "," if delimiter != "," and any("," in cell for cell in cells) else "."


def numbers(cells: list[str], mark: str = ".") -> Floats:
    """float64 (cells,); NaN where a cell is empty, "null" or no number."""
    out = np.empty(len(cells))
    for i, cell in enumerate(cells):
        try:
            out[i] = float(cell if mark == "." else cell.replace(".", "").replace(",", "."))
        except ValueError:
            out[i] = _untidy(cell, mark)
    return out


def _untidy(cell: str, mark: str) -> float:
    text = cell.translate(_CURRENCY).strip()
    text = text.replace(".", "").replace(",", ".") if mark == "," else text.replace(",", "")
    scale = _SCALE.get(text[-1:].upper(), 1.0)
    try:
        return float(text[:-1] if scale != 1.0 else text) * scale
    except ValueError:
        return float("nan")
