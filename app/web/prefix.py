"""Life under a path prefix, behind a proxy that passes the prefix on or strips it."""

from __future__ import annotations

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class PathPrefix:
    """Makes every path start with the root path, as ASGI and Starlette's mounts expect."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put a stripped prefix back; send `/prefix` to `/prefix/`, where relative links hold."""
        root = scope.get("root_path", "")
        if root and scope["type"] == "http" and scope["path"] == root:
            query = scope.get("query_string", b"").decode("latin-1")
            where = f"{root}/?{query}" if query else f"{root}/"
            await RedirectResponse(where)(scope, receive, send)
            return
        if root and scope["type"] in ("http", "websocket"):
            path = scope["path"]
            if not path.startswith(f"{root}/"):
                scope = {**scope, "path": root + path}
        await self._app(scope, receive, send)
