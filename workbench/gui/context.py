"""The facts that enable commands, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.dataclass import dataclass

if TYPE_CHECKING:
    from workbench.gui.session import Session


@dataclass(frozen=True, slots=True)
class UiContext:
    """What the table of actions may ask. `undo` and `redo` are the texts of the steps, or empty."""

    running: bool = False
    paused: bool = False
    stopping: bool = False
    has_prices: bool = False
    has_problems: bool = False
    symbols: int = 1
    charts: int = 1
    source: str = "sample"
    dirty: bool = False
    undo: str = ""
    redo: str = ""
    recent: tuple[str, ...] = ()
    theme: str = "system"
    up_down_swapped: bool = False
    model: str = "lstm"
    runs: int = 0
    welcome: bool = False
    has_yahoo: bool = False
    embed_yahoo: bool = False
    asking: bool = False
    """A placebo, a planted signal or the vault is under way."""
    can_stop_asking: bool = False
    can_ask: bool = False
    can_open_vault: bool = False
    can_reveal: bool = False
    tries: int = 0
    """Tries on the prices shown that count, in all projects."""
    view: str = "price"
    """Which tab of the centre is chosen: `price` or `compare`."""
    drawn: frozenset[str] = frozenset()
    """Which of the charts `price` and `equity` there is something to be seen of."""
    tables: frozenset[str] = frozenset()
    """Which of them stand there as tables."""


def context_of(
    session: Session, welcome: bool = False, view: str = "price", drawn: frozenset[str] = frozenset(),
    tables: frozenset[str] = frozenset(),
) -> UiContext:  # fmt: skip
    """The facts as they are now."""
    project, stack = session.document.project, session.undo_stack
    asking = session.inquiries.asking
    return UiContext(
        running=session.running,
        paused=session.paused,
        stopping=session.stopping,
        has_prices=session.prices is not None,
        has_problems=bool(session.problems),
        symbols=len(project.symbols),
        charts=len(session.charts.symbols),
        source=project.spec.data.source,
        dirty=session.document.dirty,
        undo=stack.undoText() if stack.canUndo() else "",
        redo=stack.redoText() if stack.canRedo() else "",
        recent=session.settings.recent_files,
        theme=session.theme.mode,
        up_down_swapped=session.theme.up_down_swapped,
        model=project.spec.model.kind,
        runs=len(session.document.runs),
        welcome=welcome,
        has_yahoo=any(data.source == "yahoo" for data in project.symbols),
        embed_yahoo=session.files.embeds_yahoo,
        asking=asking is not None,
        can_stop_asking=asking is not None and asking.phase == "running",
        can_ask=session.inquiries.can_ask(),
        can_open_vault=session.inquiries.can_open_vault(),
        can_reveal=session.inquiries.can_reveal(),
        tries=session.trials[1] if session.prices is not None else 0,
        view=view,
        drawn=drawn,
        tables=tables,
    )
