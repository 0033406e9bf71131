"""The networks of this server: described at once, loaded and warmed when they are needed.

The default network is loaded in the background at the start. Of the others only the files are
checked then; each is loaded by the first drawing that it is to read.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from app.errors import NotReadyError, SettingsError, UnknownNetworkError
from app.services.cards import check_card
from app.services.engines import (
    Engine,
    TorchEngine,
    cpu_engine,
    has_torch,
    warm,
)
from models._answers import (
    Answer,
    AnswerKind,
    Classes,
    Numbers,
    digit_of,
    kind_of_answer,
)
from models._checkpoint import (
    WEIGHTS,
    Card,
    WeightsError,
    has_weights,
    read_card,
    read_weights,
)
from models.forward.description import NetworkDescription
from models.forward.exported import (
    StaleExportError,
    describe_damaged,
    describe_export,
    list_exports,
)
from models.ink.preprocess import preprocess
from models.training.doubt import threshold_of

log = logging.getLogger(__name__)

LOADING = "it is still loading; try again in a moment"


@dataclass
class Network:
    """One network: `problem` says why it cannot answer, None where it can.

    `engine`: None before it is needed. `weights`: its safetensors file. `milliseconds`: that a
    forward pass of one image took, None before it is loaded.
    """

    description: NetworkDescription
    card: Card | None = None
    engine: Engine | None = None
    weights: bytes = b""
    problem: str | None = LOADING
    milliseconds: float | None = None

    @property
    def name(self) -> str:
        """The network's name, as links and messages have it."""
        return self.description.name

    @property
    def weights_name(self) -> str | None:
        """The file's SHA-256: an address that never changes its content; None before loading."""
        return str(self.card["sha256"]) if self.card and self.weights else None

    @property
    def side(self) -> int:
        """Pixels along its input."""
        return self.description.input_shape[1]

    @property
    def votes(self) -> int:
        """The values of its first answer: classes or numbers, 0 where its answer is a map."""
        match self.description.answers[0]:
            case Classes(labels=names) | Numbers(names=names):
                return len(names)
        return 0

    @property
    def first_kernel(self) -> dict[str, tuple[int, ...]] | None:
        """Shapes of the first operation with a kernel: (C, H, W) in and out, kernel (H, W)."""
        operations = self.description.operations
        shapes = {each.name: each.output_shape for each in operations}
        for each in operations:
            if each.kernel_size is not None:
                shape = {"input": shapes[each.inputs[0]], "output": each.output_shape}
                return {**shape, "kernel": each.kernel_size}
        return None

    @property
    def switch_titles(self) -> dict[str, str]:
        """Name of each switch -> title of the layer that its edge goes into."""
        layers = self.description.layers
        titles = {name: layer.title for layer in layers for name in layer.operations}
        return {each.name: titles[each.operation] for each in self.description.switches}

    @property
    def scored_labels(self) -> tuple[str, ...]:
        """The classes that the card's accuracies are about."""
        scored = digit_of(self.description.answers)
        return scored.labels if scored else ()

    @property
    def further_answers(self) -> tuple[Answer, ...]:
        """What it says beside the digit."""
        answers = self.description.answers
        return tuple(each for each in answers if each is not digit_of(answers))

    @property
    def titles(self) -> list[str]:
        """The English words of its parts."""
        described = self.description
        parts = (*described.layers, *described.blocks, *described.answers)
        return [described.title, *(each.title for each in parts)]

    @property
    def kinds(self) -> list[AnswerKind]:
        """What comes out of it, its first answer foremost."""
        return [kind_of_answer(answer) for answer in self.description.answers]

    @property
    def labels(self) -> list[str]:
        """The English words of what it answers."""
        answers = self.description.answers
        return [
            each
            for answer in answers
            for each in (answer.names if isinstance(answer, Numbers) else answer.labels)
        ]

    @property
    def card_words(self) -> list[str]:
        """The English words of its card that pages show: of its sets and limits."""
        card = self.card or {}
        return [*card.get("sets", {}).values(), *card.get("limits", [])]

    def expect_ready(self) -> None:
        """Raise NotReadyError with the problem if there is one."""
        if self.problem is not None:
            raise NotReadyError(f"{self.description.title} cannot answer: {self.problem}")

    def doubts(self, scores: NDArray[np.float32] | None) -> list[bool] | None:
        """Which of these scores (B,) do not look like a digit's, by the card's threshold."""
        if scores is None:
            return None
        doubtful: list[bool] = (scores < threshold_of(self.card)).tolist()
        return doubtful


COMPILED = 20
"""More than the functions that preprocessing compiles."""


_STROKES = [[(0.2, 0.2), (1.2, 0.5)], [(0.5, 0.5)]]
"""A line that leaves the pad, and a dot: all that strokes can need."""


def _drawing(side: int) -> NDArray[np.float32]:
    """An image of a drawing, (side, side), which compiles preprocessing, if that was never done.

    A compiled function that cannot be kept on the disk raises OSError once and works from then on,
    so this tries again; other errors are raised.
    """
    image: NDArray[np.float32]
    for left in reversed(range(COMPILED)):
        try:
            image = preprocess(_STROKES, side=side)[0]
            break
        except OSError as error:
            if left == 0:
                raise
            log.warning("compiled for now, and again at the next start: %s", error)
    return image


class Zoo:
    """All networks by name.

    `device`: where they run. `device_problem`: why that is no longer the device asked for.
    """

    def __init__(
        self,
        weights: Path | None,
        device: str = "cpu",
        threads: int = 1,
        default: str = "lenet5",
    ) -> None:
        """`default`: the network that a page shows if its link names none; SettingsError."""
        self._weights, self._threads = weights, threads
        self.device = device
        self.device_problem: str | None = None
        self._loading = threading.Lock()
        self._default = default
        described = self._describe_exports() or self._describe_all()
        self._networks = {name: Network(description) for name, description in described.items()}
        if default not in self._networks:
            known = ", ".join(self._networks)
            raise SettingsError(
                f"INKLING_NETWORK is {default[:64]!r}: there is no such network; "
                f"choose one of: {known}"
            )

    def _describe_exports(self) -> dict[str, NetworkDescription]:
        """The descriptions, without PyTorch; empty unless every network has an export."""
        described = {}
        try:
            for name in filter(self._is_offered, list_exports(self._weights)):
                described[name] = self._describe_export(name)
        except (StaleExportError, WeightsError) as error:
            log.debug("not using the exports: %s", error)
            return {}
        return described

    def _describe_export(self, name: str) -> NetworkDescription:
        """From the export's stamp; a damaged export too is described if there is no PyTorch."""
        try:
            return describe_export(name, self._weights)
        except (StaleExportError, WeightsError):
            if has_torch():
                raise
            return describe_damaged(name, self._weights)

    def _describe_all(self) -> dict[str, NetworkDescription]:
        """The descriptions of all networks on offer, from PyTorch."""
        from models import create_model, describe, list_models

        offered = filter(self._is_offered, list_models())
        return {name: describe(create_model(name)) for name in offered}

    def _is_offered(self, name: str) -> bool:
        """Whether the folder has its weights; the default is always offered, to report the lack."""
        return name == self._default or has_weights(name, self._weights)

    def __iter__(self) -> Iterator[Network]:
        return iter(self._networks.values())

    def get(self, name: str) -> Network:
        """The network called `name`; raises UnknownNetworkError."""
        if name not in self._networks:
            known = ", ".join(self._networks)
            raise UnknownNetworkError(f"there is no network {name[:64]!r}; choose one of: {known}")
        return self._networks[name]

    @property
    def weights(self) -> Path | None:
        """The folder of checkpoints; None: that of Inkling."""
        return self._weights

    @property
    def default(self) -> str:
        """The name of the network that a link without one shows."""
        return self._default

    def named_or_default(self, name: str) -> Network:
        """The network called `name`, or the default: a made-up link opens a page all the same."""
        return self._networks.get(name) or self._networks[self._default]

    def load(self) -> None:
        """Load the default network, and check the files of the others."""
        for network in sorted(self, key=lambda each: each.name != self._default):
            with self._told_of(network):
                _, weights = read_weights(network.name, self._weights)
                card = check_card(read_card(network.name, self._weights), network.name)
                if network.name == self._default:
                    self._wake(network)
                network.card, network.weights, network.problem = card, weights, None

    def engine_of(self, network: Network) -> Engine:
        """Its engine, which is loaded first if nobody needed it yet; raises NotReadyError."""
        if network.engine is None and network.problem is None:
            with self._loading:
                if network.engine is None:
                    with self._told_of(network):
                        self._wake(network)
        network.expect_ready()
        assert network.engine is not None
        return network.engine

    def _wake(self, network: Network) -> None:
        """Load a network and warm it by forward passes; raises what is wrong with it."""
        image = _drawing(network.side)
        engine = self._engine(network)
        shape = network.description.input_shape
        warm(engine, shape, image)
        network.milliseconds = _milliseconds(engine, shape)
        network.engine = engine
        name, how = network.name, type(engine).__name__
        log.info("network %s is ready on %s (%s)", name, engine.device, how)

    @contextmanager
    def _told_of(self, network: Network) -> Iterator[None]:
        """An error inside the block becomes the network's `problem`, and is logged."""
        try:
            yield
        except WeightsError as error:
            network.problem = str(error).replace(f"{self._weights or WEIGHTS}{os.sep}", "")
            log.error("network %s is not available: %s", network.name, error)
        except Exception:
            network.problem = "it could not be loaded; the server's log says why"
            log.exception("network %s is not available", network.name)

    def give_up(self, error: BaseException) -> None:
        """Say of each network that is still loading that it will not: loading ended by `error`."""
        for network in self:
            if network.problem == LOADING:
                network.problem = f"loading ended early ({type(error).__name__}); see the log"

    def _engine(self, network: Network) -> Engine:
        if self.device != "cpu":
            return TorchEngine(network.name, network.description, self._weights, self.device)
        return cpu_engine(network.name, network.description, self._weights, self._threads)

    def fall_back(self, network: Network, error: Exception) -> Engine:
        """From a GPU that failed to the CPU, for good; returns what reads from now on."""
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        self.device_problem = f"{self.device} failed ({reason}); reading on the CPU instead"
        log.error("%s", self.device_problem)
        self.device = "cpu"
        network.engine = self._engine(network)
        return network.engine

    def problems(self) -> dict[str, str]:
        """Name -> why, for each network that cannot answer."""
        return {network.name: network.problem for network in self if network.problem is not None}


_TIMED = 5
"""Forward passes, of which the quickest counts: other work may slow some down."""


def _milliseconds(engine: Engine, shape: tuple[int, int, int]) -> float:
    """How long the forward pass of one image takes on this server."""
    image, took = np.zeros((1, *shape), np.float32), []
    for _ in range(_TIMED):
        began = perf_counter()
        engine.run(image, exact=False)
        took.append(perf_counter() - began)
    return 1000 * min(took)
