"""The open document and everything one can do with it: the verbs behind the window."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QUndoStack

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.gui import edits
from workbench.gui.announcer import EVERYTHING, Announcer, Callback
from workbench.gui.bridge import Bridge
from workbench.gui.inquiries import Inquiries
from workbench.gui.io_worker import IoWorker
from workbench.gui.ledger_desk import Counted, LedgerDesk
from workbench.gui.log_book import LogBook
from workbench.gui.open_charts import OpenCharts
from workbench.gui.preferences import Preferences
from workbench.gui.price_book import PriceBook
from workbench.gui.project_files import ProjectFiles
from workbench.gui.run_desk import RunDesk
from workbench.gui.run_verbs import RunVerbs
from workbench.gui.runner import Runner
from workbench.gui.session_facts import SessionFacts
from workbench.gui.standing import Standing
from workbench.gui.symbol_verbs import SymbolVerbs
from workbench.gui.theme import Theme
from workbench.gui.undo import Edit, ReplaceProject
from workbench.project.document import Changed, Document
from workbench.project.project import Project

log = logging.getLogger(__name__)


class Session(SessionFacts):
    """Owns document, undo stack, runner and bridge. Everything here happens on the GUI thread."""

    def __init__(
        self, *, theme: Theme | None = None, runner: Runner | None = None,
        document: Document | None = None, store_folder: Path | None = None,
    ) -> None:  # fmt: skip
        self.preferences = Preferences(theme)
        self.theme = self.preferences.theme
        self.undo_stack = QUndoStack()
        self.log, self.online = LogBook(), False
        self.message, self.message_level = "", "info"
        self._announcer = Announcer()
        self.tell, self.together = self._announcer.tell, self._announcer.together
        self.tell_in_turn, self.when_shown = self._announcer.tell_in_turn, self._announcer.when_shown
        self._bridge = Bridge(
            lambda state: self._runs.moved(state), lambda twins: self.inquiries.scored(twins)
        )
        runner = runner or Runner()
        self._desk = RunDesk(runner, self._bridge, lambda run: self._runs.ended(run))
        self._runs = RunVerbs(self, self._desk)
        self.inquiries = Inquiries(self, runner, self._bridge)
        self.io = IoWorker(self._bridge)
        self.book = PriceBook(self.io, store_folder or paths.store_folder())
        self.standing = Standing(LedgerDesk(self.io, paths.ledger_file()))
        self.files = ProjectFiles(self)
        self.charts = OpenCharts(self)
        self._symbols = SymbolVerbs(self)
        self.undo_stack.indexChanged.connect(self._undo_moved)
        self.theme.changed.connect(self._theme_changed)
        self.document = document or Document(edits.first_project())
        self._leave = self.document.subscribe(self._document_changed)
        self._adopted()

    @property
    def is_told(self) -> bool:
        """Whether every panel knows of all that has happened to a run."""
        return self._announcer.is_quiet

    def subscribe(self, callback: Callback, *, patient: bool = False) -> Callable[[], None]:
        """Have `callback(changed)` called after each change; returns the way to end that.

        `patient` ones draw much: news of a run reach them one after the other, a moment later.
        """
        return self._announcer.subscribe(callback, patient=patient)

    # ---- edits ----

    def edit(self, text: str, project: Project, key: Hashable | None = None) -> None:
        """Put `project` in the place of the present one, as an undoable step named `text`."""
        before = self.document.project
        if project != before:
            self.undo_stack.push(ReplaceProject(Edit(before, project, text, key), self._put))

    def set_setting(self, path: str, value: Any, text: str) -> None:
        """Edit one `section.field`; raises UsageError with the range when the value is outside."""
        self.edit(text, edits.with_settings(self.document.project, {path: value}), key=path)

    def undo(self) -> None:
        """Take the last edit back."""
        self.undo_stack.undo()

    def redo(self) -> None:
        """Make it again."""
        self.undo_stack.redo()

    # ---- symbols ----

    def show_symbol(self, symbol: str) -> None:
        """Look at another symbol of the project."""
        self._symbols.show(symbol)

    def remove_symbol(self, symbol: str) -> None:
        """Take a symbol off the list; its prices stay in the store."""
        self._symbols.remove(symbol)

    def add_symbol(self, symbol: str, source: str) -> None:
        """Add a symbol and show it; Yahoo's prices are fetched first, so that nothing empty is added."""
        self._symbols.add(symbol, source)

    def import_csv(self, path: Path, symbol: str | None = None) -> None:
        """Read a CSV file into the store, add its symbol and show it."""
        self._symbols.import_csv(path, symbol)

    # ---- runs ----

    def train(self) -> None:
        """Start a run, unless one is under way or something must be mended first."""
        self._runs.train()

    def pause(self) -> None:
        """Let the trainings wait."""
        self._runs.pause()

    def resume(self) -> None:
        """Let them go on."""
        self._runs.resume()

    def cancel(self) -> None:
        """Stop the run; what was learned is kept, and the try counts."""
        self._runs.cancel()

    def end_run(self) -> None:
        """Stop the run under way and wait for its end, for a few seconds at most: the window closes."""
        self._desk.end()
        self.inquiries.end()

    def show_run(self, run_id: str) -> None:
        """Show another run of the project."""
        self._runs.show(run_id)

    def set_what_if_cost(self, bps: float) -> None:
        """Show the run at another cost a side; an assumption, not a try."""
        self._runs.set_cost(bps)

    # ---- files and settings ----

    def open_path(self, path: Path | str) -> None:
        """Open a project, or import prices: whatever the file is."""
        self.files.open_path(Path(path))

    def save(self) -> bool:
        """Save under the known name; False where there is none yet."""
        return self.files.save()

    def save_as(self, path: Path | str) -> None:
        """Save under `path`."""
        self.files.save_as(Path(path))

    def wait_for_files(self) -> bool:
        """Let the IO worker finish what it was given; False when that takes more than half a minute."""
        done = self.io.settle()
        self._bridge.drain()
        return done

    def adopt(self, document: Document) -> None:
        """Make `document` the open one."""
        self._leave()
        self.document = document
        self._leave = document.subscribe(self._document_changed)
        self.undo_stack.clear()
        self.files.forget()
        self.inquiries.forget()
        self._bridge.reset()
        self._adopted()

    def change_settings(self, **changes: Any) -> None:
        """Change what the window remembers, and write it down."""
        self.preferences.change(**changes)

    def say(self, text: str, level: str = "info") -> None:
        """One sentence for the status bar and the log."""
        self.message, self.message_level = text, level
        self.log.add(text, level)
        log.info("%s", text)
        self.tell("message")

    def complain(self, error: WorkbenchError) -> None:
        """Say what went wrong and how to mend it."""
        self.say(str(error), "error")

    def warm_up(self) -> None:
        """Start the workers, after the window shows."""
        self._desk.warm_up(self._devices_found)

    def close(self) -> bool:
        """Cancel, join, release; True when nothing is left running."""
        self.undo_stack.indexChanged.disconnect(self._undo_moved)
        self.theme.changed.disconnect(self._theme_changed)
        ended = self._desk.close()
        self._bridge.drain()
        self.io.shutdown()
        self._bridge.drain()
        self._bridge.stop()
        self._leave()
        self._announcer.close()
        return ended

    def _put(self, project: Project) -> None:
        self.document.replace(project, origin="edit")

    def _document_changed(self, changed: Changed) -> None:
        parts = set(changed.parts)
        if parts & {"symbols", "active_symbol", "spec"}:
            self._symbols.want_prices()
            self._check()
            parts |= {"problems"}
        if "active_symbol" in parts:
            parts |= {"prices"}
            self.recount()
        self.tell(*parts, origin=changed.origin)

    def _adopted(self) -> None:
        for data in self.document.project.symbols:
            series = self.document.prices.get(data.content_hash or "")
            if series is not None:
                self.book.keep(data, series)
        runs = self.document.runs
        self._runs.shown.show(runs[-1] if runs else None)
        self._symbols.want_prices()
        self._check()
        self.recount()
        self.inquiries.look_up(self.result)
        self.tell(*EVERYTHING)

    def prices_changed(self) -> None:
        """Prices of a symbol have come, or cannot come: check, count and tell anew."""
        self._check()
        self.recount()
        self.tell("symbols", "prices", "problems")

    def _check(self) -> None:
        self.standing.check(self.document.project, self.prices, self.health, self.book)

    def recount(self) -> None:
        """Ask the ledger anew how often these prices were tried and their vault opened."""
        if self.prices is not None:
            self.standing.count(self.prices, self.document, self._counted, self.complain)

    def _counted(self, counted: Counted) -> None:
        if self.prices is None or counted.content_hash != self.prices.content_hash:
            return
        self.standing.take(counted)
        self._check()
        opened = self.inquiries.learn(counted.openings, counted.begun)
        self.tell_in_turn("trials", "problems", *(("runs", "result", "cost", "vault") if opened else ()))

    def _devices_found(self, devices: tuple[str, ...]) -> None:
        self.standing.devices = devices
        self._check()
        self.tell("problems")

    def _undo_moved(self, _index: int) -> None:
        self.tell("undo")

    def _theme_changed(self) -> None:
        self.tell("theme")
