"""`inkling serve`: the web server, until Ctrl-C."""

from __future__ import annotations

import argparse

from app.server import serve
from app.settings import read_settings

HELP = "serve the lab"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments; what is not given comes from the environment."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8000); 0 takes a free one")


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM; raises SettingsError if that cannot begin."""
    serve(read_settings(host=arguments.host, port=arguments.port))
    return 0
