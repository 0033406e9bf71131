"""The pages that people open: their addresses, and what each template is given."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from app.deps import WordsDep, ZooDep
from app.pages.course import BESIDE, COURSE, SEEN_IN, given_to, original_of, ready_exhibits
from app.pages.rendering import STATIC, imported_scripts, kept_page, render_page
from app.services.zoo import Network
from app.words import Catalogue, Catalogues

router = APIRouter(include_in_schema=False)


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
        return render_page(request, "lab.html", words, context)

    return kept_page(request, words, (chosen.name, *chunks), make)


_OUT = {
    "several": "head.votes.several",
    "numbers": "head.votes.numbers",
    "boxes": "head.votes.boxes",
    "mask": "head.votes.mask",
}
"""Words for the output on the right by the kind of the answer, where it is not votes."""


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
    return kept_page(request, found, (), lambda: JSONResponse(found.for_scripts(), headers=headers))


_SPOKEN_BY_EXHIBITS = (
    *("exhibits.question", "exhibits.drawing", "number.", "error."),
    *("stage.hyphens", "lecture.position", "lecture.ended"),
)
"""What the scripts of all exhibits may say."""


@router.api_route("/exhibits", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def exhibits(request: Request, words: WordsDep) -> Response:
    """The course: a quiet table of contents."""
    course = [(name, name in ready_exhibits()) for name in COURSE]
    context = {"place": "exhibits", "course_of_exhibits": course}
    return kept_page(
        request, words, (), lambda: render_page(request, "exhibits/exhibits.html", words, context)
    )


@router.api_route("/exhibits/{name}", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def exhibit(request: Request, zoo: ZooDep, words: WordsDep, name: str) -> Response:
    """One exhibit; raises HTTPException (404) where there is none of this name."""
    ready, of_course = ready_exhibits(), BESIDE.get(name, name)
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
        "given": given_to(name, zoo, words),
    }
    return kept_page(
        request, words, (), lambda: render_page(request, f"exhibits/{name}.html", words, context)
    )


@router.api_route("/class", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def class_room(request: Request, words: WordsDep) -> Response:
    """What a class will do together; it cannot yet, and the page says so."""
    return kept_page(
        request, words, (), lambda: render_page(request, "class.html", words, {"place": "class"})
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
    return kept_page(
        request, words, sources, lambda: render_page(request, "train.html", words, context)
    )


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
            "original": original_of(chosen.name),
            "problem": chosen.problem,
        }
        return render_page(request, "card.html", words, context)

    return kept_page(request, words, (chosen.name, chosen.problem, id(chosen.card)), make)


@router.api_route("/docs", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def api_documentation(request: Request, words: WordsDep) -> Response:
    """The API's documentation, without asking another host for its viewer.

    Raises HTTPException (404) where the settings leave it out.
    """
    if request.app.state.settings.api_page == "off":
        raise HTTPException(404)
    return kept_page(
        request, words, (), lambda: render_page(request, "api.html", words, {"place": "api"})
    )


@router.api_route("/presenter", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def presenter(request: Request, words: WordsDep) -> Response:
    """The window that a lab opens for whoever gives a lecture in it."""
    context = {"place": "presenter", "words": words.starting("presenter.")}
    return kept_page(
        request, words, (), lambda: render_page(request, "presenter.html", words, context)
    )
