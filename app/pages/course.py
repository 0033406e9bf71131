"""The exhibits: their order, which are ready, and what each is given besides words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, cast

from app.pages.rendering import STATIC, TEMPLATES
from app.pages.taught import taught
from app.services.zoo import Network, Zoo
from app.words import Catalogue

LAST = 9999
"""Sorts networks without a year after all others."""

COURSE = (
    *("weights", "sums", "size", "steps", "network"),
    *("training", "answers", "history", "framework", "choice"),
)
"""Exhibits in the order of a lecture; those that have a template are ready."""

SEEN_IN = {
    "convolution": "sums",
    "downsampling": "steps",
    "fully-connected": "weights",
    "kernel": "size",
    "layer": "network",
    "padding": "steps",
    "receptive-field": "size",
    "softmax": "answers",
    "stride": "steps",
    "weight": "weights",
}
"""Terms of the lab, and the exhibit that is about each."""

BESIDE = {"slope": "training"}
"""Pages that belong to an exhibit of the course: both link to each other."""


def ready_exhibits() -> list[str]:
    """Names of the exhibits that have a template, in the order of the course."""
    return [name for name in COURSE if (TEMPLATES / "exhibits" / f"{name}.html").exists()]


OF_THE_COURSE = "lenet5"
"""The network whose layers the exhibits' questions and prose name; without it, the default."""


def given_to(exhibit: str, zoo: Zoo, words: Catalogue) -> dict[str, object]:
    """What an exhibit's script and template are given besides words."""
    network = zoo.named_or_default(OF_THE_COURSE)
    if exhibit in ("sums", "size", "steps", "training"):
        return {"network": network.name}
    if exhibit == "slope":
        return {"slope": taught(network, words)}
    folder = STATIC / "exhibits"
    if exhibit == "weights":
        return {"layer": network.first_kernel}
    if exhibit == "network":
        listed = _layer_by_layer(zoo, words)
        return {"networks": listed, "usual": _first_of(listed, OF_THE_COURSE)}
    if exhibit == "answers":
        here = {each.name for each in zoo}
        return {"doors": {door: name if name in here else "" for door, name in DOORS.items()}}
    history = _history()
    if exhibit == "framework":
        return {"framework": _programs(folder / "framework", zoo)}
    if exhibit == "choice":
        files = [folder / f"cases.{each}.txt" for each in (words.language, "en")]
        cases = next(each for each in files if each.exists()).read_text("utf-8")
        counts = {each["name"]: each["parameters"] for each in history["networks"]}
        return {"choice": {"cases": cases, "vgg": counts["VGG-16"]}}
    lenet5 = [each.description.layers for each in zoo if each.description.name == OF_THE_COURSE]
    parameters = sum(layer.parameters for layers in lenet5 for layer in layers)
    return {"history": {**history, "here": parameters}}


def _history() -> dict[str, Any]:
    """Published networks and results, every number with its source."""
    path = STATIC / "exhibits" / "history.json"
    return cast(dict[str, Any], json.loads(path.read_text("utf-8")))


def original_of(name: str) -> dict[str, object] | None:
    """The published network that one of ours is in the style of, with its source."""
    history = _history()
    for each in history["networks"] + history["twins"]:
        if name in each.get("ours", ()):
            return {**each, "source": history["sources"][each["source"]]}
    return None


def _programs(folder: Path, zoo: Zoo) -> dict[str, object]:
    """A program that reads a drawing, and the networks for which this server has code of it."""
    program = (folder / "program.py").read_text("utf-8")
    codes = {each.stem: each.read_text("utf-8") for each in folder.glob("*.py")}
    codes = {**codes, "lenet5": ""}
    offered = [each.description for each in _by_year(zoo) if each.name in codes]
    named = {each.name: {"title": each.title, "code": codes[each.name]} for each in offered}
    usual = _first_of(named, zoo.default, OF_THE_COURSE)
    return {"program": program, "networks": named, "usual": usual}


def _first_of(networks: Mapping[str, object], *wanted: str) -> str:
    """The name of the first of the wanted networks that is there, or else of any."""
    return next((name for name in (*wanted, *networks) if name in networks), "")


DOORS = {
    "digit": "lenet5",
    "several": "several_digits",
    "measures": "stroke_measures",
    "boxes": "detector",
    "pixels": "unet_style",
    "ways": "fine_classes",
}
"""What can come out of a drawing, and the network that answers so."""


def _by_year(zoo: Zoo) -> list[Network]:
    """Networks of a year in their order, then those of none."""
    return sorted(zoo, key=lambda each: each.description.year or LAST)


def _layer_by_layer(zoo: Zoo, words: Catalogue) -> dict[str, object]:
    """Networks without blocks: what each layer learns and computes, and its step in the film."""
    listed = [each.description for each in _by_year(zoo) if not each.description.blocks]
    networks: dict[str, object] = {}
    for each in listed:
        kinds = {operation.name: operation.kind for operation in each.operations}
        steps = accumulate(1 + (kinds[layer.shown] == "relu") for layer in each.layers)
        layers = [
            {
                "title": words.course(layer.title),
                "shape": layer.shape,
                "parameters": layer.parameters,
                "multiply_adds": layer.multiply_adds,
                "step": step - 1,
            }
            for layer, step in zip(each.layers, steps, strict=True)
        ]
        networks[each.name] = {"title": words.course(each.title), "layers": layers}
    return networks
