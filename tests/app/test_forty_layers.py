"""A made-up network with two answers goes the whole way: taught, measured, exported, served."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import torch
from starlette.testclient import TestClient

from app.__main__ import main
from app.frame import MEDIA_TYPE
from app.services.engines import OnnxEngine
from models import create_model, describe, trace
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.app.channel import EIGHT, draw, greeted
from tests.app.conftest import client_of
from tests.forty_layers import NAME, SIDE, in_the_zoo
from tests.frames import decode_frame
from tests.taught_forty import Taught

pytestmark = pytest.mark.slow

PREDICTIONS = f"/api/models/{NAME}/predictions"


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    """The zoo has the network for as long as these tests run."""
    with in_the_zoo():
        yield


@pytest.fixture(scope="module")
def taught(taught_forty: Taught) -> Path:
    """A folder with the taught network, its card and its export, beside LeNet-5."""
    return taught_forty.folder


@pytest.fixture(scope="module")
def client(taught: Path) -> Iterator[TestClient]:
    with ExitStack() as stack:
        yield client_of(stack, weights=taught, network=NAME)


def test_it_is_what_it_is_said_to_be() -> None:
    description = describe(create_model(NAME))
    assert (len(description.layers), description.input_shape) == (40, (1, 32, 32))
    assert [block.name for block in description.blocks] == ["first", "second"]
    kinds = {operation.kind for operation in description.operations}
    assert kinds >= {"transposed-convolution", "add", "concatenate", "batch-normalisation"}
    assert [answer.kind for answer in description.answers] == ["classes", "mask"]


def test_it_is_taught_both_answers_and_measured(taught_forty: Taught) -> None:
    taught, losses = taught_forty.folder, taught_forty.losses
    assert losses[-1] < losses[0]
    written = json.loads((taught / f"{NAME}.json").read_text())
    assert 0.2 <= written["calibration"]["temperature"] <= 5
    assert written["accuracy"]["mnist-validation"]["count"] == 10
    assert "scribbles" in written["not_a_digit"]["detected"]
    assert written["answers"]["ink"]["kind"] == "mask"
    loss = written["answers"]["ink"]["loss"]
    assert set(loss) == {"mnist-validation", "strokes-validation"}
    assert all(0 < each < 0.7 for each in loss.values())  # log 2 = 0.69 is the loss of a guess
    image = torch.from_numpy(preprocess(EIGHT.strokes, side=SIDE))[None]
    mask = trace(load_weights(NAME, taught), image).activations["up"][0].softmax(dim=0)[1]
    assert mask[image[0, 0] > 0.5].mean() > mask[image[0, 0] < 0.5].mean()


def test_a_drawing_is_read_over_http(client: TestClient, taught: Path) -> None:
    body = client.post(PREDICTIONS, json={"strokes": EIGHT.strokes}).json()
    image = preprocess(EIGHT.strokes, side=SIDE)
    np.testing.assert_allclose(body["image"], image[0])
    traced = trace(load_weights(NAME, taught), torch.from_numpy(image)[None])
    digit = traced.activations["head"][0].softmax(dim=0).numpy()
    ink = traced.activations["up"][0].softmax(dim=0).numpy()
    np.testing.assert_allclose(body["outcomes"]["digit"], digit, atol=1e-5)
    np.testing.assert_allclose(body["outcomes"]["ink"], ink.ravel(), atol=1e-5)
    assert body["first_guess"]["label"] == digit.argmax()
    assert body["looks_like_digit"] in (True, False)


def test_its_export_is_served_and_described(client: TestClient) -> None:
    network = client.app.state.zoo.get(NAME)
    assert isinstance(network.engine, OnnxEngine)
    detail = client.get(f"/api/models/{NAME}").json()
    assert [answer["kind"] for answer in detail["description"]["answers"]] == ["classes", "mask"]
    assert len(detail["description"]["blocks"][1]["layers"]) == 16


def test_both_outcomes_come_in_live_and_exact_frames(client: TestClient) -> None:
    http = client.post(PREDICTIONS, json={"strokes": EIGHT.strokes}, headers={"Accept": MEDIA_TYPE})
    whole = decode_frame(http.content)
    with greeted(client) as socket:
        for exact in (False, True):
            asked = draw(3, network=NAME, layers=["ink"], explained=["first3"], exact=exact)
            socket.send_json(asked)
            frame = decode_frame(socket.receive_bytes())
            assert (frame.seq, frame.exact) == (3, exact)
            assert {index: len(values) for index, values in frame.outcomes.items()} == {
                0: 10,
                1: 2 * SIDE * SIDE,
            }
            np.testing.assert_allclose(frame.outcomes[1], whole.outcomes[1], atol=1e-5)
    names = [each.name for each in describe(create_model(NAME)).operations]
    sent = ["image", "first_relu2", "first_conv3", "first_relu3", "up"]
    assert [names[index] for index in frame.tensors] == sent
    assert len(whole.tensors) == len(names) - 1  # all but the flattening


def test_pen_traces_are_of_the_answer_that_is_asked_for(client: TestClient) -> None:
    asked = {"strokes": EIGHT.strokes, "moments": [2, 9]}
    path = f"/api/models/{NAME}/pen-traces"
    digit, ink = (
        client.post(path, json={**asked, **more}).json() for more in ({}, {"answer": "ink"})
    )
    assert (digit["answer"], [len(row) for row in digit["outcomes"]]) == ("digit", [10, 10])
    assert (ink["answer"], [len(row) for row in ink["outcomes"]]) == ("ink", [2 * SIDE * SIDE] * 2)
    refused = client.post(path, json={**asked, "answer": "age"})
    assert (refused.status_code, refused.json()["error"]) == (404, "unknown_answer")


def test_pages_show_it_where_the_setting_names_it(client: TestClient) -> None:
    assert re.search(r">[\d,]+ parameters<", client.get("/").text)  # no year: never published
    about = client.get("/about").text
    assert "Forty layers" in about
    assert re.search(r"What else it says.*>Ink</th><td>mask</td><td>0\.\d+</td>", about, re.S)
    assert "What else it says" not in client.get("/about?network=lenet5").text
    assert "LeNet-5" in client.get("/about?network=lenet5").text


def test_the_command_line_writes_both_outcomes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, taught: Path
) -> None:
    file = tmp_path / "eight.jsonl"
    file.write_text(json.dumps({"label": 8, "strokes": EIGHT.strokes}))
    assert main(["predict", NAME, str(file), "--weights", str(taught)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    sizes = {name: len(values) for name, values in json.loads(line)["outcomes"].items()}
    assert sizes == {"digit": 10, "ink": 2 * SIDE * SIDE}
