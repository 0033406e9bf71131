"""The page's arithmetic of every network in the zoo, against PyTorch.

PyTorch's values of a drawing, and what random cells depend on by gradients, are written into a
folder; static/src/inspector/zoo.test.ts reads them there. They would be some megabytes to keep.
"""

from __future__ import annotations

import copy
import json
import os
import random
import subprocess
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models import describe, list_models, model_entry, trace
from models._checkpoint import load_weights
from models.forward.description import NetworkDescription
from models.ink.preprocess import preprocess
from tests.drawings import FOUR

ROOT = Path(__file__).parents[2]
CELLS = 20
"""Of each layer: all numbers of so many cells are compared."""
FIELDS = 2
"""Of each layer: what so many cells see is compared with gradients."""


@pytest.mark.process
def test_every_number_and_field_of_random_cells_of_every_network_is_pytorchs(
    tmp_path: Path,
) -> None:
    for name in list_models():
        _write(tmp_path, name)
    done = subprocess.run(
        ["sh", "tools/npm.sh", "run", "--silent", "test:zoo"],
        cwd=ROOT,
        env={**os.environ, "INKLING_ZOO": str(tmp_path), "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(list_models())} networks" in done.stdout, done.stdout


def _write(folder: Path, name: str) -> None:
    network = load_weights(name).eval()
    description = describe(network)
    side = model_entry(name).input_shape[-1]
    image = torch.from_numpy(preprocess(FOUR.strokes, side=side))[None]
    values = trace(network, image).activations
    flat = [values[each.name].numpy().ravel() for each in description.operations]
    (folder / f"{name}.f32").write_bytes(np.concatenate(flat).astype("<f4").tobytes())
    chance = random.Random(name)
    sizes = {layer.name: int(np.prod(layer.shape)) for layer in description.layers}
    cells = {layer: [chance.randrange(size) for _ in range(CELLS)] for layer, size in sizes.items()}
    written = {
        "description": asdict(description),
        "cells": cells,
        "fields": _fields(network, description, image.shape, chance),
    }
    (folder / f"{name}.json").write_text(json.dumps(written))


def _fields(
    network: nn.Module, description: NetworkDescription, shape: torch.Size, chance: random.Random
) -> list[tuple[str, int, list[list[int]]]]:
    """Operation, cell, and the box of the image that the cell's gradient reaches."""
    positive = _positive(network)
    outputs: dict[str, Tensor] = {}
    for name, module in positive.named_modules():
        if next(module.children(), None) is None:
            key = name.replace(".", "_")
            module.register_forward_hook(
                lambda _module, _inputs, output, key=key: outputs.__setitem__(key, output)
            )
    image = torch.ones(shape, dtype=torch.float64, requires_grad=True)
    positive(image)
    fields = []
    for layer in description.layers:
        made = outputs.get(layer.shown)
        if made is None:
            continue  # the image itself
        flat = made.reshape(-1)
        for index in (chance.randrange(flat.numel()) for _ in range(FIELDS)):
            (gradient,) = torch.autograd.grad(flat[index], image, retain_graph=True)
            reached = gradient[0].nonzero()
            ends = [[int(axis.min()), int(axis.max())] for axis in reached.T]
            fields.append((layer.shown, index, ends))
    return fields


def _positive(network: nn.Module) -> nn.Module:
    """The same network with positive weights: no gradient is lost, and none cancels.

    In place of a maximum stands the mean of the same window, which depends on the same cells.
    """
    positive = copy.deepcopy(network).double()
    for path, module in list(positive.named_modules()):
        if not isinstance(module, nn.MaxPool2d):
            continue
        parent, _, child = path.rpartition(".")
        mean = nn.AvgPool2d(module.kernel_size, module.stride, module.padding)
        setattr(positive.get_submodule(parent), child, mean)
    with torch.no_grad():
        for parameter in positive.parameters():
            parameter.fill_(1 / max(1, parameter[0].numel()))
    return positive
