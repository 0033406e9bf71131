"""From settings to processes that answer on a port: what uvicorn has no setting for.

- The listening socket drops a peer that reads nothing (TCP_USER_TIMEOUT): a ping that is never
  answered does not end a connection whose send buffer is full.
- Several workers listen side by side on one port (SO_REUSEPORT): the kernel shares connections
  out evenly, where a single shared socket would feed whichever worker wakes first.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import uvicorn

from app.addresses import addresses_for_others, code_of
from app.errors import SettingsError
from app.logs import say, start_logging
from app.services.run_folder import shared_runs
from app.settings import Settings
from app.stopping import STOPPING, end_at_once_when_stopped
from app.web.connections import ConnectionConfig, PatientHttp
from app.web.live_connections import LiveConnection
from app.workers import SHARES_OUT, Heart, end_with_parent, work_together

log = logging.getLogger(__name__)

PING_SECONDS = 10
"""A phone that went away without a word is noticed after at most twice this."""

KEEP_SECONDS = 5
"""A connection without a request is kept open for the next one: a page's files come together."""

MOST_FILES = 65_536

LEAVE_SECONDS = 1.5
"""After the patience with open requests: then no thread is waited for, whatever it does."""


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; raises SettingsError if that cannot begin."""
    start_logging(settings.log_level, settings.log_format)
    raise_limit_of_files()
    if settings.workers > 1 and SHARES_OUT:
        _listen(settings, alone=True).close()  # another server's sockets would share the port
    listeners = [_listen(settings)]
    if settings.workers > 1 and SHARES_OUT:
        port = listeners[0].getsockname()[1]
        listeners += [_listen(settings, port) for _ in range(settings.workers - 1)]
    end_at_once_when_stopped()
    try:
        with shared_runs(f"{settings.host}-{settings.port}" if settings.port else ""):
            if settings.workers == 1:
                _Server(settings).run(sockets=listeners)
            else:
                work_together(settings, listeners, _work, _announce)
    finally:
        for listener in listeners:
            listener.close()


def raise_limit_of_files() -> None:
    """As many sockets as the system allows: 1,024 open files are fewer than its live channels."""
    try:
        import resource
    except ImportError:
        return  # a system without such limits
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


# --- one process ---------------------------------------------------------------------------------


class _Config(ConnectionConfig):
    """uvicorn's settings, and ours for the protocol that it makes for each connection."""

    def __init__(self, settings: Settings) -> None:
        # Imported only here: a process that looks after several workers serves nothing itself.
        from app.main import create_app

        super().__init__(
            create_app(settings),
            http=PatientHttp,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=True,
            ws=LiveConnection,
            ws_max_size=settings.max_message_bytes,
            # Off: browsers would always use it, seven times slower; frames can be deflated instead.
            ws_per_message_deflate=False,
            ws_ping_interval=PING_SECONDS,
            ws_ping_timeout=PING_SECONDS,
            timeout_keep_alive=KEEP_SECONDS,
            timeout_graceful_shutdown=settings.shutdown_seconds,
        )
        self.settings = settings


class _Server(uvicorn.Server):
    """Prints its address once it really answers."""

    def __init__(self, settings: Settings, heart: Heart | None = None) -> None:
        super().__init__(_Config(settings))
        self._settings = settings
        self._heart = heart
        self._is_loading = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address to open, unless another process does."""
        await super().startup(sockets)
        _keep_what_is_there()
        # Collect less often: sooner, short-lived objects of channels would count as old ones.
        gc.set_threshold(10_000, 10, 10)
        if self.started and sockets and self._heart is None:
            _announce(self._settings, sockets[0])

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second; once a second, tell the parent that the event loop turns."""
        app: Any = self.config.app
        if self._is_loading and not app.state.loading.is_alive():
            self._is_loading = False
            _keep_what_is_there()
        if self._heart is not None and counter % 10 == 0:
            self._heart.beat()
        return await super().on_tick(counter)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on these signals; uvicorn raises them once more, but to stop is no failure."""
        if _is_whole_process():
            for stopping in STOPPING:
                signal.signal(stopping, self.handle_exit)
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End everything; a thread that does not end in time is left behind."""
        if _is_whole_process():
            patience = self._settings.shutdown_seconds + LEAVE_SECONDS
            leaving = threading.Timer(patience, _leave)
            leaving.daemon = True
            leaving.start()
        await super().shutdown(sockets)


def _keep_what_is_there() -> None:
    """Keep what was made so far out of garbage collection: it stays until the end."""
    gc.collect()
    gc.freeze()


def _is_whole_process() -> bool:
    """Whether the server runs in the main thread, which alone hears signals."""
    return threading.current_thread() is threading.main_thread()


def _leave() -> None:
    log.error("something did not end with the server; the process ends without it")
    logging.shutdown()
    os._exit(0)


def _announce(settings: Settings, listener: socket.socket) -> None:
    host = "localhost" if settings.host in ("0.0.0.0", "::") else settings.host
    shown = f"[{host}]" if ":" in host else host
    port = listener.getsockname()[1]
    root = quote(settings.root_path)
    say(f"Inkling is ready at http://{shown}:{port}{root}\n")
    _invite(addresses_for_others(settings.host, port, root))


def _invite(addresses: list[str]) -> None:
    """Print where others find the page; on a terminal with a code for their phones."""
    if not addresses:
        return
    first, *more = addresses
    say(f"In the local network: {first}\n")
    if (
        sys.stdout is not None
        and sys.stdout.isatty()
        and (sys.stdout.encoding or "").lower().startswith("utf")
    ):
        say(f"\n{code_of(first)}\n")
    for address in more:
        say(f"or, in another network of this computer: {address}\n")


# --- several processes ---------------------------------------------------------------------------


def _work(settings: Settings, listener: socket.socket, heart: Heart) -> None:
    """One worker's life; it ends with its parent, however that ends."""
    start_logging(settings.log_level, settings.log_format)
    end_at_once_when_stopped()
    end_with_parent()
    _Server(settings, heart).run(sockets=[listener])


# --- the port ------------------------------------------------------------------------------------


def _listen(settings: Settings, port: int | None = None, alone: bool = False) -> socket.socket:
    """A bound socket; raises SettingsError if the address cannot be had.

    `alone`: without sharing the port, which fails if anybody has it.
    """
    host, port = settings.host, settings.port if port is None else port
    try:
        family, *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no address"
        raise SettingsError(f"cannot listen on {host}: {reason}") from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if settings.workers > 1 and SHARES_OUT and not alone:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        patience = settings.unread_seconds * 1000
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, patience)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"cannot listen on {host}:{port} ({error.strerror}); "
            "stop what runs there or choose another port with PORT= or --port"
        ) from error
    return listener
