"""A demo builder (optional, `pip install gradio`): its API answers JSON."""

from __future__ import annotations

from typing import Any

import gradio

from bench.baselines.reader import Reader

reader = Reader()


def main(port: int) -> None:
    """Serve it."""

    def read(strokes: list[Any]) -> dict[str, Any]:
        return reader.as_json(strokes)

    demo = gradio.Interface(read, gradio.JSON(), gradio.JSON(), api_name="read")
    demo.launch(server_port=port, quiet=True, share=False)
