"""Where other devices find the page: for this computer only."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request

from app.addresses import addresses_for_others, is_loopback, is_loopback_host
from app.api.refusals import REFUSALS
from app.deps import SettingsDep
from app.messages.server import Addresses

router = APIRouter(prefix="/api/addresses", tags=["addresses"], responses=REFUSALS)


@router.get("")
async def addresses(request: Request, settings: SettingsDep) -> Addresses:
    """The page's addresses in the local network, for a page opened at the server itself.

    Everybody else has come by an address already, and gets none: a server behind a proxy does not
    tell the world how its own network is built.
    """
    client = request.client
    from_here = client is not None and is_loopback(client.host)
    if not from_here or not is_loopback_host(request.headers.get("host", "")):
        return Addresses(addresses=[])
    _, port = request.scope["server"]
    found = addresses_for_others(settings.host, port, quote(settings.root_path))
    return Addresses(addresses=found)
