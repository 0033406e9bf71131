"""What a network is made of, read off the module itself: layers, operations, shapes, sizes, edges.

The page lays itself out from this and never guesses a layer's kind from its name. Shapes are
measured by one forward pass; kernel, stride and padding come from the modules, as
`models.forward.kinds` knows them; edges from the graph, branches and joins included.
"""

from __future__ import annotations

from dataclasses import asdict

import torch
from torch import fx, nn

from models._registry import IMAGE, ArchitectureError, Layer, ModelEntry, entry_of
from models.forward.description import (
    BlockDescription,
    LayerDescription,
    NetworkDescription,
    OperationDescription,
)
from models.forward.kinds import Call, Kind, UnknownKindError, kind_of
from models.forward.tracing import Tracer

__all__ = ["describe"]


def describe(network: nn.Module, entry: ModelEntry | None = None) -> NetworkDescription:
    """Derive the description of `network`, titled as its architecture's file (or `entry`) says.

    Raises ArchitectureError if the layers do not name every operation exactly once or the answers
    are not the network's outputs, UnknownKindError, which is one, for an operation that the page
    could not explain, UnknownModelError if the network is of no registered architecture.
    """
    entry = entry or entry_of(network)
    tracer = Tracer(network)
    owner = _layer_of_each_operation(entry, tracer.names)
    shapes = _shapes(network, tracer, entry.input_shape)
    operations = tuple(
        _describe_operation(network, node, shapes, owner[node.name].name)
        for node in tracer.graph.nodes
        if node.op != "output"
    )
    _check_answers(entry, tracer, shapes)
    _check_switches(entry, operations)
    layers = tuple(_describe_layer(layer, operations) for layer in entry.layers)
    return NetworkDescription(
        name=entry.name,
        title=entry.title,
        year=entry.year,
        answers=entry.answers,
        input_shape=entry.input_shape,
        preprocessing=entry.preprocessing,
        parameters=sum(operation.parameters for operation in operations),
        multiply_adds=sum(operation.multiply_adds for operation in operations),
        blocks=tuple(BlockDescription.of(asdict(block)) for block in entry.blocks),
        layers=layers,
        operations=operations,
        edges=tuple((source, op.name) for op in operations for source in op.inputs),
    )


def _shapes(
    network: nn.Module, tracer: Tracer, input_shape: tuple[int, int, int]
) -> dict[str, tuple[int, ...]]:
    """Name of each operation -> shape of its output, without the batch axis."""
    device = next((p.device for p in network.parameters()), torch.device("cpu"))
    modes = [(module, module.training) for module in network.modules()]
    network.eval()  # a blank image must not change the statistics of batch normalisation
    with torch.inference_mode():
        outputs = tracer.forward_all(torch.zeros(1, *input_shape, device=device))
    for module, training in modes:
        module.training = training
    shapes = {}
    for name, output in zip(tracer.names, outputs, strict=True):
        if not isinstance(output, torch.Tensor):
            raise UnknownKindError(f"{name!r} gives more than one tensor; let it give one")
        shapes[name] = tuple(output.shape[1:])
    return shapes


def _layer_of_each_operation(entry: ModelEntry, names: list[str]) -> dict[str, Layer]:
    owner = {name: layer for layer in entry.layers for name in layer.operations}
    titled = [name for layer in entry.layers for name in layer.operations]
    if sorted(titled) != sorted(names):
        wrong = sorted(set(titled) ^ set(names)) or sorted(
            {name for name in titled if titled.count(name) > 1}
        )
        raise ArchitectureError(
            f"the layers of {entry.name!r} must name each operation once; "
            f"look at: {', '.join(wrong)}"
        )
    return owner


def _check_answers(entry: ModelEntry, tracer: Tracer, shapes: dict[str, tuple[int, ...]]) -> None:
    operations = tuple(answer.operation for answer in entry.answers)
    if operations != tracer.outputs:
        raise ArchitectureError(
            f"the answers of {entry.name!r} must be of its outputs, in the order in which it "
            f"returns them: {', '.join(tracer.outputs)}; they are of: {', '.join(operations)}"
        )
    for answer in entry.answers:
        if not answer.fits(shapes[answer.operation]):
            raise ArchitectureError(
                f"the answer {answer.name!r} of {entry.name!r} is of kind {answer.kind} and does "
                f"not fit {answer.operation!r}, which gives {shapes[answer.operation]}"
            )


_JOINS = ("add", "concatenate")


def _check_switches(entry: ModelEntry, operations: tuple[OperationDescription, ...]) -> None:
    """Refuse a switch that is at no join of its block, or at no input of that join."""
    joins = {each.name: each for each in operations if each.kind in _JOINS}
    for block in entry.blocks:
        for switch in block.switches:
            join = joins.get(switch.operation)
            if join is None or join.layer not in block.layers:
                raise ArchitectureError(
                    f"the switch {switch.name!r} of {entry.name!r} must be at an addition or a "
                    f"concatenation of {block.name!r}; it is at {switch.operation!r}"
                )
            if switch.source not in join.inputs or len(join.inputs) < 2:
                raise ArchitectureError(
                    f"the switch {switch.name!r} of {entry.name!r} is not at an input of "
                    f"{join.name!r}, which takes: {', '.join(join.inputs)}"
                )


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
    inputs = tuple(source.name for source in node.all_input_nodes)
    call = Call(node.name, module, node, tuple(shapes[name] for name in inputs), shapes[node.name])
    kind = Kind("input") if node.name == IMAGE else kind_of(call)
    return OperationDescription(
        name=node.name,
        kind=kind.name,
        layer=layer,
        inputs=inputs,
        output_shape=call.output,
        **asdict(kind.settings(call)),
        parameters=sum(p.numel() for p in module.parameters()) if module else 0,
        multiply_adds=kind.multiply_adds(call),
    )
