"""Work done where no other host can be reached: a network namespace that has only a loopback."""

from __future__ import annotations

import ctypes
import fcntl
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
_GET_FLAGS, _SET_FLAGS = 0x8913, 0x8914  # SIOCGIFFLAGS and SIOCSIFFLAGS of <linux/sockios.h>
_UP = 1


def can_be_alone() -> bool:
    """Whether this process may make namespaces: root on Linux, in most containers, too."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    try:
        alone(lambda: None)
    except PermissionError:
        return False
    return True


def alone(work: Callable[[], T]) -> T:
    """Do the work in a thread with a network and mounts that nobody else has; its result.

    Namespaces belong to a thread and to what it starts, and go with them. Raises PermissionError
    where namespaces are not permitted, else what the work raises.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: (_enter(), work())[1]).result()


def bind(source: Path, target: Path) -> None:
    """Show a folder at a second path, in this thread's namespace; only within `alone`."""
    target.mkdir(parents=True, exist_ok=True)
    _call("mount", str(source).encode(), str(target).encode(), None, _BIND, None)


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
