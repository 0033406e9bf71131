"""The usual demo with its answer's type declared, which lets FastAPI write the JSON in Rust."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI

from bench.baselines.fastapi_bytes import Drawing
from bench.baselines.reader import Reader

app = FastAPI()
reader = Reader()


@app.post("/read")
async def read(drawing: Drawing) -> dict[str, object]:
    """Read one drawing."""
    return reader.as_json(drawing.strokes)


def main(port: int) -> None:
    """Serve it."""
    uvicorn.run(app, port=port, log_level="warning")
