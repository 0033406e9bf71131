"""The pages around the lab, errors for people and for programs, previews of links."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from app.pages.rendering import imported_scripts
from app.web.security import HEADERS
from tests.app.conftest import MakeClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
COMING = {"en": "Coming", "nl": "In de maak"}
PAGES = ["/", "/exhibits", "/exhibits/weights", "/class", "/about", "/docs"]


@pytest.mark.parametrize("language", COMING)
def test_a_place_that_is_not_built_yet_says_so(client: TestClient, language: str) -> None:
    page = client.get("/class", params={"lang": language})
    assert page.status_code == 200
    assert page.headers["Content-Language"] == language
    assert COMING[language] in page.text
    assert f'href="./?lang={language}"' in page.text
    assert client.head("/class").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_the_three_places_and_names_the_one_it_is(
    client: TestClient, path: str
) -> None:
    header = re.search(r"<header.*?</header>", client.get(path).text, re.DOTALL)
    assert header is not None
    places = re.search(r'<nav class="places".*?</nav>', header[0], re.DOTALL)
    assert places is not None
    links = re.findall(r'<a href="([^"]+)"( aria-current="page")?>', places[0])
    up = "../" * (path.count("/") - 1)
    paths = [address.split("?")[0].removeprefix(up) or "./" for address, _ in links]
    assert paths == ["./", "exhibits", "class"]
    current = [each for each, (_, marked) in zip(paths, links, strict=True) if marked]
    assert current == {"/": ["./"], "/exhibits": ["exhibits"], "/class": ["class"]}.get(
        f"/{path.split('/')[1]}", []
    )


@pytest.mark.parametrize("path", PAGES)
def test_no_link_of_a_page_is_dead(client: TestClient, path: str) -> None:
    text = client.get(path, params={"lang": "nl"}).text
    links = set(re.findall(r'<(?:a|link)[^>]* href="([^"#]+)"', text))
    ours = {link.replace("&amp;", "&") for link in links}
    built = {link for link in ours if "static/dist/" in link}
    assert len(ours - built) > 0
    for link in ours - built:
        assert client.get(urljoin(path, link)).status_code == 200, link


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Presenter window"), ("nl", "Sprekersvenster")]
)
def test_the_presenter_window_is_a_page_with_its_own_words(
    client: TestClient, language: str, title: str
) -> None:
    page = client.get("/presenter", params={"lang": language})
    assert f"<title>{title} · Inkling</title>" in page.text
    carried = re.search(r"data-catalogue>(.*?)</script>", page.text, re.DOTALL)
    assert carried is not None
    assert {key.split(".")[0] for key in json.loads(carried[1])} == {"presenter"}
    assert f'href="./?lang={language}"' in page.text
    assert client.head("/presenter").status_code == 200


def test_an_unknown_address_is_a_page_for_people(client: TestClient) -> None:
    page = client.get("/nothing/<b>here", headers={**BROWSER, "Accept-Language": "nl"})
    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html")
    assert "Hier is niets" in page.text
    assert "/nothing/&lt;b&gt;here" in page.text
    assert 'href="../"' in page.text
    assert 'href="../static/dist/page.css"' in page.text
    assert 'property="og:' not in page.text
    for name, value in HEADERS.items():
        assert page.headers[name] == value


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/nothing", {}),
        ("/nothing", {"Accept": "application/json"}),
        ("/static/nothing.js", {"Accept": "*/*"}),
        ("/api/nothing", BROWSER),
        ("/api/models/none", BROWSER),
    ],
)
def test_an_unknown_address_is_json_for_programs(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 404
    assert set(answer.json()) == {"error", "detail"}


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/%23d=E1RA", "./#d=E1RA"),
        ("/%3Fhide=conv1%23d=E1RA", "./?hide=conv1#d=E1RA"),
        ("/%3fhide=conv1,pool1&step=4", "./?hide=conv1,pool1&step=4"),
        ("/%23d=E1RA?utm_source=mail", "./#d=E1RA&utm_source=mail"),
    ],
)
def test_a_link_whose_signs_came_as_codes_leads_to_the_lab(
    client: TestClient, path: str, link: str
) -> None:
    answer = client.get(path, headers=BROWSER, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (307, link)
    assert client.head(path, follow_redirects=False).headers["Location"] == link


def test_browsers_find_the_icon_where_no_page_names_it(client: TestClient) -> None:
    icon = client.get("/favicon.ico")
    assert (icon.status_code, icon.headers["Content-Type"]) == (200, "image/svg+xml")
    assert client.head("/favicon.ico", follow_redirects=False).status_code == 308


def test_our_own_failures_are_a_page_for_people(make_client: MakeClient) -> None:
    client = make_client()
    client.app.state.zoo = None  # a slip of ours, for the test
    page = client.get("/about", headers=BROWSER)
    assert page.status_code == 500
    assert "The server failed" in page.text
    assert page.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_what_an_address_cannot_do_is_a_page_for_people(client: TestClient) -> None:
    page = client.post("/", headers=BROWSER)
    assert page.status_code == 405
    assert "This address cannot do that" in page.text
    assert page.headers["Allow"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_title_a_description_and_a_picture_for_previews(
    client: TestClient, path: str
) -> None:
    text = client.get(path).text
    found = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', text))
    title = re.search(r"<title>(.*?)</title>", text)
    assert title is not None
    assert found["title"] == title[1]
    assert f'<meta name="description" content="{found["description"]}">' in text
    picture = client.get(f"/{found['image']}")
    assert picture.headers["Content-Type"] == "image/png"
    assert "canonical" not in text


def test_a_server_that_knows_its_address_names_it_in_previews(make_client: MakeClient) -> None:
    client = make_client(address="https://inkling.example.org/lab")
    for path, whole in (("/", ""), ("/about", "about")):
        text = client.get(path).text
        address = f"https://inkling.example.org/lab/{whole}"
        assert f'<link rel="canonical" href="{address}">' in text
        assert f'<meta property="og:url" content="{address}">' in text
        assert "https://inkling.example.org/lab/static/img/preview.png" in text


def test_scripts_that_a_script_imports_are_found_with_those_that_they_import(
    tmp_path: Path,
) -> None:
    (tmp_path / "chunks").mkdir()
    files = {
        "main.js": 'import{a}from"./chunks/a.js";import"./chunks/b.js";import("./chunks/later.js")',
        "chunks/a.js": 'import{b}from"./b.js";export{b as a}',
        "chunks/b.js": 'import{a}from"./a.js";',
        "chunks/later.js": "",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert sorted(imported_scripts(tmp_path / "main.js")) == ["chunks/a.js", "chunks/b.js"]
    assert imported_scripts(tmp_path / "none.js") == []


def test_the_lab_names_its_network_and_the_one_of_an_address_without_any(
    client: TestClient,
) -> None:
    assert 'data-network="lenet5" data-plain="lenet5"' in client.get("/").text
    assert 'data-network="dense" data-plain="lenet5"' in client.get("/?network=dense").text


def test_a_card_has_the_published_network_beside_ours_and_its_source(client: TestClient) -> None:
    page = client.get("/about", params={"network": "plain_20"}).text
    assert "34-layer plain network" in page
    assert "21,623,848" in page
    assert "He, Zhang, Ren, Sun" in page
    assert 'class="original"' not in client.get("/about", params={"network": "dense"}).text
