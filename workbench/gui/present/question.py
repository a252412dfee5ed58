"""A question before what cannot be taken back."""

from __future__ import annotations

from workbench.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """Title, the question, all that must be known before the answer; `no` leaves all as it is."""

    title: str
    text: str
    details: str
    yes: str
    no: str
