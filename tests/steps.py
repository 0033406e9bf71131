"""The numbers that the sentences of LeNet-5's forward pass have, in order, computed by PyTorch."""

from __future__ import annotations

import math

import torch

from models._checkpoint import load_weights
from models.data.datasets import Strokes
from models.forward.tracing import trace
from models.ink.preprocess import preprocess

Values = dict[str, torch.Tensor]


def numbers_of_steps(strokes: Strokes) -> list[list[float]]:
    """One list a step: the image, eleven operations, softmax; rounded as the page writes them."""
    network = load_weights("lenet5")
    image = torch.from_numpy(preprocess(strokes))[None]
    values = {name: each[0] for name, each in trace(network, image).activations.items()}
    weights = network.state_dict()
    return [
        _of_image(values["image"]),
        [6, 1, 5, 5, *_extremes(values["conv1"])],
        _of_relu(values["conv1"], values["relu1"]),
        _of_pool(values["relu1"], values["pool1"]),
        [16, 6, 5, 5, 1, *_extremes(values["conv2"])],  # "Downsampling layer 1"
        _of_relu(values["conv2"], values["relu2"]),
        _of_pool(values["relu2"], values["pool2"]),
        [120, *_of_sum(values["fc1"], values["pool2"], weights["fc1.weight"], 1)],
        _of_relu(values["fc1"], values["relu3"]),
        [84, *_of_sum(values["fc2"], values["relu3"], weights["fc2.weight"], 1)],
        _of_relu(values["fc2"], values["relu4"]),
        _of_sum(values["fc3"], values["relu4"], weights["fc3.weight"], 0),  # digits, not units
        _of_softmax(values["fc3"]),
    ]


def _rounded(value: torch.Tensor | float) -> float:
    """Three digits that count."""
    size = abs(float(value))
    return round(float(value), 0 if size >= 100 else 1 if size >= 10 else 2)


def _place_of(values: torch.Tensor) -> list[int]:
    """Map, row and column of the largest value, or its unit, counted from one."""
    return [int(each) + 1 for each in torch.unravel_index(values.argmax(), values.shape)]


def _of_image(image: torch.Tensor) -> list[float]:
    return [int((image > 0).sum()), image.numel(), _rounded(image.max())]


def _extremes(made: torch.Tensor) -> list[float]:
    return [_rounded(made.max()), *_place_of(made), _rounded(made.min())]


def _of_relu(before: torch.Tensor, after: torch.Tensor) -> list[float]:
    positive = int((after > 0).sum())
    part = math.floor(1000 * positive / after.numel() + 0.5) / 10  # percent, halves upwards
    return [int((before < 0).sum()), positive, after.numel(), part]


def _of_pool(before: torch.Tensor, after: torch.Tensor) -> list[float]:
    return [2, 2, after.numel(), before.numel(), _rounded(after.max()), *_place_of(after)]


def _of_sum(
    made: torch.Tensor, inputs: torch.Tensor, weight: torch.Tensor, first: int
) -> list[float]:
    """How many inputs, the strongest unit (counted from `first`), and its largest product."""
    unit = int(made.argmax())
    terms = inputs.ravel() * weight[unit]
    most = int(terms.argmax())
    product = _printed(float(inputs.ravel()[most]), float(weight[unit, most]), float(terms[most]))
    head = [inputs.numel(), unit + first, _rounded(made[unit])]
    return [*head, *product, *_place_of(terms.reshape(inputs.shape))]


def _printed(value: float, weight: float, product: float) -> list[float]:
    """With as many decimals, two or three, as give the product when multiplied; else with two."""
    for digits in (2, 3):
        factors = round(value, digits), round(weight, digits)
        if abs(factors[0] * factors[1] - round(product, 2)) <= 0.005 + 1e-9:
            return [*factors, round(product, 2)]
    return [round(value, 2), round(weight, 2), round(product, 2)]


def _of_softmax(logits: torch.Tensor) -> list[float]:
    """Of the first guess and of the second: its logit, the digit, its part in percent."""
    parts = logits.double().softmax(0)
    told: list[float] = [logits.numel()]
    for digit in logits.topk(2).indices.tolist():
        part = float(parts[digit])
        percent = min(max(round(100 * part, 1), 0.1), 99.9)  # "< 0.1 %", "> 99.9 %"
        told += [_rounded(logits[digit]), digit, percent]
    return told
