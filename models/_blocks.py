"""Parts that several networks share. Joins are modules, so that they have names on the page."""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["Add", "Concatenate"]


class Add(nn.Module):
    """The sum of maps of one shape, value by value: where a skip connection ends."""

    def forward(self, *terms: Tensor) -> Tensor:
        """The sum (B, C, H, W) of terms of that shape."""
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total


class Concatenate(nn.Module):
    """The maps of several branches, one branch after the other.

    `dropped`: in training, how often an image gets zeros in place of its first branch, so that the
    network learns to do without, as it does where a switch is off.
    """

    def __init__(self, dropped: float = 0.0) -> None:
        super().__init__()
        self.dropped = dropped

    def forward(self, first: Tensor, *branches: Tensor) -> Tensor:
        """All maps (B, sum of C, H, W) of branches (B, C, H, W)."""
        if self.training and self.dropped:
            kept = torch.rand(len(first), 1, 1, 1, device=first.device) >= self.dropped
            first = first * kept
        return torch.cat((first, *branches), dim=1)
