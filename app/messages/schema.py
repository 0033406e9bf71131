"""Prints one JSON schema of all messages: what the page's types are generated from."""

from __future__ import annotations

import json
import sys

from pydantic.json_schema import models_json_schema

from app.messages.drawing import PenTrace, PenTraceRequest, Prediction, SampleList
from app.messages.films import FilmDetail, FilmList, FilmReadings
from app.messages.live import (
    Alive,
    DeviceChanged,
    Draw,
    Extend,
    Hello,
    RunTold,
    SocketError,
    StepsTaken,
    Watch,
    Welcome,
)
from app.messages.models import ModelDetail, ModelList
from app.messages.parts import Refusal
from app.messages.runs import RunBegun, RunCommand, RunList
from app.messages.server import Addresses, ChannelState, Readiness
from app.messages.steps import TrainingStep, TrainingStepRequest
from app.messages.variants import VariantReadings

ASKED = (Hello, Draw, Extend, Alive, Watch, RunCommand, PenTraceRequest, TrainingStepRequest)


def schema() -> dict[str, object]:
    """The messages under `$defs`, as sent (server) and as accepted (page)."""
    sent = (
        Welcome,
        DeviceChanged,
        StepsTaken,
        SocketError,
        Refusal,
        ModelDetail,
        ModelList,
        PenTrace,
        FilmList,
        FilmDetail,
        FilmReadings,
        TrainingStep,
        VariantReadings,
        RunBegun,
        RunList,
        RunTold,
        Prediction,
        SampleList,
        Addresses,
        ChannelState,
        Readiness,
    )
    _, definitions = models_json_schema(
        [(message, "validation") for message in ASKED]
        + [(message, "serialization") for message in sent],
        title="Messages",
    )
    return definitions


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, indent=2)
