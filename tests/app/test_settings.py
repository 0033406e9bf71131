"""Settings and devices: read once, documented, and refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from starlette.datastructures import Headers

from app.errors import DeviceError, SettingsError
from app.server import KEEP_SECONDS
from app.services.device import choose_device
from app.settings import Settings, read_settings
from app.web import connections, live_connections
from app.web.security import may_connect

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_every_setting_is_documented_with_its_default() -> None:
    text = DOCS.read_text()
    for name, field in Settings.model_fields.items():
        row = next(row for row in text.splitlines() if f"`INKLING_{name.upper()}`" in row)
        default = "" if field.default is None else str(field.default)
        assert f"`{default}`" in row or (default == "" and "| - |" in row), row


def test_every_limit_without_a_setting_is_documented() -> None:
    text = DOCS.read_text()
    rows = text[text.index("## Limits without a setting") :].split("\n## ")[0]
    for limit in (
        *(connections.HEAD_BYTES, connections.HEADERS, connections.HANDSHAKE_LINE),
        *(connections.CHUNKS, connections.PIPELINED, connections.SMALL_BODY),
        *(live_connections.FRAMES_A_SECOND, live_connections.FRAME_BURST),
        live_connections.FRAGMENTS,
    ):
        assert f" {limit:,} " in rows, limit
    assert f"| {KEEP_SECONDS} s |" in rows


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
        ("THREADS", "1000000"),
        ("ROOT_PATH", "a b"),
        ("ROOT_PATH", "/.."),
        ("ROOT_PATH", "/a/../b"),
        ("ROOT_PATH", "/<b>"),
        ("ROOT_PATH", "a%0Ab"),
        ("HOST", "a..b"),
        ("HOST", "a" * 70),
        ("HOST", ""),
        ("HELLO_SECONDS", "inf"),
        ("HEAD_SECONDS", "nan"),
        ("UNREAD_SECONDS", "3000000"),
        ("MESSAGES_PER_SECOND", "inf"),
        ("WEIGHTS", ""),
        ("WEIGHTS", "/nowhere/at/all"),
        ("METRICS_TOKEN", "two words"),
        ("HOSTS", "https://lab.example.org"),
        ("HOSTS", "a..b"),
        ("HOSTS", "m\N{LATIN SMALL LETTER U WITH DIAERESIS}ller.de"),
        ("ADDRESS", "https://lab.example.org/<b>"),
        ("ADDRESS", "https://lab.example.org:80000/"),
        ("ADDRESS", "https://me:word@lab.example.org/"),
        ("ADDRESS", "https://m\N{LATIN SMALL LETTER U WITH DIAERESIS}ller.de/"),
        ("ROOT_PATH", "/%FF"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"INKLING_{name}", value)
    with pytest.raises(SettingsError, match=f"INKLING_{name} is '{value}'"):
        read_settings()


def test_a_name_of_300_letters_is_refused_in_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INKLING_HOST", "a" * 300)
    with pytest.raises(SettingsError, match=r"INKLING_HOST is 'a{80}'") as refused:
        read_settings()
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::1", "localhost", "my-laptop.local", "a_b"])
def test_addresses_in_figures_and_names_can_be_listened_on(host: str) -> None:
    assert Settings(host=host).host == host


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


@pytest.mark.parametrize(
    "link", ["tcp://10.0.0.1:8000", "udp://10.0.0.1:53", "sctp://[fd00::1]:80"]
)
def test_a_port_that_a_cluster_wrote_for_its_service_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, link: str
) -> None:
    monkeypatch.setenv("INKLING_PORT", link)
    assert read_settings().port == 8000
    assert read_settings(port=9001).port == 9001


@pytest.mark.parametrize(
    "origins",
    [
        "inkling.example.org",
        "https://a.org/lab",
        "*",
        "https://*.a.org",
        "ftp://a.org",
        "null",
        "https://a.org:65536",
        "https://a.org:0",
        "https://a.org:0443",
        "https://a..org",
        "https://-",
        "https://m\N{LATIN SMALL LETTER U WITH DIAERESIS}ller.de",
        "https://[1:2]",
        "https://[0:0:0:0:0:0:0:1]",
        "http://010.1.1.1",
        "http://999.1.1.1",
        "https://me:word@a.org",
    ],
)
def test_an_origin_that_never_matches_is_refused(
    monkeypatch: pytest.MonkeyPatch, origins: str
) -> None:
    monkeypatch.setenv("INKLING_ORIGINS", f"https://fine.example.org, {origins}")
    with pytest.raises(SettingsError, match="never matches") as refused:
        read_settings()
    assert "Value error" not in str(refused.value)


@pytest.mark.parametrize(
    "origin",
    ["HTTPS://A.org", "https://xn--mller-kva.de", "http://[::1]:8000", "http://10.1.1.1:80/"],
)
def test_an_origin_that_a_browser_sends_is_taken(origin: str) -> None:
    (allowed,) = Settings(origins=origin).allowed_origins
    sent = origin.lower().rstrip("/").removesuffix(":80")
    assert may_connect(Headers({"origin": sent, "host": "lab.org"}), frozenset({allowed}))


def test_origins_are_compared_without_the_ports_that_they_mean() -> None:
    allowed = Settings(origins="https://A.org:443, http://b.org:80/,http://c.org:8080")
    assert allowed.allowed_origins == {"https://a.org", "http://b.org", "http://c.org:8080"}

    def may(origin: str, host: str) -> bool:
        return may_connect(Headers({"origin": origin, "host": host}), allowed.allowed_origins)

    for origin in ("https://a.org", "http://b.org:80", "http://c.org:8080", "https://lab.org:443"):
        assert may(origin, "lab.org")
    assert may("https://lab.org", "lab.org:443")
    assert may("http://lab.org", "lab.org:80")
    for origin in ("https://c.org", "http://a.org", "https://lab.org:80", "https://lab.org:4430"):
        assert not may(origin, "lab.org")


@pytest.mark.parametrize("path", ["/caf%C3%A9", "/café/"])
def test_a_prefix_may_be_percent_encoded(path: str) -> None:
    assert Settings(root_path=path).root_path == "/café"
