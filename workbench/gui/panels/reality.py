"""The Reality panel: always visible, the verdict first, every flattering number beside a deflating one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.evaluation.figures import PerformanceFigures
from workbench.evaluation.rows import KnownRows
from workbench.gui.inquiry import PLACEBO, PLANTED, REVEAL, VAULT
from workbench.gui.present import baselines
from workbench.gui.present import reality as present
from workbench.gui.session import Session
from workbench.gui.theme import set_role
from workbench.gui.widgets.badge import Badge
from workbench.gui.widgets.figure_cell import FigureCell
from workbench.gui.widgets.fold_stack import FoldStack
from workbench.gui.widgets.reality_sections import RealitySections, Shown
from workbench.gui.widgets.text import WrapLabel, label, panel_title, rule
from workbench.gui.widgets.vault_offer import VaultOffer
from workbench.gui.widgets.verdict_card import VerdictCard
from workbench.gui.widgets.why import WhyFold, Whys
from workbench.project.document import Changed

MARGIN = 14
WIDTH, MIN_WIDTH = 348, 200
ONE_COLUMN_BELOW = 300
BADGE_GAP = 6
BUILD_AFTER_MS = 1500
WATCHED = frozenset(
    (
        "result", "run_state", "runs", "prices", "spec", "active_symbol", "cost", "trials", "problems",
        "document", "inquiry", "vault",
    )
)
ACTIONS = {PLACEBO: "run.placebo", PLANTED: "run.planted", VAULT: "run.open_vault",
           REVEAL: "run.reveal_vault"}
"""What the buttons of the questions press."""


class RealityPanel(QWidget):
    """Sentence first, then figures, comparisons, lenses, badges, and the caveat that never leaves.

    `wanted` carries the id of the command that a button here stands for.
    """

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale = True
        self._card_shown: present.Card | None = None
        self._known: tuple[tuple[object, ...], Mapping[str, PerformanceFigures]] = ((), {})
        self._dismissed_failure: str | None = None
        self._told: tuple[object, ...] = ()
        self._run_text = label("", 8.25)
        self._card = VerdictCard(session.theme)
        # The card fits its word to the width it gets, so it must not ask for one.
        self._card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._cells: tuple[FigureCell, ...] = ()
        self._facts_shown: present.Facts | None = None
        self._filling: Iterator[Shown | None] = iter(())
        self._figures = QWidget()
        self._leaks = Badge("shield", "Leaks")
        self._vault = Badge("lock", "Vault")
        self._stack = FoldStack(MARGIN)
        self._whys = Whys(self)
        self._whys.opened.connect(self._stack.read)
        self._sections = RealitySections(session.set_what_if_cost, self._whys, self._ask)
        self._offer = VaultOffer(lambda: self._ask(VAULT), lambda: self._ask(REVEAL))
        self._revealed = 0
        self._build()
        # When the window has come to rest, so that the first run need not wait for it either.
        self._at_rest = QTimer(self, singleShot=True, interval=BUILD_AFTER_MS)
        for prepare in (self._make_cells, self._sections.build_after, self._offer.prepare):
            self._at_rest.timeout.connect(prepare)
        self._below = QTimer(self, interval=0)
        self._below.timeout.connect(self._fill_next)
        session.subscribe(self.refresh, patient=True)

    def refresh(self, changed: Changed) -> None:
        """Show what changed; while hidden only remember that something did."""
        parts = changed.parts
        if "result" in parts and "run_state" not in parts:
            # Another run was chosen from the list: the failure has been read.
            self._dismissed_failure = self._session.run_state.run_id
        if not parts & WATCHED:
            return
        if not self.isVisible():
            self._stale = True
            return
        news = self._news()
        if parts == {"run_state"} and news == self._told:
            return
        self._told = news
        self._show(self._facts())

    def _news(self) -> tuple[object, ...]:
        """What the panel tells of a run under way: events come by the thousand, news when a training ends."""
        session, state = self._session, self._session.run_state
        now = (session.running, session.paused, state.phase, state.stage, state.text)
        return (*now, state.run_id, state.fits_done)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 760)

    def minimumSizeHint(self) -> QSize:
        return QSize(MIN_WIDTH, 300)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._at_rest.start()
        if self._stale:
            self._show(self._facts())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._at_rest.stop()
        self._stale |= self._below.isActive()
        self._below.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_figures()
        self._sections.set_width(self.width())
        if not self._stale:
            self._show_badges(self._facts())

    def _build(self) -> None:
        set_role(self, ground="panel")
        self.setAccessibleName("Reality check")
        head = QHBoxLayout()
        head.addWidget(panel_title("Reality check"))
        head.addStretch(1)
        head.addWidget(self._run_text)
        top = QVBoxLayout()
        # Beneath the card, so that what scrolls never touches it.
        top.setContentsMargins(MARGIN, 7, MARGIN, 4)
        top.setSpacing(7)
        top.addLayout(head)
        top.addWidget(self._card)
        self._build_stack()
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, 0, MARGIN, 7)
        foot.setSpacing(6)
        foot.addWidget(rule())
        foot.addWidget(WrapLabel(present.CAVEAT, 8.25))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _build_stack(self) -> None:
        grid = QGridLayout(self._figures)
        grid.setContentsMargins(0, 0, 0, 2)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        self._figures.hide()
        self._stack.add(self._figures)
        for section in self._sections.in_order:
            self._stack.add_section(section)
        self._stack.add_stretch()
        self._stack.add(self._badges())
        self._stack.add(self._offer)

    def _badges(self) -> QWidget:
        """Leaks and vault side by side; what they mean unfolds below."""
        badges, fold, row = QWidget(), WhyFold(), QHBoxLayout()
        row.setSpacing(BADGE_GAP)
        for badge, key in ((self._leaks, "leaks"), (self._vault, "vault")):
            badge.add(self._whys.button(key, fold))
            row.addWidget(badge, 1)
        column = QVBoxLayout(badges)
        column.setContentsMargins(0, 8, 0, 4)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(fold)
        return badges

    def _make_cells(self) -> None:
        """The four figures of a run; no start needs them."""
        if self._cells:
            return
        self._cells, self._hairline = tuple(FigureCell() for _ in range(4)), rule()
        for cell in self._cells:
            self._whys.join(cell.why, cell.fold)
        self._place_figures()

    def _place_figures(self) -> None:
        """2 x 2, or one column where the panel is too narrow for two; each text below its row of figures."""
        grid = self._figures.layout()
        columns = 1 if self.width() < ONE_COLUMN_BELOW else 2
        if not self._cells or grid.property("columns") == columns:
            return
        grid.setProperty("columns", columns)
        for place, cell in enumerate(self._cells):
            line, half = place // columns, place // 2
            # Each line of figures takes a row, each text one; the hairline stands between the two halves.
            row = line * (1 + columns) + half
            grid.addWidget(cell, row, place % columns)
            grid.addWidget(cell.fold, row + 1 + place % columns, 0, 1, columns)
        grid.addWidget(self._hairline, 4 if columns == 1 else 3, 0, 1, columns)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, columns - 1)

    def _show(self, facts: present.Facts) -> None:
        self._stale = False
        self._run_text.setText(present.header(facts))
        card = present.card(facts)
        if card != self._card_shown:
            self._card_shown = card
            self._card.show_state(card.state, card.word, card.sentence, card.why, card.subline)
        figures = present.four_figures(facts)
        if figures:
            self._make_cells()
            if facts.running and self._figures.isHidden():
                # Beside the figures they would overflow for the moment until others take their place.
                self._stack.open_only({})
        self._figures.setVisible(bool(figures))
        for cell, figure in zip(self._cells, figures, strict=False):
            cell.show_figure(figure)
        self._show_badges(facts)
        finished = present.mode(facts) == "finished"
        offer = present.vault_offer(facts) if finished else None
        self._offer.show_offer(offer, busy=facts.asked.busy)
        # What is above settles first, or the sections are laid out twice.
        self._card.layout().activate()
        self.layout().activate()
        before, self._facts_shown = self._facts_shown, facts
        # More news of a run that has just ended must not fill at once what is being filled in turn.
        in_turn = facts.running or self._below.isActive() or (before is not None and before.running)
        self._filling = self._sections.filling(facts)
        self._below.start()
        while self._below.isActive() and not in_turn:
            self._fill_next()

    def _fill_next(self) -> None:
        """One more part of what stands below the figures; of a run just watched each in a turn of its own."""
        shown = next(self._filling)
        if shown is not None:
            self._below.stop()
            self._stack.open_only(shown)
            self._reveal(self._facts_shown)

    def _ask(self, kind: str) -> None:
        self.wanted.emit(ACTIONS[kind])

    def _reveal(self, facts: present.Facts) -> None:
        """Bring what was just asked for into sight, once."""
        times, kind = facts.asked.reveal
        if times == self._revealed:
            return
        self._revealed = times
        parts = {PLACEBO: self._sections.placebo, PLANTED: self._sections.planted}
        self._stack.reveal(parts.get(kind, self._offer))

    def _show_badges(self, facts: present.Facts) -> None:
        leaks = present.leaks(facts)
        vault = present.vault(facts)
        room = self.width() - 2 * MARGIN - BADGE_GAP
        if self._leaks.width_of(leaks.value) + self._vault.width_of(vault.value) > room:
            vault = present.vault(facts, narrow=True)
        for badge, text in ((self._leaks, leaks), (self._vault, vault)):
            if (badge.value, badge.toolTip()) != (text.value, text.tip):
                badge.set_value(text.value, "red" if text.alarm else "t1")
                badge.setToolTip(text.tip)

    def _facts(self) -> present.Facts:
        session = self._session
        spec, plan, result = session.document.project.spec, session.plan, session.result
        content_hash = "" if session.prices is None else session.prices.content_hash
        shown_tries = result.trials.this_data if result is not None else 0
        return present.Facts(
            spec=spec,
            running=session.running,
            paused=session.paused,
            run_state=session.run_state,
            result=result,
            backtest=session.shown_backtest,
            verdict=session.shown_verdict,
            cost_bps=session.cost_bps_shown,
            tries=max(session.trials[1], shown_tries),
            vault_days=plan.vault if plan is not None else spec.evaluation.vault_bars,
            run_ids=tuple(run.run_id for run in session.document.runs),
            failure_dismissed=self._dismissed_failure == session.run_state.run_id,
            known=self._known_baselines(),
            seconds=plan.seconds if plan is not None else None,
            ledger_rows=session.document.ledger_rows.get(content_hash, KnownRows()),
            content_hash=content_hash,
            asked=session.inquiries.about(result),
        )

    def _known_baselines(self) -> Mapping[str, PerformanceFigures]:
        """Buy & hold and the base rate, computed once for a plan on some prices."""
        prices, plan = self._session.prices, self._session.plan
        if prices is None or plan is None:
            return {}
        chosen = self._session.document.project.spec.evaluation
        cost, terms = chosen.cost_bps, chosen.terms
        key = (prices.content_hash, plan.first_decision, plan.test, cost, terms)
        if self._known[0] != key:
            decisions = np.arange(plan.first_decision, plan.first_decision + plan.test)
            self._known = (key, baselines.known_baselines(prices, decisions, cost, terms))
        return self._known[1]
