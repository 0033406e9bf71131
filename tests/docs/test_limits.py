"""The limits that no setting changes stand in docs/settings.md with the numbers that hold."""

from __future__ import annotations

import pytest

from app import logs, server, workers
from app.messages import drawing, parts
from app.services import limits, pen_traces, photos, predictor
from app.web import connections, live_connections
from models.ink import photo_child, picture_file, picture_parts
from tests.serving import ROOT

SETTINGS = (ROOT / "docs" / "settings.md").read_text()

BLANK, INKED = limits.RESTED[False], limits.RESTED[True]

SAID = [
    f"| {connections.HEAD_BYTES:,} bytes, {connections.HEADERS} headers |",
    f"| {connections.HANDSHAKE_LINE:,} bytes |",
    f"sent ahead of their answers | {connections.PIPELINED} |",
    f"chunks of one body | {connections.CHUNKS} and one more for every "
    f"{connections.BYTES_A_CHUNK // 1024} KiB |",
    f"| {connections.SMALL_BODY:,} bytes |",
    f"| {connections.UNHURRIED:.0f} s under way |",
    f"without a request | {server.KEEP_SECONDS} s |",
    f"| {live_connections.FRAMES_A_SECOND} a second, {live_connections.FRAME_BURST} at once |",
    f"fragments of one message | {live_connections.FRAGMENTS} |",
    f"| {parts.MAX_POINTS:,} points, {parts.MAX_STROKES:,} strokes, {parts.FARTHEST} pads away",
    f"keys | {parts.MOST_KEYS} |",
    f"moments of a pen trace | {drawing.MAX_MOMENTS} |",
    f"| {pen_traces.MOST_WAITING}, {pen_traces.MOST_OF_AN_ADDRESS} of an address |",
    f"| {limits.LONGEST_DELAY} s | slowed",
    f"that hang | {predictor.MOST_HANGING} |",
    f"| {server.PING_SECONDS} s after {server.PING_SECONDS} s |",
    f"| {BLANK:.0f} s blank, {INKED:.0f} s with ink |",
    f"start | {workers.FIRST_BEAT_SECONDS:.0f} s |",
    f"{picture_file.MAX_PIXELS // 10**6} million pixels, {picture_file.MAX_SCANS} scans, "
    f"{picture_parts.MAX_PARTS:,} pieces",
    f"{logs.WAITING:,} lines wait",
    f"{limits.POINTS_A_MESSAGE} points",
]


@pytest.mark.parametrize("said", SAID)
def test_a_limit_without_a_setting_is_in_the_documents(said: str) -> None:
    assert said in " ".join(SETTINGS.split())


def test_limits_of_pictures_are_told_in_words_that_hold() -> None:
    assert (photos.AT_ONCE, photos.WAITING, photos.PATIENCE) == (2, 16, 10)
    assert (photo_child.CPU_SECONDS, photo_child.MEMORY) == (3, 2**29)
    for said in ("three seconds and half a gigabyte", "two are opened at once", "16 wait", "ten"):
        assert said in " ".join(SETTINGS.split())
