"""What the page of one training step is given of a network: layers, and weights to choose from."""

from __future__ import annotations

from app.services.training_steps import taught_answer
from app.services.zoo import Network
from app.words import Catalogue


def taught(network: Network, words: Catalogue) -> dict[str, object]:
    """Raises MisfitError for a network without an answer that is one class of several."""
    description = network.description
    shapes = {each.name: each.output_shape for each in description.operations}
    chosen: dict[str, object] = {}
    for each in description.operations:
        if each.kind not in ("convolution", "linear"):
            continue
        inputs = shapes[each.inputs[0]][0] // (each.groups or 1)
        chosen[each.name] = {
            "shape": [each.output_shape[0], inputs, *(each.kernel_size or ())],
            "stride": each.stride,
            "padding": each.padding,
            "dilation": each.dilation,
            "has_bias": each.parameters > each.output_shape[0] * inputs * _area(each.kernel_size),
        }
    return {
        "network": network.name,
        "labels": taught_answer(network).labels,
        "layers": [
            {
                "title": words.course(layer.title),
                "operation": next((name for name in layer.operations if name in chosen), None),
            }
            for layer in description.layers
        ],
        "operations": chosen,
    }


def _area(sides: tuple[int, int] | None) -> int:
    return 1 if sides is None else sides[0] * sides[1]
