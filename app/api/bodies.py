"""Bodies of requests, read without trusting them."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from fastapi import Request
from pydantic import ValidationError

from app.errors import BodyTooLargeError, InvalidMessageError, MediaTypeError
from app.messages.parts import Message, check_keys
from app.services.photos import is_picture, json_in
from app.settings import Settings

JSON = "application/json"
PICTURES = ("image/png", "image/jpeg", "image/webp")

Body = TypeVar("Body", bound=Message)


async def read_message(kind: type[Body], request: Request, settings: Settings) -> Body:
    """The message in a request's body.

    Raises BodyTooLargeError, MediaTypeError, InvalidMessageError.
    """
    body = await read_body(request, settings.max_body_bytes)
    return message_in(body, kind, request, f"send {JSON}")


async def read_message_or_picture(
    kind: type[Body], request: Request, settings: Settings
) -> Body | bytes:
    """The message, or the picture file, that a request's first bytes say that it has.

    Other bytes that are declared to be an image, or bytes of any kind, become a picture that
    cannot be read.
    Raises as `read_message` does.
    """
    declared = _declared(request).startswith(("image/", "application/octet-stream"))
    body = await read_body(request, settings.max_body_bytes, settings.max_picture_bytes, declared)
    if is_picture(body) or (declared and not json_in(body).lstrip().startswith(b"{")):
        return body
    types = f"send a drawing as {JSON}, or a picture as {', '.join(PICTURES)}"
    return message_in(body, kind, request, types)


def message_in(body: bytes, kind: type[Body], request: Request, send: str) -> Body:
    """A body as a message; `send`: what to send instead, for the error about another type."""
    body = json_in(body)
    declared = _declared(request)
    is_json = declared == JSON or declared.endswith("+json")
    # Programs declare anything, as curl does, or nothing: a body that looks like JSON is JSON.
    if not is_json and not body.lstrip().startswith((b"{", b"[")):
        what = declared[:80] or "a body without a media type that is not JSON"
        raise MediaTypeError(f"{what} is not taken here; {send}")
    try:
        check_keys(body)
        # Not FastAPI's own parser: this one survives deep nesting, 1e999 and lone surrogates.
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise InvalidMessageError.from_validation(error) from error
    except ValueError as error:
        raise InvalidMessageError(str(error)) from error


def _declared(request: Request) -> str:
    """The media type that a request names, without parameters; "" if it names none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(
    request: Request, limit: int, of_pictures: int | None = None, declared: bool = False
) -> bytes:
    """The request's body; raises BodyTooLargeError without reading on.

    `of_pictures`: the limit of a picture file, if the body is `declared` to be one, or its first
    bytes say so.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if of_pictures is not None and (declared or is_picture(bytes(body[:16]))):
            limit = of_pictures
        if len(body) > limit:
            raise BodyTooLargeError(f"the body is over {limit} bytes; send a smaller one")
    return bytes(body)


def whole_schema(message: type[Message]) -> dict[str, Any]:
    """A message's JSON schema in one piece, with each reference replaced by what it refers to.

    A description of the API has its parts elsewhere than a schema, whose references lead nowhere
    there. No message may contain its like: that would go on for ever.
    """
    schema = message.model_json_schema()
    parts = {f"#/$defs/{name}": part for name, part in schema.pop("$defs", {}).items()}

    def in_place(value: Any) -> Any:
        if isinstance(value, list):
            return [in_place(each) for each in value]
        if not isinstance(value, dict):
            return value
        inner = {**parts[value["$ref"]], **value} if "$ref" in value else value
        return {key: in_place(each) for key, each in inner.items() if key != "$ref"}

    return cast("dict[str, Any]", in_place(schema))
