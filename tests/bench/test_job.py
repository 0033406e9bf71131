"""One measurement of the benchmark: what a server that answers late, or not at all, makes of it."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator

import pytest
from rich.console import Console

from bench.__main__ import median_of, one_round
from bench.job import Measured, NoAnswerError, drawings, figures_of, load, wait_for_first_answer
from bench.servers import Running

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@contextlib.contextmanager
def server_that_answers(after: int) -> Iterator[tuple[Running, list[int]]]:
    """An HTTP server that answers nothing before its `after`-th connection; and its answers."""
    answers: list[int] = []
    connections = 0

    def read_and_answer(connection: socket.socket, silent: bool) -> None:
        # The load hangs up at the end of its seconds, also in the middle of an answer.
        with connection, contextlib.suppress(ConnectionError):
            while request := connection.recv(1 << 16):
                head, _, body = request.partition(b"\r\n\r\n")
                length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
                while len(body) < length:
                    body += connection.recv(1 << 16)
                if not silent:
                    answers.append(len(body))
                    connection.sendall(ANSWER)

    def accept() -> None:
        nonlocal connections
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # closed: the test is over
            connections += 1
            silent = connections < after
            threading.Thread(target=read_and_answer, args=(connection, silent), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        port = listener.getsockname()[1]
        yield Running("late", os.getpid(), port, "http", "/read"), answers
        listener.shutdown(socket.SHUT_RDWR)


def measured(per_second: float, load_cpu: float = 0.5) -> Measured:
    figures = dict.fromkeys(Measured.__dataclass_fields__, 1.0)
    return Measured(**{**figures, "per_second": per_second, "load_cpu": load_cpu})


def test_a_server_is_warm_after_its_first_whole_answer() -> None:
    with server_that_answers(after=1) as (server, answers):
        wait_for_first_answer(server)
    assert len(answers) in (1, 2)  # the next request may have gone out before the end


def test_a_round_without_an_answer_is_void_and_says_so() -> None:
    console = Console(record=True, width=120)
    with server_that_answers(after=2) as (server, answers):
        rounds = [one_round(server, 1, seconds, console) for seconds in (0.2, 1.5)]
    assert rounds[0] is None
    assert rounds[1] is not None
    assert answers
    printed = console.export_text()
    assert printed.count("void") == 1
    assert "late did not answer once" in printed


def test_a_measurement_without_an_answer_is_no_figure() -> None:
    with server_that_answers(after=2) as (server, _):
        bodies = drawings(server)
        with pytest.raises(NoAnswerError, match="late"):
            load(server, bodies, 1, 0.2)
    nothing = {"count": 0, "wall": 0.6, "latencies": [], "skipped": 0}
    with pytest.raises(NoAnswerError, match=r"Flask did not answer once in 0\.6 s"):
        figures_of(nothing, 0.1, "Flask")


def test_void_rounds_do_not_count_in_the_median() -> None:
    figures = median_of([None, measured(10), measured(1000, load_cpu=0.9), measured(30)])
    assert figures["per_second"] == 20
    assert (figures["rounds"], figures["void"]) == (2, 2)
    with pytest.raises(NoAnswerError, match="2 rounds"):
        median_of([None, None])
