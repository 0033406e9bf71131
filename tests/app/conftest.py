"""Each test gets a small application of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

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
