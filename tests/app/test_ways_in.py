"""Other ways in than strokes: pictures, pixels, samples; and each step of preprocessing."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from models.data.datasets import DatasetError, read_drawings
from models.data.styles import STYLES
from models.ink.preprocess import STEPS, preprocess
from tests.app.channel import draw, greeted
from tests.app.conftest import MakeClient, client_of
from tests.drawings import drawing_of, golden_drawings
from tests.frames import decode_frame
from tests.pictures import Sheet, saved
from tests.serving import ROOT

PREDICTIONS = "/api/models/lenet5/predictions"
TRACES = "/api/models/lenet5/pen-traces"
EIGHT = drawing_of(8)
FORMS: list[dict[str, Any]] = json.loads(
    (ROOT / "tests" / "golden" / "drawing-forms.json").read_text("utf-8")
)
"""Forms of a drawing's file and its strokes, or none where every reader refuses it."""
CORNER = [[(0.25 * x, 0.25 * y) for x, y in stroke] for stroke in EIGHT.strokes]


def base64_of(pixels: np.ndarray) -> str:
    return base64.b64encode(pixels.astype(np.uint8).tobytes()).decode()


def painted(side: int) -> np.ndarray:
    picture = np.zeros((side, side), np.uint8)
    for stroke in EIGHT.strokes:
        points = np.rint(np.array(stroke) * side).astype(np.int32)
        cv2.polylines(picture, [points], False, 255, max(1, side // 25), cv2.LINE_AA)
    return picture


def file_of(pixels: np.ndarray, kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def for_small_pictures() -> Iterator[TestClient]:
    """A server that takes pictures of at most 4,000 bytes."""
    with ExitStack() as stack:
        yield client_of(stack, max_picture_bytes=4000)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_a_picture_file_is_read_and_its_ink_can_be_sent_again(
    client: TestClient, kind: str
) -> None:
    content = file_of(255 - painted(300), kind)
    answer = client.post(PREDICTIONS, content=content, headers={"Content-Type": f"image/{kind}"})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["first_guess"]["label"] == 8
    again = client.post(PREDICTIONS, json={"strokes": [], "picture": body["picture"]}).json()
    assert again["image"] == body["image"]
    with greeted(client) as socket:
        socket.send_json(draw(strokes=[], picture=body["picture"]))
        assert decode_frame(socket.receive_bytes()).first_guess == 8


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "picture"),
        (b"no picture", 422, "picture"),
        (file_of(np.full((300, 300), 180, np.uint8), "png"), 422, "picture"),
        (file_of(255 - painted(300), "png")[:900], 422, "picture"),
        (bytes(4001), 413, "body_too_large"),
    ],
    ids=["empty", "text", "blank", "cut off", "too large"],
)
def test_a_picture_that_cannot_be_used_is_refused_in_a_sentence(
    for_small_pictures: TestClient, content: bytes, status: int, code: str
) -> None:
    answer = for_small_pictures.post(
        PREDICTIONS, content=content, headers={"Content-Type": "image/png"}
    )
    assert answer.status_code == status
    assert answer.json()["error"] == code
    assert len(answer.json()["detail"]) > 20


@pytest.mark.parametrize(
    "declared", ["application/octet-stream", "text/plain", "application/json", "image/gif"]
)
def test_a_file_is_told_by_its_first_bytes(client: TestClient, declared: str) -> None:
    headers = {"Content-Type": declared}
    content = file_of(255 - painted(300), "png")
    body = client.post(PREDICTIONS, content=content, headers=headers).json()
    assert body["first_guess"]["label"] == 8
    drawing = json.dumps({"strokes": EIGHT.strokes})
    if not declared.startswith("image/"):
        pretty = json.dumps(json.loads(drawing), indent=2)
        bodies = [text.encode() for text in (drawing, f"\ufeff{drawing}", pretty)]
        bodies += [drawing.encode(coding) for coding in ("utf-16", "utf-16-le", "utf-16-be")]
        for sent in bodies:
            body = client.post(PREDICTIONS, content=sent, headers=headers).json()
            assert body["first_guess"]["label"] == 8


def test_a_body_of_another_type_is_refused_with_what_to_send(client: TestClient) -> None:
    for address, kinds in ((PREDICTIONS, "json image/png"), (TRACES, "json")):
        for declared in ("text/plain; charset=utf-8", "multipart/form-data; boundary=x", None):
            headers = {"Content-Type": declared} if declared else {}
            content = b"%PDF-1.7" if declared is None else b"--x"
            answer = client.post(address, content=content, headers=headers)
            assert (answer.status_code, answer.json()["error"]) == (415, "unsupported_media_type")
            assert all(kind in answer.json()["detail"] for kind in kinds.split())


@pytest.mark.parametrize("form", FORMS, ids=[form["name"] for form in FORMS])
def test_a_drawings_file_posts_and_is_read_by_the_command_as_by_the_page(
    client: TestClient, tmp_path: Path, form: dict[str, Any]
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post(PREDICTIONS, content=form["text"], headers=headers)
    file = tmp_path / "drawing.json"
    file.write_text(form["text"], encoding="utf-8", newline="")
    if form["strokes"] is None:
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_message")
        with pytest.raises(DatasetError):
            list(read_drawings(file))
        return
    plain = client.post(PREDICTIONS, json={"strokes": form["strokes"]})
    assert answer.json() == plain.json()
    (drawing,) = read_drawings(file)
    assert [stroke for stroke in drawing.strokes if stroke] == [
        [tuple(point) for point in stroke] for stroke in form["strokes"]
    ]


def test_saved_widths_are_the_pens_where_nothing_else_is(client: TestClient) -> None:
    without = {"strokes": EIGHT.strokes, "without": ["pen_width"]}
    saved_pen = client.post(PREDICTIONS, json={**without, "widths": [0.05, 0.15]}).json()
    assert saved_pen == client.post(PREDICTIONS, json={**without, "pen": 0.15}).json()
    named = client.post(PREDICTIONS, json={**without, "widths": [0.15], "pen": 0.05}).json()
    assert named["image"] != saved_pen["image"]


def test_marks_and_several_things_are_said_on_every_way(client: TestClient) -> None:
    sheet = Sheet(400, 400).digit(5, 1, at=(0.25, 0.5), size=0.3).digit(7, 1, (0.7, 0.5), 0.3)
    content = saved(sheet.box((0, 0), (1, 1), 2).screenshot())
    body = client.post(PREDICTIONS, params={"explain": True}, content=content).json()
    assert body["things"] == 2
    assert body["looks_like_digit"] is False
    assert (body["steps"]["left_out"], body["steps"]["things"]) == (1, 2)
    with greeted(client) as socket:
        socket.send_json(draw(strokes=[], picture=body["picture"], explain=True))
        assert socket.receive_json()["steps"]["things"] == 2
        assert decode_frame(socket.receive_bytes()).doubtful


def test_a_picture_just_under_the_limit_is_taken(make_client: MakeClient) -> None:
    content = file_of(255 - painted(200), "png")
    client = make_client(max_picture_bytes=len(content))
    answer = client.post(PREDICTIONS, content=content, headers={"Content-Type": "image/png"})
    assert answer.status_code == 200


def test_pixels_are_the_networks_input_as_they_are(client: TestClient) -> None:
    image = np.rint(preprocess(EIGHT.strokes)[0] * 255)
    body = client.post(PREDICTIONS, json={"strokes": [], "pixels": base64_of(image)}).json()
    np.testing.assert_allclose(body["image"], image / 255, atol=1e-6)
    assert body["first_guess"]["label"] == 8
    blank = client.post(PREDICTIONS, json={"strokes": [], "pixels": base64_of(0 * image)}).json()
    assert blank["first_guess"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"pixels": "not base64!"},
        {"pixels": ""},
        {"pixels": base64_of(np.zeros((28, 28))), "picture": base64_of(np.zeros((128, 128)))},
        {"pixels": base64_of(np.zeros((28, 28))), "strokes": EIGHT.strokes},
        {"without": ["sharpen"]},
        {"pen": 0},
        {"pen": 0.9},
        {"explain": "yes"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(client: TestClient, changes: dict[str, object]) -> None:
    answer = client.post(PREDICTIONS, json={"strokes": [], **changes})
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_message"
    with greeted(client) as socket:
        socket.send_json(draw(**{"strokes": [], **changes}))
        assert socket.receive_json()["error"] == "invalid_message"
        socket.send_json(draw())
        assert decode_frame(socket.receive_bytes()).first_guess == 8


def test_steps_can_be_left_out_and_explained_over_http(client: TestClient) -> None:
    asked = {"strokes": CORNER, "without": ["centre"], "explain": True}
    body = client.post(PREDICTIONS, json=asked).json()
    expected = preprocess(CORNER, without=frozenset({"centre"}))[0]
    np.testing.assert_allclose(body["image"], expected, atol=1e-6)
    steps = body["steps"]
    assert [done["step"] for done in steps["done"]] == list(STEPS)
    assert [done["on"] for done in steps["done"]] == [step != "centre" for step in STEPS]
    for done in steps["done"]:
        assert len(base64.b64decode(done["picture"])) == done["side"] ** 2
    centre = steps["done"][3]
    assert centre["toggled"]["label"] == 8  # with the step on again
    assert steps["cut"] > 0.2
    assert steps["offset"][0] < -3
    assert client.post(PREDICTIONS, json={"strokes": CORNER}).json()["steps"] is None


def test_a_drawing_in_a_corner_is_misread_or_doubted_without_centring(client: TestClient) -> None:
    right = 0
    for drawing in golden_drawings():
        corner = [[(0.25 * x, 0.25 * y) for x, y in stroke] for stroke in drawing.strokes]
        body = client.post(PREDICTIONS, json={"strokes": corner, "without": ["centre"]}).json()
        guess = body["first_guess"]
        sure = guess is not None and guess["probability"] > 0.9 and body["looks_like_digit"]
        right += sure and guess["label"] == drawing.label
    assert right <= 3


def test_steps_come_before_their_frame_on_the_channel(client: TestClient) -> None:
    with greeted(client) as socket:
        socket.send_json(draw(seq=5, explain=True, without=["scale"]))
        taken = socket.receive_json()
        assert (taken["type"], taken["seq"]) == ("steps", 5)
        assert not taken["steps"]["done"][1]["on"]
        assert decode_frame(socket.receive_bytes()).seq == 5
        socket.send_json(draw(seq=6, explain=True, strokes=[]))
        assert socket.receive_json()["steps"] is None
        assert decode_frame(socket.receive_bytes()).blank


def test_a_picture_can_be_explained_too(client: TestClient) -> None:
    answer = client.post(
        PREDICTIONS,
        params={"without": ["pen_width", "scale"], "explain": True},
        content=file_of(255 - painted(300), "png"),
        headers={"Content-Type": "image/png"},
    ).json()
    assert [done["on"] for done in answer["steps"]["done"]][:3] == [True, False, False]


def test_there_is_a_sample_of_each_style_and_as_many_others_as_anyone_likes(
    client: TestClient,
) -> None:
    samples = client.get("/api/samples").json()["samples"]
    assert [sample["key"] for sample in samples] == [style.key for style in STYLES]
    assert len(samples) >= 20
    for sample in samples:
        points = np.concatenate([np.array(stroke) for stroke in sample["strokes"]])
        assert points.min() >= 0.1
        assert points.max() <= 0.9
    key = samples[3]["key"]
    one, again, other = (
        client.get(f"/api/samples/{key}", params={"seed": seed}).json() for seed in (1, 1, 2)
    )
    assert one == again
    assert one["strokes"] != other["strokes"]
    assert one["label"] == samples[3]["label"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/api/samples/nonsense", 404), ("/api/samples/0-oval?seed=x", 400)],
)
def test_an_unknown_sample_is_refused(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "written", ["1_0", " 1", "1 ", "+1", "-0", "01", "1.0", "1e2", "\u0661", ""], ids=repr
)
def test_a_number_in_an_address_is_taken_as_described(client: TestClient, written: str) -> None:
    answer = client.get("/api/samples/0-oval", params={"seed": written})
    assert answer.status_code == 400
    assert "seed" in answer.json()["detail"]
    assert "as JSON does: 12" in answer.json()["detail"]


@pytest.mark.parametrize("written", ["1", "yes", "on", "t", "True", " true"], ids=repr)
def test_a_truth_value_in_an_address_is_taken_as_described(
    client: TestClient, written: str
) -> None:
    answer = client.post(
        "/api/models/lenet5/predictions", params={"explain": written}, json={"strokes": []}
    )
    assert answer.status_code == 400
    assert "explain" in answer.json()["detail"]
    assert "true or false" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"pixels": "AAAA"}, "takes 28 x 28 pixels, these are 3 in all"),
        ({"picture": base64_of(np.zeros((28, 28)))}, "128 x 128 pixels, these are 28 x 28"),
    ],
    ids=("pixels", "picture"),
)
def test_what_has_another_size_does_not_fit(
    client: TestClient, given: dict[str, str], words: str
) -> None:
    answer = client.post(PREDICTIONS, json={"strokes": [], **given})
    assert (answer.status_code, answer.json()["error"]) == (409, "invalid_message")
    assert words in answer.json()["detail"]


def test_pixels_of_another_side_than_the_networks_are_refused(client: TestClient) -> None:
    other = base64.b64encode(bytes(32 * 32)).decode()
    answer = client.post(PREDICTIONS, json={"strokes": [], "pixels": other})
    assert answer.status_code == 409
    assert "takes 28 x 28 pixels, these are 32 x 32" in answer.json()["detail"]
    with greeted(client) as socket:
        socket.send_json(draw(7, strokes=[], pixels=other))
        assert socket.receive_json()["error"] == "invalid_message"
