"""The other usual demo: Flask behind gunicorn, one worker with threads, answering JSON."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request
from gunicorn.app.base import BaseApplication

from bench.baselines.reader import Reader

app = Flask(__name__)
reader = Reader()


@app.post("/read")
def read() -> Response:
    """Read one drawing."""
    return jsonify(reader.as_json(request.get_json()["strokes"]))


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    def __init__(self, port: int) -> None:
        self._port = port
        super().__init__()

    def load_config(self) -> None:
        for key, value in {
            "bind": f"127.0.0.1:{self._port}",
            "workers": 1,
            "threads": 8,
            "keepalive": 75,
            "loglevel": "error",
        }.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        return app


def main(port: int) -> None:
    """Serve it."""
    _Gunicorn(port).run()
