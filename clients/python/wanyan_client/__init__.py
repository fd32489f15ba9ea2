"""Asks a Wanyan server whether replies may be sent; see ReplyGate."""

from .channel import Tls
from .decision import Decision, FailMode, Verdict
from .gate import AsyncReplyGate, ReplyGate
from .requests import Reply

__all__ = ["AsyncReplyGate", "Decision", "FailMode", "Reply", "ReplyGate",
           "Tls", "Verdict"]
