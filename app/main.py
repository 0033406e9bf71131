"""The application: settings in, one ASGI app out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator

from fastapi import FastAPI

from app import __version__
from app.api import (
    addresses,
    channel,
    films,
    health,
    models,
    pen_traces,
    predictions,
    refusals,
    runs,
    samples,
    socket,
    training_steps,
    variants,
)
from app.logs import count_dropped
from app.pages import routes as pages
from app.pages.rendering import STATIC
from app.services.device import choose_device
from app.services.films import FilmReader, Films
from app.services.limits import SharedRate, SocketLimits
from app.services.meters import Meters
from app.services.pen_traces import PenTracer
from app.services.photos import PhotoReader
from app.services.predictor import Predictor
from app.services.runs import Runs
from app.services.shares import (
    CHANNELS_BURST,
    OF_CHANNELS,
    OF_REQUESTS,
    REQUESTS_BURST,
    Shares,
)
from app.services.training_steps import StepTaker
from app.services.variants import VariantReader
from app.services.zoo import Zoo
from app.settings import Settings
from app.web.bare_refusals import OneShape
from app.web.compression import Compression
from app.web.ends import OrdinaryEnds
from app.web.fairness import FairTurns
from app.web.files import PublicFiles
from app.web.prefix import PathPrefix
from app.web.security import SecurityHeaders
from app.web.visitors import OwnVisitors
from app.words import Catalogues

log = logging.getLogger(__name__)


ROUTES = (
    pages,
    models,
    predictions,
    pen_traces,
    films,
    training_steps,
    variants,
    runs,
    samples,
    addresses,
    channel,
    health,
    socket,
)
"""In the order in which the description of the API has them."""


def create_app(settings: Settings) -> FastAPI:
    """The whole server; raises SettingsError if the device, network or words do not work."""
    device = choose_device(settings.device)
    zoo = Zoo(settings.weights, device, settings.threads, settings.network)
    meters = Meters()
    count_dropped(meters.dropped_lines.inc)
    app = FastAPI(
        title="Inkling",
        version=__version__,
        lifespan=_lifespan,
        docs_url=None,
        openapi_url="/openapi.json" if settings.api_page == "on" else None,
        redoc_url=None,
    )
    app.root_path = settings.root_path
    app.state.settings, app.state.zoo, app.state.meters = settings, zoo, meters
    app.state.runs = Runs(settings.data)
    app.state.films = Films(settings.films, zoo, settings.threads, app.state.runs.film)
    app.state.words, app.state.pages = Catalogues(), {}
    app.state.socket_limits = SocketLimits(
        settings.max_sockets, settings.sockets_per_device, settings.reserved_sockets
    )
    app.state.request_rate = SharedRate(settings.requests_per_second)
    app.state.shares = Shares(OF_CHANNELS, CHANNELS_BURST)
    for part in ROUTES:
        app.include_router(part.router)
    app.mount("/static", PublicFiles(STATIC), name="static")
    refusals.install(app)
    _add_middleware(app, settings)
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """What needs the event loop: made when the server starts, closed when it ends."""
    state = app.state
    settings: Settings = state.settings
    state.predictor = Predictor(
        state.zoo,
        state.meters,
        settings.queue_limit,
        settings.deadline_ms / 1000,
        settings.forward_ms / 1000,
    )
    state.photos = PhotoReader()
    state.pen_tracer = PenTracer(state.predictor)
    state.film_reader = FilmReader(state.films)
    state.step_taker = StepTaker(state.zoo, state.films, settings.step_seconds)
    state.variant_reader = VariantReader()
    # Not waited for: the page opens, and the server ends, before the networks are loaded.
    arguments = state.zoo, state.films
    state.loading = threading.Thread(target=_load, args=arguments, name="loading", daemon=True)
    state.loading.start()
    yield
    await asyncio.to_thread(state.runs.close)
    await state.photos.close()
    await state.film_reader.close()
    await state.step_taker.close()
    await state.variant_reader.close()
    await state.predictor.close()


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """What every request and answer goes through; a request meets the last one first."""
    app.add_middleware(Compression)
    app.add_middleware(PathPrefix)
    app.add_middleware(OrdinaryEnds)
    app.add_middleware(OneShape)
    app.add_middleware(OwnVisitors, settings)
    requests = Shares(OF_REQUESTS, REQUESTS_BURST)
    app.add_middleware(FairTurns, requests, app.state.socket_limits)
    app.add_middleware(SecurityHeaders)


def _load(zoo: Zoo, films: Films) -> None:
    """Load the networks in a thread; a failure is logged and noted at each one not yet loaded."""
    try:
        zoo.load()
    except BaseException as error:  # a library may even ask the process to end
        log.exception("loading the networks ended early")
        zoo.give_up(error)
    log.info("%d films", len(films.entries))
