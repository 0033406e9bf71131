"""ONNX Runtime, PyTorch and a GPU agree; a GPU that fails costs nobody a drawing."""

from __future__ import annotations

import asyncio
import importlib
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from app.services import zoo as zoo_module
from app.services.device import choose_device
from app.services.engines import Engine, OnnxEngine, TorchEngine, cpu_engine
from app.services.meters import Meters
from app.services.predictor import Predictor
from app.services.readings import Reading
from app.services.to_read import ToRead
from app.services.zoo import Zoo
from models import _registry, create_model, describe, list_models, model_entry
from models._checkpoint import WeightsError, load_weights, save_weights
from models.data.augment import vary_drawing
from models.forward import exported
from models.forward.export import export_all
from models.forward.exported import ExportedNetwork, Source, StaleExportError, paths_of
from models.forward.outputs import Outputs
from tests.drawings import golden_drawings
from tests.loops import run_coroutine


@cache
def drawn_images(count: int, side: int) -> np.ndarray:
    """So many different drawings, as a network with `side` pixels along its input sees them."""
    rng = np.random.default_rng(1000)
    drawings = [drawing.strokes for drawing in golden_drawings()]
    arrays = [[np.array(stroke) for stroke in strokes] for strokes in drawings]
    images = [vary_drawing(arrays[i % len(arrays)], rng, side) for i in range(count)]
    return np.stack(images)


def assert_same(one: Outputs, other: Outputs, atol: float = 1e-4) -> None:
    assert one.outcomes.keys() == other.outcomes.keys()
    for answer, outcome in one.outcomes.items():
        np.testing.assert_allclose(outcome, other.outcomes[answer], atol=atol, rtol=1e-5)
        np.testing.assert_array_equal(outcome.argmax(1), other.outcomes[answer].argmax(1))
    assert np.abs(one.codes.astype(int) - other.codes).max() <= 1
    assert (one.score is None) == (other.score is None)
    for name in ("low", "high", "score", "exact"):
        if getattr(one, name) is not None:
            np.testing.assert_allclose(
                getattr(one, name), getattr(other, name), atol=atol, rtol=1e-5
            )


@pytest.fixture(scope="module", params=list_models())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def images(name: str) -> np.ndarray:
    # The others read a batch and a part: they are slow, and have the same kinds of operation.
    return drawn_images(1000 if name == "lenet5" else 80, model_entry(name).side)


@pytest.fixture(scope="module")
def engine(name: str) -> Engine:
    """The network as it is exported."""
    return OnnxEngine(ExportedNetwork(name))


@pytest.fixture(scope="module")
def exact(engine: Engine, images: np.ndarray) -> Outputs:
    """What it reads of one batch, with all values."""
    return engine.run(images[:64], True)


def in_batches(engine: Engine, images: np.ndarray, size: int, exact: bool = True) -> Outputs:
    parts = [engine.run(images[i : i + size], exact) for i in range(0, len(images), size)]
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("codes", "low", "high", "score")
        if getattr(parts[0], name) is not None
    }
    outcomes = {
        name: np.concatenate([part.outcomes[name] for part in parts]) for name in parts[0].outcomes
    }
    values = np.concatenate([part.exact for part in parts]) if exact else None
    return Outputs(**{"score": None, **joined}, outcomes=outcomes, exact=values)


@pytest.mark.slow
def test_the_exported_network_reads_a_thousand_drawings_as_pytorch_does(
    name: str, engine: Engine, images: np.ndarray
) -> None:
    description = describe(create_model(name))
    exported = in_batches(engine, images, 64)
    reference = in_batches(TorchEngine(name, description, None, "cpu"), images, 64)
    assert_same(exported, reference)


def test_live_and_exact_graphs_agree(engine: Engine, images: np.ndarray, exact: Outputs) -> None:
    live = engine.run(images[:64], False)
    assert live.exact is None
    assert_same(live._replace(exact=exact.exact), exact)


def test_codes_are_the_values_to_half_a_step_and_zero_is_exact(name: str, exact: Outputs) -> None:
    description = describe(create_model(name))
    assert exact.exact is not None
    sizes = [int(np.prod(operation.output_shape)) for operation in description.operations]
    corners = np.cumsum([0, *sizes])
    names = [operation.name for operation in description.operations]
    at = 0
    for index, layer in enumerate(description.layers):
        operation = names.index(layer.shown)
        values = exact.exact[:, corners[operation] : corners[operation + 1]]
        codes = exact.codes[:, at : at + values.shape[1]].astype(np.float32)
        at += values.shape[1] + -values.shape[1] % 4
        low, high = exact.low[:, index, None], exact.high[:, index, None]
        np.testing.assert_array_equal(low[:, 0], values.min(axis=1))
        np.testing.assert_array_equal(high[:, 0], values.max(axis=1))
        step = np.where(low < 0, np.maximum(high, -low) / 127, high / 255)
        read = (codes - np.where(low < 0, 128, 0)) * step
        assert (np.abs(read - values) <= step * 0.501 + 1e-6).all()
        assert (read[values == 0] == 0).all()
    assert at == exact.codes.shape[1]


@pytest.mark.slow
def test_an_export_of_other_weights_is_not_used(tmp_path: Path) -> None:
    torch.manual_seed(1)
    save_weights(create_model("lenet5"), {}, "lenet5", tmp_path)
    description = describe(create_model("lenet5"))
    with pytest.raises(StaleExportError, match="no usable export"):
        ExportedNetwork("lenet5", tmp_path)
    assert isinstance(cpu_engine("lenet5", description, tmp_path, 1), TorchEngine)
    assert export_all(tmp_path) == {}
    assert isinstance(cpu_engine("lenet5", description, tmp_path, 1), OnnxEngine)
    live, exact = paths_of("lenet5", tmp_path)
    made = live.stat().st_mtime_ns
    assert export_all(tmp_path) == {}
    assert live.stat().st_mtime_ns == made  # an undamaged export is not made again
    exact.write_bytes(b"not a graph")
    assert export_all(tmp_path) == {}
    assert live.stat().st_mtime_ns != made
    save_weights(create_model("lenet5"), {}, "lenet5", tmp_path)  # other weights
    with pytest.raises(StaleExportError, match="outdated"):
        ExportedNetwork("lenet5", tmp_path)
    (tmp_path / "exported" / "lenet5.onnx").write_bytes(b"not a graph")
    assert isinstance(cpu_engine("lenet5", description, tmp_path, 1), TorchEngine)


def test_an_export_is_of_all_code_that_makes_its_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "made_up_network.py"
    file.write_text("depth = 3\n")
    before = Source.of("lenet5", "made_up_network", None)
    assert before != Source.of("lenet5", "models.lenet5", None)
    file.write_text("depth = 4\n")
    exported._code.cache_clear()
    assert Source.of("lenet5", "made_up_network", None) != before
    before = Source.of("lenet5", "made_up_network", None)
    models = tmp_path / "models"
    shutil.copytree(Path(exported.__file__).parent, models / "forward")
    for shared in Path(_registry.__file__).parent.glob("_*.py"):
        shutil.copy(shared, models)
    monkeypatch.setattr(exported, "__file__", str(models / "forward" / "exported.py"))
    exported._code.cache_clear()
    assert Source.of("lenet5", "made_up_network", None) == before
    for shared in (models / "_outcomes.py", models / "forward" / "live.py"):
        with shared.open("a") as content:
            content.write("# changed\n")
        exported._code.cache_clear()
        after = Source.of("lenet5", "made_up_network", None)
        assert after != before
        before = after
    file.unlink()
    exported._code.cache_clear()
    importlib.invalidate_caches()
    with pytest.raises(StaleExportError, match="'made_up_network', which makes the network, is"):
        Source.of("lenet5", "made_up_network", None)


def test_without_weights_there_is_nothing_to_export(tmp_path: Path) -> None:
    assert "is missing" in export_all(tmp_path)["lenet5"]
    with pytest.raises(WeightsError):
        ExportedNetwork("lenet5", tmp_path)


WARMING = 4 + 5
"""Calls that warm a network: a drawing and fixed images, each with and without all values, and
those by which it is timed."""


class FailingGpu:
    """A GPU that gives up at its call `fails_at`."""

    device = "cuda"

    def __init__(self, fails_at: int) -> None:
        self.calls = 0
        self._fails_at = fails_at
        self._real = OnnxEngine(ExportedNetwork("lenet5"))

    def run(self, images: np.ndarray, exact: bool, gates: np.ndarray | None = None) -> Outputs:
        self.calls += 1
        if self.calls >= self._fails_at:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB\nmore")
        return self._real.run(images, exact, gates)


@pytest.mark.parametrize("failures", [3, None])
def test_a_disk_that_cannot_keep_what_is_compiled_is_no_end_and_for_good_is_told(
    failures: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    def on_a_full_disk(_: object, side: int) -> list[np.ndarray]:
        nonlocal asked
        asked += 1
        if failures is None or asked <= failures:
            raise OSError(28, "No space left on device")
        return [np.zeros((side, side), np.float32)]

    monkeypatch.setattr(zoo_module, "preprocess", on_a_full_disk)
    zoo = Zoo(None)
    zoo.load()
    if failures is None:
        assert set(zoo.problems()) == {"lenet5"}
        assert "log says why" in zoo.problems()["lenet5"]
    else:
        assert zoo.problems() == {}
        assert asked == failures + 1


@pytest.mark.parametrize("fails_at", [1, 2, 5])
def test_a_gpu_that_fails_costs_nobody_a_drawing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fails_at: int
) -> None:
    strokes = [drawing.strokes for drawing in golden_drawings()]
    gpu = FailingGpu(fails_at + WARMING)
    monkeypatch.setattr(zoo_module, "TorchEngine", lambda *_: gpu)

    async def main() -> list[Reading]:
        zoo = Zoo(None, "cuda")
        zoo.load()
        predictor = Predictor(zoo, Meters())
        readings = []
        for _ in range(3):
            drawings = (predictor.read("lenet5", ToRead(each)) for each in strokes)
            readings += await asyncio.gather(*drawings)
        for _ in range(3):
            readings.append(await predictor.read("lenet5", ToRead(strokes[0])))
        await predictor.close()
        assert zoo.device == "cpu"
        assert zoo.device_problem is not None
        assert "cuda failed (CUDA out of memory. Tried" in zoo.device_problem
        assert "reading on the CPU" in zoo.device_problem
        return readings

    readings = run_coroutine(main())
    assert len(readings) == 3 * len(strokes) + 3
    expected = [drawing.label for drawing in golden_drawings()] * 3
    guesses = [reading.outcomes["digit"].argmax() for reading in readings if not reading.blank]
    assert guesses[: len(expected)] == expected
    assert gpu.calls == fails_at + WARMING
    assert "cuda failed" in caplog.text


@pytest.mark.gpu
def test_a_gpu_gives_the_cpus_answers() -> None:
    images = drawn_images(1000, 28)
    device = choose_device("auto")
    if device == "cpu":
        pytest.skip("needs a GPU")
    description = describe(load_weights("lenet5"))
    on_gpu = in_batches(TorchEngine("lenet5", description, None, device), images, 64)
    on_cpu = in_batches(TorchEngine("lenet5", description, None, "cpu"), images, 64)
    assert_same(on_gpu, on_cpu, atol=1e-3)
