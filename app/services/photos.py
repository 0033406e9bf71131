"""Picture files become ink, beside the event loop and few at a time."""

from __future__ import annotations

import anyio
import numpy as np
from numpy.typing import NDArray

from app.errors import PictureError
from models.ink.photo import PhotoError, read_photo
from models.ink.picture_file import kind_of

AT_ONCE = 2
"""Pictures decoded at the same time: each may take a hundred megabytes for a moment."""


def is_picture(content: bytes) -> bool:
    """Whether the first bytes of a file are those of a picture that can be read."""
    return kind_of(content) is not None


class PhotoReader:
    """Finds the ink in picture files; made with a running event loop."""

    def __init__(self) -> None:
        self._limit = anyio.CapacityLimiter(AT_ONCE)

    async def find_ink(self, content: bytes) -> NDArray[np.uint8]:
        """The ink of a picture file (128, 128), 255 is ink; raises PictureError."""
        try:
            return await anyio.to_thread.run_sync(read_photo, content, limiter=self._limit)
        except PhotoError as error:
            raise PictureError(str(error)) from error
