"""One drawing over HTTP: the guesses as JSON, or the whole forward pass as a frame."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from app.api.refusals import REFUSALS
from app.deps import PredictorDep, SettingsDep, ZooDep
from app.errors import BodyTooLargeError, InvalidMessageError
from app.frame import MEDIA_TYPE, encode_frame
from app.messages import Drawing, Guess, Prediction, Refusal
from app.readings import frame_of
from app.services.predictor import Reading

router = APIRouter(prefix="/api/models", tags=["predictions"], responses=REFUSALS)

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Drawing.model_json_schema()}},
    }
}


@router.post(
    "/{name}/predictions",
    response_model=Prediction,
    openapi_extra=BODY,
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}},
        503: {"model": Refusal, "description": "The network cannot answer now"},
    },
)
async def predict(
    name: str, request: Request, zoo: ZooDep, predictor: PredictorDep, settings: SettingsDep
) -> Response:
    """Read one drawing. With the frame's media type in Accept: all activations in one frame."""
    network = zoo.get(name)
    body = await _read_body(request, settings.max_body_bytes)
    try:
        # Not FastAPI's own parser: this one survives deep nesting, 1e999 and lone surrogates.
        drawing = Drawing.model_validate_json(body)
    except ValidationError as error:
        raise InvalidMessageError.from_validation(error) from error
    reading = await predictor.read(name, drawing.strokes)
    if MEDIA_TYPE in request.headers.get("accept", ""):
        layers = [layer.name for layer in network.description.layers]
        content = encode_frame(frame_of(reading, network, layers, seq=0))
        return Response(content, media_type=MEDIA_TYPE)
    prediction = _prediction(reading)
    return Response(prediction.model_dump_json(), media_type="application/json")


async def _read_body(request: Request, limit: int) -> bytes:
    """The request's body; raises BodyTooLargeError without reading on."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLargeError(f"the body is over {limit} bytes; a drawing is far smaller")
    return bytes(body)


def _prediction(reading: Reading) -> Prediction:
    probabilities = reading.probabilities.tolist()
    first, second = (
        [Guess(label=label, probability=probabilities[label]) for label in reading.guesses]
        if reading.guesses
        else (None, None)
    )
    return Prediction(
        first_guess=first,
        second_guess=second,
        probabilities=probabilities if reading.guesses else [],
        image=reading.image[0].tolist(),
    )
