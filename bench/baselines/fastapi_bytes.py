"""The careful demo: the same endpoint, answering 8 bits a value."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI, Response
from pydantic import BaseModel

from bench.baselines.reader import Reader

app = FastAPI()
reader = Reader()


class Drawing(BaseModel):
    """What is posted."""

    strokes: list[list[tuple[float, float]]]


@app.post("/read")
async def read(drawing: Drawing) -> Response:
    """Read one drawing."""
    return Response(reader.as_bytes(drawing.strokes), media_type="application/octet-stream")


def main(port: int) -> None:
    """Serve it."""
    uvicorn.run(app, port=port, log_level="warning")
