"""The optimizers of training: PyTorch's numbers, without its compiler."""

from __future__ import annotations

import copy
import sys
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.training.optimizers import SGD, AdamW


def after_three_steps(
    network: nn.Module, optimizer: type[torch.optim.Optimizer], settings: dict[str, Any]
) -> tuple[list[Tensor], dict[str, Any]]:
    network, images = copy.deepcopy(network), torch.linspace(-1, 1, 24).reshape(4, 6)
    stepping = optimizer(network.parameters(), **settings)
    for _ in range(3):
        stepping.zero_grad()
        torch.autograd.backward(network(images).square().sum())
        stepping.step()
    stepping.load_state_dict(stepping.state_dict())
    return [each.detach() for each in network.parameters()], stepping.state_dict()


@pytest.mark.parametrize(
    ("ours", "pytorchs", "settings"),
    [
        (SGD, torch.optim.SGD, {"lr": 0.1}),
        (SGD, torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01}),
        (AdamW, torch.optim.AdamW, {"lr": 0.1, "weight_decay": 0.01, "fused": True}),
    ],
)
def test_steps_are_pytorchs_bit_for_bit_and_need_no_compiler(
    ours: type[torch.optim.Optimizer],
    pytorchs: type[torch.optim.Optimizer],
    settings: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    torch.manual_seed(0)
    network = nn.Linear(6, 3)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "torch._dynamo", None)  # whoever imports it fails
        weights, state = after_three_steps(network, ours, settings)
        with pytest.raises(ImportError, match="_dynamo"):
            after_three_steps(network, pytorchs, settings)
    expected, expected_state = after_three_steps(network, pytorchs, settings)
    assert all(torch.equal(one, other) for one, other in zip(weights, expected, strict=True))
    assert str(state) == str(expected_state)
