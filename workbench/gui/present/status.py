"""The right end of the status bar: data hash, network, workers, memory."""

from __future__ import annotations

from workbench.gui.present.format import count, counted

MEGABYTE = 1024 * 1024


def data_hash(content_hash: str) -> str:
    """`data b81f 04c2`; empty without prices."""
    return f"data {content_hash[:4]} {content_hash[4:8]}" if content_hash else ""


def network(online: bool) -> str:
    """Whether this session fetched anything."""
    return "online" if online else "offline"


def workers(ready: int) -> str:
    """Worker processes, once they are there."""
    return counted(ready, "worker") if ready else "starting workers"


def memory(resident: int) -> str:
    """Bytes of the program and its workers as megabytes."""
    return f"{count(round(resident / MEGABYTE))} MB"
