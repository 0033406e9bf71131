"""What all ask for is made once, compressed once, and not sent to who has it."""

from __future__ import annotations

import gzip
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from app.api import samples
from app.pages import rendering, routes
from app.web import compression
from app.web.compression import Compression
from app.web.files import FOR_EVER, PublicFiles
from tests.app.conftest import MakeClient
from tests.serving import ROOT as PROJECT

CONSTANT = ("/", "/about", "/docs", "/api/samples", "/api/models/lenet5", "/words/nl.json")
SCRIPT = "/static/dist/main.css"
ROOT = {"path": "/", "query_string": b""}


@pytest.mark.parametrize("path", [*CONSTANT, SCRIPT])
def test_it_is_compressed_and_only_sent_to_who_has_not_got_it(
    client: TestClient, path: str
) -> None:
    first = client.get(path)
    assert first.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in first.headers["vary"]
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == first.content
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
    head = client.head(path) if path in ("/", SCRIPT) else first
    assert head.headers["content-length"] == first.headers["content-length"]


def test_nothing_constant_is_made_or_compressed_twice(
    new_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {path: new_client.get(path).content for path in (*CONSTANT, SCRIPT)}

    def never(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(routes, "render_page", never)
    monkeypatch.setattr(samples, "list_samples", never)
    monkeypatch.setattr(compression, "compressed", never)
    assert {path: new_client.get(path).content for path in first} == first
    with pytest.raises(AssertionError):  # of an address that nobody has asked for yet
        rendering.kept_page(SimpleNamespace(app=new_client.app, scope=ROOT), None, (), never)


def test_each_language_and_link_has_its_own_page(client: TestClient) -> None:
    english = client.get("/", headers={"Accept-Language": "en"})
    dutch = client.get("/", headers={"Accept-Language": "nl"})
    linked = client.get("/?lang=nl&view=hall")
    assert len({each.headers["etag"] for each in (english, dutch, linked)}) == 3
    assert (english.headers["content-language"], dutch.headers["content-language"]) == ("en", "nl")
    assert "view=hall" in linked.text


def test_pages_in_memory_are_few(new_client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MOST_KEPT", 3)
    for number in range(8):
        assert new_client.get(f"/docs?{number}").status_code == 200
    assert len(new_client.app.state.pages) == 3


def test_compressed_answers_in_memory_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "MOST_KEPT", 300)
    kept = Compression(None)
    contents = [bytes([number]) * 1000 + bytes(range(100)) for number in range(9)]
    for content in contents:
        assert gzip.decompress(kept.of(content, content)) == content
    assert kept._size == sum(map(len, kept._kept.values())) <= 300
    assert contents[-1] in kept._kept


def test_weights_are_sent_as_they_are(client: TestClient) -> None:
    weights = client.get("/api/models/lenet5").json()["weights"]
    answer = client.get(f"/api/models/lenet5/weights/{weights}")
    assert "content-encoding" not in answer.headers
    assert len(answer.content) == int(answer.headers["content-length"])


def test_the_card_of_a_network_that_loads_is_not_kept(make_client: MakeClient) -> None:
    client = make_client()
    network = client.app.state.zoo.get("lenet5")
    before = client.get("/about").text
    card, network.card, network.problem = network.card, None, "its weights are gone"
    assert "its weights are gone" in client.get("/about").text
    network.card, network.problem = card, None
    assert client.get("/about").text == before


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    files = TestClient(PublicFiles(tmp_path))
    (tmp_path / "a.css").write_text("a {}" * 200)
    first = files.get("/a.css")
    (tmp_path / "a.css").write_text("b { }" * 300)
    second = files.get("/a.css")
    assert second.text == "b { }" * 300
    assert second.headers["etag"] != first.headers["etag"]
    assert files.get("/a.css", headers={"Range": "bytes=0-3"}).text == "b { "
    (tmp_path / "a.css").unlink()
    with pytest.raises(HTTPException):
        files.get("/a.css")


def test_a_piece_that_its_content_names_is_kept_and_all_else_asked_for_anew(
    client: TestClient, tmp_path: Path
) -> None:
    def kept(address: str) -> str:
        return client.get(f"/static/dist/{address}").headers["cache-control"]

    pieces = [each.name for each in (PROJECT / "static" / "dist" / "chunks").glob("*.js")]
    assert {kept(f"chunks/{name}") for name in pieces} == {FOR_EVER}
    assert {kept(name) for name in ("main.js", "main.css")} == {"no-cache"}
    piece = f"/static/dist/chunks/{pieces[0]}"
    tag = client.get(piece).headers["etag"]
    again = client.get(piece, headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["cache-control"]) == (304, FOR_EVER)
    assert client.get("/static/dist/chunks/gone-AAAAAAAA.js").status_code == 404
    (tmp_path / "dist" / "chunks").mkdir(parents=True)
    (tmp_path / "dist" / "chunks" / "unnamed.js").write_text("export {}")
    unnamed = TestClient(PublicFiles(tmp_path)).get("/dist/chunks/unnamed.js")
    assert unnamed.headers["cache-control"] == "no-cache"
