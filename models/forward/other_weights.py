"""An exported graph with other weights in it: a network at a moment of its training."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models._checkpoint import WeightsError

PREFIX = "_trace."
"""Of the names of weights in a graph (`models.forward.live.LiveForward`)."""

_OPERATIONS = {"": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh"}


def with_weights(
    graph: bytes, weights: Mapping[str, NDArray[np.float32]], activation: str = ""
) -> bytes:
    """The same graph with these weights, by the names of the network's parameters.

    `activation`: what takes the place of every ReLU. Raises WeightsError unless each of the graph's
    weights gets a new value of its shape.
    """
    import onnx  # here: most servers never need it

    model = onnx.load_from_string(graph)
    left = dict(weights)
    for initializer in model.graph.initializer:
        name = initializer.name.removeprefix(PREFIX)
        if name == initializer.name:
            continue  # a number of the arithmetic around the network
        value = left.pop(name, None)
        if value is None or list(value.shape) != list(initializer.dims):
            raise WeightsError(f"the export has {name!r}, and the film no weights of that shape")
        initializer.CopyFrom(onnx.numpy_helper.from_array(value, initializer.name))
    if left:
        raise WeightsError(f"the export has no {min(left)!r}, which the film has")
    operation = _OPERATIONS.get(activation)
    if operation is None:
        raise WeightsError(f"no export has {activation!r} in the place of ReLU")
    for node in model.graph.node:
        if node.op_type == "Relu":
            node.op_type = operation
    content: bytes = model.SerializeToString()
    return content
