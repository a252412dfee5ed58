"""What the program said, in order: the log panel's contents."""

from __future__ import annotations

from datetime import datetime

from workbench.dataclass import dataclass

KEPT = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """One line: local time, `info`, `warning` or `error`, and the text."""

    time: datetime
    level: str
    text: str


class LogBook:
    """Grows at its end; only the latest 2,000 lines are kept (the log file has them all)."""

    def __init__(self) -> None:
        self._lines: list[Said] = []
        self._dropped = 0

    def add(self, text: str, level: str = "info") -> None:
        """Write a line with the time of now."""
        self._lines.append(Said(datetime.now().astimezone(), level, text))
        surplus = len(self._lines) - KEPT
        if surplus > 0:
            del self._lines[:surplus]
            self._dropped += surplus

    @property
    def written(self) -> int:
        """Lines ever written."""
        return self._dropped + len(self._lines)

    def since(self, written: int) -> tuple[Said, ...]:
        """The lines after the first `written`, as far as they are kept."""
        return tuple(self._lines[max(0, written - self._dropped) :])
