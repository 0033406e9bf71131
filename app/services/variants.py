"""Small networks that differ in one layer, each reading the same drawing (`models._variants`)."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from app.errors import MisfitError, NotReadyError, OverloadedError
from app.services.threads import OneThread
from app.services.to_read import ToRead
from models._checkpoint import WeightsError
from models._variants import CLASSES, FILE, SIDE, Variant, load_variants, probabilities

log = logging.getLogger(__name__)

MOST_WAITING = 32
"""Drawings; all variants read one in a few milliseconds."""

Read = tuple[Variant, list[float]]


class VariantReader:
    """Reads drawings with all variants, one after the other; made with a running loop.

    Their file is read when it is first needed. One that cannot be read is asked for again each
    time, and all else works.
    """

    def __init__(self, path: Path = FILE) -> None:
        self._path = path
        self._thread = OneThread("variants")
        self._waiting = 0
        self._variants: tuple[Variant, ...] = ()

    async def read_all(self, drawn: ToRead) -> list[Read]:
        """Each variant and the probabilities of the ten digits, zeros of a blank pad.

        Raises OverloadedError if too many wait, NotReadyError without a file of variants,
        MisfitError for pixels of another side.
        """
        if self._waiting >= MOST_WAITING:
            raise OverloadedError("too many drawings wait for the variants; ask again in a moment")
        self._waiting += 1
        try:
            return await self._thread.run(self._read_all, drawn)
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """Accept no more drawings."""
        self._thread.close()

    def _read_all(self, drawn: ToRead) -> list[Read]:
        self._variants = self._variants or self._load()
        image = np.asarray(drawn.image(SIDE)[0], np.float32)
        if image.shape != (SIDE, SIDE):
            raise MisfitError(f"the variants take {SIDE} x {SIDE} pixels")
        if not image.any():
            return [(each, [0.0] * CLASSES) for each in self._variants]
        return [(each, probabilities(each, image).tolist()) for each in self._variants]

    def _load(self) -> tuple[Variant, ...]:
        try:
            return load_variants(self._path)
        except WeightsError as error:
            log.error("the variants are not available: %s", error)
            why = str(error).replace(f"{self._path.parent}/", "")
            raise NotReadyError(f"the variants cannot read: {why}") from error
