"""`inkling fetch-data`: download MNIST, for those who have internet."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from models.data.fetch import MIRRORS, MNIST, fetch_mnist

HELP = "download MNIST's four files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    parser.add_argument(
        "--data", type=Path, default=Path("data"), metavar="DIR", help="where to: DIR/mnist"
    )
    parser.add_argument(
        "--mirror",
        action="append",
        metavar="URL",
        help="an address that ends in / and has the four files; may be given more than once",
    )


def run(arguments: argparse.Namespace) -> int:
    """Download with a progress bar; raises FetchError."""
    folder = arguments.data / "mnist"
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    )
    with bar:
        rows = {file.name: bar.add_task(file.name, total=file.size) for file in MNIST}
        for event in fetch_mnist(folder, arguments.mirror or MIRRORS):
            bar.update(rows[event.name], completed=event.done)
    Console().print(f"MNIST is in {folder}")
    return 0
