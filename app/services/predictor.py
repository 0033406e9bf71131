"""One queue, one worker that owns the networks: batches of whatever has arrived.

A caller waits for its own drawing's reading. The worker takes all that is waiting, renders it,
runs one forward pass a network and hands each caller its own row; while it works, the next batch
gathers. Nobody waits for company.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from app.errors import InklingError, OverloadedError
from app.services.drawn import Drawn
from app.services.zoo import Network, Zoo
from models.preprocess import Explanation, Step

log = logging.getLogger(__name__)

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Steps:
    """What preprocessing did, and `toggled`: what the network would say with a step switched.

    step -> probabilities (classes,); None where that leaves a blank image.
    """

    explanation: Explanation
    toggled: dict[Step, Array | None]


@dataclass(frozen=True)
class Reading:
    """What a network made of one drawing.

    `image` (1, 28, 28); `activations`: operation -> output without the batch axis, the image first;
    `probabilities` (classes,). A blank pad has an empty image, no activations and no guesses.
    `doubtful`: it does not look like a digit. `steps`: only where they were asked for.
    """

    image: Array
    activations: dict[str, Array]
    probabilities: Array
    doubtful: bool = False
    steps: Steps | None = None

    @property
    def guesses(self) -> tuple[int, int] | None:
        """The two most probable classes; None for a blank pad."""
        if not self.activations:
            return None
        return two_most_probable(self.probabilities)


def two_most_probable(probabilities: Array) -> tuple[int, int]:
    """First and second guess."""
    first, second = np.argsort(-probabilities, kind="stable")[:2].tolist()
    return first, second


@dataclass(frozen=True)
class _Waiting:
    network: Network
    drawn: Drawn
    explained: bool
    answer: asyncio.Future[Reading]


class Predictor:
    """Reads drawings; made with a running event loop, ended with `close`."""

    def __init__(self, zoo: Zoo, device: torch.device, queue_limit: int) -> None:
        self._zoo = zoo
        self._device = device
        self._queue_limit = queue_limit
        self._waiting: list[_Waiting] = []
        self._arrived = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="network")
        self._loop = asyncio.get_running_loop()
        self._worker = self._loop.create_task(self._work())

    async def read(self, name: str, drawn: Drawn, explained: bool = False) -> Reading:
        """Read one drawing; `explained`: with what each step of preprocessing does.

        Raises UnknownNetworkError, NotReadyError, OverloadedError, or InklingError if the network
        failed.
        """
        network = self._zoo.get(name)
        network.ready_tracer()
        if len(self._waiting) >= self._queue_limit:
            raise OverloadedError("too many drawings are waiting; send it again in a moment")
        answer: asyncio.Future[Reading] = self._loop.create_future()
        self._waiting.append(_Waiting(network, drawn, explained, answer))
        self._arrived.set()
        return await answer

    async def close(self) -> None:
        """End the worker; drawings still waiting are cancelled."""
        self._worker.cancel()
        for waiting in self._waiting:
            waiting.answer.cancel()
        self._waiting.clear()
        self._thread.shutdown(wait=True)

    async def _work(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            batch, self._waiting = self._waiting, []
            batch = [waiting for waiting in batch if not waiting.answer.done()]
            for network in {id(waiting.network): waiting.network for waiting in batch}.values():
                await self._answer(network, [w for w in batch if w.network is network])

    async def _answer(self, network: Network, batch: list[_Waiting]) -> None:
        """Every drawing of the batch gets its reading or a named error; the worker lives on."""
        try:
            readings = await self._loop.run_in_executor(self._thread, self._run, network, batch)
        except Exception:
            log.exception("a batch of %d drawings failed", len(batch))
            for waiting in batch:
                if not waiting.answer.done():
                    failure = InklingError("the network failed on this drawing; the log says why")
                    waiting.answer.set_exception(failure)
            return
        for waiting, reading in zip(batch, readings, strict=True):
            if not waiting.answer.done():  # the caller may be gone
                waiting.answer.set_result(reading)

    def _run(self, network: Network, batch: list[_Waiting]) -> list[Reading]:
        """Render and read drawings, in the worker's thread."""
        readings = self._read_images(network, [waiting.drawn.image() for waiting in batch])
        return [
            replace(reading, steps=self._steps(network, waiting.drawn))
            if waiting.explained
            else reading
            for waiting, reading in zip(batch, readings, strict=True)
        ]

    def _steps(self, network: Network, drawn: Drawn) -> Steps | None:
        explanation = drawn.explanation()
        if explanation is None:
            return None
        toggled = drawn.toggled()
        readings = self._read_images(network, list(toggled.values()))
        guesses = [reading.probabilities if reading.guesses else None for reading in readings]
        return Steps(explanation, dict(zip(toggled, guesses, strict=True)))

    def _read_images(self, network: Network, images: list[Array]) -> list[Reading]:
        """One forward pass for all; a blank image gets a blank reading."""
        inked = [index for index, image in enumerate(images) if image.any()]
        readings = [_blank(network, image) for image in images]
        if inked:
            stacked = torch.from_numpy(np.stack([images[index] for index in inked]))
            traced = network.ready_tracer()(stacked.to(self._device))
            activations = {name: a.cpu().numpy() for name, a in traced.activations.items()}
            probabilities = traced.probabilities.cpu().numpy()
            doubtful = network.doubts(activations)
            for row, index in enumerate(inked):
                own = {name: a[row] for name, a in activations.items()}
                readings[index] = Reading(
                    images[index], own, probabilities[row], bool(doubtful[row])
                )
        return readings


def _blank(network: Network, image: Array) -> Reading:
    return Reading(image, {}, np.zeros(len(network.description.classes), np.float32))
