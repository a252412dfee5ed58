"""Every command of the window, as one table: menus, toolbar and shortcuts read it."""

from __future__ import annotations

from collections.abc import Callable

from workbench.dataclass import dataclass
from workbench.gui.context import UiContext
from workbench.gui.exports import Exports
from workbench.gui.present.compare import EMPTY_TITLE, LEAST
from workbench.gui.present.forgetting import NOTHING as NOTHING_TO_FORGET
from workbench.gui.verbs import Verbs
from workbench.models.catalog import CATALOG

MENUS = ("File", "Edit", "View", "Data", "Model", "Run", "Help")
Facts = Callable[[UiContext], bool]


@dataclass(frozen=True, slots=True)
class Action:
    """One command. `menu` is `File` or `View/Theme`; `enabled` and `checked` are functions of the facts.

    `group` parts the menu by hairlines; `also` is a second shortcut; `words` gives a title that changes with
    the facts. `missing` is said in the place of the tip while the command is disabled.
    """

    id: str
    title: str
    handler: Callable[[Verbs], None]
    menu: str
    shortcut: str = ""
    icon: str = ""
    enabled: Facts | None = None
    checked: Facts | None = None
    tip: str = ""
    group: int = 0
    also: str = ""
    words: Callable[[UiContext], str] | None = None
    missing: str = ""


def _idle(facts: UiContext) -> bool:
    return not facts.running


def _at_rest(facts: UiContext) -> bool:
    """Neither a run nor a question about one is under way."""
    return not (facts.running or facts.asking)


def _ready(facts: UiContext) -> bool:
    return _at_rest(facts) and facts.has_prices and not facts.has_problems


def _can_turn(facts: UiContext) -> bool:
    """There is another open chart, and no run that the charts wait for."""
    return not facts.running and facts.charts > 1


def _can_pause(facts: UiContext) -> bool:
    return facts.running and not facts.stopping


def _can_stop(facts: UiContext) -> bool:
    return _can_pause(facts) or facts.can_stop_asking


def _can_ask(facts: UiContext) -> bool:
    return facts.can_ask


def _undo_words(facts: UiContext) -> str:
    return f"Undo “{facts.undo}”" if facts.undo else "Undo"


def _redo_words(facts: UiContext) -> str:
    return f"Redo “{facts.redo}”" if facts.redo else "Redo"


def _chart_exports(name: str, title: str, enabled: Facts, group: int) -> tuple[Action, ...]:
    """What can be made of a chart as it is shown; verdict, tries, costs and data hash go with it."""
    made = (
        ("picture", "picture…", Exports.picture, "As PNG in a size of your choice, or as SVG"),
        ("table", "numbers as CSV…", Exports.table, "What is shown, as a table"),
        ("copy", "to the clipboard", Exports.copy, "The picture, to be pasted elsewhere"),
    )
    return tuple(
        Action(f"file.export.{name}.{kind}", f"{title}: {words}",
               lambda verbs, do=do: do(verbs.exports, name), "File/Export", enabled=enabled, tip=tip,
               group=group)
        for kind, words, do, tip in made
    )  # fmt: skip


FILE = (
    Action("file.new", "New project", Verbs.new, "File", "Ctrl+N", "document", _at_rest,
           tip="Start anew on the S&P 500 sample"),
    Action("file.open", "Open…", Verbs.open, "File", "Ctrl+O", "open", _at_rest,
           tip="Open a project, or a CSV file of prices"),
    Action("file.save", "Save", Verbs.save, "File", "Ctrl+S", "save", tip="Save the project"),
    Action("file.save_as", "Save as…", Verbs.save_as, "File", "Ctrl+Shift+S",
           tip="Save the project under another name"),
    Action("file.embed_yahoo", "Put Yahoo’s prices into the file", Verbs.embed_yahoo, "File",
           enabled=lambda facts: facts.has_yahoo, checked=lambda facts: facts.embed_yahoo,
           tip="They are meant for personal use: leave them out of files you pass on"),
    Action("file.report", "Save report…", lambda verbs: verbs.exports.report(), "File", "Ctrl+R", "document",
           lambda facts: facts.runs > 0, group=1,
           tip="The shown run as one page or as a PDF: verdict, figures, charts, method"),
    Action("file.export.run", "This run as CSV…", lambda verbs: verbs.exports.run_table(), "File/Export",
           enabled=lambda facts: facts.runs > 0, tip="Predictions and positions, one row a day"),
    *_chart_exports("price", "Price", lambda facts: facts.has_prices, 1),
    *_chart_exports("equity", "Equity", lambda facts: facts.runs > 0, 2),
    Action("file.quit", "Quit", Verbs.quit, "File", "Ctrl+Q", group=2, tip="Close the window"),
)  # fmt: skip
EDIT = (
    Action("edit.undo", "Undo", Verbs.undo, "Edit", "Ctrl+Z", "undo",
           lambda facts: bool(facts.undo) and not facts.running, tip="Take the last edit back",
           words=_undo_words),
    Action("edit.redo", "Redo", Verbs.redo, "Edit", "Ctrl+Shift+Z", "redo",
           lambda facts: bool(facts.redo) and not facts.running, tip="Make it again", words=_redo_words),
)  # fmt: skip


def _shower(view: str) -> Callable[[Verbs], None]:
    def show(verbs: Verbs) -> None:
        verbs.show_view(view)

    return show


def _turner(name: str) -> Callable[[Verbs], None]:
    def turn(verbs: Verbs) -> None:
        verbs.turn_table(name)

    return turn


VIEW = (
    Action("view.show.price", "Price", _shower("price"), "View", "Ctrl+1",
           checked=lambda facts: facts.view == "price", tip="The price chart; equity and training below it"),
    Action("view.show.compare", "Compare", _shower("compare"), "View", "Ctrl+2",
           enabled=lambda facts: facts.runs >= LEAST, checked=lambda facts: facts.view == "compare",
           tip="Runs side by side: settings that differ, figures, curves, notes",
           missing=f"{EMPTY_TITLE} Train again with another setting, then compare."),
    *(
        Action(f"view.table.{name}", f"{title} as a table", _turner(name), "View", keys, "table", group=1,
               enabled=lambda facts, name=name: name in facts.drawn,
               checked=lambda facts, name=name: name in facts.tables, missing=missing,
               tip="What is in sight, row by row; Ctrl+C copies it, Esc brings the chart back")
        for name, title, keys, missing in (
            ("price", "Price", "F8", "There is no price chart in sight."),
            ("equity", "Equity", "Shift+F8", "It is drawn when a run has ended."),
        )
    ),
    Action("view.runs", "Runs", _shower("runs"), "View", "Ctrl+3", group=1, tip="The list of runs"),
    Action("view.log", "Log", _shower("log"), "View", "Ctrl+4", group=1, tip="What this program has said"),
    Action("view.swap_up_down", "Swap the colours of up and down", Verbs.swap_up_down, "View", group=2,
           checked=lambda facts: facts.up_down_swapped, tip="Exchange the colours of up and down days"),
    *(
        Action(f"view.theme.{mode}", title, handler, "View/Theme",
               checked=lambda facts, mode=mode: facts.theme == mode, tip=f"Theme: {title}", group=2)
        for mode, title, handler in (
            ("light", "Light", Verbs.theme_light), ("dark", "Dark", Verbs.theme_dark),
            ("contrast", "High contrast", Verbs.theme_contrast),
            ("system", "As the system", Verbs.theme_system),
        )
    ),
    Action("view.next_chart", "Next chart", Verbs.next_chart, "View", "Ctrl+PgDown", enabled=_can_turn,
           group=1, also="Ctrl+Tab", tip="The chart of the next open symbol"),
    Action("view.previous_chart", "Previous chart", Verbs.previous_chart, "View", "Ctrl+PgUp",
           enabled=_can_turn, group=1, also="Ctrl+Shift+Tab", tip="The chart of the open symbol before"),
    Action("view.close_chart", "Close this chart", Verbs.close_chart, "View", "Ctrl+W", enabled=_can_turn,
           group=1, tip="Take away the tab; the symbol stays in the project"),
    Action("view.welcome", "Welcome card", Verbs.welcome, "View", group=3,
           enabled=_idle, checked=lambda facts: facts.welcome, tip="Show or hide the welcome card"),
    Action("view.reset_layout", "Reset layout", Verbs.reset_layout, "View", group=3,
           tip="Put the panels back where they were"),
)  # fmt: skip
DATA = (
    Action("data.add_ticker", "Add ticker…", Verbs.add_ticker, "Data", "Ctrl+T", "plus", _idle,
           tip="Prices from Yahoo, the samples or a planted world"),
    Action("data.import_csv", "Import CSV…", Verbs.import_csv, "Data", "Ctrl+I", "table", _idle,
           tip="Your own prices, checked for gaps and bad ticks"),
    Action("data.fetch_again", "Fetch again from Yahoo", Verbs.fetch_again, "Data", icon="download",
           enabled=lambda facts: not facts.running and facts.source == "yahoo", group=1,
           tip="Fetch the prices of this symbol anew"),
    Action("data.remove", "Remove this symbol", Verbs.remove_symbol, "Data", icon="trash",
           enabled=lambda facts: not facts.running and facts.symbols > 1, group=1,
           tip="Take the symbol off the list; its runs and stored prices stay"),
    Action("data.forget", "Forget the tries on these prices…", Verbs.forget_tries, "Data", group=2,
           enabled=lambda facts: _at_rest(facts) and facts.tries > 0, missing=NOTHING_TO_FORGET,
           tip="Count none of them any more; that it was done stays for ever"),
)  # fmt: skip


def _chooser(kind: str) -> Callable[[Verbs], None]:
    def choose(verbs: Verbs) -> None:
        verbs.choose_model(kind)

    return choose


MODEL = (
    *(
        Action(f"model.{kind}", row.title, _chooser(kind), "Model", enabled=_idle,
               checked=lambda facts, kind=kind: facts.model == kind, tip=row.story)
        for kind, row in CATALOG.items()
    ),
    Action("model.defaults", "Back to the defaults", Verbs.default_settings, "Model", enabled=_idle, group=1,
           tip="All settings of model, training and costs as they were at first"),
)  # fmt: skip
RUN = (
    Action("run.train", "Train", Verbs.train, "Run", "F5", "play", _ready,
           tip="Train on what is known, and judge on days it has not seen"),
    Action("run.pause", "Pause", Verbs.pause_or_resume, "Run", "F6", "pause", _can_pause,
           tip="Pause or resume; nothing is lost",
           words=lambda facts: "Resume" if facts.paused else "Pause"),
    Action("run.stop", "Stop", Verbs.stop, "Run", "Shift+F5", "stop", _can_stop,
           tip="Stop; what was learned is kept, and the try counts"),
    Action("run.note", "Note on this run…", lambda verbs: verbs.note(), "Run", group=0,
           enabled=lambda facts: facts.runs > 0, missing="There is no run to write a note on.",
           tip="One line on the shown run; it stands in Compare and in the report (F2 in the list of runs)"),
    Action("run.placebo", "Placebo", Verbs.placebo, "Run", "F7", "shuffle", _can_ask, group=1,
           tip="The same training on twins of this ticker that hold nothing to find; no try is counted"),
    Action("run.planted", "Planted signal", Verbs.planted, "Run", enabled=_can_ask, group=1,
           tip="Plant edges of known strength: which would be found here, and in how many days"),
    Action("run.open_vault", "Open the vault…", Verbs.open_vault, "Run", icon="lock", group=2,
           enabled=lambda facts: facts.can_open_vault,
           tip="Test the shown run on the sealed days, once; the opening is recorded for good"),
    Action("run.reveal_vault", "Reveal the sealed days…", Verbs.reveal_vault, "Run", group=2,
           enabled=lambda facts: facts.can_reveal, missing="The vault says its one bit first.",
           tip="All figures of the shown run on the sealed days; after that they are sealed no more"),
)  # fmt: skip
HELP = (
    Action("help.log", "Open the log folder", Verbs.open_log, "Help", icon="folder",
           tip="Where this program writes what went wrong"),
    Action("help.about", "About Stock Workbench", Verbs.about, "Help", icon="info", group=1,
           tip="Versions, licences, and what this is not"),
)  # fmt: skip

ACTIONS: tuple[Action, ...] = (*FILE, *EDIT, *VIEW, *DATA, *MODEL, *RUN, *HELP)
