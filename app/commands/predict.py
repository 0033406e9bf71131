"""`inkling predict`: one JSON line of guesses for each drawing of a stroke file."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from models.checkpoint import load_weights
from models.datasets import read_drawings
from models.evaluate import predict

HELP = "write a network's guesses for recorded drawings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    parser.add_argument("network", help="name of the network, for example lenet5")
    parser.add_argument("file", type=Path, metavar="FILE", help="drawings, .jsonl or .jsonl.gz")
    parser.add_argument("--weights", type=Path, help="folder of the checkpoint")


def run(arguments: argparse.Namespace) -> int:
    """Predict and print; raises the errors of `models.datasets` and `models.checkpoint`."""
    network = load_weights(arguments.network, arguments.weights)
    for reading in predict(network, read_drawings(arguments.file)):
        sys.stdout.write(json.dumps(asdict(reading), allow_nan=False) + "\n")
    return 0
