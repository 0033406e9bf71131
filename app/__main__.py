"""The command line: `inkling serve`, `train`, `film`, `evaluate`, `predict` and others."""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from collections.abc import Sequence

from app.errors import InklingError
from app.stopping import end_at_once_when_stopped

COMMANDS = {
    "serve": "app.commands.serve",
    "train": "app.commands.train",
    "film": "app.commands.film",
    "train-variants": "app.commands.train_variants",
    "evaluate": "app.commands.evaluate",
    "predict": "app.commands.predict",
    "export": "app.commands.export",
    "fetch-data": "app.commands.fetch_data",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; what a person can mend is one sentence on stderr and status 1."""
    for stream in (sys.stdout, sys.stderr):
        # Not every terminal and log takes every letter: what it cannot write becomes a "?".
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="inkling", description="Watch a network read a digit.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    # Only the chosen command is imported: PyTorch takes seconds, `--help` should not.
    chosen = [name for name in COMMANDS if name in arguments[:1]] or list(COMMANDS)
    if chosen == ["serve"]:
        end_at_once_when_stopped()
    for name in chosen:
        command = importlib.import_module(COMMANDS[name])
        subparser = subparsers.add_parser(name, help=command.HELP, description=command.HELP)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except BrokenPipeError:
        return 0  # who reads our output has closed it, as `head` does
    except KeyboardInterrupt:
        return 130
    except _expected_errors() as error:
        sys.stderr.write(f"inkling: {error}\n")
        return 1


def _expected_errors() -> tuple[type[Exception], ...]:
    """Errors that a person can mend: wrong names, files, settings, networks."""
    from models import UnknownModelError
    from models._checkpoint import WeightsError
    from models._registry import ArchitectureError
    from models.data.datasets import DatasetError
    from models.data.fetch import FetchError

    return (
        InklingError,
        UnknownModelError,
        ArchitectureError,
        WeightsError,
        DatasetError,
        FetchError,
    )


if __name__ == "__main__":
    sys.exit(main())
