"""A trained network as an ONNX graph: what the server runs on a CPU, without PyTorch.

The graph is `models.forward.live.LiveForward` with the network's weights in it. Its metadata holds
the network's description, and what it was made from, so that an outdated export is never used.
"""

from __future__ import annotations

import json
import warnings
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx
import torch
from onnx import ModelProto
from onnx.helper import set_model_props
from onnx.utils import Extractor
from torch import nn

from models._checkpoint import WeightsError, has_weights, load_weights
from models._registry import ArchitectureError, list_models, model_entry
from models.forward.describing import describe
from models.forward.description import NetworkDescription
from models.forward.exported import (
    Source,
    StaleExportError,
    Stamp,
    folder_of,
    golden_inputs,
    golden_of,
    hash_of,
    is_exported,
    paths_of,
    write_list,
)
from models.forward.live import LiveForward
from models.forward.other_weights import PREFIX
from models.forward.outputs import Outputs, inputs_of, names_of


def export_network(name: str, weights: Path | None = None) -> None:
    """Write the graphs of `name`, with and without the exact values.

    Raises WeightsError, ArchitectureError if it cannot be described, and StaleExportError if there
    is no file of the network's code.
    """
    network = load_weights(name, weights)
    description = describe(network)
    source = Source.of(name, model_entry(name).module, weights)
    metadata = {
        "description": json.dumps(asdict(description)),
        "source": json.dumps(asdict(source)),
    }
    folder_of(weights).mkdir(parents=True, exist_ok=True)
    module = LiveForward(network, description, exact=True).eval()
    whole = _graph(module, description)
    _expect_all_weights(whole, network)
    # Two graphs: where no exact values are asked for, operations can be fused.
    live = Extractor(whole).extract_model(
        inputs_of(description), names_of(description, exact=False)
    )
    hashes = []
    for graph, path in zip((live, whole), paths_of(name, weights), strict=True):
        set_model_props(graph, metadata)
        content = graph.SerializeToString()
        hashes.append(hash_of(content))
        partial = path.with_suffix(".part")
        partial.write_bytes(content)
        partial.replace(path)
    golden = _golden(module, description)
    Stamp(hashes, asdict(source), asdict(description), golden).write(name, weights)


def _golden(module: LiveForward, description: NetworkDescription) -> dict[str, Any]:
    """What PyTorch reads: an engine that reads otherwise is not used."""
    with torch.inference_mode():
        read = module(*map(torch.from_numpy, golden_inputs(description)))
    outputs = Outputs.of(module.names, [each.numpy() for each in read])
    return {name: values.tolist() for name, values in golden_of(outputs).items()}


def _graph(module: LiveForward, description: NetworkDescription) -> ModelProto:
    """The ONNX graph of a module.

    By tracing: it takes a tenth of the time of torch.export's graphs, a minute for a network of 44
    layers, and ONNX Runtime makes the same of both. Each parameter stays an initializer of its own,
    since a film puts other values there: equal ones are not merged (which initializers that are
    inputs are not), and batch normalisation is not computed into the convolution before it.
    """
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch warns that a newer exporter exists
        written = Path(folder, "graph.onnx")
        inputs = inputs_of(description)
        torch.onnx.export(
            module,
            tuple(map(torch.from_numpy, golden_inputs(description))),
            written,
            input_names=inputs,
            output_names=module.names,
            dynamic_axes={name: {0: "batch"} for name in [*inputs, *module.names]},
            dynamo=False,
            keep_initializers_as_inputs=True,
            training=torch.onnx.TrainingMode.PRESERVE,
        )
        graph = onnx.load(written)
    # ONNX Runtime takes initializers that are inputs for variable, and would not optimise them.
    given = [each for each in graph.graph.input if each.name in inputs]
    del graph.graph.input[:]
    graph.graph.input.extend(given)
    return graph


def _expect_all_weights(graph: ModelProto, network: nn.Module) -> None:
    """Raise ArchitectureError where one of the network's weights is no initializer of the graph."""
    kept = {each.name.removeprefix(PREFIX) for each in graph.graph.initializer}
    for name, value in network.state_dict().items():
        if value.is_floating_point() and name not in kept:
            raise ArchitectureError(
                f"{name!r} of the network is in no operation of its graph; leave it out"
            )


def export_all(weights: Path | None = None) -> dict[str, str]:
    """Export what has weights; returns, for each network that could not be, why.

    What has an export of the same weights and code keeps it. Where no network has weights, that is
    said of each.

    Last of all the list of networks is written: an interrupted export is not taken for a whole one.
    """
    problems = {}
    names = list_models()
    for name in [name for name in names if has_weights(name, weights)] or names:
        if is_exported(name, weights):
            continue
        try:
            export_network(name, weights)
        except (WeightsError, StaleExportError, ArchitectureError) as error:
            problems[name] = str(error)
    folder_of(weights).mkdir(parents=True, exist_ok=True)
    write_list(names, weights)
    return problems
