"""For all tests: generated examples are the same in each run, and none is judged by the clock."""

import pytest
from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=5_000)
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Reference pictures are renewed by the tests that compare them."""
    about = "make what the page looks like now the reference (after looking at it)"
    parser.addoption("--renew-pictures", action="store_true", help=about)
