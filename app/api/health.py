"""Is the process alive, can it answer, and what has it done."""

from __future__ import annotations

import asyncio
import hmac

from fastapi import APIRouter, HTTPException, Request, Response

from app.api.refusals import REFUSALS
from app.deps import MetersDep, PredictorDep, SettingsDep, ZooDep
from app.errors import NotReadyError
from app.messages.server import Health, Readiness
from app.services.meters import MEDIA_TYPE
from app.web.visitors import is_from_here

router = APIRouter(tags=["health"], responses=REFUSALS)

BEARER = {"WWW-Authenticate": "Bearer"}


@router.get("/healthz")
async def alive() -> Health:
    """Say that the process runs, whatever the networks do."""
    return Health()


@router.get("/readyz")
async def ready(zoo: ZooDep, predictor: PredictorDep) -> Readiness:
    """Say that every network is loaded and has answered once, and on which device."""
    problems = zoo.problems() | predictor.problems()
    if problems:
        raise NotReadyError("; ".join(f"{name}: {why}" for name, why in problems.items()))
    names = [network.description.name for network in zoo]
    return Readiness(device=zoo.device, device_problem=zoo.device_problem, networks=names)


@router.get("/metrics", include_in_schema=False)
async def metrics(
    request: Request, settings: SettingsDep, zoo: ZooDep, meters: MetersDep
) -> Response:
    """Count what happens, as Prometheus reads it: for who has the token, else for ourselves.

    Raises HTTPException (401 without the token, 404 where there is none and others ask).
    """
    token = settings.metrics_token
    if token:
        given = request.headers.get("authorization", "").encode("latin-1")
        if not hmac.compare_digest(given, f"Bearer {token}".encode()):
            raise HTTPException(
                401, "send INKLING_METRICS_TOKEN: Authorization: Bearer ...", BEARER
            )
    elif not is_from_here(request.scope, settings):
        raise HTTPException(404)
    meters.tasks.set(len(asyncio.all_tasks()))
    return Response(meters.write(zoo.device), media_type=MEDIA_TYPE)
