"""What leaves the window: reports, pictures of charts, tables. Files are written by the IO worker."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from workbench.errors import UsageError
from workbench.evaluation.rows import KnownRows
from workbench.experiment.result import Predictions, RunResult
from workbench.experiment.vault import as_left
from workbench.export.words import sealed_days
from workbench.gui.present.bars import told
from workbench.gui.present.price import is_run_of
from workbench.models.catalog import CATALOG

if TYPE_CHECKING:
    from workbench.export.parts import Context
    from workbench.gui.verbs import Verbs

COPY_SCALE = 2
"""A copied chart is that many times as large as it is shown."""
PRICE, EQUITY = "price", "equity"
NOTHING = {
    PRICE: UsageError("There is no price chart to export.", "Add a symbol first."),
    EQUITY: UsageError("There is no equity chart to export.", "It is drawn when a run has ended."),
}


class Exports:
    """The export verbs of one window; questions are asked through `verbs`, as all others are."""

    def __init__(self, verbs: Verbs) -> None:
        self._verbs = verbs

    # ---- reports and tables of the shown run ----

    def report(self) -> None:
        """Ask where to, and write the shown run's report: a page, or a PDF by its suffix."""
        result = self._session.result
        if result is None:
            self._session.complain(UsageError("There is no run to report on.", "Train first."))
            return
        path = self._verbs.questions.report_to_save(self._suggested(f"{result.run_id} report.html"))
        if path is not None:
            self._report_to(result, path)

    def run_table(self) -> None:
        """Ask where to, and write predictions and positions of the shown run."""
        from workbench.export.csv_table import run_csv, run_facts

        result = self._session.result
        if result is None or result.predictions is None or result.backtest is None:
            self._session.complain(UsageError("There is no run with predictions to export.", "Train first."))
            return
        path = self._verbs.questions.table_to_save(self._suggested(f"{result.run_id}.csv"))
        if path is not None:
            facts = run_facts(result, self._session.trials[1], removals=self._rows(result).removals)
            self._write(path, lambda: run_csv(result, facts).encode())

    # ---- charts ----

    def picture(self, name: str) -> None:
        """Ask where to and how large, and write a chart: as it is shown, or as a drawing (SVG)."""
        from workbench.gui import pictures

        panel = self._pictured(name)
        if panel is None:
            return
        suggested = self._suggested(f"{name}.png")
        wanted = self._verbs.questions.picture_to_save(suggested, COPY_SCALE * panel.width())
        if wanted is None:
            return
        path, width = wanted
        if path.suffix.lower() == ".svg":
            draw = self._drawn_price() if name == PRICE else self._drawn_equity()
            self._write(path, lambda: draw().encode())
            return
        path = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
        content = pictures.png(panel, self._foot(name), self._session.theme.tokens, width)
        self._write(path, lambda: content)

    def copy(self, name: str) -> None:
        """Put a chart as it is shown on the clipboard."""
        from workbench.gui import pictures

        panel = self._pictured(name)
        if panel is None:
            return
        width = COPY_SCALE * panel.width()
        QGuiApplication.clipboard().setImage(
            pictures.image(panel, self._foot(name), self._session.theme.tokens, width)
        )
        self._session.say(f"The {name} chart is on the clipboard.")

    def table(self, name: str) -> None:
        """Ask where to, and write the numbers behind a chart: the bars in sight, or the curves."""
        if self._panel(name) is None:
            return
        path = self._verbs.questions.table_to_save(self._suggested(f"{name}.csv"))
        if path is not None:
            content = self._bars() if name == PRICE else self._curves()
            self._write(path, lambda: content.encode())

    # ---- inside ----

    @property
    def _session(self):
        return self._verbs.session

    def _panel(self, name: str) -> QWidget | None:
        """The panel of a chart that is drawn; else what is missing is said."""
        panel = self._verbs.frame.chart(name)
        if panel.isVisible() and panel.is_drawn:
            return panel
        self._session.complain(NOTHING[name])
        return None

    def _pictured(self, name: str) -> QWidget | None:
        """The same with its chart in sight, not its table."""
        panel = self._panel(name)
        if panel is not None:
            panel.table.turn(False)
        return panel

    def _suggested(self, name: str) -> Path:
        """A file beside the project, without characters that a file system refuses."""
        document = self._session.document
        symbol = re.sub(r"[^\w.&^ -]+", "_", document.project.active_symbol)
        folder = document.path.parent if document.path else Path()
        return folder / f"{symbol} {name}"

    def _report_to(self, result: RunResult, path: Path) -> None:
        if path.suffix.lower() not in (".html", ".htm", ".pdf"):
            path = path.with_name(f"{path.name}.html")
        context = self._context(result)
        result = as_left(result, context.opening, context.burns)

        def content() -> bytes:
            from workbench.export.page import render
            from workbench.export.printing import print_pdf
            from workbench.export.report import build
            from workbench.export.sheets import sheets

            report = build(result, context)
            if path.suffix.lower() == ".pdf":
                return print_pdf(sheets(report))
            return render(report).encode()

        self._session.say(f"Writing {path.name}…")
        self._write(path, content, self._verbs.questions.written)

    def _write(
        self, path: Path, content: Callable[[], bytes], then: Callable[[Path], object] | None = None
    ) -> None:
        from workbench.export.target import check_target, put

        project = self._session.document.path

        def work() -> None:
            check_target(path, project)
            put(path, content())

        def done(_: None) -> None:
            self._session.say(f"Written to {path}.")
            if then is not None:
                then(path)

        self._session.io.submit(work, done, self._session.complain)

    def _context(self, result: RunResult) -> Context:
        from workbench.export.parts import Context

        session = self._session
        document = session.document
        ours = is_run_of(session.prices, result)
        answers = session.inquiries.answers(result.run_id)
        return Context(
            number=1 + [run.run_id for run in document.runs].index(result.run_id),
            runs=len(document.runs),
            tries=session.trials[1] if ours else 0,
            file=document.path.name if document.path else "",
            notes=document.project.notes,
            note=document.project.run_note(result.run_id),
            prices=session.prices if ours else None,
            placebo=answers.placebo,
            planted=answers.planted,
            opening=session.inquiries.openings.get(result.run_id),
            burns=self._rows(result).burns,
            removals=self._rows(result).removals,
            made=f"report of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        )

    def _rows(self, result: RunResult) -> KnownRows:
        """What the ledger knows of the run's prices."""
        return self._session.document.ledger_rows.get(result.data.sha256, KnownRows())

    def _run_behind(self, name: str) -> RunResult | None:
        """The run that a chart shows something of; None while another is under way."""
        session, result = self._session, self._session.result
        if session.running or (name == PRICE and session.prices and not is_run_of(session.prices, result)):
            return None
        return result

    def _foot(self, name: str) -> str:
        from workbench.export.foot import foot_line, foot_without_run

        session, result = self._session, self._run_behind(name)
        if result is None:
            return foot_without_run(session.prices.content_hash if session.prices else "", session.trials[1])
        removals = self._rows(result).removals
        return foot_line(result, session.trials[1], session.shown_verdict, session.cost_bps_shown, removals)

    def _facts(self, name: str) -> list[tuple[str, str]]:
        from workbench.export.csv_table import price_facts, run_facts

        session, result = self._session, self._run_behind(name)
        if result is None:
            return price_facts(session.prices, session.trials[1])
        removals = self._rows(result).removals
        return run_facts(result, session.trials[1], session.shown_verdict, session.cost_bps_shown, removals)

    def _bars(self) -> str:
        from workbench.export.csv_table import bars_csv

        panel = self._verbs.frame.chart(PRICE)
        facts = [*self._facts(PRICE), *told(panel.bars)]
        return bars_csv(panel.bars.series, slice(*panel.shown_bars), self._predictions(), facts)

    def _predictions(self) -> Predictions | None:
        """What the price chart shows of a run: nothing where its bars are weeks or months."""
        result = self._run_behind(PRICE)
        if self._verbs.frame.chart(PRICE).bars.together:
            return None
        is_hidden = result is None or (result.verdict is not None and result.verdict.state == "invalid")
        return None if is_hidden else result.predictions

    def _drawn_price(self) -> Callable[[], str]:
        """The price chart drawn anew, from what is in sight now."""
        from workbench.export.price_svg import PriceView, price_drawing
        from workbench.export.svg import inks_of

        session, panel = self._session, self._verbs.frame.chart(PRICE)
        zones = panel.zones
        view = PriceView(
            panel.bars.series, *panel.shown_bars, self._predictions(), zones.first_decision,
            zones.vault_first, panel.vault_word,
        )  # fmt: skip
        inks, foot = inks_of(session.theme.tokens), self._foot(PRICE)
        days = view.prices.session
        title = f"{view.prices.symbol}, {days[view.first]} \u2013 {days[view.last - 1]}"
        return lambda: price_drawing(view, inks).framed(title, foot)

    def _drawn_equity(self) -> Callable[[], str]:
        """The equity chart drawn anew, at the cost shown."""
        from workbench.export.equity_svg import equity_drawing
        from workbench.export.svg import inks_of
        from workbench.export.vault import zone_word

        session = self._session
        result, backtest = session.result, session.shown_backtest
        sealed = len(sealed_days(session.prices, result))
        inks, foot = inks_of(session.theme.tokens), self._foot(EQUITY)
        title = f"Equity, {CATALOG[result.spec.model.kind].title} on {result.data.symbol}"
        vault = zone_word(result, self._rows(result).burns)
        return lambda: equity_drawing(result, backtest, sealed, inks, vault).framed(title, foot)

    def _curves(self) -> str:
        from workbench.export.csv_table import equity_csv

        session = self._session
        return equity_csv(session.result, session.shown_backtest, self._facts(EQUITY))
