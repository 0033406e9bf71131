"""What can go wrong, as one tree, mapped once to HTTP and to the live channel.

    InklingError
    ├── SettingsError            a setting makes no sense           (at start)
    │   ├── DeviceError          the device asked for is not there  (at start)
    │   └── WordsError           a language's file is damaged       (at start)
    ├── InvalidMessageError      400  invalid_message
    │   └── MisfitError          409  invalid_message
    ├── NoClassesError           409  no_classes
    ├── PictureError             422  picture
    ├── BodyTooLargeError        413  body_too_large
    ├── MediaTypeError           415  unsupported_media_type
    ├── UnknownNetworkError      404  unknown_network
    ├── UnknownLayerError        404  unknown_layer
    ├── UnknownAnswerError       404  unknown_answer
    ├── UnknownSwitchError       404  unknown_switch
    ├── UnknownSampleError       404  unknown_sample
    ├── UnknownWeightsError      404  unknown_weights
    ├── UnknownFilmError         404  unknown_film
    ├── UnknownRunError          404  unknown_run
    ├── WrongKeyError            403  wrong_key
    ├── TooManyRunsError         429  too_many_runs
    ├── NotReadyError            503  not_ready
    ├── OverloadedError          503  overloaded
    ├── LateError                503  late
    ├── LeftError                499  left                          (nobody hears it)
    ├── OutOfStepError           409  out_of_step                   (live channel)
    └── TooManySocketsError      429  too_many_sockets              (live channel)

A message says what was wrong, what was expected and what to do. It never repeats long input.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError


class InklingError(Exception):
    """Base of all: `code` for programs, the message for people."""

    code = "internal"
    status = 500


class SettingsError(InklingError):
    """A setting makes no sense; the server does not start."""

    code = "settings"

    @classmethod
    def from_validation(cls, error: ValueError) -> SettingsError:
        """One sentence from what pydantic found."""
        if not isinstance(error, ValidationError):
            return cls(str(error))
        first = error.errors()[0]
        name = f"INKLING_{str(first['loc'][0]).upper()}" if first["loc"] else "the settings"
        why = first["msg"].removeprefix("Value error, ")
        return cls(f"{name} is {str(first['input'])[:80]!r}: {why}")


class DeviceError(SettingsError):
    """The device asked for is not there or does not work."""

    code = "device"


class WordsError(SettingsError):
    """A file of words cannot be read."""

    code = "words"


class InvalidMessageError(InklingError):
    """A body or message that is not what its type says."""

    code = "invalid_message"
    status = 400

    def __init__(self, detail: str, code: str = "invalid_message") -> None:
        super().__init__(detail)
        self.code = code

    @classmethod
    def from_validation(cls, error: ValidationError) -> InvalidMessageError:
        """Where it is wrong and what was expected, from the first thing that pydantic found."""
        first = error.errors(include_url=False)[0]
        path = _path(first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        return cls(f"{path}: {message[0].lower()}{message[1:300]}" if path else message[:300])


class MisfitError(InvalidMessageError):
    """Each part is as the API is described, but it does not fit another, or the network."""

    status = 409


class PictureError(InklingError):
    """A picture file in which no drawing can be found."""

    code = "picture"
    status = 422


class BodyTooLargeError(InklingError):
    """A request body over the limit; it was not read to its end."""

    code = "body_too_large"
    status = 413


class MediaTypeError(InklingError):
    """A body that is neither of the types that an address takes nor looks like one."""

    code = "unsupported_media_type"
    status = 415


class UnknownNetworkError(InklingError):
    """No network of this server has this name."""

    code = "unknown_network"
    status = 404


class UnknownLayerError(InklingError):
    """No layer of this network has this name."""

    code = "unknown_layer"
    status = 404


class UnknownAnswerError(InklingError):
    """This network has no answer of this name."""

    code = "unknown_answer"
    status = 404


class NoClassesError(InklingError):
    """No answer was named, and the network has none of classes, which would be meant."""

    code = "no_classes"
    status = 409


class UnknownSwitchError(InklingError):
    """This network has no switch of this name."""

    code = "unknown_switch"
    status = 404


class UnknownSampleError(InklingError):
    """No style of writing has this key."""

    code = "unknown_sample"
    status = 404


class UnknownWeightsError(InklingError):
    """A network has no weights of this name, or not yet."""

    code = "unknown_weights"
    status = 404


class UnknownFilmError(InklingError):
    """No film of this server has this name, or none of its files."""

    code = "unknown_film"
    status = 404


class UnknownRunError(InklingError):
    """No run of this server has this name, or it is forgotten."""

    code = "unknown_run"
    status = 404


class WrongKeyError(InklingError):
    """Who steers a run is not who began it."""

    code = "wrong_key"
    status = 403


class TooManyRunsError(InklingError):
    """A visitor who has a run already."""

    code = "too_many_runs"
    status = 429


class NotReadyError(InklingError):
    """The network cannot answer: still loading, or its weights are missing or damaged."""

    code = "not_ready"
    status = 503


class OverloadedError(InklingError):
    """More drawings are waiting than the queue holds."""

    code = "overloaded"
    status = 503


class LateError(InklingError):
    """A drawing that waited for the network until nobody wants it any more."""

    code = "late"
    status = 503


class LeftError(InklingError):
    """Whoever asked has left; the number is nginx's."""

    code = "left"
    status = 499


class OutOfStepError(InklingError):
    """An increment that does not continue the drawing that the server has: send it whole."""

    code = "out_of_step"
    status = 409


class TooManySocketsError(InklingError):
    """A device that has as many live channels open as one may."""

    code = "too_many_sockets"
    status = 429


def _path(loc: tuple[Any, ...]) -> str:
    """`strokes[0][1][0]` from pydantic's ('draw', 'strokes', 0, 1, 0)."""
    parts = [part for part in loc if part not in ("hello", "draw", "extend", "alive")]
    text = ""
    for part in parts[:8]:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{str(part)[:40]}"
    return text
