"""What the machine itself can do, and the figures in words."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from bench import three_d, training
from models import create_model, describe
from models._checkpoint import load_weights
from models.forward.exported import ExportedNetwork
from models.forward.live import LiveForward
from models.ink.preprocess import preprocess

BATCHES = (1, 16, 64)
ROUNDS = 7


def describe_processor() -> str:
    """The processor's name, as the system has it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def describe_machine() -> dict[str, Any]:
    """Processor, cores and load, for the table's title."""
    return {
        "processor": f"{describe_processor()}, {os.cpu_count()} cores",
        "load_average": os.getloadavg()[0],
        "python": platform.python_version(),
        "torch": torch.__version__,
    }


def microseconds(works: dict[str, Callable[[], object]], seconds: float = 0.1) -> dict[str, float]:
    """Median time of one call of each, in turn, round after round."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            began, calls = time.perf_counter(), 0
            while time.perf_counter() - began < seconds:
                work()
                calls += 1
            times[name].append((time.perf_counter() - began) / calls * 1e6)
    return {name: statistics.median(each) for name, each in times.items()}


def forward() -> dict[str, Any]:
    """One forward pass with quantising, ONNX Runtime and PyTorch; and the drawing's rendering.

    The network's multiply-adds are compared with a matrix product of this machine, one thread.
    """
    torch.set_num_threads(1)
    exported = ExportedNetwork("lenet5")
    module = LiveForward(load_weights("lenet5"), exported.description).eval()
    strokes = [np.stack([np.linspace(0.2, 0.8, 60), 0.5 + 0.3 * np.sin(np.arange(60) / 9)], 1)]
    square = np.random.default_rng(0).random((512, 512), dtype=np.float32)
    torch_square = torch.from_numpy(square)
    works: dict[str, Callable[[], object]] = {
        "render 60 points": lambda: preprocess(strokes),
        "matrix product": lambda: torch_square @ torch_square,
    }
    for size in BATCHES:
        images = np.random.default_rng(1).random((size, 1, 28, 28), dtype=np.float32)
        batch = torch.from_numpy(images)
        works[f"onnx {size}"] = lambda images=images: exported.run(images, False)  # type: ignore[misc]
        works[f"torch {size}"] = lambda batch=batch: _without_gradients(module, batch)  # type: ignore[misc]
    times = microseconds(works)
    for size in BATCHES:
        times[f"onnx {size}"] /= size
        times[f"torch {size}"] /= size
    operations = 2 * exported.description.multiply_adds
    return {
        "microseconds": times,
        "matrix_gflops": 2 * 512**3 / times["matrix product"] / 1e3,
        "forward_gflops": operations / times["onnx 64"] / 1e3,
    }


def _without_gradients(module: nn.Module, images: torch.Tensor) -> object:
    with torch.inference_mode():
        return module(images)


class Wide(nn.Sequential):
    """A network like LeNet-5 with twice as many maps."""

    def __init__(self) -> None:
        super().__init__(
            nn.Conv2d(1, 12, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(12, 32, 5),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(800, 120),
            nn.ReLU(),
            nn.Linear(120, 10),
        )


def networks() -> dict[str, dict[str, float]]:
    """Microseconds an image in PyTorch, batch of 64, and millions of multiply-adds: two widths."""
    torch.set_num_threads(1)
    images = torch.rand(64, 1, 28, 28)
    lenet5, wide = load_weights("lenet5").eval(), Wide().eval()
    times = microseconds(
        {
            "LeNet-5": lambda: _without_gradients(lenet5, images),
            "twice as many maps": lambda: _without_gradients(wide, images),
        }
    )
    narrow = describe(create_model("lenet5")).multiply_adds / 1e6
    doubled = (784 * 12 * 25 + 100 * 32 * 12 * 25 + 800 * 120 + 1200) / 1e6
    return {
        name: {"microseconds": times[name] / 64, "million_multiply_adds": size}
        for name, size in (("LeNet-5", narrow), ("twice as many maps", doubled))
    }


def sentences(results: dict[str, Any]) -> list[tuple[str, str]]:
    """Every figure that is not in the table of servers."""
    times, page, paced = results["forward"]["microseconds"], results["page"], results["paced"]
    start, servers = results["start"], results["servers"]
    rounds, two = servers["rounds"], servers["workers"]
    fifty = {name: by["50"]["per_cpu_second"] for name, by in rounds.items() if "50" in by}
    ours = fifty["Inkling"]
    matrix, reached = results["forward"]["matrix_gflops"], results["forward"]["forward_gflops"]
    return [
        *(
            (f"a CPU-second at 50 clients, × {name}", f"{ours / other:.2f}")
            for name, other in fifty.items()
            if name != "Inkling"
        ),
        *((f"µs: {name} (batches: an image)", f"{time:.1f}") for name, time in times.items()),
        ("forward pass, of a matrix product's rate", f"{reached / matrix:.0%}"),
        ("start to first answer, s", f"{start['first_answer']:.2f}"),
        ("the same, × import torch", f"{start['first_answer'] / start['import_torch']:.2f}"),
        ("two workers, × one", f"{two['2'] / two['1']:.2f}"),
        *((f"memory, {name}, MB", f"{mb:.0f}") for name, mb in servers["memory_mb"].items()),
        (
            "300 pens × 20/s for 30 s: answers a second, skipped",
            f"{paced['per_second']:.0f}, {paced['skipped']:.0f}",
        ),
        ("the same: p50, p99 ms", f"{paced['p50']:.1f}, {paced['p99']:.1f}"),
        (
            "the same: cores of the server, of the load",
            f"{paced['server_cpu']:.2f}, {paced['load_cpu']:.2f}",
        ),
        ("pen move to painted maps, ms: median, p95", f"{page['p50']:.1f}, {page['p95']:.1f}"),
        ("script a frame, ms: median, p95", f"{page['script_p50']:.2f}, {page['script_p95']:.2f}"),
        ("longest task on the page, ms", f"{page['longest_task']:.0f}"),
        *three_d.sentences(results["three_d"]),
        *training.sentences(results["beside_a_run"]),
        *(
            (f"{name}: µs an image, million multiply-adds", f"{m:.1f}, {size:.2f}")
            for name, (m, size) in (
                (name, tuple(each.values())) for name, each in results["growth"]["networks"].items()
            )
        ),
    ]
