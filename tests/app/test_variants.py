"""A drawing read by twelve small networks: PyTorch is the judge."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from starlette.testclient import TestClient

from app.services import variants
from models._variants import SHAPES, load_variants
from models.ink.preprocess import preprocess
from models.training.variants import Variant
from tests.app.channel import EIGHT
from tests.app.conftest import MakeClient

READINGS = "/api/variants/readings"


def test_all_read_a_drawing_in_one_answer_as_pytorch_does(client: TestClient) -> None:
    read = client.post(READINGS, json={"strokes": EIGHT.strokes}).json()["variants"]
    assert [each["name"] for each in read] == [shape.name for shape in SHAPES]
    image = torch.from_numpy(preprocess(EIGHT.strokes))[None]
    for each, variant in zip(read, load_variants(), strict=True):
        network = Variant(variant.shape).eval()
        weights = {key: torch.from_numpy(value.copy()) for key, value in variant.weights.items()}
        network.load_state_dict(weights)
        with torch.inference_mode():
            expected = network(image).softmax(1)[0].tolist()
        assert each["outcome"] == pytest.approx(expected, abs=2e-6)
        assert (each["kernel"], each["shrinking"]) == (
            variant.shape.kernel,
            variant.shape.shrinking,
        )
        assert each["test"] == variant.measured.test


def test_of_a_blank_pad_nothing_is_said_and_what_they_cannot_is_refused(
    client: TestClient,
) -> None:
    blank = client.post(READINGS, json={"strokes": []}).json()["variants"]
    assert {tuple(each["outcome"]) for each in blank} == {(0.0,) * 10}
    for more in ({"explain": True}, {"film": {"name": "good", "moment": 0}}):
        refused = client.post(READINGS, json={"strokes": [], **more})
        assert refused.status_code == 409, refused.text
    assert client.post(READINGS, json={"strokes": 7}).status_code == 400


def test_without_their_file_all_else_works_and_it_is_found_again(
    make_client: MakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "none.safetensors"
    monkeypatch.setattr(variants.VariantReader.__init__, "__defaults__", (path,))
    client = make_client()
    answer = client.post(READINGS, json={"strokes": EIGHT.strokes})
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("the variants cannot read: none.safetensors cannot")
    assert client.get("/readyz").status_code == 200
    path.write_bytes(variants.FILE.read_bytes())
    assert client.post(READINGS, json={"strokes": EIGHT.strokes}).status_code == 200
