"""Sample digits: one of each style, and as many others as anyone likes."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from app.api.refusals import REFUSALS
from app.messages.drawing import Sample, SampleList
from app.messages.parts import WHOLE_IN_QUERY
from app.services.samples import DrawnSample, draw_sample, list_samples

router = APIRouter(prefix="/api/samples", tags=["samples"], responses=REFUSALS)

# The limits stand before what reads the text: described the other way round they are lost.
Seed = Annotated[int, Field(ge=0, le=2**32 - 1), WHOLE_IN_QUERY]


@router.get("", response_model=SampleList)
async def list_styles() -> Response:
    """List one drawing of each style."""
    return Response(_list(), media_type="application/json")


@cache
def _list() -> bytes:
    """Always the same."""
    samples = [_message(sample) for sample in list_samples()]
    return SampleList(samples=samples).model_dump_json().encode()


@router.get("/{key}")
async def draw_one(key: str, seed: Seed = 0) -> Sample:
    """Draw a style anew; the same seed gives the same drawing."""
    return _message(draw_sample(key, seed))


def _message(sample: DrawnSample) -> Sample:
    style = sample.style
    assert style.label is not None
    return Sample(key=style.key, label=style.label, title=style.title, strokes=sample.strokes)
