"""The one place where an error becomes an HTTP answer.

`{"error": code, "detail": sentence}` for programs; for a browser that asks for a page, a page.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from app.deps import words_for
from app.errors import InklingError
from app.messages.parts import Refusal
from app.pages.rendering import failure_page
from app.web.security import HEADERS

REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "model": Refusal,
        "description": "400 not as described, 403 asked for by another site's page, 404 no such "
        "network or the like, 405 no such method, 408 too slow, 409 what does not fit another part "
        "or the network, 413 too large, 414 too long an address, 415 of no type that is taken, "
        "421 for another server, 422 a picture in which no drawing can be read, 429 too many, "
        "431 too long a head",
    },
    "5XX": {
        "model": Refusal,
        "description": "500 the server failed, 503 it cannot answer now",
    },
}
"""What the API's description says of refusals, instead of the framework's own shape."""


RETRY_AFTER = "1"
"""Seconds after which what the server could not do now is worth another try."""


def install(app: FastAPI) -> None:
    """Answer every error of `app` in the one shape."""
    app.add_exception_handler(InklingError, _domain)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_exception_handler(Exception, _unexpected)


def _refusal(
    status: int, code: str, detail: str, headers: dict[str, str] | None = None
) -> Response:
    refusal = Refusal(error=code, detail=detail)
    return JSONResponse(refusal.model_dump(), status, headers=headers)


def _asks_for_page(request: Request) -> bool:
    """Whether a person sees the answer: a browser names HTML when it opens an address."""
    path = request.scope["path"].removeprefix(request.app.state.settings.root_path)
    is_for_programs = path == "/api" or path.startswith("/api/")
    return not is_for_programs and "text/html" in request.headers.get("accept", "")


async def _domain(_request: Request, error: Exception) -> Response:
    assert isinstance(error, InklingError)
    later = {"Retry-After": RETRY_AFTER} if error.status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return _refusal(error.status, error.code, str(error), later)


async def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if _asks_for_page(request):
        return failure_page(request, status, words_for(request), error.headers)
    detail = {
        404: "there is nothing at this address; / is the lab, /docs describes the API",
        405: f"{request.method} is not for this address; /docs describes the API",
    }.get(status, str(error.detail))
    code = status.phrase.lower().replace(" ", "_")
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = _allowed(request)
    return _refusal(status, code, detail, headers)


_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


def _allowed(request: Request) -> str:
    """The methods of all routes of this address: the framework names those of the first alone."""
    routes = request.app.router.routes
    taken = [
        method
        for method in _METHODS
        if any(
            each.matches({**request.scope, "method": method})[0] == Match.FULL for each in routes
        )
    ]
    return ", ".join(taken)


async def _validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return _refusal(400, "invalid_message", f"{'.'.join(map(str, first['loc']))}: {first['msg']}")


async def _left(_request: Request, _error: Exception) -> Response:
    """Nobody reads it: the sender left before the body was whole."""
    return Response(status_code=400)


async def _unexpected(request: Request, _error: Exception) -> Response:
    # Sent from outside the middleware that adds the headers to everything else.
    if _asks_for_page(request):
        return failure_page(request, 500, words_for(request), HEADERS)
    detail = "the server failed; its log says why"
    return _refusal(500, "internal", detail, headers=HEADERS)
