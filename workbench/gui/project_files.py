"""Open, save and import: what the session does with files. Everything slow happens on the IO worker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench import paths
from workbench.errors import UsageError
from workbench.gui.ledger_desk import with_rows
from workbench.project.document import Document, Origin, Snapshot

if TYPE_CHECKING:
    from workbench.gui.session import Session

PROJECT = ".swb"
PRICES = (".csv", ".txt", ".tsv")



class ProjectFiles:
    """The file verbs of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._embed_yahoo: bool | None = None

    @property
    def embeds_yahoo(self) -> bool:
        """Whether the project file holds Yahoo's prices, from the next save on."""
        if self._embed_yahoo is not None:
            return self._embed_yahoo
        return self._session.document.snapshot().origin.embeds_yahoo

    def set_embed_yahoo(self, embedded: bool) -> None:
        """Put Yahoo's prices into the file at the next save, or leave them out."""
        self._embed_yahoo = embedded
        what = "puts Yahoo's prices into the file" if embedded else "leaves Yahoo's prices out of the file"
        self._session.say(f"The next save {what}.")

    def forget(self) -> None:
        """Another document is open: its own file says whether it holds Yahoo's prices."""
        self._embed_yahoo = None

    def open_path(self, path: Path) -> None:
        """A project is opened, a table of prices imported; anything else is named as what it is not."""
        if not path.is_file():
            self._session.change_settings(
                recent_files=self._session.settings.without_recent(path).recent_files
            )
            self._session.complain(UsageError(f"There is no file {path}.", "It may have been moved."))
        elif path.suffix.lower() in PRICES:
            self._session.import_csv(path)
        elif path.suffix.lower() != PROJECT:
            self._session.complain(
                UsageError(f"{path.name} is neither a project (.swb) nor a table of prices (.csv).")
            )
        elif self._session.running:
            self._session.complain(UsageError("A run is under way.", "Stop it before opening a project."))
        else:
            self._open(path)

    def save(self) -> bool:
        """Save under the known name; False where there is none."""
        path = self._session.document.path
        if path is not None:
            self.save_as(path)
        return path is not None

    def save_as(self, path: Path) -> None:
        """Write a snapshot of the document to `path`; the document stays dirty until that is done."""
        from workbench.project.file.writer import write

        path = path if path.suffix.lower() == PROJECT else path.with_name(path.name + PROJECT)
        document, embedded = self._session.document, self._embed_yahoo
        snapshot, prices, ledger = document.snapshot(), self._session.prices, paths.ledger_file()
        self._session.io.submit(
            lambda: write(with_rows(snapshot, prices, ledger), path, embed_yahoo=embedded),
            lambda origin: self._saved(document, snapshot, origin, path),
            self._session.complain,
        )

    def _open(self, path: Path) -> None:
        from workbench.project.file.reader import open_document

        self._session.say(f"Opening {path.name}...")
        self._session.io.submit(
            lambda: open_document(path), lambda document: self._opened(document, path), self._session.complain
        )

    def _opened(self, document: Document, path: Path) -> None:
        self._session.adopt(document)
        self._remember(path)
        self._session.say(f"{path.name} opened.")

    def _saved(self, document: Document, snapshot: Snapshot, origin: Origin, path: Path) -> None:
        document.mark_saved(snapshot, origin)
        self._remember(path)
        self._session.say(f"Saved as {path.name}.")

    def _remember(self, path: Path) -> None:
        self._session.change_settings(recent_files=self._session.settings.with_recent(path).recent_files)
