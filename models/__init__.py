"""The networks and everything between ink and guess: pure PyTorch and numpy, usable in a notebook.

>>> from models import create_model, list_models, trace
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models._registry import Layer, UnknownModelError, create_model, list_models, model_entry
    from models.describing import describe
    from models.description import NetworkDescription
    from models.tracing import ForwardTrace, Tracer, trace

__all__ = [
    "ForwardTrace",
    "Layer",
    "NetworkDescription",
    "Tracer",
    "UnknownModelError",
    "create_model",
    "describe",
    "list_models",
    "model_entry",
    "trace",
]

_WHERE = {
    "describe": "describing",
    "NetworkDescription": "description",
    "ForwardTrace": "tracing",
    "Tracer": "tracing",
    "trace": "tracing",
}


def __getattr__(name: str) -> Any:
    """Import on first use: PyTorch takes seconds, and a server of exported networks has none."""
    if name not in __all__:
        raise AttributeError(f"module 'models' has no attribute {name!r}")
    module = importlib.import_module(f"models.{_WHERE.get(name, '_registry')}")
    return getattr(module, name)
