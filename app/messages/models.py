"""The networks: what each is made of, its model card, and the list of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.messages.parts import Message


class Operation(Message):
    """One module (or joining function) of the network and what it makes.

    Pairs are [down, across]. What the arithmetic of its kind does not need is null.
    """

    name: str
    kind: str
    layer: str
    inputs: list[str]
    output_shape: list[int]
    kernel_size: list[int] | None
    stride: list[int] | None
    padding: list[int] | None
    dilation: list[int] | None
    groups: int | None
    output_padding: list[int] | None
    scale: Annotated[
        list[int] | None, Field(description="how many times larger upsampling makes a map")
    ]
    eps: Annotated[float | None, Field(description="what batch normalisation adds to the variance")]
    count_include_pad: bool | None
    parameters: int
    multiply_adds: int


class Layer(Message):
    """What the page shows and hides: one or more operations under one title."""

    name: str
    title: str
    kind: Literal["input", "convolution", "downsampling", "fully-connected", "output"]
    operations: list[str]
    shown: Annotated[str, Field(description="the operation whose output is the layer's picture")]
    shape: list[int]
    parameters: int
    multiply_adds: int


class Switch(Message):
    """What can be switched off: zeros then go from `source` into `operation`."""

    name: str
    kind: Literal["shortcut", "skip", "branch"]
    operation: Annotated[str, Field(description="an addition or a concatenation of the block")]
    source: Annotated[str, Field(description="one of the operation's inputs")]


class Block(Message):
    """Layers that stand next to one another under one title."""

    name: str
    title: str
    layers: list[str]
    switches: list[Switch]


class _Answer(Message):
    name: str
    title: str
    operation: Annotated[str, Field(description="whose output it is; its outcome has that shape")]


class ClassesAnswer(_Answer):
    """Which of its labels it is: a probability for each; with softmax they sum to one."""

    kind: Literal["classes"]
    labels: list[str]
    activation: Literal["softmax", "sigmoid"]
    groups: Annotated[
        list[str],
        Field(
            description="the coarser class of each label, whose probability is the sum over its "
            "labels; empty: there is none"
        ),
    ]


class NumbersAnswer(_Answer):
    """Measured values, each with its name and its unit, which may be empty."""

    kind: Literal["numbers"]
    names: list[str]
    units: list[str]


class BoxesAnswer(_Answer):
    """A box for each cell of a grid: [5 + labels, rows, columns], all in 0..1.

    x, y of its centre in the cell, its width and height in parts of the image, how sure the network
    is that something is there, and a probability for each label.
    """

    kind: Literal["boxes"]
    labels: list[str]


class MaskAnswer(_Answer):
    """For each place of the image a probability for each label: [labels, rows, columns]."""

    kind: Literal["mask"]
    labels: list[str]


Answer = Annotated[
    ClassesAnswer | NumbersAnswer | BoxesAnswer | MaskAnswer, Field(discriminator="kind")
]


class NetworkDescription(Message):
    """Everything the page needs to lay out a network; derived from the module itself."""

    name: str
    title: str
    year: Annotated[int | None, Field(description="when it was published; null: never")]
    answers: list[Answer]
    input_shape: list[int]
    preprocessing: Annotated[
        list[str], Field(description="steps that its drawings go through, in their order")
    ]
    parameters: int
    multiply_adds: int
    blocks: list[Block]
    layers: list[Layer]
    operations: list[Operation]
    edges: list[tuple[str, str]]


class ModelDetail(Message):
    """One network: its description, its model card, and why it cannot answer if it cannot."""

    description: NetworkDescription
    card: Annotated[
        dict[str, object] | None,
        Field(description="without what is long; the whole card: GET .../card"),
    ]
    problem: str | None
    weights: Annotated[
        str | None, Field(description="name of the weights' file: GET .../weights/{this}")
    ]


class ModelSummary(Message):
    """A row of the list of networks.

    `milliseconds`: that a forward pass takes on this server, null before the first drawing.
    """

    name: str
    title: str
    year: int | None
    in_lineage: Annotated[
        bool,
        Field(description="an architecture among those of the years; false: it shows an answer"),
    ]
    answers: Annotated[
        list[Literal["one", "several", "numbers", "boxes", "mask", "ways"]],
        Field(description="kinds of what comes out, the first one foremost"),
    ]
    idea: Annotated[str, Field(description="the one thing that was new; empty: nothing is told")]
    depth: Annotated[int, Field(description="layers with weights, along the longest way")]
    parameters: int
    multiply_adds: int
    milliseconds: float | None
    ready: bool


class ModelList(Message):
    """The networks this server offers."""

    models: list[ModelSummary]
