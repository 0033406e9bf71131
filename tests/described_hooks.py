"""What schemathesis cannot know: pictures that show a digit, and the headers of every answer."""

from __future__ import annotations

import io

import schemathesis
from hypothesis import strategies as st
from PIL import Image

from app.web.security import HEADERS
from tests.pictures import Sheet


def picture_of(label: int, seed: int, kind: str) -> bytes:
    """A digit on paper, as a file of this kind."""
    pixels = Sheet(200, 200).digit(label, seed).pixels
    file = io.BytesIO()
    Image.fromarray(pixels.astype("uint8")).save(file, kind)
    return file.getvalue()


for kind in ("png", "jpeg", "webp"):
    drawn = st.builds(picture_of, st.integers(0, 9), st.integers(0, 99), st.just(kind))
    schemathesis.openapi.media_type(f"image/{kind}", drawn)


@schemathesis.check
def every_answer_is_guarded(
    _context: schemathesis.CheckContext, response: schemathesis.Response, _case: schemathesis.Case
) -> None:
    """Whatever was asked, the security headers are there."""
    missing = {name for name in HEADERS if name.lower() not in response.headers}
    assert not missing, f"the answer lacks {', '.join(sorted(missing))}"
