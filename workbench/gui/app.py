"""Starts the window: application, session, main window, log, and what happens to unexpected errors."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from workbench import paths, settings
from workbench.gui.main_window import MainWindow
from workbench.gui.present.title import PROGRAM
from workbench.gui.session import Session
from workbench.gui.theme import Theme, apply, dress, prepare
from workbench.gui.tidy import Tidy

WARM_UP_AFTER_MS = 50
SWITCH_SECONDS = 0.001
COLOURS_OF_A_CHART = 20
LOG_BYTES = 1_000_000

log = logging.getLogger("workbench")


class Application(QApplication):
    """Forwards files opened from the system's file manager."""

    window: MainWindow | None = None

    def event(self, event: QEvent) -> bool:
        """Open the file of a QFileOpenEvent."""
        if isinstance(event, QFileOpenEvent) and self.window is not None:
            self.window.verbs.open_path(Path(event.file()))
            return True
        return super().event(event)


def run(path: str | None = None, store_folder: Path | None = None) -> int:
    """Open the window, with the file `path` if there is one; returns the process's exit code."""
    write_log()
    # A thread that computes gives way to the window within a millisecond, not within Python's five.
    sys.setswitchinterval(SWITCH_SECONDS)
    app = Application(sys.argv[:1])
    theme = Theme(settings.load(paths.settings_file()).theme)
    prepare(app, theme)
    window = build(Session(theme=theme, store_folder=store_folder), path)
    dress(app, theme)
    app.window = window
    catch_unexpected(window)
    window.show()
    tidy = Tidy(app)
    QTimer.singleShot(WARM_UP_AFTER_MS, window, window.session.warm_up)
    code = int(app.exec())
    tidy.stop()
    return code


def self_test() -> int:
    """Open the window on the sample, draw it once and close it; 0 if something was to be seen."""
    app = Application(sys.argv[:1])
    theme = Theme("dark")
    apply(app, theme)
    window = build(Session(theme=theme))
    window.show()
    app.processEvents()
    picture = window.grab().toImage()
    across, down = range(0, picture.width(), 3), range(0, picture.height(), 3)
    colours = {picture.pixel(x, y) for x in across for y in down}
    drawn = window.session.prices is not None and len(colours) >= COLOURS_OF_A_CHART
    window.close()
    if not drawn:
        raise RuntimeError(f"the window showed {len(colours)} colours and no chart")
    return 0


def build(session: Session, path: str | None = None) -> MainWindow:
    """The window of a session; needs an application, starts no workers."""
    app = QApplication.instance()
    app.setApplicationName("stock-workbench")
    app.setApplicationDisplayName(PROGRAM)
    app.setDesktopFileName("stock-workbench")
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "app.svg")))
    window = MainWindow(session)
    if path:
        session.open_path(path)
    return window


def write_log() -> None:
    """Log to the file in the app-data; where that cannot be written, the program runs without."""
    from logging.handlers import RotatingFileHandler

    try:
        handler = RotatingFileHandler(
            paths.log_file(), maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
        )
        crash = (paths.log_file().parent / "crash.log").open("a", encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    faulthandler.enable(crash)


def catch_unexpected(window: MainWindow) -> None:
    """Errors nobody expected go to the log and, from the GUI thread, to one dialog at a time."""
    shown: list[QMessageBox] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        log.error("unexpected error\n%s", details)
        if not any(box.isVisible() for box in shown):
            shown[:] = [error_box(window, details)]
            shown[0].open()

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        trace = "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
        log.error("unexpected error in thread %s\n%s", args.thread.name if args.thread else "?", trace)

    sys.excepthook = hook
    threading.excepthook = thread_hook
    qInstallMessageHandler(_log_qt)


def error_box(window: MainWindow, details: str) -> QMessageBox:
    """What is shown of a bug: one sentence, the log's place, the details to copy."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Unexpected error")
    box.setText("Something went wrong inside the program. Nothing of your project was changed by it.")
    box.setInformativeText(f"The log has the details: {paths.log_file()}")
    box.setDetailedText(details)
    return box


def _log_qt(kind: QtMsgType, _context: object, text: str) -> None:
    serious = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    log.log(logging.ERROR if serious else logging.INFO, "Qt: %s", text)
