"""The networks of this server: described at once, loaded and warmed in the background."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from app.errors import NotReadyError, UnknownNetworkError
from models import NetworkDescription, Tracer, create_model, describe, list_models
from models.checkpoint import Card, WeightsError, load_weights, read_card
from models.doubt import digit_score, threshold_of

log = logging.getLogger(__name__)

LOADING = "it is still loading; try again in a moment"


@dataclass
class Network:
    """One network: `tracer` is there once it can answer, `problem` says why it cannot."""

    description: NetworkDescription
    card: Card | None = None
    tracer: Tracer | None = None
    problem: str | None = LOADING

    def ready_tracer(self) -> Tracer:
        """The tracer; raises NotReadyError with the problem."""
        if self.tracer is None:
            raise NotReadyError(f"{self.description.title} cannot answer: {self.problem}")
        return self.tracer

    def doubts(self, activations: dict[str, NDArray[np.float32]]) -> NDArray[np.bool_]:
        """Which of a batch (B,) do not look like a digit, by the model card's threshold."""
        logits = activations[self.description.operations[-1].name]
        return np.asarray(digit_score(logits) < threshold_of(self.card))

    def operations_shown_by(self, layers: list[str]) -> set[str] | None:
        """The operations whose outputs these layers show; None if a name is unknown."""
        shown = {layer.name: layer.shown for layer in self.description.layers}
        return {shown[name] for name in layers} if shown.keys() >= set(layers) else None


class Zoo:
    """All networks by name."""

    def __init__(self, weights: Path | None) -> None:
        self._weights = weights
        self._networks = {name: Network(describe(create_model(name))) for name in list_models()}

    def __iter__(self) -> Any:
        return iter(self._networks.values())

    def get(self, name: str) -> Network:
        """The network called `name`; raises UnknownNetworkError."""
        if name not in self._networks:
            known = ", ".join(self._networks)
            raise UnknownNetworkError(f"there is no network {name[:64]!r}; choose one of: {known}")
        return self._networks[name]

    def named_or_first(self, name: str) -> Network:
        """The network called `name`, or the first one: a made-up link opens a page all the same."""
        return self._networks.get(name) or next(iter(self._networks.values()))

    def load(self, device: torch.device) -> None:
        """Load every network and warm it by one forward pass; a failure stays with its network."""
        for name, network in self._networks.items():
            try:
                tracer = Tracer(load_weights(name, self._weights).to(device))
                tracer(torch.zeros(1, *network.description.input_shape, device=device))
                network.card = read_card(name, self._weights)
            except WeightsError as error:
                network.problem = str(error)
                log.error("network %s is not available: %s", name, error)
            except Exception:
                network.problem = "it could not be loaded; the server's log says why"
                log.exception("network %s is not available", name)
            else:
                network.tracer, network.problem = tracer, None
                log.info("network %s is ready on %s", name, device)

    def problems(self) -> dict[str, str]:
        """Name -> why, for each network that cannot answer."""
        return {
            name: network.problem
            for name, network in self._networks.items()
            if network.problem is not None
        }
