"""What a run answered when it was questioned after its end; kept with the project, never undone."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.experiment.placebo import Placebo
from workbench.experiment.planted import Planted


@dataclass(frozen=True, slots=True)
class Answers:
    """Whole answers only: None or nothing where a question was not asked, or stopped before its end."""

    placebo: Placebo | None = None
    planted: tuple[Planted, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to keep."""
        return self.placebo is not None or bool(self.planted)

    def with_later(self, later: Answers) -> Answers:
        """These, and what `later` knows in their place."""
        return Answers(later.placebo or self.placebo, later.planted or self.planted)
