"""An exported graph has each parameter in a place of its own, for a film puts others there."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import nn

from models import create_model, list_models
from models._registry import ArchitectureError, Layer
from models.forward.describing import describe
from models.forward.export import _expect_all_weights, _graph
from models.forward.exported import golden_inputs, paths_of
from models.forward.live import LiveForward
from models.forward.other_weights import PREFIX, with_weights
from tests.models.entries import entry_for

LAYERS = (
    Layer("input", "Input layer", "input", ("image",)),
    Layer("first", "First", "convolution", ("first", "norm")),
    Layer("second", "Second", "convolution", ("second",)),
)


class EqualWeights(nn.Sequential):
    """Two convolutions with the same weights, and what an export may compute into the first."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 1, 3, padding=1)
        self.norm = nn.BatchNorm2d(1)
        self.second = nn.Conv2d(1, 1, 3, padding=1)
        self.second.load_state_dict(self.first.state_dict())


def initializers(graph: onnx.ModelProto) -> set[str]:
    return {each.name.removeprefix(PREFIX) for each in graph.graph.initializer}


@pytest.mark.parametrize("name", list_models())
def test_every_weight_of_every_network_has_a_place_in_its_export(name: str) -> None:
    weights = set(create_model(name).state_dict())
    for path in paths_of(name, None):
        assert weights <= initializers(onnx.load(path)), path.name


def test_equal_weights_and_batch_normalisation_keep_their_places() -> None:
    torch.manual_seed(0)
    network = EqualWeights().eval()
    description = describe(network, entry_for(network, LAYERS, (1, 6, 6)))
    module = LiveForward(network, description, exact=True).eval()
    graph = _graph(module, description)
    _expect_all_weights(graph, network)
    assert [each.name for each in graph.graph.input] == ["images"]
    other = {
        name: torch.rand_like(value)
        for name, value in network.state_dict().items()
        if value.is_floating_point()
    }
    weights = {name: value.numpy() for name, value in other.items()}
    session = onnxruntime.InferenceSession(with_weights(graph.SerializeToString(), weights))
    images = golden_inputs(description)[0]
    read = session.run(["exact"], {"images": images})[0]
    network.load_state_dict(other, strict=False)
    with torch.inference_mode():
        expected = module(torch.from_numpy(images))[-1]
    np.testing.assert_allclose(read, expected, atol=1e-5)


def test_a_weight_that_no_operation_uses_is_refused() -> None:
    graph = onnx.ModelProto()
    with pytest.raises(ArchitectureError, match="weight' of the network is in no operation"):
        _expect_all_weights(graph, EqualWeights())
