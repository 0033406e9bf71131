"""Films of training runs: the list, what one shows, and a drawing read at all its moments."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from app.messages.parts import Message, Name

Settings = Annotated[
    dict[str, Any],
    Field(description="the recipe (docs/films.md), and `validation`, the set it is scored on"),
]

Curve = Annotated[
    list[float | None], Field(description="a value a moment; null: no finite number any more")
]


class FilmSummary(Message):
    """One film. `problem` says why it cannot be shown; then nothing is known of it."""

    name: Name
    network: Annotated[str | None, Field(description="whose training it shows")]
    settings: Settings
    of_steps: Annotated[int, Field(description="batches of the whole run")]
    moments: int
    diverged: Annotated[
        int | None, Field(description="the step from which on its numbers are finite no more")
    ]
    reads: Annotated[bool, Field(description="whether it has weights, and reads drawings")]
    on_stage: Annotated[
        bool, Field(description="whether its moments can be asked for with `film` in a drawing")
    ]
    bytes: int
    problem: str | None


class FilmList(Message):
    """The films of this server."""

    films: list[FilmSummary]


class FilmDetail(FilmSummary):
    """What a film shows: curves and confusion at each of its moments, without the weights."""

    rounding: Annotated[
        float, Field(description="how far weights in 8 bits read off, of accuracies in 0..1")
    ]
    steps: Annotated[list[int], Field(description="batches done at each moment")]
    losses: Annotated[
        list[tuple[int, float | None]], Field(description="a step, and the loss of its batch, raw")
    ]
    validation_loss: Curve
    validation_accuracy: Curve
    confusion: Annotated[
        list[list[list[int]]],
        Field(description="by moment, label (row) and first guess (column)"),
    ]
    moved: Annotated[
        dict[str, list[float]],
        Field(description="by weight and moment: root mean square of how far it is from the start"),
    ]
    gradients: Annotated[
        dict[str, list[float | None]],
        Field(
            description="by operation with weights and moment: root mean square of the gradient "
            "of its weights, over held-out digits; none of older films"
        ),
    ]
    file: Annotated[str, Field(description="SHA-256 of its file, for its address")]


class FilmReadings(Message):
    """What the network made of one drawing at each moment; all 0 of a blank pad."""

    steps: Annotated[list[int], Field(description="batches done at each moment")]
    answer: str
    outcomes: Annotated[
        list[list[float]], Field(description="for each moment the answer's outcome")
    ]
