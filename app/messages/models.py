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


class NetworkDescription(Message):
    """Everything the page needs to lay out a network; derived from the module itself."""

    name: str
    title: str
    classes: list[str]
    input_shape: list[int]
    parameters: int
    multiply_adds: int
    layers: list[Layer]
    operations: list[Operation]
    edges: list[tuple[str, str]]


class ModelDetail(Message):
    """One network: its description, its model card, and why it cannot answer if it cannot."""

    description: NetworkDescription
    card: dict[str, object] | None
    problem: str | None
    weights: Annotated[
        str | None, Field(description="name of the weights' file: GET .../weights/{this}")
    ]


class ModelSummary(Message):
    """A row of the list of networks."""

    name: str
    title: str
    parameters: int
    ready: bool


class ModelList(Message):
    """The networks this server offers."""

    models: list[ModelSummary]
