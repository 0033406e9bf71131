"""The frame's bytes: golden ones, round trips, and refusal of what is not a frame."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.frame import Frame, FrameError, decode_frame, encode_frame, pick

GOLDEN = Path(__file__).parents[1] / "golden"


def golden_frame() -> Frame:
    content = json.loads((GOLDEN / "frame.json").read_text())
    return Frame(
        seq=content["seq"],
        first_guess=content["first_guess"],
        second_guess=content["second_guess"],
        probabilities=np.array(content["probabilities"], np.float32),
        tensors={
            tensor["operation"]: np.array(tensor["values"], np.float32)
            for tensor in content["tensors"]
        },
    )


def assert_equal(one: Frame, other: Frame) -> None:
    assert (one.seq, one.first_guess, one.second_guess) == (
        other.seq,
        other.first_guess,
        other.second_guess,
    )
    np.testing.assert_array_equal(one.probabilities, other.probabilities)
    assert list(one.tensors) == list(other.tensors)
    for operation, values in one.tensors.items():
        np.testing.assert_array_equal(values, other.tensors[operation])


def test_the_golden_frame_is_encoded_to_its_golden_bytes() -> None:
    assert encode_frame(golden_frame()) == (GOLDEN / "frame.bin").read_bytes()


def test_the_golden_bytes_are_decoded_to_the_golden_frame() -> None:
    assert_equal(decode_frame((GOLDEN / "frame.bin").read_bytes()), golden_frame())


def test_the_bytes_are_as_documented() -> None:
    tensors = {0: np.array([1.5, -2.0], np.float32)}
    content = encode_frame(Frame(7, 1, 0, np.array([0.25, 0.75], np.float32), tensors))
    assert content.hex(" ", 4) == (
        "494e4b46 01000100 07000000 02000100"  # INKF, version, flags, guesses, seq, C, T
        " 0000803e 0000403f"  # 0.25, 0.75
        " 00000000 02000000 000000c0 0000c03f"  # operation 0, float32, 2 values, -2 to 1.5
        " 0000c03f 000000c0"  # 1.5, -2
    )


def test_a_blank_frame_has_no_guesses_and_no_tensors() -> None:
    frame = decode_frame(encode_frame(Frame(3, None, None, np.zeros(10, np.float32), {})))
    assert frame.blank
    assert frame.second_guess is None
    assert frame.tensors == {}


floats = st.floats(width=32, allow_nan=False, allow_infinity=False)
arrays = st.lists(floats, min_size=1, max_size=20).map(lambda v: np.array(v, np.float32))
frames = st.builds(
    Frame,
    seq=st.integers(0, 2**32 - 1),
    first_guess=st.integers(0, 254),
    second_guess=st.integers(0, 254),
    probabilities=arrays,
    tensors=st.dictionaries(st.integers(0, 2**16 - 1), arrays, max_size=5),
)


@given(frames)
def test_every_frame_comes_back(frame: Frame) -> None:
    assert_equal(decode_frame(encode_frame(frame)), frame)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_refused(content: bytes) -> None:
    with pytest.raises(FrameError):
        decode_frame(content)


@pytest.mark.parametrize("length", range(0, 124, 3))
def test_every_cut_is_noticed(length: int) -> None:
    content = (GOLDEN / "frame.bin").read_bytes()
    assert length < len(content)
    with pytest.raises(FrameError):
        decode_frame(content[:length])


def test_doubt_is_a_flag_of_its_own() -> None:
    frame = Frame(3, 8, 1, np.full(10, 0.1, np.float32), {}, doubtful=True)
    content = encode_frame(frame)
    assert content[5] == 2
    assert decode_frame(content).doubtful
    assert not decode_frame(content[:5] + b"\0" + content[6:]).doubtful


def test_other_versions_encodings_and_left_over_bytes_are_refused() -> None:
    content = bytearray((GOLDEN / "frame.bin").read_bytes())
    with pytest.raises(FrameError, match="left after the last value"):
        decode_frame(bytes(content) + b"\0\0\0\0")
    encoding = 16 + 4 * content[12] + 2
    with pytest.raises(FrameError, match="unknown encoding"):
        decode_frame(bytes(content[:encoding] + b"\x09" + content[encoding + 1 :]))
    content[4] = 2
    with pytest.raises(FrameError, match="version 1"):
        decode_frame(bytes(content))


def test_a_frame_carries_the_image_and_what_is_shown() -> None:
    names = ["image", "conv1", "relu1", "pool1"]
    activations = {name: np.full((1, 2, 2), index, np.float32) for index, name in enumerate(names)}
    picked = pick(activations, names, {"pool1"})
    assert list(picked) == [0, 3]
    assert picked[3].tolist() == [3, 3, 3, 3]
