"""The API is as it describes itself; `make soak` asks ten times as often."""

from __future__ import annotations

import pytest

from tests.described import contradictions
from tests.serving import Server


@pytest.mark.process
def test_nothing_that_is_asked_contradicts_the_description(wired: Server) -> None:
    count, wrong = contradictions(wired.address, examples=5, seed=1)
    assert wrong == ""
    assert count > 300
