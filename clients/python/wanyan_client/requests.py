"""Requests that a server takes, alone and in batches."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional, Union

from wanyan.v1 import check_service_pb2 as v1

# A reply: its text, the fields of a CheckReplyRequest, or the request itself.
Reply = Union[str, Mapping[str, Any], v1.CheckReplyRequest]

# The server takes messages of 1,114,112 bytes; 16 are kept for an item's frame
# in a batch. A larger message would come back as RESOURCE_EXHAUSTED, as from a
# busy server, and the fail mode could let it pass.
MAX_REQUEST_BYTES = 1_114_112 - 16
MAX_BATCH_ITEMS = 500
MAX_BATCH_BYTES = 1 << 20

# A call that waits longer than this waits in fact for ever.
MAX_TIMEOUT_SECONDS = 60.0


class RequestError(Exception):
    """The request cannot be sent, whatever the server says."""


def to_request(reply: Reply, **fields: Any) -> v1.CheckReplyRequest:
    """RequestError where a text is ill-formed or too long; TypeError and
    ValueError for what is no reply, and for fields that no request has."""
    request = _request(reply, fields)
    if request.ByteSize() > MAX_REQUEST_BYTES:
        raise RequestError(
            f"the request has {request.ByteSize()} bytes, and may have "
            f"{MAX_REQUEST_BYTES}; send fewer turns")
    return request


def _request(reply: Reply, fields: dict[str, Any]) -> v1.CheckReplyRequest:
    if isinstance(reply, v1.CheckReplyRequest):
        if fields:
            raise TypeError("fields are for a reply that is a text")
        return reply
    given = reply if isinstance(reply, Mapping) else {"reply": reply}
    fields = {name: list(value) if isinstance(value, Iterator) else value
              for name, value in {**given, **fields}.items()}
    _require_types(fields)
    try:
        _require_well_formed(fields)
    except UnicodeError as error:
        raise RequestError(
            f"the text is not well-formed at {_place(error)}; send UTF-8, or "
            "text without lone surrogates") from error
    return v1.CheckReplyRequest(**fields)


# Fields of a request that protobuf would take a text for, as a list of its
# characters.
_LISTS = ("phrasebooks", "turns", "labels")


def _require_types(fields: Mapping[str, Any]) -> None:
    """TypeError for what protobuf would take for something else: None is no
    empty reply, and a text no list."""
    reply = fields.get("reply")
    if not isinstance(reply, (str, bytes)):
        raise TypeError(f"reply must be a text, and is {_kind(reply)}")
    for name in _LISTS:
        if isinstance(fields.get(name), (str, bytes)):
            raise TypeError(f"{name} must be a list, and is a text")


def _kind(value: Any) -> str:
    return "None" if value is None else f"of type {type(value).__name__}"


def _require_well_formed(value: Any) -> None:
    """UnicodeError for a text that is not. What protobuf raises depends on how
    it was built, and may have the text in its message."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, bytes):
        value.decode()
    elif isinstance(value, Mapping):
        for item in value.items():
            _require_well_formed(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            _require_well_formed(item)


def _place(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start}"
    assert isinstance(error, UnicodeEncodeError)
    return f"character {error.start}"


def first_batch(requests: Sequence[v1.CheckReplyRequest]) -> int:
    """How many of `requests`, the first ones, fit one batch; at least 1."""
    size = 0
    for index, request in enumerate(requests[:MAX_BATCH_ITEMS]):
        size += request.ByteSize()
        if size > MAX_BATCH_BYTES and index > 0:
            return index
    return min(len(requests), MAX_BATCH_ITEMS)


def checked_timeout(seconds: float) -> float:
    """ValueError for what would be no deadline."""
    if math.isnan(seconds) or not 0 < seconds <= MAX_TIMEOUT_SECONDS:
        raise ValueError(f"a timeout of {seconds} seconds: must be more than 0 "
                         f"and at most {MAX_TIMEOUT_SECONDS:g}")
    return seconds


def timeout_or(default: float, timeout: Optional[float]) -> float:
    return default if timeout is None else checked_timeout(timeout)
