"""How slanted, thick, wide and long: four numbers of a drawing, by a linear last layer.

LeNet-5's layers with four outputs and no activation after them. The weights are its own: a network
that names the digit learns to overlook what this one measures. Its drawings keep the width of the
pen that they were drawn with.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from models._answers import stroke_measures
from models._registry import Layer, register_model

__all__ = ["StrokeMeasures"]


@register_model(
    name="stroke_measures",
    title="Stroke measures",
    preprocessing=("crop", "scale", "centre", "downsample", "normalise"),
    layers=(
        Layer("input", "Input layer", "input", ("image",)),
        Layer("conv1", "Convolution layer 1", "convolution", ("conv1", "relu1")),
        Layer("pool1", "Downsampling layer 1", "downsampling", ("pool1",)),
        Layer("conv2", "Convolution layer 2", "convolution", ("conv2", "relu2")),
        Layer("pool2", "Downsampling layer 2", "downsampling", ("pool2",)),
        Layer("fc1", "Fully-connected layer 1", "fully-connected", ("flatten", "fc1", "relu3")),
        Layer("fc2", "Fully-connected layer 2", "fully-connected", ("fc2", "relu4")),
        Layer("output", "Output layer", "output", ("fc3",)),
    ),
    answers=(stroke_measures("fc3"),),
    recipe={"epochs": 20, "learning_rate": 3e-3, "generated": 16_000, "varieties": 6},
)
class StrokeMeasures(nn.Sequential):
    """LeNet-5 up to its last layer, which gives four numbers."""

    def __init__(self) -> None:
        layers = OrderedDict[str, nn.Module](
            # image (B, 1, 28, 28)
            conv1=nn.Conv2d(1, 6, kernel_size=5, padding=2),
            relu1=nn.ReLU(),  # (B, 6, 28, 28)
            pool1=nn.MaxPool2d(kernel_size=2),  # (B, 6, 14, 14)
            conv2=nn.Conv2d(6, 16, kernel_size=5),
            relu2=nn.ReLU(),  # (B, 16, 10, 10)
            pool2=nn.MaxPool2d(kernel_size=2),  # (B, 16, 5, 5)
            flatten=nn.Flatten(),  # (B, 400)
            fc1=nn.Linear(16 * 5 * 5, 120),
            relu3=nn.ReLU(),  # (B, 120)
            fc2=nn.Linear(120, 84),
            relu4=nn.ReLU(),  # (B, 84)
            fc3=nn.Linear(84, 4),  # slant, width, aspect, length (B, 4)
        )
        super().__init__(layers)
