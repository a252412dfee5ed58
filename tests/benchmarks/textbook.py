"""The reference: the training loop of the textbooks, one copied window a sample."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset


class TextbookLSTM(nn.Module):
    """LSTM, last output, one linear layer."""

    def __init__(self, features: int, hidden: int = 64, layers: int = 2) -> None:
        super().__init__()
        self.lstm = nn.LSTM(features, hidden, layers, batch_first=True)
        self.head = nn.Linear(hidden, 1)

    def forward(self, windows: Tensor) -> Tensor:
        out, _ = self.lstm(windows)
        return self.head(out[:, -1]).squeeze(-1)


class TextbookFit:
    """Windows of `lookback` rows copied one by one, `DataLoader(shuffle)`, batch 32, Adam 1e-3."""

    def __init__(self, x: np.ndarray, y: np.ndarray, lookback: int) -> None:
        ends = range(lookback - 1, len(x))
        windows = np.stack([x[end - lookback + 1 : end + 1] for end in ends]).astype(np.float32)
        targets = y[lookback - 1 :].astype(np.float32)
        data = TensorDataset(torch.from_numpy(windows), torch.from_numpy(targets))
        self.loader = DataLoader(data, batch_size=32, shuffle=True)
        self.net = TextbookLSTM(x.shape[1])
        self.optimiser = torch.optim.Adam(self.net.parameters(), lr=1e-3)

    def epoch(self) -> None:
        """One pass over all windows."""
        self.net.train()
        for windows, targets in self.loader:
            self.optimiser.zero_grad()
            loss = nn.functional.mse_loss(self.net(windows), targets)
            loss.backward()
            self.optimiser.step()
