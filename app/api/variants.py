"""A drawing read by twelve small networks that differ in one layer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request

from app.api.bodies import read_message, whole_schema
from app.api.leaving import while_there
from app.api.predictions import ONE_OF_THREE
from app.api.refusals import REFUSALS
from app.api.turns import wait_for_turn
from app.deps import SettingsDep, VariantReaderDep, ZooDep
from app.errors import MisfitError
from app.messages.drawing import Drawing
from app.messages.variants import VariantReading, VariantReadings
from app.readings import to_read_of
from app.services.limits import cost_in_messages
from app.services.rendering import cost_of

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {**whole_schema(Drawing), **ONE_OF_THREE}}},
    }
}

LIKE = "lenet5"
"""It takes images of the variants' size and has no switches: drawings are prepared as for it."""

router = APIRouter(prefix="/api/variants", tags=["variants"], responses=REFUSALS)


@router.post("/readings", openapi_extra=BODY)
async def read_with_variants(
    request: Request, reader: VariantReaderDep, zoo: ZooDep, settings: SettingsDep
) -> VariantReadings:
    """Read a drawing with small networks that differ in one layer: what a kernel's size does."""
    charge = await wait_for_turn(request)
    sent = await read_message(Drawing, request, settings)
    if sent.explain or sent.film is not None:
        raise MisfitError("variants have no films and explain no steps")
    drawn = to_read_of(sent, zoo.named_or_default(LIKE))
    charge(1 + cost_in_messages(cost_of(drawn), explained=False, exact=False))
    read = await while_there(request, reader.read_all(drawn))
    return VariantReadings(
        variants=[
            VariantReading(
                name=each.shape.name,
                kernel=each.shape.kernel,
                shrinking=each.shape.shrinking,
                outcome=outcome,
                **asdict(each.measured),
            )
            for each, outcome in read
        ]
    )
