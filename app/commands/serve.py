"""`inkling serve`: the web server, until Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import signal
import socket
import sys

import uvicorn

from app.errors import SettingsError
from app.main import create_app
from app.settings import Settings, read_settings

HELP = "serve the lab"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments; what is not given comes from the environment."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8000); 0 takes a free one")


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM; raises SettingsError if that cannot begin."""
    settings = read_settings(host=arguments.host, port=arguments.port)
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    app = create_app(settings)
    with _listen(settings.host, settings.port) as listener:
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=True,
            ws="websockets-sansio",
            ws_max_size=settings.max_message_bytes,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=settings.shutdown_seconds,
        )
        # uvicorn stops on these signals and then raises them once more; to stop is no failure.
        for stopping in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stopping, lambda *_: None)
        _Server(config, settings, listener).run(sockets=[listener])
    return 0


class _Server(uvicorn.Server):
    """Says where it is once it really answers."""

    def __init__(self, config: uvicorn.Config, settings: Settings, listener: socket.socket) -> None:
        super().__init__(config)
        host = "localhost" if settings.host in ("0.0.0.0", "::") else settings.host
        shown = f"[{host}]" if ":" in host else host
        self._address = f"http://{shown}:{listener.getsockname()[1]}{settings.root_path}"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address to open."""
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"Inkling is ready at {self._address}\n")
            sys.stdout.flush()


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket; raises SettingsError if the address cannot be had."""
    try:
        family, *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise SettingsError(f"cannot listen on {host}: {error.strerror}") from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
