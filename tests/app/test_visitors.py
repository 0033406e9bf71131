"""Names that are not ours, other sites' pages, and what only the operator may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.main import create_app
from app.settings import Settings
from app.web.visitors import host_name, is_ours, own_names
from tests.app.conftest import MakeClient, client_of

READ = "/api/models/lenet5/predictions"
DRAWING = {"strokes": [[[0.3, 0.2], [0.6, 0.8]]]}


@pytest.fixture(scope="module")
def undefended() -> Iterator[TestClient]:
    """A server that any name leads to."""
    with ExitStack() as stack:
        yield client_of(stack, wait=False, hosts="*")


@pytest.fixture(scope="module")
def with_courses() -> Iterator[TestClient]:
    """A server that another origin's pages may ask."""
    with ExitStack() as stack:
        yield client_of(stack, origins="https://courses.example")


@pytest.mark.parametrize(
    "host",
    [
        *("localhost:8000", "127.0.0.1:8000", "192.168.1.5:8000", "[fe80::1]:8000", "[::1]"),
        *("laptop:8000", "laptop.local:8000", "LAPTOP.LOCAL.", "inkling.default.svc.cluster.local"),
        *("lab.example.org", "lab.example.org:443", "courses.example.org", "more.example.org", ""),
    ],
)
def test_a_name_that_cannot_be_anothers_or_that_is_set_is_ours(host: str) -> None:
    settings = Settings(
        address="https://lab.example.org/inkling",
        origins="https://courses.example.org:444",
        hosts="more.example.org, other.example.org",
    )
    assert is_ours(host, own_names(settings))


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evillocal.example:80"],
)
def test_a_name_of_another_site_is_refused_whatever_it_asks_for(
    client: TestClient, undefended: TestClient, host: str
) -> None:
    for path in ("/", "/api/models", "/openapi.json", "/nothing"):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.json()["error"]) == (421, "misdirected_request")
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/healthz", headers={"Host": host}).status_code == 200
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/ws", headers={"Host": host, "Origin": f"http://{host}"}),
    ):
        pass
    assert undefended.get("/", headers={"Host": host}).status_code == 200


def test_hosts_are_compared_without_port_brackets_and_capitals() -> None:
    assert host_name("[FE80::1]:8000") == "fe80::1"
    assert host_name("Lab.Example.org.:8000") == "lab.example.org"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
def test_another_sites_page_makes_the_server_read_nothing(
    client: TestClient, headers: dict[str, str], kind: str
) -> None:
    answer = client.post(READ, json=DRAWING, headers={**headers, "Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]) == (403, "foreign_page")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://courses.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_our_own_page_those_of_named_origins_and_programs_are_read(
    with_courses: TestClient, headers: dict[str, str]
) -> None:
    assert with_courses.post(READ, json=DRAWING, headers=headers).status_code == 200


def _metrics(settings: Settings, client: str, host: str, **headers: str) -> int:
    base = f"http://{host}"
    asked = TestClient(create_app(settings), base_url=base, client=(client, 5000))
    return asked.get("/metrics", headers=headers).status_code


def test_an_open_server_shows_its_metrics_to_itself_or_for_the_token() -> None:
    world = Settings(host="0.0.0.0")
    assert _metrics(world, "192.168.1.9", "192.168.1.5:8000") == 404
    assert _metrics(world, "127.0.0.1", "localhost:8000") == 200
    assert _metrics(Settings(), "127.0.0.1", "lab", **{"X-Forwarded-For": "192.0.2.1"}) == 404
    named = Settings(host="0.0.0.0", metrics_token="a-secret")
    assert _metrics(named, "127.0.0.1", "localhost") == 401
    assert _metrics(named, "192.168.1.9", "lab", Authorization="Bearer a-secre") == 401
    assert _metrics(named, "192.168.1.9", "lab", Authorization="Bearer a-secret") == 200


def test_the_description_can_be_left_out(client: TestClient, make_client: MakeClient) -> None:
    hidden = make_client(wait=False, api_page="off")
    for path in ("/docs", "/openapi.json"):
        assert client.get(path).status_code == 200
        assert hidden.get(path).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/inkling"])
def test_redirects_name_no_host(make_client: MakeClient, prefix: str) -> None:
    client = make_client(wait=False, root_path=prefix)
    answer = client.get(f"{prefix}/api/models/", follow_redirects=False)
    assert answer.headers["location"] == f"{prefix}/api/models"


def test_the_description_says_which_drawings_are_refused(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    bodies = [
        paths[f"/api/models/{{name}}/{kind}"]["post"]["requestBody"]["content"]["application/json"]
        for kind in ("predictions", "pen-traces")
    ]
    ways = {way["title"] for way in bodies[0]["schema"]["oneOf"]}
    assert ways == {"strokes", "picture", "pixels"}
    [extra] = bodies[1]["schema"]["allOf"]
    assert extra["properties"]["strokes"] == {"minItems": 1, "contains": {"minItems": 1}}
    two = {**DRAWING, "picture": "A" * 21846 + "=="}
    assert client.post(READ, json=two).status_code == 400
    assert client.post(READ, json={**two, "strokes": []}).status_code == 200
