"""`inkling train-variants`: train the twelve small networks of an exhibit, into one file."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch
from rich.console import Console

from models._variants import FILE, save_variants
from models.training.variants import RECIPE, train_variants

HELP = "train the twelve small networks that the exhibit of kernel sizes compares"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand's arguments."""
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="folder with mnist/ and strokes/"
    )
    parser.add_argument(
        "--out", type=Path, default=FILE, metavar="FILE", help="where to write (%(default)s)"
    )
    for name, meaning in (("epochs", "passes over the data"), ("seed", "of each of them")):
        parser.add_argument(
            f"--{name}", type=int, default=getattr(RECIPE, name), help=f"{meaning} (%(default)s)"
        )
    parser.add_argument(
        "--images", type=int, default=0, help="MNIST's images that are learned from; 0: all"
    )
    parser.add_argument(
        "--generated", type=int, default=RECIPE.generated, help="made-up digits (%(default)s)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Train all, on one thread, and write them; raises DatasetError and ArchitectureError."""
    console = Console()
    torch.set_num_threads(1)
    given = {name: getattr(arguments, name) for name in ("epochs", "seed", "images", "generated")}
    trained = {}
    for shape, weights, measured in train_variants(arguments.data, replace(RECIPE, **given)):
        trained[shape] = weights, measured
        console.print(
            f"{shape.name}: {measured.weights} weights, {measured.multiply_adds} multiplications, "
            f"MNIST {100 * measured.test:.2f} %, pens {100 * measured.pens:.2f} %"
        )
    size = save_variants(trained, arguments.out)
    console.print(f"Written: {arguments.out}, {size / 1e6:.2f} MB")
    return 0
