"""Films of training runs: which there are, what they show, and networks at a moment of them.

Heads are read once. A film itself is read when it is first asked for, and kept while it is among
the last. Of each moment that is asked for there is an engine, made of the network's export with
that moment's weights in it, and kept while it is among the last. All moments at once read in a
thread of their own.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.errors import (
    MisfitError,
    NotReadyError,
    OverloadedError,
    UnknownFilmError,
    UnknownNetworkError,
)
from app.services.threads import OneThread
from app.services.to_read import ToRead
from app.services.zoo import Network, Zoo
from models._checkpoint import WeightsError
from models._film import FILMS, SUFFIX, Head, read_film, read_head
from models._film import Film as Film
from models.forward.exported import ExportedNetwork, StaleExportError
from models.forward.other_weights import with_weights
from models.forward.outputs import Outputs, gates_of

log = logging.getLogger(__name__)

KEPT = 12
"""Films in memory; one of LeNet-5 takes 1.6 MB."""

KEPT_NETWORKS = 48
"""Networks at a moment, of all films; one of LeNet-5 takes about 1 MB."""

COLD = 8.0
"""Messages that the first reading at a moment counts as: its network has to be made."""

MOST_WAITING = 32
"""Readings of a whole film; one takes some milliseconds."""

Images = NDArray[np.float32]

Key = TypeVar("Key")
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Entry:
    """One film: `problem` says why it cannot be shown, None where it can; `sha256` of its file."""

    name: str
    path: Path
    head: Head | None = None
    sha256: str = ""
    size: int = 0
    problem: str | None = None

    def expect_ready(self) -> Head:
        """Raise NotReadyError with the problem if there is one."""
        if self.head is None:
            raise NotReadyError(f"the film {self.name} cannot be shown: {self.problem}")
        return self.head

    @property
    def activation(self) -> str:
        """The activation in place of the network's ReLU; "" if it is ReLU."""
        return str(self.head.settings.get("activation") or "") if self.head else ""

    @property
    def on_stage(self) -> bool:
        """Whether the lab can show its moments: it has weights, and no other activation."""
        return self.head is not None and self.head.has_weights and not self.activation


class FilmedEngine:
    """A network at one moment, made when it first reads."""

    device = "cpu"

    def __init__(self, films: Films, entry: Entry, moment: int) -> None:
        self._films, self._entry, self._moment = films, entry, moment
        self._network: ExportedNetwork | None = None
        self._making = threading.Lock()

    def run(self, images: Images, exact: bool, gates: Images | None = None) -> Outputs:
        """See `app.services.engines.Engine`; raises NotReadyError if it cannot be made."""
        with self._making:
            if self._network is None:
                self._network = self._films.make(self._entry, self._moment)
        return self._network.run(images, exact, gates)


class Films:
    """All films of a folder by name."""

    def __init__(
        self,
        folder: Path | None,
        zoo: Zoo,
        threads: int = 1,
        of_run: Callable[[str], Path | None] = lambda _: None,
    ) -> None:
        """`threads`: of one forward pass; `of_run`: where a run's film is, which may grow."""
        self._folder = folder or FILMS
        self._zoo = zoo
        self._threads = threads
        self._lock = threading.RLock()
        self._reading = threading.Lock()
        self._known: dict[str, Entry] | None = None
        self._of_run = of_run
        self._growing: OrderedDict[str, tuple[int, Entry]] = OrderedDict()
        self._films: OrderedDict[tuple[str, str], Film] = OrderedDict()
        self._networks: OrderedDict[tuple[str, int], Network] = OrderedDict()

    @property
    def entries(self) -> dict[str, Entry]:
        """The films by name; the folder is read once."""
        with self._lock:
            if self._known is None:
                paths = sorted(self._folder.glob(f"*{SUFFIX}"))
                self._known = {path.stem: self._look_at(path) for path in paths}
            return self._known

    def get(self, name: str) -> Entry:
        """Raises UnknownFilmError."""
        path = self._of_run(name)
        if path is not None:
            return self._entry_of_run(name, path)
        if name not in self.entries:
            known = ", ".join(self.entries) or "none"
            raise UnknownFilmError(f"there is no film {name[:64]!r}; there are: {known}")
        return self.entries[name]

    def film(self, name: str) -> Film:
        """The whole film, read if it is not among the last; raises NotReadyError too."""
        return self._load(self.get(name))

    def file(self, name: str, sha256: str) -> bytes:
        """The film's file, which its hash names; raises UnknownFilmError, NotReadyError."""
        entry = self.get(name)
        entry.expect_ready()
        content = _content(entry)
        if sha256 != entry.sha256 or hashlib.sha256(content).hexdigest() != sha256:
            raise UnknownFilmError(
                f"the film {name} has no file of this name; the current one is `file` in "
                f"GET /api/films/{name}"
            )
        return content

    def network_at(self, name: str, moment: int, network: str | None = None) -> Network:
        """The film's network as it was then, which is ready to read.

        `network`: what the one who asks takes it for. Raises UnknownFilmError, UnknownNetworkError,
        NotReadyError, and MisfitError where there is no such moment or nothing to read with.
        """
        entry = self.get(name)
        head = entry.expect_ready()
        if network is not None and network != head.network:
            raise MisfitError(f"the film {name} is of the network {head.network!r}")
        if not head.has_weights:
            raise MisfitError(f"the film {name} has curves alone; it reads nothing")
        if not 0 <= moment < head.moments:
            raise MisfitError(f"the film {name} has moments 0 to {head.moments - 1}")
        if network is not None and not entry.on_stage:
            raise MisfitError(
                f"the film {name} was taught with {entry.activation} in the place of ReLU; "
                "it reads whole, and its maps are not this network's"
            )
        with self._lock:
            made = self._networks.get((name, moment)) or self._network(entry, moment)
            return _kept(self._networks, (name, moment), made, KEPT_NETWORKS)

    def cost_of(self, name: str, moments: Iterable[int]) -> float:
        """The cost of a reading at these moments, in messages; 0 for networks that are kept."""
        return sum(COLD for moment in moments if (name, moment) not in self._networks)

    def make(self, entry: Entry, moment: int) -> ExportedNetwork:
        """The network of a moment; raises NotReadyError."""
        film = self._load(entry)
        weights = film.weights_at(moment)
        try:
            return ExportedNetwork(
                film.network,
                self._zoo.weights,
                self._threads,
                lambda graph: with_weights(graph, weights, entry.activation),
            )
        except (WeightsError, StaleExportError) as error:
            raise NotReadyError(
                f"the film {entry.name} cannot read: {error}; run: inkling export"
            ) from error

    def read_all(self, name: str, drawn: ToRead) -> tuple[list[int], list[list[float]]]:
        """Steps of all moments, and what the network made of the drawing at each.

        The outcome is that of the first answer with classes, zeros of a blank pad. Raises what
        `network_at` raises.
        """
        film = self.film(name)
        networks = [self.network_at(name, moment) for moment in range(len(film.steps))]
        description = networks[0].description
        image = drawn.leaving_out(description.without).image(networks[0].side)
        answer = next(each for each in description.answers if each.kind == "classes")
        images = np.asarray(image, np.float32)[np.newaxis]
        gates = gates_of(description, [drawn.off])
        outcomes = []
        for network in networks:
            assert network.engine is not None
            outcome = network.engine.run(images, False, gates).outcomes[answer.name][0]
            outcomes.append((outcome if image.any() else np.zeros_like(outcome)).tolist())
        return film.steps.tolist(), outcomes

    def _network(self, entry: Entry, moment: int) -> Network:
        assert entry.head is not None
        base = self._zoo.get(entry.head.network)
        base.expect_ready()
        engine = FilmedEngine(self, entry, moment)
        # No card: its threshold of doubt was measured with other weights.
        return replace(base, engine=engine, card=None)

    def _load(self, entry: Entry) -> Film:
        entry.expect_ready()
        # The event loop never waits for a file that is being read.
        with self._reading:
            key = entry.name, entry.sha256
            film = self._films.get(key) or _read(entry)
            return _kept(self._films, key, film, KEPT)

    def _entry_of_run(self, name: str, path: Path) -> Entry:
        """A run's film as it is now: it is written whole at each of its moments."""
        with self._lock:
            try:
                written = path.stat().st_mtime_ns
            except OSError as error:
                raise UnknownFilmError(f"the film of {name} is gone") from error
            known = self._growing.get(name)
            if known is None or known[0] != written:
                known = written, self._look_at(path, name)
            return _kept(self._growing, name, known, KEPT)[1]

    def _look_at(self, path: Path, name: str = "") -> Entry:
        """The film's entry; what is wrong with the film becomes its `problem`, and is logged."""
        entry = Entry(name or path.stem, path)
        try:
            content = _content(entry)
            head = read_head(path)
            self._zoo.get(head.network)
            sha256 = hashlib.sha256(content).hexdigest()
            return replace(entry, head=head, sha256=sha256, size=len(content))
        except (NotReadyError, UnknownNetworkError, WeightsError) as error:
            log.error("film %s is not available: %s", path.stem, error)
            return replace(entry, problem=str(error).replace(f"{path.parent}/", ""))


def _kept(known: OrderedDict[Key, Kept], key: Key, value: Kept, most: int) -> Kept:
    """Keep `value` as the newest one and return it; over `most`, drop the oldest."""
    known[key] = value
    known.move_to_end(key)
    if len(known) > most:
        known.popitem(last=False)
    return value


def _read(entry: Entry) -> Film:
    try:
        return read_film(entry.path)
    except WeightsError as error:
        log.error("film %s is not available: %s", entry.name, error)
        why = str(error).replace(f"{entry.path.parent}/", "")
        raise NotReadyError(f"the film {entry.name} cannot be shown: {why}") from error


def _content(entry: Entry) -> bytes:
    try:
        return entry.path.read_bytes()
    except OSError as error:
        raise NotReadyError(
            f"the film {entry.name} cannot be read: {error.strerror}; restore its file"
        ) from error


class FilmReader:
    """Reads drawings at all moments of films, one after the other; made with a running loop."""

    def __init__(self, films: Films) -> None:
        self._films = films
        self._thread = OneThread("film")
        self._waiting = 0

    async def read_all(self, name: str, drawn: ToRead) -> tuple[list[int], list[list[float]]]:
        """See `Films.read_all`; raises OverloadedError if too many wait."""
        if self._waiting >= MOST_WAITING:
            raise OverloadedError("too many drawings wait for films; ask again in a moment")
        self._waiting += 1
        try:
            return await self._thread.run(self._films.read_all, name, drawn)
        finally:
            self._waiting -= 1

    async def film(self, name: str) -> Film:
        """See `Films.film`."""
        return await self._thread.run(self._films.film, name)

    async def file(self, name: str, sha256: str) -> bytes:
        """See `Films.file`."""
        return await self._thread.run(self._films.file, name, sha256)

    async def close(self) -> None:
        """Accept no more readings."""
        self._thread.close()
