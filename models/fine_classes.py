"""24 ways of writing digits in place of ten digits, whose probabilities are summed to ten.

LeNet-5 with 24 outputs, as A. Esteva and others, "Dermatologist-level classification of skin cancer
with deep neural networks", Nature 542, 2017, taught 757 classes of skin lesions and summed them to
three. The weights are its own: it learned from made-up handwriting only, of which the way of
writing is known.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from models._answers import ways_of_writing
from models._registry import Layer, register_model

__all__ = ["FineClasses"]


@register_model(
    name="fine_classes",
    title="Fine classes",
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
    answers=(ways_of_writing("fc3"),),
    recipe={"epochs": 8, "learning_rate": 3e-3, "generated": 8_000, "varieties": 3},
)
class FineClasses(nn.Sequential):
    """LeNet-5 up to its last layer, which has an output for each way of writing."""

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
            fc3=nn.Linear(84, 24),  # logits (B, 24)
        )
        super().__init__(layers)
