"""What a page says on the live channel, read without trusting it."""

from __future__ import annotations

from pydantic import ValidationError
from starlette.types import Message

from app.errors import InvalidMessageError
from app.messages.drawing import FilmMoment
from app.messages.live import Alive, Draw, Extend, Hello, Watch, client_message
from app.messages.parts import check_keys


def planned(draw: Draw) -> tuple[str, FilmMoment | None, list[str], list[str] | None]:
    """What decides a frame's plan, and which network reads the drawing."""
    return draw.network, draw.film, draw.layers, draw.explained


def parsed(message: Message) -> Hello | Draw | Extend | Alive | Watch:
    """The message of the page; raises InvalidMessageError."""
    text = message.get("text")
    if text is None:
        raise InvalidMessageError("send JSON as text; only frames are binary", "binary_message")
    try:
        # A lone surrogate becomes bytes that the parser refuses.
        content = text.encode("utf-8", "surrogatepass")
        check_keys(content)
        return client_message.validate_json(content)
    except ValidationError as error:
        raise InvalidMessageError.from_validation(error) from error
    except ValueError as error:
        raise InvalidMessageError(str(error)) from error
