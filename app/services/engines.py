"""What runs a forward pass: ONNX Runtime on the CPU, or PyTorch on a GPU, or where nothing else is.

Both run the same arithmetic, `models.forward.live`, and answer with the same arrays.
"""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models._checkpoint import WeightsError
from models.forward.description import NetworkDescription
from models.forward.exported import ExportedNetwork, StaleExportError, golden_images
from models.forward.outputs import Outputs, gates_of

log = logging.getLogger(__name__)

Images = NDArray[np.float32]


class Engine(Protocol):
    """One network, ready to read."""

    device: str
    """cpu, cuda or mps."""

    def run(self, images: Images, exact: bool, gates: Images | None = None) -> Outputs:
        """Read images (B, C, H, W), with the exact values only if they are asked for.

        `gates` (B, switches): 0 where a switch is off; None: all are on.
        """
        ...


class OnnxEngine:
    """An exported network on the CPU."""

    device = "cpu"

    def __init__(self, network: ExportedNetwork) -> None:
        """Check that it reads as it did when it was exported; raises StaleExportError."""
        network.check()
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
        self._description = description

    def run(self, images: Images, exact: bool, gates: Images | None = None) -> Outputs:
        """See `Engine`; raises RuntimeError when the device fails."""
        torch, module = self._torch, self._exact if exact else self._live
        if gates is None:
            gates = gates_of(self._description, [()] * len(images))
        given = [images] if gates is None else [images, gates]
        with torch.inference_mode():
            batches = [torch.from_numpy(each) for each in given]
            if self._stream is None:
                answer = [each.cpu() for each in module(*(b.to(self.device) for b in batches))]
            else:
                with torch.cuda.stream(self._stream):
                    moved = [b.pin_memory().to(self.device, non_blocking=True) for b in batches]
                    answer = [_to_pinned(torch, each) for each in module(*moved)]
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
        if not has_torch():
            raise WeightsError(f"{error}, and there is no PyTorch; run: inkling export") from error
        log.warning("%s: reading with PyTorch, five times slower; run: inkling export", error)
    import torch

    torch.set_num_threads(threads)
    return TorchEngine(name, description, weights, "cpu")


def has_torch() -> bool:
    """Whether PyTorch is installed, without importing it."""
    return importlib.util.find_spec("torch") is not None


def warm(engine: Engine, shape: tuple[int, ...], image: Images) -> None:
    """Read an image (side, side) both ways, as a drawing is read.

    `shape`: of the network's input, (C, H, W). Raises WeightsError if anything is not finite.
    """
    batch = np.array(np.broadcast_to(image, (1, *shape)), np.float32)
    for images in (batch, golden_images(shape)):
        for exact in (False, True):
            outputs = engine.run(images, exact)
            values = [outputs.low, outputs.high, outputs.score, outputs.exact]
            for each in (*values, *outputs.outcomes.values()):
                if each is not None and not np.isfinite(each).all():
                    raise WeightsError(
                        "its weights give values that are not finite numbers; "
                        "restore them or train again"
                    )
