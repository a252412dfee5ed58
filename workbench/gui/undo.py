"""The one undo command: a project replaced by another."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

from PySide6.QtGui import QUndoCommand

from workbench.dataclass import dataclass
from workbench.project.project import Project

MERGE_SECONDS = 1.0
_MERGEABLE = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement of the project; edits of equal `key` within a second are one step."""

    before: Project
    after: Project
    text: str
    key: Hashable | None = None


class ReplaceProject(QUndoCommand):
    """Puts `edit.after` into the document, and `edit.before` back."""

    def __init__(
        self, edit: Edit, put: Callable[[Project], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(edit.text)
        self._edit = edit
        self._put = put
        self._made = clock()

    def redo(self) -> None:
        self._put(self._edit.after)

    def undo(self) -> None:
        self._put(self._edit.before)

    def id(self) -> int:
        return -1 if self._edit.key is None else _MERGEABLE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Swallow `other` when it edits the same field within a second of this one."""
        if not isinstance(other, ReplaceProject) or other._edit.key != self._edit.key:
            return False
        if other._made - self._made > MERGE_SECONDS:
            return False
        self._edit = Edit(self._edit.before, other._edit.after, other._edit.text, self._edit.key)
        self._made = other._made
        self.setText(self._edit.text)
        self.setObsolete(self._edit.before == self._edit.after)
        return True
