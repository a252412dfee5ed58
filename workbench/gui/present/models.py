"""The models as cards: a name, a sentence of the story, a figure; and in which columns they stand."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.models.catalog import CATALOG

DREAM = (
    "Everyone dreams of riches with these, though reality is harsh: whatever you choose is judged "
    "beside the baselines, on days it has not seen."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a card says; `icon` names its figure."""

    key: str
    title: str
    sentence: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """One column of cards; `note` is a last word below them."""

    title: str
    entries: tuple[Entry, ...]
    note: str = ""


def entry(kind: str) -> Entry:
    """The card of a model of the catalogue."""
    row = CATALOG[kind]
    return Entry(kind, row.title, row.story, f"model-{kind}")


def groups() -> tuple[Group, Group]:
    """All models: the networks in the order of the story, and what each of them is judged beside."""
    nets = tuple(entry(kind) for kind, row in CATALOG.items() if row.net)
    others = tuple(entry(kind) for kind, row in CATALOG.items() if not row.net)
    return Group("Networks", nets, DREAM), Group("Baselines", others)
