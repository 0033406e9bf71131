"""A font in which every letter is the same block: pages look alike on machines with other fonts.

Reference pictures set the page in it. Widths, heights and line breaks are then the font's own,
whatever is installed, and what a letter looks like is no part of a picture; words are tested as
words.
"""

from __future__ import annotations

import base64
import struct
from itertools import pairwise

UNITS = 1000  # an em
ADVANCE = 540
BLOCK = (60, 0, 480, 540)  # left, bottom, right, top
ASCENT, DESCENT = 900, 300

NAME = "Blocks"


def blocks_font() -> bytes:
    """A TrueType file: nothing, a block for every character, and a space."""
    left, bottom, right, top = BLOCK
    corners = ((left, bottom), (left, top), (right, top), (right, bottom))
    steps = [corners[0], *((x - a, y - b) for (a, b), (x, y) in pairwise(corners))]
    glyph = struct.pack(">5h", 1, left, bottom, right, top) + struct.pack(">HH", 3, 0)
    glyph += b"\x01" * 4 + b"".join(struct.pack(">h", x) for x, _ in steps)
    glyph += b"".join(struct.pack(">h", y) for _, y in steps)
    glyph += b"\0" * (-len(glyph) % 4)
    # Format 13: ranges of characters that share one glyph.
    ranges = ((0x20, 0x20, 2), (0x21, 0x9F, 1), (0xA0, 0xA0, 2), (0xA1, 0xFFFD, 1))
    groups = b"".join(struct.pack(">3I", *each) for each in ranges)
    mapping = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(ranges)) + groups
    return _file(
        {
            b"OS/2": _os2(),
            b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + mapping,
            b"glyf": glyph,
            b"head": struct.pack(
                ">IIIIHHqqhhhhHHhhh",
                *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, UNITS, 0, 0),
                *(left, bottom, right, top, 0, 8, 2, 1, 0),
            ),
            b"hhea": struct.pack(
                ">IhhhHhhhhhhhhhhhH",
                *(0x00010000, ASCENT, -DESCENT, 0, ADVANCE, left, ADVANCE - right, right),
                *(1, 0, 0, 0, 0, 0, 0, 0, 3),
            ),
            b"hmtx": struct.pack(">HhHhHh", ADVANCE, 0, ADVANCE, left, ADVANCE, 0),
            b"loca": struct.pack(">4I", 0, 0, len(glyph), len(glyph)),
            b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, 3, 4, 1, *(0,) * 2, 2, *(0,) * 8),
            b"name": _names(),
            b"post": struct.pack(">IIhhIIIII", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0),
        }
    )


def in_blocks() -> str:
    """A script that sets a page in blocks before anything is laid out, and stops what moves."""
    font = base64.b64encode(blocks_font()).decode()
    return f"""(() => {{
        const bytes = Uint8Array.from(atob("{font}"), letter => letter.charCodeAt(0));
        document.fonts.add(new FontFace("{NAME}", bytes.buffer));
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`
            *, ::before, ::after {{
                font-family: {NAME} !important; font-synthesis: none !important;
                transition: none !important; animation: none !important;
                caret-color: transparent !important;
            }}
            #connection {{ display: none !important }}
        `);
        document.adoptedStyleSheets.push(sheet);
    }})()"""


def _os2() -> bytes:
    head = struct.pack(">HhHHH", 4, ADVANCE, 400, 5, 0)
    scripts = struct.pack(">10h", 650, 700, 0, 140, 650, 700, 0, 480, 50, 260)
    kind = struct.pack(">h10s4I4s", 0, b"\0" * 10, 1, 0, 0, 0, b"NONE")
    heights = struct.pack(
        ">HHHhhhHHII", 0x40, 0x20, 0xFFFD, ASCENT, -DESCENT, 0, ASCENT, DESCENT, 1, 0
    )
    return head + scripts + kind + heights + struct.pack(">hhHHH", 540, 700, 0, 32, 0)


def _names() -> bytes:
    texts = {1: NAME, 2: "Regular", 3: NAME, 4: NAME, 5: "Version 1", 6: NAME}
    records, storage = b"", b""
    for number, text in texts.items():
        encoded = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(encoded), len(storage))
        storage += encoded
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + storage


def _file(tables: dict[bytes, bytes]) -> bytes:
    """Tables behind a directory; the checksums are right, as browsers ask."""

    def checksum(data: bytes) -> int:
        padded = data + b"\0" * (-len(data) % 4)
        return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF

    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    offset = len(head) + 16 * count
    directory, body = b"", b""
    for name, data in sorted(tables.items()):
        directory += struct.pack(">4sIII", name, checksum(data), offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    whole = bytearray(head + directory + body)
    adjustment = (0xB1B0AFBA - checksum(bytes(whole))) & 0xFFFFFFFF
    start = offset + sum(
        len(data) + -len(data) % 4 for name, data in sorted(tables.items()) if name < b"head"
    )
    whole[start + 8 : start + 12] = struct.pack(">I", adjustment)
    return bytes(whole)
