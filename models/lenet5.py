"""LeNet-5: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to
document recognition", Proceedings of the IEEE 86(11), 1998.

Two things differ from the paper, as in most courses today: ReLU instead of scaled tanh, and 2 x 2
max pooling without weights instead of trained averaging. The last layer is linear; softmax makes
it probabilities.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from models._answers import digits
from models._registry import Layer, Story, register_model

__all__ = ["LeNet5"]


@register_model(
    name="lenet5",
    title="LeNet-5",
    year=1998,
    story=Story(
        idea="Kernels that are learned, and shared by all places",
        original="Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "
        '"Gradient-based learning applied to document recognition", '
        "Proceedings of the IEEE 86(11), 1998",
        style="LeNet-5 with ReLU and max pooling, for 28 x 28 digits",
    ),
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
    answers=(digits("fc3"),),
)
class LeNet5(nn.Sequential):
    """Two convolutions find strokes and corners; three linear layers name the digit."""

    def __init__(self, num_classes: int = 10) -> None:
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
            fc3=nn.Linear(84, num_classes),  # logits (B, 10)
        )
        super().__init__(layers)
