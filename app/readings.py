"""A reading and what the client shows of it, as a frame: for the socket and for HTTP."""

from __future__ import annotations

from app.errors import UnknownLayerError
from app.frame import Frame, pick
from app.services.predictor import Reading
from app.services.zoo import Network


def frame_of(reading: Reading, network: Network, layers: list[str], seq: int) -> Frame:
    """The frame with the shown `layers` of a reading; raises UnknownLayerError."""
    shown = network.operations_shown_by(layers)
    if shown is None:
        known = ", ".join(layer.name for layer in network.description.layers)
        raise UnknownLayerError(f"a layer is unknown; {network.description.title} has: {known}")
    first, second = reading.guesses or (None, None)
    tensors = pick(reading.activations, list(reading.activations), shown)
    return Frame(seq, first, second, reading.probabilities, tensors)
