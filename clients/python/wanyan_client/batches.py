"""A long list of replies, cut into batches and put together again."""

from __future__ import annotations

from typing import Iterable, Optional

import grpc
from wanyan.v1 import check_service_pb2 as v1

from .decision import (Decision, FailMode, decide_by_answer, decide_by_code,
                       decide_by_error)
from .requests import Reply, RequestError, first_batch, to_request

_EXHAUSTED = grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]


class Batches:
    """The way of `replies` through BatchCheckReplies; makes no call itself.

        batches = Batches(replies, fail_mode)
        while (request := batches.next()) is not None:
            batches.take(response)      # or batches.fail(code, message)
        return batches.decisions()
    """

    def __init__(self, replies: Iterable[Reply], fail_mode: FailMode) -> None:
        self._fail_mode = fail_mode
        self._decisions: list[Optional[Decision]] = []
        # What is still to be sent, and the batch that was sent last: the place
        # of each request, and the request.
        self._pending: list[tuple[int, v1.CheckReplyRequest]] = []
        self._sent: list[tuple[int, v1.CheckReplyRequest]] = []
        for index, reply in enumerate(replies):
            self._decisions.append(None)
            try:
                self._pending.append((index, to_request(reply)))
            except RequestError as error:
                self._decisions[index] = decide_by_error(
                    grpc.StatusCode.INVALID_ARGUMENT, str(error), fail_mode)

    def next(self) -> Optional[v1.BatchCheckRepliesRequest]:
        """The next batch; None where all is decided."""
        if not self._pending:
            return None
        size = first_batch([request for _, request in self._pending])
        self._sent, self._pending = self._pending[:size], self._pending[size:]
        return v1.BatchCheckRepliesRequest(
            requests=[request for _, request in self._sent])

    def take(self, response: v1.BatchCheckRepliesResponse) -> None:
        """The answer to the last batch."""
        if len(response.results) != len(self._sent):
            self.fail(grpc.StatusCode.INTERNAL,
                      f"the server answered with {len(response.results)} "
                      f"results to {len(self._sent)} requests")
            return
        # What found no room in the response goes again in another batch, as
        # long as that makes them smaller.
        is_full = [each.error.code == _EXHAUSTED for each in response.results]
        again = [] if all(is_full) else [
            item for item, full in zip(self._sent, is_full) if full]
        for (index, _), result, full in zip(self._sent, response.results,
                                            is_full):
            if not (full and again):
                self._decisions[index] = self._decide(result)
        self._pending = again + self._pending

    def fail(self, code: grpc.StatusCode, message: str) -> None:
        """The last batch came to nothing."""
        decision = decide_by_error(code, message, self._fail_mode)
        for index, _ in self._sent:
            self._decisions[index] = decision

    def decisions(self) -> list[Decision]:
        """One for each of the replies, in their order."""
        assert None not in self._decisions
        return self._decisions  # type: ignore[return-value]

    def _decide(self, result: v1.BatchCheckReplyResult) -> Decision:
        if result.WhichOneof("result") == "response":
            return decide_by_answer(result.response, self._fail_mode)
        return decide_by_code(result.error.code, result.error.message,
                              self._fail_mode)
