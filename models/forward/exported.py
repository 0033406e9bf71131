"""Exported networks: found, checked against what they were made from, and run, without PyTorch."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

from models._checkpoint import WEIGHTS, read_weights
from models.forward.description import NetworkDescription
from models.forward.outputs import Outputs

PARTS = (
    *(f"forward/{name}.py" for name in ("tracing", "describing", "kinds", "live")),
    *("forward/description.py", "forward/outputs.py", "forward/export.py"),
    *("_registry.py", "_blocks.py"),
)
"""Files of `models`, beside the architectures, that an export depends on."""


class StaleExportError(Exception):
    """There is no export, or it was made from other weights or other code."""


@dataclass(frozen=True)
class Source:
    """What an export was made from, as hashes."""

    weights: str
    code: str

    @classmethod
    def of(cls, name: str, weights: Path | None) -> Source:
        """The source that an export made now would have; raises WeightsError."""
        _, content = read_weights(name, weights)
        return cls(hashlib.sha256(content).hexdigest(), _code(name))


def folder_of(weights: Path | None) -> Path:
    """Where the exports of a folder of checkpoints are."""
    return (weights or WEIGHTS) / "exported"


def paths_of(name: str, weights: Path | None) -> tuple[Path, Path]:
    """The export of a network: its live graph, and the one with the exact values."""
    return folder_of(weights) / f"{name}.onnx", folder_of(weights) / f"{name}.exact.onnx"


def list_exports(weights: Path | None) -> list[str]:
    """Names of the networks that were registered when they were exported; none if never."""
    try:
        names = json.loads((folder_of(weights) / "networks.json").read_bytes())
    except (OSError, ValueError):
        return []
    return [str(name) for name in names]


class ExportedNetwork:
    """A network in ONNX Runtime on the CPU."""

    def __init__(self, name: str, weights: Path | None = None, threads: int = 1) -> None:
        """Load it; raises StaleExportError, and WeightsError where the weights are at fault."""
        source = Source.of(name, weights)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._live, self._exact = (
                onnxruntime.InferenceSession(
                    path.read_bytes(), options, providers=["CPUExecutionProvider"]
                )
                for path in paths_of(name, weights)
            )
            metadata = [
                session.get_modelmeta().custom_metadata_map for session in (self._live, self._exact)
            ]
            self.description = NetworkDescription.of(json.loads(metadata[0]["description"]))
            made_from = {Source(**json.loads(each["source"])) for each in metadata}
        except Exception as error:  # ONNX Runtime has no base class for what it raises
            raise StaleExportError(f"there is no usable export of {name!r}") from error
        if made_from != {source}:
            raise StaleExportError(f"the export of {name!r} is outdated")

    def run(self, images: NDArray[np.float32], exact: bool) -> Outputs:
        """Read images (B, C, H, W), with the exact values only if they are asked for."""
        session = self._exact if exact else self._live
        values = session.run(None, {"images": images})
        return Outputs._make(values if exact else [*values, None])


@functools.cache
def _code(name: str) -> str:
    """A hash of the code that an export of `name` depends on."""
    here = Path(__file__).parents[1]
    total = hashlib.sha256()
    for file in (f"{name}.py", *PARTS):
        path = here / file
        total.update(file.encode() + b"\0" + (path.read_bytes() if path.exists() else b""))
    return total.hexdigest()
