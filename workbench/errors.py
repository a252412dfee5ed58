"""Errors that carry one sentence for the user, the remedy, and the exit code of the command line."""

from __future__ import annotations


class WorkbenchError(Exception):
    """Base of every error a user may see.

    `sentence` says what is wrong, `hint` how to mend it; `exit_code` is CLI.md's.
    """

    exit_code = 1

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()

    def __reduce__(self) -> tuple[type[WorkbenchError], tuple[str, str]]:
        return type(self), (self.sentence, self.hint)


class UsageError(WorkbenchError):
    """Wrong usage or unusable input (exit 2)."""

    exit_code = 2


class DataError(UsageError):
    """Prices that cannot be used: malformed, too few, red findings (exit 2)."""


class ProviderError(WorkbenchError):
    """A price provider failed (exit 3)."""

    exit_code = 3


class OfflineError(ProviderError):
    """The network is not there, or `--offline` forbids it."""


class ThrottledError(ProviderError):
    """The provider refuses for now: too many requests."""


class UnknownSymbolError(ProviderError):
    """The provider does not know the symbol."""


class ProviderBrokenError(ProviderError):
    """The provider answered with something that is not prices."""


class Cancelled(WorkbenchError):
    """The user stopped it; what was done is kept (exit 4)."""

    exit_code = 4


class DamagedError(WorkbenchError):
    """A project file, the price store or the ledger is damaged; nothing was changed (exit 5)."""

    exit_code = 5


class NewerFormatError(DamagedError):
    """The file was written by a newer program than this one."""


class FitFailed(WorkbenchError):
    """A training did not end: a worker died, memory ran out, or the loss diverged."""
