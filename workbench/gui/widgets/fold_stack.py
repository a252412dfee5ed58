"""A scrolling column of sections that folds, from the bottom up, what would not fit."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.widgets.once import laid_out_once
from workbench.gui.widgets.section import HEAD_HEIGHT, Section

BAR_WIDTH = 8
HEAD = HEAD_HEIGHT + 1
"""A folded section: its rule and its head."""
SEEN_AROUND = 10
"""Pixels seen above and below a text scrolled to."""


class Opening(Enum):
    """Whether a section opens of itself: not at all, where there is room, or whatever the room."""

    NO = 0
    WITH_ROOM = 1
    ALWAYS = 2


class FoldStack(QScrollArea):
    """Sections the user opened or folded by hand are left as they are; the first one is never folded."""

    def __init__(self, margin: int) -> None:
        super().__init__()
        self._margin = margin
        self._sections: list[Section] = []
        self._by_hand: set[Section] = set()
        self._shown: dict[Section, Opening] = {}
        self._folding = False
        self._held = False
        self._followed: QWidget | None = None
        self._content = QWidget()
        # Never wider than the panel: what cannot wrap is cut at the right rather than scrolled away.
        self._content.setMinimumWidth(1)
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(margin, 0, margin, 0)
        self._column.setSpacing(0)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content.installEventFilter(self)
        # Only what the user does to the bar, not what code sets it to.
        self.verticalScrollBar().actionTriggered.connect(self._let_go)
        # The content takes its new height after its parts asked for it; only then can the bar reach its end.
        self.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)

    def add(self, widget: QWidget) -> None:
        """Append a widget that is never folded."""
        self._column.addWidget(widget)

    def add_section(self, section: Section) -> None:
        """Append a section; later ones fold first."""
        self._sections.append(section)
        self._column.addWidget(section)
        section.toggled.connect(lambda _opened, section=section: self._toggled(section))
        section.used.connect(lambda section=section: self._by_hand.add(section))

    def add_stretch(self) -> None:
        """Let what follows sink to the bottom."""
        self._column.addStretch(1)

    def open_only(self, shown: Mapping[Section, Opening]) -> None:
        """Show these sections and hide the rest; other sections than before are read from the top."""
        if shown == self._shown:
            return
        others = set(shown) != set(self._shown)
        self._shown = dict(shown)
        with laid_out_once(self._column):
            for section in self._sections:
                section.setVisible(section in shown)
        self.refit()
        if others:
            # Last, because hiding the focused section scrolls to whatever takes the focus.
            self.verticalScrollBar().setValue(0)
            self._keep_in_sight()

    def reveal(self, part: QWidget) -> None:
        """Open a section as if by hand and keep it in sight as it grows, until the user scrolls."""
        if isinstance(part, Section):
            self._by_hand.add(part)
            part.set_open(True)
        self._followed = part
        self._column.activate()
        self._keep_in_sight()

    def read(self, text: QWidget | None) -> None:
        """Scroll to a text that was unfolded somewhere inside; until None is read, nothing folds for room.

        What stands below a text moves down while it is read, and comes back.
        """
        self._held = text is not None
        if text is None:
            self.refit()
            return
        self._column.activate()
        self._content.adjustSize()
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(text, 0, SEEN_AROUND))

    def refit(self) -> None:
        """Open sections from the top while they fit; hidden ones and those set by hand stay."""
        if not self.isVisible():
            return
        if self._held:
            self._keep_right_edge()
            return
        showing = [section for section in self._sections if not section.isHidden()]
        room = self.viewport().height() - self._fixed_height(showing)
        self._folding = True
        with laid_out_once(self._column):
            for place, section in enumerate(showing):
                opening = self._shown.get(section, Opening.NO)
                body = self._height_of(section.body)
                if section not in self._by_hand:
                    forced = opening is Opening.ALWAYS or (opening is Opening.WITH_ROOM and place == 0)
                    section.set_open(forced or (opening is Opening.WITH_ROOM and body <= room))
                if section.is_open:
                    room -= body
                elif opening is Opening.WITH_ROOM:
                    # Once one is folded, nothing below it opens of itself: folding goes from the bottom up.
                    room = -1
        self._folding = False
        self._keep_right_edge()

    def _fixed_height(self, showing: list[Section]) -> int:
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        widgets = [item.widget() for item in items if item.widget() is not None]
        fixed = sum(self._height_of(w) for w in widgets if not w.isHidden() and w not in self._sections)
        return fixed + HEAD * len(showing)

    def _height_of(self, part: QWidget | QLayout) -> int:
        """What it needs at the present width."""
        width = self.viewport().width() - 2 * self._margin
        return part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()

    def _toggled(self, section: Section) -> None:
        if not self._folding:
            self._by_hand.add(section)
        self._keep_right_edge()

    def _keep_right_edge(self) -> None:
        """The scroll bar takes its width from the margin, so that right edges never move."""
        bar = self.verticalScrollBar()
        needed = self._content.sizeHint().height() > self.viewport().height() or bar.isVisible()
        right = self._margin - (BAR_WIDTH if needed and bar.maximum() > 0 else 0)
        margins = self._column.contentsMargins()
        if margins.right() != right:
            self._column.setContentsMargins(self._margin, 0, right, 0)

    def _keep_in_sight(self) -> None:
        """Scroll as little as needed; of what is taller than the panel, the top."""
        part = self._followed
        if part is None or part.isHidden() or not self.isVisible():
            return
        top, bottom, bar = part.y(), part.y() + part.height(), self.verticalScrollBar()
        bar.setValue(min(top, max(bar.value(), bottom - self.viewport().height())))

    def _let_go(self) -> None:
        self._followed = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            # Qt posts these once for any number of changes, so one refit answers them all.
            self.refit()
            self._keep_in_sight()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()
        self._keep_in_sight()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 60)
