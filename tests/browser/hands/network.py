"""The network as PyTorch has it, and what the page's drawing becomes for it."""

from __future__ import annotations

import json

import torch
from playwright.sync_api import Page
from safetensors.torch import load

from tests.serving import Server


def weights_of(page: Page, server: Server, name: str = "lenet5") -> dict[str, torch.Tensor]:
    """All weights, from the address that the page takes them from."""
    address = f"{server.address}/api/models/{name}"
    described = page.request.get(address).json()
    return load(page.request.get(f"{address}/weights/{described['weights']}").body())


def image_of(page: Page, server: Server, name: str = "lenet5") -> torch.Tensor:
    """The input (1, 1, H, W) that the server makes of the drawing kept on this device."""
    kept = json.loads(page.evaluate("localStorage.getItem('inkling.drawing.1')"))
    strokes = [[[round(x, 4), round(y, 4)] for x, y in stroke["points"]] for stroke in kept]
    answer = page.request.post(
        f"{server.address}/api/models/{name}/predictions", data={"strokes": strokes}
    )
    return torch.tensor(answer.json()["image"])[None, None]
