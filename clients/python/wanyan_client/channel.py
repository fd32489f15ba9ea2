"""How a server is reached: the channel's settings, TLS and the bearer token."""

from __future__ import annotations

import dataclasses
import ipaddress
import json
import pathlib
import re
from typing import Any, Optional

import grpc

_FOLDER = pathlib.Path(__file__).parent

# What RFC 6750 lets a bearer token be.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


@dataclasses.dataclass(frozen=True)
class Tls:
    """Certificates in PEM. Who signs the server's: `ca`, or by default those
    that gRPC trusts. `certificate` and `key` are the client's own, for a server
    that asks for them."""

    ca: Optional[bytes] = None
    certificate: Optional[bytes] = None
    key: Optional[bytes] = None

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("a client certificate goes with its key: "
                             "give both or none")


def channel_options() -> list[tuple[str, Any]]:
    """The settings that all kits share; clients/README.md has the reasons."""
    arguments = json.loads(
        (_FOLDER / "channel_arguments.json").read_text(encoding="utf-8"))
    config = (_FOLDER / "service_config.json").read_text(encoding="utf-8")
    return [*arguments.items(), ("grpc.service_config", config)]


def channel_credentials(tls: Tls) -> grpc.ChannelCredentials:
    return grpc.ssl_channel_credentials(tls.ca, tls.key, tls.certificate)


def call_metadata(target: str, tls: Optional[Tls],
                  token: Optional[str]) -> tuple[tuple[str, str], ...]:
    """What goes with each call. ValueError where the token could be read on its
    way, or cannot be one."""
    if token is None:
        return ()
    if not _TOKEN.fullmatch(token):
        raise ValueError("the token has characters that no bearer token has")
    if tls is None and not is_local(target):
        raise ValueError(f"a token for {target} would travel in the clear; "
                         "give tls, or use a loopback address")
    return (("authorization", f"Bearer {token}"),)


def is_local(target: str) -> bool:
    """Whether nothing that is sent to `target` leaves the machine."""
    if target.startswith("unix:"):
        return True
    addresses = re.sub(r"^(dns:(///?)?|ipv4:|ipv6:)", "", target).split(",")
    return all(_is_loopback(_host_of(address)) for address in addresses)


def _host_of(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, colon, port = address.rpartition(":")
    return host if colon and port.isdecimal() and ":" not in host else address


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
