"""Training steps taken apart in a process of its own, one after the other.

The process begins with the first request, since PyTorch takes seconds and memory, and ends when
nobody has asked for a while. It gives way to whoever draws.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from app.errors import LateError, MisfitError, NotReadyError, OverloadedError
from app.services.child_process import ChildProcess
from app.services.engines import has_torch
from app.services.films import Films
from app.services.step_child import BATCH, DONE, MISFIT
from app.services.threads import OneThread
from app.services.to_read import ToRead
from app.services.zoo import Network, Zoo
from models._answers import Classes

MOST_WAITING = 32

IDLE = 600.0
"""Seconds without a request after which the process ends."""

PASSES = 16
"""Forward passes that looking at one weight costs at most, backward ones counted as two."""

MOST_PRODUCTS = 3e9
"""Multiplications of one request; a core does about three billion a second in double precision."""

PRODUCTS_A_MESSAGE = 1.2e7
"""Multiplications that cost as much as one message, at a lower priority than those."""

Film = tuple[str, int]
"""A film's name, and a moment."""


def products_of(network: Network, moves: list[str]) -> float:
    """Multiplications that a request takes which makes these moves first."""
    passes = sum(4 * (BATCH if move == "batch" else 1) for move in moves)
    return network.description.multiply_adds * float(PASSES + passes)


class StepTaker:
    """Made with a running event loop.

    `patience`: seconds for one step; the dearest takes two of CPU.
    """

    def __init__(self, zoo: Zoo, films: Films, patience: float) -> None:
        self._zoo, self._films = zoo, films
        self._process = ChildProcess("app.services.step_child", patience, "take training steps")
        self._thread = OneThread("steps")
        self._waiting = 0
        self._ending: asyncio.TimerHandle | None = None

    async def take(
        self, network: Network, drawn: ToRead, film: Film | None, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """What `app.services.step_child` makes of a drawing and `asked`.

        Raises MisfitError, UnknownFilmError, NotReadyError, LateError, and OverloadedError if too
        many wait.
        """
        if not has_torch():
            raise NotReadyError("training steps need PyTorch, which this server does not have")
        if self._waiting >= MOST_WAITING:
            raise OverloadedError("too many training steps wait; ask again in a moment")
        whole = {**asked, **self._weights(network, film)}
        self._waiting += 1
        try:
            return await self._thread.run(self._take, network, drawn, whole)
        finally:
            self._waiting -= 1
            self._end_later()

    async def close(self) -> None:
        """End the process; what it does is given up."""
        if self._ending is not None:
            self._ending.cancel()
        self._process.close()
        self._thread.close()

    def _weights(self, network: Network, film: Film | None) -> dict[str, Any]:
        """Where the process finds the weights."""
        if film is None:
            weights = self._zoo.weights
            return {"weights": weights and str(weights), "film": None, "moment": 0}
        name, moment = film
        self._films.network_at(name, moment, network.name)
        path = self._films.get(name).path
        return {"weights": None, "film": str(path), "moment": moment}

    def _take(self, network: Network, drawn: ToRead, asked: dict[str, Any]) -> dict[str, Any]:
        """Ask the process; blocks until it answers."""
        image = drawn.leaving_out(network.description.without).image(network.side)
        request = {**asked, "network": network.name, "image": image.tolist()}
        answer = self._process.ask(json.dumps(request).encode())
        if answer is None:
            raise LateError("the training step took too long; ask for fewer steps before it")
        kind, content = answer
        if kind == DONE:
            found: dict[str, Any] = json.loads(content)
            return found
        raise (MisfitError if kind == MISFIT else NotReadyError)(content.decode())

    def _end_later(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(IDLE, self._process.stop)


def taught_answer(network: Network) -> Classes:
    """The answer that is one class of several; raises MisfitError if there is none."""
    for answer in network.description.answers:
        if isinstance(answer, Classes) and answer.activation == "softmax":
            return answer
    raise MisfitError(
        f"{network.description.title} has no answer that is one class of several, "
        "and cross entropy is about one"
    )
