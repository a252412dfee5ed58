"""The cell of a table that holds the user's note on a run: shown as plain text, edited in place."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QWidget,
)

from workbench.gui.present.compare import NOTE_PROMPT, NOTE_TIP
from workbench.gui.theme import pt
from workbench.project.project import MAX_RUN_NOTE

NOTE_WIDTH = 116
"""Pixels that the column asks for, whatever is written: no long note drives a figure out."""


class NoteDelegate(QStyledItemDelegate):
    """`written` carries the cell and its new text, once the user has kept it."""

    written = Signal(QModelIndex, str)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        line = QLineEdit(parent)
        line.setMaxLength(MAX_RUN_NOTE)
        line.setFont(pt(8.6))
        line.setPlaceholderText(NOTE_PROMPT)
        line.setAccessibleName(index.data(Qt.ItemDataRole.AccessibleTextRole))
        return line

    def setEditorData(self, editor: QLineEdit, index: QModelIndex | QPersistentModelIndex) -> None:
        editor.setText(index.data() or "")

    def setModelData(
        self, editor: QLineEdit, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The project keeps notes, not the table: it is told, and fills its cells anew."""
        self.written.emit(QModelIndex(index), editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setGeometry(option.rect)


def describe(item: QTableWidgetItem, number: int) -> None:
    """What a note's cell says to the pointer and to screen readers; markup in a note stays plain words."""
    note = item.text()
    item.setToolTip(f"<qt>{escape(note)}</qt>" if note else NOTE_TIP)
    said = f"note on run {number}: {note}" if note else f"no note on run {number}"
    item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
