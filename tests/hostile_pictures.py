"""Small pictures that are dear to open: each was met, or is a sibling of one that was."""

from __future__ import annotations

import struct
import zlib

import numpy as np

from tests.pictures import Sheet, saved


def digit() -> bytes:
    """A JPEG that reads as a 7."""
    return saved(Sheet(240, 240).digit(7).screenshot(), "JPEG")


def empty_scans(count: int = 200, side: int = 4000) -> bytes:
    """A progressive JPEG, grey, whose decoder goes over all of it `count` times, for nothing."""
    content = saved(np.full((side, side), 255, np.uint8), "JPEG", progressive=True)
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + bytes((1, 0, 1, 63, 0))
    return content[:-2] + scan * count + content[-2:]


def tiny_segments(size: int = 7_800_000, stray: bytes = b"") -> bytes:
    """A JPEG of a digit with so many bytes of EXIF, ten at a time, behind `stray` bytes."""
    content = digit()
    segment = b"\xff\xe1" + struct.pack(">H", 8) + b"Exif\0\0"
    return content[:2] + stray + segment * (size // len(segment)) + content[2:]


def tiny_chunks(kind: bytes = b"IDAT", size: int = 2_400_000) -> bytes:
    """A PNG of a digit with so many bytes of empty chunks."""
    content = saved(Sheet(240, 240).digit(7).screenshot())
    chunk = bytes(4) + kind + struct.pack(">I", zlib.crc32(kind))
    return content[:33] + chunk * (size // len(chunk)) + content[33:]


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
        for kind, content in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def claims_much(kind: str) -> bytes:
    """A WebP of some thirty bytes that claims to have 16383 x 16383 pixels."""
    side = 16383
    canvas = bytes(4) + (side - 1).to_bytes(3, "little") * 2
    lossless = b"\x2f" + struct.pack("<I", (side - 1) | (side - 1) << 14) + bytes(3)
    lossy = b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", side, side) + bytes(4)
    return {
        "canvas": riff((b"VP8X", canvas), (b"VP8L", lossless)),
        "lossless": riff((b"VP8L", lossless)),
        "lossy": riff((b"VP8 ", lossy)),
        "frame": riff((b"ANMF", bytes(6) + canvas[4:] + bytes(4))),
    }[kind]


def tiny_riff_chunks() -> bytes:
    """A WebP of a digit behind a hundred thousand empty chunks of EXIF."""
    content = saved(Sheet(240, 240).digit(7).screenshot(), "WEBP", lossless=True)
    return content[:12] + (b"EXIF" + bytes(4)) * 100_000 + content[12:]
