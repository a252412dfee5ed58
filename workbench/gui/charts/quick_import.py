"""What PySide6 and pyqtgraph do at each import and this program has no use for, left out of a start."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_QT = ("QtCore", "QtGui", "QtWidgets")


class _Mirror(ModuleType):
    """A module that takes its attributes from another one when they are asked for."""

    def __init__(self, name: str, real: ModuleType) -> None:
        super().__init__(name)
        self.__dict__["_real"] = real

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.__dict__["_real"], name)
        self.__dict__[name] = value
        return value


def import_plainly() -> None:
    """Give Python its own import back.

    PySide6 puts one in its place that reads the source of every module for a `__feature__` it asks for;
    no module of this program does.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def import_pyqtgraph() -> None:
    """Import pyqtgraph without making every class that Qt has; does nothing where that is done.

    pyqtgraph copies all attributes of the Qt modules into modules of its own, and PySide6 makes each of
    its classes when it is first looked at. Here it finds mirrors in the place of the copies, and modules
    that list nothing to be copied (PEP 562).
    """
    if "pyqtgraph" in sys.modules:
        return
    with ExitStack() as stack:
        for name in _QT:
            real = import_module(f"PySide6.{name}")
            sys.modules[f"pyqtgraph.Qt.{name}"] = _Mirror(f"pyqtgraph.Qt.{name}", real)
            stack.enter_context(_listing_nothing(real))
        import_module("pyqtgraph")


@contextmanager
def _listing_nothing(module: ModuleType) -> Iterator[None]:
    names = vars(module)
    before = names.get("__dir__")
    names["__dir__"] = list
    try:
        yield
    finally:
        if before is None:
            del names["__dir__"]
        else:
            names["__dir__"] = before
