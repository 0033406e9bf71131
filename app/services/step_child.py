"""A process that takes training steps apart, so that PyTorch and its work stay out of the server.

`python -m app.services.step_child`, asked by `app.services.training_steps`. What it is asked and
what it answers is JSON; it keeps the last networks that it was asked for.
"""

from __future__ import annotations

import base64
import json
import math
import os
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.ink.photo_child import answer_all

if TYPE_CHECKING:  # at run time imported once the process has begun, see `_begin`
    import torch

    from models.forward.description import NetworkDescription
    from models.forward.one_step import Learner, OneStep, Weight

DONE, MISFIT, NOT_READY = b"D", b"M", b"N"
"""Kinds of answers: a step; a request that fits nothing; weights that cannot be read."""

BATCH = 32
"""Digits of the generator in one batch."""

KEPT = 6
"""Networks in memory; in double precision one of LeNet-5 takes 0.5 MB."""


class Steps:
    """Takes training steps, one after the other."""

    def __init__(self) -> None:
        self._learners: OrderedDict[tuple[object, ...], tuple[Learner, NetworkDescription]]
        self._learners = OrderedDict()

    def answer(self, content: bytes) -> tuple[bytes, bytes]:
        """See `answer_all`."""
        from models._checkpoint import WeightsError
        from models._registry import ArchitectureError
        from models.forward.one_step import DivergedError

        try:
            return DONE, json.dumps(self._take(json.loads(content))).encode()
        except (ArchitectureError, DivergedError) as error:
            return MISFIT, str(error).encode()
        except WeightsError as error:
            return NOT_READY, str(error).encode()

    def _take(self, asked: dict[str, Any]) -> dict[str, Any]:
        from models.forward.one_step import Weight

        learner, description = self._learner(asked)
        image, label, step = image_of(asked["image"]), asked["label"], asked["step_size"]
        learner.begin_again()
        losses = [learner.loss(image, label)]
        for move in asked["done"]:
            if move["move"] == "weight":
                learner.move_one(image, label, Weight(**move["weight"]), step)
            elif move["move"] == "drawing":
                learner.move_all(image, [label], step)
            else:
                batch = batch_of(len(losses), description.input_shape[1])
                learner.move_all(*batch, step)
            losses.append(learner.loss(image, label))
        weight = Weight(**asked["weight"])
        found = learner.look(image, label, weight, step)
        return {"losses": losses, **as_message(found, learner, description, weight)}

    def _learner(self, asked: dict[str, Any]) -> tuple[Learner, NetworkDescription]:
        """The network with its weights, or with those of a film's moment."""
        key = tuple(asked[name] for name in ("network", "weights", "film", "moment"))
        found = self._learners.get(key) or _made(*key)
        self._learners[key] = found
        self._learners.move_to_end(key)
        while len(self._learners) > KEPT:
            self._learners.popitem(last=False)
        return found


def _made(
    name: str, weights: str | None, film: str | None, moment: int
) -> tuple[Learner, NetworkDescription]:
    """A network ready for training steps, and its description; raises WeightsError."""
    import torch

    from models import create_model, describe
    from models._checkpoint import load_weights
    from models._film import read_film
    from models.forward.one_step import Learner

    if film is None:
        network = load_weights(name, None if weights is None else Path(weights))
    else:
        network = create_model(name)
        at_moment = read_film(Path(film)).weights_at(moment)
        network.load_state_dict({key: torch.from_numpy(value) for key, value in at_moment.items()})
    description = describe(network)
    return Learner(network, description), description


def image_of(pixels: Sequence[Sequence[Sequence[float]]]) -> torch.Tensor:
    """The network's input (1, C, H, W) of its pixels (C, H, W)."""
    import torch

    return torch.tensor(pixels, dtype=torch.float64)[None]


@lru_cache(maxsize=64)
def batch_of(number: int, side: int) -> tuple[torch.Tensor, list[int]]:
    """The images (B, 1, side, side) and labels of the batch that is a run's step `number`."""
    import torch

    from models.data.variety import Variety

    images, labels = Variety([], [], 0, BATCH, 0, side).images((number,))
    return torch.from_numpy(images[:, None] / 255.0), labels.tolist()


def as_message(
    found: OneStep, learner: Learner, description: NetworkDescription, weight: Weight
) -> dict[str, Any]:
    """What `app.messages.steps.TrainingStep` has, but for the losses before."""
    made, (source, of_map) = learner.made_by(weight), learner.source_of(weight)
    return {
        "answer": learner.answer.name,
        "probabilities": found.probabilities.tolist(),
        "loss": _finite(found.loss),
        "layers": [
            {
                "layer": layer.name,
                "operation": layer.shown,
                "shape": list(layer.shape),
                "values": in_8_bits(found.values[layer.shown].numpy()),
                "gradients": in_8_bits(found.gradients[layer.shown].numpy()),
            }
            for layer in description.layers
        ],
        "value": found.value,
        "slope": found.slope,
        "updated": found.updated,
        "made": made,
        "source": source,
        "source_map": of_map,
        "source_values": None if of_map is None else exactly(found.values[source][of_map].numpy()),
        "gradient": exactly(found.gradients[weight.operation][made].numpy()),
        "kernel": exactly(found.kernel.numpy()),
        "kernel_slopes": exactly(found.kernel_slopes.numpy()),
        "sizes": found.sizes,
        "difference": vars(found.difference),
        "loss_of_one": _finite(found.loss_of_one),
        "loss_of_all": _finite(found.loss_of_all),
    }


def in_8_bits(values: NDArray[np.float64]) -> dict[str, Any]:
    """As the live channel's frames have values (docs/wire-format.md), the codes in base64."""
    low, high = float(values.min()), float(values.max())
    steps, peak, zero = (255, high, 0) if low >= 0 else (127, max(high, -low), 128)
    codes = np.rint(values * (steps / peak if peak > 0 else 0.0)) + zero
    return {"low": low, "high": high, "codes": _as_text(codes.astype(np.uint8))}


def exactly(values: NDArray[np.float64]) -> dict[str, Any]:
    """Shape, and the values as float64, little-endian, in base64."""
    return {"shape": list(values.shape), "values": _as_text(values.astype("<f8"))}


def _as_text(values: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _begin() -> None:
    """Import what is slow, and run at a lower priority than drawings."""
    import torch

    import models.forward.one_step  # noqa: F401  (what takes long, before the first step)

    os.nice(10)
    torch.set_num_threads(1)


if __name__ == "__main__":
    answer_all(Steps().answer, begin=_begin)
