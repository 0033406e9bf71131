"""Exported networks: found, checked against what they were made from, and run, without PyTorch."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

from models._checkpoint import WEIGHTS, WeightsError, read_weights
from models._registry import families
from models.forward.description import NetworkDescription
from models.forward.outputs import Outputs, gates_of, inputs_of, names_of


class StaleExportError(Exception):
    """There is no export, or it was made from other weights or other code."""


@dataclass(frozen=True)
class Source:
    """What an export was made from: hashes of the weights and of all code that makes the network.

    `module`: where the network is registered.
    """

    weights: str
    code: str
    module: str

    @classmethod
    def of(cls, name: str, module: str, weights: Path | None) -> Source:
        """The source that an export made now would have.

        Raises WeightsError, and StaleExportError if there is no file of that module.
        """
        _, content = read_weights(name, weights)
        return cls(hashlib.sha256(content).hexdigest(), _code(module), module)


def folder_of(weights: Path | None) -> Path:
    """Where the exports of a folder of checkpoints are."""
    return (weights or WEIGHTS) / "exported"


def paths_of(name: str, weights: Path | None) -> tuple[Path, Path]:
    """The export of a network: its live graph, and the one with the exact values."""
    return folder_of(weights) / f"{name}.onnx", folder_of(weights) / f"{name}.exact.onnx"


def stamp_path(name: str, weights: Path | None) -> Path:
    """The file with an export's `Stamp`."""
    return folder_of(weights) / f"{name}.stamp.json"


@dataclass(frozen=True)
class Stamp:
    """Lies beside an export: what it was made from, and a reading to compare with.

    `hashes`: of its two graphs. `source`: what it was made from, a `Source`.
    `golden`: name -> values, what PyTorch read of `golden_images`: outcomes, and the score.
    """

    hashes: list[str]
    source: dict[str, str]
    description: dict[str, Any]
    golden: dict[str, Any]

    def write(self, name: str, weights: Path | None) -> None:
        """Write the whole file or none of it."""
        path = stamp_path(name, weights)
        partial = path.with_suffix(".part")
        partial.write_text(json.dumps(asdict(self)) + "\n")
        partial.replace(path)

    @classmethod
    def read(cls, name: str, weights: Path | None) -> Stamp:
        """Raises StaleExportError where there is none."""
        try:
            return cls(**json.loads(stamp_path(name, weights).read_bytes()))
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise StaleExportError(f"there is no usable export of {name!r}") from error


def hash_of(graph: bytes) -> str:
    """The hash by which a stamp identifies a graph."""
    return hashlib.sha256(graph).hexdigest()


def golden_images(shape: Sequence[int]) -> NDArray[np.float32]:
    """Two images (2, C, H, W), always the same, in which no pixel is zero."""
    return np.random.default_rng(6).uniform(0.05, 1, (2, *shape)).astype(np.float32)


def golden_inputs(description: NetworkDescription) -> list[NDArray[np.float32]]:
    """The two images and, where a network has switches, gates: all on, and all off."""
    images = golden_images(description.input_shape)
    names = [switch.name for switch in description.switches]
    gates = gates_of(description, [(), names])
    return [images] if gates is None else [images, gates]


def golden_of(outputs: Outputs) -> dict[str, NDArray[np.float32]]:
    """The arrays of a forward pass that a check compares."""
    compared = {f"outcome of {name}": outcome for name, outcome in outputs.outcomes.items()}
    return compared if outputs.score is None else {**compared, "score": outputs.score}


def describe_export(name: str, weights: Path | None) -> NetworkDescription:
    """The description of an exported network, whose graphs stay closed.

    Raises StaleExportError if it was made from other weights or other code, and WeightsError.
    """
    stamp = Stamp.read(name, weights)
    try:
        source = Source(**stamp.source)
    except TypeError as error:
        raise StaleExportError(f"there is no usable export of {name!r}") from error
    if source != Source.of(name, source.module, weights):
        raise StaleExportError(f"the export of {name!r} is outdated")
    return describe_damaged(name, weights)


def is_exported(name: str, weights: Path | None) -> bool:
    """Whether the export of `name` is whole and of the weights and the code that there are."""
    try:
        describe_export(name, weights)
        graphs = [hash_of(path.read_bytes()) for path in paths_of(name, weights)]
        return graphs == Stamp.read(name, weights).hashes
    except (StaleExportError, WeightsError, OSError):
        return False


def describe_damaged(name: str, weights: Path | None) -> NetworkDescription:
    """The description of a network whose graphs are unusable; StaleExportError without a stamp."""
    try:
        return NetworkDescription.of(Stamp.read(name, weights).description)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StaleExportError(f"there is no usable export of {name!r}") from error


def list_exports(weights: Path | None) -> list[str]:
    """Names of the networks that were registered when they were exported.

    None if that was never done, or before a file of a network was added or removed.
    """
    try:
        written = json.loads((folder_of(weights) / "networks.json").read_bytes())
        names = [str(name) for name in written["networks"]]
        return names if written["families"] == families() else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_list(names: list[str], weights: Path | None) -> None:
    """Note which networks were registered when they were exported."""
    content = {"networks": names, "families": families()}
    (folder_of(weights) / "networks.json").write_text(json.dumps(content) + "\n")


class ExportedNetwork:
    """A network in ONNX Runtime on the CPU."""

    def __init__(
        self,
        name: str,
        weights: Path | None = None,
        threads: int = 1,
        changed: Callable[[bytes], bytes] | None = None,
    ) -> None:
        """Load it; raises StaleExportError, and WeightsError where the weights are at fault.

        `changed`: what is made of each graph first (`models.forward.other_weights`); then `check`
        is not for this network.
        """
        read_weights(name, weights)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        stamp = Stamp.read(name, weights)
        try:
            graphs = [path.read_bytes() for path in paths_of(name, weights)]
        except OSError as error:
            raise StaleExportError(f"there is no usable export of {name!r}") from error
        if [hash_of(graph) for graph in graphs] != stamp.hashes:
            raise StaleExportError(f"the export of {name!r} is not the one that was made")
        if changed is not None:
            graphs = [changed(graph) for graph in graphs]
        if changed is not None:
            # Many moments of a film are open at once, each for a few readings.
            options.enable_cpu_mem_arena = False
        self._options, self._graphs = options, dict(zip((False, True), graphs, strict=True))
        self._sessions: dict[bool, onnxruntime.InferenceSession] = {}
        try:
            opened = [
                self._session(exact) for exact in ((False, True) if not changed else (False,))
            ]
            metadata = [session.get_modelmeta().custom_metadata_map for session in opened]
            self.description = NetworkDescription.of(json.loads(metadata[0]["description"]))
            made_from = {Source(**json.loads(each["source"])) for each in metadata}
            module = next(iter(made_from)).module
        except Exception as error:  # ONNX Runtime has no base class for what it raises
            raise StaleExportError(f"there is no usable export of {name!r}") from error
        if made_from != {Source.of(name, module, weights)}:
            raise StaleExportError(f"the export of {name!r} is outdated")
        self._name, self._golden = name, stamp.golden
        self._names = {exact: names_of(self.description, exact) for exact in (False, True)}

    def _session(self, exact: bool) -> onnxruntime.InferenceSession:
        """One of the two graphs, opened; of a changed network the exact one only when it reads."""
        if exact not in self._sessions:
            graph = self._graphs.pop(exact)
            providers = ["CPUExecutionProvider"]
            session = onnxruntime.InferenceSession(graph, self._options, providers=providers)
            self._sessions[exact] = session
        return self._sessions[exact]

    def check(self) -> None:
        """Compare a forward pass with PyTorch's at the export; raises StaleExportError."""
        images, *gates = golden_inputs(self.description)
        for exact in (False, True):
            read = golden_of(self.run(images, exact, *gates))
            same = read.keys() == self._golden.keys() and all(
                _are_near(values, self._golden[name]) for name, values in read.items()
            )
            if not same:
                raise StaleExportError(
                    f"the export of {self._name!r} reads otherwise than when it was made"
                )

    def run(
        self,
        images: NDArray[np.float32],
        exact: bool,
        gates: NDArray[np.float32] | None = None,
    ) -> Outputs:
        """Read images (B, C, H, W), with the exact values only if they are asked for.

        `gates` (B, switches): 0 where a switch is off, see `gates_of`; None: all are on.
        """
        session = self._session(exact)
        names = self._names[exact]
        if gates is None:
            gates = gates_of(self.description, [()] * len(images))
        given = dict(zip(inputs_of(self.description), (images, gates), strict=False))
        return Outputs.of(names, session.run(names, given))


def _are_near(values: NDArray[np.float32], golden: object) -> bool:
    """Whether they are the same but for how a machine adds up."""
    try:
        expected = np.asarray(golden, np.float32)
    except (ValueError, TypeError):
        return False
    return values.shape == expected.shape and bool(
        np.allclose(values, expected, rtol=1e-3, atol=1e-3)
    )


@functools.cache
def _code(module: str) -> str:
    """A hash of the code that an export depends on: the network's file, and what all share.

    Raises StaleExportError if the network's file is not there.
    """
    here = Path(__file__).parent
    total = hashlib.sha256()
    for path in (_file_of(module), *sorted(here.parent.glob("_*.py")), *sorted(here.glob("*.py"))):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _file_of(module: str) -> Path:
    """The file of a module, which is not run."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        spec = None
    if spec is None or spec.origin is None or not Path(spec.origin).is_file():
        raise StaleExportError(f"the file of {module!r}, which makes the network, is missing")
    return Path(spec.origin)
