"""The pages that people open."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from app.deps import WordsDep, ZooDep
from app.services.zoo import Network, Zoo
from app.settings import Settings
from app.taught import taught
from app.words import Catalogue, Catalogues

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "static"
LAST = 9999
"""Where networks of no year stand among years."""
LONGEST_PATH = 200
"""Letters of an address that is not there, as its page repeats them."""

router = APIRouter(include_in_schema=False)
TEMPLATES = ROOT / "templates"
PROSE = STATIC / "words" / "prose"
"""What exhibits tell at length: a file for each of them and each language."""
templates = Jinja2Templates([TEMPLATES, PROSE.parent])


@router.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def lab(request: Request, zoo: ZooDep, words: WordsDep, network: str = "") -> Response:
    """The lab: the pad, the layers, and the network named in `?network=`."""
    chosen = zoo.named_or_default(network)
    chunks = imported_scripts(STATIC / "dist" / "main.js")

    def make() -> Response:
        context = {
            "network": chosen.description,
            "plain": zoo.default,
            "caption": _caption(chosen, words),
            "terms": words.glossary(),
            "seen_in": SEEN_IN,
            "words": words.for_page(
                request.app.state.words.first, chosen.titles, chosen.labels, chosen.card_words
            ),
            "chunks": chunks,
        }
        return _page(request, "lab.html", words, context)

    return _kept(request, words, (chosen.name, *chunks), make)


_OUT = {
    "several": "head.votes.several",
    "numbers": "head.votes.numbers",
    "boxes": "head.votes.boxes",
    "mask": "head.votes.mask",
}
"""What stands on the right by the kind of the answer, where it is no votes."""


def _caption(network: Network, words: Catalogue) -> str:
    """The lab as one sentence, read from left to right; what comes out stands on its right."""
    kind, count = network.kinds[0], network.votes
    key = _OUT.get(kind, {1: "head.votes.one", 10: "head.votes.ten"}.get(count))
    votes = words.phrase(key or "head.votes.other", count=count)
    return words.phrase("head.caption", votes=votes)


@router.api_route("/?{link:path}", methods=["GET", "HEAD"])
@router.api_route("/#{link:path}", methods=["GET", "HEAD"])
async def lab_by_codes(request: Request, link: str) -> Response:
    """The lab by a link whose `?` or `#` came as a code, `%3F` or `%23`: it has become a path."""
    mark = request.scope["path"].removesuffix(link)[-1]
    rest = "".join(f"&{each}" for each in [request.url.query] if each)
    return RedirectResponse(f"./{mark}{link}{rest}")


@router.api_route("/favicon.ico", methods=["GET", "HEAD"])
async def icon() -> Response:
    """Our icon, where browsers look for it beside an answer that names none, as JSON."""
    return RedirectResponse("./static/img/icon.svg", 308)


@router.get("/words/{language}.json")
async def words_of(request: Request, language: str) -> Response:
    """All that the lab's scripts may say; raises HTTPException (404) for an unknown language."""
    catalogues: Catalogues = request.app.state.words
    found = catalogues.named(language)
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "no-cache"}
    return _kept(request, found, (), lambda: JSONResponse(found.for_scripts(), headers=headers))


COURSE = (
    *("weights", "sums", "size", "steps", "network"),
    *("training", "answers", "history", "framework", "choice"),
)
"""Exhibits in the order of a lecture; those that have a template are ready."""

SEEN_IN = {
    "convolution": "sums",
    "downsampling": "steps",
    "fully-connected": "weights",
    "kernel": "size",
    "layer": "network",
    "padding": "steps",
    "receptive-field": "size",
    "softmax": "answers",
    "stride": "steps",
    "weight": "weights",
}
"""Terms of the lab, and the exhibit that is about each."""

BESIDE = {"slope": "training"}
"""Pages of the course that stand beside an exhibit, which leads to them and to which they lead."""

_SPOKEN_BY_EXHIBITS = (
    *("exhibits.question", "exhibits.drawing", "number.", "error."),
    *("stage.hyphens", "lecture.position", "lecture.ended"),
)
"""What the scripts of all exhibits may say."""


@router.api_route("/exhibits", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def exhibits(request: Request, words: WordsDep) -> Response:
    """The course: a quiet table of contents."""
    course = [(name, name in _ready()) for name in COURSE]
    context = {"place": "exhibits", "course_of_exhibits": course}
    return _kept(
        request, words, (), lambda: _page(request, "exhibits/exhibits.html", words, context)
    )


@router.api_route("/exhibits/{name}", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def exhibit(request: Request, zoo: ZooDep, words: WordsDep, name: str) -> Response:
    """One exhibit; raises HTTPException (404) where there is none of this name."""
    ready, of_course = _ready(), BESIDE.get(name, name)
    if of_course not in ready:
        raise HTTPException(404)
    at = ready.index(of_course)
    context = {
        "place": "exhibits",
        "name": name,
        "number_here": COURSE.index(of_course) + 1,
        "count": len(COURSE),
        "before": BESIDE.get(name) or (ready[at - 1] if at > 0 else None),
        "following": ready[at + 1] if at + 1 < len(ready) else None,
        "words": words.starting(f"exhibits.{name}", *_SPOKEN_BY_EXHIBITS),
        "in_lecture": request.query_params.get("lecture") == "on",
        "keys_here": "exhibits.keys",
        "given": _given(name, zoo, words),
    }
    return _kept(
        request, words, (), lambda: _page(request, f"exhibits/{name}.html", words, context)
    )


OF_THE_COURSE = "lenet5"
"""The network whose layers the exhibits' questions and prose name; without it, the default."""


def _given(exhibit: str, zoo: Zoo, words: Catalogue) -> dict[str, object]:
    """What an exhibit's script and template are given besides words."""
    network = zoo.named_or_default(OF_THE_COURSE)
    if exhibit in ("sums", "size", "steps", "training"):
        return {"network": network.name}
    if exhibit == "slope":
        return {"slope": taught(network, words)}
    folder = STATIC / "exhibits"
    if exhibit == "weights":
        return {"layer": network.first_kernel}
    if exhibit == "network":
        listed = _layer_by_layer(zoo, words)
        return {"networks": listed, "usual": _first_of(listed, OF_THE_COURSE)}
    if exhibit == "answers":
        here = {each.name for each in zoo}
        return {"doors": {door: name if name in here else "" for door, name in DOORS.items()}}
    history = _history()
    if exhibit == "framework":
        return {"framework": _programs(folder / "framework", zoo)}
    if exhibit == "choice":
        files = [folder / f"cases.{each}.txt" for each in (words.language, "en")]
        cases = next(each for each in files if each.exists()).read_text("utf-8")
        counts = {each["name"]: each["parameters"] for each in history["networks"]}
        return {"choice": {"cases": cases, "vgg": counts["VGG-16"]}}
    lenet5 = [each.description.layers for each in zoo if each.description.name == OF_THE_COURSE]
    parameters = sum(layer.parameters for layers in lenet5 for layer in layers)
    return {"history": {**history, "here": parameters}}


def _history() -> dict[str, Any]:
    """Published networks and results, every number with its source."""
    path = STATIC / "exhibits" / "history.json"
    return cast(dict[str, Any], json.loads(path.read_text("utf-8")))


def _original(name: str) -> dict[str, object] | None:
    """The published network that one of ours is in the style of, with its source."""
    history = _history()
    for each in history["networks"] + history["twins"]:
        if name in each.get("ours", ()):
            return {**each, "source": history["sources"][each["source"]]}
    return None


def _programs(folder: Path, zoo: Zoo) -> dict[str, object]:
    """A program that reads a drawing, and the networks for which this server has code of it."""
    program = (folder / "program.py").read_text("utf-8")
    codes = {each.stem: each.read_text("utf-8") for each in folder.glob("*.py")}
    codes = {**codes, "lenet5": ""}
    offered = [each.description for each in _by_year(zoo) if each.name in codes]
    named = {each.name: {"title": each.title, "code": codes[each.name]} for each in offered}
    usual = _first_of(named, zoo.default, OF_THE_COURSE)
    return {"program": program, "networks": named, "usual": usual}


def _first_of(networks: Mapping[str, object], *wanted: str) -> str:
    """The name of the first of the wanted networks that is there, or else of any."""
    return next((name for name in (*wanted, *networks) if name in networks), "")


DOORS = {
    "digit": "lenet5",
    "several": "several_digits",
    "measures": "stroke_measures",
    "boxes": "detector",
    "pixels": "unet_style",
    "ways": "fine_classes",
}
"""What can come out of a drawing, and the network that answers so."""


def _by_year(zoo: Zoo) -> list[Network]:
    """Networks of a year in their order, then those of none."""
    return sorted(zoo, key=lambda each: each.description.year or LAST)


def _layer_by_layer(zoo: Zoo, words: Catalogue) -> dict[str, object]:
    """Networks without blocks: what each layer learns and computes, and its step in the film."""
    listed = [each.description for each in _by_year(zoo) if not each.description.blocks]
    networks: dict[str, object] = {}
    for each in listed:
        kinds = {operation.name: operation.kind for operation in each.operations}
        steps = accumulate(1 + (kinds[layer.shown] == "relu") for layer in each.layers)
        layers = [
            {
                "title": words.course(layer.title),
                "shape": layer.shape,
                "parameters": layer.parameters,
                "multiply_adds": layer.multiply_adds,
                "step": step - 1,
            }
            for layer, step in zip(each.layers, steps, strict=True)
        ]
        networks[each.name] = {"title": words.course(each.title), "layers": layers}
    return networks


def _says(words: Catalogue, exhibit: str, part: str = "") -> str:
    """A text of an exhibit, or its title."""
    return words.phrase(f"exhibits.{exhibit}.{part}".rstrip("."))


def _ready() -> list[str]:
    return [name for name in COURSE if (TEMPLATES / "exhibits" / f"{name}.html").exists()]


@router.api_route("/class", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def class_room(request: Request, words: WordsDep) -> Response:
    """What a class will do together; it cannot yet, and the page says so."""
    return _kept(
        request, words, (), lambda: _page(request, "class.html", words, {"place": "class"})
    )


@router.api_route("/train", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def train(request: Request, words: WordsDep) -> Response:
    """Live training runs: begin one, watch it, steer it."""
    sources = request.app.state.runs.sources
    context = {
        "place": "train",
        "words": words.starting(*_SPOKEN_BY_TRAINING),
        "sources": sources,
        "in_lecture": request.query_params.get("lecture") == "on",
        "keys_here": "train.keys",
    }
    return _kept(request, words, sources, lambda: _page(request, "train.html", words, context))


_SPOKEN_BY_TRAINING = (
    *("train.", "epochs.", "exhibits.drawing", "number.", "error.", "page.failed"),
    *("lecture.position", "lecture.ended"),
)


@router.api_route("/about", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def about(request: Request, zoo: ZooDep, words: WordsDep, network: str = "") -> Response:
    """The model card of the network named in `?network=`, for people."""
    chosen = zoo.named_or_default(network)

    def make() -> Response:
        context = {
            "place": "about",
            "network": chosen.description,
            "labels": chosen.scored_labels,
            "switches": chosen.switch_titles,
            "further": chosen.further_answers,
            "card": chosen.card,
            "original": _original(chosen.name),
            "problem": chosen.problem,
        }
        return _page(request, "card.html", words, context)

    return _kept(request, words, (chosen.name, chosen.problem, id(chosen.card)), make)


@router.api_route("/docs", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def api_documentation(request: Request, words: WordsDep) -> Response:
    """The API's documentation, without asking another host for its viewer.

    Raises HTTPException (404) where the settings leave it out.
    """
    if request.app.state.settings.api_page == "off":
        raise HTTPException(404)
    return _kept(request, words, (), lambda: _page(request, "api.html", words, {"place": "api"}))


@router.api_route("/presenter", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def presenter(request: Request, words: WordsDep) -> Response:
    """The window that a lab opens for whoever gives a lecture in it."""
    context = {"place": "presenter", "words": words.starting("presenter.")}
    return _kept(request, words, (), lambda: _page(request, "presenter.html", words, context))


def failure_page(
    request: Request, status: int, words: Catalogue, headers: Mapping[str, str] | None = None
) -> Response:
    """An error as a page for people: what was not found or went wrong, and the way back."""
    context = {"place": "", "status": status, "path": request.scope["path"][:LONGEST_PATH]}
    return _page(request, "failure.html", words, context, status, headers)


def imported_scripts(entry: Path) -> list[str]:
    """What a built script imports at once, directly and indirectly, as paths in its folder."""
    found: dict[Path, None] = {}
    waiting = [entry]
    while waiting:
        file = waiting.pop()
        if not file.exists():
            continue  # not built: the page says nothing of it, and its script tag fails as before
        names = _imports_in(file, file.stat().st_mtime_ns)
        new = [each for name in names if (each := (file.parent / name).resolve()) not in found]
        found.update(dict.fromkeys(new))
        waiting.extend(new)
    return [each.relative_to(entry.parent.resolve()).as_posix() for each in found]


@lru_cache(maxsize=64)
def _imports_in(file: Path, _changed: int) -> list[str]:
    """Names in the import statements of a built script; read again when it has changed."""
    return re.findall(r'(?:from|import)\s*"(\./[^"]+)"', file.read_text("utf-8"))


MOST_KEPT = 200
"""Pages in memory: each link of a lecture is one, in each language."""


def _kept(
    request: Request, words: Catalogue, state: tuple[object, ...], make: Callable[[], Response]
) -> Response:
    """A page as it was made before, if nothing that it says has changed: addresses or `state`."""
    pages: dict[tuple[object, ...], tuple[Catalogue, Response]] = request.app.state.pages
    key = (request.scope["path"], request.scope["query_string"], *state, id(words), _edited())
    kept = pages.get(key)
    if kept is None:
        while len(pages) >= MOST_KEPT:
            del pages[next(iter(pages))]
        made = make()
        # With the words, so that no others are taken for them.
        kept = pages[key] = (words, Response(made.body, headers=dict(made.headers)))
    _, page = kept
    return Response(page.body, headers=dict(page.headers))


def _edited() -> int:
    """When a template was last changed, in nanoseconds: who edits one sees it."""
    folders = [TEMPLATES, PROSE, *(Path(each) for each in os.scandir(TEMPLATES) if each.is_dir())]
    return max(each.stat().st_mtime_ns for folder in folders for each in os.scandir(folder))


def _page(
    request: Request,
    template: str,
    words: Catalogue,
    context: Mapping[str, object],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page in the reader's language; caches keep one copy a language."""
    named = {"lang": words.language} if "lang" in request.query_params else {}
    catalogues: Catalogues = request.app.state.words
    settings: Settings = request.app.state.settings
    path = request.scope["path"].removeprefix(settings.root_path).lstrip("/")
    spoken = {
        "language": words.language,
        "languages": [each for each in catalogues if each is not words],
        "address": lambda **query: f"?{urlencode({**query, **named})}" if query or named else "",
        "words": words.for_scripts(),
        "phrase": words.phrase,
        "says": partial(_says, words),
        "course": words.course,
        "number": words.number,
        "percent": words.percent,
        "setting": words.setting,
        "place": "lab",
        # Relative, so that they hold under every prefix, also one that only a proxy knows.
        "root": "../" * path.count("/"),
        "home": settings.address,
        "path_here": path,
    }
    kept = {"Content-Language": words.language, "Vary": "Accept-Language, Cookie"}
    return templates.TemplateResponse(
        request, template, {**spoken, **context}, status, {**kept, **(headers or {})}
    )
