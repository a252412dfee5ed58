"""What the fits run on: the CPU, one torch thread a process."""

from __future__ import annotations

import torch


def use_one_thread() -> None:
    """Two one-thread processes each keep full speed; two threads in one are slower at these sizes."""
    torch.set_num_threads(1)
