"""For all tests: generated examples are the same in each run, and none is judged by the clock."""

import threading
from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest
import torch
from hypothesis import settings

if TYPE_CHECKING:
    from tests.taught_forty import Taught

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=5_000)
settings.load_profile("fixed")

COSTLY = ("branching", "container", "firefox", "taught_forty", "traces", "trained", "wired")
"""Fixtures that one worker makes for all tests that use them."""


@pytest.fixture(scope="session")
def taught_forty(tmp_path_factory: pytest.TempPathFactory) -> "Taught":
    """The network of forty layers, trained and exported once for the API and for the page."""
    from tests.taught_forty import teach  # all of training, which most tests do without

    return teach(tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("weights"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Pictures and numbers to compare with are renewed by the tests that compare them."""
    about = "make what the page looks like now the reference (after looking at it)"
    parser.addoption("--renew-pictures", action="store_true", help=about)
    about = "make what PyTorch computes now what the page's unit tests compare with"
    parser.addoption("--renew-moments", action="store_true", help=about)


def pytest_configure() -> None:
    """Workers share the cores; networks as small as ours are read no sooner by several threads."""
    torch.set_num_threads(1)


def pytest_unconfigure() -> None:
    """PyTorch aborts a Python that ends while a network loads: one that no test has waited for."""
    for thread in threading.enumerate():
        if thread.name in ("loading", "network"):
            thread.join(60)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Tests that share something costly run in one worker, where there are several."""
    if not config.pluginmanager.hasplugin("xdist"):
        yield
        return
    for item in items:
        for costly in COSTLY:
            if costly in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(costly))
    yield
    for item in items:
        # pytest-xdist 3.8 writes the group into a name that pytest 9.2 no longer reads.
        with_group = vars(item).get("_nodeid")
        if with_group is not None:
            item._id = type(item.id).parse(with_group)
