"""The networks on offer: a list, and everything about one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response

from app.api.refusals import REFUSALS
from app.deps import ZooDep
from app.errors import UnknownWeightsError
from app.messages.models import ModelDetail, ModelList, ModelSummary, NetworkDescription
from app.services.zoo import Network
from app.web.files import FOR_EVER

MEDIA_TYPE = "application/vnd.safetensors"

LONG = ("story", "epochs", "gradients", "misread", "points", "curves")
"""Parts of a card that no page of layers needs, of which the drawings are nearly all its bytes."""
LONG_OF_SCORES = ("confusion", "per_class", "reliability")

WEIGHTS_LINK = {
    "operationId": "show_weights",
    "parameters": {"name": "$request.path.name", "sha256": "$response.body#/weights"},
}

router = APIRouter(prefix="/api/models", tags=["models"], responses=REFUSALS)


@router.get("")
async def list_networks(zoo: ZooDep) -> ModelList:
    """List the networks."""
    return ModelList(models=[_summary(network) for network in zoo])


@router.get("/{name}", responses={200: {"links": {"weights": WEIGHTS_LINK}}})
async def show_network(name: str, zoo: ZooDep) -> ModelDetail:
    """Describe one network: layers, operations, shapes, edges, and its model card in short."""
    network = zoo.get(name)
    # Lax: the description's tuples become the message's lists.
    description = NetworkDescription.model_validate(asdict(network.description), strict=False)
    return ModelDetail(
        description=description,
        card=_in_short(network.card),
        problem=network.problem,
        weights=network.weights_name,
    )


def _in_short(card: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a page needs of a card at first: it waits for this."""
    if card is None:
        return None
    short = {key: part for key, part in card.items() if key not in LONG}
    scores = card.get("accuracy") or {}
    if scores:
        short["accuracy"] = {
            name: {key: part for key, part in score.items() if key not in LONG_OF_SCORES}
            for name, score in scores.items()
        }
    return short


@router.get("/{name}/card")
async def show_card(name: str, zoo: ZooDep) -> dict[str, object] | None:
    """The whole model card, with its story, curves, gradients and misread drawings."""
    return zoo.get(name).card


@router.get(
    "/{name}/weights/{sha256}",
    operation_id="show_weights",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}},
)
async def show_weights(name: str, sha256: str, zoo: ZooDep) -> Response:
    """All weights, a safetensors file: its address names its content, which may be kept."""
    network = zoo.get(name)
    if sha256 != network.weights_name:
        raise UnknownWeightsError(
            f"{network.description.title} has no weights of this name; "
            f"the current one is `weights` in GET /api/models/{network.name}"
        )
    headers = {"Cache-Control": FOR_EVER}
    return Response(network.weights, media_type=MEDIA_TYPE, headers=headers)


def _summary(network: Network) -> ModelSummary:
    """A network's row in the list."""
    described = network.description
    return ModelSummary(
        name=described.name,
        title=described.title,
        year=described.year,
        in_lineage=described.in_lineage,
        answers=network.kinds,
        idea=((network.card or {}).get("story") or {}).get("idea", ""),
        depth=described.depth,
        parameters=described.parameters,
        multiply_adds=described.multiply_adds,
        milliseconds=network.milliseconds,
        ready=network.problem is None,
    )
