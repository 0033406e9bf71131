"""Pen traces: every moment is the network's own reading of the points drawn till then."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import islice

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from app.api.leaving import while_there
from app.errors import LeftError, OverloadedError
from app.messages.drawing import MAX_MOMENTS
from app.messages.parts import MAX_POINTS
from app.services.pen_traces import SLICE, PenTracer
from app.services.readings import Reading
from app.services.to_read import GrowingStrokes, ToRead
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.app.channel import draw, greeted
from tests.drawings import drawing_of, golden_drawings
from tests.frames import decode_frame
from tests.loops import run_coroutine

TRACES = "/api/models/lenet5/pen-traces"
DRAWINGS = list(golden_drawings())
EIGHT = drawing_of(8)
DOTS = [[[0.1 + x / 10_000, 0.5] for x in range(MAX_POINTS)]]


def beginning(strokes: Sequence[Sequence[object]], moment: int) -> list[list[object]]:
    """The strokes after so many points, counted one by one."""
    points = islice(((s, point) for s, stroke in enumerate(strokes) for point in stroke), moment)
    begun: list[list[object]] = [[] for _ in strokes]
    for stroke, point in points:
        begun[stroke].append(point)
    return [stroke for stroke in begun if stroke]


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: str(drawing.label))
def test_each_moment_is_a_direct_forward_pass_of_the_points_till_then(
    client: TestClient, drawing: object
) -> None:
    strokes = drawing.strokes  # type: ignore[attr-defined]
    count = sum(map(len, strokes))
    moments = list(range(1, min(count, MAX_MOMENTS) + 1))
    answer = client.post(TRACES, json={"strokes": strokes, "moments": moments})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    images = np.stack([preprocess(beginning(strokes, moment)) for moment in moments])
    with torch.inference_mode():
        expected = load_weights("lenet5")(torch.from_numpy(images)).softmax(1).numpy()
    assert body["moments"] == moments
    np.testing.assert_allclose(body["outcomes"], expected, atol=2e-5)


def test_the_last_moment_is_what_the_live_channel_says(client: TestClient) -> None:
    count = sum(map(len, EIGHT.strokes))
    asked = {"strokes": EIGHT.strokes, "moments": [3, count]}
    body = client.post(TRACES, json=asked).json()
    with greeted(client) as socket:
        for moment, probabilities in zip([3, count], body["outcomes"], strict=True):
            socket.send_json(draw(strokes=beginning(EIGHT.strokes, moment)))
            frame = decode_frame(socket.receive_bytes())
            np.testing.assert_allclose(probabilities, frame.probabilities, atol=2e-6)


def test_steps_that_are_left_out_are_left_out_at_each_moment(client: TestClient) -> None:
    corner = [[(0.25 * x, 0.25 * y) for x, y in stroke] for stroke in EIGHT.strokes]
    moments = [5, 20, sum(map(len, corner))]
    asked = {"strokes": corner, "moments": moments, "without": ["centre", "pen_width"], "pen": 0.1}
    body = client.post(TRACES, json=asked).json()
    for moment, probabilities in zip(moments, body["outcomes"], strict=True):
        one = {**asked, "strokes": beginning(corner, moment)}
        del one["moments"]
        alone = client.post("/api/models/lenet5/predictions", json=one).json()
        np.testing.assert_allclose(probabilities, alone["outcomes"]["digit"], atol=2e-6)


def test_a_moment_without_ink_has_no_probabilities(client: TestClient) -> None:
    outside_first = [[[1.4, 0.5], [1.6, 0.7]], *EIGHT.strokes]
    body = client.post(TRACES, json={"strokes": outside_first, "moments": [1, 30]}).json()
    assert body["outcomes"][0] == [0.0] * 10
    assert sum(body["outcomes"][1]) == pytest.approx(1)


@given(st.lists(st.lists(st.just((0.5, 0.5)), max_size=4), max_size=6), st.integers(0, 20))
def test_first_points_of_lines_are_those_of_the_strokes(
    strokes: list[list[tuple[float, float]]], moment: int
) -> None:
    lines = GrowingStrokes(strokes).lines().first(moment)
    begun = beginning(strokes, moment)
    assert [len(line) for line in lines.split(lines.points)][: len(lines)] == list(map(len, begun))
    assert len(lines.points) == sum(map(len, begun))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"moments": []}, "at least 1"),
        ({"moments": [0]}, "greater than or equal to 1"),
        ({"moments": [2, 2]}, "each larger than the one before"),
        ({"moments": list(range(1, MAX_MOMENTS + 2)), "strokes": DOTS}, "at most 200"),
        ({"moments": [1], "strokes": [*DOTS, *DOTS]}, "at most 4000 points"),
        ({"moments": [1], "strokes": []}, "the drawing has 0"),
        ({"moments": ["1"]}, "integer"),
        ({"moments": [1], "picture": "AAAA"}, "extra"),
        ({"moments": [1], "without": ["sharpen"]}, "crop"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_in_words(
    client: TestClient, asked: dict[str, object], words: str
) -> None:
    three = [[[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]]]
    answer = client.post(TRACES, json={"strokes": three, **asked})
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_message"
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("moments", "words"),
    [([3, 2], "each larger than the one before"), ([4], "a moment is after 4 points")],
    ids=str,
)
def test_moments_that_the_drawing_does_not_have_in_this_order_do_not_fit(
    client: TestClient, moments: list[int], words: str
) -> None:
    three = [[[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]]]
    answer = client.post(TRACES, json={"strokes": three, "moments": moments})
    assert (answer.status_code, answer.json()["error"]) == (409, "invalid_message")
    assert words in answer.json()["detail"]


def test_a_whole_number_may_be_written_with_a_point(client: TestClient) -> None:
    body = b'{"strokes": [[[0.1, 0.1], [0.2, 0.2]]], "moments": [2.0]}'
    assert client.post(TRACES, content=body).json()["moments"] == [2]


def test_the_longest_drawing_with_the_most_moments_is_read(client: TestClient) -> None:
    moments = list(range(20, MAX_POINTS + 1, 20))
    answer = client.post(TRACES, json={"strokes": DOTS, "moments": moments})
    assert answer.status_code == 200
    assert len(answer.json()["outcomes"]) == MAX_MOMENTS


def test_other_networks_and_networks_that_cannot_answer_are_named(client: TestClient) -> None:
    asked = {"strokes": EIGHT.strokes, "moments": [1]}
    answer = client.post("/api/models/nonsense/pen-traces", json=asked)
    assert (answer.status_code, answer.json()["error"]) == (404, "unknown_network")


class _Watched:
    """Stands for the predictor: how many moments it was given at a time, and by whom."""

    def __init__(self) -> None:
        self.slices: list[tuple[str, int]] = []

    async def read_all(self, name: str, drawings: Sequence[ToRead]) -> list[Reading]:
        self.slices.append((name, len(drawings)))
        await asyncio.sleep(0)
        nothing = np.zeros(10, np.float32)
        return [Reading(nothing, nothing, None, False, nothing, nothing, nothing)] * len(drawings)


def test_traces_take_turns_and_put_only_a_slice_into_the_queue_at_a_time() -> None:
    predictor = _Watched()
    moments = [ToRead(EIGHT.strokes)] * (SLICE + 3)

    async def read_both() -> list[list[Reading]]:
        tracer = PenTracer(predictor)  # type: ignore[arg-type]
        return await asyncio.gather(*(tracer.read(name, moments) for name in "ab"))

    both = run_coroutine(read_both())
    assert [len(readings) for readings in both] == [len(moments)] * 2
    assert predictor.slices == [("a", SLICE), ("a", 3), ("b", SLICE), ("b", 3)]


def test_more_traces_than_may_wait_are_refused_and_the_others_read() -> None:
    async def read_three_and_one() -> list[object]:
        tracer = PenTracer(_Watched(), most_waiting=2)  # type: ignore[arg-type]
        moments = [ToRead(EIGHT.strokes)] * 2
        three = [tracer.read("a", moments) for _ in range(3)]
        answers = await asyncio.gather(*three, return_exceptions=True)
        return [*answers, await tracer.read("a", moments)]

    answers = run_coroutine(read_three_and_one())
    assert [type(answer) for answer in answers] == [list, list, OverloadedError, list]


def test_the_trace_with_least_to_do_has_the_next_turn() -> None:
    predictor = _Watched()

    async def read_all() -> None:
        tracer = PenTracer(predictor)  # type: ignore[arg-type]
        lengths = {"long": 4 * SLICE, "middle": 2 * SLICE, "short": 1}
        await asyncio.gather(
            *(tracer.read(name, [ToRead(EIGHT.strokes)] * n) for name, n in lengths.items())
        )

    run_coroutine(read_all())
    order = [name for name, _ in predictor.slices]
    assert order == ["long", "short", "middle", "middle", "long", "long", "long"]


def test_where_too_many_wait_the_dearest_is_turned_away() -> None:
    async def read_all(of_an_address: int) -> list[object]:
        tracer = PenTracer(_Watched(), 3, of_an_address)  # type: ignore[arg-type]
        traces = [tracer.read("a", [ToRead(DOTS)] * 3, "10.0.0.1") for _ in range(2)]
        traces.append(tracer.read("a", [ToRead(EIGHT.strokes)], "10.0.0.2"))
        traces.append(tracer.read("a", [ToRead(EIGHT.strokes)], "10.0.0.1"))
        return await asyncio.gather(*traces, return_exceptions=True)

    for of_an_address in (2, 3):
        answers = run_coroutine(read_all(of_an_address))
        assert [type(answer) for answer in answers] == [list, OverloadedError, list, list]


def test_dear_moments_are_read_in_smaller_slices() -> None:
    predictor = _Watched()
    tracer = PenTracer(predictor)  # type: ignore[arg-type]
    run_coroutine(tracer.read("a", [ToRead(DOTS)] * 3))
    assert predictor.slices == [("a", 1)] * 3


def test_a_trace_whose_sender_leaves_is_given_up_and_the_next_has_its_turn() -> None:
    predictor = _Watched()

    async def leave() -> list[Reading]:
        tracer = PenTracer(predictor)  # type: ignore[arg-type]
        moments = [ToRead(EIGHT.strokes)] * (100 * SLICE)
        leaving = asyncio.create_task(tracer.read("left", moments))
        waiting = asyncio.create_task(tracer.read("waits", moments[:SLICE]))
        gone = asyncio.create_task(tracer.read("gone", moments[:1]))
        await asyncio.sleep(0)
        leaving.cancel()
        gone.cancel()
        return await waiting

    assert len(run_coroutine(leave())) == SLICE
    assert predictor.slices == [("left", SLICE), ("waits", SLICE)]


def test_a_request_whose_sender_has_left_is_no_longer_worked_for() -> None:
    async def scenario() -> None:
        ended = asyncio.Event()

        async def work() -> None:
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()

        async def receive() -> dict[str, str]:
            return {"type": "http.disconnect"}

        request = Request({"type": "http", "method": "POST", "headers": []}, receive)
        with pytest.raises(LeftError):
            await while_there(request, work())
        await asyncio.wait_for(ended.wait(), 5)

    run_coroutine(scenario())
