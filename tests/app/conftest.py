"""Each test gets a small application of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.serving import Server, start_server

MakeClient = Callable[..., TestClient]


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    """Make a client of an app with the given settings; `wait` until its networks are loaded."""
    with ExitStack() as stack:

        def make(wait: bool = True, **settings: object) -> TestClient:
            app = create_app(Settings(**settings))
            client = stack.enter_context(TestClient(app, raise_server_exceptions=False))
            for _ in range(1000):
                if not wait or client.get("/readyz").status_code == 200:
                    return client
                time.sleep(0.01)
            raise TimeoutError(client.get("/readyz").text)

        yield make


@pytest.fixture
def client(make_client: MakeClient) -> TestClient:
    """A client of an app with default settings, its networks loaded."""
    return make_client()


@pytest.fixture(scope="session")
def wired() -> Iterator[Server]:
    """One process for all that a single connection may do wrong; none of it is in its log."""
    with start_server(INKLING_HEAD_SECONDS="2", INKLING_MAX_BODIES_BYTES="1000000") as server:
        server.wait_until_ready()
        yield server
        assert server.stop() == 0
        assert server.process.stderr is not None
        log = server.process.stderr.read()
        assert not any(sign in log for sign in ("Traceback", "ERROR", "WARNING")), log
