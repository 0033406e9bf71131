"""Which digits are there, when it may be one or two: a convolutional network with ten sigmoids.

Its convolutions are LeNet-5's and a third one, because two digits beside one another need more
pixels than one: 48 x 48 in place of 28 x 28. The weights are its own, not those of the network that
names one digit: those never saw half a drawing being another digit.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from models._answers import several_digits
from models._registry import Layer, register_model

__all__ = ["SeveralDigits"]


@register_model(
    name="several_digits",
    title="Several digits",
    input_shape=(1, 48, 48),
    preprocessing=("crop", "scale", "centre", "downsample", "normalise"),
    layers=(
        Layer("input", "Input layer", "input", ("image",)),
        Layer("conv1", "Convolution layer 1", "convolution", ("conv1", "relu1")),
        Layer("pool1", "Downsampling layer 1", "downsampling", ("pool1",)),
        Layer("conv2", "Convolution layer 2", "convolution", ("conv2", "relu2")),
        Layer("pool2", "Downsampling layer 2", "downsampling", ("pool2",)),
        Layer("conv3", "Convolution layer 3", "convolution", ("conv3", "relu3")),
        Layer("pool3", "Downsampling layer 3", "downsampling", ("pool3",)),
        Layer("fc1", "Fully-connected layer 1", "fully-connected", ("flatten", "fc1", "relu4")),
        Layer("output", "Output layer", "output", ("fc2",)),
    ),
    answers=(several_digits("fc2"),),
    recipe={"epochs": 16, "learning_rate": 3e-3, "generated": 16_000, "varieties": 8},
)
class SeveralDigits(nn.Sequential):
    """Three convolutions find parts of digits; ten sigmoids say which digits they make."""

    def __init__(self) -> None:
        layers = OrderedDict[str, nn.Module](
            # image (B, 1, 48, 48)
            conv1=nn.Conv2d(1, 8, kernel_size=5, padding=2),
            relu1=nn.ReLU(),  # (B, 8, 48, 48)
            pool1=nn.MaxPool2d(kernel_size=2),  # (B, 8, 24, 24)
            conv2=nn.Conv2d(8, 24, kernel_size=5),
            relu2=nn.ReLU(),  # (B, 24, 20, 20)
            pool2=nn.MaxPool2d(kernel_size=2),  # (B, 24, 10, 10)
            conv3=nn.Conv2d(24, 40, kernel_size=3),
            relu3=nn.ReLU(),  # (B, 40, 8, 8)
            pool3=nn.MaxPool2d(kernel_size=2),  # (B, 40, 4, 4)
            flatten=nn.Flatten(),  # (B, 640)
            fc1=nn.Linear(40 * 4 * 4, 120),
            relu4=nn.ReLU(),  # (B, 120)
            fc2=nn.Linear(120, 10),  # logits (B, 10)
        )
        super().__init__(layers)
