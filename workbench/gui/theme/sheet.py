"""The application style sheet.

Widgets name what they are through dynamic properties, set with `set_role`:

- `ink` on labels: t1, t2, t3, acc, up, down, amber, red
- `ground` on frames and widgets: window, panel, card, menu, plot
- `kind` on buttons: primary, outline, flat, tab; on tables: plain; on rows of tabs: symbols
"""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from workbench.export.tokens import Tokens

INKS = ("t1", "t2", "t3", "acc", "up", "down", "amber", "red", "green")


def set_role(widget: QWidget, **properties: str) -> None:
    """Set the properties the style sheet reads, and let them take effect at once."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    if "ground" in properties:
        # Qt paints a sheet's background on subclasses of QWidget only when told to.
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    # A widget not shown yet is styled when it is; doing it early would make Qt forget a font set later.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Have the style sheet read the properties of a widget again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_font(widget: QWidget, font: QFont) -> None:
    """Give a widget that may be on screen already another font, so that a theme change keeps it.

    Qt restores the font it found when the application's sheet first dressed the widget, unless the widget
    has a sheet of its own; hence the empty rule.
    """
    if not widget.styleSheet():
        widget.setStyleSheet("* {}")
    widget.setFont(font)


def style_sheet(tokens: Tokens) -> str:
    """The whole sheet in the colours of `tokens`."""
    colours = tokens.colours()
    inks = "\n".join(f'QLabel[ink="{name}"] {{ color: {colours[name]}; }}' for name in INKS)
    return Template(_SHEET).substitute(colours) + inks


_SHEET = """
QMainWindow, QDialog, QWidget[ground="window"] { background: $bg0; }
QWidget[ground="panel"] { background: $bg1; }
QWidget[ground="plot"] { background: $plot; }
QFrame[ground="card"] { background: $bg2; border: 1px solid $line2; border-radius: 6px; }
QFrame[ground="menu"] { background: $bg1; border: 1px solid $line2; }
QFrame[ground="rule"] { background: $line; border: none; }
QMessageBox QLabel#qt_msgbox_label { color: $t1; font-weight: 600; }
QDialog[ground="panel"] { background: $bg1; }
QLabel { color: $t2; background: transparent; }
QToolTip { color: $t1; background: $bg2; border: 1px solid $line2; padding: 4px 6px; }

QMenuBar { background: $bg0; color: $t2; padding: 0 10px; border: none; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $bg3; color: $t1; }
QMenu { background: $bg2; color: $t1; border: 1px solid $line2; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $bg3; }
QMenu::item:disabled { color: $t3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QStatusBar { background: $bg0; color: $t2; }
QStatusBar::item { border: none; }
QToolBar { background: $bg0; border: none; spacing: 6px; padding: 4px 10px; }
QToolBar::separator { width: 1px; background: $line2; margin: 8px 8px; }
QMainWindow::separator { background: $bg0; width: 6px; height: 6px; }
QDockWidget { background: $bg0; border: none; }
QSplitter { background: $bg0; }
QSplitter::handle { background: $bg0; }
QSplitter::handle:horizontal { width: 6px; }
QSplitter::handle:vertical { height: 6px; }

QPushButton, QToolButton {
  background: transparent; color: $t1; border: 1px solid transparent; border-radius: 5px; padding: 4px 10px;
}
QToolButton { padding: 4px 6px; }
QPushButton[edge="flush"] { padding: 4px 2px; }
QToolButton[edge="none"] { padding: 0; border-radius: 3px; }
QPushButton:hover, QToolButton:hover { background: $bg3; }
QPushButton:pressed, QToolButton:pressed { background: $held; }
QPushButton:focus, QToolButton:focus { border: 1.5px solid $focus; }
QPushButton:disabled, QToolButton:disabled { color: $t3; }
QToolButton::menu-indicator { image: none; }
QDialog QPushButton, QPushButton[kind="outline"], QToolButton[kind="outline"] {
  background: $bg2; border: 1px solid $line2;
}
QDialog QPushButton:hover, QPushButton[kind="outline"]:hover { background: $bg3; }
QDialog QPushButton:focus, QPushButton[kind="outline"]:focus { border: 1.5px solid $focus; }
QPushButton[kind="outline"]:disabled { background: $bg1; border: 1px solid $line; }
QDialog QPushButton:default { background: $bg3; border: 1px solid $t3; font-weight: 600; }
QDialog QPushButton:default:focus { border: 2px solid $focus; }
QPushButton[kind="primary"], QToolButton[kind="primary"] {
  background: $accfill; color: $onacc; border: 1px solid $accfill;
}
QPushButton[kind="primary"]:hover, QToolButton[kind="primary"]:hover { border: 1px solid $onacc; }
QPushButton[kind="primary"]:focus, QToolButton[kind="primary"]:focus { border: 1.5px solid $t1; }
QPushButton[kind="primary"]:disabled, QToolButton[kind="primary"]:disabled {
  background: $bg3; color: $t3; border: 1px solid $line;
}
QPushButton[kind="tab"] {
  color: $t2; border: 1px solid transparent; border-bottom: 2px solid transparent; border-radius: 0;
  padding: 0 2px; margin: 0 6px;
}
QPushButton[kind="tab"]:hover { color: $t1; background: transparent; }
QPushButton[kind="tab"]:checked { color: $t1; border-bottom: 2px solid $t1; }
QPushButton[kind="tab"]:focus { border: 1px solid $focus; border-bottom: 2px solid $focus; }
QPushButton[kind="tab"]:disabled { color: $t3; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $bg2; color: $t1; border: 1px solid $line; border-radius: 4px; padding: 2px 8px;
  selection-background-color: $held; selection-color: $t1;
}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border: 1px solid $line2; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 1.5px solid $focus;
}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { background: $bg1; color: $t3; }
QComboBox[state="error"] { border: 1px solid $red; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
  background: $bg2; color: $t1; border: 1px solid $line2; selection-background-color: $bg3;
  selection-color: $t1; outline: none; padding: 3px;
}
QFrame[field="number"] { background: $bg2; border: 1px solid $line; border-radius: 4px; }
QFrame[field="number"]:hover { border: 1px solid $line2; }
QFrame[field="number"][state="focus"] { border: 1.5px solid $focus; }
QFrame[field="number"][state="error"] { border: 1px solid $red; }
QFrame[field="number"]:disabled { background: $bg1; border: 1px solid $line; }
QFrame[field="number"] QLineEdit { background: transparent; border: none; padding: 0; }
QFrame[field="segmented"] { background: $bg2; border: 1px solid $line; border-radius: 4px; }
QPushButton[kind="segment"] {
  background: transparent; color: $t2; border: 1px solid transparent; border-radius: 3px; padding: 1px 7px;
}
QPushButton[kind="segment"]:hover { color: $t1; }
QPushButton[kind="segment"]:checked { background: $bg3; color: $t1; }
QPushButton[kind="segment"]:focus { border: 1.5px solid $focus; }
QPushButton[kind="segment"]:disabled { color: $t3; }
QCheckBox, QRadioButton { color: $t2; spacing: 7px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { color: $t1; }

QAbstractScrollArea { background: transparent; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::handle { background: $line2; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $t3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTableView, QTreeView, QListView {
  background: $bg1; color: $t2; border: none; outline: none; gridline-color: transparent;
  selection-background-color: $bg2; selection-color: $t1;
}
QTableView:focus, QListView:focus { border: 1.5px solid $focus; border-radius: 4px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
  background: $bg1; color: $t3; border: none; border-bottom: 1px solid $line; padding: 2px 8px;
}
QTableCornerButton::section { background: $bg1; border: none; }
QProgressBar { background: $line2; border: none; border-radius: 1px; }
QProgressBar::chunk { background: $acc; border-radius: 1px; }
QSlider::groove:horizontal { height: 2px; background: $line2; border: none; }
QSlider::sub-page:horizontal { background: $line2; }
QSlider::handle:horizontal {
  width: 10px; height: 10px; margin: -6px 0; border-radius: 6px; background: $bg1; border: 1.5px solid $t1;
}
QSlider::handle:horizontal:focus { border: 1.5px solid $focus; }
QSlider::handle:horizontal:disabled { border: 1.5px solid $line2; }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; border: none; }
QTabBar::tab {
  background: transparent; color: $t2; padding: 6px 2px; margin: 0 10px; border: none;
  border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $t1; border-bottom: 2px solid $t1; }
QTabBar::tab:hover { color: $t1; }
QTabBar::tab:focus { border-bottom: 2px solid $focus; }
QTabBar[kind="symbols"]::tab {
  padding: 2px 4px 2px 8px; margin: 0; border: 1px solid transparent; border-radius: 4px;
}
QTabBar[kind="symbols"]::tab:hover { background: $bg3; }
QTabBar[kind="symbols"]::tab:selected { background: $bg3; color: $t1; border: 1px solid $line; }
QTabBar[kind="symbols"]::tab:selected:focus { border: 1px solid $focus; }
QTabBar[kind="symbols"] QToolButton { padding: 0; border: none; border-radius: 3px; background: transparent; }
QTabBar[kind="symbols"] QToolButton:hover { background: $line2; }
QTabBar[kind="symbols"]::tab:disabled { color: $t3; }
"""
