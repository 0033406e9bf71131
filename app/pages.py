"""The pages that people open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException
from starlette.types import Scope

from app.deps import WordsDep, ZooDep
from app.words import Catalogue, Catalogues

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "static"

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(ROOT / "templates")


class PublicFiles(StaticFiles):
    """What is built and drawn for browsers, but not the sources; always revalidated by ETag."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; raises HTTPException (404) for what is not public."""
        if Path(path).parts[:1] == ("src",):
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


@router.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def lab(request: Request, zoo: ZooDep, words: WordsDep, network: str = "") -> Response:
    """The lab: the pad, the layers, and the network named in `?network=`."""
    chosen = zoo.named_or_default(network).description
    return _page(request, "lab.html", words, {"network": chosen, "terms": words.glossary()})


@router.api_route("/about", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def about(request: Request, zoo: ZooDep, words: WordsDep, network: str = "") -> Response:
    """The model card of the network named in `?network=`, for people."""
    chosen = zoo.named_or_default(network)
    context = {
        "network": chosen.description,
        "labels": chosen.scored_labels,
        "further": chosen.further_answers,
        "card": chosen.card,
        "problem": chosen.problem,
    }
    return _page(request, "card.html", words, context)


@router.api_route("/docs", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def api_documentation(request: Request, words: WordsDep) -> Response:
    """The API's documentation, without asking another host for its viewer."""
    return _page(request, "api.html", words, {})


def _page(
    request: Request, template: str, words: Catalogue, context: Mapping[str, object]
) -> Response:
    """A page in the reader's language; caches keep one copy a language."""
    named = {"lang": words.language} if "lang" in request.query_params else {}
    catalogues: Catalogues = request.app.state.words
    spoken = {
        "language": words.language,
        "languages": [each for each in catalogues if each is not words],
        "address": lambda **query: f"?{urlencode({**query, **named})}",
        "words": words.for_scripts(),
        "phrase": words.phrase,
        "course": words.course,
        "number": words.number,
        "percent": words.percent,
        "setting": words.setting,
    }
    headers = {"Content-Language": words.language, "Vary": "Accept-Language, Cookie"}
    return templates.TemplateResponse(request, template, {**spoken, **context}, headers=headers)
