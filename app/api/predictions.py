"""One drawing or picture over HTTP: guesses as JSON, or the whole forward pass as a frame."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from app.answers import USUAL, Search, said_of, search_for
from app.api.bodies import JSON, PICTURES, read_message_or_picture, whole_schema
from app.api.leaving import while_there
from app.api.refusals import REFUSALS
from app.api.turns import wait_for_turn
from app.deps import FilmsDep, PhotoReaderDep, PredictorDep, SettingsDep, ZooDep
from app.frame import MEDIA_TYPE
from app.messages.drawing import MAX_OFF, DrawingFile, Prediction, Step
from app.messages.parts import NUMBER_IN_QUERY, TRUTH_IN_QUERY, Name
from app.readings import (
    as_text,
    frame_plan,
    guesses_of,
    steps_of,
    switches_called,
    to_read_of,
)
from app.services.limits import cost_in_messages
from app.services.readings import Reading
from app.services.rendering import cost_of
from app.services.to_read import ToRead
from app.services.zoo import Network

router = APIRouter(prefix="/api/models", tags=["predictions"], responses=REFUSALS)

_NONE = {"type": "null"}
_EMPTY = {"maxItems": 0}
ONE_OF_THREE: dict[str, Any] = {
    "oneOf": [
        {"title": "strokes", "properties": {"picture": _NONE, "pixels": _NONE}},
        {
            "title": "picture",
            "required": ["picture"],
            "properties": {"strokes": _EMPTY, "pixels": _NONE, "picture": {"type": "string"}},
        },
        {
            "title": "pixels",
            "required": ["pixels"],
            "properties": {"strokes": _EMPTY, "picture": _NONE, "pixels": {"type": "string"}},
        },
    ]
}
"""What a type cannot say: one of strokes, picture and pixels, and never two."""

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": {**whole_schema(DrawingFile), **ONE_OF_THREE}},
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in PICTURES},
        },
    }
}

LeftOut = Annotated[
    list[Step] | None, Query(description="for a picture: steps of preprocessing to leave out")
]
SwitchedOff = Annotated[
    list[Name] | None,
    Query(max_length=MAX_OFF, description="for a picture: switches that are off"),
]
Explained = Annotated[bool, TRUTH_IN_QUERY, Query(description="for a picture: what each step does")]
ShownLayers = Annotated[
    list[Name] | None,
    Query(description="for a frame in 8 bits: the layers in it; none: all, exactly"),
]
Fraction = Annotated[float, Field(ge=0, le=1)]
LeastScore = Annotated[
    Fraction | None,
    NUMBER_IN_QUERY,
    Query(description=f"for boxes: the least score; else {USUAL.threshold}"),
]
MostOverlap = Annotated[
    Fraction | None,
    NUMBER_IN_QUERY,
    Query(
        description="for boxes: intersection over union above which the less sure one of two "
        f"of a label is suppressed; else {USUAL.overlap}",
    ),
]


@router.post(
    "/{name}/predictions",
    response_model=Prediction,
    openapi_extra=BODY,
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
    },
)
async def predict(
    name: str,
    request: Request,
    zoo: ZooDep,
    predictor: PredictorDep,
    photos: PhotoReaderDep,
    films: FilmsDep,
    settings: SettingsDep,
    without: LeftOut = None,
    off: SwitchedOff = None,
    explain: Explained = False,
    layers: ShownLayers = None,
    threshold: LeastScore = None,
    overlap: MostOverlap = None,
) -> Response:
    """Read one drawing, as the page saves it too, or a picture of one (PNG, JPEG, WebP).

    Which it is, the first bytes say. With the frame's media type in Accept: all activations in
    one frame, exactly, or in 8 bits what some `layers` show.
    """
    network = zoo.get(name)
    # What is named is checked before it is known whether it is needed.
    switched = switches_called(network, off or ())
    asked = frame_plan(network, layers or [layer.name for layer in network.description.layers])
    search = search_for(network, threshold, overlap)
    plan = asked if MEDIA_TYPE in request.headers.get("accept", "") else None
    charge = await wait_for_turn(request)
    sent = await read_message_or_picture(DrawingFile, request, settings)
    if isinstance(sent, bytes):
        ink = await while_there(request, photos.find_ink(sent))
        drawn = ToRead(picture=ink, without=frozenset(without or ()), off=switched)
    else:
        if sent.film is not None:
            charge(films.cost_of(sent.film.name, [sent.film.moment]))
            network = films.network_at(sent.film.name, sent.film.moment, network.name)
        drawn, explain = to_read_of(sent, network), sent.explain
        charge(cost_in_messages(cost_of(drawn, explain), explain, exact=False) - 1)
    # Guesses and frames in 8 bits need no operation's own values.
    exact = plan is not None and not layers
    reading = await while_there(request, predictor.read(network, drawn, explain, exact))
    if plan is not None:
        return Response(plan.encode(reading), media_type=MEDIA_TYPE)
    prediction = _prediction(reading, drawn, network, search)
    return Response(prediction.model_dump_json(), media_type="application/json")


def _prediction(reading: Reading, drawn: ToRead, network: Network, search: Search) -> Prediction:
    outcomes = {} if reading.blank else reading.outcomes
    first, second, *_ = [*guesses_of(outcomes or None, network), None, None]
    doubtful = reading.doubtful
    return Prediction(
        first_guess=first,
        second_guess=second,
        outcomes={name: outcome.tolist() for name, outcome in outcomes.items()},
        answers=said_of(reading, drawn, network, search),
        looks_like_digit=None if doubtful is None else not (reading.blank or doubtful),
        image=reading.image[0].tolist(),
        steps=steps_of(reading, drawn, network),
        picture=None if drawn.picture is None else as_text(drawn.picture),
        things=drawn.things,
    )
