"""With which codes the live channel is closed (docs/wire-format.md lists them all)."""

from __future__ import annotations

from enum import IntEnum


class Closing(IntEnum):
    """Those from 4001 on are ours; 1009 is the protocol's, of a message that is too long."""

    TOO_BIG = 1009
    WRONG_PROTOCOL = 4001
    NO_HELLO = 4002
    NO_DRAWING = 4003
    TOO_MANY = 4008
    MADE_ROOM = 4009
