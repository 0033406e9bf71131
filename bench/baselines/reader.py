"""The job as most demos do it: one drawing, one forward pass in PyTorch, all maps."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models import Tracer, model_entry
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess


class Reader:
    """LeNet-5 with its weights; one thread, as Inkling has."""

    def __init__(self) -> None:
        torch.set_num_threads(1)
        self._tracer = Tracer(load_weights("lenet5"))
        self._shown = [layer.operations[-1] for layer in model_entry("lenet5").layers]

    def read(
        self, strokes: list[Any]
    ) -> tuple[list[int], NDArray[np.float32], dict[str, NDArray[np.float32]]]:
        """First and second guess, probabilities, and what each layer shows."""
        traced = self._tracer(torch.from_numpy(preprocess(strokes))[None])
        probabilities = traced.probabilities[0].numpy()
        guesses = np.argsort(-probabilities)[:2].tolist()
        maps = {name: traced.activations[name][0].numpy() for name in self._shown}
        return guesses, probabilities, maps

    def as_json(self, strokes: list[Any]) -> dict[str, Any]:
        """The answer as lists of numbers."""
        guesses, probabilities, maps = self.read(strokes)
        return {
            "guesses": guesses,
            "probabilities": probabilities.tolist(),
            "maps": {name: values.tolist() for name, values in maps.items()},
        }

    def as_bytes(self, strokes: list[Any]) -> bytes:
        """The answer with each map in 8 bits between its smallest and largest value."""
        guesses, probabilities, maps = self.read(strokes)
        parts = [bytes(guesses), probabilities.tobytes()]
        for values in maps.values():
            low, high = values.min(), values.max()
            codes = (values - low) * (255 / max(high - low, np.float32(1e-9)))
            parts += [np.array([low, high]).tobytes(), np.rint(codes).astype(np.uint8).tobytes()]
        return b"".join(parts)
