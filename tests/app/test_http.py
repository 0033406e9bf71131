"""The HTTP side: pages, descriptions, predictions, and a clear answer to what is wrong."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import httpx2
import numpy as np
import pytest
from starlette.testclient import TestClient

from app.frame import MEDIA_TYPE
from app.web.security import HEADERS
from models import create_model, describe, list_models
from models._checkpoint import load_weights, read_card
from models.ink.preprocess import preprocess
from tests.app.conftest import MakeClient
from tests.drawings import drawing_of, golden_drawings
from tests.frames import decode_frame

PREDICTIONS = "/api/models/lenet5/predictions"
EIGHT = drawing_of(8)


def test_the_lab_page_names_the_network(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Draw your number here" in page.text
    assert "1998 · 61,706 parameters" in page.text
    assert "Each column is the next look at it. On the right: ten votes.</p>" in page.text
    assert "Rechts: tien stemmen.</p>" in client.get("/?lang=nl").text
    assert client.head("/").status_code == 200


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("several_digits", "10 times yes or no"),
        ("stroke_measures", "4 numbers"),
        ("detector", "boxes"),
        ("unet_style", "a mask"),
        ("fine_classes", "24 votes"),
    ],
)
def test_the_lab_page_says_what_comes_out(client: TestClient, name: str, out: str) -> None:
    assert f"On the right: {out}.</p>" in client.get(f"/?network={name}").text


@pytest.mark.parametrize("name", ["lenet5", "nonsense", "<script>", ""])
def test_a_link_names_the_network_and_a_made_up_one_opens_all_the_same(
    client: TestClient, name: str
) -> None:
    page = client.get("/", params={"network": name})
    assert page.status_code == 200
    assert 'data-network="lenet5"' in page.text


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    ready = client.get("/readyz").json()
    assert ready == {
        "status": "ready",
        "device": ready["device"],
        "device_problem": None,
        "networks": list_models(),
    }
    assert ready["device"].split(":")[0] in ("cpu", "cuda", "mps")


def test_the_networks_are_listed_and_described(client: TestClient) -> None:
    listed = client.get("/api/models").json()["models"]
    assert [model["name"] for model in listed] == list_models()
    for model in listed:
        network = create_model(model["name"])
        assert model["parameters"] == sum(each.numel() for each in network.parameters())
        assert model["in_lineage"] == bool(model["idea"]) == (model["year"] is not None)
        assert model["depth"] > 1
        assert len(model["answers"]) == len(describe(network).answers)
        assert model["multiply_adds"] == describe(network).multiply_adds
    first = {model["name"]: model["answers"][0] for model in listed}
    assert first["lenet5"] == "one"
    assert first["several_digits"] == "several"
    assert first["stroke_measures"] == "numbers"
    assert first["detector"] == "boxes"
    assert first["unet_style"] == "mask"
    assert first["fine_classes"] == "ways"
    detail = client.get("/api/models/lenet5").json()
    assert detail["problem"] is None
    assert detail["card"]["sha256"]
    assert "misread" not in detail["card"]
    whole = client.get("/api/models/lenet5/card").json()
    assert whole == read_card("lenet5")
    scores = detail["card"].pop("accuracy")
    assert whole.items() >= detail["card"].items()
    assert scores.keys() == whole["accuracy"].keys() > {"mnist-test"}
    for name, score in scores.items():
        assert whole["accuracy"][name].items() > score.items()
        assert "confusion" not in score
    layers = detail["description"]["layers"]
    assert [layer["title"] for layer in layers][:2] == ["Input layer", "Convolution layer 1"]
    assert layers[1]["shape"] == [6, 28, 28]


def test_the_page_is_tested_with_the_description_that_the_server_gives(client: TestClient) -> None:
    golden = Path(__file__).parents[1] / "golden" / "description.json"
    assert client.get("/api/models/lenet5").json()["description"] == json.loads(golden.read_text())


def test_the_weights_come_by_their_hash_and_may_be_kept_for_ever(client: TestClient) -> None:
    sha256 = client.get("/api/models/lenet5").json()["weights"]
    answer = client.get(f"/api/models/lenet5/weights/{sha256}")
    assert hashlib.sha256(answer.content).hexdigest() == sha256
    assert "immutable" in answer.headers["cache-control"]
    for wrong in ("0" * 64, sha256[:-1], "%00"):
        refused = client.get(f"/api/models/lenet5/weights/{wrong}")
        assert refused.status_code == 404
        assert refused.json()["error"] in ("unknown_weights", "not_found")


def test_a_drawing_is_read(client: TestClient) -> None:
    answer = client.post(PREDICTIONS, json={"strokes": EIGHT.strokes})
    assert answer.status_code == 200
    body = answer.json()
    assert body["first_guess"]["label"] == 8
    assert body["first_guess"]["probability"] == max(body["outcomes"]["digit"])
    assert body["second_guess"]["probability"] == sorted(body["outcomes"]["digit"])[-2]
    image = np.array(body["image"])
    np.testing.assert_allclose(image, preprocess(EIGHT.strokes)[0], atol=1e-7)


def test_the_frame_has_every_layer_when_it_is_asked_for(client: TestClient) -> None:
    answer = client.post(
        PREDICTIONS, json={"strokes": EIGHT.strokes}, headers={"Accept": MEDIA_TYPE}
    )
    assert answer.headers["content-type"] == MEDIA_TYPE
    frame = decode_frame(answer.content)
    description = client.get("/api/models/lenet5").json()["description"]
    names = [operation["name"] for operation in description["operations"]]
    assert [names[index] for index in frame.tensors] == [
        name for name in names if name != "flatten"
    ]
    assert frame.exact
    assert frame.first_guess == 8


def test_a_frame_of_some_layers_has_what_they_show_in_8_bits(client: TestClient) -> None:
    sent = {"json": {"strokes": EIGHT.strokes}, "headers": {"Accept": MEDIA_TYPE}}
    frame = decode_frame(client.post(f"{PREDICTIONS}?layers=pool1&layers=fc2", **sent).content)
    description = client.get("/api/models/lenet5").json()["description"]
    names = [operation["name"] for operation in description["operations"]]
    assert [names[index] for index in frame.tensors] == ["image", "pool1", "relu4"]
    assert not frame.exact
    assert frame.first_guess == 8
    refused = client.post(f"{PREDICTIONS}?layers=conv9", **sent)
    assert (refused.status_code, refused.json()["error"]) == (404, "unknown_layer")


@pytest.mark.parametrize("strokes", [[], [[]], [[], []], [[[1.4, 0.5], [1.6, 0.7]]]])
def test_a_blank_pad_is_not_an_error(client: TestClient, strokes: list[object]) -> None:
    body = client.post(PREDICTIONS, json={"strokes": strokes}).json()
    assert (body["first_guess"], body["second_guess"]) == (None, None)
    assert body["outcomes"] == {}
    assert not np.any(body["image"])
    content = client.post(
        PREDICTIONS, json={"strokes": strokes}, headers={"Accept": MEDIA_TYPE}
    ).content
    frame = decode_frame(content)
    assert frame.blank
    assert frame.tensors == {}


def test_a_single_point_is_read_as_a_dot(client: TestClient) -> None:
    body = client.post(PREDICTIONS, json={"strokes": [[[0.5, 0.5]]]}).json()
    assert body["first_guess"] is not None
    assert np.any(body["image"])


def test_ink_outside_the_pad_is_cut_off(client: TestClient) -> None:
    outside = client.post(PREDICTIONS, json={"strokes": [[[0.5, 0.5], [1.5, 0.5]]]}).json()
    inside = client.post(PREDICTIONS, json={"strokes": [[[0.5, 0.5], [1.0, 0.5]]]}).json()
    assert outside == inside


BAD_BODIES = {
    "nothing": b"",
    "not JSON": b"hello",
    "no strokes": b"{}",
    "strokes of a wrong kind": b'{"strokes": "1 2 3"}',
    "a number for a stroke": b'{"strokes": [1]}',
    "NaN": b'{"strokes": [[[NaN, 0.5]]]}',
    "infinity": b'{"strokes": [[[Infinity, 0.5]]]}',
    "1e999": b'{"strokes": [[[1e999, 0.5]]]}',
    "a 5,000-digit number": b'{"strokes": [[[' + b"9" * 5000 + b", 0.5]]]}",
    "strings for numbers": b'{"strokes": [[["0.1", "0.2"]]]}',
    "true for a number": b'{"strokes": [[[true, 0.2]]]}',
    "three coordinates": b'{"strokes": [[[0.1, 0.2, 0.3]]]}',
    "an unknown field": b'{"strokes": [], "pen": 3}',
    "40,000 points": b'{"strokes": [[' + b",".join([b"[0,0]"] * 40_000) + b"]]}",
    "80,000 strokes": b'{"strokes": [' + b",".join([b"[]"] * 80_000) + b"]}",
    "200,000 nested brackets": b'{"strokes": ' + b"[" * 200_000,
    "a lone surrogate": b'{"strokes": [["\\ud800"]]}',
    "not UTF-8": b'{"strokes": [["\xff\xfe"]]}',
    "a JSON null": b"null",
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_a_bad_body_gets_the_one_error_shape(client: TestClient, body: bytes) -> None:
    json = {"Content-Type": "application/json"}
    answer = client.post(PREDICTIONS, content=body, headers=json)
    assert answer.status_code == 400
    error = answer.json()
    assert set(error) == {"error", "detail"}
    assert error["error"] == "invalid_message"
    assert 10 < len(error["detail"]) < 500
    assert client.post(PREDICTIONS, json={"strokes": EIGHT.strokes}).status_code == 200


def test_an_error_says_where_and_what_was_expected(client: TestClient) -> None:
    answer = client.post(PREDICTIONS, content=b'{"strokes": [[[0.1, 0.2], ["a", 0]]]}')
    assert answer.json()["detail"] == "strokes[0][1][0]: input should be a valid number"
    answer = client.post(PREDICTIONS, content=BAD_BODIES["40,000 points"])
    assert "at most 4000 points, this one has 40000" in answer.json()["detail"]


def test_a_hundred_thousand_points_are_refused(client: TestClient) -> None:
    body = b'{"strokes": [[' + b",".join([b"[0.5,0.5]"] * 100_000) + b"]]}"
    answer = client.post(PREDICTIONS, content=body)
    assert (answer.status_code, answer.json()["error"]) == (413, "body_too_large")


@pytest.mark.parametrize("chunked", [False, True])
def test_ten_megabytes_are_refused(client: TestClient, chunked: bool) -> None:
    body = b" " * 10_000_000
    content = iter([body[i : i + 65_536] for i in range(0, len(body), 65_536)]) if chunked else body
    answer = client.post(PREDICTIONS, content=content)
    assert answer.status_code == 413
    assert answer.json()["error"] == "body_too_large"


def test_the_body_limit_is_exact(make_client: MakeClient) -> None:
    client = make_client(max_body_bytes=2000)
    body = b'{"strokes": []}'
    assert client.post(PREDICTIONS, content=body.ljust(2000)).status_code == 200
    assert client.post(PREDICTIONS, content=body.ljust(2001)).status_code == 413


@pytest.mark.parametrize("name", ["lenet6", "..", "%2e%2e", "LENET5", "lenet5%00", "x" * 5000, "é"])
def test_an_unknown_network_is_a_404_in_words(client: TestClient, name: str) -> None:
    for answer in (
        client.get(f"/api/models/{name}"),
        client.post(f"/api/models/{name}/predictions", json={"strokes": []}),
    ):
        assert answer.status_code == 404
        assert answer.json()["error"] in ("unknown_network", "not_found")
        assert len(answer.text) < 500


def test_unknown_addresses_and_methods_have_the_error_shape(client: TestClient) -> None:
    for answer, status, code in (
        (client.get("/nothing/here"), 404, "not_found"),
        (client.get(PREDICTIONS), 405, "method_not_allowed"),
        (client.delete("/"), 405, "method_not_allowed"),
        (client.get("/static/nothing.js"), 404, "not_found"),
    ):
        assert answer.status_code == status
        assert answer.json()["error"] == code


@pytest.mark.parametrize(
    "path", ["src/main.ts", "./src/main.ts", "../app/main.py", "%2e%2e/app/main.py", "src"]
)
def test_sources_and_other_folders_are_not_served(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs",
        "/healthz",
        "/readyz",
        "/api/models",
        "/openapi.json",
        "/static/img/icon.svg",
        "/nowhere",
        "/api/models/none",
    ],
)
def test_security_headers_are_on_every_answer(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "server" not in answer.headers


def test_security_headers_are_on_our_own_failures_too(make_client: MakeClient) -> None:
    client = make_client()
    client.app.state.zoo = None  # a slip of ours, for the test
    answer = client.get("/api/models")
    assert answer.status_code == 500
    assert answer.json()["error"] == "internal"
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("path", ["/", "/docs", "/about"])
def test_pages_name_no_other_host_and_have_no_inline_script(client: TestClient, path: str) -> None:
    text = client.get(path).text
    assert "http" not in text.replace("http-equiv", "")
    assert "<script>" not in text
    assert " style=" not in text


def readiness_after_loading(client: TestClient) -> httpx2.Response:
    """The answer of /readyz once loading has ended, well or badly."""
    for _ in range(1000):
        ready = client.get("/readyz")
        if "still loading" not in ready.text:
            return ready
        time.sleep(0.01)
    raise TimeoutError(ready.text)


def test_missing_weights_are_said_in_words(make_client: MakeClient, tmp_path: Path) -> None:
    client = make_client(wait=False, weights=tmp_path)
    ready = readiness_after_loading(client)
    assert ready.status_code == 503
    assert ready.json()["error"] == "not_ready"
    assert "lenet5.safetensors is missing" in ready.json()["detail"]
    assert str(tmp_path) not in ready.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200
    detail = client.get("/api/models/lenet5").json()
    assert "is missing" in detail["problem"]
    numbers = sum(each.numel() for each in create_model("lenet5").parameters())
    assert detail["description"]["parameters"] == numbers > 0
    answer = client.post(PREDICTIONS, json={"strokes": EIGHT.strokes})
    assert (answer.status_code, answer.json()["error"]) == (503, "not_ready")


def test_damaged_weights_are_said_in_words(make_client: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "lenet5.safetensors").write_bytes(b"not weights")
    (tmp_path / "lenet5.json").write_text(json.dumps({"sha256": "0" * 64}))
    client = make_client(wait=False, weights=tmp_path)
    ready = readiness_after_loading(client)
    assert ready.status_code == 503
    assert "not the file that its card describes" in ready.json()["detail"]


def test_every_golden_drawing_is_read_as_the_network_reads_it(client: TestClient) -> None:
    network = load_weights("lenet5")
    assert not network.training
    for drawing in golden_drawings():
        answer = client.post(PREDICTIONS, json={"strokes": drawing.strokes}).json()
        assert answer["first_guess"]["label"] == drawing.label
