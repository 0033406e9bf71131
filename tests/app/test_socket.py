"""The live channel: the conversation as documented, and what a hostile page could send."""

from __future__ import annotations

import base64
import json
import threading
import time

import numpy as np
import pytest
import torch
from starlette.datastructures import Headers
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.web.security import may_connect
from models import list_models, trace
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.app.channel import EIGHT, HELLO, draw, greeted
from tests.app.conftest import MakeClient
from tests.drawings import golden_drawings
from tests.frames import decode_frame


def test_hello_is_answered_with_version_and_networks(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        socket.send_json(HELLO)
        welcome = socket.receive_json()
    assert welcome["protocol"] == 3
    assert welcome["networks"] == list_models()
    assert welcome["version"]


def test_a_drawing_is_answered_by_its_own_forward_pass(client: TestClient) -> None:
    layers = ["input", "conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "output"]
    traced = trace(load_weights("lenet5"), torch.from_numpy(preprocess(EIGHT.strokes))[None])
    names = list(traced.activations)
    with greeted(client) as socket:
        for exact in (False, True):
            socket.send_json(draw(seq=41, layers=layers, exact=exact))
            frame = decode_frame(socket.receive_bytes())
            assert (frame.seq, frame.first_guess, frame.exact) == (41, 8, exact)
            sent = [names[index] for index in frame.tensors]
            pre = ["conv1", "conv2", "fc1", "fc2"] if exact else []
            shown = ["image", "relu1", "pool1", "relu2", "pool2", "relu3", "relu4", "fc3"]
            assert sent == sorted(shown + pre, key=names.index)
            for index, values in frame.tensors.items():
                expected = traced.activations[names[index]].numpy().ravel()
                step = 0 if exact else np.abs(expected).max() / 127
                np.testing.assert_allclose(values, expected, atol=1e-4 + step)
            probabilities = traced.probabilities[0].numpy()
            np.testing.assert_allclose(frame.probabilities, probabilities, atol=1e-5)


def test_the_maps_of_hidden_layers_are_not_sent(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_json(draw(layers=[]))
        assert list(decode_frame(socket.receive_bytes()).tensors) == [0]
        socket.send_json(draw(layers=["pool2"]))
        assert list(decode_frame(socket.receive_bytes()).tensors) == [0, 6]


# --- increments ----------------------------------------------------------------------------------


def extend(seq: int, at: list[int], points: object, **changes: object) -> dict[str, object]:
    return {"type": "extend", "seq": seq, "at": at, "points": points, **changes}


def test_a_drawing_sent_point_by_point_is_read_as_the_whole(client: TestClient) -> None:
    two = next(drawing for drawing in golden_drawings() if len(drawing.strokes) > 1)
    with greeted(client) as socket:
        socket.send_json(draw(seq=1, strokes=[], exact=True))
        assert decode_frame(socket.receive_bytes()).blank
        for stroke, points in enumerate(two.strokes):
            for at in range(0, len(points), 7):
                socket.send_json(extend(2, [stroke, at], points[at : at + 7], exact=True))
                piecewise = decode_frame(socket.receive_bytes())
        socket.send_json(draw(seq=2, strokes=two.strokes, exact=True))
        whole = decode_frame(socket.receive_bytes())
    assert piecewise.first_guess == whole.first_guess == two.label
    assert len(whole.tensors) > 0
    for index, values in whole.tensors.items():
        np.testing.assert_array_equal(piecewise.tensors[index], values)


def test_an_increment_without_points_asks_for_the_exact_values(client: TestClient) -> None:
    last = len(EIGHT.strokes) - 1
    at = [last, len(EIGHT.strokes[last])]
    with greeted(client) as socket:
        socket.send_json(draw())
        assert not decode_frame(socket.receive_bytes()).exact
        socket.send_json(extend(2, at, [], exact=True))
        assert decode_frame(socket.receive_bytes()).exact


@pytest.mark.parametrize("at", [[0, 1], [0, 3], [1, 1], [2, 0], [7, 7]])
def test_an_increment_that_does_not_continue_the_drawing_is_refused(
    client: TestClient, at: list[int]
) -> None:
    two_points = [[[0.2, 0.2], [0.4, 0.4]]]
    with greeted(client) as socket:
        socket.send_json(draw(strokes=two_points))
        socket.receive_bytes()
        socket.send_json(extend(2, at, [[0.5, 0.5]]))
        error = socket.receive_json()
        assert (error["error"], error["seq"]) == ("out_of_step", 2)
        for fits in ([0, 2], [1, 0]):
            socket.send_json(extend(3, fits, [[0.5, 0.5]]))
            assert decode_frame(socket.receive_bytes()).seq == 3


def test_there_is_nothing_to_extend_before_a_drawing_or_in_a_picture(client: TestClient) -> None:
    picture = base64.b64encode(bytes(128 * 128)).decode()
    with greeted(client) as socket:
        socket.send_json(extend(1, [0, 0], [[0.5, 0.5]]))
        assert socket.receive_json()["error"] == "out_of_step"
        socket.send_json(draw(strokes=[], picture=picture))
        socket.receive_bytes()
        socket.send_json(extend(3, [0, 0], [[0.5, 0.5]]))
        assert socket.receive_json()["error"] == "out_of_step"


def test_there_is_nothing_to_extend_in_a_drawing_that_was_refused(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_json(draw(1, strokes=[[[0.2, 0.2], [0.4, 0.4]]]))
        socket.receive_bytes()
        socket.send_json(draw(2, strokes=[[[0.6, 0.6]]], off=["nothing"]))
        assert socket.receive_json()["error"] == "unknown_switch"
        for at in ([0, 2], [0, 1]):
            socket.send_json(extend(3, at, [[0.5, 0.5]]))
            assert socket.receive_json()["error"] == "out_of_step"


def test_a_drawing_grows_to_as_many_points_as_it_may_have(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_json(draw(strokes=[[[0.5, 0.5]] * 3999]))
        socket.receive_bytes()
        socket.send_json(extend(2, [0, 3999], [[0.5, 0.5]] * 2))
        assert "at most 4000 points" in socket.receive_json()["detail"]
        socket.send_json(extend(3, [0, 3999], [[0.5, 0.5]]))
        assert decode_frame(socket.receive_bytes()).seq == 3


def test_a_frame_is_deflated_when_the_page_asks_for_it(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_json(draw())
        plain = socket.receive_bytes()
        socket.send_json(draw(deflate=True))
        deflated = socket.receive_bytes()
    assert len(deflated) < len(plain) / 2
    tensors = decode_frame(plain).tensors
    assert len(tensors) > 0
    for index, values in tensors.items():
        np.testing.assert_array_equal(decode_frame(deflated).tensors[index], values)


# --- everything else -----------------------------------------------------------------------------


def test_what_happens_is_counted(new_client: TestClient) -> None:
    with greeted(new_client) as socket:
        socket.send_json(draw())
        socket.receive_bytes()
        socket.send_text("nonsense")
        socket.receive_json()
        text = new_client.get("/metrics").text
    for line in (
        "inkling_sockets 1.0",
        "inkling_drawings_total 1.0",
        "inkling_batch_size_count 1.0",
        "inkling_queue_depth 0.0",
        "inkling_latency_seconds_count 1.0",
        "inkling_dropped_frames_total 0.0",
        'inkling_rejected_total{reason="invalid_message"} 1.0',
        'inkling_device{device="cpu"} 1.0',
    ):
        assert line in text, line


def test_a_blank_pad_has_no_guesses(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_json(draw(strokes=[]))
        frame = decode_frame(socket.receive_bytes())
    assert frame.blank
    assert not frame.probabilities.any()


def test_a_hand_that_leaves_the_pad_is_read_as_what_is_on_it(client: TestClient) -> None:
    with greeted(client) as socket:
        images = []
        for ends in ((-32, 32), (-0.5, 1.5)):
            socket.send_json(draw(strokes=[[[ends[0], 0.5], [ends[1], 0.5]]]))
            images.append(decode_frame(socket.receive_bytes()).tensors[0])
    np.testing.assert_array_equal(*images)


def test_a_page_that_asks_whether_anybody_is_there_is_told(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_json({"type": "alive"})
        assert socket.receive_json() == {"type": "alive"}
        socket.send_json(draw())
        assert decode_frame(socket.receive_bytes()).seq == 1


def test_a_network_that_hangs_is_told_to_the_page_and_by_readyz(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client(forward_ms=200)
    engine = client.app.state.zoo.get("lenet5").engine  # type: ignore[attr-defined]
    go_on, run_it = threading.Event(), engine.run

    def hang(*how: object) -> object:
        go_on.wait(30)
        return run_it(*how)

    monkeypatch.setattr(engine, "run", hang)
    try:
        with greeted(client) as socket:
            socket.send_json(draw())
            error = socket.receive_json()
            assert (error["error"], error["seq"]) == ("late", 1)
            answer = client.get("/readyz")
            assert (answer.status_code, answer.json()["error"]) == (503, "not_ready")
            assert client.get("/healthz").status_code == 200
            go_on.set()
            while client.get("/readyz").status_code != 200:
                time.sleep(0.01)
            socket.send_json(draw(seq=2))
            assert decode_frame(socket.receive_bytes()).seq == 2
    finally:
        go_on.set()


BAD_TEXTS = {
    "not JSON": "hello",
    "nothing": "",
    "an unknown type": '{"type": "erase"}',
    "no type": "{}",
    "a list": "[]",
    "a wrong kind of seq": json.dumps(draw(seq=-1)),
    "a seq that is text": json.dumps(draw()).replace('"seq": 1', '"seq": "1"'),
    "NaN": json.dumps(draw(strokes=[[[float("nan"), 0.1]]])),
    "infinity": json.dumps(draw(strokes=[[[float("inf"), 0.1]]])),
    "1e999": json.dumps(draw(strokes=[])).replace("[]", "[[[1e999, 0]]]"),
    "a coordinate that no hand reaches": json.dumps(draw(strokes=[[[32.001, 0]]])),
    "strings for numbers": json.dumps(draw(strokes=[[["0.1", "0.2"]]])),
    "5,000 points": json.dumps(draw(strokes=[[[0, 0]] * 5000])),
    "nested brackets": '{"type": "draw", "strokes": ' + "[" * 60_000,
    "a lone surrogate": '{"type": "draw", "network": "\\ud800"}',
    "an unknown field": json.dumps({**draw(), "admin": True}),
    "a network name with a path": json.dumps(draw(network="../lenet5")),
}


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS.keys())
def test_a_bad_message_is_refused_and_the_socket_lives_on(client: TestClient, text: str) -> None:
    with greeted(client) as socket:
        socket.send_text(text)
        error = socket.receive_json()
        assert set(error) == {"type", "error", "detail", "seq"}
        assert (error["type"], error["error"]) == ("error", "invalid_message")
        assert 10 < len(error["detail"]) < 500
        socket.send_json(draw(seq=5))
        assert decode_frame(socket.receive_bytes()).seq == 5


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"network": "alexnet"}, "unknown_network"),
        ({"layers": ["conv1", "conv9"]}, "unknown_layer"),
    ],
)
def test_unknown_names_are_refused_with_the_drawings_seq(
    client: TestClient, changes: dict[str, object], code: str
) -> None:
    with greeted(client) as socket:
        socket.send_json(draw(seq=9, **changes))
        error = socket.receive_json()
        assert (error["error"], error["seq"]) == (code, 9)
        socket.send_json(draw(seq=10))
        assert decode_frame(socket.receive_bytes()).seq == 10


def test_binary_where_text_is_due_is_refused(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_bytes(b"\x00\x01")
        assert socket.receive_json()["error"] == "binary_message"
        socket.send_json(draw())
        assert decode_frame(socket.receive_bytes()).seq == 1


def test_a_second_hello_is_refused(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_json(HELLO)
        assert socket.receive_json()["error"] == "hello_repeated"
        socket.send_json(draw())
        assert decode_frame(socket.receive_bytes()).seq == 1


def test_drawing_before_hello_is_refused(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        socket.send_json(draw(seq=3))
        error = socket.receive_json()
        assert (error["error"], error["seq"]) == ("hello_expected", 3)
        socket.send_json(HELLO)
        assert socket.receive_json()["type"] == "welcome"


def test_another_protocol_version_is_told_to_reload(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        socket.send_json({**HELLO, "protocol": 1})
        error = socket.receive_json()
        assert error["error"] == "wrong_protocol"
        assert "reload the page" in error["detail"]
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 4001


def test_missing_weights_are_said_in_words(make_client: MakeClient, tmp_path: object) -> None:
    client = make_client(wait=False, weights=tmp_path)
    with greeted(client) as socket:
        for _ in range(200):
            socket.send_json(draw(seq=2))
            error = socket.receive_json()
            if "loading" not in error["detail"]:
                break
    assert (error["error"], error["seq"]) == ("not_ready", 2)
    assert "is missing" in error["detail"]


FOREIGN = [
    "null",
    "",
    "http://evil.example",
    "http://testserver.evil.example",
    "http://eviltestserver",
    "http://testserver:81",
    "http://testserver@evil.example",
    "ftp://testserver",
    "http://testserver/",
    "testserver",
    "http://[::1]",
    "http://xn--tstserver-84a",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_may_not_connect(client: TestClient, origin: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/ws", headers={"Origin": origin}),
    ):
        pass


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://testserver"}, {"Origin": "https://TESTSERVER"}]
)
def test_our_own_page_may_connect(client: TestClient, headers: dict[str, str]) -> None:
    with client.websocket_connect("/ws", headers=headers) as socket:
        socket.send_json(HELLO)
        assert socket.receive_json()["type"] == "welcome"


def test_further_origins_are_a_setting(make_client: MakeClient) -> None:
    client = make_client(origins="https://course.example, https://lms.example/")
    for origin in ("https://course.example", "https://lms.example"):
        with client.websocket_connect("/ws", headers={"Origin": origin}):
            pass
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/ws", headers={"Origin": "http://course.example"}),
    ):
        pass


def test_a_page_whose_sockets_fail_is_told_why(make_client: MakeClient) -> None:
    client = make_client(max_sockets=1, origins="https://courses.example")
    allowed = ["http://testserver", "https://testserver", "https://courses.example", ""]
    for origin in allowed:
        assert client.get("/api/channel", params={"origin": origin}).json() == {"refused": None}
    for origin in ["https://evil.example", "http://testserver.evil.example", "null"]:
        assert client.get("/api/channel", params={"origin": origin}).json() == {"refused": "origin"}
    with greeted(client):
        assert client.get("/api/channel").json() == {"refused": "full"}
    assert client.get("/api/channel").json() == {"refused": None}


def test_two_origins_are_none() -> None:
    twice = Headers(raw=[(b"host", b"a"), (b"origin", b"http://a"), (b"origin", b"http://b")])
    assert not may_connect(twice, frozenset())
