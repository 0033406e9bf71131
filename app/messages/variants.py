"""Small networks that differ in one layer, and what each makes of a drawing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.messages.parts import Message, Name


class VariantReading(Message):
    """One variant: what is known of it, and what it made of the drawing."""

    name: Name
    kernel: Annotated[int, Field(description="cells along its kernels")]
    shrinking: Annotated[
        Literal["maximum", "average", "stride"],
        Field(description="what makes its maps half as large"),
    ]
    weights: Annotated[int, Field(description="all parameters")]
    of_kernels: Annotated[int, Field(description="those of its convolution")]
    multiply_adds: Annotated[int, Field(description="of all it computes")]
    of_convolution: Annotated[int, Field(description="those of its convolution")]
    test: Annotated[float, Field(description="part of MNIST's test images that it reads right")]
    test_count: int
    pens: Annotated[
        float, Field(description="part of drawings by writers kept aside that it reads right")
    ]
    pens_count: int
    outcome: Annotated[
        list[float], Field(description="probability of each digit; all 0 of a blank pad")
    ]


class VariantReadings(Message):
    """What all variants made of one drawing."""

    variants: list[VariantReading]
