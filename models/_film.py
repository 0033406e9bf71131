"""A film: a recorded training run, with the weights of some of its steps in 8 bits.

On disk it is safetensors, compressed by gzip (docs/films.md has every tensor): no pickle, so a file
from elsewhere can at worst be refused, and whoever serves it needs no PyTorch.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models._checkpoint import WeightsError

FORMAT = 1
LARGEST = 64 * 2**20
"""Bytes of a film before compression; one of LeNet-5 has 1.6 MB."""

_LEVELS = 127
"""Steps from 0 to the largest weight of a channel."""

Array = NDArray[Any]


@dataclass(frozen=True)
class Moments:
    """One parameter at each of K moments.

    Of two dimensions and more, in 8 bits: `values` (K, C, ...) int8 times `scales` (K, C), one for
    each output channel. Else `values` (K, ...) float32 as they were, and no scales.
    """

    values: Array
    scales: NDArray[np.float32] | None

    def at(self, moment: int) -> NDArray[np.float32]:
        """The parameter as it was then."""
        values: NDArray[np.float32] = self.values[moment].astype(np.float32)
        if self.scales is None:
            return values
        values *= self.scales[moment].reshape(-1, *[1] * (values.ndim - 1))
        return values


def in_moments(
    values: Sequence[NDArray[np.float32]], reaches: Sequence[float] | None = None
) -> Moments:
    """Of one parameter's values at K moments; all are finite.

    `reaches` (K,): how far 8 bits reach at each, as a part of a channel's largest weight, 1 each if
    none are given. What lies further out becomes the largest that there is.
    """
    stacked = np.stack(values).astype(np.float32)
    if stacked.ndim < 3:
        return Moments(stacked, None)
    largest = np.abs(stacked).max(axis=tuple(range(2, stacked.ndim)))
    reach = np.ones(len(stacked)) if reaches is None else np.asarray(reaches)
    scales = (largest * reach[:, None] / _LEVELS).astype(np.float32)
    # A channel of zeros stays one, whatever it is divided by.
    divisor = np.where(scales > 0, scales, 1).reshape(*scales.shape, *[1] * (stacked.ndim - 2))
    rounded = np.rint(stacked / divisor).clip(-_LEVELS, _LEVELS)
    return Moments(rounded.astype(np.int8), scales)


@dataclass(frozen=True)
class Film:
    """K moments of a run of `network`.

    `settings`: the recipe, the names of the sets and what else was decided. `steps` (K,): batches
    done, from 0 on; `of_steps`: batches of the whole run. `losses` (S, 2): a step, counted from 1,
    and the loss of its batch, raw. For each moment, over the validation set: `validation_loss`
    (K,), `validation_accuracy` (K,) in 0..1, `confusion` (K, classes, classes), drawings by label
    (row) and first guess. `rounding`: how far the accuracy with weights in 8 bits is from that with
    the weights as they were, at most, in 0..1. `diverged`: the step from which on the loss or a
    weight was no finite number; the run ends there. `gradients`: name of each operation with
    weights, from the first on -> (K,) how large the gradient of its weights is.
    """

    network: str
    settings: dict[str, Any]
    of_steps: int
    steps: NDArray[np.int32]
    losses: NDArray[np.float32]
    validation_loss: NDArray[np.float32]
    validation_accuracy: NDArray[np.float32]
    confusion: NDArray[np.int32]
    weights: dict[str, Moments]
    rounding: float
    diverged: int | None = None
    gradients: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def weights_at(self, moment: int) -> dict[str, NDArray[np.float32]]:
        """Name of each parameter -> its value at a moment, as `load_state_dict` names them."""
        return {name: of_moments.at(moment) for name, of_moments in self.weights.items()}


@dataclass(frozen=True)
class Head:
    """What a film says of itself, without its tensors: see `Film`.

    `moments`: how many; `has_weights`: false where it has curves alone.
    """

    network: str
    settings: dict[str, Any]
    of_steps: int
    rounding: float
    diverged: int | None
    moments: int
    has_weights: bool


FILMS = Path(__file__).parent / "films"
"""Where the films that come with Inkling are."""

SUFFIX = ".film"

_CURVES = ("steps", "losses", "validation_loss", "validation_accuracy", "confusion")
_TOLD = ("network", "settings", "of_steps", "rounding", "diverged")


def write_film(film: Film, path: Path) -> int:
    """Write the whole file or none of it; returns its bytes."""
    from safetensors.numpy import save

    tensors = {name: np.ascontiguousarray(getattr(film, name)) for name in _CURVES}
    for name, moments in film.weights.items():
        tensors[f"weights.{name}"] = moments.values
        if moments.scales is not None:
            tensors[f"scales.{name}"] = moments.scales
    for name, sizes in film.gradients.items():
        tensors[f"gradient.{name}"] = sizes
    told = {name: getattr(film, name) for name in _TOLD} | {"layers": list(film.gradients)}
    metadata = {"inkling-film": str(FORMAT), "told": json.dumps(told)}
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(save(tensors, metadata=metadata))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(packed.getvalue())
    partial.replace(path)
    return len(packed.getvalue())


def read_film(path: Path) -> Film:
    """Raises WeightsError for a file that is missing, damaged, too large, or no film."""
    content = _unpacked(path)
    try:
        told, tensors = _parts(content)
        weights = {
            name.removeprefix("weights."): Moments(
                values, tensors.get(name.replace("weights.", "scales.", 1))
            )
            for name, values in tensors.items()
            if name.startswith("weights.")
        }
        curves: dict[str, Any] = {name: tensors[name] for name in _CURVES}
        gradients = {name: tensors[f"gradient.{name}"] for name in told.pop("layers")}
        film = Film(**told, **curves, weights=weights, gradients=gradients)
        _check(film)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise WeightsError(f"{path} is no film that Inkling can show ({error})") from error
    return film


def read_head(path: Path) -> Head:
    """The head of a film, of which the rest is not read; raises WeightsError."""
    try:
        with gzip.open(path) as file:
            length = int.from_bytes(file.read(8), "little")
            if length > _LONGEST_HEAD:
                raise ValueError("its head is too long")
            head = json.loads(file.read(length))
        told = _told(head)
        del told["layers"]
        shape = head["steps"]["shape"]
        has_weights = any(name.startswith("weights.") for name in head)
        return Head(**told, moments=int(shape[0]), has_weights=has_weights)
    except (OSError, EOFError, zlib.error) as error:
        raise WeightsError(f"{path} cannot be read as a film: {error}") from error
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise WeightsError(f"{path} is no film that Inkling can show ({error})") from error


_LONGEST_HEAD = 2**20


def _unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise WeightsError(
            f"{path} is missing; inkling train lenet5 --data DIR --record {path} makes one"
        ) from error
    except (OSError, EOFError, zlib.error) as error:  # also what is not gzip, or only a part of it
        raise WeightsError(f"{path} cannot be read as a film: {error}") from error
    if len(content) > LARGEST:
        raise WeightsError(f"{path} is over {LARGEST // 2**20} MB before compression")
    return content


def _parts(content: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """The metadata and the tensors; raises ValueError."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    # Eight bytes of length, then a JSON object: what `load` leaves out of its answer.
    told = _told(json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")]))
    try:
        return told, load(content)
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _told(head: Any) -> dict[str, Any]:
    """What a film's head tells of the run; raises ValueError."""
    metadata = head.get("__metadata__") if isinstance(head, dict) else None
    if not isinstance(metadata, dict) or metadata.get("inkling-film") != str(FORMAT):
        raise ValueError(f"it does not say inkling-film {FORMAT}")
    told = json.loads(metadata["told"])
    # Older films have no gradients, and no list of layers.
    told = {"layers": [], **told} if isinstance(told, dict) else {}
    if set(told) != {*_TOLD, "layers"} or not isinstance(told["layers"], list):
        raise ValueError("it does not tell its network and settings")
    return told


def _check(film: Film) -> None:
    """Whether all parts are of as many moments; raises ValueError."""
    told = (film.network, str), (film.settings, dict), (film.of_steps, int)
    if not all(isinstance(value, kind) for value, kind in told):
        raise ValueError("what it tells of its network, settings and steps is of other types")
    count = len(film.steps)
    parts = {
        "validation_loss": film.validation_loss,
        "validation_accuracy": film.validation_accuracy,
        "confusion": film.confusion,
        **{name: moments.values for name, moments in film.weights.items()},
        **film.gradients,
    }
    wrong = sorted(name for name, part in parts.items() if len(part) != count)
    if wrong or count == 0:
        raise ValueError(f"{wrong[0] if wrong else 'steps'} has not a value for each moment")
    if list(film.steps) != sorted({*film.steps.tolist()}):
        raise ValueError("its moments are not in order")
    for name, moments in film.weights.items():
        if moments.scales is not None and moments.scales.shape != moments.values.shape[:2]:
            raise ValueError(f"{name} has not a scale for each channel")
