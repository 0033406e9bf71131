"""The one queue and its worker: everybody gets their own answer, or a named error."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from app.errors import (
    InklingError,
    LateError,
    NotReadyError,
    OverloadedError,
    UnknownNetworkError,
)
from app.services import predictor as predictor_module
from app.services import threads as threads_module
from app.services import to_read as to_read_module
from app.services.meters import Meters
from app.services.predictor import Predictor
from app.services.readings import Reading
from app.services.rendering import Rendered
from app.services.to_read import ToRead
from app.services.zoo import Zoo
from models import trace
from models._checkpoint import load_weights
from models.ink.preprocess import preprocess
from tests.drawings import golden_drawings
from tests.loops import run_coroutine

STROKES = [drawing.strokes for drawing in golden_drawings()]
DRAWN = [ToRead(strokes) for strokes in STROKES]

Scenario = Callable[[Predictor], Awaitable[None]]


def run(
    scenario: Scenario,
    queue_limit: int = 100,
    load: bool = True,
    deadline: float = 10.0,
    forward_seconds: float = 10.0,
) -> None:
    async def main() -> None:
        zoo = Zoo(None)
        if load:
            zoo.load()
        predictor = Predictor(zoo, Meters(), queue_limit, deadline, forward_seconds)
        try:
            await asyncio.wait_for(scenario(predictor), 60)
        finally:
            await predictor.close()

    run_coroutine(main())


def test_a_batch_answers_each_with_its_own_drawing() -> None:
    network = load_weights("lenet5")

    async def scenario(predictor: Predictor) -> None:
        readings = await asyncio.gather(*(predictor.read("lenet5", d) for d in DRAWN))
        for strokes, reading in zip(STROKES, readings, strict=True):
            traced = trace(network, torch.from_numpy(preprocess(strokes))[None])
            expected = np.concatenate([a[0].numpy().ravel() for a in traced.activations.values()])
            np.testing.assert_allclose(reading.exact, expected, atol=1e-4)

    run(scenario)


def test_blank_pads_in_a_batch_are_blank_and_move_nobody() -> None:
    async def scenario(predictor: Predictor) -> None:
        drawings = [[], STROKES[0], [], STROKES[8], []]
        readings = await asyncio.gather(*(predictor.read("lenet5", ToRead(s)) for s in drawings))
        assert [reading.blank for reading in readings] == [True, False] * 2 + [True]
        alone = await predictor.read("lenet5", DRAWN[8])
        np.testing.assert_allclose(
            readings[3].outcomes["digit"], alone.outcomes["digit"], atol=1e-6
        )

    run(scenario)


def test_a_full_queue_refuses_instead_of_growing() -> None:
    async def scenario(predictor: Predictor) -> None:
        results = await asyncio.gather(
            *(predictor.read("lenet5", d) for d in DRAWN[:4]), return_exceptions=True
        )
        assert [type(result) is OverloadedError for result in results] == [False] * 3 + [True]
        assert (await predictor.read("lenet5", DRAWN[0])).blank is False

    run(scenario, queue_limit=3)


def test_a_failing_batch_is_a_named_error_and_the_worker_lives_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario(predictor: Predictor) -> None:
        with monkeypatch.context() as patch:

            def fail(*_: object, **__: object) -> None:
                raise RuntimeError("out of memory")

            patch.setattr(to_read_module, "preprocess", fail)
            results = await asyncio.gather(
                *(predictor.read("lenet5", d) for d in DRAWN[:3]), return_exceptions=True
            )
            assert [type(result) for result in results] == [InklingError] * 3
        assert (await predictor.read("lenet5", DRAWN[0])).blank is False

    run(scenario)


def test_a_caller_that_leaves_disturbs_nobody() -> None:
    async def scenario(predictor: Predictor) -> None:
        leaving = asyncio.create_task(predictor.read("lenet5", DRAWN[0]))
        staying = asyncio.create_task(predictor.read("lenet5", DRAWN[8]))
        await asyncio.sleep(0)
        leaving.cancel()
        assert (await staying).blank is False

    run(scenario)


def test_unknown_and_unready_networks_are_named_at_once() -> None:
    async def scenario(predictor: Predictor) -> None:
        with pytest.raises(UnknownNetworkError, match=r"choose one of: .*lenet5"):
            await predictor.read("alexnet", DRAWN[0])
        with pytest.raises(NotReadyError, match="still loading"):
            await predictor.read("lenet5", DRAWN[0])

    run(scenario, load=False)


def test_a_batch_with_one_bad_drawing_still_answers_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = ToRead.image

    def fails_on_the_second(self: ToRead, side: int) -> np.ndarray:
        if self is DRAWN[1]:
            raise RuntimeError("a bug")
        return image(self, side)

    monkeypatch.setattr(ToRead, "image", fails_on_the_second)

    async def scenario(predictor: Predictor) -> None:
        results = await asyncio.gather(
            *(predictor.read("lenet5", d) for d in DRAWN[:4]), return_exceptions=True
        )
        assert [type(result) is InklingError for result in results] == [False, True, False, False]

    run(scenario)


def test_a_drawing_that_waited_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(predictor_module, "monotonic", lambda: now[0])

    async def scenario(predictor: Predictor) -> None:
        for waited, late in ((1.99, False), (2.01, True)):
            answers: list[object] = []
            predictor.submit("lenet5", DRAWN[0], answers.append)
            now[0] += waited
            while not answers:
                await asyncio.sleep(0.001)
            assert isinstance(answers[0], LateError) is late

    run(scenario, deadline=2.0)


def test_exact_and_live_drawings_share_a_batch() -> None:
    async def scenario(predictor: Predictor) -> None:
        answers: list[Reading] = []
        predictor.submit("lenet5", DRAWN[0], answers.append)
        exact = await predictor.read("lenet5", DRAWN[0])
        assert answers[0].exact is None
        assert exact.exact is not None
        np.testing.assert_array_equal(answers[0].codes, exact.codes)

    run(scenario)


# --- what is dear, and what hangs ----------------------------------------------------------------

DEAR = ToRead([[(0.1 + 0.8 * (i % 97) / 97, i % 2) for i in range(4_000)]])


@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_what_is_dear_is_rendered_beside_the_loop_and_passed_by_what_is_not(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    if not defended:
        monkeypatch.setattr(predictor_module, "SMALL", 10**9)
    threads: dict[int, set[str]] = {}
    of = Rendered.of

    def watched(drawn: ToRead, side: int, explained: bool, exact: bool) -> Rendered:
        threads.setdefault(drawn.points, set()).add(threading.current_thread().name)
        return of(drawn, side, explained, exact)

    monkeypatch.setattr(Rendered, "of", watched)

    async def scenario(predictor: Predictor) -> None:
        order: list[str] = []
        predictor.submit("lenet5", DEAR, lambda _: order.append("dear"), explained=True)
        predictor.submit("lenet5", DRAWN[0], lambda _: order.append("live"))
        while len(order) < 2:
            await asyncio.sleep(0.001)
        loop = threading.current_thread().name
        assert order == (["live", "dear"] if defended else ["dear", "live"])
        assert threads[DEAR.points] == {"ink" if defended else loop}
        assert threads[DRAWN[0].points] == {loop}

    run(scenario)


def test_what_is_dear_gets_the_same_answer_as_what_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario(predictor: Predictor) -> None:
        at_once = await predictor.read("lenet5", DRAWN[3], explained=True)
        monkeypatch.setattr(predictor_module, "SMALL", -1)
        beside = await predictor.read("lenet5", DRAWN[3], explained=True)
        np.testing.assert_array_equal(at_once.exact, beside.exact)
        assert at_once.image_on_pad == beside.image_on_pad
        assert at_once.steps is not None
        assert beside.steps is not None
        assert at_once.steps.explanation.box == beside.steps.explanation.box

    run(scenario)


def test_what_nobody_wants_any_more_is_neither_rendered_nor_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rendered: list[ToRead] = []
    of = Rendered.of

    def watched(drawn: ToRead, *how: object) -> Rendered:
        rendered.append(drawn)
        return of(drawn, *how)  # type: ignore[arg-type]

    monkeypatch.setattr(Rendered, "of", watched)

    async def scenario(predictor: Predictor) -> None:
        answers: list[object] = []
        for drawn in (DEAR, DRAWN[0]):
            predictor.submit("lenet5", drawn, answers.append).forget()
        await predictor.read("lenet5", DRAWN[1])
        await predictor.read("lenet5", replace(DEAR))
        assert answers == []
        assert len(rendered) == 2

    run(scenario)


@pytest.mark.parametrize("defended", [True, False], ids=["as it is", "without the defence"])
def test_a_forward_pass_that_hangs_is_late_and_another_thread_goes_on(
    monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    async def scenario(predictor: Predictor) -> None:
        engine = predictor._zoo.get("lenet5").engine
        go_on, hangs, run_it = threading.Event(), [True], engine.run

        def hang(*how: object) -> object:
            if hangs.pop() if hangs else False:
                go_on.wait(30)
            return run_it(*how)

        monkeypatch.setattr(engine, "run", hang)
        try:
            if not defended:
                with pytest.raises(TimeoutError):  # neither those who wait nor /readyz learn of it
                    await asyncio.wait_for(predictor.read("lenet5", DRAWN[0]), 1)
                assert predictor.problems() == {}
                return
            with pytest.raises(LateError, match="took over"):
                await predictor.read("lenet5", DRAWN[0])
            predictor._forward_seconds = 60  # the next ones may take as long as they need
            assert "lenet5" in predictor.problems()
            assert (await predictor.read("lenet5", DRAWN[0])).blank is False
            assert predictor.problems() == {}
        finally:
            go_on.set()

    run(scenario, forward_seconds=0.3 if defended else 600)


def test_a_network_that_goes_on_hanging_is_left_alone_until_it_returns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario(predictor: Predictor) -> None:
        engine = predictor._zoo.get("lenet5").engine
        go_on, asked, run_it = threading.Event(), [0], engine.run

        def hang(*how: object) -> object:
            asked[0] += 1
            go_on.wait(30)
            return run_it(*how)

        monkeypatch.setattr(engine, "run", hang)
        try:
            for _ in range(5):
                with pytest.raises(LateError):
                    await predictor.read("lenet5", DRAWN[0])
            assert asked == [predictor_module.MOST_HANGING]
            assert "lenet5" in predictor.problems()
        finally:
            go_on.set()
        while predictor.problems():
            await asyncio.sleep(0.01)
        assert (await predictor.read("lenet5", DRAWN[0])).blank is False

    run(scenario, forward_seconds=0.1)


def test_the_end_does_not_wait_for_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads_module, "PATIENCE", 0.1)
    go_on = threading.Event()

    async def scenario(predictor: Predictor) -> None:
        engine = predictor._zoo.get("lenet5").engine
        monkeypatch.setattr(engine, "run", lambda *_: go_on.wait(30))
        predictor.submit("lenet5", DRAWN[0], lambda _: None)
        await asyncio.sleep(0.05)

    try:
        run(scenario)  # ends with `close`
        assert not go_on.is_set()
    finally:
        go_on.set()
