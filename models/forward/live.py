"""One forward pass as a page is shown it: maps in 8 bits, and every value exactly.

A PyTorch module around the network, so that the same arithmetic runs in PyTorch (on a GPU, or
where nothing was exported) and, exported, in ONNX Runtime. Quantising and guessing happen here,
once for a whole batch.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.forward.description import NetworkDescription
from models.forward.outputs import PADDED
from models.forward.tracing import Tracer


class LiveForward(nn.Module):
    """Images (B, C, H, W) in 0..1 to the fields of `outputs.Outputs`, in their order."""

    def __init__(
        self, network: nn.Module, description: NetworkDescription, exact: bool = False
    ) -> None:
        """`exact`: answer the exact values too."""
        super().__init__()
        self.exact = exact
        self._trace = Tracer(network).forward_all
        names = [operation.name for operation in description.operations]
        self._shown = [names.index(layer.shown) for layer in description.layers]

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        """Codes, low, high, probabilities, guesses, score, and the exact values."""
        outputs = [output.flatten(1) for output in self._trace(images)]
        shown = [outputs[index] for index in self._shown]
        low = torch.cat([values.amin(1, keepdim=True) for values in shown], dim=1)
        high = torch.cat([values.amax(1, keepdim=True) for values in shown], dim=1)
        factor, zero = _quantiser(low, high)
        codes = []
        for layer, values in enumerate(shown):
            own = slice(layer, layer + 1)
            codes.append(
                nn.functional.pad(
                    values * factor[:, own] + zero[:, own], (0, -values.shape[1] % PADDED)
                )
            )
        logits = outputs[-1]
        probabilities = torch.softmax(logits, dim=1)
        exact = (torch.cat(outputs, dim=1),) if self.exact else ()
        return (
            torch.cat(codes, dim=1).round().to(torch.uint8),
            low,
            high,
            probabilities,
            torch.topk(probabilities, 2, dim=1).indices,
            torch.logsumexp(logits, dim=1),
            *exact,
        )


def _quantiser(low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
    """Steps a unit and the code of zero, for each range."""
    peak = torch.maximum(high, -low)
    signed = low < 0
    steps = torch.where(signed, 127.0, 255.0)
    factor = torch.where(peak > 0, steps / peak, torch.zeros_like(peak))
    return factor, torch.where(signed, 128.0, 0.0)
