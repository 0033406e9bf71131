"""`inkling export`: trained networks as ONNX graphs, which the server runs on a CPU."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from models.forward.exported import folder_of

HELP = "write trained networks as ONNX graphs, for a faster server on a CPU"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    parser.add_argument("--weights", type=Path, help="folder of the checkpoints")


def run(arguments: argparse.Namespace) -> int:
    """Export all networks that have weights; say what was left out."""
    from models.forward.export import export_all

    problems = export_all(arguments.weights)
    for name, problem in problems.items():
        sys.stderr.write(f"inkling: {name} was not exported: {problem}\n")
    sys.stdout.write(f"exported to {folder_of(arguments.weights)}\n")
    return 0
