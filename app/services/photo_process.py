"""Asks a process to read pictures; it runs `models.ink.photo_child`."""

from __future__ import annotations

import logging

import numpy as np
from numpy.typing import NDArray

from app.services.child_process import ChildProcess
from models.ink.photo import SIDE, PhotoError
from models.ink.photo_child import INK

log = logging.getLogger(__name__)

DEADLINE = 3.0
"""Seconds for one picture; a phone's takes a fifth of one."""


class PhotoProcess(ChildProcess):
    """One process; `read` blocks and belongs to a thread."""

    def __init__(self, module: str = "models.ink.photo_child", deadline: float = DEADLINE) -> None:
        super().__init__(module, deadline, "read pictures")

    def read(self, content: bytes) -> NDArray[np.uint8]:
        """The ink of a picture file (128, 128).

        Raises PhotoError, and OverloadedError if there is no process, or no longer.
        """
        answer = self.ask(content)
        if answer is None:
            log.warning("a picture of %d bytes took too long, or too much memory", len(content))
            raise PhotoError("the picture takes too long to open; save it smaller, as a PNG")
        kind, content = answer
        if kind == INK:
            return np.frombuffer(content, np.uint8).reshape(SIDE, SIDE)
        raise PhotoError(content.decode())
