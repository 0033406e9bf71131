"""Every setting, in one place: read once from the environment, then passed in and never changed."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.addresses import origin_as_compared
from app.errors import SettingsError

_LINK = re.compile(r"(tcp|udp|sctp)://", re.IGNORECASE)
MOST_SECONDS = 86_400
"""The longest time limit: a day; nobody means a longer one."""

_MARKUP = "<>\"'`"
_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_]([\w-]{0,62})(\.[A-Za-z0-9_][\w-]{0,62})*\.?")
_ORIGIN = re.compile(
    r"https?://(?P<host>[^\s/?#@:]+|\[[^\s/?#@]+\])(:(?P<port>[1-9]\d{0,4}))?/?", re.I
)


class Settings(BaseSettings):
    """Environment variables INKLING_*; `docs/settings.md` has them as a table."""

    model_config = SettingsConfigDict(env_prefix="INKLING_", frozen=True, extra="ignore")

    host: str = Field(
        "127.0.0.1", description="address to listen on; 0.0.0.0 for the whole network"
    )
    port: int = Field(8000, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    root_path: str = Field("", description="path prefix under which a proxy serves Inkling")
    address: str = Field(
        "", description="address under which people find the lab, for previews of its links"
    )
    origins: str = Field(
        "", description="further pages that may open the live channel, comma-separated origins"
    )
    hosts: str = Field(
        "", description="further names under which people open the lab, comma-separated; * for any"
    )
    metrics_token: str = Field(
        "", description="secret that /metrics asks for; without one it answers this computer alone"
    )
    api_page: Literal["on", "off"] = Field(
        "on", description="whether /docs and /openapi.json describe the API"
    )
    network: str = Field("lenet5", description="network that a page shows if its link names none")
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        "auto", description="where the network runs; auto takes a GPU that works"
    )
    threads: int = Field(1, ge=1, le=1_024, description="threads of one forward pass on the CPU")
    weights: Path | None = Field(
        None, description="folder of the checkpoints; default: those that come with Inkling"
    )
    films: Path | None = Field(
        None, description="folder of films of training runs; default: those that come with Inkling"
    )
    data: Path | None = Field(
        None,
        description="folder with `mnist/` or `strokes/`, which live runs may learn from, too",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="how much is logged"
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="log lines for people, or one JSON object a line for programs"
    )
    workers: int = Field(1, ge=1, le=64, description="processes behind the one port")
    frozen_seconds: float = Field(
        15, ge=2, le=MOST_SECONDS, description="a worker that does nothing this long is replaced"
    )
    max_message_bytes: int = Field(65_536, ge=1024, description="longest message on the channel")
    max_body_bytes: int = Field(262_144, ge=1024, description="longest body of an HTTP request")
    max_picture_bytes: int = Field(8_388_608, ge=1024, description="largest picture file")
    max_bodies_bytes: int = Field(
        67_108_864, ge=65_536, description="bodies of all requests under way, in a worker; then 503"
    )
    max_sockets: int = Field(2_000, ge=1, description="live channels open at once, in a worker")
    reserved_sockets: int = Field(
        200,
        ge=0,
        description="of these, a tenth at most, none for an address that has as many: it exchanges",
    )
    sockets_per_device: int = Field(
        4, ge=1, description="live channels of one browser, in a worker; a comparison has two"
    )
    messages_per_second: float = Field(
        120,
        gt=0,
        le=1_000_000,
        description="messages of one live channel; those over it wait up to 1.5 s",
    )
    message_burst: int = Field(120, ge=1, description="messages that may come at once before that")
    requests_per_second: float = Field(
        400,
        ge=1,
        le=1_000_000,
        description="predictions by requests, in a worker; evenly for the addresses that ask",
    )
    queue_limit: int = Field(1_024, ge=1, description="drawings that may wait for the network")
    deadline_ms: int = Field(
        2_000,
        ge=1,
        le=MOST_SECONDS * 1000,
        description="milliseconds that a drawing may wait for the network",
    )
    forward_ms: int = Field(
        4_000,
        ge=1,
        le=MOST_SECONDS * 1000,
        description="milliseconds that the network may take; then it counts as hanging",
    )
    step_seconds: float = Field(
        10,
        gt=0,
        le=MOST_SECONDS,
        description="patience with one training step, which gives way to whoever draws",
    )
    hello_seconds: float = Field(
        5, gt=0, le=MOST_SECONDS, description="patience with a live channel's first message"
    )
    drawing_seconds: float = Field(
        30,
        gt=0,
        le=MOST_SECONDS,
        description="patience with a live channel's first drawing; a blank pad is one",
    )
    head_seconds: float = Field(
        6, gt=0, le=MOST_SECONDS, description="patience with the head of an HTTP request"
    )
    body_seconds: float = Field(
        60, gt=0, le=MOST_SECONDS, description="patience with the body of an HTTP request"
    )
    unread_seconds: int = Field(
        12, ge=1, le=MOST_SECONDS, description="patience with a peer that reads nothing (Linux)"
    )
    shutdown_seconds: int = Field(
        3, ge=1, le=MOST_SECONDS, description="patience with open requests at the end"
    )

    @field_validator("port", mode="before")
    @classmethod
    def pass_over_links(cls, value: object) -> object:
        """What a cluster writes for a service called inkling, `tcp://10.0.0.1:80`, is no port."""
        return 8000 if isinstance(value, str) and _LINK.match(value) else value

    @field_validator("origins")
    @classmethod
    def check_origins(cls, value: str) -> str:
        """Each is a scheme, a host and perhaps a port; a browser never sends anything else."""
        for origin in filter(None, map(str.strip, value.split(","))):
            if not _is_sent(origin):
                raise ValueError(
                    f"{origin[:80]!r} never matches; an origin looks like https://example.org"
                )
        return value

    @field_validator("hosts")
    @classmethod
    def check_hosts(cls, value: str) -> str:
        """Names without scheme, port and path, as browsers send them, or `*`."""
        for host in filter(None, map(str.strip, value.split(","))):
            if host != "*" and not (host.isascii() and _NAME.fullmatch(host)):
                raise ValueError(f"{host[:80]!r} is no name; one looks like lab.example.org")
        return value

    @field_validator("host")
    @classmethod
    def check_host(cls, value: str) -> str:
        """An address in figures or a name; what no system could look up is refused."""
        with contextlib.suppress(ValueError):
            ipaddress.ip_address(value)
            return value
        if not _NAME.fullmatch(value):
            raise ValueError("an address to listen on looks like 127.0.0.1, ::1 or a name")
        return value

    @field_validator("metrics_token")
    @classmethod
    def check_token(cls, value: str) -> str:
        """It goes into a header as it is."""
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise ValueError("a token has ASCII letters, figures and signs, without spaces")
        return value

    @field_validator("weights", "films", mode="before")
    @classmethod
    def check_weights(cls, value: object) -> object:
        """A folder that is there; an empty name would mean wherever the server was started."""
        if value is not None and (not str(value).strip() or not Path(str(value)).is_dir()):
            raise ValueError("there is no such folder; leave it out for those of Inkling")
        return value

    @field_validator("root_path")
    @classmethod
    def check_root_path(cls, value: str) -> str:
        """`/inkling` and `inkling/` both mean `/inkling`; nothing else is a prefix.

        `/caf%C3%A9` means `/café`, as the paths of requests arrive.
        """
        path = unquote(value, errors="surrogateescape").strip("/")
        strange = not path.isprintable() or any(sign in path for sign in "?#\\ " + _MARKUP)
        if strange or any(part in ("", ".", "..") for part in path.split("/") if path):
            raise ValueError("a path prefix looks like /inkling")
        return f"/{path}" if path else ""

    @field_validator("address")
    @classmethod
    def check_address(cls, value: str) -> str:
        """`https://host/inkling` is kept as `https://host/inkling/`, to which paths are added."""
        whole = re.fullmatch(r"(https?://[^\s/?#]+)(/[^\s?#]*)?", value, re.I)
        if value and (
            not whole
            or not _is_sent(whole[1])
            or not value.isprintable()
            or any(s in value for s in _MARKUP)
        ):
            raise ValueError("an address looks like https://inkling.example.org/")
        return f"{value.rstrip('/')}/" if value else ""

    @property
    def allowed_origins(self) -> frozenset[str]:
        """The extra origins, as they are compared."""
        origins = (origin.strip().rstrip("/") for origin in self.origins.split(","))
        return frozenset(origin_as_compared(origin) for origin in origins if origin)


def _is_sent(origin: str) -> bool:
    """Whether a browser can send this origin, apart from small letters and a port that is meant.

    It writes addresses in their shortest form and names in ASCII (`xn--`).
    """
    found = _ORIGIN.fullmatch(origin)
    if not found or not found["host"].isascii() or int(found["port"] or 1) > 65_535:
        return False
    host = found["host"].lower()
    in_figures = host.startswith("[") or host.rpartition(".")[2].isdecimal()
    if not in_figures:
        return _NAME.fullmatch(host) is not None
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(host.strip("[]"))) == host.strip("[]")
    return False


def read_settings(**given: object) -> Settings:
    """Settings from the environment, `given` ones first; raises SettingsError in one sentence."""
    known = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**known)  # type: ignore[arg-type]  # pydantic checks them
    except ValueError as error:
        raise SettingsError.from_validation(error) from error
