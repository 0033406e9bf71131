"""PyTorch's optimizers, without its compiler.

At its first step an optimizer of PyTorch imports the compiler, which this project never uses: some
two seconds before a run that is over in ten. Only the wrappers that import it are taken off here.
"""

from __future__ import annotations

import inspect
from typing import TypeVar, cast

import torch

Optimizer = TypeVar("Optimizer", bound=torch.optim.Optimizer)


def _plain(optimizer: type[Optimizer]) -> type[Optimizer]:
    """The same optimizer, its methods without PyTorch's wrappers."""
    around = ("add_param_group", "zero_grad", "state_dict", "load_state_dict")
    methods = {name: inspect.unwrap(getattr(optimizer, name)) for name in around}
    step = torch.no_grad()(inspect.unwrap(optimizer.step))
    return cast(type[Optimizer], type(optimizer.__name__, (optimizer,), {**methods, "step": step}))


SGD = _plain(torch.optim.SGD)
AdamW = _plain(torch.optim.AdamW)
