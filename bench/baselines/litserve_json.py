"""A serving framework of its own (optional, `pip install litserve`): answers JSON."""

from __future__ import annotations

from typing import Any

import litserve

from bench.baselines.reader import Reader


class _Api(litserve.LitAPI):  # type: ignore[misc]
    def setup(self, device: str) -> None:
        del device
        self._reader = Reader()

    # Without types: LitServe would take them for a form of its own.
    def decode_request(self, request):  # type: ignore[no-untyped-def]
        return request["strokes"]

    def predict(self, strokes: list[Any]) -> dict[str, Any]:
        return self._reader.as_json(strokes)

    def encode_response(self, output: dict[str, Any]) -> dict[str, Any]:
        return output


def main(port: int) -> None:
    """Serve it."""
    server = litserve.LitServer(_Api(api_path="/read"), accelerator="cpu")
    server.run(host="127.0.0.1", port=port, log_level="error", generate_client_file=False)
