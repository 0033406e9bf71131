"""Dense layers alone, in the style of D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning
representations by back-propagating errors", Nature 323, 1986, for 28 x 28 digits.

What there was before convolutions: every unit sees every pixel, and nothing in the network knows
which pixels are neighbours. ReLU stands for the sigmoid of then.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from models._answers import digits
from models._registry import SHORT_EPOCHS, Layer, Story, register_model

__all__ = ["Dense"]


@register_model(
    name="dense",
    title="Dense",
    year=1986,
    story=Story(
        idea="Layers of weights that learn from their errors",
        original="D. E. Rumelhart, G. E. Hinton, R. J. Williams, "
        '"Learning representations by back-propagating errors", Nature 323, 1986',
        style="in the style of a perceptron with one hidden layer, for 28 x 28 digits",
    ),
    layers=(
        Layer("input", "Input layer", "input", ("image",)),
        Layer("fc1", "Fully-connected layer 1", "fully-connected", ("flatten", "fc1", "relu1")),
        Layer("output", "Output layer", "output", ("fc2",)),
    ),
    answers=(digits("fc2"),),
    recipe={"epochs": 12, "learning_rate": 3e-3, **SHORT_EPOCHS},
)
class Dense(nn.Sequential):
    """One hidden layer weighs all pixels at once."""

    def __init__(self) -> None:
        layers = OrderedDict[str, nn.Module](
            # image (B, 1, 28, 28)
            flatten=nn.Flatten(),  # (B, 784)
            fc1=nn.Linear(784, 32),
            relu1=nn.ReLU(),  # (B, 32)
            fc2=nn.Linear(32, 10),  # logits (B, 10)
        )
        super().__init__(layers)
