"""Download MNIST's four files, for those who have internet; nothing half-written stays behind."""

from __future__ import annotations

import errno
import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
"""Public copies of the original files, asked in this order."""


@dataclass(frozen=True)
class RemoteFile:
    """A file by name, with the MD5 and length of the originally published one."""

    name: str
    md5: str
    size: int


MNIST = (
    RemoteFile("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873", 9_912_422),
    RemoteFile("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432", 28_881),
    RemoteFile("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3", 1_648_877),
    RemoteFile("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c", 4_542),
)

CHUNK = 64 * 1024
TIMEOUT = 30.0
"""Seconds without a byte until a mirror is given up."""


class FetchError(Exception):
    """The files could not be had; the message says why, for each mirror or on this machine."""


@dataclass(frozen=True)
class Progress:
    """Bytes so far of one file; `done` = `size` when it is complete and its checksum is right."""

    name: str
    done: int
    size: int


def fetch_mnist(
    folder: Path, mirrors: Sequence[str] = MIRRORS, files: Sequence[RemoteFile] = MNIST
) -> Iterator[Progress]:
    """Download `files` into `folder`, skipping those already there and right; raises FetchError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FetchError(f"cannot make the folder {folder}: {error.strerror}") from error
    for file in files:
        target = folder / file.name
        if not (target.exists() and _md5(target) == file.md5):
            yield from _from_any_mirror(file, target, mirrors)
        yield Progress(file.name, file.size, file.size)


def _from_any_mirror(file: RemoteFile, target: Path, mirrors: Sequence[str]) -> Iterator[Progress]:
    reasons = []
    for mirror in mirrors:
        partial = target.with_name(target.name + ".part")
        try:
            yield from _download(mirror + file.name, partial, file)
            partial.replace(target)
            return
        except _MirrorError as error:
            reasons.append(f"{mirror}: {error}")
        finally:
            partial.unlink(missing_ok=True)
    raise FetchError(f"could not download {file.name}; " + "; ".join(reasons))


class _MirrorError(Exception):
    """This mirror failed; another may do."""


def _download(address: str, partial: Path, file: RemoteFile) -> Iterator[Progress]:
    digest, done = hashlib.md5(usedforsecurity=False), 0
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer, partial.open("wb") as out:
            while chunk := answer.read(CHUNK):
                done += len(chunk)
                if done > file.size:
                    raise _MirrorError(f"sent more than the {file.size} bytes expected")
                digest.update(chunk)
                out.write(chunk)
                yield Progress(file.name, min(done, file.size - 1), file.size)
    except (
        urllib.error.URLError,
        http.client.HTTPException,
        TimeoutError,
        ConnectionError,
    ) as error:
        raise _MirrorError(f"{getattr(error, 'reason', None) or error}") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise FetchError(
                f"the disk is full: {partial.parent} needs about 12 MB; make room and run it again"
            ) from error
        raise FetchError(f"cannot write {partial}: {error.strerror or error}") from error
    if done != file.size:
        raise _MirrorError(f"the connection was cut after {done} of {file.size} bytes")
    if digest.hexdigest() != file.md5:
        raise _MirrorError("the file's checksum is wrong: it is damaged or another file")


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
