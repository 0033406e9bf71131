"""What the server says about itself."""

from __future__ import annotations

from typing import Literal

from app.messages.parts import Message


class Addresses(Message):
    """Where other devices find the page; none where only this computer can open it."""

    addresses: list[str]


class ChannelState(Message):
    """Why the live channel would not open, as far as the server knows; null: it would."""

    refused: Literal["origin", "full"] | None


class Health(Message):
    """The process is alive."""

    status: Literal["alive"] = "alive"


class Readiness(Message):
    """The networks are loaded and have answered once, on this device."""

    status: Literal["ready"] = "ready"
    device: str
    device_problem: str | None
    networks: list[str]
