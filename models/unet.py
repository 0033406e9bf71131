"""In the style of U-Net, for 28 x 28 drawings: O. Ronneberger, P. Fischer, T. Brox, "U-Net:
convolutional networks for biomedical image segmentation", MICCAI 2015.

It says of each pixel whether it is paper, ink of the digit, or clutter beside it. Kept: an encoder
and a decoder of levels with two convolutions each, up-convolutions, and the skips that put an
encoder's maps beside the decoder's of the same size. There are three levels in place of five, and
convolutions are padded, so that nothing need be cropped. In training each skip is left out now and
then, so that what comes without it has been learned, too.
"""

from __future__ import annotations

from typing import cast

from torch import Tensor, nn

from models._answers import digit_and_clutter
from models._blocks import Concatenate
from models._registry import Block, Layer, Story, Switch, register_model

__all__ = ["UNetStyle"]


DROPPED = 0.25
"""How often, in training, an image's skip is left out: zeros, as a switch that is off gives."""


class Level(nn.Module):
    """Two convolutions of 3 x 3; in the decoder, after maps of the encoder were put beside."""

    def __init__(self, before: int, after: int, joins: bool = False) -> None:
        super().__init__()
        if joins:
            self.join = Concatenate(DROPPED)
        self.conv1 = nn.Conv2d(before, after, kernel_size=3, padding=1)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(after, after, kernel_size=3, padding=1)
        self.relu2 = nn.ReLU()

    def forward(self, *maps: Tensor) -> Tensor:
        """Maps (B, before in all, H, W) to (B, after, H, W)."""
        joined = self.join(*maps) if hasattr(self, "join") else maps[0]
        return cast(Tensor, self.relu2(self.conv2(self.relu1(self.conv1(joined)))))


def _level(way: str, number: int) -> tuple[list[Layer], Block]:
    """The layers of a level on its way, and the block that closes over them."""
    name = f"{way}{number}"
    where = f"{way} level {number}"
    layers = [
        Layer(
            f"{name}-conv{at}",
            f"Convolution {at} of {where}",
            "convolution",
            (f"{name}_conv{at}", f"{name}_relu{at}"),
        )
        for at in (1, 2)
    ]
    switches: tuple[Switch, ...] = ()
    if way == "decoder":
        layers.insert(
            0, Layer(f"{name}-skip", f"Skip to {where}", "convolution", (f"{name}_join",))
        )
        encoded = f"encoder{number}_relu2"
        switches = (Switch(f"skip{number}", "skip", f"{name}_join", encoded),)
    title = where.capitalize()
    return layers, Block(name, title, tuple(layer.name for layer in layers), switches)


_DOWN = [_level("encoder", number) for number in (1, 2, 3)]
_UP = [_level("decoder", number) for number in (2, 1)]


@register_model(
    name="unet_style",
    title="U-Net-style",
    year=2015,
    story=Story(
        idea="Down for what, up for where, and skips between them",
        original='O. Ronneberger, P. Fischer, T. Brox, "U-Net: convolutional networks for '
        'biomedical image segmentation", MICCAI 2015',
        style="in the style of U-Net, for 28 x 28 drawings",
    ),
    layers=(
        Layer("input", "Input layer", "input", ("image",)),
        *_DOWN[0][0],
        Layer("pool1", "Downsampling layer 1", "downsampling", ("pool1",)),
        *_DOWN[1][0],
        Layer("pool2", "Downsampling layer 2", "downsampling", ("pool2",)),
        *_DOWN[2][0],
        Layer("up2", "Up-convolution layer 1", "convolution", ("up2",)),
        *_UP[0][0],
        Layer("up1", "Up-convolution layer 2", "convolution", ("up1",)),
        *_UP[1][0],
        Layer("output", "Output layer", "output", ("output",)),
    ),
    answers=(digit_and_clutter("output"),),
    blocks=tuple(block for _, block in [*_DOWN, *_UP]),
    recipe={"epochs": 20, "learning_rate": 3e-3, "generated": 12_000, "varieties": 4},
)
class UNetStyle(nn.Module):
    """Three levels down to 7 x 7, and two up again."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder1 = Level(1, 8)  # (B, 8, 28, 28)
        self.pool1 = nn.MaxPool2d(kernel_size=2)
        self.encoder2 = Level(8, 16)  # (B, 16, 14, 14)
        self.pool2 = nn.MaxPool2d(kernel_size=2)
        self.encoder3 = Level(16, 32)  # (B, 32, 7, 7)
        self.up2 = nn.ConvTranspose2d(32, 16, kernel_size=2, stride=2)  # (B, 16, 14, 14)
        self.decoder2 = Level(16 + 16, 16, joins=True)  # (B, 16, 14, 14)
        self.up1 = nn.ConvTranspose2d(16, 8, kernel_size=2, stride=2)  # (B, 8, 28, 28)
        self.decoder1 = Level(8 + 8, 8, joins=True)  # (B, 8, 28, 28)
        self.output = nn.Conv2d(8, 3, kernel_size=1)

    def forward(self, image: Tensor) -> Tensor:
        """Logits (B, 3, 28, 28) of paper, digit and clutter, of images (B, 1, 28, 28)."""
        first = self.encoder1(image)
        second = self.encoder2(self.pool1(first))
        third = self.encoder3(self.pool2(second))
        up = self.decoder2(second, self.up2(third))
        return cast(Tensor, self.output(self.decoder1(first, self.up1(up))))
