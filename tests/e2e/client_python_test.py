"""The Python client kit against a server that answers as it is told to."""

import asyncio
import itertools
import json
import logging
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import program

KIT = program.SOURCE / "clients" / "python"
STUBS = tempfile.TemporaryDirectory()
subprocess.run([KIT / "generate.sh", STUBS.name], check=True,
               timeout=program.TIMEOUT_SECONDS,
               env={**os.environ, "PYTHON": sys.executable})
sys.path[:0] = [str(KIT), STUBS.name]

# pylint: disable=wrong-import-position
import grpc
from wanyan.v1 import check_service_pb2 as v1
from wanyan_client import (AsyncReplyGate, Decision, FailMode, ReplyGate, Tls,
                           Verdict)
from wanyan_client import channel, requests

TABLE = json.loads((program.SOURCE / "tests/e2e/fail_modes.json")
                   .read_text(encoding="utf-8"))
# What is not about the deadline has time enough on a busy machine.
ENOUGH = 20.0
OPEN, CLOSED = FailMode.OPEN, FailMode.CLOSED

# A phrasebook whose answers are long.
LONG_WINDED = """
phrasebook: zh-long
language: zh
title: 长
rules:
  - id: helpless
    norm: wording.helpless
    severity: error
    message: 不要说“没办法”。
    forbid: [没办法]
    rewrite: ["{text}"]
    examples:
      flags: [这个我没办法。]
      allows: [您好。]
"""

_ids = itertools.count()


def script(**fields):
    """A reply that tells the fake server what to do, with an id of its own."""
    return json.dumps({"id": f"r{next(_ids)}", **fields})


class FakeServer(program.Server):
    """tests/e2e/fake_server.py, in place of the program; without HTTP."""

    def __init__(self, *arguments):
        super().__init__(program.PHRASEBOOKS, "--http-listen", "off")
        self._command = [
            sys.executable,
            str(program.SOURCE / "tests/e2e/fake_server.py"), *arguments]


class MalformedServer(FakeServer):
    """tests/e2e/malformed_server.mjs, which gives every call `answer`."""

    def __init__(self, answer):
        super().__init__()
        self._command = [
            "node", str(program.SOURCE / "tests/e2e/malformed_server.mjs"),
            answer]


class KitTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(FakeServer())

    def gate(self, fail_mode=CLOSED, target=None, **options):
        options.setdefault("timeout", ENOUGH)
        options.setdefault("batch_timeout", ENOUGH)
        return self.enterContext(ReplyGate(
            target or self.server.address, fail_mode=fail_mode, **options))

    def assert_decides(self, decision, row, mode):
        self.assertIs(decision.verdict, Verdict[row["verdict"]], decision)
        self.assertIs(decision.may_send, row[mode.name.lower()], decision)
        self.assertEqual(bool(decision.reason),
                         row["verdict"] == "UNCHECKED", decision)


class FailModeTest(KitTest):
    """The table of codes and verdicts, through every way to ask."""

    def check_once(self, gate, reply):
        return gate.check(reply)

    def assert_table_row(self, row, mode):
        reply = script(statuses=[row["code"]])
        with self.subTest(**row, mode=mode.name), LoggedErrors() as errors:
            decision = self.check_once(self.gate(mode), reply)
            self.assert_decides(decision, row, mode)
            self.assertEqual(decision.code.value[0], row["code"])
            self.assertEqual(bool(errors.records), row["loud"])
            told = decision.reason or decision.response.decision_id
            self.assertTrue(told.startswith(f"attempt {self.attempts(row)} of"),
                            told)

    def attempts(self, row):
        return row["attempts"]

    @unittest.skipUnless(shutil.which("node"), "no node; install nodejs")
    def test_malformed_answers_are_errors(self):
        for answer in TABLE["malformed"]:
            with MalformedServer(answer) as server, LoggedErrors():
                for mode in FailMode:
                    with self.subTest(answer, mode=mode.name):
                        self.assert_is_error(
                            self.check_at(server.address, mode), mode)

    def check_at(self, address, mode):
        return self.gate(mode, target=address).check("a")

    def assert_is_error(self, decision, mode):
        self.assertIsNot(decision.code, grpc.StatusCode.OK)
        [row] = [row for row in TABLE["codes"]
                 if row["code"] == decision.code.value[0]]
        self.assert_decides(decision, row, mode)

    def test_every_code_in_both_modes(self):
        self.assertEqual([row["code"] for row in TABLE["codes"]],
                         list(range(17)))
        for row in TABLE["codes"]:
            for mode in FailMode:
                self.assert_table_row(row, mode)

    def test_every_verdict_in_both_modes(self):
        for row in TABLE["verdicts"]:
            for mode in FailMode:
                with self.subTest(**row, mode=mode.name):
                    decision = self.check_once(
                        self.gate(mode), script(verdict=row["number"]))
                    self.assert_decides(decision, row, mode)
                    self.assertIs(decision.code, grpc.StatusCode.OK)
                    self.assertEqual("update the client" in decision.reason,
                                     row["number"] in (0, 99))


class LoggedErrors(logging.Handler):
    """Keeps the errors that the kit logs while a `with` block runs."""

    LOG = logging.getLogger("wanyan_client")

    def __init__(self):
        super().__init__(logging.ERROR)
        self.records = []

    def emit(self, record):
        self.records.append(record)

    def __enter__(self):
        self.LOG.addHandler(self)
        self.LOG.propagate = False
        return self

    def __exit__(self, *unused):
        self.LOG.removeHandler(self)
        self.LOG.propagate = True


class AsyncFailModeTest(FailModeTest):

    def gate(self, fail_mode=CLOSED, target=None, **unused):
        return AsyncAsked(target or self.server.address, fail_mode)


class AsyncAsked:
    """An AsyncReplyGate for each call, in an event loop of its own."""

    def __init__(self, target, fail_mode):
        self._target, self._fail_mode = target, fail_mode

    def check(self, *arguments, **fields):
        return self._run("check", *arguments, **fields)

    def check_all(self, *arguments):
        return self._run("check_all", *arguments)

    def _run(self, name, *arguments, **fields):
        async def call():
            async with AsyncReplyGate(
                    self._target, fail_mode=self._fail_mode, timeout=ENOUGH,
                    batch_timeout=ENOUGH) as gate:
                return await getattr(gate, name)(*arguments, **fields)
        return asyncio.run(call())


class BatchFailModeTest(FailModeTest):
    """The same for the item of a batch, which is not retried there."""

    def check_at(self, address, mode):
        [first, second] = self.gate(mode, target=address).check_all(["a", "b"])
        self.assertEqual(first, second)
        return first

    def check_once(self, gate, reply):
        # The one in front is answered: RESOURCE_EXHAUSTED is asked again alone.
        [first, decision] = gate.check_all([script(), reply])
        self.assertIs(first.verdict, Verdict.ALLOW)
        return decision

    def attempts(self, row):
        return (1 + row["attempts"] if row["name"] == "RESOURCE_EXHAUSTED"
                else 1)


class AsyncBatchFailModeTest(BatchFailModeTest):

    gate = AsyncFailModeTest.gate


class DecisionTest(KitTest):

    def test_nothing_unchecked_passes_for_allowed(self):
        unchecked = self.gate(OPEN).check(script(statuses=[14]))
        self.assertTrue(unchecked.may_send)
        self.assertNotEqual(unchecked.verdict, Verdict.ALLOW)
        self.assertNotEqual(unchecked.verdict, "ALLOW")
        self.assertNotEqual(unchecked, self.gate(OPEN).check(script()))

    def test_nothing_is_true_or_false_by_itself(self):
        for value in (*Verdict, *FailMode, self.gate().check(script())):
            with self.assertRaises(TypeError):
                bool(value)

    def test_the_mode_has_no_default_and_no_other_type(self):
        with self.assertRaises(TypeError):
            ReplyGate("localhost:1")  # pylint: disable=missing-kwoa
        for other in (True, "OPEN", None):
            with self.assertRaises(TypeError):
                ReplyGate("localhost:1", fail_mode=other)

    def test_a_block_with_values_of_a_newer_server_blocks(self):
        decision = self.gate(OPEN).check(script(verdict=4, severity=99))
        self.assertIs(decision.verdict, Verdict.BLOCK)
        self.assertIs(decision.may_send, False)


class DeadlineTest(KitTest):

    def assert_late(self, decision, started, at_most):
        self.assertIs(decision.verdict, Verdict.UNCHECKED)
        self.assertIs(decision.code, grpc.StatusCode.DEADLINE_EXCEEDED)
        self.assertLess(time.monotonic() - started, at_most)

    def test_a_server_that_hangs_is_left(self):
        with ReplyGate(self.server.address, fail_mode=OPEN) as gate:
            gate.check(script(), timeout=ENOUGH)  # is connected
            started = time.monotonic()
            decision = gate.check(script(delay_ms=60_000))
            self.assert_late(decision, started, at_most=5)
            self.assertGreater(time.monotonic() - started, 0.25)

    def test_a_call_may_have_its_own_deadline(self):
        gate = self.gate()
        started = time.monotonic()
        self.assert_late(gate.check(script(delay_ms=60_000), timeout=0.1),
                         started, at_most=5)
        [decision] = gate.check_all([script(delay_ms=60_000)], timeout=0.1)
        self.assert_late(decision, started, at_most=5)

    def test_a_pause_that_the_server_asks_for_is_within_the_deadline(self):
        started = time.monotonic()
        decision = self.gate(timeout=0.3).check(
            script(statuses=[8], pushback_ms=60_000))
        self.assert_late(decision, started, at_most=5)

    def test_there_is_no_way_to_wait_for_ever(self):
        for timeout in (0, -1, float("inf"), float("nan"), 61):
            with self.assertRaises(ValueError):
                self.gate(timeout=timeout)
            with self.assertRaises(ValueError):
                self.gate().check("a", timeout=timeout)

    def test_a_server_that_is_not_there(self):
        for mode in FailMode:
            with ReplyGate("127.0.0.1:1", fail_mode=mode) as gate:
                started = time.monotonic()
                decision = gate.check("a")
                self.assertIs(decision.verdict, Verdict.UNCHECKED)
                self.assertIs(decision.may_send, mode is OPEN)
                self.assertLess(time.monotonic() - started, 5)

    def test_a_server_that_comes_back_is_found(self):
        with FakeServer() as first:
            gate = self.gate(target=first.address)
            self.assertIs(gate.check(script()).verdict, Verdict.ALLOW)
        self.assertIs(gate.check(script()).verdict, Verdict.UNCHECKED)
        with FakeServer("--listen", first.address):
            end = time.monotonic() + ENOUGH
            while gate.check(script()).verdict is not Verdict.ALLOW:
                self.assertLess(time.monotonic(), end)
                time.sleep(0.05)


class RetryTest(KitTest):

    def test_the_third_attempt_counts(self):
        decision = self.gate().check(script(statuses=[14, 14, 0]))
        self.assertIs(decision.verdict, Verdict.ALLOW)
        self.assertRegex(decision.response.decision_id, "^attempt 3 ")

    def test_the_servers_pause_is_kept(self):
        started = time.monotonic()
        decision = self.gate().check(script(statuses=[8, 0], pushback_ms=700))
        self.assertIs(decision.verdict, Verdict.ALLOW)
        self.assertGreaterEqual(time.monotonic() - started, 0.7)

    def test_a_server_may_forbid_another_attempt(self):
        decision = self.gate().check(script(statuses=[14, 0], pushback_ms=-1))
        self.assertRegex(decision.reason, "^attempt 1 ")

    def test_attempts_end_where_most_calls_fail(self):
        # gRPC keeps count for each server, whatever the channel.
        with FakeServer() as server:
            gate = self.gate(target=server.address)
            for _ in range(30):  # three of the hundred tokens each
                last = gate.check(script(statuses=[14]))
            self.assertRegex(last.reason, "^attempt 1 ")


class ReplicasTest(KitTest):

    def addresses(self, *servers):
        return "ipv4:" + ",".join(server.address for server in servers)

    def test_calls_go_to_all_replicas_and_round_one_that_is_gone(self):
        with FakeServer() as first, FakeServer() as second:
            gate = self.gate(target=self.addresses(first, second))
            # The same id: each replica counts for itself, so that the second
            # one says what the first one has said already.
            told, end = set(), time.monotonic() + ENOUGH
            while (answer := gate.check('{"id": "same"}').response.decision_id
                   ) not in told:
                told.add(answer)
                self.assertLess(time.monotonic(), end)
            first.process.send_signal(signal.SIGKILL)
            first.process.wait()
            for _ in range(50):
                self.assertIs(gate.check(script()).verdict, Verdict.ALLOW)

    def test_a_replica_that_is_not_serving_is_left_alone(self):
        with FakeServer("--health", "NOT_SERVING") as ending:
            gate = self.gate(target=self.addresses(ending, self.server))
            # The replica that serves has been asked before the other one.
            self.gate().check('{"id": "well"}')
            for attempt in range(2, 22):
                self.assertEqual(
                    gate.check('{"id": "well"}').response.decision_id,
                    f"attempt {attempt} of well")

    def test_a_server_without_a_health_service_is_asked(self):
        with FakeServer("--health", "NONE") as server:
            self.assertIs(self.gate(target=server.address)
                          .check(script()).verdict, Verdict.ALLOW)


class RequestTest(KitTest):

    def assert_refused(self, decision, word):
        self.assertIs(decision.verdict, Verdict.UNCHECKED)
        self.assertIs(decision.may_send, False)
        self.assertIs(decision.code, grpc.StatusCode.INVALID_ARGUMENT)
        self.assertIn(word, decision.reason)

    def setUp(self):
        logging.getLogger("wanyan_client").setLevel(logging.CRITICAL)
        self.addCleanup(logging.getLogger("wanyan_client").setLevel,
                        logging.NOTSET)

    def test_what_cannot_be_sent_never_opens_the_gate(self):
        gate = self.gate(OPEN)
        self.assert_refused(gate.check("\ud800"), "surrogates")
        self.assert_refused(gate.check("a" * 2_000_000), "2000004 bytes")
        [bad, good] = gate.check_all(["\ud800", script()])
        self.assert_refused(bad, "surrogates")
        self.assertIs(good.verdict, Verdict.ALLOW)

    def test_what_is_no_text_is_refused_without_repeating_it(self):
        gate = self.gate(OPEN)
        for reply, place in (
                ("secret\udc00", "character 6"), (b"secret\xff", "byte 6"),
                ({"reply": "a", "slots": {"secret\udc00": "b"}}, "character 6"),
                ({"reply": "a", "turns": [{"text": b"secret\xff"}]}, "byte 6"),
                ({"reply": "a", "labels": iter(["\udc00"])}, "character 0")):
            decision = gate.check(reply)
            self.assert_refused(decision, place)
            self.assertNotIn("secret", decision.reason)

    def test_what_is_no_reply_is_a_mistake_of_the_program(self):
        gate = self.gate(OPEN)
        for reply in (5, None, ["a"], {}, {"reply": None}):
            with self.assertRaisesRegex(TypeError, "reply must be a text"):
                gate.check(reply)
            with self.assertRaisesRegex(TypeError, "reply must be a text"):
                gate.check_all(["a", reply])
        with self.assertRaisesRegex(TypeError, "labels must be a list"):
            gate.check("a", labels="vip")

    def test_one_reply_is_no_list(self):
        for gate in (self.gate(OPEN), AsyncAsked(self.server.address, OPEN)):
            for reply in ("我没办法", b"a", {"reply": "a"},
                          v1.CheckReplyRequest(reply="a")):
                with self.assertRaisesRegex(TypeError, "list of replies"):
                    gate.check_all(reply)

    def test_a_closed_gate_says_so(self):
        gate = self.gate(OPEN)
        gate.close()
        with self.assertRaisesRegex(ValueError, "the gate is closed"):
            gate.check("a")
        with self.assertRaisesRegex(ValueError, "the gate is closed"):
            gate.check_all(["a"])

    def test_a_request_may_be_a_text_its_fields_or_itself(self):
        gate = self.gate()
        for reply in (script(), {"reply": script(), "locale": "zh"},
                      v1.CheckReplyRequest(reply=script())):
            self.assertIs(gate.check(reply).verdict, Verdict.ALLOW)
        self.assertIs(gate.check(script(), locale="zh").verdict, Verdict.ALLOW)
        with self.assertRaises(ValueError):
            gate.check("a", no_such_field=1)


class BatchTest(KitTest):

    def test_a_long_list_comes_back_in_its_order(self):
        replies = [script(verdict=1 + index % 4) for index in range(1203)]
        decisions = self.gate().check_all(replies)
        self.assertEqual(
            [decision.response.decision_id for decision in decisions],
            [f"attempt 1 of {json.loads(reply)['id']}" for reply in replies])
        self.assertEqual(
            {decision.response.locale for decision in decisions},
            {"500 items", "203 items"})

    def test_batches_have_a_megabyte_at_most(self):
        replies = [script(text="a" * 65_000) for _ in range(20)]
        decisions = self.gate().check_all(replies)
        self.assertEqual([decision.response.locale for decision in decisions],
                         ["16 items"] * 16 + ["4 items"] * 4)

    def test_an_empty_list(self):
        self.assertEqual(self.gate().check_all([]), [])

    def test_what_found_no_room_is_asked_again(self):
        replies = [script(), script(only_alone=True)]
        decisions = self.gate().check_all(replies)
        self.assertEqual([decision.response.locale for decision in decisions],
                         ["2 items", "alone"])

    def test_what_finds_room_in_no_batch_is_asked_alone(self):
        for gate in (self.gate(), AsyncAsked(self.server.address, CLOSED)):
            decisions = gate.check_all(
                [script(no_batch=True) for _ in range(5)])
            self.assertEqual(
                [decision.response.locale for decision in decisions],
                ["alone"] * 5)

    def test_an_answer_larger_than_a_batchs(self):
        # Nine thousand bytes to say instead, for each of a thousand findings.
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "zh.yaml").write_text(
                LONG_WINDED.format(text="好" * 3_000), encoding="utf-8")
            with program.Server(folder) as server:
                gate = self.gate(OPEN, target=server.address)
                decisions = gate.check_all(["我没办法。" * 999, "您好。"])
        self.assertGreater(decisions[0].response.ByteSize(), 3 << 20)
        self.assertEqual([decision.verdict for decision in decisions],
                         [Verdict.BLOCK, Verdict.ALLOW])

    def test_a_server_that_is_gone_leaves_all_unchecked(self):
        decisions = self.gate(OPEN, target="127.0.0.1:1").check_all(
            [script() for _ in range(501)])
        self.assertEqual(len(decisions), 501)
        for decision in decisions:
            self.assertIs(decision.verdict, Verdict.UNCHECKED)
            self.assertIs(decision.may_send, True)

    def test_asyncio_has_batches_too(self):
        async def check():
            async with AsyncReplyGate(self.server.address, fail_mode=OPEN,
                                      batch_timeout=ENOUGH) as gate:
                return await gate.check_all([script() for _ in range(501)])
        decisions = asyncio.run(check())
        self.assertEqual({decision.verdict for decision in decisions},
                         {Verdict.ALLOW})


class AccessTest(KitTest):

    def test_a_token_goes_with_each_call(self):
        gate = self.gate(token="abc")
        self.assertEqual(gate.check(script()).response.revision, "Bearer abc")
        [decision] = gate.check_all([script()])
        self.assertEqual(decision.response.revision, "Bearer abc")

    def test_a_token_never_travels_in_the_clear(self):
        for target in ("10.0.0.1:1", "example.com:443", "dns:///example.com",
                       "ipv4:127.0.0.1:1,10.0.0.1:1", "[2001:db8::1]:1"):
            with self.assertRaises(ValueError, msg=target):
                self.gate(target=target, token="abc")
            self.assertFalse(channel.is_local(target), target)
        for target in ("localhost:1", "dns:///localhost", "[::1]:1", "::1",
                       "ipv6:[::1]:1,[::1]:2", "ipv4:127.0.0.1:1",
                       "unix:/run/wanyan.sock"):
            self.assertTrue(channel.is_local(target), target)

    def test_what_is_no_token(self):
        for token in ("", "a b", "a\nb", "钥匙"):
            with self.assertRaises(ValueError):
                self.gate(token=token)

    def test_tls_with_certificates_on_both_sides(self):
        with tempfile.TemporaryDirectory() as folder, \
                FakeServer("--tls", folder) as server:
            ca, certificate, key = (
                (pathlib.Path(folder) / name).read_bytes()
                for name in ("ca.pem", "client.pem", "client-key.pem"))
            gate = self.gate(target=server.address, token="abc",
                             tls=Tls(ca, certificate, key))
            self.assertEqual(gate.check(script()).response.revision,
                             "Bearer abc")
            for wrong in (Tls(ca), Tls(None, certificate, key), None):
                gate = self.gate(OPEN, target=server.address, tls=wrong)
                self.assertIs(gate.check(script(), timeout=3).verdict,
                              Verdict.UNCHECKED)

    def test_a_certificate_goes_with_its_key(self):
        with self.assertRaises(ValueError):
            Tls(certificate=b"a")


class SharedFilesTest(unittest.TestCase):

    def test_the_limits_are_those_of_the_api(self):
        proto = (program.SOURCE / "proto/wanyan/v1/check_service.proto"
                 ).read_text(encoding="utf-8")
        self.assertIn(f"{requests.MAX_REQUEST_BYTES + 16:,} bytes", proto)
        self.assertIn(f"1 to {requests.MAX_BATCH_ITEMS} requests", proto)
        self.assertIn(f"({requests.MAX_BATCH_BYTES:,} bytes)", proto)

    def test_the_package_carries_the_settings_of_all_kits(self):
        for name in ("service_config.json", "channel_arguments.json"):
            self.assertEqual(
                (KIT / "wanyan_client" / name).read_bytes(),
                (program.SOURCE / "clients" / name).read_bytes())


class ExampleTest(unittest.TestCase):

    def run_example(self, *arguments, check=True):
        return subprocess.run(
            [sys.executable, KIT / "example.py", *arguments], check=check,
            env={**os.environ, "PYTHONPATH": f"{STUBS.name}:{KIT}",
                 # A proxy for the web, which is not on the way.
                 "grpc_proxy": "http://127.0.0.1:1"},
            capture_output=True, timeout=program.TIMEOUT_SECONDS)

    def test_it_runs_against_the_server(self):
        with program.Server() as server:
            self.assertEqual(
                self.run_example(server.address, "您好。", "这个我没办法。"
                                 ).stdout.decode(),
                "send ALLOW \nhold BLOCK \nsay: 这个我尽力而为。\n")

    def test_without_replies_it_says_how_it_is_used(self):
        for arguments in ((), ("127.0.0.1:1",)):
            ran = self.run_example(*arguments, check=False)
            self.assertNotEqual(ran.returncode, 0)
            self.assertRegex(ran.stderr.decode(), r"\A[^\n]*usage: [^\n]*\n\Z")

    def test_the_readme_has_it(self):
        self.assertIn((KIT / "example.py").read_text(encoding="utf-8"),
                      (KIT / "README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    program.main()
