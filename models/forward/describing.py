"""What a network is made of, read off the module itself: layers, operations, shapes, sizes, edges.

The page lays itself out from this and never guesses a layer's kind from its name. Shapes are
measured by one forward pass; kernel, stride and padding come from the modules; edges from the
graph, branches and joins included.
"""

from __future__ import annotations

import math

import torch
from torch import fx, nn

from models._registry import IMAGE, Layer, ModelEntry, entry_of
from models.forward.description import LayerDescription, NetworkDescription, OperationDescription
from models.forward.tracing import Tracer

__all__ = ["describe"]


def describe(network: nn.Module, entry: ModelEntry | None = None) -> NetworkDescription:
    """Derive the description of `network`, titled as its architecture's file (or `entry`) says.

    Raises ValueError if the layers do not name every operation exactly once, UnknownModelError if
    the network is of no registered architecture.
    """
    entry = entry or entry_of(network)
    tracer = Tracer(network)
    owner = _layer_of_each_operation(entry, tracer.names)
    device = next((p.device for p in network.parameters()), torch.device("cpu"))
    blank = torch.zeros(1, *entry.input_shape, device=device)
    shapes = {k: tuple(v.shape[1:]) for k, v in tracer(blank).activations.items()}
    operations = tuple(
        _describe_operation(network, node, shapes, owner[node.name].name)
        for node in tracer.graph.nodes
        if node.op != "output"
    )
    layers = tuple(_describe_layer(layer, operations) for layer in entry.layers)
    return NetworkDescription(
        name=entry.name,
        title=entry.title,
        classes=entry.classes,
        input_shape=entry.input_shape,
        parameters=sum(operation.parameters for operation in operations),
        multiply_adds=sum(operation.multiply_adds for operation in operations),
        layers=layers,
        operations=operations,
        edges=tuple((source, op.name) for op in operations for source in op.inputs),
    )


def _layer_of_each_operation(entry: ModelEntry, names: list[str]) -> dict[str, Layer]:
    owner = {name: layer for layer in entry.layers for name in layer.operations}
    titled = [name for layer in entry.layers for name in layer.operations]
    if sorted(titled) != sorted(names):
        wrong = sorted(set(titled) ^ set(names)) or sorted(
            {name for name in titled if titled.count(name) > 1}
        )
        raise ValueError(
            f"the layers of {entry.name!r} must name each operation once; "
            f"look at: {', '.join(wrong)}"
        )
    return owner


def _describe_layer(layer: Layer, operations: tuple[OperationDescription, ...]) -> LayerDescription:
    inside = [operation for operation in operations if operation.name in layer.operations]
    return LayerDescription(
        name=layer.name,
        title=layer.title,
        kind=layer.kind,
        operations=tuple(operation.name for operation in inside),
        shown=inside[-1].name,
        shape=inside[-1].output_shape,
        parameters=sum(operation.parameters for operation in inside),
        multiply_adds=sum(operation.multiply_adds for operation in inside),
    )


def _describe_operation(
    network: nn.Module, node: fx.Node, shapes: dict[str, tuple[int, ...]], layer: str
) -> OperationDescription:
    module = network.get_submodule(str(node.target)) if node.op == "call_module" else None
    shape = shapes[node.name]
    return OperationDescription(
        name=node.name,
        kind=_kind(node, module),
        layer=layer,
        inputs=tuple(source.name for source in node.all_input_nodes),
        output_shape=shape,
        kernel_size=_pair(module, "kernel_size"),
        stride=_pair(module, "stride"),
        padding=_pair(module, "padding"),
        dilation=_pair(module, "dilation"),
        parameters=sum(p.numel() for p in module.parameters()) if module else 0,
        multiply_adds=_multiply_adds(module, shape),
    )


_KINDS: dict[type[nn.Module], str] = {
    nn.Conv2d: "convolution",
    nn.MaxPool2d: "max-pooling",
    nn.AvgPool2d: "average-pooling",
    nn.ReLU: "relu",
    nn.Flatten: "flatten",
    nn.Linear: "linear",
}
_JOINS = {"add": "add", "cat": "concatenate"}


def _kind(node: fx.Node, module: nn.Module | None) -> str:
    if node.name == IMAGE:
        return "input"
    if module is not None:
        return _KINDS.get(type(module), type(module).__name__.lower())
    name = getattr(node.target, "__name__", str(node.target))
    return _JOINS.get(name, name)


def _pair(module: nn.Module | None, attribute: str) -> tuple[int, int] | None:
    """(down, across) of a module's kernel_size, stride or padding; None where it has none."""
    value = getattr(module, attribute, None)
    if isinstance(value, int):
        return (value, value)
    if isinstance(value, tuple) and len(value) == 2:
        return (int(value[0]), int(value[1]))
    return None


def _multiply_adds(module: nn.Module | None, output_shape: tuple[int, ...]) -> int:
    """Multiplications in one image's weighted sums; biases and comparisons are not counted."""
    if isinstance(module, nn.Conv2d):
        inputs = module.in_channels // module.groups * math.prod(module.kernel_size)
        return math.prod(output_shape) * inputs
    if isinstance(module, nn.Linear):
        return math.prod(output_shape) * module.in_features
    return 0
