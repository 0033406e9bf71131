"""Everybody's own switches: shortcuts, skips and branches that are off for one drawing alone."""

from __future__ import annotations

import asyncio
import json

import cv2
import numpy as np
import pytest
import torch
from starlette.testclient import TestClient

from app.__main__ import main
from app.messages.drawing import MAX_OFF
from app.services.to_read import ToRead
from models import model_entry, trace
from models._checkpoint import load_weights
from models._registry import MOST_SWITCHES
from models.forward.tracing import without_edges
from models.ink.preprocess import STEPS, preprocess
from tests.app.channel import EIGHT, draw, greeted
from tests.app.test_predictor import run
from tests.drawings import FILE, golden_drawings
from tests.frames import Frame, decode_frame

NETWORK = "residual_8"
ALL = ["shortcut1", "shortcut2", "shortcut3"]
PREDICTIONS = f"/api/models/{NETWORK}/predictions"


def expected_of(strokes: object, off: list[str], name: str = NETWORK) -> np.ndarray:
    """The probabilities that PyTorch gives with these edges taken out of the network."""
    switches = [s for block in model_entry(name).blocks for s in block.switches if s.name in off]
    network = without_edges(load_weights(name), switches).eval()
    with torch.inference_mode():
        logits = network(torch.from_numpy(preprocess(strokes))[None])  # type: ignore[arg-type]
    return torch.softmax(logits[0], dim=0).numpy()


def answered(client: TestClient, *drawings: dict[str, object]) -> list[Frame]:
    with greeted(client) as socket:
        frames = []
        for seq, drawing in enumerate(drawings, 1):
            message = {"network": NETWORK, "layers": ["output"], "strokes": EIGHT.strokes}
            socket.send_json(draw(**{**message, **drawing, "seq": seq}))
            frames.append(decode_frame(socket.receive_bytes()))
        return frames


def test_two_visitors_with_different_switches_get_their_own_answers(client: TestClient) -> None:
    with greeted(client) as one, greeted(client) as other:
        asked = {one: ["shortcut1"], other: ALL}
        for seq in range(1, 11):
            for socket, off in asked.items():
                message = draw(seq, network=NETWORK, layers=["output"], off=off)
                socket.send_json(message)
            for socket, off in asked.items():
                frame = decode_frame(socket.receive_bytes())
                expected = expected_of(EIGHT.strokes, off)
                np.testing.assert_allclose(frame.probabilities, expected, atol=1e-4)
    assert not np.allclose(*(expected_of(EIGHT.strokes, off) for off in asked.values()), atol=1e-2)


def test_a_batch_mixes_visitors_and_gives_each_their_own_values() -> None:
    drawings = [drawing.strokes for drawing in golden_drawings()]
    settings = [frozenset(ALL[:count]) for count in range(4)]
    asked = [
        ToRead(strokes, off=settings[at % 4])
        for at, strokes in enumerate(drawings + drawings[::-1])
    ]

    async def scenario(predictor: object) -> None:
        readings = await asyncio.gather(*(predictor.read(NETWORK, each) for each in asked))
        for drawn, reading in zip(asked, readings, strict=True):
            expected = expected_of(drawn.strokes, sorted(drawn.off))
            np.testing.assert_allclose(reading.outcomes["digit"], expected, atol=1e-4)

    run(scenario)


def test_a_page_that_takes_its_switches_back_is_read_as_before(client: TestClient) -> None:
    before, off, after = answered(client, {}, {"off": ALL}, {"off": []})
    assert np.array_equal(before.probabilities, after.probabilities)
    assert not np.allclose(before.probabilities, off.probabilities, atol=1e-2)


def test_exact_values_and_what_a_pen_adds_keep_the_switches(client: TestClient) -> None:
    off = ["shortcut2"]
    with greeted(client) as socket:
        layers = ["block2-sum", "output"]
        first, rest = EIGHT.strokes[0][:6], EIGHT.strokes[0][6:]
        message = draw(1, network=NETWORK, layers=layers, strokes=[first], off=off)
        socket.send_json(message)
        decode_frame(socket.receive_bytes())
        added = {"type": "extend", "seq": 2, "at": [0, 6], "points": rest, "exact": True}
        socket.send_json(added)
        frame = decode_frame(socket.receive_bytes())
    assert frame.exact
    strokes = [EIGHT.strokes[0]]
    np.testing.assert_allclose(frame.probabilities, expected_of(strokes, off), atol=1e-4)
    traced = trace(load_weights(NETWORK), torch.from_numpy(preprocess(strokes))[None])
    names = list(traced.activations)
    made, added_up = (frame.tensors[names.index(f"block2_{n}")] for n in ("conv2", "add"))
    np.testing.assert_allclose(added_up, made, atol=1e-6)  # nothing is added to it


def test_what_steps_of_preprocessing_would_change_is_told_with_the_switches_as_they_are(
    client: TestClient,
) -> None:
    asked = {"strokes": EIGHT.strokes, "explain": True, "off": ALL}
    steps = client.post(PREDICTIONS, json=asked).json()["steps"]["done"]
    assert [step["step"] for step in steps] == list(STEPS)
    for step in steps:
        alone = {"strokes": EIGHT.strokes, "without": [step["step"]], "off": ALL}
        guess = client.post(PREDICTIONS, json=alone).json()["first_guess"]
        assert step["toggled"]["label"] == guess["label"]
        assert step["toggled"]["probability"] == pytest.approx(guess["probability"], abs=1e-5)


def test_predictions_and_pen_traces_take_switches(client: TestClient) -> None:
    asked = {"strokes": EIGHT.strokes, "off": ["shortcut1", "shortcut3"]}
    body = client.post(PREDICTIONS, json=asked).json()
    expected = expected_of(EIGHT.strokes, asked["off"])
    np.testing.assert_allclose(body["outcomes"]["digit"], expected, atol=1e-4)
    moments = [8, sum(map(len, EIGHT.strokes))]
    traced = client.post(
        f"/api/models/{NETWORK}/pen-traces", json={**asked, "moments": moments}
    ).json()
    np.testing.assert_allclose(traced["outcomes"][-1], expected, atol=1e-4)


def test_a_picture_is_read_with_switches_off_too(client: TestClient) -> None:
    pad = np.full((128, 128), 255, np.uint8)
    cv2.line(pad, (64, 20), (60, 108), 0, 9)
    picture = cv2.imencode(".png", pad)[1].tobytes()
    headers = {"content-type": "image/png"}
    whole, without = (
        client.post(PREDICTIONS, content=picture, headers=headers, params={"off": off}).json()
        for off in ([], ALL)
    )
    assert whole["image"] == without["image"]
    assert whole["outcomes"] != without["outcomes"]
    again = client.post(PREDICTIONS, json={"strokes": [], "picture": whole["picture"], "off": ALL})
    assert again.json()["outcomes"] == without["outcomes"]


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (NETWORK, "Residual 8 has no such switch; it has: shortcut1, shortcut2, shortcut3"),
        ("lenet5", "LeNet-5 has no such switch; it has none"),
    ],
)
def test_an_unknown_switch_is_refused_with_those_that_there_are(
    client: TestClient, network: str, words: str
) -> None:
    with greeted(client) as socket:
        socket.send_json(draw(3, network=network, layers=[], off=["shortcut1", "skip9"]))
        error = socket.receive_json()
        assert (error["error"], error["seq"]) == ("unknown_switch", 3)
        assert words in error["detail"]
        socket.send_json(draw(4, network=network, layers=[]))
        assert decode_frame(socket.receive_bytes()).seq == 4
    for address in ("predictions", "pen-traces"):
        asked = {"strokes": EIGHT.strokes, "off": ["skip9"]}
        asked |= {"moments": [3]} if address == "pen-traces" else {}
        answer = client.post(f"/api/models/{network}/{address}", json=asked)
        assert (answer.status_code, answer.json()["error"]) == (404, "unknown_switch")


def test_an_unknown_switch_or_layer_in_the_address_is_refused_beside_strokes_too(
    client: TestClient,
) -> None:
    for asked, code in (("off", "unknown_switch"), ("layers", "unknown_layer")):
        answer = client.post(PREDICTIONS, json={"strokes": []}, params={asked: "true"})
        assert (answer.status_code, answer.json()["error"]) == (404, code)


@pytest.mark.parametrize("off", [["Shortcut 1"], "shortcut1", [1], ["a"] * (MAX_OFF + 1), None])
def test_what_is_no_list_of_names_is_refused(client: TestClient, off: object) -> None:
    answer = client.post(PREDICTIONS, json={"strokes": EIGHT.strokes, "off": off})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_message")
    assert "off" in answer.json()["detail"]


def test_a_message_can_name_as_many_switches_as_a_network_may_have() -> None:
    assert MAX_OFF == MOST_SWITCHES


def test_the_description_says_what_can_be_switched_off(client: TestClient) -> None:
    described = client.get("/api/models/unet_style").json()["description"]
    switches = [switch for block in described["blocks"] for switch in block["switches"]]
    assert switches == [
        {
            "name": "skip2",
            "kind": "skip",
            "operation": "decoder2_join",
            "source": "encoder2_relu2",
        },
        {
            "name": "skip1",
            "kind": "skip",
            "operation": "decoder1_join",
            "source": "encoder1_relu2",
        },
    ]


def test_the_command_line_reads_with_switches_off(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", NETWORK, str(FILE), "--off", *ALL]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for line, drawing in zip(lines, golden_drawings(), strict=True):
        expected = expected_of(drawing.strokes, ALL)
        np.testing.assert_allclose(line["outcomes"]["digit"], expected, atol=1e-4)


def test_the_command_line_names_the_switches_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["predict", NETWORK, str(FILE), "--off", "skip1"]) != 0
    assert "it has: shortcut1, shortcut2, shortcut3" in capsys.readouterr().err
