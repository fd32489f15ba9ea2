"""A long list of replies, cut into batches and put together again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Iterable, Optional, Union

import grpc
from wanyan.v1 import check_service_pb2 as v1

from .decision import (Decision, FailMode, Failure, decide_by_answer,
                       decide_by_code, decide_by_failure)
from .requests import (MAX_BATCH_ITEMS, Reply, RequestError, first_batch,
                       to_request)

_EXHAUSTED = grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]

# One reply, some of them iterable: the characters of a text would be checked
# one by one, and each of them allowed.
_ONE_REPLY = (str, bytes, bytearray, Mapping, v1.CheckReplyRequest)


class Batches:
    """The way of `replies` through the service; makes no call itself.

        batches = Batches(replies, fail_mode)
        while (request := batches.next()) is not None:
            batches.take(outcome)       # the response, or a Failure
        return batches.decisions()

    TypeError where `replies` is one reply.
    """

    def __init__(self, replies: Iterable[Reply], fail_mode: FailMode) -> None:
        if isinstance(replies, _ONE_REPLY):
            raise TypeError(f"replies must be a list of replies, and is a "
                            f"{type(replies).__name__}; for one, use check")
        self._fail_mode = fail_mode
        self._most = MAX_BATCH_ITEMS
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
                self._decisions[index] = decide_by_failure(
                    Failure.of_request(error), fail_mode)

    def next(self) -> Union[v1.BatchCheckRepliesRequest, v1.CheckReplyRequest,
                            None]:
        """The next batch, for BatchCheckReplies; one that is alone in it, for
        CheckReply, whose answer has no limit; None where all is decided."""
        if not self._pending:
            return None
        size = first_batch(
            [request for _, request in self._pending[:self._most]])
        self._sent, self._pending = self._pending[:size], self._pending[size:]
        if size == 1:
            return self._sent[0][1]
        return v1.BatchCheckRepliesRequest(
            requests=[request for _, request in self._sent])

    def take(self, outcome: Union[v1.BatchCheckRepliesResponse,
                                  v1.CheckReplyResponse, Failure]) -> None:
        """What became of the last request."""
        if isinstance(outcome, Failure):
            self._fail(outcome)
        elif isinstance(outcome, v1.CheckReplyResponse):
            [(index, _)] = self._sent
            self._decisions[index] = decide_by_answer(outcome, self._fail_mode)
        elif len(outcome.results) != len(self._sent):
            self._fail(Failure(
                grpc.StatusCode.INTERNAL,
                f"the server answered with {len(outcome.results)} results to "
                f"{len(self._sent)} requests"))
        else:
            self._take_results(outcome.results)

    def _take_results(
            self, results: Iterable[v1.BatchCheckReplyResult]) -> None:
        """What found no room in the answer goes again, in a smaller batch, and
        at last alone."""
        again = []
        for item, result in zip(self._sent, results):
            if result.error.code == _EXHAUSTED:
                again.append(item)
            else:
                self._decisions[item[0]] = self._decide(result)
        if len(again) == len(self._sent):
            self._most = len(again) // 2
        self._pending = again + self._pending

    def _fail(self, failure: Failure) -> None:
        decision = decide_by_failure(failure, self._fail_mode)
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
