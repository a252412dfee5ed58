"""The line that every export carries: verdict, tries, costs, data hash."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.evaluation import sentences
from workbench.evaluation.figures import Removal, Verdict
from workbench.evaluation.terms import told
from workbench.experiment.result import RunResult
from workbench.export import format as fmt

HASH_LENGTH = 12
NOT_RUN = "not run yet"
_RISKY = re.compile(r"(^|[,;\t])(\s*)(?=[=+\-@])")


def verdict_word(verdict: Verdict | None, outcome: str = "cancelled") -> str:
    """`NO EDGE`; a run without a verdict says that it was stopped."""
    if verdict is None:
        return "STOPPED, NO VERDICT" if outcome == "cancelled" else outcome.upper()
    return sentences.word(verdict.state) if verdict.state in sentences.TEXTS else verdict.state.upper()


def foot_line(
    result: RunResult, tries: int, verdict: Verdict | None = None, cost_bps: float | None = None,
    removals: Sequence[Removal] = (),
) -> str:  # fmt: skip
    """Of a run; `verdict` and `cost_bps` are those of a what-if, else the run's own.

    `removals` are those that the ledger knows now; a run knows those made before it.
    """
    chosen = result.spec.evaluation
    cost = chosen.cost_bps if cost_bps is None else cost_bps
    return fmt.joined(
        verdict_word(verdict or result.verdict, result.outcome),
        fmt.counted(max(tries, result.trials.this_data), "try", "tries"),
        *(sentences.removal_text(removal) for removal in removals or result.trials.history_removed),
        told(cost, chosen.terms),
        f"data {result.data.all_sha256[:HASH_LENGTH]}",
    )


def foot_without_run(content_hash: str, tries: int) -> str:
    """Of prices nothing was trained on yet."""
    return fmt.joined(NOT_RUN, fmt.counted(tries, "try", "tries"), f"data {content_hash[:HASH_LENGTH]}")


def harmless(text: str) -> str:
    """One line that no spreadsheet takes for a formula, whatever stranger wrote it.

    Cells may be parted by commas, semicolons or tabs: what begins one with = + - @ gets an apostrophe.
    """
    line = " ".join(text.replace('"', "'").split())
    return _RISKY.sub(r"\1\2'", line)


def comment_lines(facts: Sequence[tuple[str, str]]) -> list[str]:
    """`# name: text` lines, which `pandas.read_csv(..., comment="#")` leaves out."""
    return [f"# {harmless(name)}: {harmless(text)}" for name, text in facts if text]
