"""A switch that is off is an edge less: as PyTorch reads without it, image by image of a batch."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
from torch import Tensor, nn

from app.services.engines import Engine, OnnxEngine, TorchEngine
from models import create_model, describe, list_models, model_entry
from models._blocks import Add
from models._checkpoint import load_weights
from models._registry import ArchitectureError, Block, ModelEntry, Switch
from models.forward.description import NetworkDescription
from models.forward.exported import ExportedNetwork, paths_of
from models.forward.outputs import gates_of
from models.forward.tracing import Tracer, without_edges
from tests.models.test_zoo import BRANCHING, Branching

SWITCHED = [name for name in list_models() if any(b.switches for b in model_entry(name).blocks)]


@contextmanager
def cut(network: nn.Module, switches: Collection[Switch]) -> Iterator[None]:
    """Take these edges out of the modules themselves: nothing of the graph is used."""
    names = {module: name.replace(".", "_") for name, module in network.named_modules()}
    places = {
        switch: inputs_of(network, switch.operation).index(switch.source) for switch in switches
    }
    hooks = []
    for module, name in names.items():
        gone = {at for switch, at in places.items() if switch.operation == name}
        if not gone:
            continue

        def leave_out(
            join: nn.Module, terms: tuple[Tensor, ...], gone: set[int] = gone
        ) -> tuple[Tensor, ...]:
            if isinstance(join, Add):
                return tuple(term for at, term in enumerate(terms) if at not in gone)
            return tuple(
                torch.zeros(term.shape) if at in gone else term for at, term in enumerate(terms)
            )

        hooks.append(module.register_forward_pre_hook(leave_out))
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def inputs_of(network: nn.Module, operation: str) -> list[str]:
    graph = Tracer(network).graph
    (node,) = (node for node in graph.nodes if node.name == operation)
    return [str(source.name) for source in node.args]


def switches_of(name: str) -> list[Switch]:
    return [switch for block in model_entry(name).blocks for switch in block.switches]


def settings_of(name: str) -> list[list[Switch]]:
    """None off, each alone where they are few, two, all."""
    switches = switches_of(name)
    alone = [[switch] for switch in switches[:: max(1, len(switches) // 4)]]
    return [[], *alone, [switches[0], switches[-1]], switches]


def values_without(name: str, images: Tensor, off: list[Switch]) -> dict[str, Tensor]:
    """What every operation makes, and how the image with these edges cut is read, by hooks."""
    network = load_weights(name).eval()
    made: dict[str, Tensor] = {"image": images}
    for child, module in network.named_modules():
        if not any(True for _ in module.children()):
            key = child.replace(".", "_")
            module.register_forward_hook(
                lambda _m, _i, output, key=key: made.__setitem__(key, output)
            )
    with cut(network, off), torch.inference_mode():
        network(images)
    return made


@pytest.fixture(params=SWITCHED)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(19).uniform(0, 1, (3, 1, 28, 28)).astype(np.float32)


def engines_of(name: str, description: NetworkDescription) -> list[Engine]:
    return [
        OnnxEngine(ExportedNetwork(name)),
        TorchEngine(name, description, None, "cpu"),
    ]


def test_the_designs_of_2014_and_2015_have_switches() -> None:
    kinds = {name: {switch.kind for switch in switches_of(name)} for name in SWITCHED}
    assert kinds == {
        "inception_style": {"branch"},
        "residual_8": {"shortcut"},
        "residual_20": {"shortcut"},
        "residual_44": {"shortcut"},
        "unet_style": {"skip"},
    }
    assert [len(switches_of(f"residual_{depth}")) for depth in (8, 20, 44)] == [3, 9, 21]


def test_every_value_without_an_edge_is_pytorchs_for_each_image_of_a_batch(
    name: str, images: np.ndarray
) -> None:
    """One batch mixes all settings: each image is read as if it were alone with its own."""
    description = describe(create_model(name))
    settings = settings_of(name)
    mixed = np.concatenate([images] * len(settings))
    gates = gates_of(description, [[s.name for s in off] for off in settings for _ in images])
    sizes = [math.prod(operation.output_shape) for operation in description.operations]
    for engine in engines_of(name, description):
        outputs = engine.run(mixed, True, gates)
        assert outputs.exact is not None
        for at, off in enumerate(settings):
            rows = outputs.exact[at * len(images) : (at + 1) * len(images)]
            expected = values_without(name, torch.from_numpy(images), off)
            columns = np.split(rows, np.cumsum(sizes)[:-1], axis=1)
            for operation, column in zip(description.operations, columns, strict=True):
                np.testing.assert_allclose(
                    column,
                    expected[operation.name].flatten(1).numpy(),
                    atol=1e-4,
                    rtol=1e-4,
                    err_msg=f"{operation.name} of {name} without {[each.name for each in off]}",
                )


def test_a_switch_that_is_off_changes_what_comes_after_and_nothing_before(
    name: str, images: np.ndarray
) -> None:
    description = describe(create_model(name))
    engine = OnnxEngine(ExportedNetwork(name))
    on = engine.run(images, True).exact
    assert on is not None
    sizes = [math.prod(operation.output_shape) for operation in description.operations]
    starts = dict(
        zip([each.name for each in description.operations], np.cumsum([0, *sizes]), strict=False)
    )
    for switch in switches_of(name):
        off = engine.run(images, True, gates_of(description, [[switch.name]] * len(images))).exact
        assert off is not None
        at = int(starts[switch.operation])
        assert np.array_equal(on[:, :at], off[:, :at])
        assert not np.allclose(on[:, at:], off[:, at:], atol=1e-3)


def test_all_gates_open_are_the_network_itself(name: str, images: np.ndarray) -> None:
    description = describe(create_model(name))
    open_all = gates_of(description, [()] * len(images))
    for engine in engines_of(name, description):
        asked, given = engine.run(images, False), engine.run(images, False, open_all)
        assert np.array_equal(asked.codes, given.codes)
    network = load_weights(name).eval()
    tracer = Tracer(network, description.switches)
    with torch.inference_mode():
        gated = tracer.forward_all(torch.from_numpy(images), torch.from_numpy(open_all))
        plain = Tracer(network).forward_all(torch.from_numpy(images))
    assert all(torch.equal(one, other) for one, other in zip(gated, plain, strict=True))


def test_the_network_without_edges_is_the_network_whose_modules_lack_them(name: str) -> None:
    images = torch.rand(2, 1, 28, 28)
    for off in settings_of(name):
        network = load_weights(name).eval()
        changed = without_edges(network, off)
        with torch.inference_mode():
            given = changed(images)
            with cut(network, off):
                expected = network(images)
        pairs = (
            zip(given, expected, strict=True) if isinstance(given, tuple) else [(given, expected)]
        )
        for one, other in pairs:
            torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("other", sorted(set(list_models()) - set(SWITCHED)))
def test_networks_without_switches_have_no_gate_in_their_graph(other: str) -> None:
    graph = onnx.load(paths_of(other, None)[0]).graph
    assert [given.name for given in graph.input] == ["images"]
    assert gates_of(describe(create_model(other)), [(), ()]) is None


def switched(*switches: Switch) -> ModelEntry:
    return replace(BRANCHING, blocks=(Block("middle", "Middle", ("block", "side"), switches),))


def test_switches_may_be_at_functions_that_join_and_are_described() -> None:
    skip, side = Switch("skip", "skip", "add", "stem"), Switch("side", "branch", "cat", "side")
    description = describe(Branching(), switched(skip, side))
    assert [each.name for each in description.switches] == ["skip", "side"]
    network = Branching().eval()
    gates = gates_of(description, [(), ["skip"], ["side"], ["side", "skip"]])
    images = torch.rand(1, 1, 28, 28).repeat(4, 1, 1, 1)
    with torch.inference_mode():
        traced = Tracer(network, description.switches).forward_all(images, torch.from_numpy(gates))
        stem = network.stem(images[0])
        block, beside = network.block(stem), network.side(stem)
        nothing = torch.zeros_like(beside)
        expected = [
            torch.cat([block + stem, beside]),
            torch.cat([block, beside]),
            torch.cat([block + stem, nothing]),
            torch.cat([block, nothing]),
        ]
    names = [operation.name for operation in description.operations]
    torch.testing.assert_close(traced[names.index("cat")], torch.stack(expected))


@pytest.mark.parametrize(
    ("switches", "sentence"),
    [
        ([("a", "block_0", "stem")], "'a' of 'branching' must be at an addition"),
        ([("a", "unknown", "stem")], "it is at 'unknown'"),
        ([("a", "add", "side")], "not at an input of 'add', which takes: block_1, stem"),
        ([("a", "add", "stem"), ("a", "cat", "side")], "two parts called 'a'"),
    ],
)
def test_switches_at_no_edge_of_their_block_are_refused(
    switches: list[tuple[str, str, str]], sentence: str
) -> None:
    with pytest.raises(ArchitectureError, match=sentence):
        describe(Branching(), switched(*(Switch(n, "skip", o, s) for n, o, s in switches)))


def test_a_network_has_at_most_so_many_switches() -> None:
    many = [Switch(f"skip{at}", "skip", "add", "stem") for at in range(65)]
    with pytest.raises(ArchitectureError, match="has 65 switches; give it at most 64"):
        switched(*many)
