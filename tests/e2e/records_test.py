#!/usr/bin/env python3
"""What is kept of calls: the decision log and the log, and that neither gets
in the way of an answer."""

import json
import os
import pathlib
import re
import signal
import tempfile
import time
import unittest
import urllib.request

import program

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE_ID}-00f067aa0ba902b7-01"
REPLY = "这个我没办法，电话13800138000。"
PATIENCE_SECONDS = 30


def check(address, reply=REPLY, headers=()):
    """Checks `reply` through the HTTP door; returns the answer."""
    request = urllib.request.Request(
        f"http://{address}/wanyan.v1.CheckService/CheckReply",
        data=json.dumps({"reply": reply, "locale": "zh"}).encode(),
        headers={"Content-Type": "application/json", **dict(headers)})
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def metric(address, name):
    with urllib.request.urlopen(
            f"http://{address}/metrics", timeout=10) as response:
        text = response.read().decode()
    return float(re.search(
        rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)[1])


class RecordsTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.file = self.folder / "decisions.jsonl"

    def decisions(self, path=None):
        text = (path or self.file).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def wait_until(self, is_true):
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_true():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)

    def test_a_decision_can_be_told_from_its_line(self):
        with program.Server(
                program.PHRASEBOOKS, "--decision-log", self.file) as server:
            answer = check(
                server.http_address, headers={
                    "traceparent": TRACEPARENT, "x-request-id": "order-17"})
        (decision,) = self.decisions()
        self.assertEqual(decision["decision_id"], answer["decisionId"])
        self.assertEqual(decision["request_id"], "order-17")
        self.assertEqual(decision["trace_id"], TRACE_ID)
        self.assertEqual(
            decision["method"], "/wanyan.v1.CheckService/CheckReply")
        self.assertEqual(decision["verdict"], "BLOCK")
        self.assertEqual(decision["findings"], [{
            "rule": "zh-e2e/helpless", "entry": "", "severity": "ERROR",
            "span": {"start": 9, "end": 18}}])
        self.assertTrue(decision["rewritten"])
        self.assertNotIn("没办法", self.file.read_text(encoding="utf-8"))
        self.assertNotIn("text", decision)

    def test_sighup_reopens_the_file(self):
        renamed = self.folder / "decisions.old"
        with program.Server(
                program.PHRASEBOOKS, "--decision-log", self.file) as server:
            check(server.http_address)
            self.wait_until(lambda: self.file.stat().st_size > 0)
            self.file.rename(renamed)
            server.process.send_signal(signal.SIGHUP)
            self.wait_until(self.file.exists)
            check(server.http_address)
        self.assertEqual(len(self.decisions(renamed)), 1)
        self.assertEqual(len(self.decisions()), 1)

    def test_sighup_does_not_end_the_drain(self):
        renamed = self.folder / "decisions.old"
        with program.Server(program.PHRASEBOOKS, "--decision-log", self.file,
                            "--drain", "4s") as server:
            check(server.http_address)
            self.wait_until(lambda: self.file.stat().st_size > 0)
            begin = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            self.file.rename(renamed)
            server.process.send_signal(signal.SIGHUP)
            self.wait_until(self.file.exists)
            check(server.http_address)
            self.assertEqual(server.process.wait(timeout=20), 0)
            self.assertGreater(time.monotonic() - begin, 3.5)
        self.assertEqual(len(self.decisions()), 1)

    def test_a_second_server_leaves_the_log_of_the_first_alone(self):
        with program.Server(
                program.PHRASEBOOKS, "--decision-log", self.file) as server:
            check(server.http_address)
            self.wait_until(lambda: self.file.stat().st_size > 0)
            # As if half of the next line had been written by now.
            with open(self.file, "a", encoding="utf-8") as file:
                file.write('{"time":"')
            before = self.file.read_bytes()
            for listen in (server.address, "127.0.0.1:0"):
                done = program.run(
                    "serve", "--listen", listen, "--http-listen", "off",
                    "--phrasebooks", program.PHRASEBOOKS, "--decision-log",
                    self.file)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(self.file.read_bytes(), before)
            self.assertIn(b"another process writes it; stop that one",
                          done.stderr)

    def test_a_decision_tells_who_asked(self):
        token, line = program.new_token("desk")
        tokens = self.folder / "tokens.txt"
        tokens.write_text(line, encoding="ascii")
        log = self.folder / "log"
        with open(log, "w", encoding="utf-8") as stderr:
            with program.Server(
                    program.PHRASEBOOKS, "--decision-log", self.file,
                    "--tokens", tokens, "--log-level", "debug", "--log-format",
                    "json", stderr=stderr) as server:
                check(server.http_address,
                      headers={"authorization": f"Bearer {token}"})
        self.assertEqual(self.decisions()[0]["caller"], "desk")
        text = log.read_text(encoding="utf-8")
        call = next(line for line in map(json.loads, text.splitlines())
                    if line["event"] == "call_handled")
        self.assertEqual(call["caller"], "desk")
        self.assertNotIn(token, text)

    def test_an_item_without_room_for_its_answer_is_no_decision(self):
        items = [{"reply": "没办法" * 500, "locale": "zh"}] * 200
        with program.Server(
                program.PHRASEBOOKS, "--decision-log", self.file) as server:
            request = urllib.request.Request(
                f"http://{server.http_address}"
                "/wanyan.v1.CheckService/BatchCheckReplies",
                data=json.dumps({"requests": items}).encode(),
                headers={"Content-Type": "application/json",
                         "Connect-Timeout-Ms": "30000"})
            with urllib.request.urlopen(request, timeout=60) as response:
                results = json.load(response)["results"]
            answered = sum("response" in result for result in results)
            self.assertLess(0, answered)
            self.assertLess(answered, len(items))
            self.assertEqual(
                metric(server.http_address, "wanyan_decisions_recorded_total"),
                answered)
            self.assertEqual(
                metric(server.http_address,
                       'wanyan_verdicts_total{verdict="BLOCK"}'), answered)

    def test_a_full_disk_changes_no_answer(self):
        with program.Server(program.PHRASEBOOKS, "--decision-log",
                            "/dev/full") as server:
            for _ in range(20):
                self.assertEqual(
                    check(server.http_address)["verdict"], "VERDICT_BLOCK")
            value = lambda name: metric(server.http_address, name)
            self.assertEqual(value("wanyan_decisions_recorded_total"), 20)
            self.assertEqual(value("wanyan_decisions_written_total"), 0)
            self.assertEqual(value("wanyan_decisions_queued"), 20)

    def test_log_lines_of_a_call_bear_its_ids_and_no_text(self):
        log = self.folder / "log"
        with open(log, "w", encoding="utf-8") as stderr:
            with program.Server(
                    program.PHRASEBOOKS, "--log-level", "debug",
                    "--log-format", "json", stderr=stderr) as server:
                check(server.http_address, headers={
                    "traceparent": TRACEPARENT, "x-request-id": "order-17"})
        text = log.read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines()]
        call = next(line for line in lines if line["event"] == "call_handled")
        self.assertEqual(
            (call["request_id"], call["trace_id"], call["code"]),
            ("order-17", TRACE_ID, "OK"))
        self.assertNotIn("没办法", text)
        self.assertNotIn("13800138000", text)

    def test_a_log_that_nobody_reads_delays_no_answer(self):
        read_end, write_end = os.pipe()
        self.addCleanup(os.close, read_end)
        with program.Server(
                program.PHRASEBOOKS, "--log-level", "debug",
                stderr=write_end) as server:
            os.close(write_end)
            slowest = 0
            for _ in range(1000):  # some 250 kB of log; the pipe takes 64
                begin = time.monotonic()
                check(server.http_address)
                slowest = max(slowest, time.monotonic() - begin)
            self.assertLess(slowest, 2)
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begin, 10)


if __name__ == "__main__":
    program.main()
