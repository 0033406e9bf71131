"""One queue, one worker that owns the networks: batches of whatever has arrived.

The worker takes all that is waiting, renders it, runs one forward pass a network and hands each
drawing its own row. The forward pass of a large batch, and any on a GPU, runs in a thread: the
sockets are served meanwhile, and the next batch gathers. A small one is over before a thread would
have begun. Nobody waits for company.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from time import monotonic

import numpy as np

from app.errors import InklingError, LateError, OverloadedError
from app.services.meters import Meters
from app.services.readings import Array, Reading, Steps
from app.services.to_read import ToRead
from app.services.zoo import Network, Zoo
from models.forward.outputs import Outputs

log = logging.getLogger(__name__)

LARGEST_BATCH = 64
"""Drawings: larger batches are hardly faster a drawing, and the sockets wait for them."""

WORTH_A_THREAD = 8
"""Drawings in a batch from which its forward pass takes longer than handing it over."""

Answer = Callable[[Reading | InklingError], None]


@dataclass(slots=True)
class _Waiting:
    network: Network
    drawn: ToRead
    explained: bool
    exact: bool
    arrived: float
    answer: Answer


class Predictor:
    """Reads drawings; made with a running event loop, ended with `close`."""

    def __init__(
        self, zoo: Zoo, meters: Meters, queue_limit: int = 1024, deadline: float = 2.0
    ) -> None:
        """`deadline`: seconds that a drawing may wait before it is read."""
        self._zoo = zoo
        self._meters = meters
        self._queue_limit = queue_limit
        self._deadline = deadline
        self._waiting: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="network")
        self._loop = asyncio.get_running_loop()
        self._worker = self._loop.create_task(self._work())

    def submit(
        self,
        name: str,
        drawn: ToRead,
        answer: Answer,
        *,
        explained: bool = False,
        exact: bool = False,
    ) -> None:
        """Have a drawing read; `answer` is called with the reading or a named error.

        `explained`: with what each step of preprocessing does; `exact`: with every value. Raises
        UnknownNetworkError, NotReadyError, OverloadedError. `answer` must not raise.
        """
        network = self._zoo.get(name)
        network.ready_engine()
        if len(self._waiting) >= self._queue_limit:
            raise OverloadedError("too many drawings are waiting; send it again in a moment")
        self._waiting.append(_Waiting(network, drawn, explained, exact, monotonic(), answer))
        self._arrived.set()

    async def read(self, name: str, drawn: ToRead, explained: bool = False) -> Reading:
        """Read one drawing exactly; raises what `submit` raises, or an InklingError if it fails."""
        return await self._answered(name, drawn, explained=explained, exact=True)

    async def read_all(self, name: str, drawings: Sequence[ToRead]) -> list[Reading]:
        """Read several, without their exact values; raises as `read` does."""
        reading = [self._answered(name, drawn) for drawn in drawings]
        return await asyncio.gather(*reading)

    async def _answered(
        self, name: str, drawn: ToRead, *, explained: bool = False, exact: bool = False
    ) -> Reading:
        result: asyncio.Future[Reading | InklingError] = self._loop.create_future()

        def answer(reading: Reading | InklingError) -> None:
            if not result.done():  # the caller may be gone
                result.set_result(reading)

        self.submit(name, drawn, answer, explained=explained, exact=exact)
        reading = await result
        if isinstance(reading, InklingError):
            raise reading
        return reading

    async def close(self) -> None:
        """End the worker; drawings still waiting get no answer."""
        self._worker.cancel()
        self._waiting.clear()
        self._thread.shutdown(wait=True)

    async def _work(self) -> None:
        while True:
            await self._arrived.wait()
            if not self._waiting:
                self._arrived.clear()
                continue
            for network, batch in _by_network(list(self._take())):
                answers = await self._run(network, batch)
                for waiting, reading in zip(batch, answers, strict=True):
                    waiting.answer(reading)
            self._meters.queue_depth.set(len(self._waiting))
            await asyncio.sleep(0)  # the sockets' turn

    def _take(self) -> Iterator[_Waiting]:
        """The next batch: the oldest first, without what has waited too long."""
        due = monotonic() - self._deadline
        count = min(len(self._waiting), LARGEST_BATCH)
        for waiting in [self._waiting.popleft() for _ in range(count)]:
            if waiting.arrived < due:
                self._meters.dropped.inc()
                waiting.answer(
                    LateError(f"the drawing waited over {self._deadline:g} s; send it again")
                )
            else:
                yield waiting

    async def _run(self, network: Network, batch: list[_Waiting]) -> list[Reading | InklingError]:
        """Read a batch; every drawing of it gets its reading or a named error."""
        began = monotonic()
        try:
            return list(await self._read(network, batch))
        except Exception:
            log.exception("a batch of %d drawings failed", len(batch))
            if len(batch) > 1:  # one of them may be at fault: the others are still read
                return [answer for each in batch for answer in await self._run(network, [each])]
            return [InklingError("the network failed on this drawing; the log says why")]
        finally:
            self._meters.batch(len(batch), monotonic() - began)

    async def _read(self, network: Network, batch: list[_Waiting]) -> list[Reading]:
        """Render the drawings and read all their images at once."""
        side = network.side
        images = [waiting.drawn.image(side) for waiting in batch]
        toggled = [waiting.drawn.toggled(side) if waiting.explained else {} for waiting in batch]
        more = [image for each in toggled for image in each.values()]
        exact = any(waiting.exact for waiting in batch)
        readings = await self._read_images(network, images + more, exact)
        asked, others = readings[: len(batch)], iter(readings[len(batch) :])
        answers = []
        for waiting, reading, switched in zip(batch, asked, toggled, strict=True):
            guessed = list(islice(others, len(switched)))
            steps = None
            explanation = waiting.drawn.explanation(side) if waiting.explained else None
            if explanation is not None:
                steps = Steps(
                    explanation,
                    {
                        step: None if each.blank else each.outcomes
                        for step, each in zip(switched, guessed, strict=True)
                    },
                )
            if waiting.drawn.things > 1 and not reading.blank:
                reading = reading._replace(doubtful=True)
            if waiting.exact:
                reading = reading._replace(steps=steps, image_on_pad=waiting.drawn.image_on_pad())
            elif steps is not None or exact:
                reading = reading._replace(steps=steps, exact=None)
            answers.append(reading)
        return answers

    async def _read_images(
        self, network: Network, images: list[Array], exact: bool
    ) -> list[Reading]:
        """One forward pass for all; a blank image gets a blank reading."""
        stacked = np.concatenate(images).reshape(len(images), *network.description.input_shape)
        if len(images) < WORTH_A_THREAD and network.ready_engine().device == "cpu":
            outputs = self._forward(network, stacked, exact)
        else:
            outputs = await self._loop.run_in_executor(
                self._thread, self._forward, network, stacked, exact
            )
        inked: list[bool] = np.any(stacked, axis=(1, 2, 3)).tolist()
        doubtful = network.doubts(outputs.score)
        nothing = {name: np.zeros_like(rows[0]) for name, rows in outputs.outcomes.items()}
        return [
            Reading(
                image,
                {name: rows[row] for name, rows in outputs.outcomes.items()}
                if inked[row]
                else nothing,
                not inked[row],
                None if doubtful is None else inked[row] and doubtful[row],
                outputs.low[row],
                outputs.high[row],
                outputs.codes[row],
                None if outputs.exact is None else outputs.exact[row],
            )
            for row, image in enumerate(images)
        ]

    def _forward(self, network: Network, images: Array, exact: bool) -> Outputs:
        """One forward pass, on the CPU if the GPU fails."""
        engine = network.ready_engine()
        try:
            return engine.run(images, exact)
        except RuntimeError as error:  # out of memory, a lost device: PyTorch's are RuntimeErrors
            if engine.device == "cpu":
                raise
            return self._zoo.fall_back(network, error).run(images, exact)


def _by_network(batch: list[_Waiting]) -> list[tuple[Network, list[_Waiting]]]:
    networks = {id(waiting.network): waiting.network for waiting in batch}.values()
    return [(each, [waiting for waiting in batch if waiting.network is each]) for each in networks]
