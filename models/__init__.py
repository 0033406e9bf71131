"""The networks and everything between ink and guess: pure PyTorch and numpy, usable in a notebook.

>>> from models import create_model, list_models, trace
"""

from models import lenet5  # noqa: F401  (registers itself)
from models._registry import Layer, UnknownModelError, create_model, list_models, model_entry
from models.describe import NetworkDescription, describe
from models.trace import ForwardTrace, Tracer, trace

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
