"""Slopes of single weights as PyTorch has them, beside the values that they are sums of.

`python -m tests.golden_slopes` writes tests/golden/slopes.json, with which the page's arithmetic is
compared (static/src/exhibits/slope.test.ts).
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import torch

from models.forward.one_step import Weight
from tests.models.golden_kinds import MAKERS
from tests.models.test_one_step import Around, learner_of

FILE = Path(__file__).parent / "golden" / "slopes.json"


def cases() -> list[dict[str, Any]]:
    """Weights and biases of convolutions with random settings, and of dense layers."""
    return [
        case
        for kind in ("convolution", "linear")
        for number in range(MAKERS[kind][0])
        for case in _cases(kind, random.Random(f"{kind} {number}"))
    ]


def _cases(kind: str, chance: random.Random) -> list[dict[str, Any]]:
    torch.manual_seed(chance.randint(0, 999))
    made, shape = MAKERS[kind][1](chance)
    learner = learner_of(Around(made, shape), shape)
    image = torch.rand(1, *shape)
    name = "of_operation"
    of = next(each for each in learner.operations if each.name == name)
    count = learner.parameter(Weight(name, 0)).numel()
    found = []
    for weight in (Weight(name, 0), Weight(name, count - 1), Weight(name, 0, "bias")):
        step = learner.look(image, 1, weight, 0.1)
        source, of_map = learner.source_of(weight)
        values = None if of_map is None else step.values[source][of_map].tolist()
        found.append(
            {
                "kernel": of.kernel_size,
                "stride": of.stride,
                "padding": of.padding,
                "dilation": of.dilation,
                "index": weight.index,
                "values": values,
                "gradient": step.gradients[name][learner.made_by(weight)].tolist(),
                "slope": step.slope,
            }
        )
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(cases()) + "\n")
