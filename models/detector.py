"""Where digits lie and which they are: a convolutional network without dense layers, over a canvas.

Each cell of a grid of 16 x 16 says whether the middle of a digit lies in it, where in the cell, how
large the digit is, and which. In the style of detectors that find objects as points: X. Zhou, D.
Wang, P. Kraehenbuehl, "Objects as points", 2019. The weights are its own: a network that reads one
digit in the middle of 28 x 28 pixels has no answer for where there is none.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from models._answers import digit_boxes
from models._registry import Layer, register_model

__all__ = ["Detector"]

_CONVOLUTIONS = tuple(
    Layer(f"conv{n}", f"Convolution layer {n}", "convolution", (f"conv{n}", f"relu{n}"))
    for n in range(1, 6)
)


@register_model(
    name="detector",
    title="Detector",
    input_shape=(1, 64, 64),
    preprocessing=("downsample", "normalise"),
    layers=(
        Layer("input", "Input layer", "input", ("image",)),
        *_CONVOLUTIONS[:2],
        Layer("pool1", "Downsampling layer 1", "downsampling", ("pool1",)),
        *_CONVOLUTIONS[2:],
        Layer("output", "Output layer", "output", ("output",)),
    ),
    answers=(digit_boxes("output"),),
    recipe={"epochs": 16, "learning_rate": 3e-3, "generated": 6_000, "varieties": 5},
)
class Detector(nn.Sequential):
    """Convolutions with ever larger receptive fields, up to 43 pixels, and one of 1 x 1 as head."""

    def __init__(self) -> None:
        layers = OrderedDict[str, nn.Module](
            # image (B, 1, 64, 64)
            conv1=nn.Conv2d(1, 12, kernel_size=5, stride=2, padding=2),
            relu1=nn.ReLU(),  # (B, 12, 32, 32)
            conv2=nn.Conv2d(12, 24, kernel_size=3, padding=1),
            relu2=nn.ReLU(),  # (B, 24, 32, 32)
            pool1=nn.MaxPool2d(kernel_size=2),  # (B, 24, 16, 16)
            conv3=nn.Conv2d(24, 40, kernel_size=3, padding=1),
            relu3=nn.ReLU(),  # (B, 40, 16, 16)
            conv4=nn.Conv2d(40, 48, kernel_size=3, padding=2, dilation=2),
            relu4=nn.ReLU(),  # (B, 48, 16, 16)
            conv5=nn.Conv2d(48, 48, kernel_size=3, padding=1),
            relu5=nn.ReLU(),  # (B, 48, 16, 16)
            output=nn.Conv2d(48, 15, kernel_size=1),  # x, y, width, height, there, ten digits
        )
        super().__init__(layers)
        # Before it has learned, no cell is sure of anything: nearly all have nothing to find.
        head = layers["output"]
        assert isinstance(head, nn.Conv2d)
        assert head.bias is not None
        nn.init.constant_(head.bias[4], -4.0)
