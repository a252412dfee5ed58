"""The colours of window and report by role: dark, light and, for the window, high contrast."""

from __future__ import annotations

from dataclasses import asdict, replace

from workbench.dataclass import dataclass

Pairs = tuple[tuple[str, str], tuple[str, str], tuple[str, str]]
"""(ink, ground) dark, light, high contrast."""
CALM: Pairs = ("#A7B1BB", "#1D2329"), ("#56616C", "#EBEEF1"), ("#E0E0E0", "#1E1E1E")
AMBER: Pairs = ("#E0B04C", "#27221A"), ("#7A5E00", "#FAF1DC"), ("#FFD54A", "#241C00")
RED: Pairs = ("#F2766F", "#2B1D1D"), ("#B00F48", "#FBE9EE"), ("#FF8A85", "#2A0C0C")
GREEN: Pairs = ("#5DB88B", "#14181C"), ("#1E7A4F", "#F6F7F9"), ("#6BE3A8", "#000000")
OPEN: Pairs = ("#E7EBEF", "#14181C"), ("#13181D", "#F6F7F9"), ("#FFFFFF", "#000000")
"""Still unfinished, hence the colours of the panel itself."""

STATES: dict[str, tuple[Pairs, str]] = {
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
    """One colour scheme. Every field but `dark` and `high_contrast` is a colour like `#RRGGBB`.

    `held` lies under what is pressed and under selected text.
    """

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
    held: str
    high_contrast: bool = False

    def colours(self) -> dict[str, str]:
        """Role -> colour."""
        return {role: ink for role, ink in asdict(self).items() if isinstance(ink, str)}

    def opacity(self, usual: int) -> int:
        """How opaque, of 255, what usually lets so much of its ground through is drawn."""
        return min(round(1.8 * usual), 255) if self.high_contrast else usual

    def state_ink(self, state: str) -> tuple[str, str, str]:
        """(ink, ground, icon name) of a verdict state, `not_run` or `running`; unknown states are calm."""
        pair, mark = STATES.get(state, (CALM, "circle-bar"))
        ink, ground = pair[2] if self.high_contrast else pair[0] if self.dark else pair[1]
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
    held="#3B444E",
)  # fmt: skip
LIGHT = Tokens(
    dark=False,
    bg0="#E9ECEF", bg1="#F6F7F9", bg2="#FFFFFF", bg3="#E8ECF0", plot="#FFFFFF",
    line="#DCE0E5", line2="#B9C1CA", t1="#13181D", t2="#47525D", t3="#5D6772",
    acc="#1A5FC4", accfill="#1F66CF", onacc="#FFFFFF", up="#51687F", down="#B3532F",
    train="#F1F3F5", grid="#EEF0F3", hatch="#D9DEE4", cloud="#C6CDD4",
    amber="#7A5E00", red="#B00F48", green="#1E7A4F", focus="#1A5FC4",
    held="#B9C1CA",
)  # fmt: skip
CONTRAST = Tokens(
    dark=True, high_contrast=True,
    bg0="#202020", bg1="#000000", bg2="#1E1E1E", bg3="#383838", plot="#000000",
    line="#6E6E6E", line2="#8A8A8A", t1="#FFFFFF", t2="#E0E0E0", t3="#B4B4B4",
    acc="#6CB6FF", accfill="#429AFF", onacc="#000000", up="#C6DCF2", down="#FF8A5C",
    train="#1A1A1A", grid="#3A3A3A", hatch="#686868", cloud="#6A6A6A",
    amber="#FFD54A", red="#FF8A85", green="#6BE3A8", focus="#6CB6FF",
    held="#4D4D4D",
)  # fmt: skip
"""Black and white: texts at 7 : 1 or more, every line that says something at 3 : 1."""
