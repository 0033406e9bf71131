"""One training step of a network on one drawing, taken apart."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from app.api.bodies import JSON, read_message, whole_schema
from app.api.leaving import while_there
from app.api.predictions import ONE_OF_THREE
from app.api.refusals import REFUSALS
from app.api.turns import wait_for_turn
from app.deps import FilmsDep, SettingsDep, StepTakerDep, ZooDep
from app.errors import MisfitError
from app.messages.steps import TrainingStep, TrainingStepRequest
from app.readings import to_read_of
from app.services.limits import cost_in_messages
from app.services.rendering import cost_of
from app.services.training_steps import (
    MOST_PRODUCTS,
    PRODUCTS_A_MESSAGE,
    products_of,
    taught_answer,
)

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {JSON: {"schema": {**whole_schema(TrainingStepRequest), **ONE_OF_THREE}}},
    }
}

router = APIRouter(prefix="/api/models", tags=["training"], responses=REFUSALS)


@router.post("/{name}/training-steps", openapi_extra=BODY)
async def take_training_step(
    name: str,
    request: Request,
    zoo: ZooDep,
    films: FilmsDep,
    taker: StepTakerDep,
    settings: SettingsDep,
) -> TrainingStep:
    """Take one training step apart: loss, gradients of all maps, one weight's slope and update."""
    network = zoo.get(name)
    labels = taught_answer(network).labels
    charge = await wait_for_turn(request)
    sent = await read_message(TrainingStepRequest, request, settings)
    if sent.explain or sent.off:
        raise MisfitError("a training step explains no preprocessing and cuts no edges")
    if sent.label >= len(labels):
        raise MisfitError(f"the labels are 0 to {len(labels) - 1}, in the order of the answer's")
    products = products_of(network, [each.move for each in sent.done])
    if products > MOST_PRODUCTS:
        raise MisfitError("so many moves of this network take too long; send fewer in `done`")
    film = None
    if sent.film is not None:
        film = (sent.film.name, sent.film.moment)
        films.network_at(*film, network.name)
    drawn = to_read_of(sent, network)
    drawing = cost_in_messages(cost_of(drawn), explained=False, exact=False)
    charge(products / PRODUCTS_A_MESSAGE + drawing)
    asked = sent.model_dump(include={"label", "weight", "step_size", "done"})
    return TrainingStep(**await while_there(request, taker.take(network, drawn, film, asked)))
