"""Is the process alive, can it answer, and what has it done."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response

from app.deps import MetersDep, PredictorDep, ZooDep
from app.errors import NotReadyError
from app.messages.parts import Refusal
from app.messages.server import Health, Readiness
from app.services.meters import MEDIA_TYPE

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> Health:
    """Say that the process runs, whatever the networks do."""
    return Health()


@router.get("/readyz", responses={503: {"model": Refusal, "description": "Why it cannot answer"}})
async def ready(zoo: ZooDep, predictor: PredictorDep) -> Readiness:
    """Say that every network is loaded and has answered once, and on which device."""
    problems = zoo.problems() | predictor.problems()
    if problems:
        raise NotReadyError("; ".join(f"{name}: {why}" for name, why in problems.items()))
    names = [network.description.name for network in zoo]
    return Readiness(device=zoo.device, device_problem=zoo.device_problem, networks=names)


@router.get("/metrics", include_in_schema=False)
async def metrics(zoo: ZooDep, meters: MetersDep) -> Response:
    """Count what happens, as Prometheus reads it."""
    meters.tasks.set(len(asyncio.all_tasks()))
    return Response(meters.write(zoo.device), media_type=MEDIA_TYPE)
