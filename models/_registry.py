"""The zoo: one dictionary, one decorator.

An architecture file registers what makes its networks together with what only a person can say
about them: titles, the layers that a student shows and hides, what the network's answers mean.
Everything else is derived in `models.forward.describing`.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from models._answers import Answer, Classes, composed_of, digit_of

if TYPE_CHECKING:  # PyTorch takes seconds; who serves exported networks does without
    from torch import Tensor, nn

LayerKind = Literal["input", "convolution", "downsampling", "fully-connected", "output"]

IMAGE = "image"
"""Name of the operation that stands for the network's input."""


LARGEST_SIDE = 128
"""Pixels along an input: as many as a picture's ink has."""


Step = Literal["crop", "scale", "pen_width", "centre", "downsample", "normalise"]

PREPROCESSING: tuple[Step, ...] = get_args(Step)
"""What is done to a drawing before a network reads it, in this order (`models.ink.preprocess`)."""


SHORT_EPOCHS: dict[str, float] = {
    "variants": 1,
    "generated": 10_000,
    "not_digits": 4_000,
    "varieties": 3,
}
"""For a recipe: epochs of 88,000 images, for networks that take longer than LeNet-5 for each."""


@dataclass(frozen=True)
class Layer:
    """What the page shows and hides under one title: one or more operations, in execution order."""

    name: str
    title: str
    kind: LayerKind
    operations: tuple[str, ...]


SwitchKind = Literal["shortcut", "skip", "branch"]

MOST_SWITCHES = 64
"""Of one network."""


@dataclass(frozen=True)
class Switch:
    """An edge that can be switched off: zeros take the place of what `source` makes in `operation`.

    `operation`: an addition or a concatenation of the switch's block. Off, a sum has one term less,
    and a concatenation zeros in the place of those maps.
    """

    name: str
    kind: SwitchKind
    operation: str
    source: str


@dataclass(frozen=True)
class Block:
    """Layers that stand next to one another under one title, such as a stage of a deep network.

    `switches`: the edges into its joins that can be switched off.
    """

    name: str
    title: str
    layers: tuple[str, ...]
    switches: tuple[Switch, ...] = ()


@dataclass(frozen=True)
class Story:
    """What a network is told by, in a few English words: its place in history.

    `idea`: the one thing that was new. `original`: where it was published. `style`: what this one
    is beside the original.
    """

    idea: str
    original: str
    style: str


Target = Callable[["Tensor", "Tensor"], "Tensor"]
"""Images (B, C, H, W) and labels (B,) to what an answer should have been for each."""


class ArchitectureError(ValueError):
    """A network that cannot be described, taught or measured; the message says what to change."""


@dataclass(frozen=True)
class ModelEntry:
    """A registered architecture; raises ArchitectureError.

    `module`: the file that makes it. `year`: when it was published, None where it never was.
    `recipe`: in which its training differs from `models.training.recipe.Recipe`. `preprocessing`:
    the steps that its drawings go through, of `PREPROCESSING`.
    """

    name: str
    title: str
    layers: tuple[Layer, ...]
    build: Callable[[], nn.Module]
    answers: tuple[Answer, ...]
    input_shape: tuple[int, int, int] = (1, 28, 28)  # (C, H, W)
    blocks: tuple[Block, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    module: str = ""
    year: int | None = None
    story: Story | None = None
    recipe: Mapping[str, float] = field(default_factory=dict)
    preprocessing: tuple[Step, ...] = PREPROCESSING

    @property
    def side(self) -> int:
        """Pixels along the input."""
        return self.input_shape[1]

    @property
    def without(self) -> frozenset[Step]:
        """The steps of preprocessing that its drawings do not go through."""
        return frozenset(PREPROCESSING) - frozenset(self.preprocessing)

    @property
    def digit(self) -> Classes:
        """The answer that names the digit; raises ArchitectureError if there is none."""
        found = digit_of(self.answers)
        if found is None:
            raise ArchitectureError(
                f"{self.name!r} does not name the digit, and the data are labelled with digits; "
                "give it an answer with softmax over 0 to 9, as `digits` of models._answers makes"
            )
        return found

    @property
    def taught(self) -> Answer:
        """The answer that the data teach: to the digit, or one that composed drawings teach.

        Raises ArchitectureError if there is neither.
        """
        composed = composed_of(self.answers)
        return self.digit if composed is None or digit_of(self.answers) else composed

    def __post_init__(self) -> None:
        """Refuse names that are given twice, and blocks that are no row of layers."""
        if not self.answers:
            raise ArchitectureError(f"{self.name!r} has no answer; say what its output means")
        unknown = [step for step in self.preprocessing if step not in PREPROCESSING]
        if unknown:
            raise ArchitectureError(
                f"{self.name!r} asks for {unknown[0]!r}, which is no step of preprocessing; "
                f"there are: {', '.join(PREPROCESSING)}"
            )
        layers = [layer.name for layer in self.layers]
        named = [*layers, *(block.name for block in self.blocks)]
        answers = [answer.name for answer in self.answers]
        switches = [switch.name for block in self.blocks for switch in block.switches]
        groups = (named, answers, switches)
        twice = [name for names in groups for name in names if names.count(name) > 1]
        if twice:
            raise ArchitectureError(f"{self.name!r} has two parts called {twice[0]!r}; rename one")
        if len(switches) > MOST_SWITCHES:
            raise ArchitectureError(
                f"{self.name!r} has {len(switches)} switches; give it at most {MOST_SWITCHES}"
            )
        closed = [name for block in self.blocks for name in block.layers]
        rows = {tuple(layers[first:end]) for end in range(len(layers) + 1) for first in range(end)}
        for block in self.blocks:
            if block.layers not in rows:
                raise ArchitectureError(
                    f"the block {block.name!r} of {self.name!r} must name layers that stand next "
                    f"to one another, in their order: {', '.join(layers)}"
                )
        if len(set(closed)) < len(closed):
            raise ArchitectureError(
                f"two blocks of {self.name!r} share a layer; give it to one of them"
            )


class UnknownModelError(LookupError):
    """No architecture has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no network {name!r}; choose one of: {', '.join(list_models())}")


_zoo: dict[str, ModelEntry] = {}

Factory = TypeVar("Factory", bound="Callable[[], nn.Module]")


def register_model(
    *,
    name: str,
    title: str,
    year: int | None = None,
    story: Story | None = None,
    layers: Sequence[Layer],
    answers: Sequence[Answer],
    blocks: Sequence[Block] = (),
    input_shape: tuple[int, int, int] = (1, 28, 28),
    targets: Mapping[str, Target] | None = None,
    recipe: Mapping[str, float] | None = None,
    preprocessing: Sequence[Step] = PREPROCESSING,
) -> Callable[[Factory], Factory]:
    """Add to the zoo what a class or a function makes, under `name`.

    `year`: when it was published, which the page says beside its title; `story`: how it is told.
    `answers`: what each output of the network means, in the order in which it returns them.
    `targets`: for training, what an answer should be; an answer's name -> a function. The digit
    itself needs none. `recipe`: what of its training differs from the usual, by the names of
    `models.training.recipe.Recipe`; `preprocessing`: the steps that its drawings go through, where
    some are left out. Raises ArchitectureError if a name is taken or the parts do not
    fit.
    """

    def register(build: Factory) -> Factory:
        _refuse_name_or_shape(name, input_shape)
        _zoo[name] = ModelEntry(
            name,
            title,
            tuple(layers),
            build,
            tuple(answers),
            input_shape,
            tuple(blocks),
            targets or {},
            _module_of(build),
            year,
            story,
            recipe or {},
            tuple(preprocessing),
        )
        return build

    return register


def _refuse_name_or_shape(name: str, input_shape: tuple[int, int, int]) -> None:
    """Raise ArchitectureError for a name that is taken and for what no drawing can be."""
    if name in _zoo:
        raise ArchitectureError(f"two networks are called {name!r}; give one of them another name")
    side = input_shape[1]
    if input_shape != (1, side, side) or side > LARGEST_SIDE:
        raise ArchitectureError(
            f"{name!r} takes {input_shape}; a drawing has one channel and is as high as wide, "
            f"at most {LARGEST_SIDE} pixels: (1, 28, 28)"
        )


@contextlib.contextmanager
def forgotten_after() -> Iterator[None]:
    """What is registered meanwhile is forgotten at the end: networks that are in no list."""
    before = dict(_known())
    try:
        yield
    finally:
        _zoo.clear()
        _zoo.update(before)


def list_models() -> list[str]:
    """Names of all registered networks, sorted."""
    return sorted(_known())


def model_entry(name: str) -> ModelEntry:
    """The registered architecture called `name`; raises UnknownModelError."""
    try:
        return _known()[name]
    except KeyError:
        raise UnknownModelError(name) from None


def entry_of(network: nn.Module) -> ModelEntry:
    """The registered architecture that `create_model` made `network` of; UnknownModelError."""
    name = getattr(network, "registered_name", None)
    if not isinstance(name, str):
        raise UnknownModelError(type(network).__name__)
    return model_entry(name)


def create_model(name: str) -> nn.Module:
    """A fresh network, randomly initialised, in training mode; raises UnknownModelError."""
    network = model_entry(name).build()
    network.registered_name = name  # type: ignore[assignment]  # any attribute is allowed
    return network


def families() -> list[str]:
    """The files of this folder that register networks: all whose name does not begin with `_`."""
    return sorted(
        path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_")
    )


def _known() -> dict[str, ModelEntry]:
    """The zoo, once all architectures have been imported."""
    for name in families():
        importlib.import_module(f"models.{name}")
    return _zoo


def _module_of(build: Callable[[], nn.Module]) -> str:
    """The module that `build` is written in, by the name under which it can be imported."""
    if build.__module__ != "__main__":
        return build.__module__
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    return spec.name if spec is not None else "__main__"
