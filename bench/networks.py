"""Every network in turn: from a pen move to its painted maps, and what the server takes after all.

`python -m bench.networks [NAME ...]`: a table for the docs, of all networks or of these.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from bench import pen
from bench.servers import inkling
from models import list_models


def measured(
    names: list[str], measure: Callable[[str], Mapping[str, float]]
) -> dict[str, Mapping[str, float]]:
    """What `measure` finds at the address of each network."""
    return {name: measure(f"?network={name}") for name in names}


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """The figures as the docs have them."""
    rows = [f"| `{name}` | {each['p50']:.1f} | {each['p95']:.1f} |" for name, each in found.items()]
    return "\n".join(["| network | p50, ms | p95, ms |", "|---|---|---|", *rows])


def main() -> None:
    """Measure and print."""
    names = sys.argv[1:] or list_models()
    unknown = sorted(set(names) - set(list_models()))
    if unknown:
        sys.exit(f"no network is called {unknown[0]!r}; there are {', '.join(list_models())}")
    with inkling() as server:
        found = measured(names, lambda of: pen.measure(f"http://127.0.0.1:{server.port}/{of}"))
        memory = server.memory()
    sys.stdout.write(f"{table(found)}\n\nServer after all of them: {memory:.0f} MB\n")


if __name__ == "__main__":
    main()
