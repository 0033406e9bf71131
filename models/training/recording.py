"""A film is made of a run's events: its weights are looked at when enough steps are done."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from numpy.typing import NDArray
from torch import nn

from models._film import Film, in_moments
from models._registry import entry_of
from models.data.datasets import Digits
from models.training.evaluate import as_input, logits_of
from models.training.recipe import Recipe
from models.training.train import Event, StepDone, TrainingStarted, gradient_sizes

MOMENTS = 24
"""Of a run; so many of LeNet-5 are at most 1.5 MB."""

MOST_MOMENTS = 64

NEAR = 0.001
"""Part of the validation set by which 8 bits may read more or less than the weights do."""

REACHES = (1.0, 1.02, 1.04, 1.06, 1.08, 0.98, 0.96, 0.94)
"""How far 8 bits may reach, as parts of the largest weight: the first that reads near enough.

Early on a drawing's first guess is often a tie that the last bit decides.
"""

OF_GRADIENTS = 512
"""Held-out digits, at most, whose loss's gradients are measured at each moment; a live run's: a
quarter."""

CURVE = 2_000
"""Losses in a film at most: every n-th step's, as it was."""


def moments_of(steps: int, count: int = MOMENTS) -> list[int]:
    """The steps at which a run of `steps` is looked at: 0, 1, 2, 5, 10, 20, 50, ... then evenly.

    The early ones are close together, since most is learned there; the last step is always one.
    """
    early = [0]
    for power in range(12):
        early += [first * 10**power for first in (1, 2, 5)]
    early = [step for step in early if step <= steps / 20][: count // 2]
    if not early or steps + 1 <= count:
        return list(range(steps + 1))
    start, rest = early[-1], count - len(early)
    return early + [round(start + (steps - start) * n / rest) for n in range(1, rest + 1)]


@dataclass
class Recorder:
    """Hears the events of one run and keeps what a film shows; `held_out` is what it is scored on.

    Weights are those that the optimiser moves, not their average: who watches sees each step.
    """

    name: str
    recipe: Recipe
    held_out: Digits
    count: int = MOMENTS
    with_weights: bool = True
    """Without them a film has curves and confusion alone."""
    is_live: bool = False
    """Somebody waits: what a moment costs beside the step is kept small."""
    _moments: list[int] = field(default_factory=list)
    _steps: list[int] = field(default_factory=list)
    _losses: list[tuple[int, float]] = field(default_factory=list)
    _states: list[dict[str, NDArray[np.float32]]] = field(default_factory=list)
    _reaches: list[float] = field(default_factory=list)
    _scores: list[_Scored] = field(default_factory=list)
    _gradients: list[dict[str, float]] = field(default_factory=list)
    _of_steps: int = 0
    _diverged: int | None = None
    _rounding: float = 0.0
    _last: tuple[int, nn.Module] | None = None

    @property
    def moments(self) -> int:
        """How many there are so far."""
        return len(self._steps)

    @property
    def diverged(self) -> int | None:
        """The step whose loss was no number any more; None: there was none."""
        return self._diverged

    @property
    def score(self) -> tuple[float, float]:
        """Validation loss and accuracy at the last moment."""
        return self._scores[-1].loss, self._scores[-1].accuracy

    def look(self) -> bool:
        """Take the last step as a moment, whether it was to be one or not; whether it is new.

        So ends a run that is stopped before its end; of one that diverged nothing more is seen.
        """
        if self._last is None or self._last[0] in self._steps or self._diverged is not None:
            return False
        if len(self._steps) >= MOST_MOMENTS:
            return False
        self._look(*self._last)
        return True

    def record(self, events: Iterable[Event]) -> Iterator[Event]:
        """Pass all events on; a run whose loss is no finite number any more ends with it."""
        for event in events:
            match event:
                case TrainingStarted(network, steps):
                    self._of_steps = steps
                    self._moments = moments_of(steps, self.count)
                    self._look(0, network)
                case StepDone(epoch, _, step, steps, loss, network):
                    self._hear((epoch - 1) * steps + step, loss, network)
            yield event
            if self._diverged is not None:
                return

    def film(self) -> Film:
        """What has been recorded so far."""
        names = self._states[0] if self.with_weights else ()
        weights = {
            name: in_moments([state[name] for state in self._states], self._reaches)
            for name in names
        }
        every = math.ceil(len(self._losses) / CURVE) or 1
        losses = self._losses[::every]
        return Film(
            network=self.name,
            settings={**asdict(self.recipe), "validation": self.held_out.name},
            of_steps=self._of_steps,
            steps=np.array(self._steps, np.int32),
            losses=np.array(losses, np.float32).reshape(-1, 2),
            validation_loss=np.array([each.loss for each in self._scores], np.float32),
            validation_accuracy=np.array([each.accuracy for each in self._scores], np.float32),
            confusion=np.array([each.confusion for each in self._scores], np.int32),
            weights=weights,
            rounding=self._rounding,
            diverged=self._diverged,
            gradients={
                name: np.array([each[name] for each in self._gradients], np.float32)
                for name in self._gradients[0]
            },
        )

    def _hear(self, step: int, loss: float, network: nn.Module) -> None:
        self._losses.append((step, loss))
        self._last = step, network
        finite = math.isfinite(loss) and all(
            bool(torch.isfinite(each).all()) for each in network.parameters()
        )
        if not finite:
            self._diverged = step
        elif step in self._moments:
            self._look(step, network)

    def _look(self, step: int, network: nn.Module) -> None:
        state = _floats(network)
        self._steps.append(step)
        self._states.append(state)
        learning = network.training
        self._scores.append(_score(network, self.held_out))
        self._gradients.append(self._gradient_sizes(network))
        if self.with_weights:
            off, reach = self._in_8_bits(network, state)
            self._rounding = max(self._rounding, off)
            self._reaches.append(reach)
        network.train(learning)

    def _gradient_sizes(self, network: nn.Module) -> dict[str, float]:
        """Sizes of the gradients of a copy, so that the run's own gradients stay."""
        count = OF_GRADIENTS // 4 if self.is_live else OF_GRADIENTS
        digits = self.held_out.images[:count], self.held_out.labels[:count]
        labels = torch.from_numpy(np.asarray(digits[1], np.int64))
        sizes = gradient_sizes(copy.deepcopy(network), as_input(digits[0]), labels)
        kernels = {name for name, each in network.named_parameters() if each.ndim > 1}
        names = {name.removesuffix(".weight").replace(".", "_") for name in kernels}
        return {name: size for name, size in sizes.items() if name in names}

    def _in_8_bits(
        self, network: nn.Module, state: dict[str, NDArray[np.float32]]
    ) -> tuple[float, float]:
        """By how much the weights of the film read more or less, and how far its 8 bits reach."""
        # A copy: a new network would use up random numbers that dropout draws.
        rounded = copy.deepcopy(network)
        tried: list[tuple[float, float]] = []
        for reach in REACHES[: 2 if self.is_live else None]:
            load(rounded, {name: in_moments([v], [reach]).at(0) for name, v in state.items()})
            off = abs(_score(rounded, self.held_out).accuracy - self._scores[-1].accuracy)
            tried.append((off, reach))
            if off <= NEAR + 1e-6:
                break
        return min(tried)


def load(network: nn.Module, weights: dict[str, NDArray[np.float32]]) -> None:
    """Put a film's weights into a network; raises RuntimeError if they do not fit."""
    state = {name: torch.from_numpy(value) for name, value in weights.items()}
    missing, unexpected = network.load_state_dict(state, strict=False)
    # A film does not keep the counters of batches.
    if unexpected or any(not name.endswith("num_batches_tracked") for name in missing):
        raise RuntimeError(f"the film's weights are of another network: {[*missing, *unexpected]}")


@dataclass(frozen=True)
class _Scored:
    loss: float
    accuracy: float
    confusion: NDArray[np.int64]


def _score(network: nn.Module, digits: Digits) -> _Scored:
    logits = torch.from_numpy(logits_of(network, as_input(digits.images)))
    labels = torch.from_numpy(np.asarray(digits.labels, np.int64))
    guesses = logits.argmax(1)
    classes = len(entry_of(network).digit.labels)
    confusion = np.zeros((classes, classes), np.int64)
    np.add.at(confusion, (labels.numpy(), guesses.numpy()), 1)
    accuracy = float((guesses == labels).float().mean())
    return _Scored(float(F.cross_entropy(logits, labels)), accuracy, confusion)


def _floats(network: nn.Module) -> dict[str, NDArray[np.float32]]:
    state: dict[str, Any] = network.state_dict()
    return {
        name: value.detach().cpu().float().contiguous().numpy().copy()
        for name, value in state.items()
        if value.is_floating_point()
    }
