"""Live training runs: begin one, watch it, steer it, take along what it came to."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from app.api.bodies import read_message, whole_schema
from app.api.refusals import REFUSALS
from app.api.turns import wait_for_turn
from app.deps import RunsDep, SettingsDep
from app.errors import MisfitError
from app.messages.parts import WHOLE_IN_QUERY
from app.messages.runs import (
    BeginRun,
    RunBegun,
    RunCommand,
    RunEvents,
    RunList,
    RunSettings,
    RunState,
)
from app.run_script import script_of
from app.services.run_folder import Run
from app.services.runs import Runs

WEIGHTS_TYPE = "application/vnd.safetensors"
FILM_TYPE = "application/octet-stream"
SCRIPT_TYPE = "text/x-python"

# The limits stand before what reads the text, as they are described.
After = Annotated[
    int, Field(ge=0, le=2**31 - 1, description="events that are known"), WHOLE_IN_QUERY
]

BEGUN = 4.0
"""The cost of beginning a run, in messages."""


def body_of(message: type[BeginRun | RunCommand]) -> dict[str, Any]:
    """The description of a body, for the API's documentation."""
    content = {"application/json": {"schema": whole_schema(message)}}
    return {"requestBody": {"required": True, "content": content}}


router = APIRouter(prefix="/api/runs", tags=["runs"], responses=REFUSALS)


@router.get("")
async def list_runs(runs: RunsDep) -> RunList:
    """List the runs, also those that have ended."""
    return RunList(runs=[_state(each, runs) for each in runs.folder.runs()])


@router.post("", openapi_extra=body_of(BeginRun))
async def begin_run(request: Request, runs: RunsDep, settings: SettingsDep) -> RunBegun:
    """Begin a run on made-up digits; one goes on at a time, the others wait in a short queue."""
    charge = await wait_for_turn(request)
    sent = await read_message(BeginRun, request, settings)
    charge(BEGUN)
    host = request.client.host if request.client else ""
    run, key = runs.start(sent.settings.model_dump(), sent.device, host)
    return RunBegun(run=_state(run, runs), key=key)


@router.get("/{run}")
async def show_run(run: str, runs: RunsDep) -> RunState:
    """Show how far a run is."""
    return _state(runs.get(run), runs)


@router.get("/{run}/events")
async def show_events(
    run: str,
    runs: RunsDep,
    after: After = 0,
) -> RunEvents:
    """Send what a run has told so far; the live channel sends it as it comes (`watch`)."""
    told, following = runs.get(run).since(after)
    return RunEvents(run=run, events=told, next=following)


@router.post("/{run}/commands", openapi_extra=body_of(RunCommand))
async def steer_run(run: str, request: Request, runs: RunsDep, settings: SettingsDep) -> RunState:
    """Pause, go on, take one batch, set the step size, or stop: with the key of its beginning."""
    await wait_for_turn(request)
    sent = await read_message(RunCommand, request, settings)
    if (sent.do == "step_size") != (sent.learning_rate is not None):
        raise MisfitError("`learning_rate` goes with `step_size`, and with nothing else")
    rate = {} if sent.learning_rate is None else {"learning_rate": sent.learning_rate}
    return _state(runs.command(run, sent.key, {"do": sent.do, **rate}), runs)


@router.get(
    "/{run}/weights",
    response_class=Response,
    responses={200: {"content": {WEIGHTS_TYPE: {}}}},
)
async def show_run_weights(run: str, runs: RunsDep) -> Response:
    """Send the weights that a run ended with, safetensors."""
    headers = {"Content-Disposition": f'attachment; filename="{runs.get(run).name}.safetensors"'}
    return Response(runs.weights(run), media_type=WEIGHTS_TYPE, headers=headers)


@router.get(
    "/{run}/film",
    response_class=Response,
    responses={200: {"content": {FILM_TYPE: {}}}},
)
async def show_run_film(run: str, runs: RunsDep) -> Response:
    """Send the film so far as a file to keep, which `inkling film` tells."""
    headers = {"Content-Disposition": f'attachment; filename="{runs.get(run).name}.film"'}
    return Response(runs.film_file(run), media_type=FILM_TYPE, headers=headers)


@router.get(
    "/{run}/script",
    response_class=Response,
    responses={200: {"content": {SCRIPT_TYPE: {}}}},
)
async def show_script(run: str, runs: RunsDep) -> Response:
    """Send a program that repeats a run, with Inkling's package: bit for bit on a CPU."""
    found = runs.get(run)
    if found.step == 0:
        raise MisfitError("this run has done no step yet; there is nothing to repeat")
    headers = {"Content-Disposition": f'attachment; filename="{found.name}.py"'}
    text = script_of(found.name, found.settings, found.sizes, found.step)
    return Response(text, media_type=SCRIPT_TYPE, headers=headers)


def _state(run: Run, runs: Runs) -> RunState:
    settings = RunSettings(**run.settings)
    batches = -(-settings.images // settings.batch_size)
    return RunState(
        name=run.name,
        settings=settings,
        status=run.status,
        place=runs.place_of(run),
        step=run.step,
        of_steps=settings.epochs * batches,
        learning_rate=run.learning_rate,
        moments=run.moments,
        events=len(run.events),
        why=run.why,
    )
