"""Downloads against a local server that behaves, lies, hangs up, and a disk that is full."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from models.data.fetch import FetchError, RemoteFile, fetch_mnist

CONTENT = bytes(range(256)) * 1000
FILE = RemoteFile("digits.gz", hashlib.md5(CONTENT).hexdigest(), len(CONTENT))

Respond = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def mirror(respond: Respond) -> Iterator[str]:
    """A local mirror; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            respond(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sends(content: bytes, claimed: int | None = None) -> Respond:
    def respond(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(claimed or len(content)))
        request.end_headers()
        request.wfile.write(content)
        request.close_connection = True

    return respond


def not_found(request: BaseHTTPRequestHandler) -> None:
    request.send_error(404)


def fetch(folder: Path, *mirrors: str) -> list[int]:
    return [event.done for event in fetch_mnist(folder, mirrors, [FILE])]


def assert_nothing_left(folder: Path) -> None:
    assert list(folder.iterdir()) == []


def test_a_file_arrives_with_progress(tmp_path: Path) -> None:
    with mirror(sends(CONTENT)) as address:
        done = fetch(tmp_path / "new" / "mnist", address)
    assert (tmp_path / "new" / "mnist" / FILE.name).read_bytes() == CONTENT
    assert done == sorted(done)
    assert len(done) > 2
    assert done[-1] == FILE.size


def test_a_file_that_is_there_is_not_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / FILE.name).write_bytes(CONTENT)
    assert fetch(tmp_path) == [FILE.size]  # would fail if it asked: there is no mirror


def test_a_damaged_file_is_fetched_again(tmp_path: Path) -> None:
    (tmp_path / FILE.name).write_bytes(b"half of it")
    with mirror(sends(CONTENT)) as address:
        fetch(tmp_path, address)
    assert (tmp_path / FILE.name).read_bytes() == CONTENT


def test_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    with mirror(sends(CONTENT[::-1])) as address, pytest.raises(FetchError, match="checksum"):
        fetch(tmp_path, address)
    assert_nothing_left(tmp_path)


def test_a_cut_connection_is_noticed(tmp_path: Path) -> None:
    with (
        mirror(sends(CONTENT[:100_000], claimed=len(CONTENT))) as address,
        pytest.raises(FetchError, match="cut after 100000 of 256000 bytes"),
    ):
        fetch(tmp_path, address)
    assert_nothing_left(tmp_path)


def test_an_endless_answer_is_cut_off(tmp_path: Path) -> None:
    with mirror(sends(CONTENT * 2)) as address, pytest.raises(FetchError, match="more than"):
        fetch(tmp_path, address)
    assert_nothing_left(tmp_path)


def test_the_next_mirror_is_asked(tmp_path: Path) -> None:
    with mirror(not_found) as first, mirror(sends(CONTENT)) as second:
        fetch(tmp_path, "http://127.0.0.1:9/", first, second)
    assert (tmp_path / FILE.name).read_bytes() == CONTENT


def test_every_mirrors_reason_is_given(tmp_path: Path) -> None:
    with (
        mirror(not_found) as first,
        mirror(sends(CONTENT[::-1])) as second,
        pytest.raises(FetchError, match=r"Not Found; .*checksum"),
    ):
        fetch(tmp_path, first, second)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk always full")
def test_a_full_disk_is_said_so(tmp_path: Path) -> None:
    (tmp_path / f"{FILE.name}.part").symlink_to("/dev/full")
    with mirror(sends(CONTENT)) as address, pytest.raises(FetchError, match="the disk is full"):
        fetch(tmp_path, address)
    assert_nothing_left(tmp_path)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FetchError, match="cannot make the folder"):
        fetch(tmp_path / "file" / "mnist")
