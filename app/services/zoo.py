"""The networks of this server: described at once, loaded and warmed in the background."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import NotReadyError, SettingsError, UnknownNetworkError
from app.services.cards import check_card
from app.services.engines import (
    Engine,
    OnnxEngine,
    TorchEngine,
    cpu_engine,
    has_torch,
    warm,
)
from models._answers import Answer, digit_of, first_classes
from models._checkpoint import WEIGHTS, Card, WeightsError, read_card, read_weights
from models.forward.description import NetworkDescription
from models.forward.exported import (
    ExportedNetwork,
    StaleExportError,
    describe_damaged,
    list_exports,
)
from models.ink.preprocess import preprocess
from models.training.doubt import threshold_of

log = logging.getLogger(__name__)

LOADING = "it is still loading; try again in a moment"


@dataclass
class Network:
    """One network: `engine` is there once it can answer, `problem` says why it cannot.

    `weights`: its safetensors file.
    """

    description: NetworkDescription
    card: Card | None = None
    engine: Engine | None = None
    weights: bytes = b""
    problem: str | None = LOADING

    @property
    def name(self) -> str:
        """As in links and messages."""
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
        """The classes that its guesses are among, 0 where it has none."""
        guessed = first_classes(self.description.answers)
        return len(guessed.labels) if guessed else 0

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

    def ready_engine(self) -> Engine:
        """The engine; raises NotReadyError with the problem."""
        if self.engine is None:
            raise NotReadyError(f"{self.description.title} cannot answer: {self.problem}")
        return self.engine

    def doubts(self, scores: NDArray[np.float32] | None) -> list[bool] | None:
        """Which of these scores (B,) do not look like a digit's, by the card's threshold."""
        if scores is None:
            return None
        doubtful: list[bool] = (scores < threshold_of(self.card)).tolist()
        return doubtful


COMPILED = 20
"""More than the functions that preprocessing compiles."""


_STROKES = [[(0.2, 0.2), (0.8, 0.5)], [(0.5, 0.5)]]


def _drawing(side: int) -> NDArray[np.float32]:
    """An image of a drawing, (side, side), which compiles preprocessing, if that was never done.

    Each function that a full disk or one without rights cannot keep raises OSError once, and is
    there all the same; raises what else goes wrong.
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
        self._exported: dict[str, ExportedNetwork] = {}
        described = self._describe_exports() or _describe_all()
        self._networks = {name: Network(description) for name, description in described.items()}
        self._default = default
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
            for name in list_exports(self._weights):
                described[name] = self._describe_export(name)
        except (StaleExportError, WeightsError) as error:
            log.debug("not using the exports: %s", error)
            self._exported.clear()
            return {}
        return described

    def _describe_export(self, name: str) -> NetworkDescription:
        """Of its graph; without PyTorch, which would read it too, a damaged one is described."""
        try:
            self._exported[name] = ExportedNetwork(name, self._weights, self._threads)
            return self._exported[name].description
        except (StaleExportError, WeightsError):
            if has_torch():
                raise
            return describe_damaged(name, self._weights)

    def __iter__(self) -> Iterator[Network]:
        return iter(self._networks.values())

    def get(self, name: str) -> Network:
        """The network called `name`; raises UnknownNetworkError."""
        if name not in self._networks:
            known = ", ".join(self._networks)
            raise UnknownNetworkError(f"there is no network {name[:64]!r}; choose one of: {known}")
        return self._networks[name]

    def named_or_default(self, name: str) -> Network:
        """The network called `name`, or the default: a made-up link opens a page all the same."""
        return self._networks.get(name) or self._networks[self._default]

    def load(self) -> None:
        """Load every network and warm it by one forward pass; a failure stays with its network."""
        for network in self:
            try:
                image = _drawing(network.side)
                _, weights = read_weights(network.name, self._weights)
                card = check_card(read_card(network.name, self._weights), network.name)
                engine = self._engine(network)
                warm(engine, network.description.input_shape, image)
                network.card, network.weights = card, weights
            except WeightsError as error:
                network.problem = str(error).replace(f"{self._weights or WEIGHTS}{os.sep}", "")
                log.error("network %s is not available: %s", network.name, error)
            except Exception:
                network.problem = "it could not be loaded; the server's log says why"
                log.exception("network %s is not available", network.name)
            else:
                network.engine, network.problem = engine, None
                log.info(
                    "network %s is ready on %s (%s)",
                    network.name,
                    engine.device,
                    type(engine).__name__,
                )

    def give_up(self, error: BaseException) -> None:
        """Say of each network that is still loading that it will not: loading ended by `error`."""
        for network in self:
            if network.engine is None and network.problem == LOADING:
                network.problem = f"loading ended early ({type(error).__name__}); see the log"

    def _engine(self, network: Network) -> Engine:
        if self.device != "cpu":
            return TorchEngine(network.name, network.description, self._weights, self.device)
        if network.name in self._exported:
            with contextlib.suppress(StaleExportError):  # said by who tries once more
                return OnnxEngine(self._exported[network.name])
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


def _describe_all() -> dict[str, NetworkDescription]:
    """The descriptions of all registered networks, from PyTorch."""
    from models import create_model, describe, list_models

    return {name: describe(create_model(name)) for name in list_models()}
