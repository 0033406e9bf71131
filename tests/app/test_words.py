"""The words of the pages: which language a reader gets, and what a damaged file does."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.errors import InklingError, LeftError, PictureError, SettingsError, WordsError
from app.services import photo_process
from app.words import FOLDER, TEMPLATES_ONLY, Catalogues
from models.ink import photo, picture_file, picture_parts

ENGLISH = json.loads((FOLDER / "en.json").read_text("utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """English, and a language of which nobody has translated more than three words."""
    (tmp_path / "en.json").write_text(json.dumps(ENGLISH))
    few = {"tools.pen": "Potlood", "number.group": ".", "course.Convolution layer {n}": "Conv {n}"}
    (tmp_path / "nl.json").write_text(json.dumps(few))
    return tmp_path


@pytest.mark.parametrize(
    ("named", "remembered", "accepted", "language"),
    [
        (None, None, "", "en"),
        (None, None, "nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        (None, None, "en;q=0.5,nl;q=0.7", "nl"),
        (None, None, "de,fr;q=0.9,nl;q=0,en;q=0.1", "en"),
        (None, None, "de,nl;q=much", "en"),
        (None, "nl", "en", "nl"),
        ("en", "nl", "nl", "en"),
        ("../etc/passwd", "<b>", "nl", "nl"),
    ],
)
def test_the_address_comes_before_the_choice_and_the_choice_before_the_browser(
    folder: Path, named: str | None, remembered: str | None, accepted: str, language: str
) -> None:
    assert Catalogues(folder).choose(named, remembered, accepted).language == language


def test_words_that_a_language_lacks_are_said_in_english(folder: Path) -> None:
    dutch = Catalogues(folder).choose("nl", None, "")
    assert dutch.phrase("tools.pen") == "Potlood"
    assert dutch.phrase("pad.title") == ENGLISH["pad.title"]


def test_numbers_are_written_as_the_language_does(folder: Path) -> None:
    english = Catalogues(folder).choose("en", None, "")
    dutch = Catalogues(folder).choose("nl", None, "")
    assert english.phrase("network.parameters", count=61706) == "61,706 parameters"
    assert dutch.number(61706) == "61.706"
    assert english.number(99.418, 2) == "99.42"


def test_a_networks_own_titles_are_translated_where_the_words_are_known(folder: Path) -> None:
    dutch = Catalogues(folder).choose("nl", None, "")
    assert dutch.course("Convolution layer 2") == "Conv 2"
    assert dutch.course("Attention 2") == "Attention 2"
    assert dutch.course("LeNet-5") == "LeNet-5"


@pytest.mark.parametrize("content", ['{"pad.title"', '["pad.title"]', '{"pad.title": 3}'])
def test_a_damaged_file_is_named(folder: Path, content: str) -> None:
    (folder / "nl.json").write_text(content)
    with pytest.raises(WordsError, match=r"nl\.json"):
        Catalogues(folder)


def test_words_with_other_holes_than_the_english_ones_are_said_in_english(folder: Path) -> None:
    (folder / "nl.json").write_text('{"network.parameters": "{aantal} parameters"}')
    dutch = Catalogues(folder).choose("nl", None, "")
    assert dutch.phrase("network.parameters", count=3) == "3 parameters"


def test_the_page_comes_in_the_readers_language_with_its_words_and_no_others(
    client: TestClient,
) -> None:
    page = client.get("/", headers={"Accept-Language": "nl-BE,nl;q=0.9,en;q=0.8"})
    assert page.headers["Content-Language"] == "nl"
    assert '<html lang="nl">' in page.text
    assert "Teken hier je cijfer" in page.text
    assert "61.706 parameters" in page.text
    assert "Draw your number here" not in page.text
    assert page.headers["Vary"].startswith("Accept-Language, Cookie")


def test_scripts_get_no_words_that_only_templates_say_and_ask_for_none(
    client: TestClient,
) -> None:
    left_out = ENGLISH.keys() - client.get("/words/en.json").json().keys()
    meanings = {key for key in ENGLISH if re.fullmatch(r"glossary\.[\w-]+\.is", key)}
    assert left_out == meanings | {key for key in ENGLISH if key.startswith(TEMPLATES_ONLY)}
    assert len(meanings) > 20
    sources = [
        path
        for path in (FOLDER.parent / "src").rglob("*.ts")
        if path.parent.name != "exhibits"  # their pages carry their own words
    ]
    asked = re.compile(rf"[\"`]({'|'.join(map(re.escape, TEMPLATES_ONLY))})")
    assert [path for path in sources if asked.search(path.read_text("utf-8"))] == []


def test_the_lab_carries_the_words_of_its_first_view_and_says_where_all_are(
    new_client: TestClient, tmp_path: Path
) -> None:
    first = tmp_path / "first-words.json"
    titles = {
        "course.Input layer",
        "course.Convolution layer {n}",
        "course.Downsampling layer {n}",
        "course.Fully-connected layer {n}",
        "course.Output layer",
    }
    card = new_client.get("/api/models/lenet5").json()["card"]
    of_card = {f"about.text.{text}" for text in [*card["sets"].values(), *card["limits"]]}
    for written, expected in [
        (None, None),
        (["pad.title", "tools.pen"], {"pad.title", "tools.pen", *titles, *of_card}),
    ]:
        if written is not None:
            first.write_text(json.dumps(written), "utf-8")
        new_client.app.state.words = Catalogues(first=first)
        page = new_client.get("/", params={"lang": "nl"}).text
        carried = re.search(r'data-catalogue data-all="(.*?)">(.*?)</script>', page, re.DOTALL)
        assert carried is not None
        everything = new_client.get(f"/{carried[1]}").json()
        assert everything["tools.pen"] == "Pen"
        expected = everything.keys() & (expected or everything.keys())
        assert json.loads(carried[2]).keys() == expected
        assert len(expected & of_card) >= 3
    deep = new_client.get("/", params={"network": "residual_8", "lang": "nl"}).text
    assert '"course.Sum of block {n}":"Som van blok {n}"' in deep.replace('": "', '":"')
    first.write_text("[", "utf-8")
    with pytest.raises(WordsError, match="build the page again"):
        Catalogues(first=first)
    assert new_client.get("/words/xx.json").status_code == 404


def test_the_language_of_the_address_goes_on_to_the_other_pages(client: TestClient) -> None:
    client.cookies.set("lang", "en")
    about = client.get("/about", params={"lang": "nl", "network": "lenet5"})
    assert "Over dit netwerk: LeNet-5" in about.text
    assert 'href="./?network=lenet5&amp;lang=nl"' in about.text
    assert 'href="?network=lenet5&amp;lang=en"' in about.text
    assert 'href="./?network=lenet5"' in client.get("/about").text


def test_the_words_in_the_page_cannot_end_their_own_element(
    new_client: TestClient, folder: Path
) -> None:
    (folder / "nl.json").write_text('{"pad.title": "</script><b>"}')
    new_client.app.state.words = Catalogues(folder)
    assert "</script><b>" not in new_client.get("/", params={"lang": "nl"}).text


def _all(kind: type[InklingError]) -> Iterator[type[InklingError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _all(each)


@pytest.mark.parametrize("language", [path.stem for path in sorted(FOLDER.glob("*.json"))])
def test_every_refusal_can_be_said_in_every_language(language: str) -> None:
    """A picture's errors are translated by their sentences, all others by their codes."""
    words = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    # The first ends the server before there is a page, the last is heard by nobody.
    ended = (SettingsError, PictureError, LeftError)
    codes = {each.code for each in _all(InklingError) if not issubclass(each, ended)}
    assert {code for code in codes if f"error.{code}" not in words} == set()
    raised = [
        node.args[0]
        for file in (photo, picture_file, picture_parts, photo_process)
        for node in ast.walk(ast.parse(inspect.getsource(file)))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "PhotoError"
        and not isinstance(node.args[0], ast.Call)  # passed on from the process that reads pictures
    ]
    sentences = [
        "".join(
            part.value if isinstance(part, ast.Constant) else "#"
            for part in (node.values if isinstance(node, ast.JoinedStr) else [node])
        )
        for node in raised
    ]
    assert len(sentences) >= 6
    assert [each for each in sentences if f"course.{each}" not in words] == []


@pytest.mark.parametrize(
    ("value", "english", "dutch"),
    [
        (92.82000000000001, "92.82", "92,82"),
        (0.1 + 0.2, "0.3", "0,3"),
        (0.004, "0.004", "0,004"),
        (1e-5, "0.00001", "0,00001"),
        (-1234.5, "−1,234.5", "−1.234,5"),
        (61706, "61,706", "61.706"),
        (20.0, "20", "20"),
    ],
)
def test_a_number_has_the_decimals_that_it_means(value: float, english: str, dutch: str) -> None:
    written = [Catalogues().choose(language, None, "").number(value) for language in ("en", "nl")]
    assert written == [english, dutch]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (0, "0,00 %"),
        (0.00004, "< 0,01 %"),
        (0.99418, "99,42 %"),
        (0.99996, "> 99,99 %"),
        (1, "100,00 %"),
    ],
)
def test_nothing_and_all_are_said_only_of_what_is_exactly_that(part: float, text: str) -> None:
    said = Catalogues().choose("nl", None, "").percent(part)
    assert " " not in said
    assert said.replace("\N{NO-BREAK SPACE}", " ") == text


def test_a_recipe_is_written_as_the_language_does() -> None:
    dutch = Catalogues().choose("nl", None, "")
    said = [dutch.setting(value) for value in (0.004, 15000, [0.25, 2], True, "adam")]
    assert said == ["0,004", "15.000", "0,25, 2", "True", "adam"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_about_page_says_numbers_without_what_binary_leaves_of_them(
    client: TestClient, language: str
) -> None:
    page = client.get("/about", params={"lang": language, "network": "lenet5"}).text
    body = page[page.index("<main") : page.index("<h2>", page.index("misread"))]
    texts = re.findall(r">([^<>]+)<|<title>([^<]+)", body)
    said = [one or other for one, other in texts]
    assert len([text for text in said if "%" in text]) > 50
    assert [text for text in said if re.search(r"\d[.,]\d{6}|\d %", text)] == []
    assert ("0,004" in page) == (language == "nl")
