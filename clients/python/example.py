"""Checks its arguments before they are sent. usage: example.py TARGET REPLY…"""

import sys

from wanyan_client import FailMode, ReplyGate

if len(sys.argv) < 3:
    sys.exit(__doc__)
target, *replies = sys.argv[1:]
with ReplyGate(target, fail_mode=FailMode.CLOSED) as gate:
    for reply in replies:
        decision = gate.check(reply)
        print("send" if decision.may_send else "hold",
              decision.verdict.value, decision.reason)
        if decision.response and decision.response.HasField("rewrite"):
            print("say:", decision.response.rewrite)
