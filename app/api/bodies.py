"""Bodies of requests, read without trusting them."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request
from pydantic import ValidationError

from app.errors import BodyTooLargeError, InvalidMessageError
from app.messages.parts import Message
from app.settings import Settings

Body = TypeVar("Body", bound=Message)


async def read_message(kind: type[Body], request: Request, settings: Settings) -> Body:
    """The message in a request's body; raises BodyTooLargeError, InvalidMessageError."""
    body = await read_body(request, settings.max_body_bytes)
    try:
        # Not FastAPI's own parser: this one survives deep nesting, 1e999 and lone surrogates.
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise InvalidMessageError.from_validation(error) from error


async def read_body(request: Request, limit: int) -> bytes:
    """The request's body; raises BodyTooLargeError without reading on."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLargeError(f"the body is over {limit} bytes; send a smaller one")
    return bytes(body)
