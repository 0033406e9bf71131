"""Live training runs: beginning one, steering it, and what it tells."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from app.messages.parts import HOWEVER_WRITTEN, Message

RunName = Annotated[str, Field(pattern=r"^run-[0-9a-f]{8}$")]

StepSize = Annotated[float, Field(ge=1e-8, le=1_000, description="what a slope is multiplied by")]


class RunSettings(Message):
    """What decides a run, beside the step sizes that are set on the way; docs/training.md."""

    network: Literal["lenet5", "dense", "plain_8", "residual_8"] = "lenet5"
    start: Annotated[
        Literal["zeros", "small", "good", "large"],
        Field(description="the random start times 0, 0.1, 1 or 4"),
    ] = "good"
    seed: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="of all that is random"), HOWEVER_WRITTEN
    ] = 1
    learning_rate: StepSize = 0.002
    batch_size: Annotated[
        int, Field(ge=1, le=1_000, description="images a step"), HOWEVER_WRITTEN
    ] = 64
    optimizer: Literal["sgd", "momentum", "adam"] = "adam"
    augmentation: Annotated[
        bool, Field(description="images are warped anew each time they come")
    ] = False
    dropout: Annotated[
        float, Field(ge=0, le=0.9, description="part that later dense layers do not see")
    ] = 0.0
    images: Annotated[
        int, Field(ge=10, le=20_000, description="digits to learn from"), HOWEVER_WRITTEN
    ] = 12_000
    activation: Literal["relu", "sigmoid", "tanh"] = "relu"
    epochs: Annotated[
        int,
        Field(ge=1, le=1_000, description="passes; 20,000 steps at most in all"),
        HOWEVER_WRITTEN,
    ] = 8
    data: Annotated[
        Literal["made_up", "mnist", "strokes"],
        Field(description="what is learned from; all but made_up only where the server has it"),
    ] = "made_up"
    held_out: Annotated[
        Literal["made_up", "mnist", "strokes"], Field(description="what the run is scored on")
    ] = "made_up"


class BeginRun(Message):
    """Begin a run, or have it wait for its turn."""

    device: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9_-]{8,64}$",
            description="made up at random by the browser: each has one run at a time",
        ),
    ]
    settings: RunSettings = RunSettings()


class RunState(Message):
    """A run as it is now."""

    name: RunName
    settings: RunSettings
    status: Literal["waiting", "preparing", "running", "paused", "ended"]
    place: Annotated[int, Field(description="runs that go before it, while it waits")]
    step: Annotated[int, Field(description="batches done")]
    of_steps: Annotated[int, Field(description="batches of the whole run")]
    learning_rate: Annotated[float, Field(description="the step size that is used now")]
    moments: Annotated[int, Field(description="of its film, which is `name` in GET /api/films")]
    events: Annotated[int, Field(description="how many it has told")]
    why: Annotated[
        str | None,
        Field(
            description="why it ended: finished, stopped, diverged, paused or long (too long), "
            "server (it ended), killed, memory, disk, data (it cannot be read), failed"
        ),
    ]


class RunBegun(Message):
    """The run, and the key that steers it."""

    run: RunState
    key: str


class RunList(Message):
    """The runs of this server, the first one first."""

    runs: list[RunState]


class RunCommand(Message):
    """Steer a run: `learning_rate` goes with `step_size` alone."""

    key: Annotated[str, Field(max_length=64)]
    do: Literal["pause", "go_on", "one_batch", "step_size", "stop"]
    learning_rate: StepSize | None = None


class RunEvents(Message):
    """What a run has told (docs/training.md); `next`: from where to ask for more."""

    run: str
    events: list[dict[str, Any]]
    next: int
