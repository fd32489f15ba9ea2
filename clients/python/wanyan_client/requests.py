"""Requests that a server takes, alone and in batches."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
    """RequestError where a text is none or too long; TypeError and ValueError
    for fields that no request has."""
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
    if isinstance(reply, Mapping):
        fields = {**reply, **fields}
    else:
        fields = {"reply": reply, **fields}
    try:
        return v1.CheckReplyRequest(**fields)
    except UnicodeEncodeError as error:
        raise RequestError(
            f"the text is not well-formed at character {error.start}; "
            "send text without lone surrogates") from error


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
