"""Sample digits: one of each style, and as many others as anyone likes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.refusals import REFUSALS
from app.messages.drawing import Sample, SampleList
from app.services.samples import DrawnSample, draw_sample, list_samples

router = APIRouter(prefix="/api/samples", tags=["samples"], responses=REFUSALS)


@router.get("")
async def list_styles() -> SampleList:
    """List one drawing of each style."""
    return SampleList(samples=[_message(sample) for sample in list_samples()])


@router.get("/{key}")
async def draw_one(key: str, seed: Annotated[int, Query(ge=0, le=2**32 - 1)] = 0) -> Sample:
    """Draw a style anew; the same seed gives the same drawing."""
    return _message(draw_sample(key, seed))


def _message(sample: DrawnSample) -> Sample:
    style = sample.style
    assert style.label is not None
    return Sample(key=style.key, label=style.label, title=style.title, strokes=sample.strokes)
