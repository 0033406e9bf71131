"""Every network in the zoo keeps the contract that the page and the server rely on."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch import nn

from models import Tracer, _registry, create_model, describe, list_models, model_entry, trace
from models._answers import Answer, Classes, Mask, Numbers, digits
from models._checkpoint import read_card
from models._outcomes import named_outputs
from models._registry import (
    Block,
    Layer,
    ModelEntry,
    UnknownModelError,
    entry_of,
    register_model,
)
from models.training.tasks import task_of


@pytest.fixture(params=list_models())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def network(name: str) -> nn.Module:
    torch.manual_seed(0)
    return create_model(name).eval()


def test_described_shapes_match_a_real_forward_pass(name: str, network: nn.Module) -> None:
    measured: dict[str, tuple[int, ...]] = {}
    for child_name, child in network.named_modules():
        if not any(True for _ in child.children()):
            key = child_name.replace(".", "_")
            child.register_forward_hook(
                lambda _m, _i, output, key=key: measured.__setitem__(key, tuple(output.shape[1:]))
            )
    network(torch.zeros(2, *model_entry(name).input_shape))
    described = {op.name: op.output_shape for op in describe(network).operations}
    assert described.pop("image") == model_entry(name).input_shape
    assert described == measured


def test_a_trace_equals_the_network_and_softmax(name: str, network: nn.Module) -> None:
    images = torch.rand(3, *model_entry(name).input_shape)
    traced = trace(network, images)
    with torch.inference_mode():
        outputs = named_outputs(model_entry(name).answers, network(images))
    for operation, output in zip(traced.outputs, outputs.values(), strict=True):
        assert torch.equal(traced.activations[operation], output)
    first = next(iter(outputs.values()))
    assert torch.equal(traced.probabilities, first.softmax(dim=1))


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


@pytest.mark.parametrize("name", [each for each in list_models() if not task_of(model_entry(each))])
def test_the_card_of_a_network_taught_by_digits_has_their_gradients(name: str) -> None:
    description = describe(create_model(name))
    taught = description.answers[0].operation
    before = {each.name for each in description.operations if each.parameters > 0}
    found = read_card(name)["gradients"]
    assert taught in found
    assert set(found) <= before
    assert all(each.endswith("_conv1") or size > 0 for each, size in found.items())
    aside = {each.operation for each in description.answers[1:]}
    assert len(before - set(found)) <= 2 * len(aside)  # operations that lead only to another answer


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


@pytest.mark.parametrize("depth", [8, 20, 44])
def test_twins_differ_by_two_projections_only(depth: int) -> None:
    plain, residual = (describe(create_model(f"{kind}_{depth}")) for kind in ("plain", "residual"))
    weights = {
        each.name: each.parameters
        for each in residual.operations
        if each.parameters and not each.name.endswith("_shortcut")
    }
    assert weights == {each.name: each.parameters for each in plain.operations if each.parameters}
    # 1 x 1 from 8 to 16 maps and from 16 to 32, with a bias for each map.
    assert residual.parameters - plain.parameters == 8 * 16 + 16 + 16 * 32 + 32
    assert (plain.depth, residual.depth) == (depth, depth)


def test_a_residual_block_begins_as_its_shortcut() -> None:
    traced = trace(create_model("residual_8"), torch.rand(1, 1, 28, 28)).activations
    torch.testing.assert_close(traced["block1_add"], traced["pool"])
    torch.testing.assert_close(traced["block2_add"], traced["block2_shortcut"])


def test_an_inception_module_puts_its_branches_one_after_the_other() -> None:
    description = describe(create_model("inception_style"))
    joins = {each.name: each for each in description.operations if each.kind == "concatenate"}
    assert list(joins) == ["module1_join", "module2_join", "module3_join"]
    assert joins["module1_join"].inputs == (
        "module1_one_relu",
        "module1_three_relu",
        "module1_five_relu",
        "module1_pooled_relu",
    )
    assert [answer.operation for answer in description.answers] == ["fc", "aux_fc"]
    assert description.parameters < describe(create_model("lenet5")).parameters / 3


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
    answers=(digits("head"),),
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


class TwoOutputs(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 1)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(2 * 28 * 28, 10)

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        maps = self.conv(image)
        return self.head(self.flatten(maps)), maps


def two_answers(*answers: Answer) -> ModelEntry:
    layers = (
        Layer("input", "Input layer", "input", ("image",)),
        Layer("conv", "Convolution layer", "convolution", ("conv",)),
        Layer("output", "Output layer", "output", ("flatten", "head")),
    )
    return ModelEntry("two", "Two", layers, TwoOutputs, answers)


MASK = Mask("ink", "Ink", "conv", ("paper", "ink"))


def test_a_network_may_have_several_answers() -> None:
    assert Tracer(TwoOutputs()).outputs == ("head", "conv")
    description = describe(TwoOutputs(), two_answers(digits("head"), MASK))
    assert [answer.kind for answer in description.answers] == ["classes", "mask"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ((MASK, digits("head")), "in the order in which it returns them: head, conv"),
        ((digits("head"),), "returns them: head, conv; they are of: head"),
        ((digits("head"), Mask("ink", "Ink", "conv", ("a",))), "of kind mask and does not fit"),
        ((digits("head"), Numbers("x", "X", "conv", ("a",), ("",))), r"gives \(2, 28, 28\)"),
        ((Classes("d", "D", "head", ("a",)), MASK), "'d' of 'two' is of kind classes"),
    ],
)
def test_answers_that_do_not_fit_the_outputs_are_refused(
    answers: tuple[Answer, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        describe(TwoOutputs(), two_answers(*answers))


@pytest.mark.parametrize(
    "returned", [lambda maps: (maps, maps), lambda maps: (maps, 1), lambda maps: {"maps": maps}]
)
def test_an_output_that_no_operation_makes_is_refused(returned: Callable[..., object]) -> None:
    class Returning(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(1, 2, 1)

        def forward(self, image: torch.Tensor) -> object:
            return returned(self.conv(image))

    with pytest.raises(ValueError, match="a tuple of such outputs"):
        Tracer(Returning())


def test_layers_that_forget_an_operation_are_refused() -> None:
    entry = replace(BRANCHING, layers=BRANCHING.layers[:-1])
    with pytest.raises(ValueError, match="look at: flatten, head"):
        describe(Branching(), entry)


def test_blocks_close_over_layers_that_stand_next_to_one_another() -> None:
    blocks = (Block("middle", "Middle", ("block", "side")),)
    description = describe(Branching(), replace(BRANCHING, blocks=blocks))
    assert [(block.name, block.layers) for block in description.blocks] == [
        ("middle", ("block", "side"))
    ]


@pytest.mark.parametrize(
    ("blocks", "sentence"),
    [
        ([("a", ("stem", "side"))], "'a' of 'branching' must name layers that stand next to"),
        ([("a", ("block", "stem"))], "in their order: input, stem, block, side, output"),
        ([("a", ("unknown",))], "must name layers"),
        ([("a", ())], "must name layers"),
        ([("a", ("stem", "block")), ("b", ("block",))], "share a layer"),
        ([("stem", ("stem",))], "two parts called 'stem'"),
    ],
)
def test_blocks_that_are_no_row_of_layers_are_refused(
    blocks: list[tuple[str, tuple[str, ...]]], sentence: str
) -> None:
    made = tuple(Block(name, name, layers) for name, layers in blocks)
    with pytest.raises(ValueError, match=sentence):
        replace(BRANCHING, blocks=made)


@pytest.mark.parametrize("shape", [(3, 28, 28), (1, 28, 32), (1, 256, 256)])
def test_an_input_that_no_drawing_fits_is_refused(shape: tuple[int, int, int]) -> None:
    parts = {"layers": BRANCHING.layers, "answers": BRANCHING.answers, "input_shape": shape}
    with pytest.raises(ValueError, match="one channel and is as high as wide, at most 128"):
        register_model(name="shaped", title="Shaped", **parts)(Branching)


def test_a_network_without_an_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="no answer; say what its output means"):
        replace(BRANCHING, answers=())


def test_two_networks_can_be_made_by_one_class_or_by_functions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_registry, "_zoo", dict(_registry._zoo))
    for name in ("one", "other"):

        def build() -> nn.Module:
            return Branching()

        register_model(name=name, title=name, layers=BRANCHING.layers, answers=BRANCHING.answers)(
            build
        )
    made = {name: create_model(name) for name in ("one", "other")}
    assert {name: describe(network).name for name, network in made.items()} == {
        "one": "one",
        "other": "other",
    }
    assert entry_of(copy.deepcopy(made["other"])).name == "other"


def test_a_network_of_no_registered_architecture_needs_an_entry() -> None:
    with pytest.raises(UnknownModelError, match="'Branching'"):
        describe(Branching())


def test_an_unknown_network_names_the_known_ones() -> None:
    with pytest.raises(UnknownModelError, match=r"choose one of: .*lenet5"):
        create_model("lenet6")


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="another name"):
        register_model(name="lenet5", title="Again", layers=(), answers=BRANCHING.answers)(
            Branching
        )
