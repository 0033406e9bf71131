"""Settings and devices: read once, documented, and refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from app.errors import DeviceError, SettingsError
from app.services.device import choose_device
from app.settings import Settings, read_settings

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_every_setting_is_documented_with_its_default() -> None:
    text = DOCS.read_text()
    for name, field in Settings.model_fields.items():
        row = next(row for row in text.splitlines() if f"`INKLING_{name.upper()}`" in row)
        default = "" if field.default is None else str(field.default)
        assert f"`{default}`" in row or (default == "" and "| - |" in row), row


def test_the_environment_is_read_and_arguments_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INKLING_PORT", "9000")
    assert read_settings().port == 9000
    assert read_settings(port=9001, host=None).port == 9001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("DEVICE", "tpu"),
        ("THREADS", "0"),
        ("ROOT_PATH", "a b"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"INKLING_{name}", value)
    with pytest.raises(SettingsError, match=f"INKLING_{name} is '{value}'"):
        read_settings()


@pytest.mark.parametrize("path", ["inkling", "/inkling", "/inkling/"])
def test_a_root_path_is_written_one_way(path: str) -> None:
    assert Settings(root_path=path).root_path == "/inkling"
    assert Settings(root_path="/").root_path == ""


def test_auto_takes_a_device_that_works() -> None:
    device = choose_device("auto")
    assert torch.ones(2, device=device).sum().item() == 2
    assert choose_device("cpu") == "cpu"


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_device_that_is_absent_is_one_clear_sentence(name: str) -> None:
    available = torch.cuda if name == "cuda" else torch.backends.mps
    if available.is_available():
        pytest.skip(f"this machine has a {name} device")
    with pytest.raises(DeviceError, match=f"INKLING_DEVICE={name}, but .*use INKLING_DEVICE=auto"):
        choose_device(name)


def test_a_device_that_is_there_but_broken_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("driver too old\nand more")

    monkeypatch.setattr(torch, "ones", broken)
    with pytest.raises(DeviceError, match="first convolution on cuda failed"):
        choose_device("cuda")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert choose_device("auto") == "cpu"
