"""Early stopping: remembers the best epoch and says when patience is over."""

from __future__ import annotations

from workbench.dataclass import dataclass


@dataclass(slots=True)
class EarlyStopping:
    """`patience` epochs without a lower validation loss end the training; 0 = never."""

    patience: int
    best_loss: float = float("inf")
    best_epoch: int = 0

    def improved(self, epoch: int, loss: float) -> bool:
        """Note the loss of `epoch` (from 1); True where it is the best so far."""
        if loss < self.best_loss:
            self.best_loss, self.best_epoch = loss, epoch
            return True
        return False

    def is_over(self, epoch: int) -> bool:
        """True when `epoch` was the last one patience allows."""
        return bool(self.patience) and epoch - self.best_epoch >= self.patience
