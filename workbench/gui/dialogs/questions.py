"""All questions the window asks, in one place, so that tests can answer them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from workbench.gui.present.question import Question

PROJECTS = "Projects (*.swb)"
TABLES = "Tables of prices (*.csv *.txt *.tsv)"
PAGES, SHEETS = "Page (*.html)", "Sheets for paper (*.pdf)"
PIXELS, LINES = "Picture (*.png)", "Drawing (*.svg)"
ANYTHING = "Projects and prices (*.swb *.csv)"


class Questions:
    """Asks with dialogs over `parent`. Every method returns None, or the cautious answer, when refused.

    The dialogs are imported when they are first asked for: the window starts sooner without them.
    """

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def file_to_open(self) -> Path | None:
        """A project or a CSV file."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Open", "", f"{ANYTHING};;{PROJECTS};;{TABLES}")
        return Path(name) if name else None

    def file_to_save(self, suggested: Path) -> Path | None:
        """Where to save the project."""
        name, _ = QFileDialog.getSaveFileName(self._parent, "Save the project", str(suggested), PROJECTS)
        return Path(name) if name else None

    def csv_to_import(self) -> Path | None:
        """A CSV file of prices."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Import prices", "", TABLES)
        return Path(name) if name else None

    def report_to_save(self, suggested: Path) -> Path | None:
        """Where to write a report; the suffix says which kind."""
        kinds = f"{PAGES};;{SHEETS}"
        name, kind = QFileDialog.getSaveFileName(self._parent, "Save the report", str(suggested), kinds)
        return _with_suffix(name, ".pdf" if kind == SHEETS else ".html")

    def table_to_save(self, suggested: Path) -> Path | None:
        """Where to write a table."""
        name, _ = QFileDialog.getSaveFileName(self._parent, "Export a table", str(suggested), "CSV (*.csv)")
        return _with_suffix(name, ".csv")

    def picture_to_save(self, suggested: Path, width: int) -> tuple[Path, int] | None:
        """Where to write a picture, and how many pixels wide; the suffix says which kind."""
        kinds = f"{PIXELS};;{LINES}"
        name, kind = QFileDialog.getSaveFileName(self._parent, "Export a picture", str(suggested), kinds)
        path = _with_suffix(name, ".svg" if kind == LINES else ".png")
        if path is None or path.suffix.lower() == ".svg":
            return path and (path, width)
        words = "Width in pixels; the height follows:"
        wide, agreed = QInputDialog.getInt(self._parent, "Size of the picture", words, width, 300, 8000)
        return (path, wide) if agreed else None

    def written(self, path: Path) -> None:
        """Say where something was written and offer to open it; waits for nobody."""
        from workbench.gui.dialogs.written import WrittenBox

        WrittenBox(path, self._parent).open()

    def ticker(self, stored: tuple[str, ...]) -> tuple[str, str] | None:
        """(symbol, source)."""
        from workbench.gui.dialogs.add_ticker import AddTickerDialog

        dialog = AddTickerDialog(stored, self._parent)
        return dialog.wanted if dialog.exec() else None

    def run_note(self, number: int, text: str) -> str | None:
        """The note on a run, which is `text` so far."""
        from workbench.gui.dialogs.note import ask_note

        return ask_note(self._parent, number, text)

    def stop_training(self) -> bool:
        """Whether to stop the run and close; keeping it is the default."""
        from workbench.gui.dialogs import close_question

        return close_question.stop_training(self._parent)

    def unsaved(self, path: Path | None) -> str:
        """`save`, `discard` or `cancel`."""
        from workbench.gui.dialogs import close_question

        return close_question.unsaved(self._parent, path)

    def open_vault(self, question: Question) -> bool:
        """Whether to open the vault; keeping it sealed is the default."""
        return self._last(question)

    def reveal_vault(self, question: Question) -> bool:
        """Whether to show the sealed days; keeping them sealed is the default."""
        return self._last(question)

    def forget_tries(self, question: Question) -> bool:
        """Whether tries are to count no longer; counting them is the default."""
        return self._last(question)

    def stop_opening(self) -> bool:
        """Whether to close while the vault is being asked; waiting is the default."""
        from workbench.gui.dialogs import close_question

        return close_question.stop_opening(self._parent)

    def about(self) -> None:
        """The About dialog."""
        from workbench.gui.dialogs.about import AboutDialog

        AboutDialog(self._parent).exec()

    def _last(self, question: Question) -> bool:
        from workbench.gui.dialogs import last_question

        return last_question.ask(self._parent, question)

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _with_suffix(name: str, suffix: str) -> Path | None:
    """The chosen file, with the suffix of the chosen kind where the user typed none."""
    path = Path(name) if name else None
    return path.with_name(path.name + suffix) if path is not None and not path.suffix else path
