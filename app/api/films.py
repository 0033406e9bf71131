"""Films of training runs: a list, one film, its file, and a drawing read at all its moments."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import APIRouter, Request, Response
from numpy.typing import NDArray

from app.api.bodies import read_message, whole_schema
from app.api.leaving import while_there
from app.api.predictions import ONE_OF_THREE
from app.api.refusals import REFUSALS
from app.api.turns import wait_for_turn
from app.deps import FilmReaderDep, FilmsDep, SettingsDep, ZooDep
from app.errors import MisfitError
from app.messages.drawing import Drawing
from app.messages.films import FilmDetail, FilmList, FilmReadings, FilmSummary
from app.readings import answer_called, to_read_of
from app.services.films import Entry, Film
from app.services.limits import cost_in_messages
from app.services.pen_traces import SLICE
from app.services.rendering import cost_of

MEDIA_TYPE = "application/vnd.safetensors"

FILE_LINK = {
    "operationId": "show_film_file",
    "parameters": {"name": "$request.path.name", "sha256": "$response.body#/file"},
}

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {**whole_schema(Drawing), **ONE_OF_THREE}}},
    }
}

router = APIRouter(prefix="/api/films", tags=["films"], responses=REFUSALS)


@router.get("")
async def list_films(films: FilmsDep) -> FilmList:
    """List the films."""
    return FilmList(films=[FilmSummary(**_summary(each)) for each in films.entries.values()])


@router.get("/{name}", responses={200: {"links": {"file": FILE_LINK}}})
async def show_film(name: str, films: FilmsDep, reader: FilmReaderDep, zoo: ZooDep) -> FilmDetail:
    """Show a film's curves, confusion, settings and gradients, and how far its weights moved."""
    entry = films.get(name)
    film = await reader.film(name)
    operations = [each.name for each in zoo.get(film.network).description.operations]
    moved = sorted(_moved(film).items(), key=lambda each: operations.index(each[0]))
    return FilmDetail(
        **_summary(entry),
        rounding=film.rounding,
        steps=film.steps.tolist(),
        losses=[(int(step), _finite(loss)) for step, loss in film.losses.tolist()],
        validation_loss=_curve(film.validation_loss),
        validation_accuracy=_curve(film.validation_accuracy),
        confusion=film.confusion.tolist(),
        moved=dict(moved),
        gradients={name: _curve(sizes) for name, sizes in film.gradients.items()},
        file=entry.sha256,
    )


@router.get(
    "/{name}/file/{sha256}",
    operation_id="show_film_file",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}},
)
async def show_file(name: str, sha256: str, reader: FilmReaderDep) -> Response:
    """Send the film's file, safetensors in gzip, whose address names its content."""
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Encoding": "gzip",
    }
    return Response(await reader.file(name, sha256), media_type=MEDIA_TYPE, headers=headers)


@router.post("/{name}/readings", openapi_extra=BODY)
async def read_with_film(
    name: str,
    request: Request,
    films: FilmsDep,
    reader: FilmReaderDep,
    zoo: ZooDep,
    settings: SettingsDep,
) -> FilmReadings:
    """Read a drawing with the weights of every moment: how the training came to its answer."""
    charge = await wait_for_turn(request)
    sent = await read_message(Drawing, request, settings)
    head = films.get(name).expect_ready()
    if sent.explain or sent.film is not None:
        raise MisfitError("a film reads a drawing at all its moments and explains no steps")
    network = zoo.get(head.network)
    drawn = to_read_of(sent, network)
    drawing = cost_in_messages(cost_of(drawn), explained=False, exact=False)
    charge(head.moments / SLICE + drawing + films.cost_of(name, range(head.moments)))
    steps, outcomes = await while_there(request, reader.read_all(name, drawn))
    return FilmReadings(steps=steps, answer=answer_called(network, None), outcomes=outcomes)


def _summary(entry: Entry) -> dict[str, Any]:
    head = entry.head
    return {
        "name": entry.name,
        "network": head and head.network,
        "settings": head.settings if head else {},
        "of_steps": head.of_steps if head else 0,
        "moments": head.moments if head else 0,
        "diverged": head and head.diverged,
        "reads": head is not None and head.has_weights,
        "on_stage": entry.on_stage,
        "bytes": entry.size,
        "problem": entry.problem,
    }


def _moved(film: Film) -> dict[str, list[float]]:
    """Name of each operation with weights -> how far they are from the start at each moment."""
    begun = film.weights_at(0)
    return {
        weight.removesuffix(".weight").replace(".", "_"): [
            float(np.sqrt(np.mean((moments.at(at) - begun[weight]) ** 2)))
            for at in range(len(film.steps))
        ]
        for weight, moments in film.weights.items()
        if moments.scales is not None
    }


def _curve(values: NDArray[np.float32]) -> list[float | None]:
    return [_finite(value) for value in values.tolist()]


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
