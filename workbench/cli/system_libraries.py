"""Which shared libraries Qt needs on Linux, and the Debian package of each; dev.py reads it too."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

# Without these Qt does not even load.
NEEDED = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libz.so.1": "zlib1g",
}
# Without these no window opens, on X11 or on Wayland.
FOR_A_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """The Debian packages of those `libraries` (file name -> package) that do not load; none but on Linux."""
    if sys.platform != "linux":
        return []
    return [package for name, package in libraries.items() if not loads(name)]


def loads(library: str) -> bool:
    """Can this shared library be loaded?"""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_line(packages: list[str]) -> str:
    """What to type on Debian or Ubuntu."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def why_no_window() -> str:
    """One sentence with the remedy if no window can open here; empty if one can."""
    missing = missing_packages(NEEDED)
    if missing:
        return f"No window can open: system libraries are missing. Type: {install_line(missing)}"
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform == "linux" and not named:
        return "No window can open: there is no display. Use a verb instead, such as `workbench demo`."
    return ""
