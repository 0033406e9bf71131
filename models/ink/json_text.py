"""JSON as programs write it: in UTF-8, or in the UTF-16 of a Windows shell."""

from __future__ import annotations

import codecs
import json


def as_utf8(content: bytes) -> bytes:
    """JSON in UTF-8 without a mark; what is in no coding of Unicode stays as it is."""
    coding = json.detect_encoding(content[:4])
    if coding.startswith("utf-8"):
        return content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode(coding).encode()
    except UnicodeError:
        return content
