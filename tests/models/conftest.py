"""What tests of training share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.models.idx_files import write_data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few images in MNIST's files and a few drawings."""
    made = tmp_path_factory.mktemp("data")
    write_data(made)
    return made
