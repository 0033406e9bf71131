"""One application for all tests that leave it as it was; a small one of its own for each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.serving import Server, start_server

MakeClient = Callable[..., TestClient]


def client_of(stack: ExitStack, wait: bool = True, **settings: object) -> TestClient:
    """A client of an app with these settings, which ends with the stack."""
    app = create_app(Settings(**settings))
    client = stack.enter_context(TestClient(app, raise_server_exceptions=False))
    for _ in range(500):
        if not wait or client.get("/readyz").status_code == 200:
            return client
        time.sleep(0.05)
    raise TimeoutError(client.get("/readyz").text)


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    """Make a client of an app with the given settings; `wait` until its networks are loaded."""
    with ExitStack() as stack:
        yield partial(client_of, stack)


@pytest.fixture
def new_client(make_client: MakeClient) -> TestClient:
    """A client of an app with default settings that no other test has asked for anything."""
    return make_client()


@pytest.fixture(scope="session")
def shared_client() -> Iterator[TestClient]:
    """A client of the one app behind `client`: its networks are loaded, its processes started."""
    with ExitStack() as stack:
        yield client_of(stack)


@pytest.fixture
def client(shared_client: TestClient) -> Iterator[TestClient]:
    """A client of an app with default settings, its networks loaded, which a test may ask for
    anything and must leave as it was; for all else there is `new_client`."""
    state = shared_client.app.state  # type: ignore[attr-defined]
    before = dict(state._state)
    yield shared_client
    shared_client.cookies.clear()
    assert state._state == before, "this test needs an app of its own: new_client"
    assert state.socket_limits.count == 0


@pytest.fixture(scope="session")
def wired() -> Iterator[Server]:
    """One process for all that a single connection may do wrong; none of it is in its log."""
    with start_server(
        INKLING_HEAD_SECONDS="2", INKLING_MAX_BODIES_BYTES="1000000", INKLING_STEP_SECONDS="300"
    ) as server:
        server.wait_until_ready()
        yield server
        assert server.stop() == 0
        assert server.process.stderr is not None
        log = server.process.stderr.read()
        assert not any(sign in log for sign in ("Traceback", "ERROR", "WARNING")), log
