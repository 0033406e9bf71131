"""The usual demo: a FastAPI endpoint that returns a dictionary, as its tutorials show."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI

from bench.baselines.fastapi_bytes import Drawing
from bench.baselines.reader import Reader

app = FastAPI()
reader = Reader()


@app.post("/read")
async def read(drawing: Drawing):  # type: ignore[no-untyped-def]
    """Read one drawing."""
    return reader.as_json(drawing.strokes)


def main(port: int) -> None:
    """Serve it as its tutorial does."""
    uvicorn.run(app, port=port, log_level="warning")
