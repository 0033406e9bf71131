"""One queue, one worker that owns the networks: batches of whatever has arrived.

The worker takes all that is waiting, renders it, runs one forward pass a network and hands each
drawing its own row. What is dear to render is rendered beside the loop first (`rendering.py`). The
forward pass runs in a thread: the sockets are served meanwhile, and the next batch gathers; one
that hangs is given up, and another thread takes its place. No drawing waits for a batch to fill.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from time import monotonic

import numpy as np

from app.errors import InklingError, LateError, NotReadyError, OverloadedError
from app.services.meters import Meters
from app.services.readings import Array, Reading, Steps
from app.services.rendering import SMALL, DearWork, Rendered, cost_of
from app.services.threads import OneThread
from app.services.to_read import ToRead
from app.services.zoo import Network, Zoo
from models.forward.outputs import Outputs, gates_of
from models.ink.preprocess import STEPS

log = logging.getLogger(__name__)

LARGEST_BATCH = 64
"""Images: larger batches are hardly faster an image, and the sockets wait for them."""

DEAREST_BATCH = 16 * SMALL
"""Points rendered at once; the sockets wait for them, too."""

MOST_HANGING = 3
"""Forward passes of one network: it is not asked again before one of them ends."""

FAILED = "the network failed on this drawing; the log says why"

Answer = Callable[[Reading | InklingError], None]

Asked = tuple[Array, bool, Array | None]
"""Of an engine: images, whether their exact values are wanted, and gates."""


@dataclass(slots=True)
class Waiting:
    """A drawing to be read; `forget` it if nobody wants the answer any more."""

    network: Network
    drawn: ToRead
    explained: bool
    exact: bool
    arrived: float
    answer: Answer
    cost: int
    rendered: Rendered | InklingError | None = None
    took: float = 0.0
    """Seconds that it took to render."""
    is_wanted: bool = True

    def forget(self) -> None:
        """Neither render nor read it, unless that has begun."""
        self.is_wanted = False

    def render(self) -> None:
        """Make it an image; if that fails, keep the error instead."""
        if not self.is_wanted:
            return
        began = monotonic()
        try:
            self.rendered = Rendered.of(self.drawn, self.network.side, self.explained, self.exact)
        except Exception:
            log.exception("a drawing could not be rendered")
            self.rendered = InklingError(FAILED)
        self.took = monotonic() - began


class Predictor:
    """Reads drawings; made with a running event loop, ended with `close`."""

    def __init__(
        self,
        zoo: Zoo,
        meters: Meters,
        queue_limit: int = 1024,
        deadline: float = 2.0,
        forward_seconds: float = 2.0,
    ) -> None:
        """`deadline`: seconds that a drawing may wait before it is read.

        `forward_seconds`: that a forward pass may take.
        """
        self._zoo = zoo
        self._meters = meters
        self._queue_limit = queue_limit
        self._deadline = deadline
        self._forward_seconds = forward_seconds
        self._waiting: deque[Waiting] = deque()
        self._arrived = asyncio.Event()
        self._thread = OneThread("network")
        self._hanging: Counter[str] = Counter()
        self._late: set[str] = set()
        self._renderer = OneThread("ink")
        self._dear = DearWork[Waiting](self._renderer, self._take_rendered)
        self._worker = asyncio.get_running_loop().create_task(self._work())

    def submit(
        self,
        name: str,
        drawn: ToRead,
        answer: Answer,
        *,
        explained: bool = False,
        exact: bool = False,
    ) -> Waiting:
        """Have a drawing read; `answer` is called with the reading or a named error.

        `explained`: with what each step of preprocessing does; `exact`: with every value. Raises
        UnknownNetworkError, NotReadyError, OverloadedError. `answer` must not raise.
        """
        network = self._zoo.get(name)
        return self.submit_to(network, drawn, answer, explained=explained, exact=exact)

    def submit_to(
        self,
        network: Network,
        drawn: ToRead,
        answer: Answer,
        *,
        explained: bool = False,
        exact: bool = False,
        cost: int | None = None,
    ) -> Waiting:
        """The same, by a network that is given: one of the zoo, or one at a moment of a film.

        `cost`: of rendering the drawing, where that is known: see `cost_of`.
        """
        network.expect_ready()
        drawn = drawn.leaving_out(network.description.without)
        if len(self._waiting) + len(self._dear) >= self._queue_limit:
            raise OverloadedError("too many drawings are waiting; send it again in a moment")
        if cost is None:
            cost = cost_of(drawn, explained, exact)
        now = monotonic()
        waiting = Waiting(network, drawn, explained, exact, now, answer, cost)
        if cost > SMALL:
            self._dear.add(waiting, now, cost, partial(self._render, waiting))
        else:
            self._waiting.append(waiting)
            self._arrived.set()
        return waiting

    def problems(self) -> dict[str, str]:
        """Name -> why, for each network whose last forward pass did not end."""
        return dict.fromkeys(self._late, "a forward pass has not ended; see the log")

    async def read(
        self, network: Network | str, drawn: ToRead, explained: bool = False, exact: bool = True
    ) -> Reading:
        """Read one drawing, `exact`: with the value of every operation.

        `network`: one of the zoo by its name, or one that is given, see `submit_to`.

        Raises what `submit` raises, or an InklingError if it fails.
        """
        if isinstance(network, str):
            network = self._zoo.get(network)
        return await self._answered(network, drawn, explained=explained, exact=exact)

    async def read_all(self, name: str, drawings: Sequence[ToRead]) -> list[Reading]:
        """Read several, without their exact values; raises as `read` does."""
        network = self._zoo.get(name)
        reading = [self._answered(network, drawn) for drawn in drawings]
        return await asyncio.gather(*reading)

    async def _answered(
        self, network: Network, drawn: ToRead, *, explained: bool = False, exact: bool = False
    ) -> Reading:
        result: asyncio.Future[Reading | InklingError]
        result = asyncio.get_running_loop().create_future()

        def answer(reading: Reading | InklingError) -> None:
            if not result.done():  # the caller may be gone
                result.set_result(reading)

        waiting = self.submit_to(network, drawn, answer, explained=explained, exact=exact)
        try:
            reading = await result
        finally:
            waiting.forget()
        if isinstance(reading, InklingError):
            raise reading
        return reading

    async def close(self) -> None:
        """End the worker; drawings still waiting get no answer, and what hangs is left behind."""
        self._worker.cancel()
        self._dear.close()
        self._waiting.clear()
        self._renderer.close()
        self._thread.close()

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

    def _take(self) -> Iterator[Waiting]:
        """The next batch: the oldest first, without what nobody wants or has waited too long."""
        cost = images = 0
        while self._waiting and images < LARGEST_BATCH and cost <= DEAREST_BATCH:
            waiting = self._waiting.popleft()
            images += 1
            if self._is_due(waiting):
                yield waiting
                images += len(STEPS) * waiting.explained
                cost += waiting.cost if waiting.rendered is None else 0

    def _is_due(self, waiting: Waiting) -> bool:
        """Whether it is to be read; one that is too late is answered with LateError."""
        if not waiting.is_wanted:
            return False
        if waiting.arrived >= monotonic() - self._deadline:
            return True
        self._meters.dropped.inc()
        waiting.answer(LateError(f"the drawing waited over {self._deadline:g} s; send it again"))
        return False

    def _render(self, waiting: Waiting) -> None:
        """Runs in the thread for dear drawings; one that is too late is not rendered."""
        if waiting.arrived >= monotonic() - self._deadline:
            waiting.render()

    def _take_rendered(self, waiting: Waiting) -> None:
        """A dear drawing that has been rendered joins the queue of all others."""
        self._waiting.append(waiting)
        self._arrived.set()

    async def _run(self, network: Network, batch: list[Waiting]) -> list[Reading | InklingError]:
        """Read a batch; every drawing of it gets its reading or a named error."""
        began = monotonic()
        try:
            return await self._read(network, batch)
        except (LateError, NotReadyError) as error:
            return [error] * len(batch)
        except Exception:
            log.exception("a batch of %d drawings failed", len(batch))
            if len(batch) > 1:  # one drawing may be at fault: read each by itself
                return [answer for each in batch for answer in await self._run(network, [each])]
            return [InklingError(FAILED)]
        finally:
            self._meters.batch(len(batch), monotonic() - began)

    async def _read(self, network: Network, batch: list[Waiting]) -> list[Reading | InklingError]:
        """Render what is not rendered, and read all images at once."""
        for waiting in batch:
            if waiting.rendered is None:
                waiting.render()
        images = [each for each in batch if isinstance(each.rendered, Rendered)]
        readings = iter(await self._read_rendered(network, images) if images else [])
        return [
            next(readings)
            if isinstance(each.rendered, Rendered)
            else each.rendered or InklingError(FAILED)
            for each in batch
        ]

    async def _read_rendered(self, network: Network, batch: list[Waiting]) -> list[Reading]:
        rendered = [each.rendered for each in batch if isinstance(each.rendered, Rendered)]
        more = [image for each in rendered for image in each.toggled.values()]
        exact = any(waiting.exact for waiting in batch)
        images = [each.image for each in rendered]
        off = [waiting.drawn.off for waiting in batch]
        toggled = zip(off, rendered, strict=True)
        off += [switched for switched, each in toggled for _ in each.toggled]
        readings = await self._read_images(network, images + more, off, exact)
        asked, others = readings[: len(batch)], iter(readings[len(batch) :])
        answers = []
        for waiting, drawn, reading in zip(batch, rendered, asked, strict=True):
            steps = _steps_of(drawn, others) if drawn.toggled else None
            if drawn.things > 1 and not reading.blank:
                reading = reading._replace(doubtful=True)
            if waiting.exact:
                reading = reading._replace(steps=steps, image_on_pad=drawn.image_on_pad)
            elif steps is not None or exact:
                reading = reading._replace(steps=steps, exact=None)
            answers.append(reading)
        return answers

    async def _read_images(
        self, network: Network, images: list[Array], off: list[frozenset[str]], exact: bool
    ) -> list[Reading]:
        """One forward pass for all, each with its own switches `off`; of a blank image, nothing."""
        stacked = np.concatenate(images).reshape(len(images), *network.description.input_shape)
        gates = gates_of(network.description, off)
        outputs = await self._forward_in_time(network, (stacked, exact, gates))
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

    async def _forward_in_time(self, network: Network, asked: Asked) -> Outputs:
        """One forward pass; raises LateError if it hangs, or would."""
        if self._hanging[network.name] >= MOST_HANGING:
            raise LateError("the network does not answer; try again in a moment")
        seconds = self._forward_seconds
        try:
            outputs = await self._thread.run_within(seconds, self._forward, network, asked)
        except TimeoutError:
            self._replace_thread(network)
            raise LateError(f"the network took over {seconds:g} s; send it again") from None
        self._late.discard(network.name)
        return outputs

    def _replace_thread(self, network: Network) -> None:
        """Go on in another thread; the old one may end some time or never."""
        log.error("a forward pass of %s hangs; another thread takes its place", network.name)
        self._hanging[network.name] += 1
        self._late.add(network.name)
        self._thread.end(lambda: self._take_back(network))
        self._thread = OneThread("network")
        self._try(network)

    def _take_back(self, network: Network) -> None:
        """A forward pass that hung has ended after all."""
        self._hanging[network.name] -= 1
        self._try(network)

    def _try(self, network: Network) -> None:
        """Read a blank pad: whether the network answers again is known before anybody draws."""
        with contextlib.suppress(InklingError):
            self.submit(network.name, ToRead(), lambda _: None)

    def _forward(self, network: Network, asked: Asked) -> Outputs:
        """One forward pass, on the CPU if the GPU fails."""
        engine = self._zoo.engine_of(network)
        try:
            return engine.run(*asked)
        except RuntimeError as error:  # out of memory, a lost device: PyTorch's are RuntimeErrors
            if engine.device == "cpu":
                raise
            return self._zoo.fall_back(network, error).run(*asked)


def _by_network(batch: list[Waiting]) -> list[tuple[Network, list[Waiting]]]:
    networks = {id(waiting.network): waiting.network for waiting in batch}.values()
    return [(each, [waiting for waiting in batch if waiting.network is each]) for each in networks]


def _steps_of(drawn: Rendered, others: Iterator[Reading]) -> Steps | None:
    """What the steps did, with what was read of each image with a step switched."""
    guessed = list(islice(others, len(drawn.toggled)))
    if drawn.explanation is None:
        return None
    switched = zip(drawn.toggled, guessed, strict=True)
    outcomes = {step: None if each.blank else each.outcomes for step, each in switched}
    return Steps(drawn.explanation, outcomes)
