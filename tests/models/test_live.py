"""Runs that are steered while they go: their data, what can be chosen, and repeating them."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from models._film import read_film
from models._registry import ArchitectureError
from models.data.datasets import DatasetError
from models.training import live_child
from models.training.live import repeat
from models.training.live_child import LiveRun
from models.training.live_folder import COMMANDS, EVENTS, FILM, SETTINGS, WEIGHTS, append
from models.training.live_settings import LiveSettings, sources_in
from models.training.live_sources import learned_from, scored_on
from models.training.made_up import made_up_data
from models.training.recording import REACHES
from tests.models.idx_files import write_data
from tests.serving import ROOT

TINY = LiveSettings(network="dense", images=40, batch_size=10, epochs=50, dropout=0.2)

FAR_TOO_LARGE = LiveSettings(images=200, learning_rate=1_000, start="large", optimizer="sgd")

PATIENCE = 240.0


def test_data_are_made_of_a_seed_and_scored_on_digits_that_are_not_among_them() -> None:
    one, again, other = (made_up_data(60, seed, held_out=40) for seed in (1, 1, 2))
    assert torch.equal(one.images, again.images)
    assert not torch.equal(one.images, other.images)
    kept = one.validation[0]
    assert np.array_equal(kept.images, other.validation[0].images)
    assert sorted({*one.labels.tolist()}) == list(range(10))
    assert (one.images.shape, kept.images.shape) == ((60, 1, 28, 28), (40, 28, 28))
    learned = {image.tobytes() for image in (one.images * 255).round().byte().numpy()}
    assert not learned & {image.tobytes() for image in kept.images}


def test_data_are_mnists_or_drawings_where_a_folder_has_them(tmp_path: Path) -> None:
    assert sources_in(None) == sources_in(tmp_path) == ("made_up",)
    write_data(tmp_path)
    images = (tmp_path / "mnist" / "train-images-idx3-ubyte.gz").read_bytes()
    labels = (tmp_path / "mnist" / "train-labels-idx1-ubyte.gz").read_bytes()
    with pytest.raises(DatasetError, match="t10k"):
        scored_on("mnist", 28, tmp_path)
    (tmp_path / "mnist" / "t10k-images-idx3-ubyte.gz").write_bytes(images)
    (tmp_path / "mnist" / "t10k-labels-idx1-ubyte.gz").write_bytes(labels)
    assert sources_in(tmp_path) == ("made_up", "mnist", "strokes")
    one, again, other = (learned_from("mnist", 60, seed, 28, tmp_path) for seed in (1, 1, 2))
    assert torch.equal(one.images, again.images)
    assert not torch.equal(one.images, other.images)
    assert one.labels.dtype == torch.int64
    known = {image.tobytes() for image in scored_on("mnist", 28, tmp_path).images}
    assert {image.tobytes() for image in (one.images * 255).round().byte().numpy()} <= known


def test_drawings_that_a_run_is_scored_on_are_not_among_those_it_learns_from(
    tmp_path: Path,
) -> None:
    (tmp_path / "strokes").mkdir()
    shutil.copy(ROOT / "tests" / "golden" / "drawings.jsonl", tmp_path / "strokes")
    learned = learned_from("strokes", 500, 1, 28, tmp_path, aside=True)
    aside = scored_on("strokes", 28, tmp_path, aside=True)
    everything = scored_on("strokes", 28, tmp_path)
    seen = {image.tobytes() for image in (learned.images * 255).round().byte().numpy()}
    assert not seen & {image.tobytes() for image in aside.images}
    assert len(aside) == math.ceil(len(everything) / 5)
    assert learned.images.shape == (500, 1, 28, 28)  # few drawings come again
    (tmp_path / "strokes" / "broken.jsonl").write_text("no drawing\n")
    with pytest.raises(DatasetError, match="broken"):
        scored_on("strokes", 28, tmp_path)


def test_data_that_cannot_be_read_end_a_run_with_the_file_and_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "strokes").mkdir()
    (tmp_path / "strokes" / "hall.jsonl").write_text("no drawing\n")
    (tmp_path / SETTINGS).write_text(json.dumps({**asdict(TINY), "data": "strokes"}))
    monkeypatch.setenv("INKLING_DATA", str(tmp_path))
    monkeypatch.setattr(live_child, "_step_back", lambda _: None)
    assert live_child.main(tmp_path, 0) == 0
    ended = events_in(tmp_path)[-1]
    assert (ended["type"], ended["why"]) == ("ended", "data")
    assert ended["detail"].startswith("strokes/hall.jsonl, line 1: it is not JSON")


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": "imagenet"},
        {"network": "unet_style"},
        {"start": "better"},
        {"learning_rate": float("nan")},
        {"learning_rate": 1e-320},
        {"images": 20_001},
        {"dropout": 1},
        {"batch_size": 1, "epochs": 100},
    ],
)
def test_what_no_run_can_begin_with_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ArchitectureError):
        LiveSettings(**wrong)


def test_settings_say_what_the_loop_does() -> None:
    settings = LiveSettings(start="zeros", optimizer="momentum", activation="tanh", images=50)
    recipe = settings.recipe
    assert (recipe.start, recipe.optimizer, recipe.momentum) == (0, "sgd", 0.9)
    assert (recipe.activation, recipe.weight_decay, settings.steps) == ("tanh", 0, 8)
    assert LiveSettings(optimizer="sgd").recipe.momentum == 0


@contextmanager
def process(folder: Path, settings: LiveSettings) -> Iterator[subprocess.Popen[bytes]]:
    (folder / SETTINGS).write_text(json.dumps(asdict(settings)))
    asked = [sys.executable, "-m", "models.training.live_child", str(folder), "0"]
    running = subprocess.Popen(asked, stdin=subprocess.PIPE, cwd=ROOT)
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def events_in(folder: Path) -> list[dict[str, Any]]:
    path = folder / EVENTS
    return [json.loads(each) for each in path.read_text().splitlines()] if path.exists() else []


def wait_for(folder: Path, kind: str, count: int = 1) -> dict[str, Any]:
    """The last of so many events of a kind."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = [each for each in events_in(folder) if each["type"] == kind]
        if len(found) >= count:
            return found[count - 1]
        time.sleep(0.05)
    raise AssertionError(f"no {kind}: {events_in(folder)[-3:]}")


@pytest.mark.slow
def test_a_run_is_steered_and_repeated_bit_for_bit(tmp_path: Path) -> None:
    append(tmp_path / COMMANDS, [{"do": "pause"}])
    with process(tmp_path, TINY) as running:
        assert wait_for(tmp_path, "paused")["step"] == 0
        append(tmp_path / COMMANDS, [{"do": "one_batch"}, {"do": "one_batch"}])
        assert wait_for(tmp_path, "moment", 3)["step"] == 2
        faster = {"do": "step_size", "learning_rate": 0.05}
        append(tmp_path / COMMANDS, [faster, {"do": "go_on"}])
        assert wait_for(tmp_path, "step_size")["step"] == 2
        assert wait_for(tmp_path, "ended")["why"] == "finished"
        assert running.wait(PATIENCE) == 0
    losses = [pair for each in events_in(tmp_path) for pair in each.get("losses", [])]
    assert [step for step, _ in losses] == list(range(1, 201))
    film = read_film(tmp_path / FILM)
    assert film.settings["step_sizes"] == [[0, TINY.learning_rate], [2, 0.05]]
    assert (film.steps[0], film.steps[-1], film.of_steps) == (0, 200, 200)
    repeat(TINY, film.settings["step_sizes"], 200, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / WEIGHTS).read_bytes()
    for name, value in load_file(tmp_path / WEIGHTS).items():
        off = value.abs().max() * max(1 - min(REACHES), max(REACHES) / 127 / 2)
        assert np.abs(film.weights_at(-1)[name] - value.numpy()).max() <= off + 1e-6


@pytest.mark.slow
def test_a_run_that_is_stopped_or_diverges_keeps_its_film(tmp_path: Path) -> None:
    stopped, diverging = tmp_path / "stopped", tmp_path / "diverging"
    for folder in (stopped, diverging):
        folder.mkdir()
    append(stopped / COMMANDS, [{"do": "stop"}])
    LiveRun(stopped, TINY, is_wanted=lambda: True).run()
    assert events_in(stopped)[-1]["why"] == "stopped"
    assert read_film(stopped / FILM).steps[0] == 0
    LiveRun(diverging, FAR_TOO_LARGE, is_wanted=lambda: True).run()
    ended = events_in(diverging)[-1]
    assert ended["why"] == "diverged"
    assert read_film(diverging / FILM).diverged == ended["step"]
    assert not (diverging / WEIGHTS).exists()


@pytest.mark.slow
def test_a_run_whose_server_has_gone_ends_and_keeps_its_film(tmp_path: Path) -> None:
    """One that is killed keeps it too: tests/app/test_runs.py."""
    append(tmp_path / COMMANDS, [{"do": "pause"}])
    with process(tmp_path, TINY) as running:
        wait_for(tmp_path, "paused")
        assert running.stdin is not None
        running.stdin.close()
        assert wait_for(tmp_path, "ended")["why"] == "server"
        running.wait(PATIENCE)
    assert read_film(tmp_path / FILM).steps[0] == 0
