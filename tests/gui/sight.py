"""How far colours lie apart, for all eyes: WCAG 2 contrast, and distance as colour-blind people see it."""

from __future__ import annotations

import numpy as np

# Machado, Oliveira and Fernandes (2009), severity 1: what is seen of linear red, green and blue.
MACHADO = {
    "protan": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ.sum(axis=1)


def linear(colour: str) -> np.ndarray:
    """#RRGGBB as shares of light, shape (3,)."""
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(ink: str, ground: str) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    low, high = sorted(float(weights @ linear(colour)) for colour in (ink, ground))
    return (high + 0.05) / (low + 0.05)


def distance(one: str, other: str, eyes: str | None = None) -> float:
    """CIE76 distance of two colours, as `eyes` (a key of MACHADO) see them; None sees all colours."""
    seen = np.eye(3) if eyes is None else np.array(MACHADO[eyes])
    first, second = (_lab(np.clip(seen @ linear(colour), 0, 1)) for colour in (one, other))
    return float(np.linalg.norm(first - second))


def _lab(light: np.ndarray) -> np.ndarray:
    share = _TO_XYZ @ light / _WHITE
    root = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])
