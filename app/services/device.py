"""Which processor runs the networks: a GPU only if it is there and works."""

from __future__ import annotations

import ctypes
import logging
import sys

from app.errors import DeviceError

log = logging.getLogger(__name__)


def choose_device(wanted: str) -> str:
    """The device for `wanted` (auto, cpu, cuda, mps); raises DeviceError if it does not work."""
    if wanted == "cpu":
        return "cpu"
    if wanted != "auto":
        problem = problem_of(wanted)
        if problem:
            raise DeviceError(
                f"INKLING_DEVICE={wanted}, but {problem}; use INKLING_DEVICE=auto or cpu"
            )
        return wanted
    for name in ("cuda", "mps"):
        if not _has_driver(name):
            continue
        problem = problem_of(name)
        if problem is None:
            return name
        log.debug("not using %s: %s", name, problem)
    return "cpu"


def _has_driver(name: str) -> bool:
    """Whether it is worth asking PyTorch, which takes seconds to answer."""
    if name == "mps":
        return sys.platform == "darwin"
    library = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def problem_of(name: str) -> str | None:
    """Why the device cannot be used, found by using it; None if it works."""
    import torch

    backend = torch.cuda if name == "cuda" else torch.backends.mps
    if not backend.is_available():
        return f"this machine has no {name} device that PyTorch can use"
    try:
        image = torch.ones(1, 1, 8, 8, device=name)
        torch.nn.functional.conv2d(image, image).cpu()
    except RuntimeError as error:
        return f"a first convolution on {name} failed ({str(error).splitlines()[0][:200]})"
    return None
