"""Every network in the zoo keeps the contract that the page and the server rely on."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from models import Tracer, create_model, describe, list_models, model_entry, trace
from models._registry import Layer, ModelEntry, UnknownModelError, register_model


@pytest.fixture(params=list_models())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def network(name: str) -> nn.Module:
    torch.manual_seed(0)
    return create_model(name).eval()


def test_described_shapes_match_a_real_forward_pass(name: str, network: nn.Module) -> None:
    measured: dict[str, tuple[int, ...]] = {}
    for child_name, child in network.named_children():
        child.register_forward_hook(
            lambda _m, _i, output, key=child_name: measured.__setitem__(
                key, tuple(output.shape[1:])
            )
        )
    network(torch.zeros(2, *model_entry(name).input_shape))
    described = {op.name: op.output_shape for op in describe(network).operations}
    assert described.pop("image") == model_entry(name).input_shape
    assert described == measured


def test_a_trace_equals_the_network_and_softmax(name: str, network: nn.Module) -> None:
    images = torch.rand(3, *model_entry(name).input_shape)
    traced = trace(network, images)
    with torch.inference_mode():
        logits = network(images)
    assert torch.equal(list(traced.activations.values())[-1], logits)
    assert torch.equal(traced.probabilities, logits.softmax(dim=1))


def test_a_trace_leaves_nothing_on_the_model(name: str, network: nn.Module) -> None:
    before = {module: set(vars(module)) for module in network.modules()}
    trace(network, torch.rand(2, *model_entry(name).input_shape))
    assert {module: set(vars(module)) for module in network.modules()} == before
    assert not any(module._forward_hooks for module in network.modules())


def test_images_of_a_batch_do_not_touch_each_other(name: str, network: nn.Module) -> None:
    images = torch.rand(4, *model_entry(name).input_shape)
    tracer = Tracer(network)
    together = tracer(images)
    for index in range(4):
        alone = tracer(images[index : index + 1])
        for operation, values in alone.activations.items():
            torch.testing.assert_close(together.activations[operation][index], values[0])


def test_every_parameter_belongs_to_one_operation(network: nn.Module) -> None:
    description = describe(network)
    total = sum(parameter.numel() for parameter in network.parameters())
    assert description.parameters == total
    assert sum(layer.parameters for layer in description.layers) == total
    assert sum(layer.multiply_adds for layer in description.layers) == description.multiply_adds


def test_layers_cover_the_operations_and_show_their_last(network: nn.Module) -> None:
    description = describe(network)
    names = [operation.name for operation in description.operations]
    assert [o for layer in description.layers for o in layer.operations] == names
    shapes = {operation.name: operation.output_shape for operation in description.operations}
    for layer in description.layers:
        assert layer.shown == layer.operations[-1]
        assert layer.shape == shapes[layer.shown]


def test_lenet5_is_the_network_of_the_course() -> None:
    description = describe(create_model("lenet5"))
    assert description.parameters == 61_706
    assert [layer.title for layer in description.layers] == [
        "Input layer",
        "Convolution layer 1",
        "Downsampling layer 1",
        "Convolution layer 2",
        "Downsampling layer 2",
        "Fully-connected layer 1",
        "Fully-connected layer 2",
        "Output layer",
    ]
    assert [layer.shape for layer in description.layers] == [
        (1, 28, 28),
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
        (120,),
        (84,),
        (10,),
    ]
    # 6 x 28 x 28 sums of 25 products, 16 x 10 x 10 of 150, then the three matrices.
    products = 6 * 28 * 28 * 25 + 16 * 10 * 10 * 150 + 400 * 120 + 120 * 84 + 84 * 10
    assert description.multiply_adds == products
    conv1 = next(o for o in description.operations if o.name == "conv1")
    assert (conv1.kernel_size, conv1.stride, conv1.padding) == ((5, 5), (1, 1), (2, 2))


class Branching(nn.Module):
    """A skip (add) and a concatenation, in nested modules."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, 4, 3, padding=1)
        self.block = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.ReLU())
        self.side = nn.Conv2d(4, 2, 1)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(6 * 28 * 28, 10)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        stem = self.stem(image)
        joined = self.block(stem) + stem
        both = torch.cat([joined, self.side(stem)], dim=1)
        return self.head(self.flatten(both))


BRANCHING = ModelEntry(
    "branching",
    "A skip and a concatenation",
    (
        Layer("input", "Input layer", "input", ("image",)),
        Layer("stem", "Stem", "convolution", ("stem",)),
        Layer("block", "Block", "convolution", ("block_0", "block_1", "add")),
        Layer("side", "Side", "convolution", ("side", "cat")),
        Layer("output", "Output layer", "output", ("flatten", "head")),
    ),
    Branching,
)


def test_branches_and_joins_are_described_with_their_edges() -> None:
    description = describe(Branching().eval(), BRANCHING)
    inputs = {operation.name: operation.inputs for operation in description.operations}
    kinds = {operation.name: operation.kind for operation in description.operations}
    assert inputs["add"] == ("block_1", "stem")
    assert inputs["cat"] == ("add", "side")
    assert (kinds["add"], kinds["cat"]) == ("add", "concatenate")
    assert ("stem", "side") in description.edges
    shapes = {operation.name: operation.output_shape for operation in description.operations}
    assert shapes["cat"] == (6, 28, 28)


def test_branches_and_joins_are_traced() -> None:
    network = Branching().eval()
    images = torch.rand(2, 1, 28, 28)
    traced = trace(network, images)
    with torch.inference_mode():
        assert torch.equal(traced.activations["head"], network(images))
        assert torch.equal(traced.activations["side"], network.side(network.stem(images)))


class UsedTwice(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 1, 3, padding=1)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.conv(self.conv(image)).flatten(1)


def test_a_module_used_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="'conv' is used twice; give each use its own module"):
        Tracer(UsedTwice())


def test_an_operation_that_overwrites_its_input_is_refused() -> None:
    with pytest.raises(ValueError, match="inplace=False"):
        Tracer(nn.Sequential(nn.Flatten(), nn.ReLU(inplace=True), nn.Linear(784, 10)))


def test_two_outputs_are_refused() -> None:
    class TwoOutputs(nn.Module):
        def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            return image.flatten(1), image.mean(dim=(2, 3))

    with pytest.raises(ValueError, match="only output"):
        Tracer(TwoOutputs())


def test_layers_that_forget_an_operation_are_refused() -> None:
    entry = ModelEntry("short", "Short", BRANCHING.layers[:-1], Branching)
    with pytest.raises(ValueError, match="look at: flatten, head"):
        describe(Branching(), entry)


def test_a_network_of_no_registered_architecture_needs_an_entry() -> None:
    with pytest.raises(UnknownModelError, match="'Branching'"):
        describe(Branching())


def test_an_unknown_network_names_the_known_ones() -> None:
    with pytest.raises(UnknownModelError, match="choose one of: lenet5"):
        create_model("lenet6")


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="another name"):
        register_model(name="lenet5", title="Again", layers=())(Branching)
