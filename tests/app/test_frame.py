"""The frame's bytes: golden ones, round trips, and refusal of what is not a frame."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.frame import Frame, FrameError, FramePlan, decode_frame
from app.services.readings import Reading
from models._registry import LayerKind
from models.forward.description import LayerDescription, NetworkDescription, OperationDescription

GOLDEN = Path(__file__).parents[1] / "golden"
LIVE = (GOLDEN / "frame-live.bin").read_bytes()
EXACT = (GOLDEN / "frame-exact.bin").read_bytes()
EXPECTED = json.loads((GOLDEN / "frame.json").read_text())
HEADER = 20


def operation(name: str, kind: str, layer: str, *shape: int) -> OperationDescription:
    return OperationDescription(name, kind, layer, (), shape, 0, 0)


def layer(name: str, kind: LayerKind, shape: tuple[int, ...], *names: str) -> LayerDescription:
    return LayerDescription(name, name, kind, names, names[-1], shape, 0, 0)


TINY = NetworkDescription(
    name="tiny",
    title="Tiny",
    classes=tuple("abcde"),
    input_shape=(1, 2, 2),
    parameters=0,
    multiply_adds=0,
    layers=(
        layer("input", "input", (1, 2, 2), "image"),
        layer("conv1", "convolution", (1, 1, 3), "conv1", "relu1"),
        layer("output", "output", (5,), "flatten", "fc1"),
    ),
    operations=(
        operation("image", "input", "input", 1, 2, 2),
        operation("conv1", "convolution", "conv1", 1, 1, 3),
        operation("relu1", "relu", "conv1", 1, 1, 3),
        operation("flatten", "flatten", "output", 3),
        operation("fc1", "linear", "output", 5),
    ),
    edges=(),
)
ALL = ["input", "conv1", "output"]


def reading(exact: bool = False, **changes: object) -> Reading:
    """A reading whose every number is easy to recognise."""
    values = [0, 0.5, 1, 0.25, -1.5, 0, 2.25, 0, 0, 2.25, 0, 0, 2.25, -3, 4.5, 0.015625, 1e-20, 7]
    made = Reading(
        image=np.array([[[0, 0.5], [1, 0.25]]], np.float32),
        probabilities=np.array([0.0625, 0.25, 0.125, 0.5, 0.0625], np.float32),
        guesses=(3, 1),
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
    assert [frame.first_guess, frame.second_guess] == EXPECTED["guesses"]
    assert frame.probabilities.tolist() == EXPECTED["probabilities"]
    assert list(frame.tensors) == [tensor["operation"] for tensor in expected]
    for tensor in expected:
        own = frame.tensors[tensor["operation"]]
        np.testing.assert_allclose(own, tensor["values"], rtol=1e-6)
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
        "494e4b46 03000301 07000000 02010000 05000100"  # INKF, version.., seq, took, C, T
        " 0000803d 0000803e 0000003e 0000003f 0000803d"  # the probabilities
        " 00000000 0000803f"  # low, high
        " 00000100 04000000"  # operation 0 in 8 bits, 4 values
        " 0080ff40"
    )


def test_only_what_the_shown_layers_show_is_sent_live() -> None:
    assert list(decode_frame(FramePlan(TINY, ["output"]).encode(reading())).tensors) == [0, 4]
    assert list(decode_frame(FramePlan(TINY, []).encode(reading())).tensors) == [0]


def test_every_operation_is_sent_exactly_whatever_is_shown() -> None:
    frame = decode_frame(FramePlan(TINY, ["conv1"]).encode(reading(exact=True)))
    assert list(frame.tensors) == [0, 1, 2, 4]
    assert frame.tensors[1].tolist() == [-1.5, 0, 2.25]


def test_a_blank_reading_has_no_guesses_and_no_tensors() -> None:
    blank = reading(guesses=None, probabilities=np.zeros(5, np.float32))
    frame = decode_frame(FramePlan(TINY, ALL).encode(blank, 3))
    assert frame.blank
    assert frame.second_guess is None
    assert frame.tensors == {}
    assert not frame.probabilities.any()


def test_a_deflated_frame_is_the_same_frame_in_fewer_bytes() -> None:
    plan = FramePlan(TINY, ALL)
    long = reading(probabilities=np.zeros(2000, np.float32))
    plain, deflated = plan.encode(long), plan.encode(long, deflate=True)
    assert len(deflated) < len(plain) / 10
    assert decode_frame(deflated).tensors.keys() == decode_frame(plain).tensors.keys()
    with pytest.raises(FrameError, match="cannot be inflated"):
        decode_frame(deflated[:-3])


def test_the_place_of_the_image_on_the_pad_travels_where_it_is_known() -> None:
    placed = reading(exact=True, place=(0.25, -0.125, 0.5))
    for deflate in (False, True):
        frame = decode_frame(FramePlan(TINY, ALL).encode(placed, deflate=deflate))
        assert frame.place == (0.25, -0.125, 0.5)
        assert list(frame.tensors) == [0, 1, 2, 4]
    assert decode_frame(EXACT).place is None


def test_doubt_is_a_flag_of_its_own() -> None:
    content = FramePlan(TINY, ALL).encode(reading(doubtful=True))
    assert content[5] == 2
    assert decode_frame(content).doubtful
    assert not decode_frame(LIVE).doubtful


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
    encoding = HEADER + 4 * 5 + 8 * 3 + 2
    with pytest.raises(FrameError, match="unknown encoding"):
        decode_frame(bytes(content[:encoding] + b"\x09" + content[encoding + 1 :]))
    content[4] = 1
    with pytest.raises(FrameError, match="version 3"):
        decode_frame(bytes(content))
