"""Twelve small networks that differ in one layer: counted, read and saved as PyTorch has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from models import create_model, describe, list_models
from models._checkpoint import WeightsError
from models._registry import forgotten_after
from models._variants import (
    FILE,
    SHAPES,
    Measured,
    Shape,
    Variant,
    load_variants,
    probabilities,
    save_variants,
)
from models.training import variants as training
from models.training.recipe import Recipe

SHIPPED = {each.shape: each for each in load_variants()}


def module_of(variant: Variant) -> nn.Module:
    network = training.Variant(variant.shape)
    network.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in variant.weights.items()})
    return network.eval()


def images() -> np.ndarray:
    rng = np.random.default_rng(5)
    return np.concatenate([rng.random((3, 28, 28)), np.zeros((1, 28, 28))]).astype(np.float32)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_each_reads_as_pytorch_does_with_its_weights(shape: Shape) -> None:
    network = module_of(SHIPPED[shape])
    for image in images():
        with torch.inference_mode():
            expected = network(torch.from_numpy(image)[None, None]).softmax(1)[0].numpy()
        made = probabilities(SHIPPED[shape], image)
        assert made.dtype == np.float32
        np.testing.assert_allclose(made, expected, atol=2e-6)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_what_each_costs_is_counted_from_its_module(shape: Shape) -> None:
    known = list_models()
    with forgotten_after():
        training._register(shape)
        told = describe(create_model(shape.name))
    assert list_models() == known
    convolution = next(each for each in told.operations if each.name == "conv")
    counted = (
        told.parameters,
        convolution.parameters,
        told.multiply_adds,
        convolution.multiply_adds,
    )
    costs = (shape.weights, shape.of_kernels, shape.multiply_adds, shape.of_convolution)
    assert costs == counted
    measured = SHIPPED[shape].measured
    assert counted == (
        measured.weights,
        measured.of_kernels,
        measured.multiply_adds,
        measured.of_convolution,
    )
    assert {n: tuple(v.shape) for n, v in training.Variant(shape).state_dict().items()} == (
        shape.parameters
    )


def test_the_shipped_file_is_small_and_shows_what_the_page_says() -> None:
    assert FILE.stat().st_size <= 4_000_000
    for way in ("maximum", "average", "stride"):
        one, three, five, seven = (SHIPPED[Shape(k, way)].measured for k in (1, 3, 5, 7))
        # 1 x 1 reads worst; from 5 x 5 on hardly anything is gained, for more multiplications.
        assert one.test < three.test < five.test
        assert one.pens < three.pens < five.pens
        assert abs(seven.test - five.test) < 0.01
        assert one.multiply_adds < three.multiply_adds < five.multiply_adds < seven.multiply_adds
        assert all(each.of_kernels < each.weights / 100 for each in (one, three, five, seven))
        assert {each.test_count for each in (one, three, five, seven)} == {10_000}


def test_a_file_is_written_whole_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "made.safetensors"
    measured = Measured(1, 2, 3, 4, 0.5, 6, 0.7, 8)
    kept = {shape: (SHIPPED[shape].weights, measured) for shape in SHAPES}
    assert save_variants(kept, path) == path.stat().st_size
    again = load_variants(path)
    assert [each.shape for each in again] == list(SHAPES)
    assert {each.measured for each in again} == {measured}
    for name, value in again[0].weights.items():
        np.testing.assert_array_equal(value, SHIPPED[SHAPES[0]].weights[name])
    content = path.read_bytes()
    weights = {**SHIPPED[SHAPES[0]].weights, "conv.bias": np.full(8, np.nan, np.float32)}
    for damage in (
        lambda: path.write_bytes(content[: len(content) // 2]),
        lambda: path.write_bytes(content.replace(b"inkling-variants", b"inkling-varjants")),
        lambda: path.write_bytes(b""),
        lambda: save_variants({SHAPES[0]: (SHIPPED[SHAPES[0]].weights, measured)}, path),
        lambda: save_variants({**kept, SHAPES[0]: (weights, measured)}, path),
        lambda: path.unlink(),
    ):
        damage()
        with pytest.raises(WeightsError, match="inkling train-variants --data DIR"):
            load_variants(path)


@pytest.mark.slow
def test_all_are_trained_by_the_one_loop_and_none_stays_in_the_list(folder: Path) -> None:
    tiny = Recipe(
        epochs=1,
        batch_size=16,
        mnist_validation=10,
        variants=1,
        validation_writers=1,
        generated=10,
        not_digits=0,
    )
    known = list_models()
    trained = list(training.train_variants(folder, tiny))
    assert [shape for shape, _, _ in trained] == list(SHAPES)
    assert list_models() == known
    for shape, weights, measured in trained:
        assert measured.pens_count > 0
        made = probabilities(Variant(shape, weights, measured), images()[0])
        assert made.sum() == pytest.approx(1, abs=1e-6)
