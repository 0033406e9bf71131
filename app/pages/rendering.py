"""How a page is made from its template and the reader's words, and kept until either changes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from app.settings import Settings
from app.words import Catalogue, Catalogues

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
PROSE = STATIC / "words" / "prose"
"""What exhibits tell at length: a file for each of them and each language."""
LONGEST_PATH = 200
"""Letters of an address that is not there, as its page repeats them."""

templates = Jinja2Templates([TEMPLATES, PROSE.parent])


MOST_KEPT = 200
"""Pages in memory: each link of a lecture is one, in each language."""


def kept_page(
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
        # With the words, so that no other object can get their id.
        kept = pages[key] = (words, Response(made.body, headers=dict(made.headers)))
    _, page = kept
    return Response(page.body, headers=dict(page.headers))


def _edited() -> int:
    """When a template was last changed, in nanoseconds: who edits one sees it."""
    folders = [TEMPLATES, PROSE, *(Path(each) for each in os.scandir(TEMPLATES) if each.is_dir())]
    return max(each.stat().st_mtime_ns for folder in folders for each in os.scandir(folder))


def render_page(
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


def failure_page(
    request: Request, status: int, words: Catalogue, headers: Mapping[str, str] | None = None
) -> Response:
    """An error as a page for people: what was not found or went wrong, and the way back."""
    context = {"place": "", "status": status, "path": request.scope["path"][:LONGEST_PATH]}
    return render_page(request, "failure.html", words, context, status, headers)


def _says(words: Catalogue, exhibit: str, part: str = "") -> str:
    """A text of an exhibit, or its title."""
    return words.phrase(f"exhibits.{exhibit}.{part}".rstrip("."))


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
