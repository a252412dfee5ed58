"""What the commands do: a verb of the session, with the question it needs answered first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from workbench import paths
from workbench.errors import UsageError
from workbench.experiment.spec import ExperimentSpec
from workbench.gui import edits
from workbench.gui.dialogs.questions import Questions
from workbench.gui.exports import Exports
from workbench.gui.forgetting import forget_tries
from workbench.gui.inquiry import PLACEBO, PLANTED, REVEAL, VAULT
from workbench.gui.present import forgetting as present_forgetting
from workbench.gui.run_notes import number_of, write_note
from workbench.models.catalog import CATALOG
from workbench.project.document import Document

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from workbench.gui.session import Session


class Frame(Protocol):
    """What the verbs need of the window itself."""

    def close(self) -> bool: ...

    def setFocus(self) -> None: ...

    def reset_layout(self) -> None: ...

    def chart(self, name: str) -> QWidget: ...

    def show_welcome(self, shown: bool) -> None: ...

    def show_view(self, view: str) -> None: ...

    @property
    def welcome_shown(self) -> bool: ...


class Verbs:
    """One method a command; dialogs are asked through `questions`, which tests replace."""

    def __init__(self, session: Session, frame: Frame, questions: Questions) -> None:
        self._session = session
        self._frame = frame
        self.questions = questions
        self.exports = Exports(self)

    @property
    def session(self) -> Session:
        """What the verbs do their work on."""
        return self._session

    @property
    def frame(self) -> Frame:
        """The window they belong to."""
        return self._frame

    # ---- file ----

    def new(self) -> None:
        """An untitled project on the sample."""
        if self.settle_changes():
            self._session.adopt(Document(edits.first_project()))

    def open(self) -> None:
        """Ask for a file and open it."""
        path = self.questions.file_to_open()
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a project, or import prices, once unsaved changes are settled."""
        if path.suffix.lower() != ".swb" or self.settle_changes():
            self._session.open_path(path)

    def save(self) -> bool:
        """Save, asking for a name where there is none; False when the user thought better of it."""
        return self._session.save() or self.save_as()

    def save_as(self) -> bool:
        """Ask for a name and save."""
        document = self._session.document
        suggested = document.path or Path(f"{document.project.active_symbol} study.swb")
        path = self.questions.file_to_save(suggested)
        if path is not None:
            self._session.save_as(path)
        return path is not None

    def embed_yahoo(self) -> None:
        """Put Yahoo's prices into the file at the next save, or leave them out."""
        self._session.files.set_embed_yahoo(not self._session.files.embeds_yahoo)

    def settle_changes(self) -> bool:
        """Save or discard unsaved changes as the user wants; False when they want neither."""
        if not self._session.document.dirty:
            return True
        answer = self.questions.unsaved(self._session.document.path)
        if answer == "save":
            return self.save() and self._session.wait_for_files() and not self._session.document.dirty
        return answer == "discard"

    def quit(self) -> None:
        """Close the window, which asks what must be asked."""
        self._frame.close()

    # ---- edit ----

    def undo(self) -> None:
        """Take the last edit back."""
        self._session.undo()

    def redo(self) -> None:
        """Make it again."""
        self._session.redo()

    # ---- view ----

    def show_view(self, view: str) -> None:
        """Turn to a tab of the middle column: `price`, `compare`, `runs` or `log`."""
        self._frame.show_view(view)

    def turn_table(self, name: str) -> None:
        """The `price` or the `equity` chart as a table, or as a chart again."""
        self._frame.chart(name).table.turn()

    def theme_light(self) -> None:
        """Light."""
        self._session.preferences.set_theme("light")

    def theme_dark(self) -> None:
        """Dark."""
        self._session.preferences.set_theme("dark")

    def theme_contrast(self) -> None:
        """Black and white, for who needs more than the usual contrast."""
        self._session.preferences.set_theme("contrast")

    def theme_system(self) -> None:
        """As the system has it."""
        self._session.preferences.set_theme("system")

    def swap_up_down(self) -> None:
        """Exchange the colours of rising and falling days."""
        self._session.preferences.set_up_down_swapped(not self._session.theme.up_down_swapped)

    def next_chart(self) -> None:
        """The chart of the tab at the right."""
        self._session.charts.show_following(1)

    def previous_chart(self) -> None:
        """The chart of the tab at the left."""
        self._session.charts.show_following(-1)

    def close_chart(self) -> None:
        """Close the shown chart's tab."""
        self._session.charts.close(self._session.document.project.active_symbol)

    def welcome(self) -> None:
        """Show or hide the welcome card."""
        self._frame.show_welcome(not self._frame.welcome_shown)

    def reset_layout(self) -> None:
        """Panels back where they were."""
        self._frame.reset_layout()

    # ---- data ----

    def add_ticker(self) -> None:
        """Ask for a symbol and its source."""
        wanted = self.questions.ticker(self._session.book.stored_symbols())
        if wanted is not None:
            self._session.add_symbol(*wanted)

    def import_csv(self) -> None:
        """Ask for a CSV file."""
        path = self.questions.csv_to_import()
        if path is not None:
            self._session.import_csv(path)

    def fetch_again(self) -> None:
        """Fetch the active symbol anew."""
        self._session.add_symbol(self._session.document.project.active_symbol, "yahoo")

    def remove_symbol(self) -> None:
        """Take the active symbol off the list."""
        self._session.remove_symbol(self._session.document.project.active_symbol)

    def forget_tries(self) -> None:
        """Ask whether the tries on the prices shown are to count no longer."""
        session = self._session
        asked = present_forgetting.question(session.document.project.active_symbol, session.trials[1])
        if self.questions.forget_tries(asked):
            forget_tries(session)

    # ---- model and run ----

    def choose_model(self, kind: str) -> None:
        """Another model, with its own defaults."""
        self._session.set_setting("model.kind", kind, f"Choose {CATALOG[kind].title}")

    def default_settings(self) -> None:
        """All settings as at first."""
        project = self._session.document.project
        spec = ExperimentSpec(data=project.spec.data)
        self._session.edit("Back to the defaults", edits.with_spec(project, spec))

    def train(self) -> None:
        """Start a run."""
        # The button is disabled now and would pass its focus on to whatever stands next.
        self._frame.setFocus()
        self._session.train()
        # Last, so that the middle column is laid out once.
        self._frame.show_welcome(False)

    def pause_or_resume(self) -> None:
        """Pause, or go on."""
        if self._session.paused:
            self._session.resume()
        else:
            self._session.pause()

    def stop(self) -> None:
        """Stop the run, or the question about one."""
        if not self._session.inquiries.stop():
            self._session.cancel()

    def note(self, run_id: str = "") -> None:
        """Ask for the note on a run, the shown one where none is named."""
        session = self._session
        run_id = run_id or (session.result.run_id if session.result is not None else "")
        if run_id not in [run.run_id for run in session.document.runs]:
            session.complain(UsageError("There is no run to write a note on.", "Train first."))
            return
        before = session.document.project.run_note(run_id)
        text = self.questions.run_note(number_of(session, run_id), before)
        if text is not None and text != before:
            write_note(session, run_id, text)

    def placebo(self) -> None:
        """Train on twins that hold nothing to find."""
        self._ask(PLACEBO)

    def planted(self) -> None:
        """Plant edges and look for them."""
        self._ask(PLANTED)

    def open_vault(self) -> None:
        """Ask whether to open the vault for the shown run, and open it."""
        try:
            question = self._session.inquiries.vault_question()
        except UsageError as error:
            self._session.complain(error)
            return
        if self.questions.open_vault(question):
            self._ask(VAULT)

    def reveal_vault(self) -> None:
        """Ask whether to show the sealed days with the shown run; days that are shown cost nothing more."""
        question = self._session.inquiries.reveal_question()
        if question is None or self.questions.reveal_vault(question):
            self._ask(REVEAL)

    def _ask(self, kind: str) -> None:
        # The button that was pressed is hidden or disabled now and would pass its focus on.
        self._frame.setFocus()
        self._session.inquiries.ask(kind)

    # ---- help ----

    def open_log(self) -> None:
        """Show the folder of the log in the system's file manager."""
        self.questions.show_folder(paths.log_file().parent)

    def about(self) -> None:
        """Versions, licences, and what this is not."""
        self.questions.about()
