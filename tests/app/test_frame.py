"""The frame's bytes: golden ones, round trips, and refusal of what is not a frame."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.frame import FramePlan
from app.services.readings import Reading
from models._answers import Classes, Numbers
from models._registry import LayerKind
from models.forward.description import LayerDescription, NetworkDescription, OperationDescription
from tests.frames import Frame, FrameError, decode_frame

GOLDEN = Path(__file__).parents[1] / "golden"
LIVE = (GOLDEN / "frame-live.bin").read_bytes()
EXACT = (GOLDEN / "frame-exact.bin").read_bytes()
EXPECTED = json.loads((GOLDEN / "frame.json").read_text())
HEADER = 20


def operation(
    name: str, kind: str, layer: str, *shape: int, inputs: tuple[str, ...] = ()
) -> OperationDescription:
    return OperationDescription(name, kind, layer, inputs, shape, 0, 0)


def layer(name: str, kind: LayerKind, shape: tuple[int, ...], *names: str) -> LayerDescription:
    return LayerDescription(name, name, kind, names, names[-1], shape, 0, 0)


TINY = NetworkDescription(
    name="tiny",
    title="Tiny",
    year=None,
    answers=(
        Classes("letter", "Letter", "fc1", tuple("abcde")),
        Numbers("sizes", "Sizes", "flatten", ("x", "y", "z"), ("cm", "cm", "")),
    ),
    input_shape=(1, 2, 2),
    parameters=0,
    multiply_adds=0,
    blocks=(),
    layers=(
        layer("input", "input", (1, 2, 2), "image"),
        layer("conv1", "convolution", (1, 1, 3), "conv1", "relu1"),
        layer("output", "output", (5,), "flatten", "fc1"),
    ),
    operations=(
        operation("image", "input", "input", 1, 2, 2),
        operation("conv1", "convolution", "conv1", 1, 1, 3, inputs=("image",)),
        operation("relu1", "relu", "conv1", 1, 1, 3, inputs=("conv1",)),
        operation("flatten", "flatten", "output", 3, inputs=("relu1",)),
        operation("fc1", "linear", "output", 5, inputs=("flatten",)),
    ),
    edges=(),
)
ALL = ["input", "conv1", "output"]


def reading(exact: bool = False, **changes: object) -> Reading:
    """A reading whose every number is easy to recognise."""
    values = [0, 0.5, 1, 0.25, -1.5, 0, 2.25, 0, 0, 2.25, 0, 0, 2.25, -3, 4.5, 0.015625, 1e-20, 7]
    made = Reading(
        image=np.array([[[0, 0.5], [1, 0.25]]], np.float32),
        outcomes={
            "letter": np.array([0.0625, 0.25, 0.125, 0.5, 0.0625], np.float32),
            "sizes": np.array([1.5, -2, 0.25], np.float32),
        },
        blank=False,
        doubtful=False,
        low=np.array([0, 0, -3], np.float32),
        high=np.array([1, 2.25, 7], np.float32),
        codes=np.array([0, 128, 255, 64, 0, 0, 255, 0, 74, 210, 128, 128, 255, 0, 0, 0], np.uint8),
        exact=np.array(values, np.float32) if exact else None,
    )
    return made._replace(**changes)


def assert_as_expected(frame: Frame, kind: str) -> None:
    expected = EXPECTED[kind]
    assert [frame.seq, frame.took] == [EXPECTED["seq"], EXPECTED["took"]]
    outcomes = {str(answer): values.tolist() for answer, values in frame.outcomes.items()}
    assert outcomes == EXPECTED["outcomes"]
    assert list(frame.tensors) == [tensor["operation"] for tensor in expected]
    for tensor in expected:
        values = frame.tensors[tensor["operation"]]
        np.testing.assert_allclose(values, tensor["values"], rtol=1e-6)
        assert frame.ranges[tensor["operation"]] == (tensor["low"], tensor["high"])


def test_the_golden_reading_is_encoded_to_its_golden_bytes() -> None:
    plan = FramePlan(TINY, ALL)
    assert plan.encode(reading(), EXPECTED["seq"], EXPECTED["took"]) == LIVE
    assert plan.encode(reading(exact=True), EXPECTED["seq"], EXPECTED["took"]) == EXACT


def test_the_golden_bytes_are_decoded_to_the_golden_values() -> None:
    assert_as_expected(decode_frame(LIVE), "live")
    assert_as_expected(decode_frame(EXACT), "exact")
    assert not decode_frame(LIVE).exact
    assert decode_frame(EXACT).exact


def test_the_bytes_are_as_documented() -> None:
    content = FramePlan(TINY, []).encode(reading(), seq=7, took=258)
    assert content.hex(" ", 4) == (
        "494e4b46 04000200 07000000 02010000 01000000"  # INKF, version.., seq, took, T
        " 00000000 05000000 01000000 03000000"  # answer 0 with 5 values, answer 1 with 3
        " 0000803d 0000803e 0000003e 0000003f 0000803d"  # the outcome of answer 0
        " 0000c03f 000000c0 0000803e"  # of answer 1
        " 00000000 0000803f"  # low, high
        " 00000100 04000000"  # operation 0 in 8 bits, 4 values
        " 0080ff40"
    )


def test_only_what_the_shown_layers_show_is_sent_live() -> None:
    assert list(decode_frame(FramePlan(TINY, ["output"]).encode(reading())).tensors) == [0, 4]
    assert list(decode_frame(FramePlan(TINY, []).encode(reading())).tensors) == [0]


def test_every_operation_is_sent_exactly_if_no_layers_are_named() -> None:
    frame = decode_frame(FramePlan(TINY, ["conv1"]).encode(reading(exact=True)))
    assert list(frame.tensors) == [0, 1, 2, 4]
    assert frame.tensors[1].tolist() == [-1.5, 0, 2.25]


@pytest.mark.parametrize(
    ("shown", "explained", "sent"),
    [
        ([], [], [0]),
        (["output"], [], [0, 4]),
        ([], ["conv1"], [0, 1, 2]),
        ([], ["output"], [0, 2, 4]),  # what goes into a flattening has its values
        (ALL, ["input"], [0, 2, 4]),
    ],
)
def test_exact_frames_have_what_is_shown_and_what_explains_the_named_layers(
    shown: list[str], explained: list[str], sent: list[int]
) -> None:
    frame = decode_frame(FramePlan(TINY, shown, explained).encode(reading(exact=True)))
    assert list(frame.tensors) == sent


def test_a_blank_reading_has_no_guesses_and_no_tensors() -> None:
    nothing = {name: np.zeros_like(each) for name, each in reading().outcomes.items()}
    blank = reading(blank=True, outcomes=nothing)
    frame = decode_frame(FramePlan(TINY, ALL).encode(blank, 3))
    assert frame.blank
    assert frame.first_guess is None
    assert frame.tensors == {}
    assert [(len(values), values.any()) for values in frame.outcomes.values()] == [
        (5, False),
        (3, False),
    ]


def test_a_deflated_frame_is_the_same_frame_in_fewer_bytes() -> None:
    *others, _, last = TINY.operations
    many = operation("flatten", "flatten", "output", 2000, inputs=("relu1",))
    plan = FramePlan(replace(TINY, operations=(*others, many, last)), ALL)
    long = reading(outcomes={**reading().outcomes, "sizes": np.zeros(2000, np.float32)})
    plain, deflated = plan.encode(long), plan.encode(long, deflate=True)
    assert len(deflated) < len(plain) / 10
    assert decode_frame(deflated).tensors.keys() == decode_frame(plain).tensors.keys()
    with pytest.raises(FrameError, match="cannot be inflated"):
        decode_frame(deflated[:-3])


def test_the_place_of_the_image_on_the_pad_travels_where_it_is_known() -> None:
    placed = reading(exact=True, image_on_pad=(0.25, -0.125, 0.5))
    for deflate in (False, True):
        frame = decode_frame(FramePlan(TINY, ALL).encode(placed, deflate=deflate))
        assert frame.image_on_pad == (0.25, -0.125, 0.5)
        assert list(frame.tensors) == [0, 1, 2, 4]
    assert decode_frame(EXACT).image_on_pad is None


def test_doubt_is_a_flag_of_its_own() -> None:
    content = FramePlan(TINY, ALL).encode(reading(doubtful=True))
    assert content[5] == 2
    assert decode_frame(content).doubtful
    for doubtful in (False, None):  # None: the network cannot say
        assert not decode_frame(FramePlan(TINY, ALL).encode(reading(doubtful=doubtful))).doubtful


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(FrameError):
        decode_frame(content)


@pytest.mark.parametrize("content", [LIVE, EXACT], ids=["live", "exact"])
def test_every_cut_is_noticed(content: bytes) -> None:
    for length in range(len(content)):
        with pytest.raises(FrameError):
            decode_frame(content[:length])


def test_other_versions_encodings_and_left_over_bytes_are_refused() -> None:
    content = bytearray(LIVE)
    with pytest.raises(FrameError, match="left after the last value"):
        decode_frame(bytes(content) + b"\0\0\0\0")
    encoding = HEADER + 8 * 2 + 4 * (5 + 3) + 8 * 3 + 2
    with pytest.raises(FrameError, match="unknown encoding"):
        decode_frame(bytes(content[:encoding] + b"\x09" + content[encoding + 1 :]))
    content[4] = 1
    with pytest.raises(FrameError, match="version 4"):
        decode_frame(bytes(content))
