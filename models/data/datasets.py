"""Labelled drawings and images from disk: IDX, stroke JSON lines, npz.

Whatever the file, what comes out is `Digits`: images in MNIST's frame, ready for a network.
Strokes are kept as well where the file has them, so that training can augment them before they
become images.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import math
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.ink.json_text import as_utf8
from models.ink.mnist import BOX, SIDE
from models.ink.preprocess import preprocess, preprocess_picture

Strokes = list[list[tuple[float, float]]]


_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
"""First bytes of files, which say more than their names."""


class DatasetError(Exception):
    """A data file cannot be used; the message says which, what is wrong, what was expected."""


@dataclass(frozen=True)
class Drawing:
    """One recorded drawing: strokes in 0..1 of the pad, y down."""

    strokes: Strokes
    label: int | None
    writer: str | None


@dataclass(frozen=True)
class Digits:
    """Images (N, side, side) uint8, 255 is ink; labels (N,) or (N, ...); writers if known."""

    name: str
    images: NDArray[np.uint8]
    labels: NDArray[Any]
    writers: list[str] | None = None

    def __len__(self) -> int:
        return len(self.labels)


def read_digits(path: Path, side: int = SIDE) -> list[Digits]:
    """All labelled sets at `path`: an IDX folder, a stroke file or an npz; raises DatasetError.

    `side`: pixels along the images. Strokes are drawn so large, images of MNIST are resized.
    """
    if path.is_dir():
        return [at_side(read_idx_pair(images), side) for images in _idx_images_in(path)]
    if not path.exists():
        raise DatasetError(f"{path} does not exist; expected an IDX folder, .jsonl[.gz] or .npz")
    if path.name.endswith((".jsonl", ".jsonl.gz", ".json")):
        return [rendered(path.name, read_drawings(path), side)]
    if path.suffix == ".npz":
        return [at_side(read_npz(path), side)]
    raise DatasetError(f"{path} is of no known kind; expected an IDX folder, .jsonl[.gz] or .npz")


# --- strokes --------------------------------------------------------------------------------


def read_drawings(path: Path) -> Iterator[Drawing]:
    """The drawings of a stroke file, a JSON object a line; raises DatasetError with the line.

    A file may also be one drawing over several lines, as programs write it for people.
    """
    content = as_utf8(_content(path))
    if content.startswith(_ZIP):
        raise DatasetError(f"{path} has images, not drawings; inkling evaluate scores them")
    for number, line in enumerate(_records(content), start=1):
        if not line.strip():
            continue
        try:
            yield _drawing(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            not_json = isinstance(error, UnicodeDecodeError | json.JSONDecodeError)
            raise DatasetError(
                f"{path}, line {number}: {'it is not JSON' if not_json else error}; expected "
                '{"label": 0..9 or null, "strokes": [[[x, y], ...], ...]}'
            ) from error


def _records(content: bytes) -> list[bytes]:
    """The lines; or all of it, if it is one object and its first line is not."""
    lines = content.splitlines()
    first = next((line for line in lines if line.strip()), b"")
    for text, records in ((first, lines), (content, [content])):
        with contextlib.suppress(ValueError, RecursionError):
            json.loads(text)
            return records
    return lines


def _drawing(record: dict[str, Any]) -> Drawing:
    strokes = [[(float(x), float(y)) for x, y in stroke] for stroke in record["strokes"]]
    if not all(math.isfinite(number) for stroke in strokes for point in stroke for number in point):
        raise ValueError("a coordinate is not a finite number")
    label = record.get("label")
    if label is not None and not (isinstance(label, int) and 0 <= label <= 9):
        raise ValueError(f"label {label!r} is not a digit")
    return Drawing(strokes, label, record.get("writer"))


def matching(writers: Iterable[str], patterns: str) -> list[str]:
    """Those of `writers` that one of `patterns` fits, which are as of a shell's file names.

    `patterns`: with commas between them; none fits where it is empty.
    """
    wanted = [pattern.strip() for pattern in patterns.split(",")]
    return [name for name in writers if any(fnmatchcase(name, each) for each in wanted)]


def of_writers(digits: Digits, patterns: str) -> Digits:
    """Those by writers that `matching` finds; none of a set whose writers are not known."""
    writers = digits.writers or []
    wanted = set(matching(set(writers), patterns))
    at = [index for index, writer in enumerate(writers) if writer in wanted]
    return replace(
        digits,
        images=digits.images[at],
        labels=digits.labels[at],
        writers=[writers[index] for index in at],
    )


def rendered(name: str, drawings: Iterator[Drawing], side: int = SIDE) -> Digits:
    """Labelled drawings as images; raises DatasetError if one has no label."""
    known = list(drawings)
    if any(drawing.label is None for drawing in known):
        raise DatasetError(f"{name} has drawings without a label; only labelled sets can be scored")
    writers = [drawing.writer for drawing in known]
    return Digits(
        name,
        _stack([preprocess(drawing.strokes, side=side)[0] for drawing in known], side),
        np.array([drawing.label for drawing in known], np.int64),
        [str(writer) for writer in writers] if known and all(writers) else None,
    )


def at_side(digits: Digits, side: int) -> Digits:
    """The same images, larger or smaller: (N, side, side)."""
    return replace(digits, images=resized(digits.images, side))


def resized(images: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Images (N, H, W) as (N, side, side)."""
    if images.shape[1:] == (side, side):
        return images
    how = cv2.INTER_AREA if side < images.shape[1] else cv2.INTER_LINEAR
    larger = [cv2.resize(image, (side, side), interpolation=how) for image in images]
    return np.array(larger, np.uint8).reshape(-1, side, side)


# --- images --------------------------------------------------------------------------------


def read_idx_pair(images_path: Path) -> Digits:
    """MNIST-like images and the labels whose file name matches; raises DatasetError."""
    labels_path = images_path.with_name(
        images_path.name.replace("images", "labels").replace("idx3", "idx1")
    )
    images, labels = read_idx(images_path), read_idx(labels_path)
    if images.ndim != 3 or labels.ndim != 1 or len(images) != len(labels):
        raise DatasetError(
            f"{images_path} and {labels_path} do not belong together: "
            f"shapes {images.shape} and {labels.shape}"
        )
    return _framed(images_path.name.split("-images")[0], images, labels, images_path)


def read_idx(path: Path) -> NDArray[np.uint8]:
    """An IDX file of unsigned bytes, plain or .gz, as the array it holds; raises DatasetError.

    Format: http://yann.lecun.com/exdb/mnist/: two zero bytes, type 0x08, rank, sizes as big-endian
    32-bit integers, values in C order.
    """
    content = _content(path)
    if len(content) < 4 or content[:3] != b"\x00\x00\x08":
        raise DatasetError(f"{path} is not an IDX file of unsigned bytes")
    rank = content[3]
    start = 4 + 4 * rank
    if len(content) < start:
        raise DatasetError(f"{path} is cut off in its header")
    shape = tuple(int(size) for size in np.frombuffer(content[4:start], ">u4"))
    if len(content) - start != math.prod(shape):
        raise DatasetError(
            f"{path} should hold {math.prod(shape)} values {shape}, it holds {len(content) - start}"
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def read_npz(path: Path) -> Digits:
    """`images` (N, H, W) or (N, 1, H, W) and `labels` (N,); raises DatasetError.

    Ink is bright, or dark where most of what the images show is bright; booleans are 0 and 1.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            images, labels = np.asarray(arrays["images"]), np.asarray(arrays["labels"])
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise DatasetError(f"{path}: expected arrays `images` and `labels` ({error})") from error
    if images.ndim == 4 and 1 in (images.shape[1], images.shape[3]):
        images = images.reshape(len(images), *(side for side in images.shape[1:] if side != 1))
    if images.ndim != 3 or labels.shape != (len(images),):
        raise DatasetError(
            f"{path}: expected images (N, H, W) and labels (N,), "
            f"got {images.shape} and {labels.shape}"
        )
    if images.dtype == np.bool_:
        images = images.astype(np.uint8) * np.uint8(255)
    return _framed(path.name, _bright_ink(images), labels, path)


def _bright_ink(images: NDArray[Any]) -> NDArray[Any]:
    """Images (N, H, W) with the paper at 0: turned over where their edges are bright."""
    if images.size == 0 or not np.issubdtype(images.dtype, np.number):
        return images
    edges = np.concatenate([images[:, [0, -1]].ravel(), images[:, :, [0, -1]].ravel()])
    low, high = images.min(), images.max()
    if not np.isfinite(high - low) or np.median(edges) <= (float(low) + float(high)) / 2:
        return images
    return np.asarray(high - images)


def _framed(name: str, images: NDArray[Any], labels: NDArray[Any], path: Path) -> Digits:
    """Images as they are if they are in MNIST's frame, put into it otherwise."""
    if not np.issubdtype(labels.dtype, np.integer) or not np.isin(labels, range(10)).all():
        raise DatasetError(f"{path}: labels must be whole numbers from 0 to 9")
    if not np.issubdtype(images.dtype, np.number) or not np.isfinite(images).all():
        raise DatasetError(f"{path}: images must be finite numbers")
    if is_framed(images):
        whole = images.dtype != np.uint8 and images.max(initial=0) <= 1
        pixels = np.clip(images * 255 if whole else images, 0, 255)
        return Digits(name, np.rint(pixels).astype(np.uint8), labels.astype(np.int64))
    return Digits(
        name, _stack([preprocess_picture(image)[0] for image in images]), labels.astype(np.int64)
    )


def is_framed(images: NDArray[Any]) -> bool:
    """Whether a set (N, H, W) is in MNIST's frame: paper 0, ink in a box of 20, mass in the middle.

    Judged by the set's typical image: MNIST has a few exceptions of its own.
    """
    if images.shape[1:] != (SIDE, SIDE) or len(images) == 0:
        return False
    some = np.asarray(images[:: max(1, len(images) // 500)], np.float64)
    if np.median(some) > 0 or some.min() < 0:
        return False
    ink = some > 0.02 * max(some.max(), 1e-9)
    longest = np.maximum(_extent(ink.any(axis=2)), _extent(ink.any(axis=1)))
    mass = np.maximum(some.sum(axis=(1, 2)), 1e-9)
    at = np.arange(SIDE)
    off = [np.abs(some.sum(axis=axis) @ at / mass - SIDE / 2) for axis in (1, 2)]
    return bool(np.median(np.abs(longest - BOX)) <= 1 and max(np.median(o) for o in off) <= 1)


def _extent(occupied: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Length of the span of True in each row of (N, SIDE); 0 where there is none."""
    first = occupied.argmax(axis=1)
    last = SIDE - occupied[:, ::-1].argmax(axis=1)
    return np.where(occupied.any(axis=1), last - first, 0)


def _stack(images: list[NDArray[np.float32]], side: int = SIDE) -> NDArray[np.uint8]:
    if not images:
        return np.zeros((0, side, side), np.uint8)
    return np.rint(np.stack(images) * 255).astype(np.uint8)


def _idx_images_in(folder: Path) -> list[Path]:
    found = sorted(
        path
        for path in folder.iterdir()
        if "-images" in path.name and path.name.removesuffix(".gz").endswith("ubyte")
    )
    if not found:
        raise DatasetError(f"{folder} has no IDX images (names like t10k-images-idx3-ubyte.gz)")
    return found


def _content(path: Path) -> bytes:
    """The file's bytes, decompressed where they are, or where its name ends in .gz."""
    try:
        content = path.read_bytes()
        compressed = content.startswith(_GZIP) or path.suffix == ".gz"
        return gzip.decompress(content) if compressed else content
    except FileNotFoundError as error:
        raise DatasetError(f"{path} does not exist") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(f"{path} cannot be read: {error}") from error
