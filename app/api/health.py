"""Is the process alive, and can it answer."""

from __future__ import annotations

from fastapi import APIRouter, Request

from app.deps import ZooDep
from app.errors import NotReadyError
from app.messages import Health, Readiness, Refusal

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> Health:
    """Say that the process runs, whatever the networks do."""
    return Health()


@router.get("/readyz", responses={503: {"model": Refusal, "description": "Why it cannot answer"}})
async def ready(request: Request, zoo: ZooDep) -> Readiness:
    """Say that every network is loaded and has answered once, and on which device."""
    problems = zoo.problems()
    if problems:
        raise NotReadyError("; ".join(f"{name}: {why}" for name, why in problems.items()))
    names = [network.description.name for network in zoo]
    return Readiness(device=str(request.app.state.device), networks=names)
