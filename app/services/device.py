"""Which processor runs the networks: a GPU only if it is there and works."""

from __future__ import annotations

import logging

import torch

from app.errors import DeviceError

log = logging.getLogger(__name__)


def choose_device(wanted: str) -> torch.device:
    """The device for `wanted` (auto, cpu, cuda, mps); raises DeviceError if it does not work."""
    if wanted == "cpu":
        return torch.device("cpu")
    if wanted != "auto":
        problem = _problem_of(wanted)
        if problem:
            raise DeviceError(
                f"INKLING_DEVICE={wanted}, but {problem}; use INKLING_DEVICE=auto or cpu"
            )
        return torch.device(wanted)
    for name in ("cuda", "mps"):
        problem = _problem_of(name)
        if problem is None:
            return torch.device(name)
        log.debug("not using %s: %s", name, problem)
    return torch.device("cpu")


def _problem_of(name: str) -> str | None:
    """Why the device cannot be used, found by using it; None if it works."""
    backend = torch.cuda if name == "cuda" else torch.backends.mps
    if not backend.is_available():
        return f"this machine has no {name} device that PyTorch can use"
    try:
        image = torch.ones(1, 1, 8, 8, device=name)
        torch.nn.functional.conv2d(image, image).cpu()
    except RuntimeError as error:
        return f"a first convolution on {name} failed ({str(error).splitlines()[0][:200]})"
    return None
