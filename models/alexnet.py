"""In the style of AlexNet, for 28 x 28 digits: A. Krizhevsky, I. Sutskever, G. E. Hinton,
"ImageNet classification with deep convolutional neural networks", NIPS 2012.

Kept: five convolutions, the last three without pooling between them, ReLU, overlapping pooling
(3 x 3, every 2), two dense layers with dropout. Left out: two graphics cards, response
normalisation, 224 x 224 pixels in colour and 1,000 classes.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from models._answers import digits
from models._registry import SHORT_EPOCHS, Layer, Story, register_model

__all__ = ["AlexNetStyle"]


@register_model(
    name="alexnet_style",
    title="AlexNet-style",
    year=2012,
    story=Story(
        idea="Deeper, with ReLU and dropout",
        original="A. Krizhevsky, I. Sutskever, G. E. Hinton, "
        '"ImageNet classification with deep convolutional neural networks", NIPS 2012',
        style="in the style of AlexNet, for 28 x 28 digits",
    ),
    layers=(
        Layer("input", "Input layer", "input", ("image",)),
        Layer("conv1", "Convolution layer 1", "convolution", ("conv1", "relu1")),
        Layer("pool1", "Downsampling layer 1", "downsampling", ("pool1",)),
        Layer("conv2", "Convolution layer 2", "convolution", ("conv2", "relu2")),
        Layer("pool2", "Downsampling layer 2", "downsampling", ("pool2",)),
        Layer("conv3", "Convolution layer 3", "convolution", ("conv3", "relu3")),
        Layer("conv4", "Convolution layer 4", "convolution", ("conv4", "relu4")),
        Layer("conv5", "Convolution layer 5", "convolution", ("conv5", "relu5")),
        Layer("pool5", "Downsampling layer 3", "downsampling", ("pool5",)),
        Layer(
            "fc1",
            "Fully-connected layer 1",
            "fully-connected",
            ("flatten", "dropout1", "fc1", "relu6"),
        ),
        Layer("fc2", "Fully-connected layer 2", "fully-connected", ("dropout2", "fc2", "relu7")),
        Layer("output", "Output layer", "output", ("fc3",)),
    ),
    answers=(digits("fc3"),),
    recipe={"epochs": 8, "learning_rate": 2e-3, **SHORT_EPOCHS},
)
class AlexNetStyle(nn.Sequential):
    """Five convolutions, of which three share one size of map; three linear layers."""

    def __init__(self) -> None:
        layers = OrderedDict[str, nn.Module](
            # image (B, 1, 28, 28)
            conv1=nn.Conv2d(1, 12, kernel_size=5, padding=2),
            relu1=nn.ReLU(),  # (B, 12, 28, 28)
            pool1=nn.MaxPool2d(kernel_size=3, stride=2),  # (B, 12, 13, 13)
            conv2=nn.Conv2d(12, 24, kernel_size=5, padding=2),
            relu2=nn.ReLU(),  # (B, 24, 13, 13)
            pool2=nn.MaxPool2d(kernel_size=3, stride=2),  # (B, 24, 6, 6)
            conv3=nn.Conv2d(24, 32, kernel_size=3, padding=1),
            relu3=nn.ReLU(),  # (B, 32, 6, 6)
            conv4=nn.Conv2d(32, 32, kernel_size=3, padding=1),
            relu4=nn.ReLU(),  # (B, 32, 6, 6)
            conv5=nn.Conv2d(32, 24, kernel_size=3, padding=1),
            relu5=nn.ReLU(),  # (B, 24, 6, 6)
            pool5=nn.MaxPool2d(kernel_size=3, stride=2),  # (B, 24, 2, 2)
            flatten=nn.Flatten(),  # (B, 96)
            dropout1=nn.Dropout(0.3),
            fc1=nn.Linear(24 * 2 * 2, 128),
            relu6=nn.ReLU(),  # (B, 128)
            dropout2=nn.Dropout(0.3),
            fc2=nn.Linear(128, 96),
            relu7=nn.ReLU(),  # (B, 96)
            fc3=nn.Linear(96, 10),  # logits (B, 10)
        )
        super().__init__(layers)
