"""What runs a forward pass: ONNX Runtime on the CPU, or PyTorch on a GPU, or where nothing else is.

Both run the same arithmetic, `models.forward.live`, and answer with the same arrays.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models.forward.description import NetworkDescription
from models.forward.exported import ExportedNetwork, StaleExportError
from models.forward.outputs import Outputs

log = logging.getLogger(__name__)

Images = NDArray[np.float32]


class Engine(Protocol):
    """One network, ready to read."""

    device: str
    """cpu, cuda or mps."""

    def run(self, images: Images, exact: bool) -> Outputs:
        """Read images (B, C, H, W), with the exact values only if they are asked for."""
        ...


class OnnxEngine:
    """An exported network on the CPU."""

    device = "cpu"

    def __init__(self, network: ExportedNetwork) -> None:
        self.run = network.run


class TorchEngine:
    """The network itself in PyTorch. On a GPU, batches go through one stream and pinned memory."""

    def __init__(
        self, name: str, description: NetworkDescription, weights: Path | None, device: str
    ) -> None:
        """Load it; raises WeightsError."""
        import torch

        from models._checkpoint import load_weights
        from models.forward.live import LiveForward

        self.device = device
        self._torch = torch
        network = load_weights(name, weights)
        self._live, self._exact = (
            LiveForward(network, description, exact).eval().to(device) for exact in (False, True)
        )
        cuda: Any = torch.cuda
        self._stream = cuda.Stream() if device == "cuda" else None

    def run(self, images: Images, exact: bool) -> Outputs:
        """See `Engine`; raises RuntimeError when the device fails."""
        torch, module = self._torch, self._exact if exact else self._live
        with torch.inference_mode():
            batch = torch.from_numpy(images)
            if self._stream is None:
                answer = [each.cpu() for each in module(batch.to(self.device))]
            else:
                with torch.cuda.stream(self._stream):
                    moved = batch.pin_memory().to(self.device, non_blocking=True)
                    answer = [_to_pinned(torch, each) for each in module(moved)]
                    self._stream.synchronize()
        values = [each.numpy() for each in answer]
        return Outputs.of(module.names, values)


def _to_pinned(torch: Any, values: Any) -> Any:
    """A copy that the GPU makes by itself."""
    pinned = torch.empty(values.shape, dtype=values.dtype, pin_memory=True)
    return pinned.copy_(values, non_blocking=True)


def cpu_engine(
    name: str, description: NetworkDescription, weights: Path | None, threads: int
) -> Engine:
    """The exported network, or PyTorch if there is no export of these weights; WeightsError."""
    try:
        return OnnxEngine(ExportedNetwork(name, weights, threads))
    except StaleExportError as error:
        log.warning("%s: reading with PyTorch, five times slower; run: inkling export", error)
    import torch

    torch.set_num_threads(threads)
    return TorchEngine(name, description, weights, "cpu")
