"""Trained weights on disk: NAME.safetensors with its model card NAME.json beside it.

Never pickle, so a file from elsewhere can at worst be refused. The card holds the file's SHA-256,
the data, the recipe and the measured accuracies.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models._registry import create_model

if TYPE_CHECKING:
    from torch import nn

WEIGHTS = Path(__file__).parent / "weights"
"""Where the checkpoints that come with Inkling are."""

Card = dict[str, Any]


class WeightsError(Exception):
    """A checkpoint cannot be used; the message names the file, what is wrong and what to do."""


def save_weights(network: nn.Module, card: Card, name: str, folder: Path | None = None) -> Path:
    """Write `network` and its card, which gets the file's sha256; returns the weights' path."""
    import safetensors.torch  # here, so that a card can be read without PyTorch

    folder = folder or WEIGHTS
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / f"{name}.safetensors"
    state = {key: value.detach().cpu().contiguous() for key, value in network.state_dict().items()}
    content = safetensors.torch.save(state)
    _replace(weights, content)
    described = {"name": name, "sha256": hashlib.sha256(content).hexdigest(), **card}
    _replace(folder / f"{name}.json", (json.dumps(described, indent=2) + "\n").encode())
    return weights


def load_weights(name: str, folder: Path | None = None) -> nn.Module:
    """The network `name` with its trained weights, on the CPU, in evaluation mode.

    Raises WeightsError for a missing or damaged file, and UnknownModelError.
    """
    import safetensors.torch

    network = create_model(name)
    path, content = read_weights(name, folder)
    try:
        network.load_state_dict(safetensors.torch.load(content))
    except safetensors.SafetensorError as error:
        raise WeightsError(f"{path} is not a safetensors file ({error}); restore it") from error
    except RuntimeError as error:
        raise WeightsError(f"{path} does not fit the network {name!r}: {error}") from error
    return network.eval()


def has_weights(name: str, folder: Path | None = None) -> bool:
    """Whether there is a file of weights of `name`, whatever is in it."""
    return ((folder or WEIGHTS) / f"{name}.safetensors").exists()


def read_weights(name: str, folder: Path | None = None) -> tuple[Path, bytes]:
    """The weights' file and its bytes, which are those that the card describes.

    Raises WeightsError for a missing or damaged file.
    """
    path = (folder or WEIGHTS) / f"{name}.safetensors"
    content = _read(path)
    expected = read_card(name, folder).get("sha256")
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise WeightsError(
            f"{path} is not the file that its card describes: expected sha256 {expected}, "
            f"found {found}; restore it or train again"
        )
    return path, content


def read_card(name: str, folder: Path | None = None) -> Card:
    """The model card of `name`; raises WeightsError when it is missing or is not a JSON object."""
    path = (folder or WEIGHTS) / f"{name}.json"
    try:
        card = json.loads(_read(path), parse_constant=_refused, parse_float=_finite)
        json.dumps(card, ensure_ascii=False).encode()  # half a pair of letters cannot be written
    except (ValueError, RecursionError) as error:
        why = str(error)[:200]
        raise WeightsError(f"{path} is not JSON ({why}); restore it or train again") from error
    if not isinstance(card, dict):
        raise WeightsError(f"{path} is not a JSON object; restore it or train again")
    return card


def _refused(number: str) -> float:
    raise ValueError(f"{number[:20]} is no finite number")


def _finite(number: str) -> float:
    value = float(number)
    return value if math.isfinite(value) else _refused(number)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WeightsError(
            f"{path} is missing; restore it or run: inkling train {path.stem} --data DIR"
        ) from error
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror}") from error


def _replace(path: Path, content: bytes) -> None:
    """Write the whole file or none of it."""
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)
