"""The table of all networks."""

from __future__ import annotations

import pytest

from bench import networks


def test_each_network_is_measured_at_its_own_address_and_has_its_row() -> None:
    asked = []

    def measure(address: str) -> dict[str, float]:
        asked.append(address)
        return {"p50": len(asked), "p95": 10.04 * len(asked)}

    found = networks.measured(["lenet5", "dense"], measure)
    assert asked == ["?network=lenet5", "?network=dense"]
    assert networks.table(found).splitlines()[2:] == [
        "| `lenet5` | 1.0 | 10.0 |",
        "| `dense` | 2.0 | 20.1 |",
    ]


def test_a_network_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["networks", "lenet6"])
    with pytest.raises(SystemExit, match="no network is called 'lenet6'; there are"):
        networks.main()
