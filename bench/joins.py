"""`python -m bench.joins`: what it costs that a whole hall opens the page in the same second.

Each of 300 students fetches, over a connection of its own, the page and all that it asks for before
the first drawing, compressed, as a new browser does.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import time

import httpx2

from bench.page import scripts
from bench.servers import Running
from tests.serving import ROOT, start_server

STUDENTS = 300
HEADERS = "Accept-Encoding: gzip\r\n\r\n"


def files_of(address: str) -> list[str]:
    """Paths of a whole page: itself, what it links to, its scripts' imports, its network."""
    page = httpx2.get(f"{address}/").text
    linked = re.findall(r'(?:href|src)="(static/[^"]+)"', page)
    dist = ROOT / "static" / "dist"
    imported = {each.relative_to(ROOT).as_posix() for each in scripts(dist / "main.js", set())}
    return ["", *dict.fromkeys([*linked, *sorted(imported)]), "api/models/lenet5"]


async def join(port: int, paths: list[str], begin: float) -> float:
    """Fetch everything over one connection; the seconds it took."""
    await asyncio.sleep(begin)
    since = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in paths:
        writer.write(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{HEADERS}".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        found = re.search(rb"content-length: (\d+)", head.lower())
        if found:
            await reader.readexactly(int(found[1]))
        else:
            await _chunked(reader)
    writer.close()
    return time.perf_counter() - since


async def _chunked(reader: asyncio.StreamReader) -> None:
    while (size := int(await reader.readline(), 16)) > 0:
        await reader.readexactly(size + 2)
    await reader.readline()


async def crowd(port: int, paths: list[str]) -> list[float]:
    """Have all students arrive evenly within one second."""
    joining = (join(port, paths, number / STUDENTS) for number in range(STUDENTS))
    return sorted(await asyncio.gather(*joining))


def main() -> None:
    """Measure once, after one page that warms the server, and print."""
    with start_server() as server:
        server.wait_until_ready()
        paths = files_of(server.address)
        asyncio.run(join(server.port, paths, 0))
        running = Running("Inkling", server.process.pid, server.port, "http", "/")
        cpu, since = running.cpu(), time.perf_counter()
        took = asyncio.run(crowd(server.port, paths))
        print(  # noqa: T201
            f"{STUDENTS} pages of {len(paths)} files in {time.perf_counter() - since:.1f} s: "
            f"p50 {statistics.median(took):.2f} s, p95 {took[int(0.95 * STUDENTS)]:.2f} s, "
            f"{1000 * (running.cpu() - cpu) / STUDENTS:.1f} ms of CPU a page"
        )


if __name__ == "__main__":
    main()
