"""What other machines bring with them: prefixes, types, narrow outputs, damaged caches."""

from __future__ import annotations

import io
import mimetypes
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from app.__main__ import main
from app.services import zoo
from app.services.zoo import Zoo
from models.ink import lines, raster
from tests.app.conftest import MakeClient
from tests.app.test_http import readiness_after_loading
from tests.drawings import FILE


def test_under_a_prefix_redirects_keep_queries_and_nothing_is_deprecated(
    make_client: MakeClient,
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client = make_client(wait=False, root_path="/caf%C3%A9")
    answer = client.get("/café?lang=nl&network=lenet5", follow_redirects=False)
    assert answer.headers["location"] == "/caf%C3%A9/?lang=nl&network=lenet5"
    assert client.get("/café", follow_redirects=False).headers["location"] == "/caf%C3%A9/"
    for path in ("/caf%C3%A9/healthz", "/caf%c3%a9/healthz", "/healthz"):
        assert client.get(path).status_code == 200
    assert client.get("/openapi.json").json()["servers"] == [{"url": "/café"}]


def test_media_types_are_ours_whatever_the_system_takes_files_for(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_, **__: ("text/plain", None))
    client = make_client(wait=False)
    for path, kind in (("img/icon.svg", "image/svg+xml"), ("words/en.json", "application/json")):
        assert client.get(f"/static/{path}").headers["content-type"] == kind


def test_a_load_that_dies_is_logged_and_told(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def die(_zoo: Zoo) -> None:
        raise SystemExit("a library gave up")

    monkeypatch.setattr(Zoo, "load", die)
    ready = readiness_after_loading(make_client(wait=False))
    assert ready.status_code == 503
    assert "loading ended early (SystemExit)" in ready.json()["detail"]
    assert "loading the networks ended early" in caplog.text


def test_output_that_is_not_utf_8_breaks_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    assert main(["evaluate", "lenet5", str(FILE)]) == 0
    narrow.write("\N{MINUS SIGN}")
    narrow.flush()
    assert narrow.buffer.getvalue().endswith(b"?")  # type: ignore[attr-defined]


@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_all_that_strokes_need_is_compiled_before_anybody_draws(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    """A function first compiled when a line leaves the pad would keep everybody waiting."""
    called = set()

    def recorded(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: object) -> Any:
            called.add(function)
            return function(*given)

        return call

    compiled = (raster.corners, raster.has_dots, raster.near_lines, raster.inside_pad)
    for each in compiled:
        monkeypatch.setattr(lines, each.__name__, recorded(each))
    if not defended:
        monkeypatch.setattr(zoo, "_STROKES", [[(0.2, 0.2), (0.8, 0.5)], [(0.5, 0.5)]])
    assert zoo._drawing(28).any()
    assert (called == {*compiled}) == defended


def test_a_damaged_compile_cache_is_compiled_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    ink = np.full((4, 4), 255, np.uint8)
    plain = raster.centre_of_mass.py_func  # type: ignore[attr-defined]

    def zeros(kept: bytes) -> bytes:
        """What a power cut leaves amid machine code; run, it would end this process."""
        half = len(kept) // 2
        return kept[:half] + bytes(64) + kept[half + 64 :]

    spoiled: list[Callable[[bytes], bytes]] = [
        lambda _: b"",
        lambda _: b"not a pickle",
        lambda _: b"\x80\x04",
        zeros,
    ]
    for spoil in spoiled:
        assert raster._compiled(plain)(ink) == (2, 2)
        kept = [*tmp_path.rglob("*.nbi"), *tmp_path.rglob("*.nbc")]
        assert len(kept) >= 2
        for index, pattern in enumerate(("*.nbi", "*.nbc")):
            file = next(tmp_path.rglob(pattern))
            file.write_bytes(spoil(file.read_bytes()))
            assert raster._compiled(plain)(ink) == (2, 2), index
    assert "compiling it again" in caplog.text
    assert "its checksum is another" in caplog.text
