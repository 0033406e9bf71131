"""Work done where no other host can be reached: a network namespace that has only a loopback.

The numbers are those of Linux's headers, which Python has no names for.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import ipaddress
import os
import socket
import struct
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_NEW_NETWORK, _NEW_MOUNTS = 0x40000000, 0x00020000  # CLONE_NEWNET and CLONE_NEWNS of <sched.h>
_PRIVATE = 0x4000 | 0x40000  # MS_REC | MS_PRIVATE of <sys/mount.h>
_BIND = 0x1000 | 0x4000  # MS_BIND | MS_REC
_READ_ONLY = 1 | 0x20 | 0x1000  # MS_RDONLY, MS_REMOUNT and MS_BIND
_ADD_ROUTE, _GET_FLAGS, _SET_FLAGS = 0x890B, 0x8913, 0x8914  # SIOC... of <linux/sockios.h>
_UP = 1  # IFF_UP and RTF_UP
_IPV4 = 0x0800  # ETH_P_IP of <linux/if_ether.h>

NAME_SERVER = "192.0.2.53"
"""An address that is kept for documentation."""


# --- isolated ------------------------------------------------------------------------------------


def can_isolate() -> bool:
    """Whether this process may make namespaces: root on Linux, in most containers, too."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    try:
        isolated(lambda: None)
    except OSError:
        return False
    return True


def isolated(work: Callable[[], T]) -> T:
    """Do the work in a thread with a network and mounts that nobody else has; its result.

    Namespaces belong to a thread and to what it starts, and go with them. Raises OSError
    where namespaces are not permitted, else what the work raises.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: (_enter(), work())[1]).result()


def bind(source: Path, target: Path) -> None:
    """Show a file or folder at a second path, which must exist; only within `isolated`."""
    _call("mount", str(source).encode(), str(target).encode(), None, _BIND, None)


def mount_memory(target: Path, size: int) -> None:
    """An empty file system of so many bytes at a folder; only within `isolated`."""
    _call("mount", b"tmpfs", str(target).encode(), b"tmpfs", 0, b"size=%d" % size)


def make_read_only() -> None:
    """No file can be written any more, in any file system; only within `isolated`."""
    for line in Path("/proc/thread-self/mounts").read_text().splitlines():
        target = line.split()[1].encode().decode("unicode_escape").encode("latin-1")
        if not target.startswith((b"/proc", b"/sys")):
            with contextlib.suppress(OSError):  # one that another one hides
                _call("mount", None, target, None, _READ_ONLY, None)


def _enter() -> None:
    _call("unshare", _NEW_NETWORK | _NEW_MOUNTS)
    _call("mount", None, b"/", None, _PRIVATE, None)  # mounts made here are seen only here
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        # struct ifreq of <net/if.h>: the name, then a union whose first 16 bits are the flags
        request = fcntl.ioctl(any_socket, _GET_FLAGS, struct.pack("16sH22x", b"lo", 0))
        (flags,) = struct.unpack_from("H", request, 16)
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH22x", b"lo", flags | _UP))


def _call(function: str, *arguments: bytes | int | None) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


# --- what would have left ------------------------------------------------------------------------


class Traffic:
    """The packets that were meant for another host, look-ups of names included.

    All addresses lead to the loopback, where each packet is seen and goes no further. Names are
    looked up at an address that no one has.
    """

    def __init__(self, folder: Path) -> None:
        """`folder`: for three small files in place of the system's; only within `isolated`."""
        for name, text in (
            ("hosts", "127.0.0.1 localhost\n"),  # and not this computer's name, as on many
            ("resolv.conf", f"nameserver {NAME_SERVER}\noptions timeout:1 attempts:1\n"),
            ("nsswitch.conf", "hosts: files dns\n"),
        ):
            copy = folder / name
            copy.write_text(text)
            bind(copy, Path("/etc", name).resolve())
        everything = _Route(to=_Address.ANY, gateway=_Address.ANY, mask=_Address.ANY, flags=_UP)
        everything.device = b"lo"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            fcntl.ioctl(any_socket, _ADD_ROUTE, everything)
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_IPV4))
        self._socket.setblocking(False)

    def __enter__(self) -> Traffic:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def seen(self) -> set[str]:
        """The addresses that packets were sent to since the last call, without the loopback's."""
        found = set()
        with contextlib.suppress(BlockingIOError):
            while True:
                packet = self._socket.recv(1 << 16)
                found.add(ipaddress.ip_address(packet[16:20]))  # the destination in an IPv4 header
        return {str(address) for address in found if not address.is_loopback}


class _Address(ctypes.Structure):
    """`struct sockaddr_in` of <netinet/in.h>."""

    _fields_ = (("family", ctypes.c_ushort), ("rest", ctypes.c_ubyte * 14))
    ANY: _Address


_Address.ANY = _Address(family=socket.AF_INET)


class _Route(ctypes.Structure):
    """`struct rtentry` of <net/route.h>."""

    _fields_ = (
        ("pad1", ctypes.c_ulong),
        ("to", _Address),
        ("gateway", _Address),
        ("mask", _Address),
        ("flags", ctypes.c_ushort),
        ("pad2", ctypes.c_short),
        ("pad3", ctypes.c_ulong),
        ("pad4", ctypes.c_void_p),
        ("metric", ctypes.c_short),
        ("device", ctypes.c_char_p),
        ("sizes", ctypes.c_ulong * 2),
        ("reply_time", ctypes.c_ushort),
    )
