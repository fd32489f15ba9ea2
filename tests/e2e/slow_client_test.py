"""Clients that are slow on purpose (slowhttptest) do not keep the HTTP door
from others, and are cut."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import unittest
import urllib.request

import program

CHECK = "/wanyan.v1.CheckService/CheckReply"

# Together more than the door takes at once (1,024), so that they are in each
# other's way.
ATTACKS = {
    # Headers that never end, two seconds from line to line.
    "headers": ["-c", "450", "-H", "-i", "2", "-x", "24"],
    # Bodies that never end.
    "body": ["-c", "450", "-B", "-i", "2", "-x", "24"],
    # Answers that are hardly read: eight bytes in three seconds.
    "read": ["-c", "300", "-X", "-k", "10", "-w", "1", "-y", "2", "-n", "3",
             "-z", "8"],
}
ATTACK_SECONDS = 18
# The door's limit for requests and answers is ten seconds.
CUT_SECONDS = 14
# What a call may take meanwhile, on a machine that is busy with the attacks.
PATIENCE_SECONDS = 2


def attack(kind, address):
    page = "/metrics" if kind == "read" else CHECK
    return subprocess.Popen(
        ["slowhttptest", *ATTACKS[kind], "-r", "450", "-l",
         str(ATTACK_SECONDS), "-u", f"http://{address}{page}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)


def check_reply(address):
    """Calls on a new connection; the verdict and how long it took."""
    start = time.monotonic()
    request = urllib.request.Request(
        f"http://{address}{CHECK}", data=b'{"reply": "\xe6\x82\xa8\xe5\xa5\xbd"}',
        headers={"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        verdict = json.load(answer)["verdict"]
    return verdict, time.monotonic() - start


class SlowClientTest(unittest.TestCase):

    def test_others_are_answered_and_the_slow_are_cut(self):
        with program.Server() as server:
            descriptors = pathlib.Path(f"/proc/{server.process.pid}/fd")
            before = len(os.listdir(descriptors))
            attacks = [attack(kind, server.http_address) for kind in ATTACKS]
            most, calls, slowest = 0, 0, 0
            try:
                end = time.monotonic() + CUT_SECONDS
                while time.monotonic() < end:
                    verdict, seconds = check_reply(server.http_address)
                    self.assertEqual(verdict, "VERDICT_ALLOW")
                    slowest = max(slowest, seconds)
                    most = max(most, len(os.listdir(descriptors)))
                    calls += 1
                    time.sleep(0.02)
                # The attackers are still there; the door has left them.
                self.assertIsNone(attacks[-1].poll())
                left = len(os.listdir(descriptors)) - before
            finally:
                for process in attacks:
                    process.terminate()
                    process.wait(timeout=program.TIMEOUT_SECONDS)
            print(f"{calls} calls, the slowest in {slowest * 1000:.0f} ms, "
                  f"beside up to {most - before} slow clients; {left} left")
            self.assertGreater(most - before, 900)
            self.assertLess(most - before, 1024 + 100)
            self.assertLess(slowest, PATIENCE_SECONDS)
            self.assertLess(left, 20)
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    if shutil.which("slowhttptest") is None:
        print("slowhttptest is not installed; run: script/bootstrap",
              file=sys.stderr)
        sys.exit(program.SKIPPED)
    program.main()
