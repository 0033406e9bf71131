"""A forward pass that shows its work: every operation's output, and nothing left on the model.

The network's graph (torch.fx) is copied once with all its intermediate values as outputs.
Activations are then ordinary return values: two students can never see each other's maps, and no
hook has to be removed.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import torch
from torch import Tensor, fx, nn

from models._registry import IMAGE, ArchitectureError
from models.forward.kinds import MODULES

__all__ = ["ForwardTrace", "Tracer", "trace", "without_edges"]


class Edge(Protocol):
    """From one operation into another: a switch, as it is registered or described."""

    @property
    def operation(self) -> str: ...

    @property
    def source(self) -> str: ...


@dataclass(frozen=True)
class ForwardTrace:
    """One batch through a network.

    `activations`: operation name -> output (B, ...), in execution order, the image first.
    `outputs`: the operations whose outputs the network returns, in its order.
    """

    activations: dict[str, Tensor]
    outputs: tuple[str, ...]

    @property
    def probabilities(self) -> Tensor:
        """Softmax (B, classes) of the first output, where that is logits."""
        return torch.softmax(self.activations[self.outputs[0]], dim=1)


class Tracer:
    """Runs a network and returns every operation's output.

    Raises ArchitectureError where a trace could not be true: a module used twice (its two outputs
    would share a name), an operation that overwrites its input, more than one input, or an output
    that no operation of its own makes.
    """

    def __init__(self, network: nn.Module, switches: Sequence[Edge] = ()) -> None:
        """With `switches`, `forward_all` takes a second input: gates, 1 on and 0 off.

        They are (B, switches), so that each image of a batch has its own.
        """
        self.graph = _readable_graph(network)
        self.names = [node.name for node in self.graph.nodes if node.op != "output"]
        everything = fx.Graph()
        copies: dict[fx.Node, fx.Node] = {}
        everything.graph_copy(self.graph, copies)
        everything.output(tuple(copies[node] for node in self.graph.nodes if node.op != "output"))
        self.outputs = _outputs_of(self.graph)
        if switches:
            _add_gates(everything, switches)
        self.forward_all = cast(
            Callable[..., tuple[Tensor, ...]], fx.GraphModule(network, everything)
        )

    @torch.inference_mode()
    def __call__(self, images: Tensor) -> ForwardTrace:
        """Run `images` (B, C, H, W), on the network's device."""
        outputs = self.forward_all(images)
        activations = dict(zip(self.names, outputs, strict=True))
        return ForwardTrace(activations, self.outputs)


def trace(network: nn.Module, images: Tensor) -> ForwardTrace:
    """Every operation's output for a batch (B, C, H, W); build a `Tracer` once to do it often."""
    return Tracer(network)(images)


def without_edges(network: nn.Module, edges: Sequence[Edge]) -> nn.Module:
    """The network with zeros in place of what comes along these edges; it shares the weights."""
    graph = _readable_graph(network)
    nodes = {node.name: node for node in graph.nodes}
    for edge in edges:
        join, source = nodes[edge.operation], nodes[edge.source]
        with graph.inserting_before(join):
            join.replace_input_with(source, graph.call_function(torch.zeros_like, (source,)))
    cut = fx.GraphModule(network, graph)
    cut.registered_name = network.registered_name
    return cut.train(network.training)


def _add_gates(graph: fx.Graph, switches: Sequence[Edge]) -> None:
    """Let the gate of each image decide whether a switch's edge passes on its values, or zeros."""
    nodes = {node.name: node for node in graph.nodes}
    with graph.inserting_after(nodes[IMAGE]):
        gates = graph.placeholder("gates")
    with graph.inserting_after(gates):
        split = graph.call_function(_split, (gates, len(switches)))
    for at, switch in enumerate(switches):
        join, source = nodes[switch.operation], nodes[switch.source]
        with graph.inserting_before(join):
            gate = graph.call_function(operator.getitem, (split, at))
            join.replace_input_with(source, graph.call_function(torch.mul, (source, gate)))


def _split(gates: Tensor, count: int) -> tuple[Tensor, ...]:
    """Gates (B, count), each as (B, 1, 1, 1)."""
    return torch.split(gates.reshape(-1, count, 1, 1), 1, dim=1)


def _outputs_of(graph: fx.Graph) -> tuple[str, ...]:
    """Names of the operations that the network returns; raises ArchitectureError."""
    returned = next(node.args[0] for node in graph.nodes if node.op == "output")
    outputs = returned if isinstance(returned, tuple | list) else (returned,)
    names = tuple(each.name for each in outputs if isinstance(each, fx.Node))
    if len(names) < len(outputs) or len(set(names)) < len(names):
        raise ArchitectureError(
            "a network returns the output of an operation, or a tuple of such outputs"
        )
    return names


class _Graphs(fx.Tracer):
    """Sees PyTorch's modules and those of our kinds as one operation each, and into all others."""

    def is_leaf_module(self, module: nn.Module, qualified_name: str) -> bool:
        """Whether `module` is an operation and not a group of them."""
        return type(module) in MODULES or super().is_leaf_module(module, qualified_name)


def _readable_graph(network: nn.Module) -> fx.Graph:
    """The network's graph with module names as node names and `image` for its input."""
    graph = _Graphs().trace(network)
    used: set[str] = set()
    for node in graph.nodes:
        if node.op == "placeholder":
            node.name = IMAGE
        elif node.op == "call_module":
            name = str(node.target)
            if getattr(network.get_submodule(name), "inplace", False):
                raise ArchitectureError(
                    f"{name!r} overwrites its input; build it with inplace=False"
                )
            node.name = name.replace(".", "_")
        if node.name in used:
            raise ArchitectureError(f"{node.name!r} is used twice; give each use its own module")
        used.add(node.name)
    return graph
