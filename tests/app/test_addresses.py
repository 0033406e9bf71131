"""Where others find the page: the right addresses, told to nobody who has no business with them."""

from __future__ import annotations

import socket

import cv2
import numpy as np
import pytest
from starlette.testclient import TestClient

from app.addresses import addresses_for_others, code_of, is_loopback_host
from app.main import create_app
from app.settings import Settings


def test_a_server_for_this_computer_alone_has_no_address_for_others() -> None:
    assert addresses_for_others("127.0.0.1", 8000) == []
    assert addresses_for_others("localhost", 8000) == []
    assert addresses_for_others("::1", 8000) == []


def test_a_server_on_one_address_has_that_one_with_its_prefix() -> None:
    assert addresses_for_others("192.168.1.7", 80, "/x") == ["http://192.168.1.7:80/x/"]
    assert addresses_for_others("fd00::7", 80) == ["http://[fd00::7]:80/"]


def test_a_server_on_all_addresses_names_those_of_its_networks_without_sending_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("something was sent")

    monkeypatch.setattr(socket.socket, "send", refuse, raising=False)
    monkeypatch.setattr(socket.socket, "sendto", refuse, raising=False)
    found = addresses_for_others("0.0.0.0", 8000)
    assert len(found) == len(set(found))
    assert not any("127.0" in address or "169.254." in address for address in found)


@pytest.mark.parametrize(
    ("header", "loopback"),
    [
        ("localhost:8000", True),
        ("127.0.0.1", True),
        ("[::1]:8000", True),
        ("192.168.1.7:8000", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_a_host_header_of_this_computer_is_known(header: str, loopback: bool) -> None:
    assert is_loopback_host(header) == loopback


@pytest.mark.parametrize(
    ("base", "client", "answered"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", True),
        ("http://inkling.example", "127.0.0.1", False),  # through a proxy, or by rebinding a name
        ("http://127.0.0.1:8000", "203.0.113.9", False),
    ],
)
def test_only_this_computer_gets_the_addresses(base: str, client: str, answered: bool) -> None:
    app = create_app(Settings(host="192.168.1.7", hosts="inkling.example"))
    asked = TestClient(app, base_url=base, client=(client, 5000)).get("/api/addresses")
    assert asked.json() == {"addresses": ["http://192.168.1.7:8000/"] if answered else []}


def test_a_camera_reads_the_code_in_a_terminal() -> None:
    address = "http://192.168.178.123:8000/course/"
    rows = []
    for line in code_of(address).splitlines():
        signs = line.removeprefix("\x1b[38;5;16;48;5;231m").removesuffix("\x1b[0m")
        rows.append([0 if sign in "▀█" else 255 for sign in signs])
        rows.append([0 if sign in "▄█" else 255 for sign in signs])
    image = np.kron(np.array(rows, np.uint8), np.ones((6, 6), np.uint8))
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(np.pad(image, 24, constant_values=255))
    assert text == address
