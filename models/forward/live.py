"""One forward pass as a page is shown it: maps in 8 bits, outcomes, and every value exactly.

A PyTorch module around the network, so that the same arithmetic runs in PyTorch (on a GPU, or
where nothing was exported) and, exported, in ONNX Runtime. Quantising and what the answers come to
happen here, once for a whole batch.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from models._answers import digit_of
from models._outcomes import outcome_of
from models.forward.description import NetworkDescription
from models.forward.outputs import PADDED, names_of
from models.forward.tracing import Tracer


class LiveForward(nn.Module):
    """Images (B, C, H, W) in 0..1 to the arrays of `outputs.names_of`, in their order.

    A network with switches takes gates (B, switches) beside the images, 1 on and 0 off.
    """

    def __init__(
        self, network: nn.Module, description: NetworkDescription, exact: bool = False
    ) -> None:
        """`exact`: answer the exact values too."""
        super().__init__()
        self.exact = exact
        self.names = names_of(description, exact)
        self._trace = Tracer(network, description.switches).forward_all
        operations = [operation.name for operation in description.operations]
        self._sizes = [math.prod(operation.output_shape) for operation in description.operations]
        self._shown = [operations.index(layer.shown) for layer in description.layers]
        self._answers = [
            (answer, operations.index(answer.operation)) for answer in description.answers
        ]
        scored = digit_of(description.answers)
        self._scored = None if scored is None else operations.index(scored.operation)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Codes, low, high, each answer's outcome, the score, and the exact values."""
        values = self._trace(*inputs)
        # Sizes as numbers, so that an exported graph need not find them out.
        sizes = zip(values, self._sizes, strict=True)
        outputs = [output.reshape(-1, size) for output, size in sizes]
        outcomes = [outcome_of(answer, values[at]).flatten(1) for answer, at in self._answers]
        score = [] if self._scored is None else [torch.logsumexp(outputs[self._scored], dim=1)]
        exact = [torch.cat(outputs, dim=1)] if self.exact else []
        return (*self._in_8_bits(outputs), *outcomes, *score, *exact)

    def _in_8_bits(self, outputs: list[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Codes (B, sum of padded sizes) of what the layers show, and their ranges (B, layers)."""
        shown = [outputs[index] for index in self._shown]
        low = torch.cat([values.amin(1, keepdim=True) for values in shown], dim=1)
        high = torch.cat([values.amax(1, keepdim=True) for values in shown], dim=1)
        factor, zero = _quantiser(low, high)
        codes = []
        for layer, (index, values) in enumerate(zip(self._shown, shown, strict=True)):
            at, size = slice(layer, layer + 1), self._sizes[index]
            codes.append(
                nn.functional.pad(values * factor[:, at] + zero[:, at], (0, -size % PADDED))
            )
        return torch.cat(codes, dim=1).round().to(torch.uint8), low, high


def _quantiser(low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
    """Steps a unit and the code of zero, for each range."""
    peak = torch.maximum(high, -low)
    signed = low < 0
    steps = torch.where(signed, 127.0, 255.0)
    factor = torch.where(peak > 0, steps / peak, torch.zeros_like(peak))
    return factor, torch.where(signed, 128.0, 0.0)
