"""Small networks that differ in one layer: what a kernel's size and the way to shrink are worth.

Each has one convolution of eight kernels, whose maps become half as large, and two dense layers.
All lie in one file, safetensors with their measures as metadata. A drawing is read by all of them
with numpy, in a millisecond or two: they need no export and no PyTorch.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models._checkpoint import WeightsError

Shrinking = Literal["maximum", "average", "stride"]

KERNELS = (1, 3, 5, 7)
SHRINKING: tuple[Shrinking, ...] = get_args(Shrinking)

SIDE, MAPS, HIDDEN, CLASSES = 28, 8, 32, 10

FORMAT = "1"

FILE = Path(__file__).parent / "variants.safetensors"
"""The variants that come with Inkling."""

Weights = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Shape:
    """A variant: cells along its kernels, and what makes its maps half as large.

    "stride" moves the window by two cells in place of pooling.
    """

    kernel: int
    shrinking: Shrinking

    @property
    def name(self) -> str:
        """As in `kernel_5_maximum`."""
        return f"kernel_{self.kernel}_{self.shrinking}"

    @property
    def stride(self) -> int:
        """Cells by which the window moves."""
        return 2 if self.shrinking == "stride" else 1

    @property
    def parameters(self) -> dict[str, tuple[int, ...]]:
        """Name of each parameter -> its shape, as `load_state_dict` names them."""
        flat = MAPS * (SIDE // 2) ** 2
        return {
            "conv.weight": (MAPS, 1, self.kernel, self.kernel),
            "conv.bias": (MAPS,),
            "fc1.weight": (HIDDEN, flat),
            "fc1.bias": (HIDDEN,),
            "fc2.weight": (CLASSES, HIDDEN),
            "fc2.bias": (CLASSES,),
        }

    @property
    def weights(self) -> int:
        """All parameters."""
        return sum(math.prod(shape) for shape in self.parameters.values())

    @property
    def of_kernels(self) -> int:
        """Those of the convolution, with its biases."""
        return MAPS * (self.kernel**2 + 1)

    @property
    def of_convolution(self) -> int:
        """Multiplications of the convolution: a window at each place of each map."""
        return MAPS * (SIDE // self.stride) ** 2 * self.kernel**2

    @property
    def multiply_adds(self) -> int:
        """Multiplications in all."""
        return self.of_convolution + HIDDEN * (MAPS * (SIDE // 2) ** 2 + CLASSES)


SHAPES = tuple(Shape(kernel, way) for way in SHRINKING for kernel in KERNELS)


@dataclass(frozen=True)
class Measured:
    """What is known of a trained variant.

    `weights`: all parameters, `of_kernels` those of its convolution. `multiply_adds`: of all it
    computes, `of_convolution` those of its convolution. `test`, `pens`: part of MNIST's test
    images, and of drawings by writers kept aside, whose first guess is right, 0..1.
    """

    weights: int
    of_kernels: int
    multiply_adds: int
    of_convolution: int
    test: float
    test_count: int
    pens: float
    pens_count: int


@dataclass(frozen=True)
class Variant:
    """One of them, trained."""

    shape: Shape
    weights: Weights
    measured: Measured


def save_variants(variants: Mapping[Shape, tuple[Weights, Measured]], path: Path) -> int:
    """Write all into one file, or nothing; returns its bytes."""
    from safetensors.numpy import save

    tensors = {
        f"{shape.name}.{name}": np.ascontiguousarray(value, np.float32)
        for shape, (weights, _) in variants.items()
        for name, value in weights.items()
    }
    measured = {shape.name: asdict(each) for shape, (_, each) in variants.items()}
    metadata = {"inkling-variants": FORMAT, "measured": json.dumps(measured)}
    content = save(tensors, metadata=metadata)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)
    return len(content)


def load_variants(path: Path = FILE) -> tuple[Variant, ...]:
    """All of a file, in the order of `SHAPES`; raises WeightsError for one that is not theirs."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    advice = f"restore it or run: inkling train-variants --data DIR --out {path}"
    try:
        content = path.read_bytes()
        tensors = load(content)
        measured = _measured(content)
        return tuple(_variant(shape, tensors, measured) for shape in SHAPES)
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror}; {advice}") from error
    except (SafetensorError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise WeightsError(f"{path} has not the variants ({error}); {advice}") from error


def _measured(content: bytes) -> dict[str, Any]:
    """What the head tells; raises ValueError and KeyError."""
    head = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    metadata = head["__metadata__"]
    if metadata["inkling-variants"] != FORMAT:
        raise ValueError(f"it does not say inkling-variants {FORMAT}")
    measured: dict[str, Any] = json.loads(metadata["measured"])
    return measured


def _variant(shape: Shape, tensors: Weights, measured: dict[str, Any]) -> Variant:
    weights = {name: tensors[f"{shape.name}.{name}"] for name in shape.parameters}
    for name, wanted in shape.parameters.items():
        value = weights[name]
        if value.shape != wanted or value.dtype != np.float32 or not np.isfinite(value).all():
            raise ValueError(f"{shape.name}.{name} is not as it should be")
    return Variant(shape, weights, Measured(**measured[shape.name]))


def probabilities(variant: Variant, image: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a variant makes of an image (28, 28): the probabilities of the ten digits (10,)."""
    weights, stride = variant.weights, variant.shape.stride
    kernels = weights["conv.weight"][:, 0]
    side = kernels.shape[-1]
    padded = np.pad(image, side // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side))
    windows = windows[::stride, ::stride]
    rows, columns = windows.shape[:2]
    maps = windows.reshape(rows * columns, -1) @ kernels.reshape(MAPS, -1).T
    maps = np.maximum(maps + weights["conv.bias"], 0).T.reshape(MAPS, rows, columns)
    if stride == 1:
        blocks = maps.reshape(MAPS, rows // 2, 2, columns // 2, 2)
        maximum = variant.shape.shrinking == "maximum"
        maps = blocks.max((2, 4)) if maximum else blocks.mean((2, 4))
    hidden = np.maximum(weights["fc1.weight"] @ maps.reshape(-1) + weights["fc1.bias"], 0)
    logits = weights["fc2.weight"] @ hidden + weights["fc2.bias"]
    powers = np.exp(logits - logits.max())
    chances: NDArray[np.float32] = (powers / powers.sum()).astype(np.float32)
    return chances
