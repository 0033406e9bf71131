"""Serve the lab with the gallery beside it: `python -m tests.gallery serve`, then open /gallery.

The page is added here, in this process only: no server that people run has it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fastapi import Request, Response
from jinja2 import ChoiceLoader, FileSystemLoader

from app.__main__ import main
from app.deps import WordsDep, ZooDep
from app.pages.course import given_to
from app.pages.rendering import TEMPLATES, render_page, templates
from app.pages.routes import router
from tests.drawings import drawing_of
from tests.serving import ROOT

HERE = Path(__file__).parent
BUILT = ROOT / "build" / "gallery"


EXHIBITS = ("weights", "answers", "history", "choice")
"""Those that ask the server for nothing once they are there."""


@router.get("/gallery")
async def gallery(request: Request, zoo: ZooDep, words: WordsDep) -> Response:
    """All parts as templates, and a script that fills them."""
    context = {
        # Of all pages: scripts of several have cells here.
        "words": words.words,
        "network": zoo.named_or_default("").description,
        "terms": words.glossary(),
        "parts": sorted(
            path.relative_to(TEMPLATES).with_suffix("").as_posix()
            for path in TEMPLATES.glob("*/*.html")
            if path.parent.name != "exhibits"  # pages of their own, with words of their own
        ),
        "drawing": drawing_of(4).strokes,
        "exhibits": {each: given_to(each, zoo, words) for each in EXHIBITS},
    }
    return render_page(request, "gallery.html", words, context)


@router.get("/gallery/{name}")
async def built(name: str) -> Response:
    """Its script and its style sheet."""
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    return Response((BUILT / Path(name).name).read_bytes(), media_type=kind)


if __name__ == "__main__":
    build = ["sh", str(ROOT / "tools" / "npm.sh"), "run", "--silent", "gallery"]
    subprocess.run(build, cwd=ROOT, check=True)
    loader = templates.env.loader
    assert loader is not None
    templates.env.loader = ChoiceLoader([FileSystemLoader(HERE), loader])
    sys.exit(main())
