"""The colours of window and report by role, dark and light."""

from __future__ import annotations

from dataclasses import dataclass, replace

CALM = ("#A7B1BB", "#1D2329"), ("#56616C", "#EBEEF1")
AMBER = ("#E0B04C", "#27221A"), ("#7A5E00", "#FAF1DC")
RED = ("#F2766F", "#2B1D1D"), ("#B00F48", "#FBE9EE")
GREEN = ("#5DB88B", "#14181C"), ("#1E7A4F", "#F6F7F9")
OPEN = ("#E7EBEF", "#14181C"), ("#13181D", "#F6F7F9")
"""(ink, ground) dark, then light: still unfinished, hence the colours of the panel itself."""

STATES: dict[str, tuple[tuple[tuple[str, str], tuple[str, str]], str]] = {
    "not_run": (CALM, "clock"),
    "running": (CALM, "arc"),
    "no_edge": (CALM, "circle-bar"),
    "too_little_evidence": (CALM, "circle-bar"),
    "one_day_late_copy": (CALM, "circle-bar"),
    "edge_before_costs_only": (AMBER, "half-circle"),
    "suggestive_unproven": (AMBER, "half-circle"),
    "luck_after_trials": (AMBER, "half-circle"),
    "fragile": (AMBER, "half-circle"),
    "not_better_than_holding": (AMBER, "half-circle"),
    "invalid": (RED, "octagon-cross"),
    "too_good_to_be_true": (RED, "octagon-cross"),
    "failed_on_unseen": (RED, "octagon-cross"),
    "candidate": (OPEN, "ring-dot"),
    "promising": (OPEN, "ring-dot"),
    "survived_so_far": (GREEN, "shield"),
}
UNFINISHED = ("candidate", "promising")
"""States whose card has a dashed border."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme. Every field but `dark` is a colour like `#RRGGBB`."""

    dark: bool
    bg0: str
    bg1: str
    bg2: str
    bg3: str
    plot: str
    line: str
    line2: str
    t1: str
    t2: str
    t3: str
    acc: str
    accfill: str
    onacc: str
    up: str
    down: str
    train: str
    grid: str
    hatch: str
    cloud: str
    amber: str
    red: str
    green: str
    focus: str

    def state_ink(self, state: str) -> tuple[str, str, str]:
        """(ink, ground, icon name) of a verdict state, `not_run` or `running`; unknown states are calm."""
        pair, mark = STATES.get(state, (CALM, "circle-bar"))
        ink, ground = pair[0] if self.dark else pair[1]
        return ink, ground, mark

    def swapped(self) -> Tokens:
        """The same with the colours of rising and falling days exchanged."""
        return replace(self, up=self.down, down=self.up)


DARK = Tokens(
    dark=True,
    bg0="#0E1114", bg1="#14181C", bg2="#1B2025", bg3="#262D34", plot="#101317",
    line="#252B32", line2="#3B444E", t1="#E7EBEF", t2="#A7B1BB", t3="#808B96",
    acc="#62A8FF", accfill="#2B73D6", onacc="#FFFFFF", up="#A9BDD0", down="#C97A5E",
    train="#171B20", grid="#1D2228", hatch="#2B323A", cloud="#3A424B",
    amber="#E0B04C", red="#F2766F", green="#5DB88B", focus="#62A8FF",
)  # fmt: skip
LIGHT = Tokens(
    dark=False,
    bg0="#E9ECEF", bg1="#F6F7F9", bg2="#FFFFFF", bg3="#E8ECF0", plot="#FFFFFF",
    line="#DCE0E5", line2="#B9C1CA", t1="#13181D", t2="#47525D", t3="#5D6772",
    acc="#1A5FC4", accfill="#1F66CF", onacc="#FFFFFF", up="#51687F", down="#B3532F",
    train="#F1F3F5", grid="#EEF0F3", hatch="#D9DEE4", cloud="#C6CDD4",
    amber="#7A5E00", red="#B00F48", green="#1E7A4F", focus="#1A5FC4",
)  # fmt: skip
