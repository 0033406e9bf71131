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
    """The maps of several branches, one branch after the other."""

    def forward(self, *branches: Tensor) -> Tensor:
        """All maps (B, sum of C, H, W) of branches (B, C, H, W)."""
        return torch.cat(branches, dim=1)
