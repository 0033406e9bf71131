"""The usual demo: a FastAPI endpoint that answers JSON."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from bench.baselines.reader import Reader

app = FastAPI()
reader = Reader()


class Drawing(BaseModel):
    """What is posted."""

    strokes: list[list[tuple[float, float]]]


@app.post("/read")
async def read(drawing: Drawing) -> dict[str, object]:
    """Read one drawing."""
    return reader.as_json(drawing.strokes)


def main(port: int) -> None:
    """Serve it as its tutorial does."""
    uvicorn.run(app, port=port, log_level="warning")
