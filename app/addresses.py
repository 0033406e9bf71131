"""Where other devices in the local network find the server, and the code that takes them there.

Also how an address is compared with that of a page.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from collections.abc import Iterable, Iterator

import segno

EVERYWHERE = ("0.0.0.0", "::")
_FAR = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
"""A documentation address, which any default route leads to, then one in each private range."""

_VIRTUAL = ("lo", "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "utun")
_SIOCGIFADDR = 0x8915


def addresses_for_others(host: str, port: int, root_path: str = "") -> list[str]:
    """The pages' addresses for other devices, the likeliest first; none if only we can reach it."""
    return [f"http://{each}:{port}{root_path}/" for each in _hosts_for_others(host)]


def _hosts_for_others(host: str) -> list[str]:
    if host not in EVERYWHERE:
        return [] if is_loopback(host) else [f"[{host}]" if ":" in host else host]
    # A name would be looked up, at another host where this computer does not know it.
    by_system = _by_interface if sys.platform == "linux" else _by_name
    found = dict.fromkeys([*_routed(), *by_system()])
    return [each for each in found if _is_usable(each)]


def code_of(address: str) -> str:
    """A QR code for a terminal of any colours: two rows of squares in a line, dark on white."""
    rows = [list(row) for row in segno.make_qr(address, error="l").matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    halves = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    lines = (
        "".join(halves[int(bool(up)), int(bool(down))] for up, down in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    )
    return "".join(f"\x1b[38;5;16;48;5;231m{line}\x1b[0m\n" for line in lines)


def is_loopback_host(header: str) -> bool:
    """Whether a Host header names this computer itself, with or without a port."""
    name = header.rsplit("]", 1)[0].removeprefix("[") if "]" in header else header.split(":")[0]
    return is_loopback(name)


def is_loopback(host: str) -> bool:
    """Whether an address or name is a loopback one, which only this computer can reach."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name: whoever set it knows why


def _is_usable(host: str) -> bool:
    address = ipaddress.ip_address(host)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)


def _routed(targets: Iterable[str] = _FAR) -> Iterator[str]:
    """Our own address on the way to each target. Connecting a datagram socket sends nothing."""
    for target in targets:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
            except OSError:
                continue  # no route to this target
            yield probe.getsockname()[0]


def _by_interface() -> Iterator[str]:
    """The address of each real network interface (Linux)."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if name.startswith(_VIRTUAL):
                continue
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe, _SIOCGIFADDR, request)
            except OSError:
                continue  # the interface has no IPv4 address
            yield socket.inet_ntoa(answer[20:24])


def _by_name() -> Iterator[str]:
    """The IPv4 addresses that the computer's own name resolves to."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return
    yield from (str(entry[4][0]) for entry in found)


PORTS = {"http": ":80", "https": ":443"}
"""The port that each scheme means where an address names none."""


def origin_as_compared(origin: str) -> str:
    """Small letters, without the port that its scheme means anyway: browsers leave it out."""
    origin = origin.lower()
    return origin.removesuffix(PORTS.get(origin.partition("://")[0], "/"))
