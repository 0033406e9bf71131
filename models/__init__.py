"""The networks and everything between ink and guess: pure PyTorch and numpy, usable in a notebook.

>>> from models import create_model, list_models, trace
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

from models._registry import Layer as Layer
from models._registry import UnknownModelError as UnknownModelError
from models._registry import create_model as create_model
from models._registry import list_models as list_models
from models._registry import model_entry as model_entry
from models.forward.description import NetworkDescription as NetworkDescription

# ONNX Runtime reports its use to its maker unless this is set before it is first imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

if TYPE_CHECKING:
    from models.forward.describing import describe as describe
    from models.forward.tracing import ForwardTrace as ForwardTrace
    from models.forward.tracing import Tracer as Tracer
    from models.forward.tracing import trace as trace


def __getattr__(name: str) -> Any:
    """Import on first use: PyTorch takes seconds, and a server of exported networks has none."""
    for room in ("describing", "tracing"):
        if not name.startswith("_"):
            module = importlib.import_module(f"models.forward.{room}")
            if name in module.__all__:
                return getattr(module, name)
    raise AttributeError(f"module 'models' has no attribute {name!r}")
