"""What stands in the head of an indicator's pane, and how panes share the height beneath the prices."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.dataclass import dataclass
from workbench.features.registry import FeatureRow
from workbench.gui.present import format as fmt
from workbench.settings import STUDIES

PRICES_LEAST = 120
"""Pixels that the prices keep, whatever is beneath them."""
VOLUME_HEIGHT = 46
STUDY_HEIGHT, STUDY_LEAST = 64, 34
COMPUTING = "is being computed…"
NOT_TO_BE_HAD = "cannot be computed for these prices."
SEALED = "none in the vault"
"""True of days that are sealed and of days that were: no line enters the vault."""
FULL = f"{STUDIES} at most: close one to choose another"
Figures = tuple[tuple[str, str], ...]
"""(column, figure); the column is empty where there is but one."""


@dataclass(frozen=True, slots=True)
class Beneath:
    """What has room beneath the prices: the volume, and `studies` panes of `height` pixels each."""

    volume: bool
    studies: int
    height: int


def room_beneath(height: float, studies: int, volume: bool) -> Beneath:
    """Share `height` pixels of prices, volume and indicators.

    The prices keep their least height; then the volume gives way, then the panes grow lower, and the last
    ones are left out.
    """
    if not studies:
        return Beneath(volume, 0, 0)
    room = int(height) - PRICES_LEAST
    if volume and room - VOLUME_HEIGHT >= studies * STUDY_LEAST:
        return Beneath(True, studies, min((room - VOLUME_HEIGHT) // studies, STUDY_HEIGHT))
    fitting = min(max(room // STUDY_LEAST, 0), studies)
    if not fitting:
        return Beneath(volume, 0, 0)
    return Beneath(False, fitting, min(room // fitting, STUDY_HEIGHT))


def left_out(studies: int) -> str:
    """What the legend says of indicators without room; empty where there are none."""
    if not studies:
        return ""
    return f"{fmt.counted(studies, 'indicator')} {'needs' if studies == 1 else 'need'} a taller chart"


def lengths(row: FeatureRow) -> str:
    """What an indicator is computed over: 12, 26, 9 days."""
    return f"{', '.join(map(str, row.lengths))} days" if row.lengths else ""


def figures(columns: Sequence[str], values: Sequence[float], sealed: bool) -> Figures:
    """The figures of one day; a sealed day has none."""
    if sealed:
        return (("", SEALED),)
    first = f"{columns[0]}_" if columns else ""
    names = [name.removeprefix(first).replace("_", " ") if len(columns) > 1 else "" for name in columns]
    return tuple((name, _figure(value)) for name, value in zip(names, values, strict=True))


def sentence(title: str, over: str, said: Figures) -> str:
    """The head as one line for screen readers."""
    about = ", ".join(part for part in (title, over) if part)
    told = ", ".join(f"{name} {figure}".strip() for name, figure in said)
    return f"{about}: {told}" if told else about


def _figure(value: float) -> str:
    return fmt.number(value, 2 if abs(value) >= 10 else 4)
