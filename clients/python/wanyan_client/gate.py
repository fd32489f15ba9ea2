"""ReplyGate and AsyncReplyGate: may this reply be sent?"""

from __future__ import annotations

from typing import Any, Iterable, Optional, Union

import grpc
import grpc.aio
from wanyan.v1 import check_service_pb2 as v1
from wanyan.v1 import check_service_pb2_grpc

from .batches import Batches
from .channel import Tls, call_metadata, channel_credentials, channel_options
from .decision import (NO_ANSWER, Decision, FailMode, Failure,
                       decide_by_answer, decide_by_failure)
from .requests import (Reply, RequestError, checked_timeout, timeout_or,
                       to_request)

_Request = Union[v1.CheckReplyRequest, v1.BatchCheckRepliesRequest]

# Someone waits for the reply to be sent. A check takes milliseconds; the rest
# is for the network, and for one more attempt at another replica.
DEFAULT_TIMEOUT_SECONDS = 0.3
# For each batch of up to 500 replies.
DEFAULT_BATCH_TIMEOUT_SECONDS = 5.0


class _Gate:
    """What both kinds of gate have."""

    _grpc: Any = grpc

    def __init__(self, target: str, *, fail_mode: FailMode,
                 timeout: float = DEFAULT_TIMEOUT_SECONDS,
                 batch_timeout: float = DEFAULT_BATCH_TIMEOUT_SECONDS,
                 tls: Optional[Tls] = None,
                 token: Optional[str] = None) -> None:
        if not isinstance(fail_mode, FailMode):
            raise TypeError("fail_mode must be FailMode.OPEN or "
                            "FailMode.CLOSED")
        self._fail_mode = fail_mode
        self._timeout = checked_timeout(timeout)
        self._batch_timeout = checked_timeout(batch_timeout)
        self._metadata = call_metadata(target, tls, token)
        self._channel = self._connect(target, tls)
        self._stub = check_service_pb2_grpc.CheckServiceStub(self._channel)
        self._is_closed = False

    def _connect(self, target: str, tls: Optional[Tls]) -> Any:
        if tls is None:
            return self._grpc.insecure_channel(target, channel_options())
        return self._grpc.secure_channel(target, channel_credentials(tls),
                                         channel_options())

    def _require_open(self) -> None:
        """Calls of a closed gate would all fail, and the mode OPEN would let
        their replies pass."""
        if self._is_closed:
            raise ValueError("the gate is closed; make another one")

    def _start(self, request: _Request, seconds: float) -> Any:
        """What gRPC gives for a call of the method that takes `request`."""
        method = (self._stub.CheckReply
                  if isinstance(request, v1.CheckReplyRequest)
                  else self._stub.BatchCheckReplies)
        return method(request, timeout=seconds, metadata=self._metadata)

    def _decide(self, outcome: Any) -> Decision:
        if isinstance(outcome, Failure):
            return decide_by_failure(outcome, self._fail_mode)
        return decide_by_answer(outcome, self._fail_mode)


class ReplyGate(_Gate):
    """Asks a Wanyan server whether replies may be sent.

        with ReplyGate("localhost:50051", fail_mode=FailMode.CLOSED) as gate:
            decision = gate.check("抱歉，我没办法处理退款。")
            if decision.may_send:
                ...

    `target` is "host:port", "dns:///host:port" for all addresses that a name
    has, or "ipv4:10.0.0.1:50051,10.0.0.2:50051". `fail_mode` has no default:
    what becomes of replies while the checker is down is the caller's to say.
    `tls` turns TLS on; `token` is the caller's bearer token, which needs TLS or
    a loopback address. `timeout`, in seconds, bounds each call of `check` with
    its retries, and `batch_timeout` each batch of `check_all`.

    Connects at the first call. Safe to call from any thread. A process that
    forks makes its gates afterwards.
    """

    def check(self, reply: Reply, *, timeout: Optional[float] = None,
              **fields: Any) -> Decision:
        """The decision about one reply, in at most `timeout` seconds. Raises
        nothing that a server, the network or the text could bring about.

        `fields` are the other fields of a CheckReplyRequest:
        gate.check("您好", locale="zh", labels=["vip"]).
        """
        self._require_open()
        seconds = timeout_or(self._timeout, timeout)
        try:
            request = to_request(reply, **fields)
        except RequestError as error:
            return self._decide(Failure.of_request(error))
        return self._decide(self._call(request, seconds))

    def check_all(self, replies: Iterable[Reply], *,
                  timeout: Optional[float] = None) -> list[Decision]:
        """One decision for each of `replies`, in their order: as many as you
        like, in batches that a server takes, each within `timeout` seconds."""
        self._require_open()
        seconds = timeout_or(self._batch_timeout, timeout)
        batches = Batches(replies, self._fail_mode)
        while (request := batches.next()) is not None:
            batches.take(self._call(request, seconds))
        return batches.decisions()

    def _call(self, request: _Request, seconds: float) -> Any:
        """The response, or a Failure."""
        try:
            response = self._start(request, seconds)
        except Exception as error:  # pylint: disable=broad-except
            return Failure.of_call(error)
        return NO_ANSWER if response is None else response

    def close(self) -> None:
        self._is_closed = True
        self._channel.close()

    def __enter__(self) -> ReplyGate:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()


class AsyncReplyGate(_Gate):
    """ReplyGate for asyncio: made and used in one event loop.

        async with AsyncReplyGate(target, fail_mode=FailMode.OPEN) as gate:
            decision = await gate.check("您好")
    """

    _grpc = grpc.aio

    async def check(self, reply: Reply, *, timeout: Optional[float] = None,
                    **fields: Any) -> Decision:
        """As ReplyGate.check."""
        self._require_open()
        seconds = timeout_or(self._timeout, timeout)
        try:
            request = to_request(reply, **fields)
        except RequestError as error:
            return self._decide(Failure.of_request(error))
        return self._decide(await self._call(request, seconds))

    async def check_all(self, replies: Iterable[Reply], *,
                        timeout: Optional[float] = None) -> list[Decision]:
        """As ReplyGate.check_all."""
        self._require_open()
        seconds = timeout_or(self._batch_timeout, timeout)
        batches = Batches(replies, self._fail_mode)
        while (request := batches.next()) is not None:
            batches.take(await self._call(request, seconds))
        return batches.decisions()

    async def _call(self, request: _Request, seconds: float) -> Any:
        """The response, or a Failure."""
        try:
            response = await self._start(request, seconds)
        except Exception as error:  # pylint: disable=broad-except
            return Failure.of_call(error)
        return NO_ANSWER if response is None else response

    async def close(self) -> None:
        self._is_closed = True
        await self._channel.close()

    async def __aenter__(self) -> AsyncReplyGate:
        return self

    async def __aexit__(self, *unused: object) -> None:
        await self.close()
