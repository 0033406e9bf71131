"""What `models.forward.describing` finds out about a network, as data: readable without PyTorch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models._answers import Answer, answer_of, composed_of, digit_of
from models._registry import PREPROCESSING, LayerKind, Step, SwitchKind


@dataclass(frozen=True)
class OperationDescription:
    """One module (or joining function) of the network. Shapes are without the batch axis.

    What the arithmetic of its kind needs is None for all other kinds; see `kinds.Settings`.
    """

    name: str
    kind: str
    layer: str
    inputs: tuple[str, ...]
    output_shape: tuple[int, ...]
    parameters: int
    multiply_adds: int
    kernel_size: tuple[int, int] | None = None
    stride: tuple[int, int] | None = None
    padding: tuple[int, int] | None = None
    dilation: tuple[int, int] | None = None
    groups: int | None = None
    output_padding: tuple[int, int] | None = None
    scale: tuple[int, int] | None = None
    eps: float | None = None
    count_include_pad: bool | None = None


@dataclass(frozen=True)
class LayerDescription:
    """What the page shows and hides. `shown` names the operation whose output is its picture."""

    name: str
    title: str
    kind: LayerKind
    operations: tuple[str, ...]
    shown: str
    shape: tuple[int, ...]
    parameters: int
    multiply_adds: int


@dataclass(frozen=True)
class SwitchDescription:
    """An edge that can be switched off; see `models._registry.Switch`."""

    name: str
    kind: SwitchKind
    operation: str
    source: str


@dataclass(frozen=True)
class BlockDescription:
    """Layers that stand next to one another under one title, and the edges that can be cut."""

    name: str
    title: str
    layers: tuple[str, ...]
    switches: tuple[SwitchDescription, ...] = ()

    @classmethod
    def of(cls, fields: dict[str, Any]) -> BlockDescription:
        """From `dataclasses.asdict`'s fields, as they come back from JSON."""
        switches = tuple(SwitchDescription(**each) for each in fields["switches"])
        return cls(**{**_tuples(fields), "switches": switches})


@dataclass(frozen=True)
class NetworkDescription:
    """A whole network; `year`: when it was published; `multiply_adds` is for one image.

    `preprocessing`: the steps that its drawings go through, in their order.
    """

    name: str
    title: str
    year: int | None
    answers: tuple[Answer, ...]
    input_shape: tuple[int, int, int]
    parameters: int
    multiply_adds: int
    blocks: tuple[BlockDescription, ...]
    layers: tuple[LayerDescription, ...]
    operations: tuple[OperationDescription, ...]
    edges: tuple[tuple[str, str], ...]
    preprocessing: tuple[Step, ...] = PREPROCESSING

    @cached_property
    def without(self) -> frozenset[Step]:
        """The steps of preprocessing that its drawings do not go through."""
        return frozenset(PREPROCESSING) - frozenset(self.preprocessing)

    @property
    def in_lineage(self) -> bool:
        """Whether it stands among the architectures of the years, or shows a kind of answer.

        A network of no year whose answer composed drawings teach shows what can come out.
        """
        composed = composed_of(self.answers)
        return self.year is not None or composed is None or digit_of(self.answers) is not None

    @property
    def switches(self) -> tuple[SwitchDescription, ...]:
        """All edges that can be switched off, in the order of their gates."""
        return tuple(switch for block in self.blocks for switch in block.switches)

    @property
    def depth(self) -> int:
        """Operations with weights along the longest way from the input."""
        depths: dict[str, int] = {}
        for each in self.operations:
            before = max((depths[source] for source in each.inputs), default=0)
            depths[each.name] = before + (each.parameters > 0)
        return max(depths.values(), default=0)

    @classmethod
    def of(cls, fields: dict[str, Any]) -> NetworkDescription:
        """From `dataclasses.asdict`'s fields, as they come back from JSON."""
        return cls(
            **{
                **_tuples(fields),
                "answers": tuple(answer_of(answer) for answer in fields["answers"]),
                "blocks": tuple(BlockDescription.of(each) for each in fields["blocks"]),
                "layers": tuple(LayerDescription(**_tuples(layer)) for layer in fields["layers"]),
                "operations": tuple(
                    OperationDescription(**_tuples(each)) for each in fields["operations"]
                ),
                "edges": tuple((source, target) for source, target in fields["edges"]),
            }
        )


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()}
