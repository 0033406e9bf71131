"""Whether the live channel would open: for a page whose sockets fail, which is not told why."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.datastructures import Headers

from app.api.refusals import REFUSALS
from app.deps import SettingsDep
from app.messages.server import ChannelState
from app.services.limits import SocketLimits
from app.web.security import may_connect

router = APIRouter(prefix="/api/channel", tags=["health"], responses=REFUSALS)


@router.get("")
async def channel(request: Request, settings: SettingsDep, origin: str = "") -> ChannelState:
    """Say why a socket of a page of this origin would be refused now, if it would be.

    If it would not, and none opens all the same, something between the two lets none through.
    """
    host = request.headers.get("host", "")
    asked = Headers(raw=[(b"origin", origin.encode()), (b"host", host.encode("latin-1"))])
    limits: SocketLimits = request.app.state.socket_limits
    if origin and not may_connect(asked, settings.allowed_origins):
        return ChannelState(refused="origin")
    return ChannelState(refused="full" if limits.are_reached else None)
