"""JSON from strangers: what the standard library lets pass silently is refused here."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from workbench.project.file.limits import (
    MAX_CONTAINERS,
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_ITEMS,
    MAX_JSON,
    MAX_TEXT,
    Refused,
)

_LONGEST_NUMBER = 40
"""Characters of a number: a shortest-round-trip double needs 24."""


def parse(content: bytes, name: str, *, max_text: int = MAX_TEXT) -> dict[str, Any]:
    """The object that `content` holds; raises `Refused` naming what is wrong with the entry `name`."""
    if len(content) > MAX_JSON:
        raise Refused(f"{name} is too large")
    if content.count(b"[") + content.count(b"{") > MAX_CONTAINERS or content.count(b",") > MAX_ITEMS:
        raise Refused(f"{name} holds too many parts")
    try:
        value = json.loads(
            content.decode("utf-8"),
            parse_constant=_no_constant, parse_int=_integer, parse_float=_real, object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise Refused(f"{name} is not UTF-8 text") from error
    except RecursionError as error:
        raise Refused(f"{name} is nested too deep") from error
    except json.JSONDecodeError as error:
        raise Refused(f"{name} is not JSON") from error
    except _Bad as error:
        raise Refused(f"{name} holds {error}") from error
    if not isinstance(value, dict):
        raise Refused(f"{name} is not a JSON object")
    _measure(value, name, max_text)
    return value


def render(value: dict[str, Any]) -> bytes:
    """UTF-8 JSON in the given key order; numpy numbers become plain, an undefined number becomes null."""
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, indent=1).encode()


class _Bad(Exception):
    """A value no project file may hold."""


def _no_constant(text: str) -> float:
    raise _Bad(f"the number {text}")


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER or abs(int(text)) > MAX_INTEGER:
        raise _Bad("an integer beyond 2^53")
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _Bad("a number too large")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Bad("the same key twice")
    return found


def _measure(value: Any, name: str, max_text: int) -> None:
    """Depth and text lengths, level by level, without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += [*item, *item.values()]
            elif isinstance(item, list):
                below += item
            elif isinstance(item, str):
                _measure_text(item, name, max_text)
        level = below
        if not level:
            return
    raise Refused(f"{name} is nested too deep")


def _measure_text(text: str, name: str, max_text: int) -> None:
    if len(text) > max_text:
        raise Refused(f"{name} holds a text that is too long")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refused(f"{name} holds a broken character") from error


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
