"""The networks on offer: a list, and everything about one."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from app.api.refusals import REFUSALS
from app.deps import ZooDep
from app.messages import ModelDetail, ModelList, ModelSummary, NetworkDescription

router = APIRouter(prefix="/api/models", tags=["models"], responses=REFUSALS)


@router.get("")
async def list_networks(zoo: ZooDep) -> ModelList:
    """List the networks."""
    return ModelList(
        models=[
            ModelSummary(
                name=network.description.name,
                title=network.description.title,
                parameters=network.description.parameters,
                ready=network.problem is None,
            )
            for network in zoo
        ]
    )


@router.get("/{name}")
async def show_network(name: str, zoo: ZooDep) -> ModelDetail:
    """Describe one network: layers, operations, shapes, edges, and its model card."""
    network = zoo.get(name)
    # Lax: the description's tuples become the message's lists.
    description = NetworkDescription.model_validate(asdict(network.description), strict=False)
    return ModelDetail(description=description, card=network.card, problem=network.problem)
