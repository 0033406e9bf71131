"""A drawing over time: what the network made of it after so many of its points."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request

from app.api.bodies import read_message, whole_schema
from app.api.leaving import while_there
from app.api.refusals import REFUSALS
from app.api.turns import wait_for_turn
from app.deps import PenTracerDep, SettingsDep, ZooDep
from app.errors import MisfitError
from app.messages.drawing import PenTrace, PenTraceRequest
from app.readings import answer_called, switches_called
from app.services.limits import share_of
from app.services.pen_traces import SLICE
from app.services.to_read import GrowingStrokes, ToRead

router = APIRouter(prefix="/api/models", tags=["predictions"], responses=REFUSALS)

WITH_POINTS: dict[str, Any] = {
    "allOf": [
        {
            "properties": {
                "strokes": {"minItems": 1, "contains": {"minItems": 1}},
                "moments": {"uniqueItems": True},
            }
        }
    ]
}
"""What a type cannot say: a drawing with moments has at least one point."""

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {**whole_schema(PenTraceRequest), **WITH_POINTS}}
        },
    }
}


@router.post(
    "/{name}/pen-traces",
    openapi_extra=BODY,
)
async def trace_pen(
    name: str, request: Request, zoo: ZooDep, tracer: PenTracerDep, settings: SettingsDep
) -> PenTrace:
    """Read a drawing at several moments: after so many of its points, counted over all strokes.

    Each moment is a reading of its own, with the outcome that the same points alone get.
    """
    charge = await wait_for_turn(request)
    asked = await read_message(PenTraceRequest, request, settings)
    network = zoo.get(name)
    answer, off = answer_called(network, asked.answer), switches_called(network, asked.off)
    _check_moments(asked)
    whole = GrowingStrokes(asked.strokes).lines()
    how = ToRead(without=frozenset(asked.without), off=off, pad_pen=asked.pen)
    moments = [replace(how, strokes=whole.first(count)) for count in asked.moments]
    charge(len(moments) / SLICE)
    address = request.client and share_of(request.client.host)
    readings = await while_there(request, tracer.read(name, moments, address))
    return PenTrace(
        moments=asked.moments,
        answer=answer,
        outcomes=[reading.outcomes[answer].tolist() for reading in readings],
    )


def _check_moments(asked: PenTraceRequest) -> None:
    """Raise MisfitError for moments that are out of order or that the drawing does not have."""
    if any(later < earlier for earlier, later in pairwise(asked.moments)):
        raise MisfitError("moments are numbers of points, each larger than the one before")
    count = sum(map(len, asked.strokes))
    if asked.moments[-1] > count:
        raise MisfitError(f"a moment is after {asked.moments[-1]} points, the drawing has {count}")
