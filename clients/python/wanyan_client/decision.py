"""What a gate says about a reply, and the one rule behind it."""

from __future__ import annotations

import dataclasses
import enum
import logging
from typing import Optional

import grpc
from wanyan.v1 import check_service_pb2 as v1

from .requests import RequestError

_log = logging.getLogger("wanyan_client")


class _NotATruthValue:
    """Keeps `if decision:` from letting through what was not checked."""

    def __bool__(self) -> bool:
        raise TypeError(
            f"a {type(self).__name__} is neither true nor false; ask may_send")


class Verdict(_NotATruthValue, enum.Enum):
    """What the check came to. UNCHECKED is no ALLOW: nothing was checked, or
    not everything."""

    ALLOW = "ALLOW"
    WARN = "WARN"
    BLOCK = "BLOCK"
    UNCHECKED = "UNCHECKED"


class FailMode(_NotATruthValue, enum.Enum):
    """Whether a reply may be sent that could not be checked because the checker
    is down, late or without a phrasebook for its language."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


@dataclasses.dataclass(frozen=True)
class Decision(_NotATruthValue):
    """What a gate says about one reply."""

    verdict: Verdict
    # Whether the reply may be sent as it is. The only question to ask in a hurry.
    may_send: bool
    # OK where the server answered, else why it did not.
    code: grpc.StatusCode
    # Why the verdict is UNCHECKED; empty otherwise.
    reason: str
    # The server's answer, with findings and rewrite; None where there is none.
    response: Optional[v1.CheckReplyResponse]


# The codes of a checker that is down, late or too busy: the fail mode decides.
# All others say that the caller or the set-up is wrong. That does not pass by
# itself, and would switch the check off for good without anyone seeing it: it
# never opens the gate, and is logged as an error.
CHECKER_DOWN = frozenset({
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.ABORTED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DATA_LOSS,
})

# VERDICT_UNSPECIFIED and numbers that a newer server sends are not here.
_VERDICTS = {
    v1.VERDICT_ALLOW: Verdict.ALLOW,
    v1.VERDICT_WARN: Verdict.WARN,
    v1.VERDICT_BLOCK: Verdict.BLOCK,
    v1.VERDICT_UNCHECKED: Verdict.UNCHECKED,
}


def decide_by_answer(response: v1.CheckReplyResponse,
                     fail_mode: FailMode) -> Decision:
    verdict = _VERDICTS.get(response.verdict, Verdict.UNCHECKED)
    if verdict is not Verdict.UNCHECKED:
        return Decision(verdict, verdict is not Verdict.BLOCK,
                        grpc.StatusCode.OK, "", response)
    return Decision(verdict, fail_mode is FailMode.OPEN, grpc.StatusCode.OK,
                    _unchecked_reason(response), response)


def _unchecked_reason(response: v1.CheckReplyResponse) -> str:
    if response.verdict == v1.VERDICT_UNCHECKED:
        return response.unchecked_reason or "the server does not say why"
    return (f"the server answered with a verdict of {response.verdict}, which "
            "this client does not know; update the client")


@dataclasses.dataclass(frozen=True)
class Failure:
    """Why there is no answer."""

    code: grpc.StatusCode
    message: str

    @classmethod
    def of_request(cls, error: RequestError) -> Failure:
        return cls(grpc.StatusCode.INVALID_ARGUMENT, str(error))

    @classmethod
    def of_call(cls, error: Exception) -> Failure:
        """Where gRPC itself breaks on what a server sent, the error is not
        gRPC's. Its message is left out: it may have the reply's text."""
        if isinstance(error, grpc.RpcError):
            return cls(error.code() or grpc.StatusCode.UNKNOWN,
                       error.details())
        _log.error("a call ended in a %s of gRPC for Python",
                   type(error).__name__)
        return cls(grpc.StatusCode.UNKNOWN,
                   f"the call ended in a {type(error).__name__}")


# A server that says OK, and nothing else.
NO_ANSWER = Failure(grpc.StatusCode.INTERNAL,
                    "the server answered without a message")


def decide_by_failure(failure: Failure, fail_mode: FailMode) -> Decision:
    return decide_by_error(failure.code, failure.message, fail_mode)


def decide_by_error(code: grpc.StatusCode, message: str,
                    fail_mode: FailMode) -> Decision:
    is_down = code in CHECKER_DOWN
    if not is_down:
        _log.error("a reply was not checked, and is not to be sent: %s: %s",
                   code.name, message)
    return Decision(Verdict.UNCHECKED, is_down and fail_mode is FailMode.OPEN,
                    code, message or code.name, None)


_CODES = {code.value[0]: code for code in grpc.StatusCode}


def decide_by_code(number: int, message: str, fail_mode: FailMode) -> Decision:
    """The decision about one item of a batch, whose error has its code as a
    number. An error that is none, or new, says nothing: UNKNOWN."""
    code = _CODES.get(number, grpc.StatusCode.UNKNOWN)
    if code is grpc.StatusCode.OK:
        code = grpc.StatusCode.UNKNOWN
    return decide_by_error(code, message, fail_mode)
