"""ReplyGate and AsyncReplyGate: may this reply be sent?"""

from __future__ import annotations

from typing import Any, Iterable, Optional

import grpc
import grpc.aio
from wanyan.v1 import check_service_pb2_grpc

from .batches import Batches
from .channel import Tls, call_metadata, channel_credentials, channel_options
from .decision import Decision, FailMode, decide_by_answer, decide_by_error
from .requests import (Reply, RequestError, checked_timeout, timeout_or,
                       to_request)

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

    def _connect(self, target: str, tls: Optional[Tls]) -> Any:
        if tls is None:
            return self._grpc.insecure_channel(target, channel_options())
        return self._grpc.secure_channel(target, channel_credentials(tls),
                                         channel_options())

    def _by_request_error(self, error: RequestError) -> Decision:
        return decide_by_error(grpc.StatusCode.INVALID_ARGUMENT, str(error),
                               self._fail_mode)

    def _by_rpc_error(self, error: Any) -> Decision:
        return decide_by_error(error.code(), error.details(), self._fail_mode)


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
        seconds = timeout_or(self._timeout, timeout)
        try:
            response = self._stub.CheckReply(
                to_request(reply, **fields), timeout=seconds,
                metadata=self._metadata)
        except RequestError as error:
            return self._by_request_error(error)
        except grpc.RpcError as error:
            return self._by_rpc_error(error)
        return decide_by_answer(response, self._fail_mode)

    def check_all(self, replies: Iterable[Reply], *,
                  timeout: Optional[float] = None) -> list[Decision]:
        """One decision for each of `replies`, in their order: as many as you
        like, in batches that a server takes, each within `timeout` seconds."""
        seconds = timeout_or(self._batch_timeout, timeout)
        batches = Batches(replies, self._fail_mode)
        while (request := batches.next()) is not None:
            try:
                batches.take(self._stub.BatchCheckReplies(
                    request, timeout=seconds, metadata=self._metadata))
            except grpc.RpcError as error:
                batches.fail(error.code(), error.details())
        return batches.decisions()

    def close(self) -> None:
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
        seconds = timeout_or(self._timeout, timeout)
        try:
            response = await self._stub.CheckReply(
                to_request(reply, **fields), timeout=seconds,
                metadata=self._metadata)
        except RequestError as error:
            return self._by_request_error(error)
        except grpc.RpcError as error:
            return self._by_rpc_error(error)
        return decide_by_answer(response, self._fail_mode)

    async def check_all(self, replies: Iterable[Reply], *,
                        timeout: Optional[float] = None) -> list[Decision]:
        """As ReplyGate.check_all."""
        seconds = timeout_or(self._batch_timeout, timeout)
        batches = Batches(replies, self._fail_mode)
        while (request := batches.next()) is not None:
            try:
                batches.take(await self._stub.BatchCheckReplies(
                    request, timeout=seconds, metadata=self._metadata))
            except grpc.RpcError as error:
                batches.fail(error.code(), error.details())
        return batches.decisions()

    async def close(self) -> None:
        await self._channel.close()

    async def __aenter__(self) -> AsyncReplyGate:
        return self

    async def __aexit__(self, *unused: object) -> None:
        await self.close()
